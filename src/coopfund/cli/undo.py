"""``coopfund undo``: the last write, taken back."""

from pathlib import Path

import click

from coopfund.cli import common, desk
from coopfund.wording import listed


@click.command(
    "undo",
    epilog="""\
\b
Examples:
  coopfund undo
  coopfund undo --list
""",
)
@common.ledger_argument
@click.option("--list", "listing", is_flag=True, help="List the writes that are known, and stop.")
@click.option("--dry-run", is_flag=True, help="Show what it would take back; write nothing.")
@click.option("--yes", is_flag=True, help="Take it back without asking.")
def command(ledger: Path, *, listing: bool, dry_run: bool, yes: bool) -> None:
    """Take back the last write of add, batch, import and the others.

    Shows first which lines go. What was edited since is never overwritten, and nothing of a sealed
    month is taken back. Again and again, it goes back write by write.
    """
    from coopfund.desk.books_folder import BooksFolder  # noqa: PLC0415  # starts fast
    from coopfund.desk.rewriting import taking_back  # noqa: PLC0415

    main = desk.main_of(ledger)
    with desk.refusing():
        folder = BooksFolder.of(main)
        if listing:
            _list(folder.state)
            return
        with common.waiting("Reading the books"):
            record, change = taking_back(folder)
    click.echo(f"To take back: {record.what}{_of(record.when)}", err=True)
    common.emit(change.text())
    desk.show_verdict(change.verdict)
    if change.verdict.refusals:
        raise SystemExit(common.UNREADABLE)
    if dry_run:
        click.echo("Nothing is taken back: --dry-run.", err=True)
        return
    if not desk.agreed("Take it back?", yes=yes, default=False, what="take it back"):
        click.echo("Nothing is taken back.", err=True)
        return
    with desk.refusing():
        done = change.write(despite_stop=True)
    names = listed([folder.relative(file) for file in done.files])
    click.echo(f"Taken back: {done.what} ({names}).", err=True)


def _of(when: str) -> str:
    return f", of {when[:16]}" if when else ""


def _list(state: Path) -> None:
    """The writes that are known, the last one first."""
    from coopfund.desk.journal import UNDONE, Journal  # noqa: PLC0415  # starts fast

    lines = []
    for record in Journal(state).records():
        files = listed([change.file for change in record.changes])
        back = " (taken back)" if record.state == UNDONE else ""
        lines.append(f"{record.when[:16] or '-':16}  {record.what}: {files}{back}\n")
    common.emit("".join(lines))
    if not lines:
        click.echo("No write is known in these books.", err=True)
