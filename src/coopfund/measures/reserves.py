"""What is there to live on, what living costs, and how long it lasts without somebody."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
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
PAPER = frozenset({words.RECEIVABLE, words.FIXED_ASSET})
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
        unpriced_cost, unpriced_money: expenses of the window and money held in currencies without
            a price, by currency: in none of the figures above.
    """

    cost: Decimal
    running: Decimal
    months: int
    liquid: Decimal
    funds: Decimal
    unpriced_cost: Mapping[str, Decimal] = field(default_factory=dict)
    unpriced_money: Mapping[str, Decimal] = field(default_factory=dict)

    def months_until_empty(self, income: Fraction) -> Fraction | None:
        """How long ``liquid`` lasts with this income in the window; ``None`` if it never ends."""
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
    stop = bisect_right(txns.date, as_of)
    from_row = txns.start[bisect_left(txns.date, window.start)]
    last = txns.start[min(stop, bisect_right(txns.date, window.end))]
    cost = running = ZERO
    for row in books.rows_of("Expenses", last):
        info, value = rows.account[row], rows.value[row]
        if row >= from_row and value is not None and info.kind not in NOT_RUNNING:
            running += value
            cost += value if info.essential else ZERO
    by_account = balances(books, txns.start[stop])
    own_pools = {program.pool for program in books.declared.programs if program.pool}
    liquid = funds = ZERO
    for name, value in by_account.items():
        pool = books.accounts[name].pool
        if pool in own_pools:
            funds += value
        elif pool not in PAPER:
            liquid += value
    return Reserves(
        cost=cost,
        running=running,
        months=covered_months(books, window),
        liquid=liquid,
        funds=funds,
        unpriced_cost=_unpriced(books, "Expenses", range(from_row, last)),
        unpriced_money=_unpriced(books, "Assets", range(txns.start[stop])),
    )


def _unpriced(books: "Books", root: str, among: range) -> dict[str, Decimal]:
    """What cannot be converted on accounts of a root, by currency; hours are no money."""
    found: dict[str, Decimal] = {}
    rows = books.rows
    for row in rows.unpriced:
        currency = rows.currency[row]
        is_money = currency not in books.declared.hours
        if is_money and row in among and rows.account[row].root == root:
            found[currency] = found.get(currency, ZERO) + rows.number[row]
    return {currency: number for currency, number in sorted(found.items()) if number}


def balances(books: "Books", last_row: int) -> dict[str, Decimal]:
    """What each asset account holds, at cost in the operating currency."""
    known = books.holdings
    if last_row not in known:
        start = max((row for row in known if row < last_row), default=0)
        known[last_row] = _held(books, start, last_row, known.get(start, {}))
    return dict(known[last_row])


def _held(
    books: "Books", start: int, last_row: int, before: Mapping[str, Decimal]
) -> dict[str, Decimal]:
    """What accounts hold, from what they held before a row on."""
    infos, values = books.rows.account, books.rows.value
    assets = books.rows_of("Assets", last_row)
    totals: dict[int, Decimal] = {}
    names: dict[int, str] = {}
    for row in assets[bisect_left(assets, start) :]:
        value = values[row]
        if value is not None:
            info = infos[row]
            account = id(info)
            names[account] = info.name
            totals[account] = totals.get(account, ZERO) + value
    held = dict(before)
    for account, value in totals.items():
        held[names[account]] = held.get(names[account], ZERO) + value
    return held


def lapse_stress(income: "Income", cost: Decimal, k: int) -> Fraction | None:
    """L_k = (income − Σ k largest) ÷ essential cost; undefined without cost (CF303)."""
    if not cost:
        return None
    largest = sum((value for _, value in income.ranked()[:k]), ZERO)
    return Fraction(income.total - largest) / Fraction(cost)
