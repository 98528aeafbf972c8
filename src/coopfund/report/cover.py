"""Question 1: did dues cover running costs?"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from coopfund import words
from coopfund.findings import Window
from coopfund.language import _, marked
from coopfund.measures.record import ratio
from coopfund.money import ZERO
from coopfund.report import charts, course, show
from coopfund.report.months import short
from coopfund.report.page import Answer, Block, Pair, Section, Table
from coopfund.tracing.tables import payments_between

if TYPE_CHECKING:
    from coopfund.report.frame import Basis, Frame

QUESTION = marked("Did dues cover running costs?")
A_TREND = 2
"""From so many months on there is a trend to show."""


@dataclass(frozen=True, slots=True)
class Period:
    """Dues received, dues spent, running costs, and all that was booked as spending."""

    start: date
    received: Decimal
    used: Decimal
    running: Decimal
    booked: Decimal

    @property
    def coverage(self) -> Fraction | None:
        """Dues received ÷ running costs; ``None`` without costs."""
        return ratio(self.received, self.running)


@dataclass(frozen=True, slots=True)
class Cover:
    """The month, the window, up to 24 months; ``declared`` where anything counts as dues."""

    month: Period
    year: Period
    trend: tuple[Period, ...]
    declared: bool


def gather(basis: "Basis") -> Cover:
    """Month by month, the last twelve of them added up."""
    books, months = basis.books, course.last_months(basis.books, basis.month)
    used = _used(basis, Window(months[0].start, basis.month.end))
    trend = tuple(_period(basis, month, used.get(month.start, ZERO)) for month in months)
    year = [period for period in trend if period.start in basis.year]
    whole = Period(
        basis.year.start,
        sum((period.received for period in year), ZERO),
        sum((period.used for period in year), ZERO),
        sum((period.running for period in year), ZERO),
        sum((period.booked for period in year), ZERO),
    )
    declared = any(info.source == words.DUES for info in books.accounts.values())
    return Cover(trend[-1], whole, trend, declared or bool(whole.received))


def _period(basis: "Basis", month: Window, used: Decimal) -> Period:
    its = basis.sums(month)
    return Period(month.start, its.dues, used, its.running, its.booked)


def _used(basis: "Basis", window: Window) -> dict[date, Decimal]:
    """What dues paid for, by the first day of the month."""
    case, sums = basis.case, dict[date, Decimal]()
    trace = case.tracing.sums("designated", case.as_of)
    for payment in payments_between(trace, window, basis.books.currency):
        month = payment.date.replace(day=1)
        sums[month] = sums.get(month, ZERO) + payment.net_by_source().get(words.DUES, ZERO)
    return sums


def answer(cover: Cover, frame: "Frame") -> Answer:
    """The answer."""
    share = cover.month.coverage
    known = cover.declared
    figure = show.percent(share) if known else show.UNDEFINED
    caption = (
        _("of running costs in {month}", month=frame.name) if known else _("no dues are declared")
    )
    return Answer(1, "dues", _(QUESTION), figure, caption, _sentence(cover, frame), known)


def _sentence(cover: Cover, frame: "Frame") -> str:
    month, year, coin = cover.month, cover.year, frame.coin
    if not cover.declared:
        return _(
            "This cannot be said yet: nothing in the books is declared as dues. Running costs were "
            "{costs} in {month}.",
            costs=coin.named(month.running),
            month=frame.name,
        )
    if month.coverage is None:
        sentence = _("There were no running costs in {month}", month=frame.name)
    elif month.coverage >= 1:
        sentence = _(
            "Yes: dues of {dues} covered all running costs of {costs} in {month}",
            dues=coin.named(month.received),
            costs=coin.named(month.running),
            month=frame.name,
        )
    else:
        sentence = _(
            "No: dues of {dues} covered {share} of the running costs of {costs} in {month}",
            dues=coin.named(month.received),
            share=show.percent(month.coverage),
            costs=coin.named(month.running),
            month=frame.name,
        )
    if year.coverage is None or frame.covered == 1:
        return f"{sentence}."
    share, span = show.percent(year.coverage), frame.span
    if month.coverage is None:
        return _(
            "{sentence}; over {span} dues covered {share}.",
            sentence=sentence,
            span=span,
            share=share,
        )
    return _(
        "{sentence}; over {span} they covered {share}.", sentence=sentence, span=span, share=share
    )


def section(cover: Cover, frame: "Frame") -> Section:
    """The figures behind it, and the twelve months."""
    if not cover.declared:
        return Section(1, "dues", _(QUESTION), _sentence(cover, frame), ())
    blocks: list[Block] = [_figures(cover, frame)]
    if len(cover.trend) >= A_TREND:
        blocks.append(Pair(charts.trend(cover.trend, frame.coin), _trend_table(cover, frame)))
    return Section(1, "dues", _(QUESTION), _sentence(cover, frame), tuple(blocks))


def _figures(cover: Cover, frame: "Frame") -> Table:
    coin = frame.coin
    periods = (cover.month, cover.year)[: frame.covered]
    return Table(
        _("Dues and running costs, in {currency}", currency=coin.name),
        ("", frame.name, frame.heading)[: frame.covered + 1],
        (
            (_("Dues received"), *(coin.bare(p.received) for p in periods)),
            (_("Dues spent, older ones too"), *(coin.bare(p.used) for p in periods)),
            (_("Running costs"), *(coin.bare(p.running) for p in periods)),
            (_("Dues received ÷ running costs"), *(show.percent(p.coverage) for p in periods)),
        ),
    )


def _trend_table(cover: Cover, frame: "Frame") -> Table:
    coin = frame.coin
    return Table(
        _("Month by month, in {currency}", currency=coin.name),
        (_("Month"), _("Dues"), _("Running costs"), _("Covered")),
        tuple(
            (
                f"{short(period.start)} {period.start.year}",
                coin.bare(period.received),
                coin.bare(period.running),
                show.percent(period.coverage),
            )
            for period in cover.trend
        ),
    )
