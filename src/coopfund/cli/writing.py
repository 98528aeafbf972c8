"""What a command that writes shares: show the entries, judge them, ask, write."""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from coopfund.cli import common

if TYPE_CHECKING:
    from beancount.core.data import Directive

    from coopfund.desk.verdict import Verdict

Function = TypeVar("Function", bound=Callable[..., Any])

OPTIONS = (
    click.option("--dry-run", is_flag=True, help="Show it and what the rules say; write nothing."),
    click.option("--yes", is_flag=True, help="Write without asking."),
    click.option("--despite-stop", is_flag=True, help="Write although a rule says stop."),
)


def writing_options(function: Function) -> Function:
    """``--dry-run``, ``--yes`` and ``--despite-stop``."""
    for option in reversed(OPTIONS):
        function = option(function)
    return function


@contextmanager
def refusing() -> Iterator[None]:
    """Whatever the desk objects to is one sentence on stderr and exit code 2."""
    from coopfund.books.load import UnreadableBooksError  # noqa: PLC0415  # starts fast
    from coopfund.desk.books_folder import BooksFolderError  # noqa: PLC0415
    from coopfund.desk.texts import BadTextError  # noqa: PLC0415
    from coopfund.desk.writer import WriteError  # noqa: PLC0415

    try:
        yield
    except (BadTextError, BooksFolderError, UnreadableBooksError, WriteError) as error:
        common.fail(str(error))


def settle(  # noqa: PLR0913  # one argument per option
    ledger: Path,
    entries: "Sequence[Directive]",
    what: str,
    *,
    dry_run: bool,
    yes: bool,
    despite_stop: bool,
) -> None:
    """Show what would be written and what the rules say; then write it, or not.

    The entries go to stdout, all else to stderr. Exit code 0: written, or shown for ``--dry-run``;
    1: a rule says stop, so nothing is written; 2: refused.
    """
    from coopfund.desk.books_folder import BooksFolder  # noqa: PLC0415  # starts fast
    from coopfund.desk.printing import formatted  # noqa: PLC0415
    from coopfund.desk.verdict import verdict  # noqa: PLC0415
    from coopfund.desk.writer import write  # noqa: PLC0415

    with refusing():
        folder = BooksFolder.of(ledger)
        found = verdict(folder, entries)
    common.emit("".join(formatted(entry) for entry in entries))
    _tell(found)
    if dry_run:
        click.echo("Nothing is written: --dry-run.", err=True)
        raise SystemExit(common.STOPPED if found.stops and not despite_stop else common.CLEAN)
    _agree(found, yes=yes, despite_stop=despite_stop)
    with refusing():
        written = write(folder.main, entries, what)
    names = ", ".join(os.path.relpath(file, folder.root) for file in written.files)
    click.echo(f"Written: {names}. To take it back: coopfund undo", err=True)


def _tell(found: "Verdict") -> None:
    """What the rules say, on stderr; exit 2 where the books refuse."""
    for refusal in found.refusals:
        click.echo(common.plain(f"Refused: {refusal}"), err=True)
    if found.refusals:
        click.echo("Nothing is written.", err=True)
        raise SystemExit(common.UNREADABLE)
    for mark, findings in (("", found.new), ("no longer ", found.gone)):
        for its in findings:
            text = f"{mark}{its.action} {its.code} {its.name}: {its.message}"
            click.echo(common.plain(text), err=True)


def _agree(found: "Verdict", *, yes: bool, despite_stop: bool) -> None:
    """Go on only where somebody wants it written; exit 1 where a rule says stop."""
    asked = sys.stdin.isatty() and sys.stderr.isatty() and not yes
    if found.stops and not despite_stop:
        if asked and click.confirm("A rule says stop. Write it all the same?", err=True):
            return
        click.echo("A rule says stop; nothing is written without --despite-stop.", err=True)
        raise SystemExit(common.STOPPED)
    if asked and not click.confirm("Write it?", default=True, err=True):
        click.echo("Nothing is written.", err=True)
        raise SystemExit(common.CLEAN)
    if not asked and not yes:
        common.fail("nobody can be asked here: repeat it with --yes to write it.")
