"""``coopfund simulate scale``: what a further chapter needs to pay its own way."""

import re
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import click

from coopfund.cli import common, desk

AMOUNT = re.compile(r"[0-9]{1,12}(\.[0-9]{1,4})?")


@click.command(
    "scale",
    epilog="""\
\b
Examples:
  coopfund simulate scale ledger/main.beancount
  coopfund simulate scale ledger --program childcare --fixed 400 --chart scale.svg
  coopfund simulate scale ledger --as-of 2025-12-31 --format json
""",
)
@common.ledger_argument
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help="From the twelve months to this day  [default: the books' last day].",
)
@click.option(
    "--program",
    "programs",
    multiple=True,
    help="A program that a chapter would have  [default: all].",
    shell_complete=desk.completes(desk.programs),
)
@click.option("--fixed", metavar="AMOUNT", help="A chapter's fixed cost of a month.")
@common.chart_option
@common.format_option("text", "json", "csv", "md")
@common.output_option
@common.despite_errors_option
def scale_command(  # noqa: PLR0913, PLR0917  # one argument per option
    ledger: Path,
    as_of: datetime | None,
    programs: tuple[str, ...],
    fixed: str | None,
    chart: Path | None,
    form: str,
    output: Path | None,
    *,
    despite_errors: bool,
) -> None:
    """Ask how many members a further chapter needs to pay its own way.

    From what the books show of this one: cost per participant, fixed cost, dues per member,
    retention and volunteer hours. Each assumption is changed by 20 % alone, to see which decides.
    """
    if fixed is not None and not AMOUNT.fullmatch(fixed):
        common.fail(f'--fixed "{fixed}" is no amount such as 400 or 400.00.')
    loaded = common.open_ledger(ledger, despite_errors=despite_errors)
    books = loaded.analysis.books
    if books.begin is None:
        common.fail(f"{loaded.path.name} has no transactions, so nothing can be said of its size.")
    case = loaded.analysis.case(as_of.date() if as_of else None)
    if case.as_of < books.begin:
        common.fail(f"--as-of {case.as_of} is before these books begin, on {books.begin}.")
    for name in programs:
        common.check_program(loaded, name)
    from coopfund.simulation import scale_chart  # noqa: PLC0415  # starts fast
    from coopfund.simulation.economics import ScaleError, economics  # noqa: PLC0415
    from coopfund.simulation.scale_page import ScalePage  # noqa: PLC0415

    try:
        page = ScalePage(case, economics(case, programs, Decimal(fixed) if fixed else None))
    except ScaleError as error:
        common.fail(f"Nothing can be said of a further chapter: {error}")
    if form == "json":
        common.emit(common.as_json(page.data()), output)
    else:
        common.emit(page.csv() if form == "csv" else page.text(markdown=form == "md"), output)
    if chart is not None:
        common.emit(scale_chart.chart(page), chart)
