"""Custody of cash: how long what came in waits until it is banked, and what is paid from it."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from coopfund import words
from coopfund.measures.outlays import APART
from coopfund.money import ZERO

if TYPE_CHECKING:
    from coopfund.books.books import Books


class Custody(NamedTuple):
    """Cash that was banked (``late``), still waits (``waiting``), or was spent (``petty``).

    For what was banked or waits, ``amount`` is what came from outside, ``since`` the day of the
    oldest of it, and ``waited`` its days until ``day``.
    """

    why: str
    account: str
    row: int
    day: date
    amount: Decimal
    since: date
    waited: int


@dataclass
class _Box:
    """What one account holds: cash from outside, oldest first, and cash from the bank."""

    taken: deque[tuple[date, Decimal, int]] = field(default_factory=deque)
    fetched: Decimal = ZERO

    def bank(self, amount: Decimal) -> list[tuple[date, Decimal, int]]:
        """Take cash from outside, oldest first, then what had been fetched."""
        gone = []
        while amount > 0 and self.taken:
            day, held, row = self.taken.popleft()
            part = min(held, amount)
            if part < held:
                self.taken.appendleft((day, held - part, row))
            amount -= part
            gone.append((day, part, row))
        self.fetched -= min(amount, self.fetched)
        return gone

    def spend(self, amount: Decimal) -> None:
        """Take what had been fetched, then cash from outside, oldest first."""
        part = min(amount, self.fetched)
        self.fetched -= part
        self.bank(amount - part)


def custody(books: "Books", last_row: int, as_of: date) -> Iterator[Custody]:
    """What happened to the cash of every account of kind ``cash``, in order, then what waits.

    Cash from other cash accounts keeps no age: a box emptied into another starts anew.
    """
    if words.CASH not in books.kinds:
        return
    boxes: dict[str, _Box] = {}
    for row in books.rows_of("Assets", last_row):
        value = books.rows.value[row]
        if books.rows.account[row].kind == words.CASH and value:
            name = books.rows.account[row].name
            box = boxes.setdefault(name, _Box())
            yield from _moved(books, row, value, box)
    for name in sorted(boxes):
        if boxes[name].taken:
            since, _, row = boxes[name].taken[0]
            total = sum((amount for _, amount, _ in boxes[name].taken), ZERO)
            yield Custody("waiting", name, row, as_of, total, since, (as_of - since).days)


def _moved(books: "Books", row: int, value: Decimal, box: _Box) -> Iterator[Custody]:
    txn = books.rows.txn[row]
    day, name = books.transactions.date[txn], books.rows.account[row].name
    banked = _with_bank(books, txn, value)
    if value > 0:
        inside = min(banked, value)
        box.fetched += inside
        if value > inside:
            box.taken.append((day, value - inside, row))
        return
    to_bank = min(banked, -value)
    gone = box.bank(to_bank)
    if gone:
        total = sum((amount for _, amount, _ in gone), ZERO)
        yield Custody("late", name, row, day, total, gone[0][0], (day - gone[0][0]).days)
    spent = -value - to_bank
    if spent > 0:
        box.spend(spent)
        spent -= min(spent, _to_boxes(books, txn, name))
    if spent > 0:
        yield Custody("petty", name, row, day, spent, day, 0)


def _to_boxes(books: "Books", txn: int, name: str) -> Decimal:
    """How much of an entry went into other cash accounts."""
    rows, start = books.rows, books.transactions.start
    postings = (row for row in range(start[txn], start[txn + 1]) if rows.account[row].name != name)
    values = (rows.value[row] for row in postings if rows.account[row].kind == words.CASH)
    return sum((value for value in values if value is not None and value > 0), ZERO)


def _with_bank(books: "Books", txn: int, value: Decimal) -> Decimal:
    """How much of an entry's cash went to the bank, or came from it or was there at the opening."""
    rows, start = books.rows, books.transactions.start
    other = ZERO
    for row in range(start[txn], start[txn + 1]):
        info, moved = rows.account[row], rows.value[row] or ZERO
        bank = info.root == "Assets" and info.pool not in APART and info.kind != words.CASH
        if bank or (info.root == "Equity" and value > 0):
            other -= moved if value > 0 else -moved
    return max(other, ZERO)
