"""Exact money: rounding for display, exact splitting, and the printed forms of json.md.

Amounts are :class:`decimal.Decimal` from the ledger to the page. Ratios stay
:class:`fractions.Fraction` until they are shown; only the functions here round.
"""

from collections.abc import Hashable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

from coopfund.language import numeral

ZERO = Decimal(0)
SHARE_DIGITS = 6
INDEX_DIGITS = 2
CENTS = 2
CENTLESS = frozenset({"CLP", "HUF", "ISK", "JPY", "KRW", "PYG", "RWF", "TWD", "UGX", "VND"})
"""Currencies that go without a smaller coin (ISO 4217, or by custom)."""

Key = TypeVar("Key", bound=Hashable)


def half_up(value: Decimal | Fraction | int, digits: int) -> Decimal:
    """Round to ``digits`` places, halves away from zero, exactly (no float, no context limit).

    >>> half_up(Fraction(1, 8), 2)
    Decimal('0.13')
    """
    over, under = value.as_integer_ratio()
    whole = (2 * abs(over) * 10**digits + under) // (2 * under)
    sign = "-" if over < 0 and whole else ""
    return Decimal(f"{sign}{whole}E-{digits}")


def share(value: Fraction | Decimal) -> str:
    """A share as text: six digits, half up."""
    return str(half_up(value, SHARE_DIGITS))


def index(value: Fraction | Decimal) -> str:
    """An index such as the HHI as text: two digits, half up."""
    return str(half_up(value, INDEX_DIGITS))


def amount(value: Decimal | Fraction, digits: int = 2) -> str:
    """An amount as text, in the currency's digits.

    An amount that carries more digits than the currency shows is rounded half up.
    """
    return f"{half_up(value, digits):f}"


def percent(value: Fraction | Decimal, digits: int = 1) -> str:
    """A share as a percentage for people: ``35.7 %``."""
    return f"{numeral(str(half_up(Fraction(value) * 100, digits)))} %"


def spaced(value: Decimal | Fraction, digits: int = 2) -> str:
    """An amount for people, thousands apart: ``12,345.60``."""
    return f"{half_up(value, digits):,}"


def split_exactly(
    total: Decimal, weights: Sequence[tuple[Key, Decimal | Fraction]], digits: int
) -> dict[Key, Decimal]:
    """Split ``total`` in proportion to ``weights`` by largest remainder.

    The parts have at most ``digits`` decimals and add up to ``total`` exactly, provided that
    ``total`` itself has no more. Ties of remainders go to the earlier key.

    Raises:
        ZeroDivisionError: the weights add up to zero.
    """
    unit = Decimal(1).scaleb(-digits)
    units = int(total / unit)
    whole = sum((Fraction(weight) for _, weight in weights), Fraction(0))
    exact = [(key, Fraction(weight) * units / whole) for key, weight in weights]
    parts = {key: value.numerator // value.denominator for key, value in exact}
    missing = units - sum(parts.values())
    by_remainder = sorted(exact, key=lambda item: parts[item[0]] - item[1])
    for key, _ in by_remainder[:missing]:
        parts[key] += 1
    return {key: part * unit for key, part in parts.items()}


def currency_digits(currency: str, written: int) -> int:
    """Decimals to show a currency with: what the books write, but never a dollar without cents.

    Books that only ever say ``1000 USD`` still get cents where an amount is divided.
    """
    return written if currency in CENTLESS else max(CENTS, written)


def digits_of(value: Decimal) -> int:
    """Decimals a number carries: 2 for ``10.50``, 0 for ``7``."""
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def exceeds(value: Decimal, limit: Fraction) -> bool:
    """Whether an amount is above a limit; most are not, and whole numbers tell that fast."""
    return value > limit.numerator // limit.denominator and value > limit


def add_up(parts: Mapping[Key, Decimal]) -> Decimal:
    """Sum of a mapping's amounts."""
    return sum(parts.values(), ZERO)


__all__ = [
    "ZERO",
    "add_up",
    "amount",
    "currency_digits",
    "digits_of",
    "exceeds",
    "half_up",
    "index",
    "percent",
    "share",
    "spaced",
    "split_exactly",
]
