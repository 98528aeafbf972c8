"""``coopfund measures``: every figure with its formula, its inputs, and why it is undefined."""

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from coopfund import words
from coopfund.cli import common
from coopfund.tables import csv_table, markdown_table

if TYPE_CHECKING:
    from coopfund.books.load import Loaded
    from coopfund.findings import Measure
    from coopfund.rules.case import Case

WINDOW = re.compile(r"^(?P<months>[1-9][0-9]{0,2})m?$")


@click.command(
    "measures",
    epilog="Example: coopfund measures ledger/main.beancount --as-of 2026-10-31 --format json",
)
@common.ledger_argument
@click.option(
    "--as-of",
    metavar="YYYY-MM-DD",
    type=common.DAY,
    help="Last day [default: the books' last].",
)
@click.option("--window", default="12m", show_default=True, help="Whole months that end then.")
@click.option("--program", help="Only this program, where a measure is by program.")
@click.option(
    "--sheet",
    type=click.Choice(words.SHEETS),
    help="Instead: IRS Schedule A over five tax years, a German party's income and expenditure, or "
    "a US union's receipts and disbursements (LM-2, LM-3).",
)
@common.format_option("text", "json", "csv", "md")
@common.output_option
@common.despite_errors_option
def command(  # noqa: PLR0913, PLR0917  # one argument per option
    ledger: Path,
    as_of: Any,  # noqa: ANN401  # a datetime or None, as click parses it
    window: str,
    program: str | None,
    sheet: str | None,
    form: str,
    output: Path | None,
    *,
    despite_errors: bool,
) -> None:
    """Compute every measure of the books, with formula and inputs.

    Windows are whole months ending with the month of --as-of. What is undefined is shown as such,
    with the reason; nothing undefined is ever 0. A sheet counts calendar years up to --as-of.
    """
    match = WINDOW.match(window)
    if match is None:
        common.fail(f'--window "{window}" is not a number of months such as 12m.')
    loaded = common.open_ledger(ledger, despite_errors=despite_errors)
    case = _case(loaded, as_of.date() if as_of else None, program)
    if sheet is not None:
        common.emit(_sheet(case, sheet, form), output)
        return
    from coopfund.measures.all import measure  # noqa: PLC0415  # starts fast

    months = int(match["months"])
    found = measure(case, months, program)
    if form == "json":
        common.emit(common.as_json(_data(case, months, found)), output)
    else:
        common.emit(_table(case, found, form), output)


def _sheet(case: "Case", name: str, form: str) -> str:
    from coopfund.sheets import lm, part_g, schedule_a, sheet  # noqa: PLC0415  # starts fast

    forms = {"schedule-a": schedule_a.schedule_a, "partg": part_g.part_g, "lm": lm.lm}
    filled = forms[name](case)
    if form == "json":
        return common.as_json({"as_of": case.as_of.isoformat(), **sheet.sheet_data(filled)})
    printers = {"text": sheet.sheet_text, "csv": sheet.sheet_csv, "md": sheet.sheet_markdown}
    return printers[form](filled)


def _case(loaded: "Loaded", as_of: date | None, program: str | None) -> "Case":
    books = loaded.analysis.books
    if books.begin is None:
        common.fail(f"{loaded.path.name} has no transactions, so there is nothing to measure.")
    if as_of is not None and as_of < books.begin:
        common.fail(f"--as-of {as_of} is before the first entry ({books.begin}).")
    names = {entry.name for entry in books.declared.programs} | {words.CORE}
    if program is not None and program not in names:
        from coopfund.wording import did_you_mean  # noqa: PLC0415

        common.fail(f'There is no program "{program}"{did_you_mean(program, names)}.')
    return loaded.analysis.case(as_of)


def _data(case: "Case", months: int, found: "dict[str, Measure]") -> dict[str, Any]:
    from coopfund.measures.record import measure_data  # noqa: PLC0415

    window = case.window(months)
    unconverted = case.income(window).unconverted
    return {
        "schema_version": words.SCHEMA_VERSION,
        "as_of": case.as_of.isoformat(),
        "window": {"from": window.start.isoformat(), "to": window.end.isoformat()},
        "currency": case.books.currency,
        "measures": {name: measure_data(m, case.books.digits) for name, m in found.items()},
        "unconverted": {currency: str(amount) for currency, amount in sorted(unconverted.items())},
    }


def _table(case: "Case", found: "dict[str, Measure]", form: str) -> str:
    rows = [
        (name, text, measure.unit, measure.because or measure.formula)
        for measure in found.values()
        for name, text in _lines(case, measure)
    ]
    if form == "csv":
        return csv_table(("measure", "value", "unit", "note"), rows)
    if form == "md":
        return markdown_table(("measure", "value", "unit", "how, or why not"), rows)
    window = next(iter(found.values())).window
    title = f"{case.books.title or 'Books'}, {case.books.currency}"
    if window is not None:
        title += f", {window.start} to {window.end}"
    width = max(len(name) for name, *_ in rows)
    value_width = max(len(value) for _, value, *_ in rows)
    lines = [f"{n:<{width}}  {v:>{value_width}}  {t}" for n, v, _, t in rows]
    unconverted = case.income(window).unconverted if window is not None else {}
    for currency, amount in sorted(unconverted.items()):
        lines.append(f"Not counted, no price: income of {amount} {currency}")
    return "\n".join([title, "", *lines]) + "\n"


def _lines(case: "Case", measure: "Measure") -> list[tuple[str, str]]:
    """A measure as lines of name and value; a breakdown has one for each of its figures."""
    from coopfund.measures.record import plain  # noqa: PLC0415

    value = plain(measure.value, measure.unit, case.books.digits)
    if value is None:
        return [(measure.name, "–")]
    if not isinstance(value, dict):
        return [(measure.name, str(value))]
    return [(f"{measure.name} {path}", text) for path, text in _flatten(value)]


def _flatten(value: dict[str, Any], prefix: str = "") -> list[tuple[str, str]]:
    lines = []
    for key, item in value.items():
        path = f"{prefix}.{key}" if prefix else key
        if isinstance(item, dict):
            lines += _flatten(item, path)
        else:
            lines.append((path, "–" if item is None else str(item)))
    return lines
