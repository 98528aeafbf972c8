"""Reads books into flows: what each transaction did to the pools, the same under every method."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from coopfund import words
from coopfund.books.records import AccountInfo
from coopfund.money import ZERO
from coopfund.tracing.debts import Debts
from coopfund.tracing.entry import Entry
from coopfund.tracing.flow import Day, Flow, Key, Kind

if TYPE_CHECKING:
    from coopfund.books.books import Books

PAIR = 2
PAPER_KINDS = (words.RECEIVABLE, words.FIXED_ASSET)


class FlowReader:
    """Reads books into days of flows, keeping what liabilities and equity hold on the way."""

    def __init__(self, books: "Books") -> None:
        """Prepare to read ``books`` once."""
        self.books = books
        self.days: list[Day] = []
        self._debts = Debts()
        self._keys: dict[tuple[str, str], Key] = {}
        self._plain: dict[tuple[int, int, str], Key | None] = {}
        self.cashless: list[int] = []
        """Transactions that move value without touching a pool."""

    def read(self) -> list[Day]:
        """Every day that moved money, in order."""
        rows, txns, plain = self.books.rows, self.books.transactions, self._plain
        start, sources, infos = txns.start, rows.source, rows.account
        weights, currencies, weight_currencies = rows.weight, rows.currency, rows.weight_currency
        day, first = Day(date.min), start[0]
        for txn, when in enumerate(txns.date):
            stop = start[txn + 1]
            if day.date != when:
                day = Day(when)
                self.days.append(day)
            if stop - first == PAIR:
                credit, debit = (first + 1, first) if weights[first] > ZERO else (first, first + 1)
                currency, weight = currencies[debit], weights[debit]
                what = id(infos[credit]), id(infos[debit]), currency
                key = plain[what] if what in plain else self._read_pair(what, credit, debit)
                if (
                    key is not None
                    and currency == currencies[credit] == weight_currencies[debit]
                    and currency == weight_currencies[credit]
                    and weight > ZERO
                ):
                    if infos[credit].root == "Income":
                        day.plain.append(credit)
                        day.plain_keys.append(key)
                        sort = key, sources[credit] or words.UNKNOWN
                        day.sums[sort] = day.sums.get(sort, ZERO) + weight
                    else:
                        day.outflows.append(self._plain_spending(txn, credit, debit, key))
                    first = stop
                    continue
            for flow in self._entry(txn, first, stop):
                day.add(flow)
            first = stop
        return self.days

    def _plain_spending(self, txn: int, credit: int, debit: int, key: Key) -> Flow:
        rows = self.books.rows
        program = rows.program[debit] or words.CORE
        source = rows.source[debit] or rows.source[credit]
        return Flow(Kind.OUT, txn, debit, rows.weight[debit], key, None, ZERO, program, source)

    def _read_pair(self, what: tuple[int, int, str], credit: int, debit: int) -> Key | None:
        """The pool of plain income into one or of plain spending out of it, else ``None``.

        Remembered by account and currency: it is the same for all entries alike.
        """
        rows = self.books.rows
        giver, taker, currency = rows.account[credit], rows.account[debit], rows.currency[debit]
        key = None
        if currency not in self.books.declared.hours:
            if giver.root == "Income" and taker.root == "Assets":
                key = self._key(taker, currency)
            elif giver.root == "Assets" and taker.root == "Expenses":
                key = self._key(giver, currency)
        self._plain[what] = key
        return key

    def _key(self, info: AccountInfo, currency: str) -> Key:
        key = self._keys.get((info.name, currency))
        if key is None:
            pool = info.pool or words.GENERAL
            if pool in PAPER_KINDS:
                pool = f"{pool}/{info.name}"
            key = self._keys[info.name, currency] = Key(pool, currency)
        return key

    def _entry(self, txn: int, first: int, stop: int) -> Iterator[Flow]:
        rows, hours = self.books.rows, self.books.declared.hours
        by_currency: dict[str, list[int]] = {}
        for row in range(first, stop):
            if rows.currency[row] not in hours and (rows.weight[row] or rows.number[row]):
                by_currency.setdefault(rows.weight_currency[row], []).append(row)
        for members in by_currency.values():
            entry = Entry(self.books, self._debts, self._key, txn, members)
            if not entry.moved:
                self.cashless.append(txn)
            yield from entry.flows()
