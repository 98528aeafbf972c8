"""Documents of entries, and gaps in the numbers of receipts."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice, pairwise
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from coopfund.books.books import Books

KEYS = ("document", "receipt")
"""Metadata that names a document; ``document-2`` and the like count too."""

NUMBER = re.compile(r"(.*?)([0-9]+)")


def documented(meta: Mapping[str, Any] | None) -> bool:
    """Whether metadata names a document."""
    return bool(meta) and any(
        str(value).strip() for key, value in (meta or {}).items() if key.startswith(KEYS)
    )


def begun(books: "Books") -> date | None:
    """The first day on which the books keep a document or a receipt number."""
    txns, rows = books.transactions, books.rows
    days = [document.date for document in books.declared.documents]
    for key, among in txns.by_key.items():
        if key.startswith(KEYS):
            entries = (txns.date[txn] for txn in among if documented(txns.meta[txn]))
            days += islice(entries, 1)
    postings = (txns.date[rows.txn[row]] for row in rows.tagged if documented(rows.meta[row]))
    days += islice(postings, 1)
    return min(days, default=None)


class Covered:
    """Which entries have a document."""

    def __init__(self, books: "Books") -> None:
        """Know the documents of these books."""
        self.books = books
        documents = books.declared.documents
        self._links = frozenset(link for document in documents for link in document.links)
        self._filed = frozenset((document.account, document.date) for document in documents)

    def __contains__(self, txn: int) -> bool:
        txns, rows = self.books.transactions, self.books.rows
        if documented(txns.meta[txn]) or txns.links[txn] & self._links:
            return True
        postings = range(txns.start[txn], txns.start[txn + 1])
        return any(
            documented(rows.meta[row]) or (rows.account[row].name, txns.date[txn]) in self._filed
            for row in postings
        )


class Receipt(NamedTuple):
    """A receipt's number, as a series and a place in it."""

    series: str
    number: int
    text: str
    txn: int


class Gap(NamedTuple):
    """The numbers missing from a series, and the receipts around the first of them."""

    missing: Sequence[str]
    before: Receipt
    after: Receipt


def receipts(books: "Books", stop: int) -> list[Receipt]:
    """Every receipt number of the first ``stop`` transactions, in order."""
    found = books.once(_all_receipts)
    return found[: bisect_left(found, stop, key=attrgetter("txn"))]


def _all_receipts(books: "Books") -> list[Receipt]:
    txns, rows = books.transactions, books.rows
    named = [(txn, txns.meta[txn]["receipt"]) for txn in txns.by_key.get("receipt", ())]
    named += [(rows.txn[row], (rows.meta[row] or {}).get("receipt")) for row in rows.tagged]
    found = []
    for txn, value in named:
        text = "" if value is None else str(value).strip()
        match = NUMBER.fullmatch(text)
        if match:
            found.append(Receipt(match[1], int(match[2]), text, txn))
    return sorted(found, key=lambda receipt: receipt.txn)


def gaps(books: "Books", found: Iterable[Receipt]) -> Iterator[Gap]:
    """The gaps of each series; one that starts again in a new year is judged by year."""
    series: dict[str, list[Receipt]] = {}
    for receipt in found:
        series.setdefault(receipt.series, []).append(receipt)
    for name in sorted(series):
        for run in _runs(books, series[name]):
            missing: list[str] = []
            around: list[tuple[Receipt, Receipt]] = []
            for before, after in pairwise(sorted(run, key=lambda receipt: receipt.number)):
                if after.number > before.number + 1:
                    missing.append(_range(before, after))
                    around.append((before, after))
            if missing:
                yield Gap(missing, *around[0])


def _runs(books: "Books", members: Sequence[Receipt]) -> list[list[Receipt]]:
    """A series by year where its numbers start again, else whole."""
    runs: list[list[Receipt]] = []
    by_year: dict[int, list[Receipt]] = {}
    for receipt in members:
        by_year.setdefault(books.transactions.date[receipt.txn].year, []).append(receipt)
    for year in sorted(by_year):
        lowest = min(receipt.number for receipt in by_year[year])
        again = runs and lowest <= min(receipt.number for receipt in runs[-1])
        if runs and not again:
            runs[-1] += by_year[year]
        else:
            runs.append(list(by_year[year]))
    return runs


def _range(before: Receipt, after: Receipt) -> str:
    digits = len(before.text) - len(before.series)
    first, last = (f"{before.series}{n:0{digits}}" for n in (before.number + 1, after.number - 1))
    return first if first == last else f"{first}–{last}"
