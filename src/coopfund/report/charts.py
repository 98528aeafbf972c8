"""The charts of the report; every figure in them also stands in a table beside them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar, Final, TypeAlias

from coopfund import words
from coopfund.language import _
from coopfund.money import ZERO
from coopfund.report import show, svg
from coopfund.report.months import label, short
from coopfund.wording import clauses, with_colon

if TYPE_CHECKING:
    from coopfund.report.cover import Period
    from coopfund.report.show import Coin
    from coopfund.report.spread import Part

LEFT, TOP, BOTTOM = 58, 34, 24
HEIGHT: Final = 300
ROW: Final = 40
LINE: Final = 24
NAMES, SHARES = 176, 64
LONGEST: Final = 24
WIDEST: Final = 32
"""Names of so many letters fit beside their bars, and of so many where the bars make room."""
LEGEND_ROW: Final = 20
STEPS: Final = (1, 2, 5, 10)
TICKS: Final = 4
NAMED: Final = 12
"""Of so many months, each is named."""
EVERY: Final = 6
"""Of more, each sixth, with its year."""
FEWEST_SLOTS: Final = 6
"""So that two months do not make two walls."""
SOLID: Final = svg.Paint(svg.TEAL, svg.TEAL)


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing; ``title`` and ``desc`` say what it shows.

    ``wide`` takes the whole line, for which ``slim`` is the same drawing on a phone.
    """

    kind: ClassVar[str] = "chart"
    key: str
    title: str
    desc: str
    svg: str
    wide: bool = False
    slim: str = ""


def chart(key: str, title: str, desc: str, height: int, parts: Iterable[str]) -> Chart:
    """A drawing under a key that is unique on the page."""
    return Chart(key, title, desc, svg.drawing(key, title, desc, height, parts))


# Dues and running costs, month by month.


def trend(periods: Sequence["Period"], coin: "Coin") -> Chart:
    """Two bars for each month: dues solid, running costs hatched."""
    first, last = periods[0].start, periods[-1].start
    above = sum(1 for period in periods if period.received and period.received >= period.running)
    title = _("Dues and running costs, {first} to {last}", first=label(first), last=label(last))
    desc = _(
        "A pair of bars for each of {count} months, in {currency}. Dues were at least as high as "
        "running costs in {above} of them. The table beside it has the figures.",
        count=len(periods),
        currency=coin.name,
        above=above,
    )
    costs = svg.patterned("trend-running", svg.BROWN, "rising")
    legend = ((_("Dues"), SOLID), (_("Running costs"), costs))
    more = LEGEND_ROW * (key_lines(legend) - 1)
    return chart("trend", title, desc, HEIGHT + more, _trend(periods, costs, legend, more))


class Scale:
    """Amounts to heights, between round grid lines; zero is always on it."""

    def __init__(
        self, values: Sequence[Decimal], top: int = TOP, bottom: int = HEIGHT - BOTTOM
    ) -> None:
        """Find round grid lines around all values, to be drawn between two heights."""
        self.top, self.bottom = top, bottom
        low, high = min(*values, ZERO), max(*values, ZERO)
        self.step = _step(high - low)
        self.lowest: Fraction = (Fraction(low) // self.step) * self.step
        self.highest = -(-Fraction(high) // self.step) * self.step or self.step

    def __call__(self, value: Decimal | Fraction) -> Fraction:
        """The height of an amount."""
        part = (Fraction(value) - self.lowest) / (self.highest - self.lowest)
        return self.bottom - (self.bottom - self.top) * part

    def lines(self) -> Iterator[Fraction]:
        """Where the grid lines are."""
        value = self.lowest
        while value <= self.highest:
            yield value
            value += self.step

    def grid(self, unit: str = "") -> Iterator[str]:
        """The grid lines with their values."""
        for value in self.lines():
            yield svg.line(LEFT, self(value), svg.WIDTH, self(value))
            words_ = f"{show.number(value, 0 if self.step >= 1 else 2)}{unit}"
            yield svg.text(LEFT - 6, self(value) + 4, words_, "end")


def _trend(
    periods: Sequence["Period"], costs: svg.Paint, legend: "Legend", more: int
) -> Iterator[str]:
    values = [v for period in periods for v in (period.received, period.running)]
    up = Scale(values, TOP + more, HEIGHT + more - BOTTOM)
    yield costs.pattern
    yield from key_rows(0, 10, legend)
    yield from up.grid()
    slot = Fraction(svg.WIDTH - LEFT, max(len(periods), FEWEST_SLOTS))
    for position, period in enumerate(periods):
        x = LEFT + slot * position
        for start, amount, paint in (
            (x + slot / 8, period.received, SOLID),
            (x + slot / 2, period.running, costs),
        ):
            ends = sorted((up(amount), up(ZERO)))
            yield svg.rect(start, ends[0], slot * 3 / 8, ends[1] - ends[0], paint)
    yield from month_names([period.start for period in periods], slot, HEIGHT + more - 6)
    yield svg.line(LEFT, up(ZERO), svg.WIDTH, up(ZERO), svg.INK)


def month_names(starts: Sequence[date], slot: Fraction, y: int = HEIGHT - 6) -> Iterator[str]:
    """The months below their slots; of more than twelve, every sixth with its year."""
    dated = [f"{short(start)} {start.year % 100:02}" for start in starts]
    every = 1 if len(starts) <= NAMED else EVERY
    for position, start in enumerate(starts):
        if (len(starts) - 1 - position) % every == 0:
            name = short(start) if every == 1 else dated[position]
            last = every > 1 and position == len(starts) - 1
            x = svg.WIDTH if last else LEFT + slot * position + slot / 2
            yield svg.text(x, y, name, "end" if last else "middle")


def _step(span: Decimal) -> Fraction:
    """A round distance between grid lines: 1, 2 or 5 times a power of ten."""
    if span <= 0:
        return Fraction(1)
    power = Fraction(10) ** (span.adjusted() - 1)
    rough = Fraction(span) / TICKS
    while True:
        for step in STEPS:
            if step * power >= rough:
                return step * power
        power *= 10


Legend: TypeAlias = Sequence[tuple[str, svg.Paint]]


def key_lines(entries: Legend) -> int:
    """How many rows a legend needs."""
    return sum(1 for part in key_rows(0, 0, entries) if part.startswith('<rect x="1"'))


def key_rows(x: int, y: int, entries: Legend) -> Iterator[str]:
    """A legend in rows: swatch and word, about seven units to a letter."""
    for whole, paint in entries:
        words_ = svg.fitted(whole, svg.WIDTH - 26)
        width = 26 + svg.LETTER * len(words_)
        if x and x + width > svg.WIDTH:
            x, y = 0, y + LEGEND_ROW
        yield svg.rect(x + 1, y - 9, 14, 11, paint)
        yield svg.text(x + 20, y, words_)
        x += width + 10


# Which money paid.


def paid_by(table: Mapping[str, Mapping[str, Decimal]], span: str) -> Chart:
    """A whole bar for each program, cut by source; what came back beyond it is left out."""
    rows = {
        title: {s: v for s, v in row.items() if v > 0}
        for title, row in table.items()
        if any(v > 0 for v in row.values())
    }
    used = [s for s in words.SOURCES if any(s in row for row in rows.values())]
    title = _("Which money paid, {span}", span=span)
    told = clauses(*(with_colon(name, _told(row)) for name, row in rows.items()))
    lines = key_lines([(show.source(s), svg.look("paid", s)) for s in used])
    height = ROW * len(rows) + LEGEND_ROW * lines + 8
    return chart("paid", title, f"{told}.", height, _paid(rows, used, height, lines))


def _shares(row: Mapping[str, Decimal]) -> list[tuple[str, Fraction]]:
    total = Fraction(sum(row.values(), ZERO))
    return [(source, Fraction(amount) / total) for source, amount in row.items()]


def _told(row: Mapping[str, Decimal]) -> str:
    return ", ".join(f"{show.source(s)} {show.percent(share)}" for s, share in _shares(row))


def _paid(
    rows: Mapping[str, Mapping[str, Decimal]], used: Sequence[str], height: int, lines: int
) -> Iterator[str]:
    looks = {source: svg.look("paid", source) for source in used}
    yield from (paint.pattern for paint in looks.values())
    for position, (title, row) in enumerate(rows.items()):
        y, x = ROW * position + 14, Fraction(1)
        yield svg.text(0, y, svg.fitted(title, svg.WIDTH))
        for source, share in _shares(row):
            width = share * (svg.WIDTH - 2)
            yield svg.rect(x, y + 5, width, 14, looks[source])
            x += width
    y = height - LEGEND_ROW * (lines - 1) - 6
    yield from key_rows(0, y, [(show.source(source), looks[source]) for source in used])


# Where income came from.


def givers(parts: Sequence["Part"], span: str) -> Chart:
    """A bar for each part of income, dues solid."""
    title = _("Where all income came from, {span}", span=span)
    desc = clauses(*(f"{part.label} {show.percent(part.share)}" for part in parts))
    return chart("givers", title, f"{desc}.", LINE * len(parts) + 4, _givers(parts))


def _givers(parts: Sequence["Part"]) -> Iterator[str]:
    others = svg.patterned("givers-other", svg.BROWN, "rising")
    yield others.pattern
    most = max(part.share for part in parts)
    letters = min(max(len(part.label) for part in parts), WIDEST)
    names = NAMES + svg.LETTER * max(letters - LONGEST, 0)
    room = svg.WIDTH - names - SHARES
    for position, part in enumerate(parts):
        y, width = LINE * position + 16, max(part.share, Fraction(0)) / most * room
        yield svg.text(0, y, svg.fitted(part.label, svg.LETTER * max(letters, LONGEST)))
        yield svg.rect(names, y - 10, width, 12, SOLID if part.dues else others)
        yield svg.text(names + width + 6, y, show.percent(part.share))
