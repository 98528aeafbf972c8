"""Who needs money, and when: the order of serving, own funds, and the price of a month."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from coopfund import words
from coopfund.budgets.lines import Spent
from coopfund.findings import Window
from coopfund.measures.schedule import month_number
from coopfund.money import ZERO

if TYPE_CHECKING:
    from coopfund.books.books import Books
    from coopfund.rules.case import Case

SAME: Final = 3
"""What so many months cost alike is taken to go on."""


def serving_rank(books: "Books", name: str, keep: Sequence[str] = ()) -> tuple[int, int, date, str]:
    """Core first, then those to keep, then who may use the fewest sources, then the oldest."""
    if name == words.CORE:
        return -1, 0, date.min, name
    position = keep.index(name) if name in keep else len(keep)
    declared = [its for its in books.declared.programs if its.name == name]
    whitelist = declared[-1].whitelist if declared else None
    choice = len(words.SOURCES) if whitelist is None else len(whitelist)
    return position, choice, declared[0].date if declared else date.max, name


def own_pools(books: "Books", day: date) -> dict[str, str]:
    """The programs with a fund of their own on a day, and its pool."""
    return {
        program.name: program.pool
        for name in sorted({its.name for its in books.declared.programs})
        if (program := books.program(name, day)) is not None and program.pool
    }


def put_into(case: "Case", pool: str, base: Window) -> Mapping[int, Decimal]:
    """What entries put into a pool in some months, by month number; what they took left out."""
    rows, txns = case.books.rows, case.books.transactions
    nets: dict[int, Decimal] = {}
    for row in case.books.rows_of("Assets", case.last_row):
        value, txn = rows.value[row], rows.txn[row]
        if rows.account[row].pool == pool and value is not None and txns.date[txn] in base:
            nets[txn] = nets.get(txn, ZERO) + value
    put: dict[int, Decimal] = {}
    for txn, net in nets.items():
        if net > 0:
            month = month_number(txns.date[txn])
            put[month] = put.get(month, ZERO) + net
    return put


def fixed_price(spent: Sequence[Spent], last: date) -> Decimal | None:
    """What each of the last three months to a day cost, where that is one and the same."""
    sums: dict[int, Decimal] = {}
    for its in spent:
        month = month_number(its.day)
        sums[month] = sums.get(month, ZERO) + its.amount
    end = month_number(last)
    recent = {sums.get(month, ZERO) for month in range(end - SAME + 1, end + 1)}
    return recent.pop() if len(recent) == 1 else None
