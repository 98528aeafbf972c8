"""The frame of a report, and what its questions read: this month's case and the last one's."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Final

from coopfund.books.books import month_end
from coopfund.findings import Measure, Window
from coopfund.language import _, day, plural, spoken
from coopfund.measures.all import measure
from coopfund.measures.endurance import dues_measures, endurance_measures
from coopfund.measures.membership import members_on
from coopfund.measures.record import Maker
from coopfund.measures.reserves import covered_months, reserves
from coopfund.measures.shares import (
    source_measures,
    spread_measures,
    state_measures,
    top_measures,
)
from coopfund.report import few
from coopfund.report.memory import Memory, keep
from coopfund.report.months import label, month_before
from coopfund.report.show import Coin, once

if TYPE_CHECKING:
    from coopfund.books.books import Books
    from coopfund.report.course import MonthEnd, MonthSums
    from coopfund.rules.analysis import Analysis
    from coopfund.rules.case import Case

YEAR: Final = 12
SHOWN_METHODS: Final = ("designated", "adverse")
UNTITLED: Final = ("", "Beancount")
"""Titles that nobody has chosen."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What the report is about.

    Attributes:
        title: the group's name, or nothing where the books have none.
        month: the first day of the month.
        as_of: its last day; nothing later counts.
        year: the twelve months that end with it.
        covered: how many of them the books cover.
        coin: the operating currency.
        plain: whether the books declare nothing of ours.
        version: of the program that made it.
        faults: how many errors Beancount finds in the books.
        members: how many the group has at the month's end.
    """

    title: str
    month: date
    as_of: date
    year: Window
    covered: int
    coin: Coin
    plain: bool
    version: str
    faults: int = 0
    members: int = 0

    @property
    def name(self) -> str:
        """``October 2026``."""
        return label(self.month)

    @property
    def span(self) -> str:
        """The window in words."""
        if self.covered == YEAR:
            return _("the last 12 months")
        if self.covered == 1:
            return _("this first month of the books")
        return _("the {count} months since the books began", count=self.covered)

    @property
    def about(self) -> str:
        """What the page is."""
        told = [_("All amounts in {currency}.", currency=self.coin.name)]
        if self.title:
            told.insert(0, _("Monthly report for the members’ meeting."))  # typeset
        if 0 < self.members < few.FEWEST:
            told.append(few.sentence(self.members))
        return " ".join(told)

    @property
    def fault(self) -> str:
        """A warning where Beancount finds errors in the books."""
        if not self.faults:
            return ""
        return plural(
            "Beancount finds 1 error in these books, so figures may be wrong.",
            "Beancount finds {number} errors in these books, so figures may be wrong.",
            self.faults,
        )

    @property
    def footer(self) -> str:
        """What it was made of."""
        return _(
            "Made by coopfund {version} from the books up to {day}. "
            "Members and contributors appear under pseudonyms only.",
            version=self.version,
            day=day(self.as_of),
        )

    @property
    def heading(self) -> str:
        """The window as the title of a column."""
        return plural("1 month", "{number} months", self.covered)

    @property
    def language(self) -> str:
        """The code of the language that it is printed in, such as ``de``."""
        return spoken().code

    @property
    def heading_line(self) -> str:
        """The month as a heading."""
        return once(self.name)

    @property
    def group(self) -> str:
        """Whose report it is; what it is, where the books do not say."""
        return self.title or _("Monthly report")


class Basis:
    """What the questions read, each computed once."""

    def __init__(self, analysis: "Analysis", month: date, memory: Memory | None = None) -> None:
        """Look at the books as of a month's end, and as of the end of the month before."""
        self.analysis = analysis
        self._memory = memory or Memory()
        self.case: Case = analysis.case(month_end(month))
        self.month = Window(month, month_end(month))
        self.year = self.case.window(YEAR)

    @property
    def books(self) -> "Books":
        """The books."""
        return self.case.books

    @property
    def known_ends(self) -> "dict[date, MonthEnd]":
        """The month ends that reports of these books have looked at before, by first day."""
        return self._memory.ends

    def sums(self, month: Window) -> "MonthSums":
        """What a whole month brought and cost, computed once for all reports."""
        return self._memory.sums(self.books, month)

    @cached_property
    def previous(self) -> "Case | None":
        """The case a month before, where the books hold that month."""
        end, begin = month_end(month_before(self.month.start)), self.books.begin
        return self.analysis.case(end) if begin is not None and begin <= end else None

    @cached_property
    def measures(self) -> Mapping[str, Measure]:
        """Every measure of the twelve months; programs by the two methods that levels need."""
        found = measure(self.case, YEAR, methods=SHOWN_METHODS)
        keep(self._memory.measures, self.case.as_of, found)
        return found

    @cached_property
    def measures_before(self) -> Mapping[str, Measure]:
        """The measures that are compared, a month before; nothing where there was none."""
        if self.previous is None:
            return {}
        return self._memory.measures.get(self.previous.as_of) or money_measures(self.previous)

    def frame(self, version: str, faults: int) -> Frame:
        """The frame of the report."""
        books = self.books
        return Frame(
            title="" if books.title in UNTITLED else books.title,
            month=self.month.start,
            as_of=self.month.end,
            year=self.year,
            covered=covered_months(books, self.year),
            coin=Coin(books.currency, books.digits),
            plain=books.plain,
            version=version,
            faults=faults,
            members=len(members_on(books.declared.members, self.month.end)),
        )


def money_measures(case: "Case") -> dict[str, Measure]:
    """The measures of income and reserves alone, which cost no walk through members and traces."""
    window = case.window(YEAR)
    make, income = Maker(window), case.income(window)
    stock = reserves(case.books, window, case.as_of)
    found = [
        *source_measures(income, make),
        *state_measures(income, make),
        *top_measures(income, make),
        *spread_measures(income, make),
        *endurance_measures(income, stock, make),
        *dues_measures(income, stock, make),
    ]
    return {one.name: one for one in found}
