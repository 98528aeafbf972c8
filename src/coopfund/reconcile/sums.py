"""Rows that are several entries at once: a collection is taken to the bank as one deposit."""

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coopfund.money import ZERO
from coopfund.reconcile.sides import Entry, Row, near

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Sum:
    """A row, and entries that add up to it."""

    row: Row
    entries: tuple[Entry, ...]


def linked(
    rows: Iterable[Row],
    entries: Iterable[Entry],
    everything: Iterable[Entry],
    days: int,
    outside: Container[str],
) -> list[Sum]:
    """The rows that all entries with a link add up to, within some days.

    Args:
        rows: those not matched yet.
        entries: likewise.
        everything: the entries before any was matched: a link of which some are is no whole.
        days: how far each of the entries may be from the row.
        outside: the links of entries that are not among these.
    """
    wholes = Counter(name for entry in everything for name in entry.references)
    groups = {
        frozenset(map(id, group)): group
        for name, group in _by_link(entries).items()
        if len(group) == wholes[name] and name not in outside
    }
    return list(_fitting(rows, groups.values(), days))


def of_one_day(
    rows: Iterable[Row], entries: Iterable[Entry], days: int, known: Iterable[Sum]
) -> list[Sum]:
    """The rows that all money that came in, or all that went out, on one day adds up to.

    Nothing says that it is so; these are for a person to look at.
    """
    groups: dict[tuple[date, bool], list[Entry]] = {}
    for entry in entries:
        groups.setdefault((entry.date, entry.amount > 0), []).append(entry)
    told = {_identity(its) for its in known}
    return [its for its in _fitting(rows, groups.values(), days) if _identity(its) not in told]


def _identity(its: Sum) -> tuple[int, frozenset[int]]:
    return id(its.row), frozenset(map(id, its.entries))


def _in_books(entry: Entry) -> tuple[object, ...]:
    return entry.date, entry.place.file, entry.place.line


def _by_link(entries: Iterable[Entry]) -> Mapping[str, Sequence[Entry]]:
    groups: dict[str, list[Entry]] = {}
    for entry in entries:
        for name in entry.references:
            groups.setdefault(name, []).append(entry)
    return groups


def _fitting(rows: Iterable[Row], groups: Iterable[Sequence[Entry]], days: int) -> Iterator[Sum]:
    """The groups of two and more that add up to a row near all of them."""
    by_amount: dict[Decimal, list[Row]] = {}
    for row in rows:
        by_amount.setdefault(row.amount, []).append(row)
    for group in groups:
        total = sum((entry.amount for entry in group), ZERO)
        for row in by_amount.get(total, ()) if len(group) > 1 else ():
            if all(near(row, entry, days) for entry in group):
                yield Sum(row, tuple(sorted(group, key=_in_books)))
