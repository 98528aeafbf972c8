"""Who gave how much of a period's income: groups by rank, dues, and what no name stands for."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from coopfund import words
from coopfund.money import add_up
from coopfund.views.period import Period

if TYPE_CHECKING:
    from coopfund.measures.income import Income
    from coopfund.rules.case import Case

LISTED = 100
"""How many groups a page lists; the others are added up in one row."""


@dataclass(frozen=True, slots=True)
class Giver:
    """One row: ``rank`` is ``None`` for what no single contributor gave."""

    rank: int | None
    who: str
    what: str
    amount: Decimal
    share: Fraction | None


@dataclass(frozen=True, slots=True)
class Givers:
    """The income of a period by who gave it.

    Attributes:
        total: all income of the period.
        rows: contributors by rank, then dues, unresolved and nameless money; they add up to it.
        largest: the first contributor by rank.
        apart: loans and transfers, which came in but are no income, by source.
        unconverted: income in currencies without a price, by currency.
    """

    total: Decimal
    rows: Sequence[Giver]
    largest: Giver | None
    apart: Mapping[str, Decimal]
    unconverted: Mapping[str, Decimal]


def givers(case: "Case", period: Period) -> Givers | None:
    """The shares of a period's income; ``None`` where there is no period."""
    if period.window is None:
        return None
    income = case.income(period.window)
    rows = list(_rows(case, income))
    return Givers(
        total=income.total,
        rows=rows,
        largest=rows[0] if rows and rows[0].rank else None,
        apart={s: income.by_source[s] for s in words.SOURCES if s in _apart(income)},
        unconverted={c: amount for c, amount in sorted(income.unconverted.items()) if amount},
    )


def _apart(income: "Income") -> set[str]:
    return {s for s, amount in income.by_source.items() if s in words.NOT_INCOME and amount}


def _rows(case: "Case", income: "Income") -> Iterator[Giver]:
    total, ranked = income.total, income.ranked()
    members = {event.member for event in case.books.declared.members}
    for rank, (group, amount) in enumerate(ranked[:LISTED], 1):
        kind = case.books.groups.kind(group) or ("member" if group in members else "kind unknown")
        yield Giver(rank, group, kind, amount, _share(amount, total))
    others = dict(ranked[LISTED:])
    if others:
        yield _sum(f"{len(others)} others", "smaller gifts", add_up(others), total)
    taken = {group: amount for group, amount in income.gifts.items() if amount < 0}
    if taken:
        yield _sum("refunds", "of gifts of earlier periods", add_up(taken), total)
    payers = sum(1 for amount in income.dues.values() if amount > 0)
    dues = add_up(income.dues)
    if dues:
        counted = "1 member" if payers == 1 else f"{payers} members"
        yield _sum(counted, "dues", dues, total)
    for processor, amount in sorted(income.processors.items()):
        yield _sum(processor, "unresolved: a processor, not a giver", amount, total)
    for source in words.SOURCES:
        if income.nameless.get(source):
            yield _sum("no name", source, income.nameless[source], total)


def _sum(who: str, what: str, amount: Decimal, total: Decimal) -> Giver:
    return Giver(None, who, what, amount, _share(amount, total))


def _share(amount: Decimal, total: Decimal) -> Fraction | None:
    return Fraction(amount) / Fraction(total) if total > 0 else None
