"""Reads books into flows: what each transaction did to the pools, the same under every method."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from coopfund import words
from coopfund.books.records import AccountInfo
from coopfund.money import ZERO
from coopfund.tracing.debts import Debts
from coopfund.tracing.entry import Entry
from coopfund.tracing.flow import Day, Flow, Key, Kind

if TYPE_CHECKING:
    from coopfund.books.books import Books

PAPER_KINDS = (words.RECEIVABLE, words.FIXED_ASSET)


class FlowReader:
    """Reads books into days of flows, keeping what liabilities and equity hold on the way."""

    def __init__(self, books: "Books") -> None:
        """Prepare to read ``books`` once."""
        self.books = books
        self.days: list[Day] = []
        self._debts = Debts()
        self._keys: dict[tuple[str, str], Key] = {}

    def read(self) -> list[Day]:
        """Every day that moved money, in order."""
        rows, txns = self.books.rows, self.books.transactions
        start, dates = txns.start, txns.date
        currencies, weights, infos = rows.currency, rows.weight, rows.account
        hours = self.books.declared.hours
        day: Day | None = None
        in_, key_of = Kind.IN, self._key
        for txn in range(len(txns)):
            first, stop = start[txn], start[txn + 1]
            when = dates[txn]
            if day is None or day.date != when:
                day = Day(when)
                self.days.append(day)
            if stop - first == 2:
                credit, debit = (first, first + 1) if weights[first] < 0 else (first + 1, first)
                taker = infos[debit]
                if (
                    taker.root == "Assets"
                    and infos[credit].root == "Income"
                    and currencies[credit] == currencies[debit]
                    and rows.weight_currency[debit] == currencies[debit]
                    and currencies[debit] not in hours
                    and weights[debit] > 0
                ):
                    day.inflows.append(
                        Flow(
                            in_,
                            txn,
                            credit,
                            weights[debit],
                            key_of(taker, currencies[debit]),
                            None,
                            ZERO,
                            None,
                            rows.source[credit],
                        )
                    )
                    continue
            for flow in self._entry(txn, first, stop):
                day.add(flow)
        return self.days

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
            yield from Entry(self.books, self._debts, self._key, txn, members).flows()
