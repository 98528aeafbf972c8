"""``coopfund budget``: where the year stands, next year's draft, and a vote on projects."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from coopfund.cli import common, desk
from coopfund.cli.budget_plan import plan_command
from coopfund.cli.budget_vote import vote_command

if TYPE_CHECKING:
    from coopfund.books.load import Loaded
    from coopfund.findings import Finding


@click.group("budget")
def command() -> None:
    """Show the budget, draft the next one, count a vote on it."""


@command.command(
    "status",
    epilog="""\
\b
Examples:
  coopfund budget status ledger/main.beancount
  coopfund budget status ledger --month 2026-06 --program childcare
  coopfund budget status ledger --as-of 2026-08-15 --format json
""",
)
@common.ledger_argument
@click.option(
    "--as-of",
    type=common.DAY,
    metavar="YYYY-MM-DD",
    help="Last day that counts  [default: the books' last].",
)
@click.option("--month", metavar="YYYY-MM", help="Instead: the last day of this month.")
@click.option(
    "--program",
    help="Only this program, or core.",
    shell_complete=desk.completes(desk.programs),
)
@common.format_option("text", "json", "csv", "md")
@common.output_option
@common.despite_errors_option
def status_command(  # noqa: PLR0913, PLR0917  # one argument per option
    ledger: Path,
    as_of: datetime | None,
    month: str | None,
    program: str | None,
    form: str,
    output: Path | None,
    *,
    despite_errors: bool,
) -> None:
    """Show plan, actual, committed, left and forecast of the year.

    Plans are Fava's own budget directives, added up day by day as Fava does. Decisions with an
    amount come on top; what is left of them is committed. Exit code 1 where a budget is exceeded
    (CF501) and nobody waived it.
    """
    loaded = common.open_ledger(ledger, despite_errors=despite_errors)
    day = _day(loaded, as_of.date() if as_of else None, month)
    if program is not None:
        common.check_program(loaded, program)
    from coopfund.budgets.status import status  # noqa: PLC0415  # starts fast
    from coopfund.budgets.status_page import StatusPage  # noqa: PLC0415

    case = loaded.analysis.case(day)
    findings = [its for its in _over(loaded, day) if program in (None, its.program or "core")]
    page = StatusPage(case, status(case, program), findings)
    if form == "json":
        common.emit(common.as_json(page.data()), output)
    else:
        common.emit(page.csv() if form == "csv" else page.text(markdown=form == "md"), output)
    if any(finding.action == "stop" for finding in findings):
        raise SystemExit(common.STOPPED)


def _day(loaded: "Loaded", as_of: date | None, month: str | None) -> date | None:
    """The last day that counts; exit 2 where the books do not reach it."""
    from coopfund.books.books import month_end  # noqa: PLC0415
    from coopfund.report.months import MonthError, check_month, read_month  # noqa: PLC0415

    books = loaded.analysis.books
    if books.begin is None or books.end is None:
        common.fail(f"{loaded.path.name} has no transactions, so no budget can be compared.")
    if as_of is not None and month is not None:
        common.fail("--as-of and --month say the same; give one of them.")
    if month is not None:
        try:
            first = read_month(month)
            check_month(books, first)
        except MonthError as error:
            common.fail(f"--month {error}")
        return month_end(first)
    if as_of is not None and not books.begin <= as_of <= books.end + timedelta(days=366):
        common.fail(
            f"--as-of {as_of} is outside these books, which go from {books.begin} to {books.end}."
        )
    return as_of


def _over(loaded: "Loaded", day: date | None) -> "list[Finding]":
    """What CF501 finds as of a day, and nobody waived."""
    from coopfund.rules.case import Rule  # noqa: PLC0415
    from coopfund_plugins.programs import budget  # noqa: PLC0415

    found = loaded.analysis.judge((Rule("CF501", budget),), day)
    return [finding for finding in found if finding.open and finding.code == "CF501"]


command.add_command(plan_command)
command.add_command(vote_command)
