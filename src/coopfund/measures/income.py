"""Income of a window: by source, by contributor's group, and what cannot be added."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from coopfund import words
from coopfund.findings import Window
from coopfund.measures.payers import NOBODY, groups_of_givers
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
        people: the part of ``gifts`` that natural persons gave, by group; whose kind nobody
            declared is a person only where the source says so.
        contributed: gifts, grants, contributions and membership fees by group.
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
    people: "defaultdict[str, Decimal]" = field(default_factory=_zeros)
    contributed: "defaultdict[str, Decimal]" = field(default_factory=_zeros)
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
NOT_TAGGED = RECURRING | words.NOT_INCOME
"""Sources for which the tag changes nothing."""
CONTRIBUTIONS = frozenset(
    {"dues", "levy", "affiliation", "donation", "company", "union", "foundation", "state"}
)
"""Gifts, grants, contributions and membership fees (Schedule A, line 1)."""
PERSONAL = frozenset({"levy", "donation"})
"""Sources that are natural persons' by definition, besides dues."""


def income(books: "Books", window: Window) -> Income:
    """Income of a window.

    Loans and transfers stand in ``by_source`` only; money in quarantine is a liability and never
    income.
    """
    found = income_sums(books, window)
    first, last = _bounds(books, window)
    besides_dues = books.once(_besides_dues)
    for row in besides_dues[bisect_left(besides_dues, first) : bisect_left(besides_dues, last)]:
        _note(found, books, row)
    _unconverted(found, books, range(first, last))
    return found


def _besides_dues(books: "Books") -> list[int]:
    return books.income.of(lambda giver: giver.source != words.DUES, len(books.rows))


def income_sums(books: "Books", window: Window) -> Income:
    """The sums of :func:`income` alone: no tags, no largest postings, nothing unconverted."""
    found = Income(window)
    groups = books.once(groups_of_givers)
    for (source, person), amount in books.income.sums(*_bounds(books, window)).items():
        group, kind = groups[person] if person is not None else (None, "anonymous")
        _file(found, source, group, kind, amount)
    return found


def _unconverted(found: Income, books: "Books", among: range) -> None:
    rows = books.rows
    for row in rows.unpriced:
        currency = rows.currency[row]
        is_income = row in among and rows.account[row].root == "Income"
        if is_income and currency not in books.declared.hours:
            found.unconverted[currency] -= rows.number[row]


def _note(found: Income, books: "Books", row: int) -> None:
    """Note what only a posting itself tells: its tag, and whether it is its giver's largest."""
    rows = books.rows
    source, person, value = rows.source[row], rows.contributor[row], rows.value[row] or ZERO
    if source not in NOT_TAGGED and RECURRING_TAG in books.transactions.tags[rows.txn[row]]:
        found.recurring -= value
    if person is not None:
        group = books.groups.of(person)
        largest = found.rows.get(group)
        if largest is None or value < (rows.value[largest] or ZERO):
            found.rows[group] = row


def _file(found: Income, source: str, group: str | None, kind: str | None, amount: Decimal) -> None:
    """Add what one contributor of a group gave of one source where it belongs."""
    found.by_source[source] += amount
    if source in words.NOT_INCOME:
        return
    if source in RECURRING:
        found.recurring += amount
    if group is not None and kind not in NOBODY and source in CONTRIBUTIONS:
        found.contributed[group] += amount
    if group is not None and source == words.DUES:
        found.dues[group] += amount
    elif group is not None and kind == "processor":
        found.processors[group] += amount
    elif group is None or kind == "anonymous":
        found.nameless[source] += amount
    else:
        found.gifts[group] += amount
        if kind == "person" or (kind is None and source in PERSONAL):
            found.people[group] += amount


def _bounds(books: "Books", window: Window) -> tuple[int, int]:
    """The first posting of a window, and the first after it."""
    txns = books.transactions
    first, last = bisect_left(txns.date, window.start), bisect_right(txns.date, window.end)
    return txns.start[first], txns.start[last]
