"""The demo's two years: which days its books know, and how a treasurer writes them."""

from calendar import monthrange
from datetime import date, timedelta
from typing import Final

from coopfund import language

FIRST: Final = date(2024, 11, 1)
MONTH_COUNT: Final = 24
YEAR: Final = 12
QUARTER: Final = 3
SATURDAY: Final = 5


def month(number: int) -> date:
    """First day of the books' month ``number``, counted from 0.

    >>> month(2)
    datetime.date(2025, 1, 1)
    """
    years, months = divmod(FIRST.month - 1 + number, YEAR)
    return date(FIRST.year + years, months + 1, 1)


MONTHS: Final = tuple(month(number) for number in range(MONTH_COUNT))


def number_of(day: date) -> int:
    """The number of the month in which ``day`` lies; the inverse of :func:`month`."""
    return (day.year - FIRST.year) * YEAR + day.month - FIRST.month


def months_from(day: date) -> tuple[date, ...]:
    """The books' months from the one of ``day`` on."""
    return MONTHS[max(0, number_of(day)) :]


def end_of(day: date) -> date:
    """Last day of the month of ``day``."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def working(day: date) -> date:
    """``day``, or the Monday after it, where it lies on a weekend."""
    late = day.weekday() - SATURDAY
    return day + timedelta(days=2 - late) if late >= 0 else day


def on(first: date, day: int) -> date:
    """The working day on or after the ``day``-th of the month of ``first``, still in that month."""
    found = working(first.replace(day=day))
    return found if found.month == first.month else first.replace(day=day - 2)


def saturdays(first: date) -> tuple[date, ...]:
    """The second and the fourth Saturday of a month: the days with childcare."""
    start = first + timedelta(days=(SATURDAY - first.weekday()) % 7)
    return start + timedelta(days=7), start + timedelta(days=21)


def name(day: date) -> str:
    """The month of ``day``, as in ``March``."""
    return language.MONTHS[day.month - 1]


def full_name(day: date) -> str:
    """The month of ``day`` with its year, as in ``March 2026``."""
    return f"{name(day)} {day.year}"


def quarter(day: date) -> str:
    """The calendar quarter of ``day``, as links spell it: ``2026-q1``."""
    return f"{day.year}-q{(day.month + 2) // QUARTER}"
