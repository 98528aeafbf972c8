"""``coopfund report series``: the packs of many months from books that are read once."""

from datetime import date
from pathlib import Path

import click

from coopfund.cli import common
from coopfund.cli.packs import (
    months_between,
    open_packs,
    pack_options,
    read_formats,
    read_month_option,
    write_series,
)

MONTHS = 600
"""Nobody asks for more in one go; a mistyped year would."""


@click.command(
    "series",
    epilog="Example: coopfund report series ledger/main.beancount --from 2025-01 --to 2026-10",
)
@common.ledger_argument
@click.option("--from", "begin", required=True, metavar="YYYY-MM", help="The first month.")
@click.option("--to", "end", metavar="YYYY-MM", help="The last month [default: the books' last].")
@pack_options
def command(  # noqa: PLR0913, PLR0917  # one argument per option
    ledger: Path,
    begin: str,
    end: str | None,
    output: Path,
    only: str | None,
    templates: Path | None,
    language: str | None,
    *,
    despite_errors: bool,
) -> None:
    """Write the packs of all months from one to another.

    The books are read once. Each month's pack is written whole, in order of the months, so one that
    follows knows what the one before it said. Prints each page's name.
    """
    formats = read_formats(only)
    first = read_month_option("--from", begin)
    last = read_month_option("--to", end) if end else None
    packs = open_packs(ledger, templates, language=language, despite_errors=despite_errors)
    books_end = packs.loaded.analysis.books.end
    if books_end is None:
        common.fail("these books have no entries, so there is nothing to report.")
    months = _months(first, last or books_end.replace(day=1))
    for paths in write_series(packs, months, output, formats):
        click.echo(str(paths[0]))


def _months(first: date, last: date) -> list[date]:
    """Every month from one to another; exit 2 where that is none, or far too many."""
    from coopfund.report.months import key  # noqa: PLC0415  # starts fast

    count = (last.year - first.year) * 12 + last.month - first.month + 1
    if count < 1:
        common.fail(f"--from {key(first)} is after {key(last)}, so there is no month to report.")
    if count > MONTHS:
        common.fail(f"from {key(first)} to {key(last)} are {count} months; ask for fewer.")
    return months_between(first, last)
