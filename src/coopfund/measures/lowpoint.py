"""The reserve on the window's worst day, rather than on its last."""

from bisect import bisect_left
from datetime import date
from decimal import Decimal
from fractions import Fraction
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from coopfund.findings import Figure, Measure, Window
from coopfund.language import marked
from coopfund.measures.record import Maker, count, money, ratio
from coopfund.measures.reserves import PAPER
from coopfund.money import ZERO

if TYPE_CHECKING:
    from coopfund.books.books import Books

YEAR = 12


class LowPoint(NamedTuple):
    """The end of the day on which the least was there, and the last posting of that day."""

    date: date
    amount: Decimal
    row: int


def low_point(books: "Books", window: Window, last_row: int) -> LowPoint | None:
    """The least that lay in accounts outside the programs' own funds at a day's end."""
    ends = books.once(_day_ends)
    first = max(0, bisect_left(ends, window.start, key=attrgetter("date")) - 1)
    inside = ends[first : bisect_left(ends, last_row, key=attrgetter("row"))]
    lowest = min(inside, key=attrgetter("amount"), default=None)
    # what was there before the window counts at its first day
    return lowest and lowest._replace(date=max(lowest.date, window.start))


def _day_ends(books: "Books") -> list[LowPoint]:
    """What lay in such accounts at the end of each day on which that changed."""
    values, accounts, txns = books.rows.value, books.rows.account, books.rows.txn
    dates, ends = books.transactions.date, list[LowPoint]()
    pools = {program.pool for program in books.declared.programs if program.pool} | PAPER
    held, day, last = ZERO, date.min, -1
    for row in books.rows_of("Assets"):
        value = values[row]
        if value is None or accounts[row].pool in pools:
            continue
        its = dates[txns[row]]
        if its != day and last >= 0:
            ends.append(LowPoint(day, held, last))
        held += value
        day, last = its, row
    return [*ends, LowPoint(day, held, last)] if last >= 0 else ends


def reserve_measure(lowest: LowPoint | None, annual: Decimal, months: int, make: Maker) -> Measure:
    """The reserve at the low point against a year's expense."""
    because = marked("no expense in the window") if lowest else marked("no money in the window")
    value = ratio(lowest.amount, annual) if lowest else None
    months_left = Fraction(YEAR) * value if value is not None else None
    inputs: dict[str, object] = {"annual_expense": money(annual), "months": count(months)}
    if lowest is not None:
        inputs |= {"date": lowest.date.isoformat(), "reserve": money(lowest.amount)}
    if months_left is not None:
        inputs["months_of_expense"] = Figure(months_left, "months")
    return make(
        "reserve_low_point",
        "share",
        value,
        marked(
            "the least money outside the programs' own funds at the end of any day ÷ annual expense"
        ),
        inputs,
        because if value is None else _covered(months),
        provisional=months < YEAR,
    )


def _covered(months: int) -> str:
    if months == 1:
        return marked("the books cover one month of the window")
    return marked("the books cover {months} months of the window", months=months)
