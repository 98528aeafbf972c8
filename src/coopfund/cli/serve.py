"""``coopfund serve``: the books in Fava, with the Audit page, for this machine only."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from coopfund.cli import common

if TYPE_CHECKING:
    from cheroot.wsgi import Server
    from flask import Flask

HOST = "127.0.0.1"


@click.command("serve", epilog="Example: coopfund serve ledger/main.beancount")
@common.ledger_argument
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=5000,
    show_default=True,
    help="The port to listen on.",
)
@click.option("--edit", is_flag=True, help="Let Fava change the books; without it, it only reads.")
def command(ledger: Path, port: int, *, edit: bool) -> None:
    """Open the books in Fava, on this machine only, to read.

    Prints the address of the Audit page: what the rules found, which money paid for which program,
    who gave it, and the finished reports. Ctrl-C ends it.
    """
    path = _readable(ledger)
    server = _listening(port)
    try:
        with common.waiting(f"Reading {ledger}"):
            application, page = _fava(path, read_only=not edit)
        _guard(server, application, port)
        click.echo(f"Audit page: http://{HOST}:{port}{page}")
        click.echo(f"{'Open for changes' if edit else 'To read only'}; Ctrl-C ends it.", err=True)
        server.serve()
    except KeyboardInterrupt:
        click.echo("Ended.", err=True)
    finally:
        server.stop()


def _readable(ledger: Path) -> Path:
    """The ledger's main file; exit 2 where it cannot be read."""
    from coopfund.books.load import UnreadableBooksError, main_file  # noqa: PLC0415  # starts fast

    try:
        return main_file(ledger)
    except UnreadableBooksError as error:
        common.fail(str(error))


def _listening(port: int) -> "Server":
    """A server on this machine's own address; exit 2 where the port is taken.

    It listens before the books are read, so that nobody waits for a refusal.
    """
    from cheroot.wsgi import Server  # noqa: PLC0415  # starts fast

    server = Server((HOST, port), None)
    try:
        server.prepare()
    except OSError:
        common.fail(f"port {port} is taken or not open to you; name another one with --port.")
    return server


def _fava(path: Path, *, read_only: bool) -> "tuple[Flask, str]":
    """Fava's application for the books, and the path of the Audit page."""
    from coopfund.views import fava_api  # noqa: PLC0415  # starts fast
    from coopfund.views.extension import CoopfundAudit  # noqa: PLC0415  # starts fast

    try:
        application = fava_api.app(path, read_only=read_only)
    except OSError as error:
        common.fail(f"{error.filename or path} cannot be read: {error.strerror}.")
    return application, fava_api.address_of(application, CoopfundAudit)


def _guard(server: "Server", application: "Flask", port: int) -> None:
    from coopfund.views.guard import Guard  # noqa: PLC0415  # starts fast

    server.wsgi_app = Guard(application, port)
