"""Postings to flows: what each transaction did to the pools, the same under every method.

A transaction is read by the weights of its postings, one currency at a time. Within it the pools'
own transfers are matched first; what remains came in (income, loans, opening balances) or went out
(spending, settlements, refunds). An entry that touches no pool passes value directly from its
credits to its debits.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import IntEnum
from typing import TYPE_CHECKING, NamedTuple

from coopfund import words
from coopfund.books.columns import tidy
from coopfund.books.records import AccountInfo
from coopfund.money import ZERO

if TYPE_CHECKING:
    from coopfund.books.books import Books

EQUITY_POOL = "equity"
PAPER_KINDS = (words.RECEIVABLE, words.FIXED_ASSET)


class Kind(IntEnum):
    """What a flow does."""

    IN = 0
    TRANSFER = 1
    OUT = 2
    REPAY = 3
    """Paying back a loan."""
    REFUND = 4
    """Money back to whom it came from; ``source`` says which."""
    DIRECT = 5
    """Value of ``source`` used for a program without touching a pool."""
    RESTORE = 6
    """Money back from whom a program had paid."""
    REASSIGN = 7
    """A payment moved from one program (``source``) to another (``program``), without money."""
    RELABEL = 8
    """Held money declared to be of another source, without money."""


class Key(NamedTuple):
    """A pool and currency; receivables and fixed assets are told apart by account."""

    pool: str
    currency: str


class Flow(NamedTuple):
    """One movement of money; ``row`` is the posting it is shown at."""

    kind: Kind
    txn: int
    row: int
    amount: Decimal
    key: Key
    to: Key | None = None
    to_amount: Decimal = ZERO
    program: str | None = None
    source: str | None = None


@dataclass(slots=True)
class Day:
    """The flows of one day in the order in which they count."""

    date: date
    inflows: list[Flow] = field(default_factory=list)
    transfers: list[Flow] = field(default_factory=list)
    outflows: list[Flow] = field(default_factory=list)
    late: list[Flow] = field(default_factory=list)
    """Reversals of payments, which must see the day's payments."""

    def add(self, flow: Flow) -> None:
        """File a flow where its kind belongs."""
        if flow.kind is Kind.IN:
            self.inflows.append(flow)
        elif flow.kind is Kind.TRANSFER:
            self.transfers.append(flow)
        elif flow.kind in (Kind.RESTORE, Kind.REASSIGN, Kind.RELABEL):
            self.late.append(flow)
        else:
            self.outflows.append(flow)


class Debt(NamedTuple):
    """A part of a liability: a purchase not yet paid, a loan, or a refund owed."""

    kind: Kind
    amount: Decimal
    program: str | None
    source: str | None
    links: frozenset[str]


class Leg(NamedTuple):
    """A posting that is not an asset: its row, account and weight without sign."""

    row: int
    info: AccountInfo
    amount: Decimal


@dataclass(slots=True)
class _Side:
    """What one pool still gives or takes in an entry."""

    key: Key
    units: Decimal
    weight: Decimal


class FlowReader:
    """Reads books into days of flows, keeping what liabilities and equity hold on the way."""

    def __init__(self, books: "Books") -> None:
        """Prepare to read ``books`` once."""
        self.books = books
        self.days: list[Day] = []
        self._debts: dict[tuple[str, str], deque[Debt]] = {}
        self._parked: dict[str, deque[Debt]] = {}
        self._equity: dict[str, Decimal] = {}
        self._pools: dict[str, str] = {}
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
            yield from _Entry(self, txn, members).flows()

    # What liabilities hold; the same under every method, so it is settled here, in file order.

    def owe(self, account: str, currency: str, debt: Debt) -> None:
        """Add to a liability."""
        self._debts.setdefault((account, currency), deque()).append(debt)

    def settle(
        self, account: str, currency: str, amount: Decimal, links: frozenset[str]
    ) -> list[Debt]:
        """Take ``amount`` off a liability: what shares a link first, then the oldest.

        What exceeds the liability is the repayment of a loan nobody recorded.
        """
        queue = self._debts.setdefault((account, currency), deque())
        settled = []
        if links:
            linked = [debt for debt in queue if debt.links & links]
            if linked:
                others = [debt for debt in queue if not debt.links & links]
                queue.clear()
                queue.extend([*linked, *others])
        while amount and queue:
            debt = queue.popleft()
            part = min(amount, debt.amount)
            if part < debt.amount:
                queue.appendleft(debt._replace(amount=debt.amount - part))
            settled.append(debt._replace(amount=part))
            amount -= part
        if amount:
            settled.append(Debt(Kind.REPAY, amount, None, words.LOAN, frozenset()))
        return settled

    def park_debts(self, currency: str, debts: Iterable[Debt]) -> None:
        """Keep debts that an entry closes against equity, until one opens them again."""
        self._parked.setdefault(currency, deque()).extend(debts)

    def unpark_debts(self, currency: str, amount: Decimal) -> list[Debt]:
        """Debts worth ``amount``: parked ones first, the rest an opening balance of core."""
        queue = self._parked.setdefault(currency, deque())
        debts = []
        while amount and queue:
            debt = queue.popleft()
            part = min(amount, debt.amount)
            if part < debt.amount:
                queue.appendleft(debt._replace(amount=debt.amount - part))
            debts.append(debt._replace(amount=part))
            amount -= part
        if amount:
            debts.append(Debt(Kind.OUT, amount, None, None, frozenset()))
        return debts

    def park(self, key: Key, amount: Decimal) -> None:
        """Note money that went to equity."""
        self._equity[key.currency] = self._equity.get(key.currency, ZERO) + amount

    def unpark(self, currency: str, amount: Decimal) -> Decimal:
        """How much of ``amount`` equity had taken before; it comes back with its sources."""
        part = min(amount, self._equity.get(currency, ZERO))
        self._equity[currency] = self._equity.get(currency, ZERO) - part
        return part


class _Entry:
    """One transaction in one weight currency, while it is being read."""

    def __init__(self, reader: FlowReader, txn: int, members: list[int]) -> None:
        self.reader = reader
        self.txn = txn
        self.rows = reader.books.rows
        self.links = reader.books.transactions.links[txn]
        self.currency = self.rows.weight_currency[members[0]]
        self.padded = reader.books.transactions.padded[txn]
        self.pools: dict[Key, list[Decimal]] = {}
        self.pool_rows: dict[Key, list[int]] = {}
        self.credits: list[Leg] = []
        self.debits: list[Leg] = []
        for row in members:
            self._sort(row)
        self._net_expenses()

    def _sort(self, row: int) -> None:
        info, weight = self.rows.account[row], self.rows.weight[row]
        if info.root == "Assets":
            key = self.reader._key(info, self.rows.currency[row])  # noqa: SLF001  # same module
            totals = self.pools.setdefault(key, [ZERO, ZERO])
            totals[0] += self.rows.number[row]
            totals[1] += weight
            self.pool_rows.setdefault(key, []).append(row)
        elif weight < 0:
            self.credits.append(Leg(row, info, -weight))
        elif weight > 0:
            self.debits.append(Leg(row, info, weight))

    def _net_expenses(self) -> None:
        """A discount on the same bill lowers the bill; it is no refund of an earlier one."""
        for credit in [leg for leg in self.credits if leg.info.root == "Expenses"]:
            for debit in self.debits:
                if debit.info is credit.info and debit.amount >= credit.amount:
                    self.credits.remove(credit)
                    self.debits[self.debits.index(debit)] = debit._replace(
                        amount=debit.amount - credit.amount
                    )
                    break
        self.debits = [leg for leg in self.debits if leg.amount]

    def flows(self) -> Iterator[Flow]:
        """What the entry does."""
        legs = [*self.credits, *self.debits]
        has_equity = any(leg.info.root == "Equity" for leg in legs)
        if has_equity and all(leg.info.root in ("Equity", "Liabilities") for leg in legs):
            yield from self._balance_sheet()
            return
        moved = {key: totals for key, totals in self.pools.items() if totals[0] or totals[1]}
        if not moved:
            yield from self._direct()
            return
        yield from self._through(moved)

    # Opening and closing balances: each account against equity, whatever the others do.

    def _balance_sheet(self) -> Iterator[Flow]:
        for key, members in self.pool_rows.items():
            for row in members:
                yield from self._against_equity(key, row)
        for leg in self.debits:
            if leg.info.root == "Liabilities":
                settled = self.reader.settle(leg.info.name, self.currency, leg.amount, self.links)
                self.reader.park_debts(self.currency, settled)
        for leg in self.credits:
            if leg.info.root == "Liabilities":
                for debt in self.reader.unpark_debts(self.currency, leg.amount):
                    self.reader.owe(leg.info.name, self.currency, debt)

    def _against_equity(self, key: Key, row: int) -> Iterator[Flow]:
        number = self.rows.number[row]
        equity = Key(EQUITY_POOL, key.currency)
        if number < 0:
            self.reader.park(key, -number)
            yield Flow(Kind.TRANSFER, self.txn, row, -number, key, equity, -number)
        elif number > 0:
            back = self.reader.unpark(key.currency, number)
            if back:
                yield Flow(Kind.TRANSFER, self.txn, row, back, equity, key, back)
            if number > back:
                source = self.rows.source[row] or self._equity_source()
                if self.padded:
                    source = words.UNKNOWN
                yield Flow(Kind.IN, self.txn, row, number - back, key, source=source)

    def _equity_source(self) -> str:
        for leg in [*self.credits, *self.debits]:
            if leg.info.root == "Equity" and self.rows.source[leg.row]:
                return str(self.rows.source[leg.row])
        return words.UNKNOWN

    # Entries that touch a pool.

    def _through(self, moved: dict[Key, list[Decimal]]) -> Iterator[Flow]:
        givers = [
            _Side(key, -units, -weight) for key, (units, weight) in moved.items() if weight < 0
        ]
        takers = [_Side(key, units, weight) for key, (units, weight) in moved.items() if weight > 0]
        yield from self._worthless(moved)
        yield from self._transfers(givers, takers)
        left = [item for item in (*givers, *takers) if item.weight]
        if not left:
            left = [_Side(next(iter(moved)), ZERO, ZERO)]
        yield from self._gross(left)

    def _worthless(self, moved: dict[Key, list[Decimal]]) -> Iterator[Flow]:
        """Units that came or went at a weight of nothing."""
        for key, (units, weight) in moved.items():
            if units and not weight:
                row = self.pool_rows[key][0]
                if units > 0:
                    yield Flow(Kind.IN, self.txn, row, units, key, source=words.UNKNOWN)
                else:
                    yield Flow(Kind.OUT, self.txn, row, -units, key, program=words.CORE)

    def _transfers(self, givers: list[_Side], takers: list[_Side]) -> Iterator[Flow]:
        for taker in takers:
            for giver in givers:
                part = min(giver.weight, taker.weight)
                if not part:
                    continue
                out, into = _slice(giver, part), _slice(taker, part)
                row = self.pool_rows[taker.key][0]
                yield Flow(
                    Kind.TRANSFER,
                    self.txn,
                    row,
                    out,
                    giver.key,
                    taker.key,
                    into,
                    self.rows.program[row],
                    self._named_source(giver.key),
                )

    def _gross(self, left: list[_Side]) -> Iterator[Flow]:
        """Credits come into a pool, debits leave it; what is left of the pools balances them."""
        credits, debits = deque(self.credits), deque(self.debits)
        main, rest = left[0], left[1:]
        gives = main.key in {key for key, (_, weight) in self.pools.items() if weight < 0}
        for other in rest:
            legs = debits if gives else credits
            yield from self._share(other, legs)
        scale = _Scale(main.units, main.weight)
        for leg in credits:
            yield from self._inflow(leg, main.key, scale)
        for leg in debits:
            yield from self._outflow(leg, main.key, scale)

    def _share(self, other: _Side, legs: "deque[Leg]") -> Iterator[Flow]:
        scale, need = _Scale(other.units, other.weight), other.weight
        while need and legs:
            leg = legs.popleft()
            part = min(need, leg.amount)
            if part < leg.amount:
                legs.appendleft(leg._replace(amount=leg.amount - part))
            need -= part
            piece = leg._replace(amount=part)
            credit = self.rows.weight[leg.row] < 0
            yield from (self._inflow if credit else self._outflow)(piece, other.key, scale)

    def _named_source(self, key: Key) -> str | None:
        """The source that a pool's own posting names, where all its postings agree."""
        named = {self.rows.source[row] for row in self.pool_rows.get(key, ())}
        return named.pop() if len(named) == 1 else None

    def _inflow(self, leg: Leg, key: Key, scale: "_Scale") -> Iterator[Flow]:
        root, row, amount = leg.info.root, leg.row, scale(leg.amount)
        if root == "Expenses":
            yield Flow(Kind.RESTORE, self.txn, row, amount, key, program=self._program(row))
        elif root == "Equity":
            back = self.reader.unpark(key.currency, amount)
            equity = Key(EQUITY_POOL, key.currency)
            if back:
                yield Flow(Kind.TRANSFER, self.txn, row, back, equity, key, back)
            if amount > back:
                source = self.rows.source[row] or self._named_source(key) or words.UNKNOWN
                yield Flow(Kind.IN, self.txn, row, amount - back, key, source=source)
        elif root == "Liabilities":
            source = self._liability_source(leg)
            kind = Kind.REPAY if source == words.LOAN else Kind.REFUND
            debt = Debt(kind, leg.amount, None, source, self.links)
            self.reader.owe(leg.info.name, self.currency, debt)
            yield Flow(Kind.IN, self.txn, row, amount, key, source=source)
        else:
            yield Flow(Kind.IN, self.txn, row, amount, key, source=self._source(row))

    def _outflow(self, leg: Leg, key: Key, scale: "_Scale") -> Iterator[Flow]:
        root, row = leg.info.root, leg.row
        if root == "Liabilities":
            for debt in self.reader.settle(leg.info.name, self.currency, leg.amount, self.links):
                source = debt.source or self._named_source(key)
                yield Flow(
                    debt.kind,
                    self.txn,
                    row,
                    scale(debt.amount),
                    key,
                    program=debt.program,
                    source=source,
                )
        elif root == "Equity":
            amount = scale(leg.amount)
            self.reader.park(key, amount)
            equity = Key(EQUITY_POOL, key.currency)
            yield Flow(Kind.TRANSFER, self.txn, row, amount, key, equity, amount)
        elif root == "Income":
            yield Flow(Kind.REFUND, self.txn, row, scale(leg.amount), key, source=self._source(row))
        else:
            yield Flow(
                Kind.OUT,
                self.txn,
                row,
                scale(leg.amount),
                key,
                program=self._program(row),
                source=self.rows.source[row] or self._named_source(key),
            )

    def _source(self, row: int) -> str:
        return self.rows.source[row] or words.UNKNOWN

    def _program(self, row: int) -> str:
        return self.rows.program[row] or words.CORE

    def _liability_source(self, leg: Leg) -> str:
        """Borrowed money is a loan; only quarantined money keeps a source of its own."""
        if leg.info.kind == "quarantine":
            return self.rows.source[leg.row] or words.UNKNOWN
        return words.LOAN

    # Entries without a pool: value passes straight from the credits to the debits.

    def _direct(self) -> Iterator[Flow]:
        credits, debits = deque(self.credits), deque(self.debits)
        while credits and debits:
            credit, debit = credits.popleft(), debits.popleft()
            part = min(credit.amount, debit.amount)
            if part < credit.amount:
                credits.appendleft(credit._replace(amount=credit.amount - part))
            if part < debit.amount:
                debits.appendleft(debit._replace(amount=debit.amount - part))
            yield from self._pair(credit, debit, part)

    def _pair(self, credit: Leg, debit: Leg, amount: Decimal) -> Iterator[Flow]:
        given, taken = credit.info.root, debit.info.root
        key = Key(words.GENERAL, self.currency)
        if given == "Liabilities":
            self._owe(credit, debit, amount)
        elif taken == "Liabilities":
            for debt in self.reader.settle(debit.info.name, self.currency, amount, self.links):
                yield from self._forgive(credit, debt, key)
        elif given == taken == "Income":
            yield Flow(
                Kind.RELABEL,
                self.txn,
                credit.row,
                amount,
                key,
                program=self._source(debit.row),
                source=self._source(credit.row),
            )
        elif given == "Expenses" and taken == "Expenses":
            yield Flow(
                Kind.REASSIGN,
                self.txn,
                debit.row,
                amount,
                key,
                program=self._program(debit.row),
                source=self._program(credit.row),
            )
        elif taken == "Expenses":
            yield Flow(
                Kind.DIRECT,
                self.txn,
                debit.row,
                amount,
                key,
                program=self._program(debit.row),
                source=self._source(credit.row),
            )
        elif given == "Expenses":
            yield Flow(
                Kind.RESTORE, self.txn, credit.row, amount, key, program=self._program(credit.row)
            )
            yield Flow(
                Kind.REFUND, self.txn, debit.row, amount, key, source=self._source(debit.row)
            )

    def _owe(self, credit: Leg, debit: Leg, amount: Decimal) -> None:
        account, taken = credit.info.name, debit.info.root
        if taken == "Liabilities":
            moved = self.reader.settle(debit.info.name, self.currency, amount, self.links)
        elif taken == "Income":
            source = self._source(debit.row)
            moved = [Debt(Kind.REFUND, amount, None, source, self.links)]
        else:
            program = self._program(debit.row)
            moved = [Debt(Kind.OUT, amount, program, self.rows.source[debit.row], self.links)]
        for debt in moved:
            self.reader.owe(account, self.currency, debt)

    def _forgive(self, credit: Leg, debt: Debt, key: Key) -> Iterator[Flow]:
        """A debt that somebody else pays or forgives: their money bought what it had bought."""
        if credit.info.root == "Income" and debt.kind is Kind.OUT:
            yield Flow(
                Kind.DIRECT,
                self.txn,
                credit.row,
                debt.amount,
                key,
                program=debt.program or words.CORE,
                source=self._source(credit.row),
            )


class _Scale:
    """From the entry's weight currency to the units a pool holds."""

    def __init__(self, units: Decimal, weight: Decimal) -> None:
        self.same = units == weight or not weight
        self.units, self.weight = units, weight

    def __call__(self, amount: Decimal) -> Decimal:
        return amount if self.same else _part(self.units, amount, self.weight)


def _part(units: Decimal, part: Decimal, weight: Decimal) -> Decimal:
    return units if part == weight else tidy(units * part / weight)


def _slice(side: _Side, part: Decimal) -> Decimal:
    """Take ``part`` of a side's weight; returns the units that go with it."""
    units = _part(side.units, part, side.weight)
    side.units -= units
    side.weight -= part
    return units
