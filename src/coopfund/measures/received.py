"""What came in by calendar year, source and group, unusual grants apart: what tax forms add up."""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from coopfund.findings import Window
from coopfund.measures.payers import NOBODY, groups_of_givers
from coopfund.money import ZERO, add_up

if TYPE_CHECKING:
    from coopfund.books.books import Books

UNUSUAL_TAG = "unusual-grant"
UNUSUAL_KEY = "unusual"
Key = tuple[int, str, str | None]


@dataclass(frozen=True)
class Received:
    """Income at cost in the operating currency, refunds netted.

    Attributes:
        years: the calendar years, in order.
        sums: by year, source and group; the group is ``None`` where nobody knows who gave.
        unusual: unusual grants by year; they are in no sum.
    """

    years: tuple[int, ...]
    sums: Mapping[Key, Decimal]
    unusual: Mapping[int, Decimal]

    def of(self, sources: Collection[str], year: int | None = None) -> Decimal:
        """What came of these sources, in one year or in all."""
        found = self.by_year(sources)
        return add_up(found) if year is None else found.get(year, ZERO)

    def by_year(self, sources: Collection[str]) -> dict[int, Decimal]:
        """What came of these sources in each year."""
        found = dict.fromkeys(self.years, ZERO)
        for (year, source), amount in self._totals.items():
            if source in sources:
                found[year] += amount
        return found

    @cached_property
    def _totals(self) -> Mapping[tuple[int, str], Decimal]:
        """What everybody gave, by year and source."""
        totals: dict[tuple[int, str], Decimal] = {}
        for (year, source, _), amount in self.sums.items():
            totals[year, source] = totals.get((year, source), ZERO) + amount
        return totals

    def by_group(self, sources: Collection[str], year: int | None = None) -> dict[str, Decimal]:
        """What each known group gave of these sources; only positive amounts."""
        found: dict[str, Decimal] = {}
        for (its, source, group), amount in self.sums.items():
            if group is not None and source in sources and year in (None, its):
                found[group] = found.get(group, ZERO) + amount
        return {group: amount for group, amount in found.items() if amount > 0}


def received(
    books: "Books", window: Window, last_row: int, *, unusual_apart: bool = True
) -> Received:
    """Income of whole years; nothing from ``last_row`` on counts."""
    groups = books.once(groups_of_givers)
    unusual = books.once(_unusual) if unusual_apart else set()
    unusual_income = sorted(unusual.intersection(books.income.rows))
    years = range(window.start.year, window.end.year + 1)
    sums: dict[Key, Decimal] = {}
    apart: dict[int, Decimal] = {}
    for year in years:
        first, last = _bounds(books, year, last_row)
        for (source, person), amount in books.income.sums(first, last, unusual).items():
            group, kind = groups[person] if person else (None, None)
            known = None if kind in NOBODY else group
            sums[year, source, known] = sums.get((year, source, known), ZERO) + amount
        for row in unusual_income:
            if first <= row < last:
                apart[year] = apart.get(year, ZERO) - (books.rows.value[row] or ZERO)
    return Received(tuple(years), sums, apart)


def _bounds(books: "Books", year: int, last_row: int) -> tuple[int, int]:
    """The first posting of a calendar year, and the first that counts no more."""
    txns = books.transactions
    first = txns.start[bisect_left(txns.date, date(year, 1, 1))]
    return first, min(last_row, txns.start[bisect_right(txns.date, date(year, 12, 31))])


def _unusual(books: "Books") -> set[int]:
    """The postings of entries marked as unusual grants, or marked themselves."""
    rows, txns = books.rows, books.transactions
    found = {row for row in rows.tagged if (rows.meta[row] or {}).get(UNUSUAL_KEY) is True}
    entries = [txn for txn, tags in enumerate(txns.tags) if tags and UNUSUAL_TAG in tags]
    marked = txns.by_key.get(UNUSUAL_KEY, ())
    entries += [txn for txn in marked if txns.meta[txn][UNUSUAL_KEY] is True]
    for txn in entries:
        found.update(range(txns.start[txn], txns.start[txn + 1]))
    return found


def full_years(books: "Books", window: Window, as_of: date) -> int:
    """How many of a window's calendar years the books reach into."""
    begin = books.begin or as_of
    return as_of.year - max(begin, window.start).year + 1
