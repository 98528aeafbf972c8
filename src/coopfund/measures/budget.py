"""What Fava's ``budget`` directives allow, day by day, and what was spent of it."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from coopfund import words
from coopfund.measures.schedule import months_on
from coopfund.money import ZERO

if TYPE_CHECKING:
    from coopfund.books.books import Books
    from coopfund.books.records import Budget

DAY = timedelta(days=1)
ZERO_F = Fraction(0)
WEEK = 7
MONTHS: Mapping[str, int] = {"month": 1, "quarter": 3, "year": 12}
Key = tuple[str, str]
"""An account and a currency."""


@dataclass(slots=True)
class Spent:
    """What one calendar year spent against one account's budget.

    Attributes:
        account, currency, year: what it is about.
        allowed: the budget until the end of the period that the last day stands in.
        postings: the spending, in order: posting, day, amount.
        until: the last day of that period.
        over: whether that day has come.
    """

    account: str
    currency: str
    year: int
    allowed: Fraction
    until: date
    over: bool
    postings: list[tuple[int, date, Decimal]] = field(default_factory=list)

    @property
    def amount(self) -> Decimal:
        """All of it."""
        return sum((amount for _, _, amount in self.postings), ZERO)

    def reached(self, limit: Fraction, *, beyond: bool) -> tuple[int, date]:
        """The posting that took the spending to a limit, or beyond it."""
        total = ZERO
        for row, day, amount in self.postings:
            total += amount
            if total > limit or (total == limit and not beyond):
                return row, day
        return self.postings[-1][:2]


def period(interval: str, day: date) -> tuple[date, date]:
    """The first day of a day's period and the first of the next, as Fava counts them."""
    unit = words.BUDGET_INTERVALS[interval]
    if unit == "day":
        return day, day + DAY
    if unit == "week":
        monday = day - day.weekday() * DAY
        return monday, monday + WEEK * DAY
    months = MONTHS[unit]
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    return first, months_on(first, months)


class Budgets:
    """The budgets of the books, by account and currency, in order of day."""

    def __init__(self, books: "Books") -> None:
        """Take every budget whose interval Fava knows."""
        self.books = books
        self.by_key: dict[Key, list[Budget]] = {}
        self._known: dict[str, list[int]] | None = None
        for budget in books.declared.budgets:
            if budget.interval.lower() in words.BUDGET_INTERVALS:
                self.by_key.setdefault((budget.account, budget.currency), []).append(budget)

    def in_force(self, key: Key, day: date) -> "Budget":
        """The last budget of an account and currency until a day, which is not before the first."""
        its = self.by_key[key]
        return its[bisect_right([budget.date for budget in its], day) - 1]

    def allowed(self, key: Key, first: date, until: date) -> Fraction:
        """What an account's own budgets allow from a day to before another, as Fava adds it up."""
        changes = [budget.date for budget in self.by_key[key]]
        total, day = ZERO_F, max(first, changes[0])
        while day < until:
            budget = self.in_force(key, day)
            start, end = period(budget.interval.lower(), day)
            following = min([end, until, *(change for change in changes if change > day)])
            total += Fraction(budget.amount) * (following - day).days / (end - start).days
            day = following
        return total

    def years(self, as_of: date, last_row: int) -> Iterator[Spent]:
        """Each account's spending by calendar year; sub-accounts and their budgets count too."""
        for key in sorted(self.by_key):
            account, currency = key
            own = [k for k in self.by_key if _within(k[0], account) and k[1] == currency]
            begin = self.by_key[key][0].date
            for year, postings in self._postings(account, currency, begin, last_row).items():
                last = min(as_of, date(year, 12, 31))
                budget = self.in_force(key, last)
                end = period(budget.interval.lower(), last)[1]
                until = min(end, date(year + 1, 1, 1))
                first = max(begin, date(year, 1, 1))
                allowed = sum((self.allowed(k, first, until) for k in own), ZERO_F)
                end = until - DAY
                yield Spent(account, currency, year, allowed, end, as_of >= end, postings)

    def _postings(
        self, account: str, currency: str, begin: date, last_row: int
    ) -> dict[int, list[tuple[int, date, Decimal]]]:
        found: dict[int, list[tuple[int, date, Decimal]]] = {}
        for row in self._rows(last_row).get(currency, ()):
            rows = self.books.rows
            day = self.books.transactions.date[rows.txn[row]]
            if day >= begin and _within(rows.account[row].name, account):
                found.setdefault(day.year, []).append((row, day, rows.weight[row]))
        return found

    def _rows(self, last_row: int) -> Mapping[str, Sequence[int]]:
        """The postings on any account with a budget, by currency; looked for once."""
        if self._known is None:
            self._known = {}
            known: dict[str, bool] = {}
            rows, names = self.books.rows, {name for name, _ in self.by_key}
            for row in self.books.rows_of("Expenses", last_row):
                name = rows.account[row].name
                if name not in known:
                    known[name] = any(_within(name, budgeted) for budgeted in names)
                if known[name]:
                    self._known.setdefault(rows.weight_currency[row], []).append(row)
        return self._known


def _within(account: str, parent: str) -> bool:
    return account == parent or account.startswith(f"{parent}:")
