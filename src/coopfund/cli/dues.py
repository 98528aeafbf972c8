"""``coopfund dues``: what the schedule asks, who paid, who owes, and a member's own year."""

import sys
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import click

from coopfund.cli import common, desk
from coopfund.cli.dues_codes import code_command, codes_command
from coopfund.language import ENGLISH

if TYPE_CHECKING:
    from collections.abc import Callable

    from coopfund.dues.listing import Listing
    from coopfund.findings import Window
    from coopfund.rules.case import Case

names_option = click.option(
    "--names",
    is_flag=True,
    help="Add the names of the roster; on a terminal only, and in no file.",
)
window_option = click.option(
    "--window",
    type=click.IntRange(1, 600),
    default=12,
    show_default=True,
    metavar="MONTHS",
    help="Whole months, ending with that of --as-of.",
)


def as_of_option(function: common.Function) -> common.Function:
    """``--as-of DATE``, by default the end of the last month in the books."""
    return click.option(
        "--as-of",
        type=common.DAY,
        metavar="YYYY-MM-DD",
        help="Last day that counts  [default: the end of the books' last month].",
    )(function)


def listing_options(function: common.Function) -> common.Function:
    """What every table of dues takes."""
    for option in (
        common.despite_errors_option,
        common.output_option,
        common.format_option("text", "json", "csv", "md"),
        as_of_option,
        common.ledger_argument,
    ):
        function = option(function)
    return function


@click.group("dues")
def command() -> None:
    """See what dues are asked, paid and owed."""


@command.command(
    "assess",
    epilog="""\
\b
Examples:
  coopfund dues assess ledger/main.beancount --month 2026-10
  coopfund dues assess --until 2026-12-31 --format csv -o asked.csv
""",
)
@common.ledger_argument
@click.option("--month", metavar="YYYY-MM", help="One month [default: the books' last].")
@click.option(
    "--until",
    type=common.DAY,
    metavar="YYYY-MM-DD",
    help="Instead: every month from the first joining to the one of this day.",
)
@names_option
@common.format_option("text", "json", "csv", "md")
@common.output_option
@common.despite_errors_option
def assess_command(  # noqa: PLR0913  # one argument per option
    ledger: Path,
    month: str | None,
    until: datetime | None,
    form: str,
    output: Path | None,
    *,
    names: bool,
    despite_errors: bool,
) -> None:
    """List what the schedule asks of each member.

    Periods are listed with the month they begin in. Waived ones are apart: who is waived is never
    asked why. The month may lie after the books' last.
    """
    if month and until:
        common.fail("--month and --until exclude each other.")
    case = _case(ledger, None, despite_errors=despite_errors)
    from coopfund.dues.assess import assess  # noqa: PLC0415  # starts fast

    window = _months(case, month, until)
    named = _named(ledger, form, output, names=names)
    _print(assess(case, window, named), form, output)


@command.command("status", epilog="Example: coopfund dues status ledger --as-of 2026-10-31")
@listing_options
@window_option
def status_command(  # noqa: PLR0913  # one argument per option
    ledger: Path,
    as_of: datetime | None,
    window: int,
    form: str,
    output: Path | None,
    *,
    despite_errors: bool,
) -> None:
    """Show how the group's dues stand, by tier.

    Asked, waived and received are of the window's months, and the rate is what rule CF504 looks
    at: received ÷ (asked − waived), what is paid settling the oldest month first. Ahead and
    arrears are as of the day.
    """
    case = _case(ledger, as_of, despite_errors=despite_errors)
    from coopfund.dues.standing import standings  # noqa: PLC0415  # starts fast
    from coopfund.dues.status import status  # noqa: PLC0415

    _print(status(case, standings(case), case.window(window)), form, output)


@command.command(
    "arrears",
    epilog="""\
\b
Examples:
  coopfund dues arrears ledger/main.beancount
  coopfund dues arrears --names
""",
)
@listing_options
@names_option
def arrears_command(  # noqa: PLR0913  # one argument per option
    ledger: Path,
    as_of: datetime | None,
    form: str,
    output: Path | None,
    *,
    names: bool,
    despite_errors: bool,
) -> None:
    """List who owes dues, how much, and for how long.

    Days count from the first day of each unpaid period. Members appear by id.
    """
    case = _case(ledger, as_of, despite_errors=despite_errors)
    from coopfund.dues.arrears import arrears  # noqa: PLC0415  # starts fast
    from coopfund.dues.standing import standings  # noqa: PLC0415

    named = _named(ledger, form, output, names=names)
    _print(arrears(case, standings(case), named), form, output)


@command.command(
    "outliers", epilog="Example: coopfund dues outliers ledger/main.beancount --silent 2"
)
@listing_options
@window_option
@click.option("--more", default="2", show_default=True, help="So many times what was due.")
@click.option("--less", default="0.5", show_default=True, help="Less than this part of it.")
@click.option(
    "--silent",
    type=click.IntRange(1, 600),
    default=3,
    show_default=True,
    metavar="MONTHS",
    help="So long without a payment, while dues are open.",
)
@names_option
def outliers_command(  # noqa: PLR0913, PLR0917  # one argument per option
    ledger: Path,
    as_of: datetime | None,
    window: int,
    more: str,
    less: str,
    silent: int,
    form: str,
    output: Path | None,
    *,
    names: bool,
    despite_errors: bool,
) -> None:
    """List payments out of the ordinary: too much, too little, twice, or none for long.

    Whoever pays more than the schedule lets them pay ahead gives a gift (CF101). Two payments of a
    month are listed where the last one was not due yet; catching up is not.
    """
    from coopfund.dues.outliers import Limits, outliers  # noqa: PLC0415  # starts fast
    from coopfund.dues.standing import standings  # noqa: PLC0415

    limits = Limits(_factor("--more", more), _factor("--less", less), silent)
    case = _case(ledger, as_of, despite_errors=despite_errors)
    named = _named(ledger, form, output, names=names)
    found = outliers(case, standings(case), case.window(window), limits, named)
    _print(found, form, output)


@command.command(
    "statement",
    epilog="""\
\b
Examples:
  coopfund dues statement m-0042 ledger/main.beancount --year 2026
  coopfund dues statement m-0042 --pdf -o m-0042.pdf
  coopfund dues statement m-0042 --pdf -o m-0042.pdf --language es
""",
)
@click.argument("member", shell_complete=desk.completes(desk.members))
@common.ledger_argument
@click.option("--year", type=click.IntRange(1, 9999), help="The year [default: that of --as-of].")
@as_of_option
@common.format_option("text", "json", "md", "html")
@click.option("--pdf", is_flag=True, help="A page to print instead; needs -o.")
@common.output_option
@click.option(
    "--templates",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder with a statement.typ or statement.html of your own "
    "[default: reports/templates beside the ledger or its folder, where there is one].",
)
@common.language_option
@common.despite_errors_option
def statement_command(  # noqa: PLR0913, PLR0917  # one argument per option
    member: str,
    ledger: Path,
    year: int | None,
    as_of: datetime | None,
    form: str,
    output: Path | None,
    templates: Path | None,
    language: str | None,
    *,
    pdf: bool,
    despite_errors: bool,
) -> None:
    """Show a member their own year: asked, paid, hours, waived, and what is left.

    Nobody's name stands on it, and no reason of a waiver. The same books give the same bytes.
    JSON is in English in every language.
    """
    if pdf and output is None:
        common.fail("--pdf needs a file to write to: -o m-0042.pdf.")
    common.speak(ENGLISH if form == "json" and not pdf else language)
    case = _case(ledger, as_of, despite_errors=despite_errors)
    from coopfund.books.load import main_file  # noqa: PLC0415  # starts fast
    from coopfund.dues import letter  # noqa: PLC0415
    from coopfund.dues.statement import (  # noqa: PLC0415
        StatementError,
        statement,
        statement_data,
    )
    from coopfund.report.html import TemplatesError  # noqa: PLC0415

    try:
        its = statement(case, member, year or case.as_of.year)
        folders = [templates] if templates else common.own_templates(main_file(ledger))
        if pdf and output:
            common.save(letter.printed(its, folders), output)
        elif form == "json":
            common.emit(common.as_json(statement_data(case, its)), output)
        elif form == "html":
            common.emit(letter.page(its, folders), output)
        else:
            common.emit(letter.markdown(its) if form == "md" else letter.text(its), output)
    except (StatementError, TemplatesError) as error:
        common.fail(str(error))


def _case(ledger: Path, as_of: datetime | None, *, despite_errors: bool) -> "Case":
    """The books as of a day, by default the end of their last month."""
    loaded = common.open_ledger(ledger, despite_errors=despite_errors)
    from coopfund.books.books import month_end  # noqa: PLC0415  # starts fast

    books = loaded.analysis.books
    if books.end is None:
        common.fail(f"{loaded.path.name} has no transactions, so no dues were paid.")
    if not books.declared.dues:
        common.fail(
            f"{loaded.path.name} declares no dues; write "
            f'{books.begin} custom "coopfund-dues" "standard" 10.00 {books.currency} "monthly".'
        )
    return loaded.analysis.case(as_of.date() if as_of else month_end(books.end))


def _months(case: "Case", month: str | None, until: datetime | None) -> "Window":
    """The months to assess: one, or all until a day."""
    from coopfund.books.books import month_end  # noqa: PLC0415
    from coopfund.findings import Window  # noqa: PLC0415
    from coopfund.report.months import MonthError, read_month  # noqa: PLC0415

    if until:
        members = case.books.declared.members
        last = until.date()
        first = min((event.date for event in members), default=last)
        return Window(min(first, last).replace(day=1), month_end(last))
    try:
        start = read_month(month) if month else case.as_of.replace(day=1)
    except MonthError as error:
        common.fail(f"--month {error}")
    return Window(start, month_end(start))


def _named(ledger: Path, form: str, output: Path | None, *, names: bool) -> "Callable[[str], str]":
    """What to call a member: the id, or on a terminal the name as well."""
    if not names:
        return str
    if form != "text" or output is not None or not sys.stdout.isatty():
        common.fail("--names shows names on a terminal only; files and other programs get ids.")
    from coopfund.books.load import main_file  # noqa: PLC0415  # starts fast
    from coopfund.desk.roster import Roster, RosterError  # noqa: PLC0415

    try:
        roster = Roster.read(main_file(ledger).parent)
    except RosterError as error:
        common.fail(str(error))
    if not roster.people:
        common.fail("--names needs roster.csv beside the main file, with the columns id and name.")
    return lambda member: f"{member} {roster.name_of(member) or ''}".rstrip()


def _factor(option: str, text: str) -> Fraction:
    try:
        found = Fraction(text)
    except (ValueError, ZeroDivisionError):
        found = Fraction(-1)
    if found <= 0:
        common.fail(f'{option} "{text}" is no number above zero.')
    return found


def _print(listing: "Listing", form: str, output: Path | None) -> None:
    printers: dict[str, Callable[[], str]] = {
        "text": listing.text,
        "md": listing.markdown,
        "csv": listing.csv,
        "json": lambda: common.as_json(listing.data),
    }
    common.emit(printers[form](), output)


for _its in (code_command, codes_command):
    command.add_command(_its)
