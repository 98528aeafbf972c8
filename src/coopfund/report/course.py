"""The months behind a report: what each brought and cost, and where it left the group."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Final, NamedTuple

from coopfund import words
from coopfund.books.books import month_end
from coopfund.findings import Window
from coopfund.measures.income import income_sums
from coopfund.measures.record import ratio
from coopfund.measures.reserves import NOT_RUNNING, held
from coopfund.measures.schedule import month_number, months_on
from coopfund.money import ZERO

if TYPE_CHECKING:
    from coopfund.books.books import Books
    from coopfund.report.frame import Basis

SHOWN: Final = 24
"""So many months are drawn, where the books have them."""
YEAR: Final = 12
LEAST: Final = 3
"""Of fewer months, a mean and a share say nothing yet."""


class MonthSums(NamedTuple):
    """What a month brought and cost.

    Attributes:
        dues, total: dues, and all income.
        gifts: income besides dues by group.
        running, essential, booked: running and essential cost, and all that was booked as spending.
    """

    dues: Decimal
    total: Decimal
    gifts: Mapping[str, Decimal]
    running: Decimal
    essential: Decimal
    booked: Decimal


@dataclass(frozen=True, slots=True)
class MonthEnd:
    """Where the group stood at a month's end, by the twelve months that end with it.

    Attributes:
        start: the month's first day.
        liquid: money in the general accounts.
        runway: how many months of essential costs that is; ``None`` without such costs.
        top, share: the largest contributor besides dues, and its share of all income.

    Before the books' third month, both are ``None``.
    """

    start: date
    liquid: Decimal
    runway: Fraction | None
    top: str | None
    share: Fraction | None


def month_sums(books: "Books", month: Window) -> MonthSums:
    """Read the postings of a month once."""
    rows, dates, starts = books.rows, books.transactions.date, books.transactions.start
    first, last = bisect_left(dates, month.start), bisect_right(dates, month.end)
    spending = books.rows_of("Expenses")
    running = essential = booked = ZERO
    begin, end = (bisect_left(spending, starts[txn]) for txn in (first, last))
    for row in spending[begin:end]:
        info, value = rows.account[row], rows.value[row]
        if value is not None:
            booked += value
            if info.kind not in NOT_RUNNING:
                running += value
                essential += value if info.essential else ZERO
    income = income_sums(books, month)
    dues = income.by_source.get(words.DUES, ZERO)
    return MonthSums(dues, income.total, dict(income.gifts), running, essential, booked)


def last_months(books: "Books", month: Window, count: int = SHOWN) -> list[Window]:
    """The months that end with this one and that the books cover, in order."""
    begin = (books.begin or month.start).replace(day=1)
    first = max(begin, months_on(month.start, 1 - count))
    known = month_number(month.start) - month_number(first) + 1
    starts = [months_on(first, number) for number in range(max(known, 1))]
    return [Window(start, month_end(start)) for start in starts]


def month_ends(basis: "Basis") -> tuple[MonthEnd, ...]:
    """Where the group stood at each of the last month ends; what is known is not computed again."""
    known = basis.known_ends
    months = last_months(basis.books, basis.month)
    for month in months:
        if month.start not in known:
            year = [basis.sums(one) for one in last_months(basis.books, month, YEAR)]
            known[month.start] = _month_end(basis.books, month, year)
    return tuple(known[month.start] for month in months)


def _month_end(books: "Books", month: Window, year: list[MonthSums]) -> MonthEnd:
    liquid, _ = held(books, books.transactions.start[books.until(month.end)])
    if len(year) < LEAST:
        return MonthEnd(month.start, liquid, None, None, None)
    gifts: dict[str, Decimal] = {}
    for its in year:
        for group, value in its.gifts.items():
            gifts[group] = gifts.get(group, ZERO) + value
    top = min(gifts, key=lambda group: (-gifts[group], group), default=None)
    if top is not None and gifts[top] <= 0:
        top = None
    total = sum((its.total for its in year), ZERO)
    cost = sum((its.essential for its in year), ZERO)
    return MonthEnd(
        start=month.start,
        liquid=liquid,
        runway=Fraction(liquid) * len(year) / Fraction(cost) if cost else None,
        top=top,
        share=ratio(gifts[top] if top else ZERO, total),
    )
