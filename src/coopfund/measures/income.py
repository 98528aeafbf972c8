"""Income of a window: by source, by contributor's group, and what cannot be added."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from coopfund import words
from coopfund.findings import Window
from coopfund.money import ZERO

if TYPE_CHECKING:
    from coopfund.books.books import Books


def _zeros() -> "defaultdict[str, Decimal]":
    return defaultdict(lambda: ZERO)


@dataclass(slots=True)
class Income:
    """Income postings of a window with their sign turned, refunds netted, at cost.

    Attributes:
        window: the days that count, both ends inclusive.
        by_source: every source that occurs, loans and transfers too.
        dues: dues by group.
        gifts: all other income by group (what a contributor could take away).
        nameless: income without contributor, by source.
        processors: income of processors, by processor: unresolved.
        recurring: income that repeats by schedule or is tagged ``recurring``.
        unconverted: income in currencies without a price, by currency.
        rows: for each group, the posting with its largest single sum.
    """

    window: Window
    by_source: "defaultdict[str, Decimal]" = field(default_factory=_zeros)
    dues: "defaultdict[str, Decimal]" = field(default_factory=_zeros)
    gifts: "defaultdict[str, Decimal]" = field(default_factory=_zeros)
    nameless: "defaultdict[str, Decimal]" = field(default_factory=_zeros)
    processors: "defaultdict[str, Decimal]" = field(default_factory=_zeros)
    recurring: Decimal = ZERO
    unconverted: "defaultdict[str, Decimal]" = field(default_factory=_zeros)
    rows: dict[str, int] = field(default_factory=dict)

    @property
    def total(self) -> Decimal:
        """``income_total``: everything but loans and transfers."""
        return sum((v for s, v in self.by_source.items() if s not in words.NOT_INCOME), ZERO)

    @property
    def own(self) -> Decimal:
        """Own income in the sense of the state ceiling (CF305)."""
        return sum((v for s, v in self.by_source.items() if s in words.OWN_SOURCES), ZERO)

    def ranked(self) -> list[tuple[str, Decimal]]:
        """Groups by what they give besides dues, largest first; ties by name."""
        giving = [(group, v) for group, v in self.gifts.items() if v > 0]
        return sorted(giving, key=lambda item: (-item[1], item[0]))

    def contributors(self) -> dict[str, Decimal]:
        """Every contributor's whole contribution, dues payers one by one; only positive ones."""
        whole: defaultdict[str, Decimal] = _zeros()
        for table in (self.dues, self.gifts):
            for group, value in table.items():
                whole[group] += value
        return {group: value for group, value in whole.items() if value > 0}


RECURRING = frozenset({"dues", "levy", "affiliation"})
RECURRING_TAG = "recurring"


def income(books: "Books", window: Window) -> Income:
    """Income of a window.

    Loans and transfers stand in ``by_source`` only; money in quarantine is a liability and never
    income.
    """
    found = Income(window)
    rows, txns, groups = books.rows, books.transactions, books.groups
    start, hours = txns.start, books.declared.hours
    first, last = _bounds(books, window)
    infos, values, sources, people = rows.account, rows.value, rows.source, rows.contributor
    by_source, dues, gifts = found.by_source, found.dues, found.gifts
    for row in range(start[first] if len(txns) else 0, start[last] if len(txns) else 0):
        if infos[row].root != "Income":
            continue
        value = values[row]
        if value is None:
            if rows.currency[row] not in hours:
                found.unconverted[rows.currency[row]] -= rows.number[row]
            continue
        source = sources[row] or words.UNKNOWN
        by_source[source] -= value
        if source in words.NOT_INCOME:
            continue
        person = people[row]
        if source in RECURRING or RECURRING_TAG in txns.tags[rows.txn[row]]:
            found.recurring -= value
        if person is None:
            found.nameless[source] -= value
            continue
        group = groups.of(person)
        kind = groups.kind(group)
        if source == words.DUES:
            dues[group] -= value
        elif kind == "processor":
            found.processors[group] -= value
        elif kind == "anonymous":
            found.nameless[source] -= value
        else:
            gifts[group] -= value
            largest = found.rows.get(group)
            if largest is None or value < (values[largest] or ZERO):
                found.rows[group] = row
    return found


def _bounds(books: "Books", window: Window) -> tuple[int, int]:
    dates = books.transactions.date
    return bisect_left(dates, window.start), bisect_right(dates, window.end)
