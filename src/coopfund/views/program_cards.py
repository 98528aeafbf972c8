"""What the page of programs says of each: the records."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from markupsafe import Markup

from coopfund.budgets.standing import Standing
from coopfund.money import ZERO, add_up
from coopfund.report import months
from coopfund.views.paid import ProgramRow


class Month(NamedTuple):
    """One month of a program; ``participants`` is ``None`` where nobody counted them."""

    first: date
    spent: Decimal
    participants: Fraction | None
    hours: Decimal

    @property
    def key(self) -> str:
        """As Fava's time filter takes it: ``2026-04``."""
        return months.key(self.first)

    @property
    def name(self) -> str:
        """``Apr 2026``."""
        return f"{months.short(self.first)} {self.first.year}"


@dataclass(frozen=True, slots=True)
class Fund:
    """A program's money in a pool of its own, at the end of the period.

    Attributes:
        pool: its name.
        held: by source.
        foreign: what of it may not pay for the program.
        open, waived: how many findings say that the fence around it broke.
    """

    pool: str
    held: Mapping[str, Decimal]
    foreign: Decimal
    open: int
    waived: int

    @property
    def total(self) -> Decimal:
        """What it holds."""
        return add_up(self.held)

    @property
    def whole(self) -> bool:
        """Whether it holds nothing foreign, and nothing was ever wrong with it that still is."""
        return not self.foreign and not self.open


@dataclass(frozen=True, slots=True)
class Card:
    """One program in a period.

    Attributes:
        name, title: as declared; ``core`` is what has no program.
        paid: what was paid for it, by source and in all; ``None`` where nothing was.
        budget: where its year's budget stands; ``None`` where it has neither budget nor spending.
        participants: the mean of the counts; ``None`` where nobody counted.
        each: what was paid ÷ participants.
        hours: hours that people gave.
        key_share: the part of them that one person gave.
        capital: the part of what was paid that bought things that last.
        fund: its own pool, where it has one.
        trend: twelve months, or those that the books hold.
        drawing: what was spent in them, as bars.
    """

    name: str
    title: str
    paid: ProgramRow | None
    budget: Standing | None
    participants: Fraction | None
    each: Fraction | None
    hours: Decimal
    key_share: Fraction | None
    capital: Fraction | None
    fund: Fund | None
    trend: Sequence[Month]
    drawing: Markup

    @property
    def busy(self) -> bool:
        """Whether the trend shows anything."""
        return any(its.spent for its in self.trend) or self.counted or self.worked

    @property
    def counted(self) -> bool:
        """Whether participants were counted in any month."""
        return any(its.participants is not None for its in self.trend)

    @property
    def worked(self) -> bool:
        """Whether anybody gave hours in any month."""
        return any(its.hours for its in self.trend)

    @property
    def spent(self) -> Decimal:
        """What was paid in the period, after what came back."""
        return self.paid.total if self.paid else ZERO
