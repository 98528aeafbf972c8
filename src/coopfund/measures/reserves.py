"""What is there to live on, what living costs, and how long it lasts without somebody."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from coopfund import words
from coopfund.findings import Window
from coopfund.money import ZERO

if TYPE_CHECKING:
    from coopfund.books.books import Books
    from coopfund.measures.income import Income

NOT_RUNNING = frozenset({"in-kind", "capital"})
YEAR = 12


@dataclass(frozen=True, slots=True)
class Reserves:
    """Stock and flow of a window.

    Attributes:
        cost: essential cost of the window: expenses without capital, in-kind and accounts marked
            ``essential: FALSE``.
        running: running cost: the same with those accounts.
        months: how many months of the window the books cover.
        liquid: money in accounts that belong to no program's fund, at the window's end.
        funds: money in the funds of programs.
    """

    cost: Decimal
    running: Decimal
    months: int
    liquid: Decimal
    funds: Decimal

    def months_until_empty(self, income: Fraction) -> Fraction | None:
        """How long ``liquid`` lasts with this income in the window; ``None`` where it never ends."""
        gap = Fraction(self.cost) - income
        if gap <= 0 or not self.months:
            return None
        return max(Fraction(0), Fraction(self.liquid)) / (gap / self.months)


def covered_months(books: "Books", window: Window) -> int:
    """How many months of a window the books cover, from their first month to the window's end."""
    begin = books.begin
    if begin is None or begin > window.end:
        return 0
    first = max(begin.replace(day=1), window.start)
    return (window.end.year - first.year) * YEAR + window.end.month - first.month + 1


def reserves(books: "Books", window: Window, as_of: date) -> Reserves:
    """What there is on ``as_of`` and what the window cost; amounts in the operating currency."""
    rows, txns = books.rows, books.transactions
    dates = txns.date
    stop = bisect_right(dates, as_of)
    first = bisect_left(dates, window.start)
    last = min(stop, bisect_right(dates, window.end))
    cost = running = liquid = funds = ZERO
    own_pools = {program.pool for program in books.declared.programs if program.pool}
    infos, values = rows.account, rows.value
    liquid_pool = _liquid_pools(books)
    from_row, to_row = (txns.start[first], txns.start[last]) if len(txns) else (0, 0)
    for row in range(txns.start[stop] if len(txns) else 0):
        info, value = infos[row], values[row]
        if value is None:
            continue
        if info.root == "Assets":
            if info.pool in own_pools:
                funds += value
            elif info.pool in liquid_pool:
                liquid += value
        elif info.root == "Expenses" and from_row <= row < to_row:
            if info.kind not in NOT_RUNNING:
                running += value
                if info.essential:
                    cost += value
    return Reserves(cost, running, covered_months(books, window), liquid, funds)


def _liquid_pools(books: "Books") -> frozenset[str | None]:
    paper = (words.RECEIVABLE, words.FIXED_ASSET)
    return frozenset(
        info.pool for info in books.accounts.values() if info.pool and info.pool not in paper
    )


def lapse_stress(income: "Income", cost: Decimal, k: int) -> Fraction | None:
    """L_k = (income − Σ k largest) ÷ essential cost; undefined without cost (CF303)."""
    if not cost:
        return None
    largest = sum((value for _, value in income.ranked()[:k]), ZERO)
    return Fraction(income.total - largest) / Fraction(cost)
