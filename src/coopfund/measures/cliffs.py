"""Who gave much last year and gives little now, or has said when it will stop (CF307)."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from coopfund import words
from coopfund.money import ZERO

if TYPE_CHECKING:
    from coopfund.books.books import Books
    from coopfund.measures.income import Income


class Cliff(NamedTuple):
    """A contributor (group) or a source, what it gave in the year before, and what now."""

    contributor: str | None
    source: str | None
    before: Decimal
    now: Decimal
    share: Fraction


def cliffs(
    books: "Books", before: "Income", now: "Income", share: Fraction, left: Fraction
) -> Iterator[Cliff]:
    """Whoever gave over ``share`` of one year's income and less than ``left`` of it in the next.

    A source is told only where no contributor told of gave most of it.
    """
    told: dict[str, Decimal] = {}
    for group, amount in before.ranked():
        part, still = Fraction(amount) / Fraction(before.total), now.gifts.get(group, ZERO)
        if part > share and still < left * Fraction(amount):
            source = books.rows.source[before.rows[group]] or words.UNKNOWN
            told[source] = told.get(source, ZERO) + amount
            yield Cliff(group, None, amount, still, part)
    for source in words.SOURCES:
        amount, still = before.by_source.get(source, ZERO), now.by_source.get(source, ZERO)
        if source in words.NOT_INCOME or 2 * told.get(source, ZERO) > amount:
            continue
        part = Fraction(amount) / Fraction(before.total)
        if part > share and still < left * Fraction(amount):
            yield Cliff(None, source, amount, still, part)


def endings(books: "Books", groups: frozenset[str], after: date, until: date) -> dict[str, date]:
    """The groups that have said they give for the last time after one day and until another."""
    found: dict[str, date] = {}
    for name, record in books.declared.contributors.items():
        group = books.groups.of(name)
        if record.ends and after < record.ends <= until and group in groups:
            found[group] = min(record.ends, found.get(group, record.ends))
    return found
