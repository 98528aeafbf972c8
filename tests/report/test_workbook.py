"""The spreadsheet file: its formulas add up to what it shows, and no text of it runs."""

import io
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import range_boundaries

from coopfund.report.workbook import Grid, workbook
from tests.report.conftest import Run

ROOT = Path(__file__).parents[2]


def formulas(content: bytes) -> Iterator[tuple[Any, str, object]]:
    """Every sheet with values, every formula in it, and the value that is kept with it."""
    written = load_workbook(io.BytesIO(content))
    shown = load_workbook(io.BytesIO(content), data_only=True)
    for sheet in written:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    values = shown[sheet.title]
                    yield values, str(cell.value), values[cell.coordinate].value


def computed(sheet: Any, formula: str) -> Decimal | None:  # noqa: ANN401  # openpyxl has no types
    """What a spreadsheet makes of one of our formulas, from the values in the cells it names."""
    if formula.startswith("=SUM("):
        left, top, right, bottom = range_boundaries(formula[5:-1])
        cells = sheet.iter_rows(top, bottom, left, right, values_only=True)
        return sum((Decimal(str(v)) for row in cells for v in row if v is not None), Decimal(0))
    part, whole = formula.removeprefix("=IF(").removesuffix(")").split(",")[2].split("/")
    below = sheet[whole.replace("$", "")].value
    return Decimal(str(sheet[part].value)) / Decimal(str(below)) if below else None


def test_every_total_adds_up(run: Run, tmp_path: Path) -> None:
    arguments = (ROOT / "ledger", "--month", "2026-10", "-o", tmp_path, "--only", "xlsx")
    assert run(*arguments).exit_code == 0
    content = (tmp_path / "coopfund-2026-10.xlsx").read_bytes()
    found = list(formulas(content))
    assert len(found) > 50
    for sheet, formula, kept in found:
        value = computed(sheet, formula)
        if value is None:
            assert kept in {None, ""}
        elif formula.startswith("=SUM("):
            assert isinstance(kept, int | float)
            assert Decimal(str(kept)) == value, (sheet.title, formula)
        else:
            assert abs(Decimal(str(kept)) - value) < Decimal("0.000001"), (sheet.title, formula)
    income = load_workbook(io.BytesIO(content), data_only=True)["Income"]
    assert income.cell(income.max_row, 2).value == 30596.74


def test_texts_do_not_run_and_amounts_are_exact() -> None:
    rows = [
        ("=1+1", Decimal("9.95"), None),
        ("\t@x", Decimal("12345678901234.56"), None),
        ("plain", Decimal("0.07"), Fraction(1, 2)),
    ]
    grid = Grid("Sheet", "+about", ("-what", "Amount", "Share"), rows, 2, down=(1,))
    content = workbook("title", date(2026, 10, 31), [grid])
    book = load_workbook(io.BytesIO(content))
    sheet = book["Sheet"]
    for place in ("A1", "A2", "A3", "A4"):
        assert sheet[place].data_type == "s"
        assert sheet[place].quotePrefix, place
    assert not sheet["A5"].quotePrefix
    assert sheet["A4"].value == " @x"
    assert sheet["B3"].value == 9.95
    assert sheet["B3"].number_format == "#,##0.00"
    assert sheet["B4"].value == "12345678901234.56"
    assert book.properties.created == datetime(2026, 10, 31)  # noqa: DTZ001  # as the format has it
    assert workbook("title", date(2026, 10, 31), [grid]) == content


def test_currencies_without_decimals() -> None:
    grid = Grid("S", "about", ("What", "Amount"), [("rent", Decimal(1200))], 0)
    sheet = load_workbook(io.BytesIO(workbook("t", date(2026, 1, 31), [grid])))["S"]
    assert (sheet["B3"].value, sheet["B3"].number_format) == (1200, "#,##0")


def test_every_figure_is_a_number(run: Run, tmp_path: Path) -> None:
    arguments = (ROOT / "ledger", "--month", "2026-10", "-o", tmp_path, "--only", "xlsx")
    assert run(*arguments, "--language", "fr").exit_code == 0
    book = load_workbook(tmp_path / "coopfund-2026-10.xlsx", data_only=True)
    months = [row[2] for row in book["Fins de mois"].iter_rows(min_row=5, values_only=True)]
    assert months[0] == 8.21
    assert all(isinstance(value, int | float) for value in months)
    rows = book["Indicateurs"].iter_rows(min_row=3, values_only=True)
    values = {(row[0], row[1]): row[2] for row in rows}
    assert values["months_of_reserves", ""] == 2.05
    assert values["hhi", ""] == 559.6
    assert {type(value) for value in values.values()} <= {int, float, type(None)}


def test_months_keep_their_decimals_where_money_has_none() -> None:
    rows = [("2026-10", Decimal(1200), Decimal("2.05"))]
    content = workbook("R", date(2026, 10, 31), [Grid("Ends", "", ("M", "¥", "N"), rows, 0)])
    cells = load_workbook(io.BytesIO(content))["Ends"][3]
    assert [cell.number_format for cell in cells[1:]] == ["#,##0", "#,##0.00"]
