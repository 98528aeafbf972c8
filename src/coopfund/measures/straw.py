"""Dues that somebody pays for others: whose household explains them, and what is a gift (CF204)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from coopfund import words
from coopfund.books.groups import Groups
from coopfund.books.marks import PAYER, PAYER_ACCOUNT
from coopfund.measures.gifts import Gift
from coopfund.measures.payers import NOBODY, owners_of, sole_owner
from coopfund.money import ZERO

if TYPE_CHECKING:
    from coopfund.books.books import Books

SOURCE = "donation"
"""What the dues of others are: a gift of whoever pays them."""


class Paid(NamedTuple):
    """Dues that an entry says somebody paid; ``payer`` is an id where one is known."""

    row: int
    year: int
    payer: str
    account: str | None
    member: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Straw:
    """A payer's year in which dues of others than the household were paid.

    Attributes:
        payer: an id, or the account where nobody known owns it.
        year: the calendar year.
        known: whether the payer is an id.
        members: whose dues were paid, in order.
        strangers: those whom no household and no allowance explains.
        excess: the payments of their dues.
    """

    payer: str
    year: int
    known: bool
    members: Sequence[str]
    strangers: Sequence[str]
    excess: Sequence[Paid]

    @property
    def amount(self) -> Decimal:
        """The dues of the strangers: a gift of the payer's."""
        return sum((paid.amount for paid in self.excess), ZERO)


def straws(books: "Books", last_row: int, people: Callable[[int], int]) -> list[Straw]:
    """Every payer's year with such dues, in order of year and payer.

    Args:
        books: the books.
        last_row: nothing from this posting on counts.
        people: for how many one payer may pay besides the household, by calendar year.
    """
    contributors = books.declared.contributors
    accounts = {
        name: its.payer_accounts[0] for name, its in contributors.items() if its.payer_accounts
    }
    if not accounts and not books.marks.has(PAYER, PAYER_ACCOUNT):
        return []
    purses = {name: replace(its, payer_accounts=()) for name, its in contributors.items()}
    households = Groups(purses) if accounts else books.groups
    by_payer: dict[tuple[int, str], list[Paid]] = {}
    for paid in _paid(books, last_row, accounts):
        by_payer.setdefault((paid.year, paid.payer), []).append(paid)
    found = (_straw(its, households, people(its[0].year)) for _, its in sorted(by_payer.items()))
    return [straw for straw in found if straw.amount > 0]


def gifts(books: "Books", found: Sequence[Straw]) -> Iterator[Gift]:
    """The dues of strangers as gifts of the payer's group; an unknown owner goes by the account."""
    rows, dates = books.rows, books.transactions.date
    for straw in found:
        group = books.groups.of(straw.payer)
        for paid in straw.excess:
            txn = rows.txn[paid.row]
            yield Gift(paid.row, txn, dates[txn], group, SOURCE, paid.amount)


def _paid(books: "Books", last_row: int, accounts: Mapping[str, str]) -> Iterator[Paid]:
    """Dues whose payer is named, or the account they came from, by the entry or for the member.

    A processor passes on what members pay themselves, so it pays nobody's dues.
    """
    rows, dates, marks = books.rows, books.transactions.date, books.marks
    owners = owners_of(books)
    for row in books.rows_of("Income", last_row):
        member, value, txn = rows.contributor[row], rows.value[row], rows.txn[row]
        if rows.source[row] != words.DUES or member is None or value is None:
            continue
        account = marks.get(txn, row, PAYER_ACCOUNT) or accounts.get(member)
        payer = marks.get(txn, row, PAYER) or sole_owner(owners, account)
        if payer and books.groups.kind_of(payer) in NOBODY:
            continue
        if payer or account:
            known = None if payer else account
            yield Paid(row, dates[txn].year, str(payer or account), known, member, -value)


def _straw(its: Sequence[Paid], households: Groups, allowed: int) -> Straw:
    members = list(dict.fromkeys(paid.member for paid in its))
    household = _household(households, its[0], members)
    others = [member for member in members if member not in household]
    strangers = others[max(0, allowed - max(1, len(household))) :]
    excess = [paid for paid in its if paid.member in strangers]
    return Straw(its[0].payer, its[0].year, its[0].account is None, members, strangers, excess)


def _household(groups: Groups, paid: Paid, members: Sequence[str]) -> list[str]:
    """The members of the payer's own household; of an account that is nobody's, its largest one."""
    if paid.account is None:
        return [member for member in members if groups.of(member) == groups.of(paid.payer)]
    sizes: dict[str, list[str]] = {}
    for member in members:
        sizes.setdefault(groups.of(member), []).append(member)
    return max(sizes.values(), key=len)


def last_day(year: int, as_of: date) -> date:
    """The last day of a calendar year that is judged."""
    return min(date(year, 12, 31), as_of)
