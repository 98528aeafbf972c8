"""How evenly money comes in: HHI, effective number, Gini; exact until shown.

Most contributors pay the same few amounts of dues, so each amount is looked at once.
"""

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

HHI_SCALE = 10_000


def hhi(amounts: Iterable[Decimal], total: Decimal) -> Fraction:
    """Herfindahl–Hirschman index, 0 to 10,000: 10,000 × Σ (amount ÷ total)².

    Amounts of contributors nobody named are in ``total`` only, as if from people without number:
    the index is then the least it can be.
    """
    ratios = ((*x.as_integer_ratio(), many) for x, many in Counter(amounts).items())
    squares = _sum((over * over * many, under * under) for over, under, many in ratios)
    return HHI_SCALE * squares / Fraction(total) ** 2


def effective(index: Fraction) -> Fraction | None:
    """How many equal contributors give the same index: 1 ÷ Σ share²."""
    return HHI_SCALE / index if index else None


def normalised(index: Fraction, count: int) -> Fraction | None:
    """(H − 1/N) ÷ (1 − 1/N) with H on the scale of 1; undefined for a single contributor."""
    if count <= 1:
        return None
    even = Fraction(1, count)
    return (index / HHI_SCALE - even) / (1 - even)


def gini(amounts: Iterable[Decimal]) -> Fraction | None:
    """Gini coefficient, population form: Σ_i Σ_j |x_i − x_j| ÷ (2 n² mean)."""
    parts: list[tuple[int, int]] = []
    ranked: list[tuple[int, int]] = []
    count = 0
    for amount, many in sorted(Counter(amounts).items()):
        over, under = amount.as_integer_ratio()
        parts.append((over * many, under))
        ranked.append((over * (many * count + many * (many + 1) // 2), under))
        count += many
    total, weighted = _sum(parts), _sum(ranked)
    if not total:
        return None
    return 2 * weighted / (count * total) - Fraction(count + 1, count)


def _sum(ratios: Iterable[tuple[int, int]]) -> Fraction:
    """The sum of ratios of two whole numbers; those over the same number are added up first."""
    parts: dict[int, int] = {}
    for over, under in ratios:
        parts[under] = parts.get(under, 0) + over
    return sum((Fraction(over, under) for under, over in parts.items()), Fraction(0))
