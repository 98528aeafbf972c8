"""``coopfund budget vote``: count ballots on projects, and book the result."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from coopfund import words
from coopfund.cli import common, writing

if TYPE_CHECKING:
    from fractions import Fraction

    from beancount.core.data import Directive

    from coopfund.rules.case import Case
    from coopfund.voting.election import Election
    from coopfund.voting.outcome import Outcome

METHODS = ("equal-shares", "greedy")
COMPLETIONS = ("add1", "add1u", "none")
MANY, CLOSE = 20, 3
"""So many faults, and so many names, are told."""


@click.command(
    "vote",
    epilog="""\
\b
Examples:
  coopfund budget vote ballots.csv --budget 5000
  coopfund budget vote city.pb --method greedy --format json
  coopfund budget vote ballots.csv ledger --source dues --members-only
  coopfund budget vote ballots.csv ledger --budget 5000 --write \\
      --decision GM-2026-12 --date 2026-12-12 --year 2027 --under Expenses:Projects
""",
)
@click.argument("ballots", type=click.Path(path_type=Path))
@common.ledger_argument
@click.option("--budget", metavar="AMOUNT", help="The money  [default: what the file says].")
@click.option("--method", type=click.Choice(METHODS), default=METHODS[0], show_default=True)
@click.option(
    "--complete",
    type=click.Choice(COMPLETIONS),
    default=COMPLETIONS[0],
    show_default=True,
    help="What equal shares do with money left over: raise all shares step by step; the same, "
    "then most votes first; nothing.",
)
@click.option(
    "--worth",
    type=click.Choice(("cost", "count")),
    default="cost",
    show_default=True,
    help="What an approved project is worth to a voter: its cost, or one like any other.",
)
@click.option("--step", default="1", show_default=True, help="By how much shares are raised.")
@click.option(
    "--ballots",
    "kind",
    type=click.Choice(("approval", "points")),
    default="approval",
    show_default=True,
    help="What the cells of a CSV are.",
)
@click.option("--voters", is_flag=True, help="Name voters beside what they paid.")
@click.option(
    "--source",
    "sources",
    multiple=True,
    type=click.Choice(words.SOURCES),
    metavar="SOURCE",
    help="Only money of this source: what is held of it limits the budget, and only programs "
    "that it may pay for take part.",
)
@click.option("--members-only", is_flag=True, help="Refuse ballots of who is no member that day.")
@click.option("--currency", help="The currency  [default: the file's, else the books'].")
@click.option("--write", is_flag=True, help="Write the result into the books.")
@click.option("--decision", help="The decision's number, such as GM-2026-12.")
@click.option(
    "--date",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help="The day of the vote  [default: the books' last, where nothing is written].",
)
@click.option("--year", type=click.IntRange(1900, 9998), help="The year the money is for.")
@click.option("--under", metavar="ACCOUNT", help="Where projects without an account get one.")
@common.format_option("text", "json", "csv", "md")
@common.output_option
@writing.writing_options
def vote_command(**given: Any) -> None:  # noqa: ANN401  # one value per option, typed by Asked
    """Count ballots on projects and say who paid for what, and why a project was not chosen.

    BALLOTS is a CSV with a column for each project, a row "cost" and a row for each voter
    (docs/books.md), or a Pabulib file (.pb). Shares are exact fractions; ties follow a rule that
    is printed. One ballot that is wrong and nothing is counted. The ledger is read only for
    --source, --members-only, --write and --dry-run.
    """
    asked = _Asked(**given)
    if asked.writes and not (asked.decision and asked.day and asked.year):
        common.fail("to write, name --decision, its --date, and the --year the money is for.")
    from coopfund.voting.election import BallotsError  # noqa: PLC0415  # starts fast

    try:
        election = asked.read()
    except BallotsError as error:
        for fault in error.faults[:MANY] if len(error.faults) > 1 else ():
            click.echo(common.plain(error.line(fault)), err=True)
        common.fail(str(error))
    case = _case(asked)
    counted = _Counted(asked, election, case)
    if asked.writes:
        writing.settle(
            asked.ledger,
            counted.entries(),
            f"budget vote {asked.decision}",
            dry_run=asked.dry_run,
            yes=asked.yes,
            despite_stop=asked.despite_stop,
        )
    else:
        common.emit(counted.shown(), asked.output)


@dataclass(frozen=True)
class _Asked:
    """The options."""

    ballots: Path
    ledger: Path
    budget: str | None
    method: str
    complete: str
    worth: str
    step: str
    kind: str
    voters: bool
    sources: tuple[str, ...]
    members_only: bool
    currency: str | None
    write: bool
    decision: str | None
    day: datetime | None
    year: int | None
    under: str | None
    form: str
    output: Path | None
    dry_run: bool
    yes: bool
    despite_stop: bool

    @property
    def writes(self) -> bool:
        """Whether entries are made."""
        return self.write or self.dry_run

    def read(self) -> "Election":
        """The ballots."""
        from coopfund.voting.ballot_csv import read_ballot_csv  # noqa: PLC0415
        from coopfund.voting.pabulib import read_pabulib  # noqa: PLC0415

        if self.ballots.suffix.lower() == ".pb":
            return read_pabulib(self.ballots)
        return read_ballot_csv(self.ballots, points=self.kind == "points")


def _case(asked: _Asked) -> "Case | None":
    """The books on the day of the vote, where anything is asked of them."""
    if not (asked.writes or asked.sources or asked.members_only):
        return None
    loaded = common.open_ledger(asked.ledger, despite_errors=False)
    return loaded.analysis.case(asked.day.date() if asked.day else None)


def _amount(option: str, text: str) -> Decimal:
    """An amount above nothing; exit 2 for anything else."""
    from coopfund.voting.election import read_number  # noqa: PLC0415

    number = read_number(text)
    if not number:
        common.fail(f'{option} "{text}" is no amount above 0, such as 5000 or 5000.00.')
    return number


class _Counted:
    """The vote, counted as asked."""

    def __init__(self, asked: _Asked, election: "Election", case: "Case | None") -> None:
        from coopfund.money import digits_of  # noqa: PLC0415

        self.asked, self.election, self.case = asked, election, case
        currency = asked.currency or election.currency or (case and case.books.currency)
        self.currency = currency or "USD"
        self.notes: list[str] = []
        if case is not None and asked.members_only:
            self._check_members(case)
        self.budget = self._budget()
        written = [self.budget, *(project.cost for project in election.projects)]
        self.digits = max(2, *map(digits_of, written))
        self.outcome = self._count()

    def _check_members(self, case: "Case") -> None:
        from coopfund.budgets.voted import strangers  # noqa: PLC0415
        from coopfund.wording import listed  # noqa: PLC0415

        found = strangers(case, self.election)
        if found:
            more = f" and {len(found) - CLOSE} more" if len(found) > CLOSE else ""
            verb = "was no member" if len(found) == 1 else "were no members"
            names = listed(found[:CLOSE]) if not more else ", ".join(found[:CLOSE])
            common.fail(f"{names}{more} {verb} on {case.as_of}; nothing was counted.")
        self.notes.append(f"Every voter was a member on {case.as_of}.")

    def _budget(self) -> Decimal:
        """The money: what was said, and never more than what is held of the sources asked for."""
        from coopfund.money import spaced  # noqa: PLC0415
        from coopfund.wording import listed  # noqa: PLC0415

        asked, case = self.asked, self.case
        said = _amount("--budget", asked.budget) if asked.budget else self.election.budget
        if not asked.sources or case is None:
            if not said:
                common.fail("--budget is missing, and the file of ballots does not say it.")
            return said
        from coopfund.budgets.voted import held  # noqa: PLC0415

        there, names = held(case, asked.sources, self.currency), listed(asked.sources)
        sentence = f"{spaced(there)} {self.currency} of {names} is held on {case.as_of}"
        if there <= 0 or (said or there) > there:
            common.fail(f"only {sentence}, so {spaced(said or there)} cannot be voted on.")
        self.notes.append(f"{sentence}; programs that it may not pay for take no part.")
        return said or there

    def _count(self) -> "Outcome":
        from coopfund.budgets.voted import barred, with_barred  # noqa: PLC0415
        from coopfund.money import spaced  # noqa: PLC0415
        from coopfund.voting.equal_shares import Count, equal_shares  # noqa: PLC0415
        from coopfund.voting.greedy import greedy  # noqa: PLC0415

        asked, election, digits = self.asked, self.election, self.digits
        out = barred(self.case, election, asked.sources) if self.case is not None else []
        within = election.without([its.project.key for its in out])

        def money(value: "Decimal | Fraction") -> str:
            return spaced(value, digits)

        if asked.method == "greedy":
            return with_barred(greedy(within, self.budget, money), election, out)
        step = _amount("--step", asked.step)
        count = Count(self.budget, asked.complete, asked.worth, step, money)
        with common.waiting("Counting"):
            return with_barred(equal_shares(within, count), election, out)

    def entries(self) -> "list[Directive]":
        """The decision and the budgets; exit 2 where they cannot be booked."""
        from coopfund.budgets.voted import Booking, VotedError, voted_entries  # noqa: PLC0415

        asked, case = self.asked, self.case
        if case is None or asked.day is None or asked.year is None or asked.decision is None:
            common.fail("to write, name --decision, its --date, and the --year the money is for.")
        day, name = asked.day.date(), asked.decision
        booking = Booking(name, day, asked.year, asked.under, self.currency, case.books.digits)
        try:
            return voted_entries(case.books, self.outcome, booking)
        except VotedError as error:
            common.fail(str(error))

    def shown(self) -> str:
        """The result in the format asked for."""
        from coopfund.voting.page import VotePage  # noqa: PLC0415

        asked = self.asked
        page = VotePage(self.outcome, self.currency, self.digits, asked.voters, self.notes)
        if asked.form == "json":
            return common.as_json({"schema_version": words.SCHEMA_VERSION, **page.data()})
        return page.csv() if asked.form == "csv" else page.text(markdown=asked.form == "md")
