"""Which row of a statement is which entry of the books: what is certain, and nothing else.

Certain is, in this order: the same import id; the same reference (a link, an invoice, a cheque)
and amount, where no other row or entry has both; the same amount within some days, where neither
side has another candidate; likewise the sum of all entries that share a link, as of a collection
that was taken to the bank at once. Equal payments that could be exchanged, and entries that only
happen to add up, are listed, never guessed. The order of rows and of entries means nothing.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final, Literal

from coopfund.reconcile.sides import Entry, Row, near, other
from coopfund.reconcile.sums import Sum, linked, of_one_day

Why = Literal["import-id", "reference", "amount", "sum", "equals"]
REASONS: Final[tuple[Why, ...]] = ("import-id", "reference", "amount", "sum", "equals")
REFERENCE_DAYS: Final = 92
"""A cheque may take so long; a standing order of next year has the same reference again."""
DAYS: Final = 4
"""Over a weekend and a holiday a bank books later than a treasurer."""


@dataclass(frozen=True, slots=True)
class Match:
    """One row, and the posting that it is; several where only together they are the row."""

    row: Row
    entries: tuple[Entry, ...]
    why: Why


@dataclass(frozen=True, slots=True)
class Equals:
    """Rows and entries of one amount that could be exchanged: nobody can say which is which."""

    rows: tuple[Row, ...]
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Matching:
    """What is certain, and what is left.

    Attributes:
        matches: what is certain.
        equals: candidates among what is left that cannot be told apart.
        sums: rows that are left, and entries that only happen to add up to them.
        rows: what is left of the statement, those of ``equals`` among it.
        entries: likewise of the books.
    """

    matches: tuple[Match, ...]
    equals: tuple[Equals, ...]
    rows: tuple[Row, ...]
    entries: tuple[Entry, ...]
    sums: tuple[Sum, ...] = ()


def match(
    rows: Iterable[Row],
    entries: Iterable[Entry],
    days: int = DAYS,
    *,
    together: bool = False,
    outside: Container[str] = frozenset(),
) -> Matching:
    """Match a statement with the books.

    Args:
        rows: the statement's, of one account and currency.
        entries: the books' postings on it that the statement could hold.
        days: how far apart the same payment may be dated.
        together: whether equal rows and as many equal entries, all of them within ``days``, count
            as matched although nobody says which is which.
        outside: the links of entries that are not among these: what shares one is no whole.
    """
    left = _Left(sorted(rows, key=lambda row: row.order), sorted(entries, key=lambda e: e.order))
    everything = tuple(left.entries)
    found = [*_by_id(left)]
    found += _unique(left, "reference", REFERENCE_DAYS, _same_reference)
    sums = linked(left.rows, left.entries, everything, days, outside)
    found += _certain(left, sums, days)
    contested = {id(one) for its in sums for one in (its.row, *its.entries)}
    equals = []
    for group in _groups(left, days, _anything):
        free = contested.isdisjoint(map(id, (*group.rows, *group.entries)))
        if together and free and _exchangeable(group, days):
            found += left.take("equals", zip(group.rows, group.entries, strict=True))
        elif group.rows and group.entries:
            equals.append(group)
    found.sort(key=lambda match: match.row.order)
    kept = [its for its in sums if any(its.row is row for row in left.rows)]
    kept += of_one_day(left.rows, left.entries, days, kept)
    return Matching(tuple(found), tuple(equals), tuple(left.rows), tuple(left.entries), tuple(kept))


def _certain(left: "_Left", sums: Sequence[Sum], days: int) -> list[Match]:
    """Rows that one entry alone could be, or the entries of one link alone."""
    uses = Counter(id(one) for its in sums for one in (its.row, *its.entries))
    groups = _groups(left, days, _anything)
    single = {id(one) for group in groups for one in (*group.rows, *group.entries)}
    pairs = [
        (group.rows[0], group.entries[0])
        for group in groups
        if len(group.rows) == 1
        and len(group.entries) == 1
        and not uses[id(group.rows[0])]
        and not uses[id(group.entries[0])]
    ]
    whole = [
        Match(its.row, its.entries, "sum")
        for its in sums
        if all(uses[id(one)] == 1 and id(one) not in single for one in (its.row, *its.entries))
    ]
    return left.take("amount", pairs) + left.take_all(whole)


class _Left:
    """What is not matched yet."""

    def __init__(self, rows: list[Row], entries: list[Entry]) -> None:
        self.rows = rows
        self.entries = entries

    def take(self, why: Why, pairs: Iterable[tuple[Row, Entry]]) -> list[Match]:
        """Match pairs."""
        return self.take_all(Match(row, (entry,), why) for row, entry in pairs)

    def take_all(self, matches: Iterable[Match]) -> list[Match]:
        """Take matches out of what is left."""
        found = list(matches)
        rows = {id(match.row) for match in found}
        entries = {id(entry) for match in found for entry in match.entries}
        self.rows = [row for row in self.rows if id(row) not in rows]
        self.entries = [entry for entry in self.entries if id(entry) not in entries]
        return found


def _by_id(left: _Left) -> list[Match]:
    """The same import id, where the amounts agree too."""
    known: dict[str, dict[int, list[Entry]]] = {}
    for entry in left.entries:
        for identity in entry.ids:
            known.setdefault(identity, {}).setdefault(entry.txn, []).append(entry)
    found, used = [], set()
    for row in left.rows:
        for txn, entries in known.get(row.id, {}).items():
            total = sum((entry.amount for entry in entries), Decimal(0))
            if txn not in used and total == row.amount:
                used.add(txn)
                found.append(Match(row, tuple(entries), "import-id"))
                break
    return left.take_all(found)


Fits = Callable[[Row, Entry], bool]


def _unique(left: _Left, why: Why, days: int, fits: Fits) -> list[Match]:
    """Pairs of which neither side has another candidate."""
    groups = _groups(left, days, fits)
    return left.take(
        why,
        (
            (group.rows[0], group.entries[0])
            for group in groups
            if len(group.rows) == 1 and len(group.entries) == 1
        ),
    )


def _groups(left: _Left, days: int, fits: Fits) -> list[Equals]:
    """What is left of one amount, parted into what hangs together by candidates."""
    found = []
    for rows, entries in _by_amount(left):
        dates = [entry.date for entry in entries]
        near = [
            [
                place
                for place in _window(dates, row.date, days)
                if fits(row, entries[place]) and not other(row, entries[place])
            ]
            for row in rows
        ]
        for numbers, places in _components(near):
            found.append(Equals(tuple(rows[n] for n in numbers), tuple(entries[n] for n in places)))
    return found


def _window(dates: Sequence[date], day: date, days: int) -> range:
    """The entries that are near enough, of those in order of date."""
    span = timedelta(days=days)
    return range(bisect_left(dates, day - span), bisect_right(dates, day + span))


def _by_amount(left: _Left) -> Iterable[tuple[list[Row], list[Entry]]]:
    rows: dict[Decimal, list[Row]] = {}
    for row in left.rows:
        rows.setdefault(row.amount, []).append(row)
    entries: dict[Decimal, list[Entry]] = {}
    for entry in left.entries:
        entries.setdefault(entry.amount, []).append(entry)
    return [(rows[amount], entries[amount]) for amount in rows if amount in entries]


def _components(near: Sequence[Sequence[int]]) -> list[tuple[list[int], list[int]]]:
    """Connected rows and entries of a graph that says which entries each row could be."""
    by_entry: dict[int, list[int]] = {}
    for row, entries in enumerate(near):
        for entry in entries:
            by_entry.setdefault(entry, []).append(row)
    found, seen = [], set()
    for start, first in enumerate(near):
        if start in seen or not first:
            continue
        rows, places, waiting = {start}, set[int](), [start]
        while waiting:
            for entry in near[waiting.pop()]:
                if entry not in places:
                    places.add(entry)
                    fresh = [row for row in by_entry[entry] if row not in rows]
                    rows.update(fresh)
                    waiting += fresh
        seen |= rows
        found.append((sorted(rows), sorted(places)))
    return found


def _same_reference(row: Row, entry: Entry) -> bool:
    return not row.references.isdisjoint(entry.references)


def _anything(row: Row, entry: Entry) -> bool:
    """Nothing but the amount and the days."""
    del row, entry
    return True


def _exchangeable(group: Equals, days: int) -> bool:
    """Whether there are as many entries as rows, and each could be each."""
    return len(group.rows) == len(group.entries) and all(
        near(row, entry, days) for row in group.rows for entry in group.entries
    )
