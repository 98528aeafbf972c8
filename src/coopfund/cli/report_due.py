"""``coopfund report due``: what a month lacks before its report is made."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from coopfund.cli import common
from coopfund.cli.packs import read_month_option, rules_of
from coopfund.language import _, plural, speaking
from coopfund.tables import csv_table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from coopfund.books.load import Loaded
    from coopfund.report.due import Due


@click.command(
    "due",
    epilog="Example: coopfund report due ledger/main.beancount --month 2026-10",
)
@common.ledger_argument
@click.option("--month", metavar="YYYY-MM", help="The month [default: the books' last].")
@common.format_option("text", "json", "csv")
@common.output_option
@common.despite_errors_option
@click.pass_context
def command(  # noqa: PLR0913  # one argument per option
    ctx: click.Context,
    ledger: Path,
    month: str | None,
    form: str,
    output: Path | None,
    *,
    despite_errors: bool,
) -> None:
    """Say what is missing for a month's report.

    Accounts with no balance assertion after their last entry, receipts that rule CF604 misses,
    income without a source, programs whose participants nobody counted, findings without an answer.
    Exit code 0: nothing is missing; 1: something is.
    """
    from coopfund.report.months import key  # noqa: PLC0415  # starts fast

    first = read_month_option("--month", month) if month else None
    ctx.with_resource(speaking(None))
    loaded = common.open_ledger(ledger, despite_errors=despite_errors)
    first = first or _last_month(loaded)
    found = _found(loaded, first)
    if form == "text":
        common.emit(_text(loaded, key(first), found), output)
    else:
        common.emit(_printed(loaded, key(first), found, form), output)
    ctx.exit(common.STOPPED if found else common.CLEAN)


def _last_month(loaded: "Loaded") -> "date":
    end = loaded.analysis.books.end
    if end is None:
        common.fail("these books have no entries, so there is nothing to report.")
    return end.replace(day=1)


def _found(loaded: "Loaded", month: "date") -> "list[Due]":
    from coopfund.report.due import due  # noqa: PLC0415  # starts fast
    from coopfund.report.months import MonthError  # noqa: PLC0415

    try:
        return due(loaded.analysis, month, rules_of(loaded), loaded.missing)
    except MonthError as error:
        common.fail(str(error))


def _text(loaded: "Loaded", month: str, found: "Sequence[Due]") -> str:
    from coopfund.report.due import KINDS, by_kind  # noqa: PLC0415  # starts fast

    if not found:
        nothing = _("nothing is missing.")
        return f"{month}: {nothing}\n"
    missing = plural("one thing missing.", "{number} things missing.", len(found))
    parts = [f"{month}: {missing}\n"]
    for kind, ones in by_kind(found).items():
        lines = [
            f"  {common.at(loaded, *one.place) if one.place else ''}{one.message}\n" for one in ones
        ]
        parts.append(f"\n{_(KINDS[kind])} ({len(ones)})\n{''.join(lines)}")
    return "".join(parts)


def _printed(loaded: "Loaded", month: str, found: "Sequence[Due]", form: str) -> str:
    from coopfund.report.due import due_data  # noqa: PLC0415  # starts fast

    placed = [
        (
            one,
            common.relative(loaded, one.place.file) if one.place else "",
            one.place.line if one.place else 0,
        )
        for one in found
    ]
    if form == "json":
        return common.as_json(due_data(month, placed))
    rows = [(one.kind, one.about, one.message, file, line) for one, file, line in placed]
    return csv_table(("kind", "about", "message", "file", "line"), rows)
