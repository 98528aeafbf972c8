"""Metadata of entries and postings that single rules read: quotes and payers, typed and checked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from beancount.core.amount import Amount

from coopfund.books.reader import cannot_be, place_of
from coopfund.books.records import Problem

if TYPE_CHECKING:
    from coopfund.books.columns import Postings, Transactions

QUOTE = "quote"
PAYER = "payer"
PAYER_ACCOUNT = "payer-account"
PERSON = "person"
PAID = "paid"
ALLOWANCE = "allowance"
DEPENDANTS = "dependants"
TAXABLE = "taxable"
SURPLUS = "surplus"
REFUND = "refund"
TYPES: Mapping[str, tuple[type[Any], str]] = {
    QUOTE: (Amount, "quote: 400.00 USD"),
    PAYER: (str, 'payer: "m-0042"'),
    PAYER_ACCOUNT: (str, 'payer-account: "p-3"'),
    PERSON: (str, 'person: "m-0042"'),
    PAID: (bool, "paid: TRUE"),
    ALLOWANCE: (bool, "allowance: TRUE"),
    DEPENDANTS: (bool, "dependants: TRUE"),
    TAXABLE: (bool, "taxable: TRUE"),
    SURPLUS: (Decimal, "surplus: 2025"),
    REFUND: (str, 'refund: "use"'),
}
"""The type of each, and how it is written."""

Marked = Mapping[int, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Marks:
    """What few entries say, so that no rule has to search all of them for it.

    Attributes:
        txns: by transaction, the marks in its own metadata.
        rows: by posting, the marks in its own metadata.
    """

    txns: Marked = field(default_factory=dict)
    rows: Marked = field(default_factory=dict)

    def has(self, *keys: str) -> bool:
        """Whether anything in the books carries one of these marks."""
        wanted = set(keys)
        return any(
            not wanted.isdisjoint(marks)
            for table in (self.txns, self.rows)
            for marks in table.values()
        )

    def get(self, txn: int, row: int, key: str) -> Any:  # noqa: ANN401  # typed by TYPES
        """A mark of a posting: its own, else its entry's, else ``None``."""
        own = self.rows.get(row, {}).get(key)
        return self.txns.get(txn, {}).get(key) if own is None else own


def read_marks(txns: "Transactions", rows: "Postings", problems: list[Problem]) -> Marks:
    """Find the marks; one of the wrong type is a problem and counts as absent."""
    by_txn: dict[int, Mapping[str, Any]] = {}
    by_row: dict[int, Mapping[str, Any]] = {}
    keys = TYPES.keys()
    for txn in sorted({txn for key in keys for txn in txns.by_key.get(key, ())}):
        by_txn[txn] = _typed(txns.meta[txn], txns, txn, problems)
    for row in rows.tagged:
        own = rows.meta[row] or {}
        if not keys.isdisjoint(own):
            by_row[row] = _typed(own, txns, rows.txn[row], problems)
    return Marks(by_txn, by_row)


def _typed(
    meta: Mapping[str, Any], txns: "Transactions", txn: int, problems: list[Problem]
) -> dict[str, Any]:
    marks: dict[str, Any] = {}
    for key, (kind, example) in TYPES.items():
        if key not in meta:
            continue
        value = meta[key]
        sound = isinstance(value, kind) and (key != QUOTE or _positive(value))
        if value is not None and sound and str(value).strip():
            marks[key] = value.strip() if isinstance(value, str) else value
        elif value is not None:
            text = cannot_be(key, value, example)
            problems.append(Problem(place_of(dict(meta)), txns.date[txn], text))
    return marks


def _positive(value: Amount) -> bool:
    return value.number is not None and value.number > 0
