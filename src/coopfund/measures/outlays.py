"""Outlays: the entries by which money left or was spent, and who was paid."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from coopfund import words
from coopfund.money import ZERO

if TYPE_CHECKING:
    from coopfund.books.books import Books

APART = frozenset({words.RECEIVABLE, words.FIXED_ASSET})
"""Assets that are no money."""

SCHEDULED = "scheduled"
"""The tag, or metadata set to TRUE, of what is paid again and again by a schedule."""


class Part(NamedTuple):
    """What one person got of an outlay, and the posting that says so."""

    payee: str
    row: int
    amount: Decimal


class Outlay(NamedTuple):
    """One entry that paid or spent.

    Attributes:
        txn: the transaction.
        row: its largest posting that says for what.
        day: its date.
        amount: in the operating currency.
        payee: who got it: ``payee-id``, the member or donor, else the payee's text.
        group: the payee's group, by which payees are compared; ``None`` where nobody is named.
        scheduled: whether it says so itself.
        parts: what each payee got where several are named, as in a payroll; else the whole.
    """

    txn: int
    row: int
    day: date
    amount: Decimal
    payee: str | None
    group: str | None
    scheduled: bool
    parts: tuple[Part, ...]


def payments(books: "Books", last_row: int) -> Sequence[Outlay]:
    """The entries by which money left: spending, settling, lending, paying back.

    A transfer between accounts of the organisation is none, nor is what ``pad`` made.
    """
    return _before(books.once(_all_payments), last_row)


def spendings(books: "Books", last_row: int) -> Sequence[Outlay]:
    """The entries that cost something, whether paid at once or owed: expenses and fixed assets.

    Gifts in kind cost nothing.
    """
    return _before(books.once(_all_spendings), last_row)


def _before(outlays: Sequence[Outlay], last_row: int) -> Sequence[Outlay]:
    """Those of entries that stand before a posting: an entry counts whole or not at all."""
    return outlays[: bisect_left(outlays, last_row, key=lambda its: its.row)]


def _all_payments(books: "Books") -> tuple[Outlay, ...]:
    rows = books.rows
    sums: dict[int, Decimal] = {}
    weights, start = rows.weight, books.transactions.start
    assets = books.rows_of("Assets")
    left = dict.fromkeys(rows.txn[row] for row in assets if weights[row] < ZERO)
    for txn in left:
        for row in range(start[txn], start[txn + 1]):
            info, value = rows.account[row], rows.value[row]
            if info.root == "Assets" and info.pool not in APART and value is not None:
                sums[txn] = sums.get(txn, ZERO) - value
    return tuple(_outlays(books, sums.items(), _is_use))


def _all_spendings(books: "Books") -> tuple[Outlay, ...]:
    rows = books.rows
    sums: dict[int, Decimal] = {}
    for row in books.rows_of("Expenses"):
        value = rows.value[row]
        if value is not None and rows.account[row].kind != "in-kind":
            txn = rows.txn[row]
            sums[txn] = sums.get(txn, ZERO) + value
    if words.FIXED_ASSET in books.kinds:
        for row in books.rows_of("Assets"):
            value = rows.value[row]
            if rows.account[row].pool == words.FIXED_ASSET and value is not None and value > 0:
                txn = rows.txn[row]
                sums[txn] = sums.get(txn, ZERO) + value
    return tuple(_outlays(books, sorted(sums.items()), _is_cost))


def _outlays(
    books: "Books",
    sums: Iterable[tuple[int, Decimal]],
    wanted: "Callable[[Books, int], bool]",
) -> Iterator[Outlay]:
    txns, rows = books.transactions, books.rows
    for txn, amount in sums:
        if amount <= 0 or txns.padded[txn]:
            continue
        uses = [row for row in range(txns.start[txn], txns.start[txn + 1]) if wanted(books, row)]
        if not uses:
            continue
        row = uses[0] if len(uses) == 1 else max(uses, key=lambda its: rows.value[its] or ZERO)
        payee = _payee(books, txn, row)
        group = _group(books, payee)
        scheduled = SCHEDULED in txns.tags[txn] or txns.meta[txn].get(SCHEDULED) is True
        whole = (Part(payee, row, amount),) if payee is not None else ()
        parts = _parts(books, uses) or whole
        yield Outlay(txn, row, txns.date[txn], amount, payee, group, scheduled, parts)


def _is_use(books: "Books", row: int) -> bool:
    info = books.rows.account[row]
    asset = info.root == "Assets" and info.pool not in APART
    return books.rows.weight[row] > 0 and not asset and info.root != "Equity"


def _is_cost(books: "Books", row: int) -> bool:
    info = books.rows.account[row]
    cost = info.root == "Expenses" or info.pool == words.FIXED_ASSET
    return books.rows.weight[row] > 0 and cost


def _parts(books: "Books", uses: Sequence[int]) -> tuple[Part, ...]:
    """What each of several people got; nothing where the postings name no more than one."""
    rows = books.rows
    if len(uses) == 1 or len({rows.contributor[row] for row in uses}) == 1:
        return ()
    return tuple(
        Part(str(rows.contributor[row]), row, rows.value[row] or ZERO)
        for row in uses
        if rows.contributor[row] is not None
    )


def _payee(books: "Books", txn: int, row: int) -> str | None:
    txns, rows = books.transactions, books.rows
    named = (rows.meta[row] or {}).get("payee-id") or txns.meta[txn].get("payee-id")
    text = named or rows.contributor[row] or txns.payee[txn]
    return str(text).strip() or None if text else None


def _group(books: "Books", payee: str | None) -> str | None:
    """The payee's group; texts are compared without case and spaces."""
    if payee is None:
        return None
    group = books.groups.of(payee)
    joined = len(books.groups.members(group)) > 1
    return group if joined else " ".join(payee.casefold().split())


def texts(books: "Books", outlay: Outlay, key: str) -> Sequence[str]:
    """What an entry or its postings say under a key, in order."""
    txns, rows = books.transactions, books.rows
    metas = [
        txns.meta[outlay.txn],
        *(rows.meta[row] or {} for row in range(*txns.start[outlay.txn : outlay.txn + 2])),
    ]
    found = (str(meta[key]).strip() for meta in metas if meta.get(key) is not None)
    return [text for text in found if text]
