"""``coopfund budget plan``: a draft of next year's budget."""

import re
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from coopfund.cli import common, desk

if TYPE_CHECKING:
    from beancount.core.data import Directive

    from coopfund.budgets.draft import Assumptions, Draft
    from coopfund.rules.case import Case

AMOUNT = re.compile(r"(?P<account>[^=]+)=(?P<amount>[0-9]{1,15}(?:\.[0-9]{1,6})?)")


@click.command(
    "plan",
    epilog="""\
\b
Examples:
  coopfund budget plan ledger/main.beancount --year 2027
  coopfund budget plan ledger --year 2027 --price-rise 5% --members -10%
  coopfund budget plan ledger --year 2027 --set Expenses:Clinic=3840 --without state
  coopfund budget plan ledger --year 2027 --write --decision GM-2026-12 \\
      --date 2026-12-12
""",
)
@common.ledger_argument
@click.option("--year", type=click.IntRange(1900, 9998), required=True, help="The year to plan.")
@click.option(
    "--as-of",
    type=common.DAY,
    metavar="YYYY-MM-DD",
    help="Draft from the twelve whole months until then  [default: the books' last day].",
)
@click.option("--price-rise", metavar="5%", help="Everything costs so much more.")
@click.option("--members", metavar="-10%", help="So many more members, or fewer.")
@click.option("--dues-rise", metavar="5%", help="Dues are raised beyond what is voted already.")
@click.option("--other-income", metavar="80%", help="So much of other income comes again.")
@click.option(
    "--set", "amounts", multiple=True, metavar="ACCOUNT=AMOUNT", help="What a budget is to be."
)
@click.option(
    "--without",
    multiple=True,
    metavar="WHOM",
    help="Count on nothing of this source or giver.",
    shell_complete=desk.completes(desk.givers),
)
@click.option(
    "--keep",
    multiple=True,
    metavar="PROGRAM",
    help="Serve this program before the others.",
    shell_complete=desk.completes(desk.programs),
)
@click.option("--round", "unit", default="1", show_default=True, help="Round plans to this.")
@click.option("--write", is_flag=True, help="Write the budgets into the books.")
@click.option("--decision", help="The number of the decision that voted it.")
@click.option(
    "--date",
    "day",
    type=common.DAY,
    metavar="YYYY-MM-DD",
    help="The day of that decision, where the books do not hold it yet.",
)
@common.format_option("text", "json", "csv", "md")
@common.output_option
@common.despite_errors_option
@desk.writing_options
def plan_command(**given: Any) -> None:  # noqa: ANN401  # one value per option, typed by Asked
    """Draft the budget of a year to come.

    Plans what came again in the last twelve months. Counts on the dues that the schedule asks,
    times the share of them that comes in, and on other income as before. Core is served first,
    then the programs, each only with money that its whitelist allows; what is missing is said,
    and cut from the end. Exit code 1 where money is missing.
    """
    asked = _Asked(**given)
    if asked.writes and not asked.decision:
        common.fail("to write, name the --decision that voted it.")
    loaded = common.open_ledger(asked.ledger, despite_errors=asked.despite_errors)
    books = loaded.analysis.books
    if books.begin is None or books.end is None:
        common.fail(f"{loaded.path.name} has no transactions, so there is nothing to draft from.")
    case = loaded.analysis.case(asked.as_of.date() if asked.as_of else None)
    if case.as_of < books.begin:
        common.fail(f"--as-of {case.as_of} is before these books begin, on {books.begin}.")
    made = _draft(case, asked)
    if asked.writes:
        entries = _entries(case, made, asked)
        proposal = desk.proposed(loaded, entries, f"budget plan {asked.year}")
        desk.settle(
            proposal,
            dry_run=asked.dry_run,
            yes=asked.yes,
            despite_stop=asked.despite_stop,
        )
        return
    common.emit(_shown(case, made, asked), asked.output)
    if made.short > 0:
        raise SystemExit(common.STOPPED)


@dataclass(frozen=True)
class _Asked:
    """The options."""

    ledger: Path
    year: int
    as_of: datetime | None
    price_rise: str | None
    members: str | None
    dues_rise: str | None
    other_income: str | None
    amounts: tuple[str, ...]
    without: tuple[str, ...]
    keep: tuple[str, ...]
    unit: str
    write: bool
    decision: str | None
    day: datetime | None
    form: str
    output: Path | None
    despite_errors: bool
    dry_run: bool
    yes: bool
    despite_stop: bool

    @property
    def writes(self) -> bool:
        """Whether entries are made."""
        return self.write or self.dry_run

    def assumptions(self) -> "Assumptions":
        """What the draft supposes; exit 2 where an option cannot be read."""
        from coopfund.budgets.draft import Assumptions  # noqa: PLC0415  # starts fast

        unit = re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,4})?", self.unit)
        if unit is None or not Decimal(self.unit):
            common.fail(f'--round "{self.unit}" is no amount above 0, such as 1, 10 or 0.01.')
        other = common.percentage("--other-income", self.other_income)
        return Assumptions(
            year=self.year,
            price_rise=common.percentage("--price-rise", self.price_rise),
            members=common.percentage("--members", self.members),
            dues_rise=common.percentage("--dues-rise", self.dues_rise),
            other_income=Fraction(1) if self.other_income is None else max(Fraction(0), other),
            unit=Decimal(self.unit),
            keep=self.keep,
            set=dict(map(_amount, self.amounts)),
            without=frozenset(self.without),
        )


def _amount(text: str) -> tuple[str, Decimal]:
    match = AMOUNT.fullmatch(text)
    if match is None:
        common.fail(f'--set "{text}" is not of the form Expenses:Clinic=3840.')
    return match["account"], Decimal(match["amount"])


def _draft(case: "Case", asked: _Asked) -> "Draft":
    """The draft; exit 2 where an option names what is not there."""
    from coopfund import words  # noqa: PLC0415  # starts fast
    from coopfund.budgets.draft import DraftError  # noqa: PLC0415
    from coopfund.budgets.drafting import draft  # noqa: PLC0415
    from coopfund.wording import did_you_mean  # noqa: PLC0415

    assumed, books = asked.assumptions(), case.books
    names = {its.name for its in books.declared.programs}
    people = {*words.SOURCES, *books.declared.contributors, *filter(None, books.rows.contributor)}
    for what, given, known in (("program", asked.keep, names), ("giver", asked.without, people)):
        for name in given:
            if name not in known:
                common.fail(f'There is no {what} "{name}"{did_you_mean(name, known)}.')
    try:
        made = draft(case, assumed)
    except DraftError as error:
        common.fail(str(error))
    lines = {its.line.account for its in made.lines}
    for name in assumed.set:
        if name not in lines:
            common.fail(f'--set: "{name}" is no line of this draft{did_you_mean(name, lines)}.')
    return made


def _entries(case: "Case", made: "Draft", asked: _Asked) -> "list[Directive]":
    """The budgets, after the decision where it is new; exit 2 where the year has budgets."""
    from coopfund.budgets.entries import decision, draft_entries  # noqa: PLC0415

    books, name = case.books, asked.decision or ""
    planned = {its.line.account for its in made.lines}
    for its in books.declared.budgets:
        if its.date.year >= asked.year and its.account in planned:
            place = f"{Path(its.place.file).name}:{its.place.line}"
            common.fail(f"{its.account} has a budget from {its.date} on already ({place}).")
    entries = draft_entries(made, books.currency, books.digits, name)
    if name in {its.name for its in books.declared.decisions}:
        return entries
    if asked.day is None:
        common.fail(f"{name} is not in the books; give its --date, and it is recorded too.")
    title = f"budget {asked.year}"
    return [decision(name, asked.day.date(), None, {"title": title}), *entries]


def _shown(case: "Case", made: "Draft", asked: _Asked) -> str:
    """The draft in the format asked for."""
    from coopfund.budgets.draft_data import DraftData  # noqa: PLC0415
    from coopfund.budgets.draft_page import DraftPage  # noqa: PLC0415
    from coopfund.budgets.entries import draft_entries  # noqa: PLC0415
    from coopfund.desk.printing import formatted  # noqa: PLC0415

    books = case.books
    entries = draft_entries(made, books.currency, books.digits, asked.decision)
    page = DraftPage(case, made, "".join(formatted(entry) for entry in entries))
    if asked.form == "json":
        return common.as_json(DraftData(page).data())
    if asked.form == "csv":
        return DraftData(page).csv()
    return page.text(markdown=asked.form == "md")
