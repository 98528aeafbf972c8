"""What stands around every page: the period, the currency, and what the reader must know first."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from coopfund.money import ZERO, half_up, percent
from coopfund.views.period import Period


@dataclass(frozen=True, slots=True)
class Frame:
    """What every page shows.

    Attributes:
        period: what its figures cover.
        currency, digits: how its amounts are written.
        outside: how many findings lie outside the period.
        by_plugins: whether the findings are those of the books' own plugin line.
        not_run: the rule families that did not run, for want of a line in the books.
        crashed: those that began and did not end, which is a fault of ours.
    """

    period: Period
    currency: str
    digits: int
    outside: int
    by_plugins: bool
    not_run: Sequence[str]
    crashed: Sequence[str]

    def rounded(self, amount: Decimal | Fraction) -> Decimal:
        """An amount with as many digits as its currency shows."""
        return half_up(amount, self.digits)

    def points(self, part: Fraction) -> Decimal:
        """A share in hundredths."""
        return half_up(part * 100, 2)

    def part(self, amount: Decimal, whole: Decimal) -> Decimal:
        """How much of the whole an amount is, in hundredths; nothing of nothing."""
        return half_up(Fraction(amount) / Fraction(whole) * 100, 1) if whole > 0 else ZERO

    def percent(self, part: Fraction | None) -> str:
        """A share; empty where it is undefined."""
        return "" if part is None else percent(part)

    def rounded_to(self, value: Fraction, digits: int) -> Decimal:
        """A number for people."""
        return half_up(value, digits)
