"""The data of the Audit page: computed once per load of the books and period, without Fava."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coopfund import words
from coopfund.findings import Place, Window
from coopfund.money import ZERO, half_up, percent
from coopfund.rules.analysis import KEY, Analysis
from coopfund.rules.plugin import collector_paused
from coopfund.views.found import Choice, Found, found
from coopfund.views.givers import Givers, givers
from coopfund.views.paid import MEANING, Bars, Paid, charts, paid
from coopfund.views.period import Period, period_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

    from beancount.core.data import Directive

PERIODS_KEPT = 16
"""For how many periods a load keeps its tables; Fava itself keeps as many filtered ledgers."""


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables of a period."""

    paid: Paid
    givers: Givers | None


@dataclass(frozen=True, slots=True)
class Page:
    """Everything that the page shows.

    Attributes:
        period: what it covers.
        currency, digits: how its amounts are written.
        by_plugins: whether the findings are those of the books' own plugin line.
        not_run: the rule families that did not run, for want of a line in the books.
        crashed: those that began and did not end, which is a fault of ours.
        found, tables: what stands on it.
        charts: payments by interval.
    """

    period: Period
    currency: str
    digits: int
    by_plugins: bool
    not_run: Sequence[str]
    crashed: Sequence[str]
    found: Found
    tables: Tables
    charts: Sequence[Bars]

    meaning = MEANING

    def rounded(self, amount: "Decimal") -> "Decimal":
        """An amount with as many digits as its currency shows."""
        return half_up(amount, self.digits)

    def points(self, part: Fraction) -> "Decimal":
        """A share in hundredths."""
        return half_up(part * 100, 2)

    def part(self, amount: "Decimal", whole: "Decimal") -> "Decimal":
        """How much of the whole an amount is, in hundredths; nothing of nothing."""
        return half_up(Fraction(amount) / Fraction(whole) * 100, 1) if whole > 0 else ZERO

    def percent(self, part: Fraction | None) -> str:
        """A share; empty where it is undefined."""
        return "" if part is None else percent(part)


class Audit:
    """One load of the books, and the pages made of it so far."""

    def __init__(self, analysis: Analysis, *, by_plugins: bool) -> None:
        """Show ``analysis``, which the books' own plugin line made or not."""
        self.analysis = analysis
        self.by_plugins = by_plugins
        self._findings = analysis.all_findings()
        self._tables = lru_cache(PERIODS_KEPT)(self._make_tables)
        self._charts = lru_cache(PERIODS_KEPT)(self._make_charts)

    def period(self, chosen: Window | None) -> Period:
        """The period that a page covers if the reader chose this one or none."""
        return period_of(self.analysis.case(), chosen)

    def page(self, period: Period, choice: Choice, intervals: "Iterable[Window]" = ()) -> Page:
        """A page.

        Args:
            period: what it covers.
            choice: which findings the reader wants to see.
            intervals: the bars of its charts, in order and without gaps.
        """
        books, ran = self.analysis.books, sorted(self.analysis.findings)
        crashed = sorted(self.analysis.started - set(ran))
        return Page(
            period=period,
            currency=books.currency,
            digits=books.digits,
            by_plugins=self.by_plugins,
            not_run=[name for name in words.FAMILIES if name not in {*ran, *crashed}],
            crashed=crashed,
            found=found(self._findings, period, ran, choice),
            tables=self._tables(period),
            charts=self._charts(tuple(intervals)),
        )

    def label(self, place: Place) -> str:
        """A place as people read it: the file relative to the books' folder, and the line."""
        path, folder = Path(place.file), self.analysis.books.folder
        name = path.relative_to(folder) if folder and path.is_relative_to(folder) else path.name
        return f"{name}:{place.line}"

    def _make_tables(self, period: Period) -> Tables:
        return Tables(paid(self.analysis, period), givers(self.analysis.case(), period))

    def _make_charts(self, intervals: tuple[Window, ...]) -> list[Bars]:
        return charts(self.analysis, intervals)


def audit_of(entries: "Sequence[Directive]", options: Mapping[str, Any]) -> Audit:
    """The audit of a load: what its plugins left in the options, else all rules judged now."""
    left = options.get(KEY)
    if isinstance(left, Analysis) and left.started:
        return Audit(left, by_plugins=True)
    analysis = Analysis()
    with collector_paused():
        analysis.read(entries, options)
        for family in words.FAMILIES:
            rules = import_module(f"{words.PLUGIN}.{family}").RULES
            analysis.findings[family] = analysis.judge(rules)
    return Audit(analysis, by_plugins=False)
