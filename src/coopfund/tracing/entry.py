"""One transaction to flows.

A transaction is read by the weights of its postings, one currency at a time. Within it the pools'
own transfers are matched first; what remains came in (income, loans, opening balances) or went out
(spending, settlements, refunds). An entry that touches no pool passes value directly from its
credits to its debits.
"""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from coopfund import words
from coopfund.books.columns import tidy
from coopfund.books.records import AccountInfo
from coopfund.money import ZERO
from coopfund.tracing.debts import Debt, Debts
from coopfund.tracing.flow import EQUITY_POOL, Flow, Key, Kind

if TYPE_CHECKING:
    from coopfund.books.books import Books


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
    gives: bool


class Entry:
    """One transaction in one weight currency, while it is being read."""

    def __init__(
        self,
        books: "Books",
        debts: Debts,
        key_of: Callable[[AccountInfo, str], Key],
        txn: int,
        members: list[int],
    ) -> None:
        self.debts = debts
        self.key_of = key_of
        self.txn = txn
        self.rows = books.rows
        self.links = books.transactions.links[txn]
        self.currency = self.rows.weight_currency[members[0]]
        self.padded = books.transactions.padded[txn]
        self.pools: dict[Key, list[Decimal]] = {}
        self.pool_rows: dict[Key, list[int]] = {}
        self.credits: list[Leg] = []
        self.debits: list[Leg] = []
        for row in members:
            self._sort(row)
        self._net_expenses()
        self.moved = {key: totals for key, totals in self.pools.items() if any(totals)}

    def _sort(self, row: int) -> None:
        info, weight = self.rows.account[row], self.rows.weight[row]
        if info.root == "Assets":
            key = self.key_of(info, self.rows.currency[row])
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
        if self.moved:
            yield from self._through(self.moved)
        else:
            yield from self._direct()

    # Opening and closing balances: each account against equity, whatever the others do.

    def _balance_sheet(self) -> Iterator[Flow]:
        for key, members in self.pool_rows.items():
            for row in members:
                yield from self._against_equity(key, row)
        for leg in self.debits:
            if leg.info.root == "Liabilities":
                settled = self.debts.settle(leg.info.name, self.currency, leg.amount, self.links)
                self.debts.park(self.currency, settled)
        for leg in self.credits:
            if leg.info.root == "Liabilities":
                for debt in self.debts.unpark(self.currency, leg.amount):
                    self.debts.owe(leg.info.name, self.currency, debt)

    def _against_equity(self, key: Key, row: int) -> Iterator[Flow]:
        number = self.rows.number[row]
        equity = Key(EQUITY_POOL, key.currency)
        if number < 0:
            self.debts.park_money(key.currency, -number)
            yield Flow(Kind.TRANSFER, self.txn, row, -number, key, equity, -number)
        elif number > 0:
            back = self.debts.unpark_money(key.currency, number)
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
        sides = {
            key: _Side(key, abs(units), abs(weight), gives=weight < 0)
            for key, (units, weight) in moved.items()
            if weight
        }
        self._even_out(list(sides.values()))
        givers = [side for side in sides.values() if side.gives]
        takers = [side for side in sides.values() if not side.gives]
        yield from self._worthless(moved)
        yield from self._transfers(givers, takers)
        yield from self._sell(givers, takers)
        left = [side for side in (*givers, *takers) if side.weight]
        yield from self._gross(left or [_Side(next(iter(moved)), ZERO, ZERO, gives=True)])

    def _even_out(self, sides: list[_Side]) -> None:
        """Put what Beancount's tolerance leaves over where it belongs least noticeably.

        The pools keep their units to the last digit; the largest other posting, or the weight of
        a pool where there is none, takes the difference.
        """
        pools = sum((-side.weight if side.gives else side.weight for side in sides), ZERO)
        credits = sum((leg.amount for leg in self.credits), ZERO)
        debits = sum((leg.amount for leg in self.debits), ZERO)
        left_over = pools + debits - credits
        if not left_over:
            return
        legs, sign = (self.debits, -1) if self.debits else (self.credits, 1)
        if legs:
            largest = max(range(len(legs)), key=lambda n: legs[n].amount)
            amount = legs[largest].amount + sign * left_over
            legs[largest] = legs[largest]._replace(amount=amount)
        else:
            side = max(sides, key=lambda side: side.weight)
            side.weight += left_over if side.gives else -left_over

    def _sell(self, givers: list[_Side], takers: list[_Side]) -> Iterator[Flow]:
        """What was sold below cost: its whole cost came into the money, and the loss left it."""
        money = [side for side in takers if side.key.currency == self.currency]
        for giver in givers if money else ():
            if giver.weight and giver.key.currency != self.currency:
                sold, weight, units, into = giver.key, giver.weight, giver.units, money[0].key
                giver.key, giver.units = into, weight
                row = self.pool_rows[into][0]
                yield Flow(Kind.TRANSFER, self.txn, row, units, sold, into, weight)

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
        for other in rest:
            legs = debits if main.gives else credits
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
            back = self.debts.unpark_money(key.currency, amount)
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
            self.debts.owe(leg.info.name, self.currency, debt)
            yield Flow(Kind.IN, self.txn, row, amount, key, source=source)
        else:
            yield Flow(Kind.IN, self.txn, row, amount, key, source=self._source(row))

    def _outflow(self, leg: Leg, key: Key, scale: "_Scale") -> Iterator[Flow]:
        root, row = leg.info.root, leg.row
        if root == "Liabilities":
            for debt in self.debts.settle(leg.info.name, self.currency, leg.amount, self.links):
                source = debt.source or self._named_source(key)
                yield Flow(
                    debt.kind,
                    self.txn,
                    row,
                    scale(debt.amount),
                    key,
                    program=debt.program,
                    source=source,
                    bought=debt.bought,
                )
        elif root == "Equity":
            amount = scale(leg.amount)
            self.debts.park_money(key.currency, amount)
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
            for debt in self.debts.settle(debit.info.name, self.currency, amount, self.links):
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
            moved = self.debts.settle(debit.info.name, self.currency, amount, self.links)
        elif taken == "Income":
            source = self._source(debit.row)
            moved = [Debt(Kind.REFUND, amount, None, source, self.links)]
        else:
            program = self._program(debit.row)
            named = self.rows.source[debit.row]
            moved = [Debt(Kind.OUT, amount, program, named, self.links, debit.row)]
        for debt in moved:
            self.debts.owe(account, self.currency, debt)

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
                bought=debt.bought,
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
