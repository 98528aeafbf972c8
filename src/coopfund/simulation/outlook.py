"""What the months to come would bring and cost, month by month, as the books have it so far."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from coopfund.findings import Window


class Inflow(NamedTuple):
    """Other income of a kind: its source, the program it is for alone, and its giver's group."""

    source: str
    earmark: str | None = None
    group: str | None = None


@dataclass(frozen=True, slots=True)
class Dues:
    """What dues may bring.

    Attributes:
        asked: what the schedule asks in each month, without what was paid ahead.
        rate: received ÷ asked of the base months; ``None`` where there is no schedule.
        expected: what comes in in each month.
        surprises: of each base month, what came in beyond what was to be expected, around 0.
        ahead: what members have paid for months to come.
        members: how many there are now.
        before: what came in in the base months.
    """

    asked: Sequence[Decimal]
    rate: Fraction | None
    expected: Sequence[Decimal]
    surprises: Sequence[Decimal]
    ahead: Decimal
    members: int
    before: Decimal


@dataclass(frozen=True, slots=True)
class Cost:
    """What one month costs.

    Attributes:
        programs: each program's cost, core among them.
        running, essential: running cost of all, and the essential part of it.
        to_funds: what goes into each program's own fund.
        strike: the strike pay in it, part of its program's cost.
    """

    programs: Mapping[str, Decimal]
    running: Decimal
    essential: Decimal
    to_funds: Mapping[str, Decimal]
    strike: Decimal


@dataclass(frozen=True)
class Outlook:
    """What the months to come start from, bring and cost.

    Attributes:
        months: the first day of each.
        base: the whole months it is drawn from, and how many of them the books cover.
        order: core and the programs in the order in which they are served.
        whitelists: what each may be paid from; ``None`` for anything.
        held: the general pool at the start, by source.
        owed: core bills that could not be paid before the start: an overdraft.
        funds: what is in the programs' own funds at the start.
        dues: what dues bring.
        other: other income of each month.
        gifts: of each base month, the gifts in it, from which a run may draw.
        gone: of each month, the groups that give nothing any more.
        costs: what each month costs.
        once_income, once_cost: what came and went once in the base months and is left out.
        liabilities: what is owed at the start and not paid back.
        foreign: money and spending in other currencies, by currency: left out.
        digits: the currency's.
    """

    months: Sequence[date]
    base: Window
    covered: int
    order: Sequence[str]
    whitelists: Mapping[str, frozenset[str] | None]
    held: Mapping[str, Decimal]
    owed: Decimal
    funds: Mapping[str, Decimal]
    dues: Dues
    other: Sequence[Mapping[Inflow, Decimal]]
    gifts: Sequence[Mapping[Inflow, Decimal]]
    gone: Sequence[frozenset[str]]
    costs: Sequence[Cost]
    once_income: Decimal
    once_cost: Decimal
    liabilities: Decimal
    foreign: Mapping[str, Decimal] = field(default_factory=dict)
    digits: int = 2
