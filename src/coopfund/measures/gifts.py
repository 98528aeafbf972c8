"""What known contributors gave besides dues, gift by gift: what limits per giver are judged on."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from coopfund import words
from coopfund.books.marks import PAYER, PAYER_ACCOUNT
from coopfund.measures.payers import NOBODY, groups_by_payer
from coopfund.money import ZERO

if TYPE_CHECKING:
    from coopfund.books.books import Books
    from coopfund.books.income_rows import Giver

NOT_GIVEN = frozenset({"dues", "capital"}) | words.NOT_INCOME
GIVEN = frozenset({"donation", "company", "union", "foundation", "in-kind"})
"""Gifts in the strict sense, of whomever but the state."""

HANDED_OVER = GIVEN - {"in-kind"} | {"other", words.UNKNOWN}
"""What can come as banknotes, whole or in parts: neither dues nor the takings of a stall."""


class Gift(NamedTuple):
    """An income posting besides dues whose contributor is known; negative where given back."""

    row: int
    txn: int
    date: date
    group: str
    source: str
    amount: Decimal


def named_gifts(books: "Books", last_row: int) -> list[Gift]:
    """Every such posting before ``last_row``, in order, at cost in the operating currency.

    A gift that somebody else paid is theirs; see :func:`groups_by_payer`.
    """
    if books.marks.has(PAYER, PAYER_ACCOUNT):  # whose an account is may turn out later
        return _named_gifts(books, last_row)
    gifts = books.once(_all_named_gifts)
    return gifts[: bisect_left(gifts, last_row, key=attrgetter("row"))]


def _all_named_gifts(books: "Books") -> list[Gift]:
    return _named_gifts(books, len(books.rows))


def _named_gifts(books: "Books", last_row: int) -> list[Gift]:
    rows, dates, groups = books.rows, books.transactions.date, books.groups

    def is_named(giver: "Giver") -> bool:
        source, person = giver
        if person is None or source in NOT_GIVEN:
            return False
        return groups.kind_of(person) not in NOBODY and groups.kind(groups.of(person)) not in NOBODY

    named = books.income.of(is_named, last_row)
    by_payer = groups_by_payer(books, named)
    found = []
    for row in named:
        txn, group = rows.txn[row], by_payer.get(row) or groups.of(str(rows.contributor[row]))
        source, amount = rows.source[row] or words.UNKNOWN, -(rows.value[row] or ZERO)
        found.append(Gift(row, txn, dates[txn], group, source, amount))
    return found


def at_once(gifts: Iterable[Gift]) -> list[Gift]:
    """Gifts with the postings of one group in one entry added up; what was given back left out."""
    sums: dict[tuple[int, str], Gift] = {}
    for gift in gifts:
        if gift.amount > 0:
            key = gift.txn, gift.group
            earlier = sums.get(key)
            if earlier is None:
                sums[key] = gift
            else:
                sums[key] = earlier._replace(amount=earlier.amount + gift.amount)
    return list(sums.values())


def by_group(gifts: Iterable[Gift]) -> dict[str, list[Gift]]:
    """The gifts of each group, in order."""
    table: dict[str, list[Gift]] = {}
    for gift in gifts:
        table.setdefault(gift.group, []).append(gift)
    return table


def by_group_and_year(gifts: Iterable[Gift]) -> dict[tuple[int, str], list[Gift]]:
    """The gifts of each group in each calendar year, in order."""
    table: dict[tuple[int, str], list[Gift]] = {}
    for gift in gifts:
        table.setdefault((gift.date.year, gift.group), []).append(gift)
    return dict(sorted(table.items()))


def total(gifts: Iterable[Gift]) -> Decimal:
    """Their sum."""
    return sum((gift.amount for gift in gifts), ZERO)


def runs(gifts: Sequence[Gift], number: int, days: int) -> list[list[Gift]]:
    """Gifts so close that ``number`` of them in a row lie within ``days``; runs that meet are one.

    Args:
        gifts: of one group, in order of day.
        number: how many at least.
        days: how many days may lie between the first and the last of them.
    """
    found: list[list[Gift]] = []
    end = 0
    for first in range(len(gifts) - number + 1):
        last = first + number
        if (gifts[last - 1].date - gifts[first].date).days > days:
            continue
        if found and first < end:
            found[-1].extend(gifts[end:last])
        else:
            found.append(list(gifts[first:last]))
        end = last
    return found


def cash_in(books: "Books", last_row: int) -> dict[int, Fraction]:
    """The share of each entry's income that came in cash, by transaction; only where any did."""
    rows, start = books.rows, books.transactions.start
    cash: dict[int, Decimal] = {}
    for row in books.rows_of("Assets", last_row):
        value = rows.value[row]
        if rows.account[row].kind == words.CASH and value is not None and value > 0:
            txn = rows.txn[row]
            cash[txn] = cash.get(txn, ZERO) + value
    shares: dict[int, Fraction] = {}
    for txn, amount in cash.items():
        members = range(start[txn], start[txn + 1])
        earned = [rows.value[r] or ZERO for r in members if rows.account[r].root == "Income"]
        income = -sum((value for value in earned if value < 0), ZERO)
        if income > 0:
            shares[txn] = min(Fraction(1), Fraction(amount) / Fraction(income))
    return shares


def by_account(books: "Books", gifts: Iterable[Gift]) -> Mapping[str, Decimal]:
    """What came on each account (chapters keep accounts of their own), largest first."""
    table: dict[str, Decimal] = {}
    for gift in gifts:
        name = books.rows.account[gift.row].name
        table[name] = table.get(name, ZERO) + gift.amount
    return dict(sorted(table.items(), key=lambda item: (-item[1], item[0])))
