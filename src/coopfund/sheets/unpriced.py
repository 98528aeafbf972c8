"""What a sheet cannot hold because nobody said what it is worth."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coopfund.books.books import Books
    from coopfund.findings import Window


def unpriced(books: "Books", window: "Window") -> set[str]:
    """The currencies of a window that have no price; hours need none."""
    rows, dates = books.rows, books.transactions.date
    return {
        rows.currency[row]
        for row in rows.unpriced
        if dates[rows.txn[row]] in window and rows.currency[row] not in books.declared.hours
    }
