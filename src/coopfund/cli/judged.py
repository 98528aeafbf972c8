"""Shows what the rules will say of entries, asks, and writes them."""

from typing import TYPE_CHECKING

import click

from coopfund.cli import common
from coopfund.cli.asking import on_terminal
from coopfund.wording import counted, listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from beancount.core.data import Directive

    from coopfund.desk.books_folder import BooksFolder
    from coopfund.desk.verdict import Verdict

MOST = 20
"""So many findings are shown one by one."""


def show_entries(entries: "Sequence[Directive]") -> None:
    """Entries on stdout, as they would be written."""
    from coopfund.desk.printing import formatted  # noqa: PLC0415  # starts fast

    common.emit("\n".join(formatted(entry) for entry in entries))


def show_verdict(judged: "Verdict") -> None:
    """What appears and vanishes, on stderr.

    Refusals end the command with exit code 2.
    """
    if judged.refusals:
        for sentence in judged.refusals[:MOST]:
            click.echo(common.plain(sentence), err=True)
        if len(judged.refusals) > MOST:
            click.echo(f"… and {len(judged.refusals) - MOST} more.", err=True)
        common.fail("The books do not take this; nothing is written.")
    lines = [_line(finding.action, finding.code, finding.message) for finding in judged.new]
    lines += [_line(new.action, new.code, new.message) for _, new in judged.changed]
    lines += [_line("gone", finding.code, finding.message) for finding in judged.gone]
    if not lines:
        click.echo("The rules have nothing to say about it.", err=True)
    for line in lines[:MOST]:
        click.echo(line, err=True)
    if len(lines) > MOST:
        click.echo(f"… and {len(lines) - MOST} more; see coopfund check afterwards.", err=True)


def _line(action: str, code: str, message: str) -> str:
    return common.plain(f"  {action:<5} {code} {message}")


def may_write(judged: "Verdict", *, yes: bool, despite_stop: bool) -> None:
    """Ask whether to write, and end the command where nobody agrees.

    Without a terminal ``--yes`` is needed, and ``--despite-stop`` where a rule would say stop.
    """
    stops = len(judged.stops)
    if stops and not despite_stop:
        told = f"{counted(stops, 'finding')} would stop"
        if not on_terminal():
            common.fail(f"{told}; --despite-stop writes it even so. Nothing is written.")
        if not click.confirm(f"{told}. Write it even so?", default=False, err=True):
            common.fail("Nothing is written.")
        return
    if yes:
        return
    if not on_terminal():
        common.fail("--yes is missing: nobody is here to ask. Nothing is written.")
    if not click.confirm("Write it?", default=True, err=True):
        common.fail("Nothing is written.")


def write_entries(folder: "BooksFolder", entries: "Sequence[Directive]", what: str) -> None:
    """Write, and say where; exit 2 where it cannot be done."""
    from coopfund.desk.writer import WriteError, write  # noqa: PLC0415  # starts fast

    try:
        written = write(folder.main, entries, what)
    except WriteError as error:
        common.fail(str(error))
    files = listed([folder.relative(file) for file in written.files])
    added = counted(written.entries, "entry", "entries")
    click.echo(f"Written: {added}, in {files}. coopfund undo takes it back.", err=True)
