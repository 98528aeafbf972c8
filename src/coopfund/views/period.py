"""The period that a page shows, and how people say it."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from coopfund.findings import Window
from coopfund.language import month_of_year
from coopfund.wording import on_day

if TYPE_CHECKING:
    from coopfund.rules.case import Case


@dataclass(frozen=True, slots=True)
class Period:
    """What the tables of a page cover.

    Attributes:
        window: the days, or ``None`` where the books hold no transaction and nothing was chosen.
        chosen: whether the reader chose it with Fava's time filter.
        last: the day of the last transaction.
    """

    window: Window | None
    chosen: bool
    last: date | None

    @property
    def title(self) -> str:
        """The period as a heading."""
        return "No transactions yet" if self.window is None else in_words(self.window)

    def holds(self, day: date) -> bool:
        """Whether a finding of that day is shown: all are, unless the reader chose a period."""
        if not self.chosen or self.window is None or day == date.min:
            return True
        return day in self.window


def period_of(case: "Case", chosen: Window | None) -> Period:
    """The chosen period, else the twelve whole months to the end of the books."""
    last = case.books.end
    if chosen is not None:
        return Period(chosen, chosen=True, last=last)
    return Period(None if last is None else case.year, chosen=False, last=last)


def in_words(window: Window) -> str:
    """A window as people say it.

    >>> in_words(Window(date(2025, 11, 1), date(2026, 10, 31)))
    'November 2025 to October 2026'
    >>> in_words(Window(date(2026, 1, 1), date(2026, 12, 31)))
    '2026'
    >>> in_words(Window(date(2026, 3, 9), date(2026, 3, 9)))
    '9 March 2026'
    """
    start, end = window.start, window.end
    if start == end:
        return on_day(start)
    if start.day != 1 or (end + timedelta(days=1)).day != 1:
        return f"{on_day(start)} to {on_day(end)}"
    if (start.year, start.month) == (end.year, end.month):
        return _month(start)
    if start.year == end.year and (start.month, end.month) == (1, 12):
        return str(start.year)
    return f"{_month(start)} to {_month(end)}"


def _month(day: date) -> str:
    return month_of_year(day)
