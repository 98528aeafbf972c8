"""A table with a heading and notes, on its way to a terminal, a page, a spreadsheet or JSON."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from coopfund.money import spaced
from coopfund.tables import Row, csv_table, markdown_table, text_table
from coopfund.words import SCHEMA_VERSION

if TYPE_CHECKING:
    from decimal import Decimal

    from coopfund.rules.case import Case


@dataclass(frozen=True)
class Listing:
    """One table.

    Attributes:
        title: what it shows, of whom, until when.
        head: the columns.
        rows: the cells as people read them.
        plain: the cells as a spreadsheet reads them.
        left: how many columns are texts.
        total: the last line, as people read it.
        notes: sentences below it.
        empty: what to say instead of a table without rows.
        data: the same for JSON.
    """

    title: str
    head: Sequence[str]
    rows: Sequence[Row]
    plain: Sequence[Row]
    data: Mapping[str, Any]
    left: int = 1
    total: Row | None = None
    notes: Sequence[str] = ()
    empty: str = ""

    def text(self) -> str:
        """The table for a terminal."""
        rows = [*self.rows, *([self.total] if self.total and self.rows else [])]
        table = text_table(self.head, rows, self.left) if self.rows else f"{self.empty}\n"
        notes = "".join(f"{note}\n" for note in self.notes)
        return f"{self.title}\n\n{table}" + (f"\n{notes}" if notes else "")

    def markdown(self) -> str:
        """The table for a page."""
        rows = [*self.rows, *([self.total] if self.total and self.rows else [])]
        table = markdown_table(self.head, rows, self.left) if self.rows else f"{self.empty}\n"
        notes = "".join(f"- {note}\n" for note in self.notes)
        return f"## {self.title}\n\n{table}" + (f"\n{notes}" if notes else "")

    def csv(self) -> str:
        """The table for a spreadsheet: plain figures, no total."""
        return csv_table(self.head, self.plain)


def base(case: "Case") -> dict[str, Any]:
    """What the JSON of every dues command begins with."""
    return {
        "schema_version": SCHEMA_VERSION,
        "as_of": case.as_of.isoformat(),
        "currency": case.books.currency,
    }


def shown(case: "Case", value: "Decimal") -> str:
    """An amount in a table for people; nothing where it is zero."""
    return spaced(value, case.books.digits) if value else ""
