"""A year's budget as it might be voted, with everything it supposes: the records."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Final

from coopfund.budgets.ahead import DuesAhead
from coopfund.budgets.funding import Money, Need
from coopfund.budgets.lines import Line
from coopfund.findings import Window
from coopfund.money import ZERO

YEAR: Final = 12


class DraftError(ValueError):
    """No draft can be made; the message is one sentence."""


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What a draft supposes.

    Attributes:
        year: the year that is planned.
        price_rise: by how much everything costs more.
        members: by how much there are more members, or fewer.
        dues_rise: by how much dues are raised beyond what is voted already.
        other_income: the share of other income that comes again.
        unit: plans are rounded to it.
        keep: programs in the order in which they are served, before all others.
        set: what an account gets in the year, whatever it cost before.
        without: sources and contributors that are not counted on.
    """

    year: int
    price_rise: Fraction = Fraction(0)
    members: Fraction = Fraction(0)
    dues_rise: Fraction = Fraction(0)
    other_income: Fraction = Fraction(1)
    unit: Decimal = Decimal(1)
    keep: tuple[str, ...] = ()
    set: Mapping[str, Decimal] = field(default_factory=dict)
    without: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Planned:
    """The plan of one line.

    Attributes:
        line: what it is for.
        before: what came again in the base year.
        once: what was spent once in it, and is not planned.
        interval: ``monthly``, ``quarterly`` or ``yearly``.
        asked: what the interval's periods need.
        amounts: what they get, after cuts.
    """

    line: Line
    before: Decimal
    once: Decimal
    interval: str
    asked: tuple[Decimal, ...]
    amounts: tuple[Decimal, ...]

    @property
    def need(self) -> Decimal:
        """What the year needs."""
        return sum(self.asked, ZERO) * (YEAR if self.interval == "monthly" else 1)

    @property
    def plan(self) -> Decimal:
        """What the year gets."""
        return sum(self.amounts, ZERO) * (YEAR if self.interval == "monthly" else 1)


@dataclass(frozen=True, slots=True)
class Funded:
    """A program's need, and the money that pays for it.

    Attributes:
        need: what it costs, with what is put into its fund.
        to_fund: the part of it that goes into the program's own fund.
        given: how much of which money.
    """

    need: Need
    to_fund: Decimal
    given: Mapping[Money, Decimal]

    @property
    def amount(self) -> Decimal:
        """All that it gets."""
        return sum(self.given.values(), ZERO)

    @property
    def short(self) -> Decimal:
        """What is missing."""
        return self.need.amount - self.amount

    def of(self, source: str) -> Decimal:
        """How much of a source."""
        return sum((its for money, its in self.given.items() if money.source == source), ZERO)


@dataclass(frozen=True)
class Draft:
    """A year's budget as it might be voted.

    Attributes:
        assumptions: what was supposed.
        base: the months it is drafted from.
        months: how many of them the books cover.
        lines: the plan of each line.
        funded: core and the programs, in the order in which they are served.
        dues: the forecast of the dues, before changes that are supposed.
        dues_expected: the same with these changes.
        income: all money that is counted on.
        foreign: lines in other currencies, which are not drafted.
        unpriced: income of the base months without a price, by currency, which is not counted on.
    """

    assumptions: Assumptions
    base: Window
    months: int
    lines: Sequence[Planned]
    funded: Sequence[Funded]
    dues: DuesAhead
    dues_expected: Decimal
    income: Mapping[Money, Decimal]
    foreign: Sequence[Line] = ()
    unpriced: Mapping[str, Decimal] = field(default_factory=dict)

    @property
    def left(self) -> Decimal:
        """Money that nothing is planned for."""
        return sum(self.income.values(), ZERO) - sum((its.amount for its in self.funded), ZERO)

    @property
    def short(self) -> Decimal:
        """What is missing, of all needs."""
        return sum((its.short for its in self.funded), ZERO)
