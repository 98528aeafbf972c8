"""The two sides that are compared: rows of a statement, entries of the books."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from coopfund.findings import Place


@dataclass(frozen=True, slots=True)
class Row:
    """A movement of the statement."""

    file: str
    row: int
    id: str
    date: date
    amount: Decimal
    references: frozenset[str] = frozenset()
    text: str = ""

    @property
    def order(self) -> tuple[object, ...]:
        """By day, amount and identity, whatever its place in the file."""
        return self.date, self.amount, self.id, self.file, self.row


@dataclass(frozen=True, slots=True)
class Entry:
    """A posting on the account."""

    place: Place
    txn: int
    date: date
    amount: Decimal
    ids: frozenset[str] = frozenset()
    references: frozenset[str] = frozenset()
    text: str = ""

    @property
    def order(self) -> tuple[object, ...]:
        """By day and amount, then by its place."""
        return self.date, self.amount, self.place.file, self.place.line, self.txn


def other(row: Row, entry: Entry) -> bool:
    """Whether the entry is known to be another movement: one with an id of the same kind."""
    if not entry.ids:
        return False
    kind = row.id.partition(":")[0]
    return any(identity.partition(":")[0] == kind for identity in entry.ids)


def near(row: Row, entry: Entry, days: int) -> bool:
    """Whether the entry could be the row by its day, and is not known to be another movement."""
    return abs((row.date - entry.date).days) <= days and not other(row, entry)
