"""A spreadsheet file whose totals are formulas: the same bytes for the same tables."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from io import BytesIO
from typing import TYPE_CHECKING, Final, TypeAlias

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_range, xl_rowcol_to_cell

from coopfund.language import _
from coopfund.money import ZERO, half_up
from coopfund.tables import runs

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f]+")
EXACT_DIGITS: Final = 15
"""A spreadsheet keeps so many digits of a number; a longer one stands as a text."""

LONGEST: Final = 32_000
"""A cell takes no longer text."""

WIDEST, NARROWEST = 70, 9
NAME: Final = 31
"""A sheet's name has no more letters, and none of these."""
NOT_IN_NAMES: Final = re.compile(r"[\[\]:*?/\\]+")
SHARE_DIGITS: Final = 6

Value: TypeAlias = str | int | Decimal | Fraction | None


@dataclass(frozen=True, slots=True)
class Grid:
    """A table for a sheet.

    Attributes:
        name: the sheet's.
        about: what it lists, in words above it.
        head: one title per column.
        rows: amounts as ``Decimal``, shares as ``Fraction``, the rest as text.
        digits: of the amounts.
        down: columns that a last row adds up.
        across: whether a last column adds up each row's amounts.
        ratios: columns that are one other column divided by another, or by its total (``None``).
    """

    name: str
    about: str
    head: Sequence[str]
    rows: Sequence[Sequence[Value]]
    digits: int = 2
    down: Sequence[int] = ()
    across: bool = False
    ratios: Mapping[int, tuple[int, int | None]] = field(default_factory=dict)


def workbook(title: str, made_on: date, grids: Sequence[Grid]) -> bytes:
    """The file.

    Args:
        title: the report's.
        made_on: the day that stands in it as that of its making.
        grids: a sheet for each.
    """
    buffer = BytesIO()
    book = Workbook(
        buffer,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False},
    )
    created = datetime(made_on.year, made_on.month, made_on.day, tzinfo=UTC).replace(tzinfo=None)
    book.set_properties({"title": title, "created": created})
    for name, grid in zip(sheet_names([grid.name for grid in grids]), grids, strict=True):
        _Sheet(book, name, grid).fill()
    book.close()
    return buffer.getvalue()


def sheet_names(names: Sequence[str]) -> list[str]:
    """Names that a spreadsheet takes: short, without certain signs, and no two alike.

    >>> sheet_names(["Income", "income", "In/Out"])
    ['Income', 'income 2', 'In Out']
    """
    found: list[str] = []
    for name in names:
        clean = " ".join(NOT_IN_NAMES.sub(" ", CONTROL.sub(" ", name)).split()).strip(" '") or "–"
        short, number = clean[:NAME].rstrip(" '"), 1
        while short.lower() in {other.lower() for other in found}:
            number += 1
            ending = f" {number}"
            short = clean[: NAME - len(ending)].rstrip(" '") + ending
        found.append(short)
    return found


class _Sheet:
    """Writes one grid."""

    def __init__(self, book: Workbook, name: str, grid: Grid) -> None:
        self.grid = grid
        self.sheet: Worksheet = book.add_worksheet(name)
        decimals = "0." + "0" * grid.digits if grid.digits else "0"
        money = f"#,##{decimals}"
        self.formats: dict[str, Format] = {
            "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True}),
            "text": book.add_format({"text_wrap": True, "valign": "top"}),
            "inert": book.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True}),
            "money": book.add_format({"num_format": money}),
            "figure": book.add_format({"num_format": "#,##0.00"}),
            "share": book.add_format({"num_format": "0.0 %"}),
            "count": book.add_format({"num_format": "0"}),
            "total": book.add_format({"num_format": money, "bold": True, "top": 1}),
            "totals": book.add_format({"bold": True, "top": 1}),
            "total-share": book.add_format({"num_format": "0.0 %", "bold": True, "top": 1}),
        }
        self.first, self.last = 2, 1 + len(grid.rows)

    def fill(self) -> None:
        """Title, head, rows, totals."""
        grid = self.grid
        self._text(0, 0, grid.about, "text")
        self.sheet.set_row(0, 30)
        for column, title in enumerate(grid.head):
            self._text(1, column, title, "head")
            self.sheet.set_column(column, column, self._width(column))
        for number, row in enumerate(grid.rows):
            self._row(self.first + number, row)
        if grid.down and grid.rows:
            self._totals()
        self.sheet.freeze_panes(2, 1)
        self.sheet.set_landscape()
        self.sheet.set_paper(9)
        self.sheet.fit_to_pages(1, 0)

    def _width(self, column: int) -> int:
        cells = [self.grid.head[column], *(_shown(row[column]) for row in self.grid.rows)]
        return max(NARROWEST, min(WIDEST, max(map(len, cells)) + 2))

    def _row(self, at: int, row: Sequence[Value]) -> None:
        for column, value in enumerate(row):
            if column in self.grid.ratios:
                self._ratio(at, column, value, "share")
            elif self._adds_up(row, column):
                span = xl_range(at, 1, at, column - 1)
                total = value if isinstance(value, Decimal) else None
                self._formula(at, column, f"=SUM({span})", "money", total)
            else:
                self._value(at, column, value)

    def _adds_up(self, row: Sequence[Value], column: int) -> bool:
        return self.grid.across and column == len(row) - 1

    def _value(self, at: int, column: int, value: Value) -> None:
        if value is None:
            return
        if isinstance(value, str):
            self._text(at, column, value, "text")
        elif isinstance(value, Fraction):
            self._number(at, column, half_up(value, SHARE_DIGITS), "share")
        elif isinstance(value, Decimal):
            self._number(at, column, value, self._look(value))
        else:
            self._number(at, column, Decimal(value), "count")

    def _look(self, value: Decimal) -> str:
        """That of amounts, unless it has no decimals where the figure has some."""
        exponent = value.as_tuple().exponent
        return "figure" if not self.grid.digits and int(exponent) < 0 else "money"

    def _number(self, at: int, column: int, value: Decimal, look: str) -> None:
        if len(value.normalize().as_tuple().digits) > EXACT_DIGITS:
            self._text(at, column, f"{value:f}", "text")
        else:  # the one place where an amount meets a float: so few digits survive it unchanged
            self.sheet.write_number(at, column, float(value), self.formats[look])

    def _text(self, at: int, column: int, text: str, look: str) -> None:
        look = "inert" if runs(text) else look
        clean = CONTROL.sub(" ", text)[:LONGEST]
        self.sheet.write_string(at, column, clean, self.formats[look])

    def _formula(
        self, at: int, column: int, formula: str, look: str, value: Decimal | None
    ) -> None:
        shown = "" if value is None else value
        self.sheet.write_formula(at, column, formula, self.formats[look], shown)

    def _ratio(self, at: int, column: int, value: Value, look: str) -> None:
        part, whole = self.grid.ratios[column]
        above = xl_rowcol_to_cell(at, part)
        below = (
            xl_rowcol_to_cell(self.last + 1, part, row_abs=True)
            if whole is None
            else xl_rowcol_to_cell(at, whole)
        )
        shown = None if value is None else half_up(Fraction(value), SHARE_DIGITS)
        self._formula(at, column, f'=IF({below}=0,"",{above}/{below})', look, shown)

    def _totals(self) -> None:
        grid, at = self.grid, self.last + 1
        self._text(at, 0, _("Total"), "totals")
        sums: dict[int, Decimal] = {}
        for column in grid.down:
            values = [row[column] for row in grid.rows]
            sums[column] = sum((v for v in values if isinstance(v, Decimal)), ZERO)
            span = xl_range(self.first, column, self.last, column)
            self._formula(at, column, f"=SUM({span})", "total", sums[column])
        for column, (part, whole) in grid.ratios.items():
            below = sums.get(part if whole is None else whole)
            value = Fraction(sums[part]) / Fraction(below) if below else None
            self._ratio(at, column, value, "total-share")


def _shown(value: Value) -> str:
    if isinstance(value, Fraction):
        return "100.0 %"
    return "" if value is None else f"{value:,}" if isinstance(value, Decimal) else str(value)
