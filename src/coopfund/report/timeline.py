"""What month ends tell in a row: how dependent the group was, and how long it could last."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from coopfund.money import ZERO, half_up
from coopfund.report import show, svg
from coopfund.report.charts import (
    BOTTOM,
    FEWEST_SLOTS,
    HEIGHT,
    LEFT,
    SOLID,
    TOP,
    Scale,
    chart,
    month_names,
)
from coopfund.report.months import label, short
from coopfund.report.page import Pair, Table

if TYPE_CHECKING:
    from coopfund.report.course import MonthEnd
    from coopfund.report.show import Coin

HUNDRED: Final = 100
GAP: Final = 34
"""Between two panels of a drawing, with the lower one's title."""

Point = tuple[Fraction, Fraction]


def dependence(ends: "Sequence[MonthEnd]", warn: Fraction, red: Fraction) -> Pair | None:
    """The largest contributor's share at each month's end; nothing where nobody ever gave."""
    known = [end for end in ends if end.share is not None]
    if len(known) <= 1 or not any(end.share for end in known):
        return None
    most = max(known, key=lambda end: end.share or 0)
    title = f"Largest contributor’s share of all income, {_span(ends)}"  # typeset
    above = sum(1 for end in known if (end.share or 0) >= warn)
    desc = (
        "A line through the month ends, each over twelve months, from the books’ third month on. "
        "The share was "
        f"highest in {label(most.start)}, {show.percent(most.share)} from {most.top}; at {above} "
        f"of {len(known)} month ends it was {show.percent(warn)} or more, from where the rules "
        "warn."
    )
    drawn = chart("dependence", title, desc, HEIGHT, _dependence(ends, warn, red))
    rows = [
        (
            _named(end),
            show.percent(end.share),
            end.top or ("nobody" if end.share is not None else ""),
        )
        for end in ends
    ]
    head = ("Month end", "Share", "From")
    return Pair(drawn, Table("Largest share, twelve months each", head, tuple(rows)))


def _dependence(ends: "Sequence[MonthEnd]", warn: Fraction, red: Fraction) -> Iterator[str]:
    shares = [None if end.share is None else _percents(end.share) for end in ends]
    most = max([share for share in shares if share is not None])
    limits = [(warn, "warned from here"), (red, "much too dependent")]
    seen = [(_percents(at), words) for at, words in limits if _percents(at) <= 2 * most]
    up = Scale([*(share or ZERO for share in shares), *(at for at, _ in seen)])
    yield from up.grid(" %")
    for at, words in seen:
        yield svg.curve([(LEFT, up(at)), (svg.WIDTH, up(at))], svg.BROWN, "6 3")
        yield svg.text(svg.WIDTH, up(at) - 5, f"{words}: {show.percent(at / HUNDRED)}", "end")
    slot = _slot(ends)
    yield from _line([None if share is None else up(share) for share in shares], slot)
    yield from month_names([end.start for end in ends], slot)
    yield svg.line(LEFT, up(ZERO), svg.WIDTH, up(ZERO), svg.INK)


def _percents(share: Fraction | Decimal) -> Decimal:
    return half_up(Fraction(share) * HUNDRED, 1)


def _line(heights: Sequence[Fraction | None], slot: Fraction) -> Iterator[str]:
    """A line with a dot for each month; it breaks where a month has no figure."""
    run: list[Point] = []
    for position, height in enumerate([*heights, None]):
        if height is not None:
            run.append((LEFT + slot * position + slot / 2, height))
            continue
        if len(run) > 1:
            yield svg.curve(run, svg.TEAL)
        for x, y in run:
            yield f'<circle cx="{svg.at(x)}" cy="{svg.at(y)}" r="2.6" fill="{svg.TEAL}"/>'
        run = []


def lasting(ends: "Sequence[MonthEnd]", coin: "Coin") -> Pair | None:
    """What the general accounts held at each month's end, and how many months that lasts."""
    if len(ends) <= 1:
        return None
    first, last = ends[0], ends[-1]
    title = f"Reserve and how long it lasts, {_span(ends)}"
    way = "rose" if last.liquid > first.liquid else "fell" if last.liquid < first.liquid else ""
    held = f"stayed at {coin.named(last.liquid)}"
    if way:
        held = f"{way} from {coin.named(first.liquid)} to {coin.named(last.liquid)}"
    known = [end for end in ends if end.runway is not None]
    desc = f"Bars for each month’s end. The general accounts {held}."  # typeset
    if known and last.runway is not None:
        least = min(known, key=lambda end: end.runway or 0)
        desc += (
            f" Without any income that lasts {show.number(last.runway)} months now; it was "
            f"shortest in {label(least.start)}, {show.number(least.runway)} months."
        )
    drawn = chart("reserve", title, desc, HEIGHT + 60, _lasting(ends, coin, known))
    rows = [(_named(end), coin.bare(end.liquid), show.number(end.runway)) for end in ends]
    head = ("Month end", "Reserve", "Months")
    caption = f"In the general accounts, in {coin.name}, and months of essential costs"
    return Pair(drawn, Table(caption, head, tuple(rows)))


def _lasting(
    ends: "Sequence[MonthEnd]", coin: "Coin", known: "Sequence[MonthEnd]"
) -> Iterator[str]:
    """Two panels above one row of months: money solid, months hatched."""
    height = HEIGHT + 60
    middle = (height - BOTTOM + TOP) // 2 if known else height - BOTTOM
    slot = _slot(ends)
    yield svg.text(LEFT, 14, f"In the general accounts, in {coin.name}")
    up = Scale([end.liquid for end in ends], 26, middle)
    yield from up.grid()
    yield from _bars([end.liquid for end in ends], up, slot, SOLID)
    if known:
        months = [None if end.runway is None else half_up(end.runway, 2) for end in ends]
        hatched = svg.patterned("reserve-months", svg.BROWN, "rising")
        yield hatched.pattern
        yield svg.text(LEFT, middle + GAP - 12, "Months of essential costs")
        up = Scale([m or ZERO for m in months], middle + GAP, height - BOTTOM)
        yield from up.grid()
        yield from _bars(months, up, slot, hatched)
    yield from month_names([end.start for end in ends], slot, height - 6)


def _bars(
    values: Sequence[Decimal | None], up: Scale, slot: Fraction, paint: svg.Paint
) -> Iterator[str]:
    for position, value in enumerate(values):
        if value is not None:
            low, high = sorted((up(value), up(ZERO)))
            x = LEFT + slot * position + slot / 8
            yield svg.rect(x, low, slot * 3 / 4, high - low, paint)
    yield svg.line(LEFT, up(ZERO), svg.WIDTH, up(ZERO), svg.INK)


def _slot(ends: "Sequence[MonthEnd]") -> Fraction:
    return Fraction(svg.WIDTH - LEFT, max(len(ends), FEWEST_SLOTS))


def _span(ends: "Sequence[MonthEnd]") -> str:
    return f"{label(ends[0].start)} to {label(ends[-1].start)}"


def _named(end: "MonthEnd") -> str:
    return f"{short(end.start)} {end.start.year}"
