"""What month ends tell in a row: how dependent the group was, and how long it could last."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from coopfund.language import _
from coopfund.money import ZERO, half_up
from coopfund.report import few, show, svg
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
    title = _("Largest contributor’s share of all income, {span}", span=_span(ends))  # typeset
    above = sum(1 for end in known if (end.share or 0) >= warn)
    desc = _(
        "A line through the month ends, each over twelve months, from the books’ third month on. "
        "The share was highest in {month}, {share} from {contributor}; at {above} of {count} month "
        "ends it was {warn} or more, from where the rules warn.",
        month=label(most.start),
        share=show.percent(most.share),
        contributor=few.named(str(most.top)),
        above=above,
        count=len(known),
        warn=show.percent(warn),
    )
    drawn = chart("dependence", title, desc, HEIGHT, _dependence(ends, warn, red))
    rows = [
        (
            _named(end),
            show.percent(end.share),
            few.named(end.top) if end.top else _("nobody") if end.share is not None else "",
        )
        for end in ends
    ]
    # Translators: titles of columns: a month’s end, the largest share, and who gave it
    head = (_("Month end"), _("Share"), _("From"))
    return Pair(drawn, Table(_("Largest share, twelve months each"), head, tuple(rows)))


def _dependence(ends: "Sequence[MonthEnd]", warn: Fraction, red: Fraction) -> Iterator[str]:
    shares = [None if end.share is None else _percents(end.share) for end in ends]
    most = max([share for share in shares if share is not None])
    limits = [
        (warn, _("warned from here: {share}", share=show.percent(warn))),
        (red, _("much too dependent: {share}", share=show.percent(red))),
    ]
    seen = [(_percents(at), words) for at, words in limits if _percents(at) <= 2 * most]
    up = Scale([*(share or ZERO for share in shares), *(at for at, _words in seen)])
    yield from up.grid(" %")
    for at, words in seen:
        yield svg.curve([(LEFT, up(at)), (svg.WIDTH, up(at))], svg.BROWN, "6 3")
        yield svg.text(svg.WIDTH, up(at) - 5, svg.fitted(words, svg.WIDTH - LEFT), "end")
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
    title = _("Reserve and how long it lasts, {span}", span=_span(ends))
    known = [end for end in ends if end.runway is not None]
    desc = _course(ends[0], ends[-1], coin)
    if known:
        least = min(known, key=lambda end: end.runway or 0)
        lasts = _(
            "Without any income that lasts {months} months now; it was shortest in {month}, "
            "{least} months.",
            months=show.number(ends[-1].runway),
            month=label(least.start),
            least=show.number(least.runway),
        )
        desc = f"{desc} {lasts}"
    drawn = chart("reserve", title, desc, HEIGHT + 60, _lasting(ends, coin, known))
    rows = [(_named(end), coin.bare(end.liquid), show.number(end.runway)) for end in ends]
    head = (_("Month end"), _("Reserve"), _("Months"))
    caption = _(
        "In the general accounts, in {currency}, and months of essential costs", currency=coin.name
    )
    return Pair(drawn, Table(caption, head, tuple(rows)))


def _course(first: "MonthEnd", last: "MonthEnd", coin: "Coin") -> str:
    was, held = coin.named(first.liquid), coin.named(last.liquid)
    if last.liquid > first.liquid:
        return _(
            "Bars for each month’s end. The general accounts rose from {was} to {held}.",  # typeset
            was=was,
            held=held,
        )
    if last.liquid < first.liquid:
        return _(
            "Bars for each month’s end. The general accounts fell from {was} to {held}.",  # typeset
            was=was,
            held=held,
        )
    return _(
        "Bars for each month’s end. The general accounts stayed at {held}.",  # typeset
        held=held,
    )


def _lasting(
    ends: "Sequence[MonthEnd]", coin: "Coin", known: "Sequence[MonthEnd]"
) -> Iterator[str]:
    """Two panels above one row of months: money solid, months hatched."""
    height = HEIGHT + 60
    middle = (height - BOTTOM + TOP) // 2 if known else height - BOTTOM
    slot, room = _slot(ends), svg.WIDTH - LEFT
    money = _("In the general accounts, in {currency}", currency=coin.name)
    yield svg.text(LEFT, 14, svg.fitted(money, room))
    up = Scale([end.liquid for end in ends], 26, middle)
    yield from up.grid()
    yield from _bars([end.liquid for end in ends], up, slot, SOLID)
    if known:
        months = [None if end.runway is None else half_up(end.runway, 2) for end in ends]
        hatched = svg.patterned("reserve-months", svg.BROWN, "rising")
        yield hatched.pattern
        lasts = svg.fitted(_("Months of essential costs"), room)
        yield svg.text(LEFT, middle + GAP - 12, lasts)
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
    return _("{first} to {last}", first=label(ends[0].start), last=label(ends[-1].start))


def _named(end: "MonthEnd") -> str:
    return f"{short(end.start)} {end.start.year}"
