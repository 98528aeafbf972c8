"""An accountant's journal: every posting a row, debit and credit apart, balanced entry by entry."""

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from coopfund.findings import Window
from coopfund.measures.documents import KEYS
from coopfund.money import ZERO
from coopfund.tables import Cell, csv_table
from coopfund.trust.canonical import plain_number

if TYPE_CHECKING:
    from coopfund.books.books import Books

HEAD: Final = (
    "entry",
    "date",
    "payee",
    "narration",
    "account",
    "debit",
    "credit",
    "currency",
    "units",
    "units_currency",
    "source",
    "program",
    "contributor",
    "document",
    "file",
    "line",
)


def journal(books: "Books", window: Window) -> str:
    """The entries of a window as CSV.

    Debit and credit are what an entry balances by: at cost or price, where a posting has one; then
    ``units`` says what was moved. Entries are numbered as they stand in the books.
    """
    return csv_table(HEAD, _rows(books, window))


def _rows(books: "Books", window: Window) -> Iterator[tuple[Cell, ...]]:
    txns, rows = books.transactions, books.rows
    for txn in range(books.until(window.end)):
        if txns.date[txn] < window.start:
            continue
        place = txns.place(txn)
        file = place.within(books.folder)
        for row in range(txns.start[txn], txns.start[txn + 1]):
            weight = rows.weight[row] or ZERO
            held = rows.weight_currency[row] != rows.currency[row]
            yield (
                txn + 1,
                txns.date[txn].isoformat(),
                txns.payee[txn] or "",
                txns.narration[txn] or "",
                rows.account[row].name,
                written(weight, books) if weight >= 0 else "",
                written(-weight, books) if weight < 0 else "",
                rows.weight_currency[row] or "",
                plain_number(rows.number[row]) if held else "",
                rows.currency[row] if held else "",
                rows.source[row] or "",
                rows.program[row] or "",
                rows.contributor[row] or "",
                _document(books, txn, row),
                file,
                place.line,
            )


def written(value: Decimal, books: "Books") -> str:
    """An amount, exactly, with the currency's usual decimals at least."""
    digits = -min(0, int(value.normalize().as_tuple().exponent))
    return f"{value:.{max(digits, books.digits)}f}"


def _document(books: "Books", txn: int, row: int) -> str:
    metas = (books.rows.meta[row] or {}, books.transactions.meta[txn])
    found = [str(v) for meta in metas for key, v in meta.items() if key.startswith(KEYS)]
    return " ".join(dict.fromkeys(found))
