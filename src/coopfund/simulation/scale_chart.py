"""What decides whether a further chapter pays, as a drawing: a bar for each assumption."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from coopfund.report import svg
from coopfund.report.charts import key_rows
from coopfund.simulation.economics import Swing
from coopfund.simulation.scale_page import NEVER, ScalePage, name_of

ROW: Final = 40
NAMES: Final = 60
"""Room for the figure left of the shortest bar."""
TOP: Final = 30


def chart(page: ScalePage) -> str:
    """The drawing as a file of its own."""
    title = "Members a further chapter needs to begin with"
    desc = " ".join(page.answers())
    return svg.standalone("scale", title, desc, TOP + ROW * len(page.swings) + 24, _parts(page))


def _parts(page: ScalePage) -> Iterator[str]:
    less = svg.patterned("scale-less", svg.BROWN, "rising")
    more = svg.Paint(svg.TEAL, svg.TEAL)
    yield less.pattern
    yield from key_rows(0, 10, (("20 % less", less), ("20 % more", more)))
    base = page.found.founders
    ends = [end for its in page.swings for end in (its.low, its.high) if end is not None]
    if not ends and base is None:
        return
    low, high = min([*ends, base or ends[0]]), max([*ends, base or ends[0]])
    across = _Across(low, high)
    middle = across(base) if base is not None else Fraction(svg.WIDTH)
    for number, swing in enumerate(page.swings):
        y = TOP + ROW * number
        yield svg.text(0, y + 12, name_of(swing.key))
        for end, paint in ((swing.low, less), (swing.high, more)):
            yield from _bar(middle, across(end), y + 18, paint)
        yield from _figures(swing, across, y + 28)
        if base is not None:
            yield svg.line(middle, y + 15, middle, y + 34, svg.INK)
    if base is not None:
        yield svg.text(middle, TOP + ROW * len(page.swings) + 16, f"{base:,} as here", "middle")


class _Across:
    """Members to places; no size at all lies at the right edge."""

    def __init__(self, low: int, high: int) -> None:
        self.low, self.span = low, max(1, high - low)

    def __call__(self, members: int | None) -> Fraction:
        if members is None:
            return Fraction(svg.WIDTH - NAMES)
        room = svg.WIDTH - 2 * NAMES - NAMES // 2
        return NAMES + Fraction((members - self.low) * room, self.span)


def _bar(middle: Fraction, end: Fraction, y: int, paint: svg.Paint) -> Iterator[str]:
    left, right = sorted((middle, end))
    if left < right:
        yield svg.rect(left, y, right - left, 13, paint)


def _figures(swing: Swing, across: _Across, y: int) -> Iterator[str]:
    ends = sorted((swing.low, swing.high), key=across)
    for end, anchor, gap in zip(ends, ("end", "start"), (-5, 5), strict=True):
        text = NEVER if end is None else f"{end:,}"
        yield svg.text(across(end) + gap, y, text, anchor)
