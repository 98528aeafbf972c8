"""The lines of a budget: what is planned for, and which spending counts towards it."""

from bisect import bisect_left
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from coopfund import words
from coopfund.measures.budget import ZERO_F, Budgets
from coopfund.measures.outlays import SCHEDULED
from coopfund.measures.schedule import month_number
from coopfund.money import ZERO

if TYPE_CHECKING:
    from coopfund.books.books import Books
    from coopfund.rules.case import Case

ENOUGH, LEAST = 3, 2
"""In so many months of twelve an account spends that spends again and again; in young books, in
every month, and two at least."""

YEAR = 12
MONTHLY, YEARLY, ONE_OFF = "monthly", "yearly", "one-off"


class Line(NamedTuple):
    """An account with its sub-accounts, but for those that have a budget of their own."""

    program: str
    account: str
    currency: str


class Spent(NamedTuple):
    """One posting: when, how much, and whether it comes again (see :class:`Rhythm`)."""

    day: date
    amount: Decimal
    rhythm: str

    @property
    def recurring(self) -> bool:
        """Whether it comes again."""
        return self.rhythm != ONE_OFF


class Rhythm:
    """Which spending comes again.

    Monthly: on an account that spent in at least three of the last twelve months (in both, where
    the books have two). Yearly: on one
    that also spent about a year before or after, or tagged or marked ``scheduled``. One-off: the
    rest, and what is tagged or marked ``one-off`` or of kind ``capital``.
    """

    def __init__(self, case: "Case") -> None:
        """Note the months in which each account spent."""
        self.books = case.books
        self.last = month_number(case.as_of)
        covered = self.last - month_number(self.books.begin or case.as_of) + 1
        self.enough = max(LEAST, min(ENOUGH, covered))
        self.months: dict[str, set[int]] = {}
        rows, dates = self.books.rows, self.books.transactions.date
        for row in self.books.rows_of("Expenses", case.last_row):
            months = self.months.setdefault(rows.account[row].name, set())
            months.add(month_number(dates[rows.txn[row]]))

    def of(self, row: int) -> str:
        """How often a posting's spending comes again."""
        said = self._said(row)
        if said is False:
            return ONE_OFF
        info, txns = self.books.rows.account[row], self.books.transactions
        months = self.months[info.name]
        if sum(1 for its in months if self.last - YEAR < its <= self.last) >= self.enough:
            return MONTHLY
        month = month_number(txns.date[self.books.rows.txn[row]])
        again = said or any(abs(abs(month - other) - YEAR) <= 1 for other in months)
        return YEARLY if again else ONE_OFF

    def _said(self, row: int) -> bool | None:
        """What a posting, its entry or its account says of it."""
        txns, txn = self.books.transactions, self.books.rows.txn[row]
        for mark, again in ((ONE_OFF, False), (SCHEDULED, True)):
            metas = (self.books.rows.meta[row] or {}, txns.meta[txn])
            if mark in txns.tags[txn] or any(meta.get(mark) is True for meta in metas):
                return again
        return False if self.books.rows.account[row].kind == "capital" else None


class Lines:
    """Every line of the books, with its spending and its budget.

    A posting belongs to the nearest account above it that has a budget in its currency; else to
    its own account. So each is counted once, and lines add up.
    """

    def __init__(self, case: "Case") -> None:
        """Read the spending until the case's day."""
        self.case, self.books = case, case.books
        self.budgets, self.rhythm = Budgets(case.books), Rhythm(case)
        self._spent: dict[Line, list[Spent]] = {}
        rows, dates = self.books.rows, self.books.transactions.date
        found: dict[tuple[str, str], list[tuple[str, Spent]]] = {}
        for row in self.books.rows_of("Expenses", case.last_row):
            currency = rows.weight_currency[row]
            if currency not in self.books.declared.hours:
                spent = Spent(dates[rows.txn[row]], rows.weight[row], self.rhythm.of(row))
                key = self._key(rows.account[row].name, currency)
                found.setdefault(key, []).append((rows.program[row] or words.CORE, spent))
        for key in self.budgets.by_key:
            if self._is_expense(key[0]):
                found.setdefault(key, [])
        for key, its in found.items():
            budgeted = self._program(key[0], its) if key in self.budgets.by_key else None
            if budgeted and not its:
                self._spent[Line(budgeted, *key)] = []
            for program, spent in its:
                self._spent.setdefault(Line(budgeted or program, *key), []).append(spent)

    def _key(self, account: str, currency: str) -> tuple[str, str]:
        above = account
        while above:
            if (above, currency) in self.budgets.by_key:
                return above, currency
            above = above.rpartition(":")[0]
        return account, currency

    def _is_expense(self, account: str) -> bool:
        """Whether a budget is for spending; Fava also takes budgets of income."""
        root = account.partition(":")[0]
        roots = {name.partition(":")[0]: its.root for name, its in self.books.accounts.items()}
        return roots.get(root, root) == "Expenses"

    def _program(self, account: str, spending: Iterable[tuple[str, Spent]]) -> str:
        """A budget has one program: its account's, else what all its spending is for, else core."""
        info = self.books.accounts.get(account)
        if info is not None and info.program:
            return info.program
        below = {program for program, _ in spending} or {
            its.program or words.CORE
            for name, its in self.books.accounts.items()
            if name.startswith(f"{account}:")
        }
        return below.pop() if len(below) == 1 else words.CORE

    def all(self) -> list[Line]:
        """Core first, then by program; by account."""
        return sorted(self._spent, key=lambda line: (line.program != words.CORE, *line))

    def spent(self, line: Line, first: date, last: date) -> list[Spent]:
        """A line's spending from a day to another, both inclusive."""
        its = self._spent[line]
        start = bisect_left(its, first, key=lambda spent: spent.day)
        return [spent for spent in its[start:] if spent.day <= last]

    def planned(self, line: Line, first: date, until: date) -> Fraction | None:
        """What a line's own budget allows from a day to before another; ``None`` without one."""
        key = (line.account, line.currency)
        if key not in self.budgets.by_key:
            return None
        return self.budgets.allowed(key, first, until) if first < until else ZERO_F


def total(spending: Iterable[Spent]) -> Decimal:
    """What some postings add up to."""
    return sum((spent.amount for spent in spending), ZERO)


def recurring(spending: Iterable[Spent]) -> Decimal:
    """What of it comes again."""
    return total(spent for spent in spending if spent.recurring)


def first_books_month(books: "Books") -> date:
    """The first day of the month in which the books begin."""
    return (books.begin or date.min).replace(day=1)
