"""Runs the flows of a ledger through its pools under one method, and records what paid for what."""

import datetime
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal, localcontext
from typing import TYPE_CHECKING

from coopfund import words
from coopfund.money import ZERO
from coopfund.tracing.flow import Day, Flow, Key, Kind
from coopfund.tracing.methods import PRECISION, Claims, Draw, method
from coopfund.tracing.purse import NO_LOT, Piece, Purse, Sums

if TYPE_CHECKING:
    from coopfund.books.books import Books

BY_CLAIM = ("designated", "adverse")


@dataclass(slots=True)
class Payment:
    """One outflow and the money it was paid with.

    Attributes:
        date, txn, row: when, and the posting it is shown at.
        kind: ``OUT`` spending, ``REPAY`` a loan, ``REFUND`` to a contributor, ``DIRECT`` value
            used without a pool, ``TRANSFER`` between pools.
        program: what it was for; ``core`` where it has none.
        key: pool and currency it left.
        amount: how much.
        pieces: which lots, in the order in which they were drawn.
        whitelist: what the program might be paid from that day, ``None`` for anything.
        segregated: whether the pool could, under any method, hold whitelisted money only.
        bought: the posting that was bought, where the payment settles a liability.
        restored: what later came back, by source.
        repaired: the day when the last of a shortfall was made good.
    """

    date: datetime.date
    txn: int
    row: int
    kind: Kind
    program: str
    key: Key
    amount: Decimal
    pieces: list[Piece]
    whitelist: frozenset[str] | None
    segregated: bool
    to: Key | None = None
    bought: int | None = None
    restored: dict[str, Decimal] = field(default_factory=dict)
    repaired: datetime.date | None = None

    def by_source(self) -> dict[str, Decimal]:
        """Amount per source as drawn on the day, in the fixed order of sources."""
        return _by_source(self.pieces)

    @property
    def breach(self) -> Decimal:
        """What the whitelist did not cover on the day."""
        if self.whitelist is None:
            return ZERO
        return sum((p.amount for p in self.pieces if p.source not in self.whitelist), ZERO)

    @property
    def shortfall(self) -> Decimal:
        """What the whitelist still does not cover, after what was made good since."""
        if self.whitelist is None:
            return ZERO
        outside = (v for s, v in self.restored.items() if s not in self.whitelist)
        return self.breach - sum(outside, ZERO)

    def net_by_source(self) -> dict[str, Decimal]:
        """Amount per source after restorations; sources that came to nothing left out."""
        net = self.by_source()
        for source, amount in self.restored.items():
            net[source] -= amount
        return {source: amount for source, amount in net.items() if amount}

    @property
    def counts(self) -> bool:
        """Whether it is a payment of its program (and not a mere movement between pools)."""
        if self.kind is Kind.TRANSFER:
            return self.to is not None and self.to.pool.startswith(words.FIXED_ASSET)
        return self.kind in (Kind.OUT, Kind.DIRECT) and not self.key.pool.startswith(
            words.FIXED_ASSET
        )


@dataclass(slots=True)
class Trace:
    """What one method found.

    Attributes:
        method: its name.
        until: the last day that counted, or ``None`` for all.
        lots: whether the pieces of payments name their lots, or only their sources.
        payments: every outflow, in the order in which they drew.
        purses: what is held at the end, by pool and currency.
        incoming: money that ever came in, by currency and source.
    """

    method: str
    until: datetime.date | None
    lots: bool = True
    payments: list[Payment] = field(default_factory=list)
    purses: dict[Key, Purse] = field(default_factory=dict)
    incoming: dict[tuple[str, str], Decimal] = field(
        default_factory=lambda: defaultdict(lambda: ZERO)
    )
    used: dict[tuple[str, str, str], Decimal] = field(
        default_factory=lambda: defaultdict(lambda: ZERO)
    )
    """Money used so far, by currency, program and source."""

    def used_by(self, currency: str) -> dict[str, dict[str, Decimal]]:
        """Program to source to amount; both in order, nothings left out."""
        table: dict[str, dict[str, Decimal]] = {}
        for (its, program, source), amount in sorted(
            self.used.items(), key=lambda item: (item[0][1], words.SOURCE_RANK[item[0][2]])
        ):
            if its == currency and amount:
                table.setdefault(program, {})[source] = amount
        return table

    def held_by(self, currency: str) -> dict[str, dict[str, Decimal]]:
        """Pool to source to amount; the accounts of a paper pool are added up."""
        table: dict[str, dict[str, Decimal]] = {}
        for key, purse in self.purses.items():
            if key.currency != currency:
                continue
            pool = table.setdefault(key.pool.partition("/")[0], {})
            for source, amount in purse.held().items():
                pool[source] = pool.get(source, ZERO) + amount
        return {
            pool: _ordered(sources)
            for pool, sources in sorted(table.items())
            if any(sources.values())
        }


class Tracer:
    """Feeds days of flows to purses under one method."""

    def __init__(
        self,
        books: "Books",
        claims: Claims,
        name: str,
        until: datetime.date | None = None,
        *,
        lots: bool = True,
    ) -> None:
        """Start with empty pools; ``lots=False`` follows sums by source only (by-claim methods)."""
        self.books = books
        self.claims = claims
        self.trace = Trace(name, until, lots=lots)
        self._draw: Draw = method(name, claims)
        self._by_claim = name in BY_CLAIM
        self._order = 0
        self._spent: dict[tuple[str, str], list[Payment]] = {}
        self._pool_program = {
            program.pool: program.name for program in books.declared.programs if program.pool
        }

    def run(self, days: Sequence[Day]) -> Trace:
        """Every day until the last that counts."""
        with localcontext(prec=PRECISION):
            for day in days:
                if self.trace.until is not None and day.date > self.trace.until:
                    break
                self._day(day)
        return self.trace

    def _day(self, day: Day) -> None:
        self._receive_day(day)
        for flow in day.transfers:
            self._transfer(flow, day.date)
        outflows = day.outflows
        if self._by_claim and len(outflows) > 1:
            outflows = sorted(
                outflows, key=lambda flow: self.claims.restriction(flow.program, day.date)
            )
        for flow in outflows:
            self._spend(flow, day.date)
        for flow in day.late:
            self._reverse(flow, day.date)

    def _receive_day(self, day: Day) -> None:
        if self.trace.lots:
            for flow in day.inflows(self.books.rows):
                self._receive(flow.key, flow.source or words.UNKNOWN, flow.amount, flow.row)
            return
        for (key, source), amount in day.sums.items():
            self._receive(key, source, amount, NO_LOT)
        for flow in day.other_inflows:
            self._receive(flow.key, flow.source or words.UNKNOWN, flow.amount, flow.row)

    def _purse(self, key: Key) -> Purse:
        purse = self.trace.purses.get(key)
        if purse is None:
            purse = self.trace.purses[key] = Purse() if self.trace.lots else Sums()
        return purse

    def _receive(self, key: Key, source: str, amount: Decimal, row: int) -> None:
        self.trace.incoming[key.currency, source] += amount
        self._put(key, source, amount, row)

    def _put(self, key: Key, source: str, amount: Decimal, row: int) -> None:
        """Add money to a pool; what is overdrawn is repaid first."""
        purse = self._purse(key)
        if purse.overdraft:
            repaid = min(purse.overdraft, amount)
            purse.overdraft -= repaid
            purse.received.add(source)
            amount -= repaid
            self.trace.used[key.currency, words.CORE, source] += repaid
        if amount:
            self._order += 1
            purse.put(source, amount, row, self._order)

    def _take(
        self,
        key: Key,
        amount: Decimal,
        program: str | None,
        day: datetime.date,
        named: str | None,
        row: int,
    ) -> list[Piece]:
        """Draw an amount, named source first; what the pool lacks is an overdraft, a loan."""
        purse = self._purse(key)
        pieces = purse.take_in_order((named,), amount) if named else []
        short = amount - _total(pieces)
        if short:
            pieces += self._draw(purse, short, program, day)
            short = amount - _total(pieces)
        if short:
            purse.overdraft += short
            purse.received.add(words.LOAN)
            self.trace.incoming[key.currency, words.LOAN] += short
            pieces.append(Piece(words.LOAN, short, row))
        return pieces

    def _payment(
        self, flow: Flow, day: datetime.date, program: str, pieces: list[Piece], *, segregated: bool
    ) -> Payment:
        payment = Payment(
            date=day,
            txn=flow.txn,
            row=flow.row,
            kind=flow.kind,
            program=program,
            key=flow.key,
            amount=flow.amount,
            pieces=pieces,
            whitelist=self.claims.whitelist(program, day),
            segregated=segregated,
            to=flow.to,
            bought=flow.bought,
        )
        self.trace.payments.append(payment)
        return payment

    def _spend(self, flow: Flow, day: datetime.date) -> None:
        program = flow.program or words.CORE
        currency = flow.key.currency
        if flow.kind is Kind.DIRECT:
            source = flow.source or words.UNKNOWN
            self.trace.incoming[currency, source] += flow.amount
            pieces = [Piece(source, flow.amount, flow.row)]
            segregated = False
        else:
            drawn_for = program if flow.kind is Kind.OUT else None
            pieces = self._take(flow.key, flow.amount, drawn_for, day, flow.source, flow.row)
            segregated = self._segregated(flow.key, program, day)
        payment = self._payment(flow, day, program, pieces, segregated=segregated)
        if flow.kind is Kind.REFUND:
            self._refund(currency, flow.source, pieces)
            return
        for piece in pieces:
            self.trace.used[currency, program, piece.source] += piece.amount
        if flow.kind in (Kind.OUT, Kind.DIRECT):
            self._spent.setdefault((currency, program), []).append(payment)

    def _refund(self, currency: str, source: str | None, pieces: list[Piece]) -> None:
        """Money that went back never came in; what other sources had to stand in for was used."""
        for piece in pieces:
            if piece.source == source:
                self.trace.incoming[currency, piece.source] -= piece.amount
            else:
                self.trace.used[currency, words.CORE, piece.source] += piece.amount

    def _segregated(self, key: Key, program: str, day: datetime.date) -> bool:
        whitelist = self.claims.whitelist(program, day)
        return whitelist is not None and self._purse(key).received <= whitelist

    def _transfer(self, flow: Flow, day: datetime.date) -> None:
        if flow.to is None:
            return
        program = self._pool_program.get(flow.to.pool)
        if program is None and flow.to.pool.startswith(words.FIXED_ASSET):
            program = flow.program
        pieces = self._take(flow.key, flow.amount, program, day, flow.source, flow.row)
        segregated = self._segregated(flow.key, program or words.CORE, day)
        self._payment(flow, day, program or words.CORE, pieces, segregated=segregated)
        self._purse(flow.to).received |= self._purse(flow.key).received
        if flow.to.currency == flow.key.currency:
            for piece in pieces:
                self._put(flow.to, piece.source, piece.amount, piece.row)
            return
        self._exchange(flow, pieces)

    def _exchange(self, flow: Flow, pieces: list[Piece]) -> None:
        """Lots in another currency: each keeps its source, the last takes the rounding."""
        assert flow.to is not None  # noqa: S101  # only transfers come here
        left = flow.to_amount
        for position, piece in enumerate(pieces):
            self.trace.incoming[flow.key.currency, piece.source] -= piece.amount
            last = position == len(pieces) - 1
            part = left if last else _cents(piece.amount * flow.to_amount / flow.amount)
            self.trace.incoming[flow.to.currency, piece.source] += part
            self._put(flow.to, piece.source, part, piece.row)
            left -= part

    def _reverse(self, flow: Flow, day: datetime.date) -> None:
        if flow.kind is Kind.RELABEL:
            self._relabel(flow)
            return
        currency = flow.key.currency
        source_program = flow.source if flow.kind is Kind.REASSIGN else flow.program
        back = self._undo(currency, source_program or words.CORE, flow, day)
        if flow.kind is Kind.RESTORE:
            for piece in back:
                self._put(flow.key, piece.source, piece.amount, piece.row)
            rest = flow.amount - _total(back)
            if rest:
                self._receive(flow.key, words.UNKNOWN, rest, flow.row)
            return
        program = flow.program or words.CORE
        if back:
            moved = flow._replace(amount=_total(back), kind=Kind.DIRECT)
            payment = self._payment(moved, day, program, back, segregated=False)
            self._spent.setdefault((currency, program), []).append(payment)
        for piece in back:
            self.trace.used[currency, program, piece.source] += piece.amount

    def _undo(self, currency: str, program: str, flow: Flow, day: datetime.date) -> list[Piece]:
        """Take back up to the flow's amount from a program's payments: linked, then newest first.

        Within a payment what was drawn last comes back first, so a shortfall is made good before
        anything else.
        """
        links = self.books.transactions.links[flow.txn]
        account = self.books.rows.account[flow.row].name
        history = self._spent.get((currency, program), [])

        def closeness(payment: Payment) -> tuple[bool, bool]:
            linked = bool(links & self.books.transactions.links[payment.txn])
            return linked, self.books.rows.account[payment.row].name == account

        back: list[Piece] = []
        for payment in sorted(reversed(history), key=closeness, reverse=True):
            need = flow.amount - _total(back)
            if not need:
                break
            back += self._restore(payment, need, day)
        for piece in back:
            self.trace.used[currency, program, piece.source] -= piece.amount
        return back

    def _restore(self, payment: Payment, need: Decimal, day: datetime.date) -> list[Piece]:
        left = dict(payment.restored)
        short = payment.shortfall
        back = []
        for piece in reversed(payment.pieces):
            gone = min(left.get(piece.source, ZERO), piece.amount)
            if gone:
                left[piece.source] -= gone
            part = min(need, piece.amount - gone)
            if part > 0:
                back.append(piece._replace(amount=part))
                payment.restored[piece.source] = payment.restored.get(piece.source, ZERO) + part
                need -= part
        if short and not payment.shortfall:
            payment.repaired = day
        return back

    def _relabel(self, flow: Flow) -> None:
        """Held money becomes of another source; never dues without a decision (CF105)."""
        target, origin = flow.source or words.UNKNOWN, flow.program or words.UNKNOWN
        if target == origin or (target == words.DUES and not self._decided(flow.txn)):
            return
        purse = self._purse(flow.key)
        part = min(flow.amount, purse.balances.get(origin, ZERO))
        if part <= 0:
            return
        for piece in purse.take(origin, part):
            self._order += 1
            purse.put(target, piece.amount, flow.row, self._order)
        self.trace.incoming[flow.key.currency, origin] -= part
        self.trace.incoming[flow.key.currency, target] += part

    def _decided(self, txn: int) -> bool:
        named = self.books.transactions.meta[txn].get("decision")
        day = self.books.transactions.date[txn]
        return any(d.name == named and d.date <= day for d in self.books.declared.decisions)


def _total(pieces: Sequence[Piece]) -> Decimal:
    return sum((piece.amount for piece in pieces), ZERO)


def _by_source(pieces: Sequence[Piece]) -> dict[str, Decimal]:
    table: dict[str, Decimal] = {}
    for piece in pieces:
        table[piece.source] = table.get(piece.source, ZERO) + piece.amount
    return _ordered(table)


def _ordered(table: dict[str, Decimal]) -> dict[str, Decimal]:
    return {
        source: table[source]
        for source in sorted(table, key=words.SOURCE_RANK.__getitem__)
        if table[source]
    }


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("1e-12"))
