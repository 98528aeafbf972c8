"""A fan of courses: the same scenario under what the books' own months brought by surprise.

Each month of each run draws one month of the base for its dues (what came in beyond what was to be
expected: late, early, not at all) and one for its gifts. Only whole amounts of the books are drawn;
chance decides which month, never an amount.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Final

from coopfund import words
from coopfund.money import ZERO
from coopfund.simulation.course import course, first_short
from coopfund.simulation.giving import GIVEN
from coopfund.simulation.outlook import Inflow, Outlook

PERCENTILES: Final = (5, 25, 50, 75, 95)
"""The lines of a fan."""


@dataclass(frozen=True, slots=True)
class Fan:
    """What many runs came to.

    Attributes:
        runs, seed: how many, and what chance began with.
        cash: of each month, the cash that so many per cent of the runs did not exceed.
        dry: of each month, the share of runs in which bills of core were unpaid at its end.
        stopped: of each program, the share of runs in which it was not paid in full at some time.
        stops: of each program that stopped in more than half of the runs, the month by which half
            of all runs had seen it stop.
    """

    runs: int
    seed: int
    cash: Sequence[Mapping[int, Decimal]]
    dry: Sequence[Fraction]
    stopped: Mapping[str, Fraction]
    stops: Mapping[str, date]


def fan(outlook: Outlook, runs: int, seed: int, told: Callable[[int], None] | None = None) -> Fan:
    """Go through the months again and again; the same seed gives the same fan.

    Args:
        outlook: what the months start from, bring and cost.
        runs: how often.
        seed: what chance begins with.
        told: called with how many runs are done, now and then.
    """
    chance = Random(seed)  # noqa: S311  # drawn from on purpose by a seed, no secret
    cash: list[list[Decimal]] = [[] for _ in outlook.months]
    dry = [0] * len(outlook.months)
    short: dict[str, list[date]] = {name: [] for name in outlook.order if name != words.CORE}
    regular = [_without_gifts(other) for other in outlook.other]
    for number in range(runs):
        months = course(outlook, _dues(outlook, chance), _other(outlook, regular, chance))
        for position, month in enumerate(months):
            cash[position].append(month.cash)
            dry[position] += month.unpaid > 0
        for name, found in short.items():
            first = first_short(months, name)
            if first is not None:
                found.append(first.first)
        if told is not None:
            told(number + 1)
    return Fan(
        runs=runs,
        seed=seed,
        cash=[_percentiles(sorted(its)) for its in cash],
        dry=[Fraction(count, runs) for count in dry],
        stopped={name: Fraction(len(found), runs) for name, found in short.items()},
        stops={
            name: sorted(found)[(runs + 1) // 2 - 1]
            for name, found in short.items()
            if 2 * len(found) > runs
        },
    )


def _dues(outlook: Outlook, chance: Random) -> list[Decimal]:
    dues = outlook.dues
    return [max(ZERO, its + chance.choice(dues.surprises)) for its in dues.expected]


def _other(
    outlook: Outlook, regular: Sequence[Mapping[Inflow, Decimal]], chance: Random
) -> list[Mapping[Inflow, Decimal]]:
    drawn = ((its, chance.choice(outlook.gifts)) for its in regular)
    return [
        {**its, **{inflow: amount for inflow, amount in gifts.items() if inflow.group not in gone}}
        for (its, gifts), gone in zip(drawn, outlook.gone, strict=True)
    ]


def _without_gifts(other: Mapping[Inflow, Decimal]) -> dict[Inflow, Decimal]:
    return {inflow: amount for inflow, amount in other.items() if inflow.source not in GIVEN}


def _percentiles(ordered: Sequence[Decimal]) -> dict[int, Decimal]:
    """By nearest rank: amounts that a run really came to."""
    return {part: ordered[max(0, -(-len(ordered) * part // 100) - 1)] for part in PERCENTILES}
