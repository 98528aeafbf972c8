"""The month that a report is about: reading it, and refusing one that the books do not hold."""

import re
from datetime import date
from typing import TYPE_CHECKING, Final

from coopfund.books.books import month_end, months_before
from coopfund.language import month_of_year, short_month

if TYPE_CHECKING:
    from coopfund.books.books import Books

MONTH: Final = re.compile(r"(?P<year>[0-9]{4})-(?P<month>0[1-9]|1[0-2])")


class MonthError(ValueError):
    """There is no report for this month; the message is one sentence for the user."""


def read_month(text: str) -> date:
    """The first day of a month written ``2026-10``.

    Raises:
        MonthError: it is no month.
    """
    match = MONTH.fullmatch(text)
    if match is None or not int(match["year"]):
        message = f'"{text}" is no month; write year and month, such as 2026-10.'
        raise MonthError(message)
    return date(int(match["year"]), int(match["month"]), 1)


def check_month(books: "Books", first: date) -> None:
    """Refuse a month outside the books.

    Raises:
        MonthError: the books are empty, begin later or end earlier.
    """
    begin, end = books.begin, books.end
    if begin is None or end is None:
        message = "these books have no entries, so there is nothing to report."
        raise MonthError(message)
    if month_end(first) < begin:
        message = f"{key(first)} is before these books begin, on {begin.isoformat()}."
        raise MonthError(message)
    if first > end:
        message = (
            f"{key(first)} is a future month for these books: their last entry is of "
            f"{end.isoformat()}."
        )
        raise MonthError(message)


def key(day: date) -> str:
    """``2026-10``."""
    return day.isoformat()[:7]


def label(day: date) -> str:
    """``October 2026``."""
    return month_of_year(day)


def short(day: date) -> str:
    """``Oct``."""
    return short_month(day)


def month_before(first: date) -> date:
    """The first day of the month before."""
    return months_before(first, 2)
