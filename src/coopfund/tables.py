"""Small tables as text for a terminal, as Markdown, and as CSV for a spreadsheet."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Final, TypeAlias

Cell: TypeAlias = str | int | None
Row: TypeAlias = Sequence[Cell]

FORMULA: Final = re.compile(r"[=+\-@\x00-\x1f\x7f-\x9f]")
"""What a text begins with that a spreadsheet takes for a formula, or hides one behind."""

NUMBER: Final = re.compile(r"[-+]?[\d,]*\.?\d+")
MARKUP: Final = re.compile(r"([\\|`*<\[]|(?<!\w)_|_(?!\w))")


def text_table(head: Sequence[str], rows: Iterable[Row], left: int = 1) -> str:
    """Columns of even width, the first ``left`` of them flush left, the rest flush right."""
    lines = [list(head), *([_shown(cell) for cell in row] for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    lines.insert(1, ["-" * width for width in widths])
    return "".join(
        "  ".join(
            cell.ljust(width) if column < left else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        + "\n"
        for line in lines
    )


def markdown_table(head: Sequence[str], rows: Iterable[Row], left: int = 1) -> str:
    """The same as Markdown; what Markdown would read as markup is escaped."""
    marks = ["---" if column < left else "---:" for column in range(len(head))]
    lines = [list(head), *([escaped(_shown(cell)) for cell in row] for row in rows)]
    lines.insert(1, marks)
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def csv_table(head: Sequence[str], rows: Iterable[Row]) -> str:
    """Comma-separated values; a text that a spreadsheet would run as a formula is quoted."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(head)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return buffer.getvalue()


def harmless(cell: Cell) -> Cell:
    """A cell that no spreadsheet takes for a formula; numbers stay numbers.

    >>> harmless("=1+1"), harmless("-3.50")
    ("'=1+1", '-3.50')
    """
    return f"'{cell}" if runs(cell) else cell


def runs(cell: Cell) -> bool:
    r"""Whether a spreadsheet could take a cell for a formula.

    >>> runs("=1+1"), runs("-3.50"), runs("\n=1"), runs("m-0042")
    (True, False, True, False)
    """
    return isinstance(cell, str) and bool(FORMULA.match(cell)) and not NUMBER.fullmatch(cell)


def escaped(text: str) -> str:
    """Text that Markdown prints as it is."""
    return MARKUP.sub(r"\\\1", text).replace("\n", " ")


def _shown(cell: Cell) -> str:
    return "" if cell is None else str(cell)
