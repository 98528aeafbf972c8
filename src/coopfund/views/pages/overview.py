"""Overview: the six questions of the meeting, answered in a sentence each, with their trends."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from importlib import import_module
from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from coopfund import words
from coopfund.books.books import month_end
from coopfund.findings import Window
from coopfund.measures.record import ratio
from coopfund.money import ZERO, half_up, percent
from coopfund.report.frame import money_measures
from coopfund.report.month import MonthReport, build
from coopfund.report.months import label, month_before, short
from coopfund.report.page import Answer
from coopfund.views.pages.asked import Asked
from coopfund.views.spark import Point, spark

if TYPE_CHECKING:
    from coopfund.rules.analysis import Analysis

LEADS_TO: Final[Mapping[str, str]] = {
    "dues": "way",
    "paid-by": "way",
    "givers": "dependence",
    "lasting": "dependence",
    "rules": "findings",
    "changes": "reports",
}
"""The page that an answer rests on."""

MONTHS: Final = 12


@dataclass(frozen=True, slots=True)
class Line:
    """An answer, the page that shows what it rests on, and its trend.

    Attributes:
        answer: question, figure and sentence.
        page: where its link leads.
        trend: what the bars show, in words.
        drawing: the bars; empty where nothing can be drawn.
    """

    answer: Answer
    page: str
    trend: str
    drawing: Markup


@dataclass(frozen=True, slots=True)
class Overview:
    """The six answers as of a month's end; without lines where the books hold no such month."""

    month: str
    lines: Sequence[Line]


def view(asked: Asked) -> Overview:
    """The answers for the last month of the period that the books reach."""
    books, window = asked.audit.analysis.books, asked.period.window
    if window is None or books.begin is None or books.end is None or window.start > books.end:
        return Overview("", ())
    last = min(window.end, books.end)
    if last < books.begin:
        return Overview("", ())
    month = last.replace(day=1)
    return asked.audit.kept(("overview", month), lambda: _overview(asked, month))


def _overview(asked: Asked, month: date) -> Overview:
    analysis = asked.audit.analysis
    rules = [
        rule
        for family in sorted(analysis.findings)
        for rule in import_module(f"{words.PLUGIN}.{family}").RULES
    ]
    report = build(analysis, month, rules)
    trends = dict(_trends(asked, report, list(_months(analysis, month))))
    lines = []
    for answer in report.answers:
        told, points = trends[answer.key]
        points = [point._replace(shown=asked.hide(point.shown)) for point in points]
        drawing = Markup(spark(told, points))  # noqa: S704  # spark escapes every text
        lines.append(Line(answer, LEADS_TO[answer.key], told, drawing))
    return Overview(label(month), lines)


def _months(analysis: "Analysis", last: date) -> Iterator[date]:
    """The first days of twelve months, or of those that the books hold."""
    begin = (analysis.books.begin or last).replace(day=1)
    months = [last]
    while len(months) < MONTHS and months[-1] > begin:
        months.append(month_before(months[-1]))
    yield from reversed(months)


Trend = tuple[str, list[Point]]


def _trends(
    asked: Asked, report: MonthReport, months: Sequence[date]
) -> Iterator[tuple[str, Trend]]:
    """What each answer's bars show; every figure is one that the report shows too."""
    analysis = asked.audit.analysis
    ends = [money_measures(analysis.case(month_end(month))) for month in months]
    coverage = {period.start: period.coverage for period in report.cover.trend}
    yield "dues", ("dues ÷ running costs", [_share(m, coverage.get(m)) for m in months])
    allowed = _allowed(analysis)
    yield (
        "paid-by",
        (
            "part of the programs’ cost that was paid from the money they may use",
            [_share(month, allowed.get(month)) for month in months],
        ),
    )
    yield (
        "givers",
        (
            "largest giver’s share of twelve months’ income",
            [_share(m, end["top1_share"].value) for m, end in zip(months, ends, strict=True)],
        ),
    )
    reserves = [end["months_of_reserves"].value for end in ends]
    yield (
        "lasting",
        (
            "months that the money would last",
            [
                Point(_name(m), None, "undefined")
                if v is None
                else Point(_name(m), Fraction(v), str(half_up(v, 1)))
                for m, v in zip(months, reserves, strict=True)
            ],
        ),
    )
    yield "rules", ("findings dated in the month", [_count(analysis, m) for m in months])
    yield "changes", ("income of the month", [_income(asked, month) for month in months])


def _share(month: date, value: Fraction | None) -> Point:
    return Point(_name(month), value, "undefined" if value is None else percent(value))


def _name(month: date) -> str:
    return f"{short(month)} {month.year}"


def _allowed(analysis: "Analysis") -> Mapping[date, Fraction | None]:
    """By month: what the programs with a whitelist paid from it, of all they paid."""
    currency, sums = analysis.books.currency, dict[date, list[Fraction]]()
    for judged in analysis.tracing.levels():
        payment = judged.payment
        if payment.key.currency == currency and payment.counts:
            month = sums.setdefault(payment.date.replace(day=1), [Fraction(0), Fraction(0)])
            month[0] += Fraction(payment.amount)
            month[1] += Fraction(payment.shortfall)
    return {month: ratio(spent - short, spent) for month, (spent, short) in sums.items()}


def _count(analysis: "Analysis", month: date) -> Point:
    window = Window(month, month_end(month))
    count = sum(
        1 for findings in analysis.findings.values() for one in findings if one.date in window
    )
    return Point(_name(month), Fraction(count), str(count))


def _income(asked: Asked, month: date) -> Point:
    total = asked.audit.analysis.case().income(Window(month, month_end(month))).total or ZERO
    return Point(_name(month), Fraction(total), asked.money(total))
