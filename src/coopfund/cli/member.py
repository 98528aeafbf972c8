"""``coopfund member``: who joins, changes tier, is waived, leaves."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from coopfund.cli import common, desk

if TYPE_CHECKING:
    from coopfund.books.load import Loaded

NEW = "new"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line says of an event."""

    what: str
    member: str
    on: datetime
    decision: str | None
    dry_run: bool
    yes: bool
    despite_stop: bool
    tier: str | None = None


def event_options(function: common.Function) -> common.Function:
    """What every event takes."""
    for option in (
        desk.writing_options,
        click.option("--decision", metavar="ID", help="The vote it follows from."),
        click.option(
            "--on",
            "--date",
            "on",
            type=common.DAY,
            metavar="YYYY-MM-DD",
            required=True,
            help="The day it happens.",
        ),
        common.ledger_argument,
    ):
        function = option(function)
    return function


member_argument = click.argument("member", shell_complete=desk.completes(desk.members))


@click.group("member")
def command() -> None:
    """Record who joins, changes tier, is waived or leaves."""


@command.command(
    "join",
    epilog="""\
\b
Examples:
  coopfund member join m-0061 standard ledger/main.beancount --on 2026-11-01
  coopfund member join new standard --on 2026-11-01 --name "Ana Silva"
""",
)
@member_argument
@click.argument("tier")
@event_options
@click.option("--name", help="The name, for the roster alone.")
@click.option("--email", help="The address, for the roster alone.")
@click.option("--household", metavar="ID", help="People of one purse, such as h-12.")
def join_command(  # noqa: PLR0913, PLR0917  # one argument per option
    member: str,
    tier: str,
    ledger: Path,
    on: datetime,
    decision: str | None,
    name: str | None,
    email: str | None,
    household: str | None,
    *,
    dry_run: bool,
    yes: bool,
    despite_stop: bool,
) -> None:
    """Let somebody join, for the first time or again.

    MEMBER is an id, or "new" for the next free one. Joining counts from the month it happens in.
    With --name the person is written to the roster as well; the name never gets into the books, and
    undo does not touch the roster.
    """
    if not name and (email or household):
        common.fail("--email and --household go with --name.")
    from coopfund.desk.roster import Roster, RosterError  # noqa: PLC0415  # starts fast
    from coopfund.desk.roster_file import Person  # noqa: PLC0415

    loaded = common.open_ledger(ledger)
    folder, person = loaded.path.parent, None
    try:
        roster = Roster.read(folder)
        if member == NEW:
            events = loaded.analysis.books.declared.members
            member = roster.next_id(taken=[event.member for event in events])
        if name:
            emails = (email,) if email else ()
            person = Person(member, name, (), emails, household, on.date())
            Roster.check(folder, person)
        asked = Asked("join", member, on, decision, dry_run, yes, despite_stop, tier)
        _record(loaded, asked)
        if person is not None:
            Roster.add(folder, person)
            click.echo(f"{member} is in the roster.", err=True)
            _hint_at_history(folder)
    except RosterError as error:
        common.fail(str(error))


@command.command(
    "tier", epilog="Example: coopfund member tier m-0042 reduced ledger --on 2026-11-01"
)
@member_argument
@click.argument("tier")
@event_options
def tier_command(  # noqa: PLR0913  # one argument per option
    member: str,
    tier: str,
    ledger: Path,
    on: datetime,
    decision: str | None,
    *,
    dry_run: bool,
    yes: bool,
    despite_stop: bool,
) -> None:
    """Move a member to another tier, from the next month on or from the first of this one."""
    asked = Asked("tier", member, on, decision, dry_run, yes, despite_stop, tier)
    _record(common.open_ledger(ledger), asked)


PLAIN = {
    "waive": (
        "Waive a member's dues, from the next month on or from the first of this one.",
        "Nobody is asked why, and no reason is stored.",
        "2026-11-01",
    ),
    "unwaive": (
        "Ask dues of a member again, from the next month on or from the first of this one.",
        "",
        "2026-11-01",
    ),
    "leave": (
        "Let a member leave; the month is still asked, and what is owed stays owed.",
        "",
        "2026-11-30",
    ),
}
"""Events that say nothing but the day: what they do, what to know, and the day of the example."""


def _plain(what: str) -> None:
    """Add the command for an event that says nothing but the day."""
    first, more, day = PLAIN[what]

    @command.command(
        what,
        help=f"{first}\n\n{more}".rstrip(),
        short_help=first,
        epilog=f"Example: coopfund member {what} m-0042 ledger --on {day}",
    )
    @member_argument
    @event_options
    def event(  # noqa: PLR0913  # one argument per option
        member: str,
        ledger: Path,
        on: datetime,
        decision: str | None,
        *,
        dry_run: bool,
        yes: bool,
        despite_stop: bool,
    ) -> None:
        asked = Asked(what, member, on, decision, dry_run, yes, despite_stop)
        _record(common.open_ledger(ledger), asked)

    del event  # Click has it


for _what in PLAIN:
    _plain(_what)


def _hint_at_history(folder: Path) -> None:
    """Say so where git would take the roster into the books' history."""
    ignored = folder / ".gitignore"
    kept = any((above / ".git").exists() for above in (folder, *folder.parents))
    if kept and not (ignored.is_file() and "roster" in ignored.read_text(errors="replace")):
        click.echo(
            "Hint: the roster must stay out of the books' history: write /roster* into the "
            f"file .gitignore in {folder}.",
            err=True,
        )


def _record(loaded: "Loaded", asked: Asked) -> None:
    """Show the line and what it changes, then write it; returns only once it is written."""
    from coopfund.desk import membership  # noqa: PLC0415  # starts fast
    from coopfund.desk.proposal import propose  # noqa: PLC0415

    books = loaded.analysis.books
    try:
        event = membership.event(books, asked.member, asked.what, asked.tier, asked.on.date())
    except membership.MembershipError as error:
        common.fail(str(error))
    entry = membership.directive(event, asked.decision)
    with desk.refusing():
        proposal = propose(loaded.path, [entry], f"member {asked.what}", before=loaded)
    click.echo(membership.effect(books, event), err=True)
    desk.settle(proposal, dry_run=asked.dry_run, yes=asked.yes, despite_stop=asked.despite_stop)
