"""First digits of gifts against Benford's law: off until voted, and never a proof (CF208)."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from coopfund.findings import Finding
from coopfund.language import _, numeral
from coopfund.money import ZERO, half_up, percent
from coopfund.rules.case import Case

JUDGED: Final = frozenset({"donation", "company", "union", "foundation", "other", "unknown"})
FEWEST: Final = 500
"""Of fewer gifts the first digits stray by chance alone."""

SPAN: Final = 1000
"""The law holds for sums of several magnitudes: the largest at least so many times the smallest."""

CHI_SQUARE: Final = Decimal("20.090")
"""Exceeded by chance once in a hundred times, with eight degrees of freedom."""

DEVIATION: Final = Decimal("0.015")
"""Mean absolute deviation from which the digits do not conform (after Nigrini, 2012)."""

EXPECTED: Final = {digit: (Decimal(digit + 1) / Decimal(digit)).log10() for digit in range(1, 10)}


def first_digits(case: Case) -> Iterator[Finding]:
    """CF208, where ``benford: TRUE`` was voted: a note if the gifts' first digits stray."""
    if case.setting("CF208", "benford") is not True:
        return
    rows = case.books.rows
    gifts = [
        row
        for row in case.books.rows_of("Income", case.last_row)
        if (rows.source[row] or "unknown") in JUDGED and (rows.value[row] or 0) < 0
    ]
    amounts = [-(rows.value[row] or ZERO) for row in gifts]
    if len(amounts) < FEWEST or max(amounts) < SPAN * min(amounts):
        return
    counts = dict.fromkeys(EXPECTED, 0)
    for amount in amounts:
        counts[next(digit for digit in amount.as_tuple().digits if digit)] += 1
    found = {digit: Decimal(count) / len(amounts) for digit, count in counts.items()}
    apart = {digit: found[digit] - part for digit, part in EXPECTED.items()}
    squares = sum((apart[digit] ** 2 / part for digit, part in EXPECTED.items()), ZERO)
    chi_square = len(amounts) * squares
    deviation = sum(map(abs, apart.values()), ZERO) / len(EXPECTED)
    if chi_square > CHI_SQUARE and deviation > DEVIATION:
        yield _strays(case, gifts[-1], found, len(amounts), (chi_square, deviation))


def _strays(
    case: Case,
    row: int,
    found: dict[int, Decimal],
    gifts: int,
    measured: tuple[Decimal, Decimal],
) -> Finding:
    worst = max(found, key=lambda digit: abs(found[digit] - EXPECTED[digit]))
    chi_square, deviation = measured
    message = _(
        "The first digits of {gifts} gifts stray from Benford's law, most of all {digit}: it "
        "begins {share} of them, not {expected}. Round and repeated sums do that too; look at "
        "them, it proves nothing.",
        gifts=numeral(f"{gifts:,}"),
        digit=worst,
        share=percent(found[worst]),
        expected=percent(EXPECTED[worst]),
    )
    evidence = {
        "gifts": gifts,
        "chi_square": str(half_up(chi_square, 2)),
        "deviation": str(half_up(deviation, 4)),
        "digits": {str(digit): str(half_up(part, 4)) for digit, part in found.items()},
    }
    return case.finding("CF208", row, message, evidence, action="note")
