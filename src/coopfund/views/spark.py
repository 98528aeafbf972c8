"""A trend as a row of small bars that takes the colours of the page it stands on."""

from collections.abc import Sequence
from fractions import Fraction
from html import escape
from typing import Final, NamedTuple

from coopfund.money import half_up

WIDTH: Final = 168
HEIGHT: Final = 40
GAP: Final = 2
FEWEST: Final = 12
"""Bars are never wider than those of a year: one month alone is one narrow bar."""
LEAST: Final = Fraction(1)
"""What is there is seen, however small it is."""


class Point(NamedTuple):
    """One bar: what it stands for, its exact height, and both in words; ``None`` is undefined."""

    label: str
    value: Fraction | None
    shown: str


def spark(title: str, points: Sequence[Point]) -> str:
    """The drawing, with a name and each bar's figure for those who point at it or hear it."""
    values = [point.value for point in points if point.value is not None]
    if not values:
        return ""
    told = "; ".join(f"{point.label} {point.shown}" for point in points)
    top, low = max(*values, Fraction(0)), min(*values, Fraction(0))
    scale = Fraction(HEIGHT) / ((top - low) or 1)
    zero = scale * top
    slot = Fraction(WIDTH, max(len(points), FEWEST))
    bars = "".join(
        _bar(point, slot * position, slot - GAP, zero, scale)
        for position, point in enumerate(points)
    )
    return (
        f'<svg class="spark" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-label="{escape(f"{title}: {told}")}">{bars}'
        f'<line x1="0" x2="{WIDTH}" y1="{_at(zero)}" y2="{_at(zero)}" stroke="currentColor" '
        f'stroke-opacity=".4"/></svg>'
    )


def _bar(point: Point, x: Fraction, width: Fraction, zero: Fraction, scale: Fraction) -> str:
    title = f"<title>{escape(f'{point.label}: {point.shown}')}</title>"
    if point.value is None:
        shape = f'<rect x="{_at(x)}" y="0" width="{_at(width)}" height="{HEIGHT}" fill="none"/>'
        return f"<g>{title}{shape}</g>"
    height = abs(point.value) * scale
    if point.value:
        height = max(height, LEAST)
    y = zero - height if point.value > 0 else zero
    shape = (
        f'<rect x="{_at(x)}" y="{_at(y)}" width="{_at(width)}" height="{_at(height)}" '
        'fill="currentColor"/>'
    )
    return f"<g>{title}{shape}</g>"


def _at(value: Fraction) -> str:
    return str(half_up(value, 1)).removesuffix(".0")
