"""``coopfund serve``: the books in Fava, with the Audit page, for this machine only."""

import signal
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from coopfund.cli import common

if TYPE_CHECKING:
    from threading import Event

    from cheroot.wsgi import Server
    from flask import Flask

    from coopfund.views.origin import Origin

HOST: Final = "127.0.0.1"
LARGEST_QUESTION: Final = 64 * 1024
LARGEST_CHANGE: Final = 64 * 1024 * 1024
"""Bytes of a request: to ask a few lines, to change a scanned document."""


@click.command(
    "serve",
    epilog="""\
\b
Examples:
  coopfund serve ledger/main.beancount --open
  coopfund serve --edit
  coopfund serve --public-origin https://books.example.org   (docs/serving.md)
""",
)
@common.ledger_argument
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=5000,
    show_default=True,
    help="The port to listen on.",
)
@click.option("--edit", is_flag=True, help="Let Fava change the books; without it, it only reads.")
@click.option("--open", "opened", is_flag=True, help="Open the page in this machine's browser.")
@click.option(
    "--public-origin",
    metavar="https://NAME",
    help="Answer a proxy on this machine that asks for logins, and serves this address.",
)
def command(
    ledger: Path, port: int, public_origin: str | None, *, edit: bool, opened: bool
) -> None:
    """Open the books in Fava, on this machine only, to read.

    Prints the address of the Audit page: what the rules found, which money paid for which program,
    who gave it, and the finished reports. Whoever reads can ask, and change nothing: pages run no
    script of the books, documents are saved and not opened, queries write no files. Ctrl-C ends it.
    """
    public = _public(public_origin, edit=edit)
    path = _readable(ledger)
    server = _listening(port)
    try:
        with common.waiting(f"Reading {ledger}"):
            application, page = _fava(path, read_only=not edit)
        _guard(server, application, port, public, read_only=not edit)
        ended = _ended_by_signals()
        address = f"{public or f'http://{HOST}:{port}'}{page}"
        click.echo(f"Audit page: {common.plain(address)}")
        click.echo(f"{'Open for changes' if edit else 'To read only'}; Ctrl-C ends it.", err=True)
        _show_errors(application)
        if opened:
            _open(address)
        _serve(server, ended)
    except KeyboardInterrupt:  # while the books were read
        pass
    finally:
        server.stop()
    click.echo("Ended.", err=True)


def _public(address: str | None, *, edit: bool) -> "Origin | None":
    """The address that a proxy serves; exit 2 where it is none, or may not be."""
    if address is None:
        return None
    from coopfund.views.origin import BadOriginError, Origin  # noqa: PLC0415  # starts fast

    if edit:
        common.fail("--edit is for this machine only; what --public-origin serves is read only.")
    try:
        return Origin.public(address)
    except BadOriginError as error:
        common.fail(str(error))


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


def _show_errors(application: "Flask") -> None:
    """Say that figures may be wrong; the pages of Fava show why."""
    from coopfund.views import fava_api  # noqa: PLC0415  # starts fast

    count = fava_api.errors_in(application)
    if count:
        found = "an error" if count == 1 else f"{count} errors"
        click.echo(f"Beancount finds {found} in these books; see the page Errors.", err=True)


def _guard(
    server: "Server",
    application: "Flask",
    port: int,
    public: "Origin | None",
    *,
    read_only: bool,
) -> None:
    from coopfund.views.guard import Guard  # noqa: PLC0415  # starts fast

    server.max_request_body_size = LARGEST_QUESTION if read_only else LARGEST_CHANGE
    server.wsgi_app = Guard(application, port, public=public, read_only=read_only)


def _open(address: str) -> None:
    """Open the browser beside the server: a browser of the terminal would hold up everything."""
    import threading  # noqa: PLC0415  # starts fast
    import webbrowser  # noqa: PLC0415  # starts fast

    def opening() -> None:
        if not webbrowser.open(address):
            click.echo("No browser could be opened; open the address above in yours.", err=True)

    threading.Thread(target=opening, daemon=True).start()


def _ended_by_signals() -> "Event":
    """What Ctrl-C sets from now on, or the machine or a service manager that stops the process."""
    from threading import Event  # noqa: PLC0415  # starts fast

    ended = Event()
    for ending in (signal.SIGINT, signal.SIGTERM):
        signal.signal(ending, lambda *_: ended.set())
    return ended


def _serve(server: "Server", ended: "Event") -> None:
    """Answer until the end.

    The server has a thread of its own, so that a signal never hits it halfway through something.
    """
    from threading import Thread  # noqa: PLC0415  # starts fast

    def answer() -> None:
        try:
            server.serve()
        finally:
            ended.set()

    Thread(target=answer, daemon=True).start()
    ended.wait()
