"""What a simulation supposes: who drops out, how many members, what prices, which strike."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Final

from coopfund.measures.schedule import months_on

STRIKE: Final = re.compile(
    r"(?P<members>[0-9]{1,7}) members?,? (?P<weeks>[0-9]{1,3}) weeks?,? "
    r"(?P<pay>[0-9]{1,9}(?:\.[0-9]{1,4})?) ?/ ?week"
    r"(?:,? from (?P<year>[0-9]{4})-(?P<month>0[1-9]|1[0-2]))?"
)
WEEK: Final = timedelta(weeks=1)
SOURCE_PREFIX: Final = "source:"


class SimulationError(ValueError):
    """Nothing can be simulated so; the message is one sentence."""


@dataclass(frozen=True, slots=True)
class Strike:
    """A strike: so many members get so much a week, for so many weeks.

    Attributes:
        members, weeks, pay: how many, how long, and what each gets a week.
        begins: the first day of its first month; ``None`` for the simulation's first.
    """

    members: int
    weeks: int
    pay: Decimal
    begins: date | None = None

    @property
    def weekly(self) -> Decimal:
        """What a week costs."""
        return self.members * self.pay

    @property
    def total(self) -> Decimal:
        """What all weeks cost."""
        return self.weeks * self.weekly

    def weeks_in(self, first: date, start: date) -> int:
        """How many of its weeks begin in a month; it is paid at a week's beginning.

        Args:
            first: the month's first day.
            start: the simulation's first day.
        """
        begins, following = self.begins or start, months_on(first, 1)
        return sum(1 for week in range(self.weeks) if first <= begins + week * WEEK < following)


def read_strike(text: str) -> Strike:
    """Read ``120 members 8 weeks 200.00/week``, with ``from 2027-03`` where it begins later.

    Raises:
        SimulationError: it says something else, or names nobody, no week, or no pay.
    """
    match = STRIKE.fullmatch(" ".join(text.split()))
    if match is None or (match["year"] and not int(match["year"])):
        message = (
            f'"{text}" is no strike such as "120 members 8 weeks 200.00/week" or '
            '"120 members 8 weeks 200.00/week from 2027-03".'
        )
        raise SimulationError(message)
    begins = date(int(match["year"]), int(match["month"]), 1) if match["year"] else None
    strike = Strike(int(match["members"]), int(match["weeks"]), Decimal(match["pay"]), begins)
    if not strike.total:
        message = f'"{text}" is a strike that costs nothing.'
        raise SimulationError(message)
    return strike


@dataclass(frozen=True, slots=True)
class Scenario:
    """What is supposed.

    Attributes:
        start: the first day of the first month.
        months: how many.
        drop: what no money comes from any more, as it was named: ``d-007``, ``source:state``.
        members: by how much there are more members, or fewer.
        price_rise: by how much everything costs more.
        dues_rise: by how much dues are raised beyond what is voted already.
        strike: a strike, and the program that pays for it.
    """

    start: date
    months: int = 24
    drop: Sequence[str] = ()
    members: Fraction = Fraction(0)
    price_rise: Fraction = Fraction(0)
    dues_rise: Fraction = Fraction(0)
    strike: Strike | None = None
    strike_program: str | None = None

    @property
    def sources(self) -> frozenset[str]:
        """The sources that drop out."""
        return frozenset(
            name.removeprefix(SOURCE_PREFIX) for name in self.drop if name.startswith(SOURCE_PREFIX)
        )

    @property
    def people(self) -> tuple[str, ...]:
        """The contributors that drop out."""
        return tuple(name for name in self.drop if not name.startswith(SOURCE_PREFIX))

    @property
    def days(self) -> list[date]:
        """The first day of each month."""
        return [months_on(self.start, number) for number in range(self.months)]
