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
    squares = sum((Fraction(x) ** 2 * many for x, many in Counter(amounts).items()), Fraction(0))
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
    total = weighted = Fraction(0)
    count = 0
    for amount, many in sorted(Counter(amounts).items()):
        ranks = many * count + many * (many + 1) // 2
        total += Fraction(amount) * many
        weighted += Fraction(amount) * ranks
        count += many
    if not total:
        return None
    return 2 * weighted / (count * total) - Fraction(count + 1, count)
