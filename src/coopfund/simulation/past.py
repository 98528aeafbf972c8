"""Months as the rules look at them, past or supposed: income, draws, cost, the least cash."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from coopfund import words
from coopfund.books.books import month_end
from coopfund.findings import Window
from coopfund.measures.draw import Draw, draw
from coopfund.measures.income import Income
from coopfund.measures.lowpoint import low_point
from coopfund.measures.reserves import reserves
from coopfund.measures.schedule import months_on
from coopfund.money import ZERO
from coopfund.simulation.course import Month
from coopfund.simulation.outlook import Cost, Inflow, Outlook

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from coopfund.rules.case import Case

SINGLE = frozenset({"processor", "anonymous"})
"""Kinds of contributors that are no single giver."""


@dataclass(frozen=True, slots=True)
class Facts:
    """A month as the rules look at it, whether it was or is supposed.

    Attributes:
        first: its first day.
        income: what came in.
        draw: what programs and core cost, and what was earmarked.
        running, essential: running cost, and its essential part.
        lowest: the least general cash; of a month to come, that at its end.
    """

    first: date
    income: Income
    draw: Draw
    running: Decimal
    essential: Decimal
    lowest: Decimal


def past(case: "Case", outlook: Outlook) -> list[Facts]:
    """The months of the base that the books cover, in order."""
    last = outlook.base.end.replace(day=1)
    return [_was(case, months_on(last, -n)) for n in reversed(range(outlook.covered))]


def _was(case: "Case", first: date) -> Facts:
    window = Window(first, month_end(first))
    income = case.income(window)
    stock = reserves(case.books, window, window.end)
    low = low_point(case.books, window, case.books.transactions.start[case.books.until(window.end)])
    return Facts(
        first=first,
        income=income,
        draw=draw(case.tracing, window, income.by_source.get(words.DUES, ZERO), case.as_of),
        running=stock.running,
        essential=stock.cost,
        lowest=stock.liquid if low is None else low.amount,
    )


def supposed(case: "Case", months: "Sequence[Month]", outlook: Outlook) -> list[Facts]:
    """The months to come."""
    their = zip(months, outlook.other, outlook.costs, strict=True)
    return [_will_be(case, month, other, cost) for month, other, cost in their]


def _will_be(case: "Case", month: Month, other: "Mapping[Inflow, Decimal]", cost: Cost) -> Facts:
    income = Income(Window(month.first, month_end(month.first)))
    income.by_source[words.DUES] += month.dues
    earmarked: dict[str, Decimal] = {}
    for inflow, amount in other.items():
        income.by_source[inflow.source] += amount
        if inflow.group is not None and case.books.groups.kind(inflow.group) not in SINGLE:
            income.gifts[inflow.group] += amount
        if inflow.earmark is not None:
            earmarked[inflow.earmark] = earmarked.get(inflow.earmark, ZERO) + amount
    costs = {name: amount for name, amount in month.paid.items() if name != words.CORE and amount}
    core = cost.programs[words.CORE]
    unspent = sum((month.short(name) for name in cost.programs if name != words.CORE), ZERO)
    return Facts(
        first=month.first,
        income=income,
        draw=Draw(month.dues, core, costs, earmarked, {}),
        running=max(cost.essential, cost.running - unspent),
        essential=cost.essential,
        lowest=month.cash,
    )
