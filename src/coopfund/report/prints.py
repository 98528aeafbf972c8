"""Prints of entries: what tells whether an entry has changed, and nothing else.

A print is made with a key that only the books themselves give, all entries of their first month.
So it is the same on every machine that has the books, and who has a delivered pack alone cannot
try out which payment a print may stand for.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from hashlib import blake2b
from typing import TYPE_CHECKING, Final, NamedTuple

from coopfund.books.books import month_end
from coopfund.report.months import key

if TYPE_CHECKING:
    from coopfund.books.books import Books

DAY: Final = timedelta(days=1)
SIZE: Final = 6
"""Bytes of a print: among a hundred thousand entries two alike are a chance of one in 50,000."""


class Print(NamedTuple):
    """The print of an entry, by its day and its number."""

    date: date
    txn: int
    digest: str


class Prints:
    """The prints of a set of books."""

    def __init__(self, books: "Books") -> None:
        """Take the books' own key."""
        self.books = books
        first = books.begin
        stop = books.until(month_end(first)) if first else 0
        whole = blake2b(digest_size=32)
        for txn in range(stop):
            txns = books.transactions
            said = (self._said(txn), txns.payee[txn], txns.narration[txn])
            whole.update(repr(said).encode("utf-8", "surrogatepass"))
        self._key = whole.digest()
        self._months: dict[tuple[date, date], Sequence[str]] = {}
        self.check = blake2b(b"check", key=self._key, digest_size=SIZE).hexdigest()

    def between(self, start: date, end: date) -> Iterator[Print]:
        """The prints of all entries from a day to a day, both included, in order."""
        dates = self.books.transactions.date
        for txn in range(bisect_left(dates, start), self.books.until(end)):
            yield Print(dates[txn], txn, self._digest(txn))

    def _digest(self, txn: int) -> str:
        said = self._said(txn).encode("utf-8", "surrogatepass")
        return blake2b(said, key=self._key, digest_size=SIZE).hexdigest()

    def by_month(self, start: date, end: date) -> Mapping[str, Sequence[str]]:
        """The prints as a manifest keeps them: by month, each with its day, sorted."""
        found: dict[str, Sequence[str]] = {}
        first = start
        while first <= end:
            last = min(month_end(first), end)
            prints = self._sorted(first, last)
            if prints:
                found[key(first)] = prints
            first = last + DAY
        return found

    def _sorted(self, first: date, last: date) -> Sequence[str]:
        """The prints of days of one month; manifests of one year after the other ask again."""
        known = self._months.get((first, last))
        if known is None:
            prints = self.between(first, last)
            known = sorted(f"{one.date.day:02} {one.digest}" for one in prints)
            self._months[first, last] = known
        return known

    def _said(self, txn: int) -> str:
        """What of an entry figures rest on."""
        txns, rows = self.books.transactions, self.books.rows
        postings = [
            (
                rows.account[row].name,
                str(rows.number[row]),
                rows.currency[row],
                str(rows.value[row]),
                rows.source[row],
                rows.contributor[row],
                rows.program[row],
            )
            for row in range(txns.start[txn], txns.start[txn + 1])
        ]
        return f"{txns.date[txn]} {postings}"
