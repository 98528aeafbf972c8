"""A form filled in line by line, a column per year; and how it is printed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from coopfund import words
from coopfund.measures.record import plain
from coopfund.money import percent, spaced
from coopfund.tables import csv_table, escaped, markdown_table

Value = Decimal | Fraction | bool | None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a form.

    Attributes:
        number: as the form counts, ``7b``.
        text: what the form calls it, in short.
        values: one for each column; ``None`` where the form has a blank or nothing is defined.
        unit: ``money``, ``share`` or ``yes-no``.
    """

    number: str
    text: str
    values: tuple[Value, ...]
    unit: str = "money"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a form, with its own heading."""

    name: str
    title: str
    lines: tuple[Line, ...]

    def line(self, number: str) -> Line:
        """A line by its number; KeyError where there is none."""
        for line in self.lines:
            if line.number == number:
                return line
        raise KeyError(number)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A form filled in.

    Attributes:
        name: as ``--sheet`` takes it.
        title: what it is, and of which law.
        currency, digits: of its amounts.
        columns: the headings of the values.
        parts: in order.
        notes: what the form's lines do not hold, and what to look at.
    """

    name: str
    title: str
    currency: str
    digits: int
    columns: tuple[str, ...]
    parts: tuple[Part, ...]
    notes: tuple[str, ...] = ()

    def part(self, name: str) -> Part:
        """A part by its name; KeyError where there is none."""
        for part in self.parts:
            if part.name == name:
                return part
        raise KeyError(name)


def sheet_data(sheet: Sheet) -> dict[str, Any]:
    """A sheet as JSON: amounts and shares as strings, blanks as null."""
    return {
        "schema_version": words.SCHEMA_VERSION,
        "sheet": sheet.name,
        "title": sheet.title,
        "currency": sheet.currency,
        "columns": list(sheet.columns),
        "parts": {
            part.name: {
                "title": part.title,
                "lines": [
                    {
                        "line": line.number,
                        "text": line.text,
                        "unit": line.unit,
                        "values": [_json(value, line.unit, sheet.digits) for value in line.values],
                    }
                    for line in part.lines
                ],
            }
            for part in sheet.parts
        },
        "notes": list(sheet.notes),
    }


def _json(value: Value, unit: str, digits: int) -> Any:  # noqa: ANN401  # JSON
    return value if isinstance(value, bool) else plain(value, unit, digits)


def sheet_csv(sheet: Sheet) -> str:
    """One row per line, for a spreadsheet; figures as in JSON."""
    rows = [
        (part.name, line.number, line.text, *(_cell(line, v, sheet.digits) for v in line.values))
        for part in sheet.parts
        for line in part.lines
    ]
    return csv_table(("part", "line", "text", *sheet.columns), rows)


def _cell(line: Line, value: Value, digits: int) -> str:
    if value is None:
        return ""
    return (
        ("yes" if value else "no")
        if isinstance(value, bool)
        else str(_json(value, line.unit, digits))
    )


def sheet_markdown(sheet: Sheet) -> str:
    """A table per part under its heading."""
    blocks = [f"# {escaped(sheet.title)}\n"]
    for part in sheet.parts:
        table = markdown_table(_head(sheet), _rows(sheet, part), 2)
        blocks += [f"## {escaped(part.title)}\n", table]
    blocks += [f"- {escaped(note)}" for note in sheet.notes]
    return "\n".join(blocks) + ("\n" if sheet.notes else "")


def sheet_text(sheet: Sheet) -> str:
    """The same for a terminal."""
    blocks = [f"{sheet.title}\n"]
    for part in sheet.parts:
        lines = [_head(sheet), *_rows(sheet, part)]
        blocks.append(f"{part.title}\n{_columns(lines)}")
    blocks += sheet.notes
    return "\n".join(blocks) + ("\n" if sheet.notes else "")


def _columns(lines: Sequence[Sequence[str]]) -> str:
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "".join(
        "  ".join(
            cell.ljust(width) if place < 2 else cell.rjust(width)  # noqa: PLR2004  # number, text
            for place, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        + "\n"
        for line in lines
    )


def _head(sheet: Sheet) -> tuple[str, ...]:
    return "", sheet.currency, *sheet.columns


def _rows(sheet: Sheet, part: Part) -> Iterator[tuple[str, ...]]:
    for line in part.lines:
        shown = (shown_value(value, line.unit, sheet.digits) for value in line.values)
        yield line.number, line.text, *shown


def shown_value(value: Value, unit: str, digits: int) -> str:
    """A value as people read it; nothing where the form has a blank."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return percent(value, 2) if unit == "share" else spaced(value, digits)
