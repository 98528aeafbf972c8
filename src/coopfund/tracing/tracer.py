"""Runs the flows of a ledger through its pools under one method, and records what paid for what."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal, localcontext
from typing import TYPE_CHECKING

from coopfund import words
from coopfund.money import ZERO
from coopfund.tracing.flow import Day, Flow, Key, Kind
from coopfund.tracing.methods import PRECISION, Claims, Draw, method
from coopfund.tracing.purse import NO_LOT, Piece, Purse, Sums
from coopfund.tracing.trace import Payment, Trace

if TYPE_CHECKING:
    from coopfund.books.books import Books

BY_CLAIM = ("designated", "adverse")


class Tracer:
    """Feeds days of flows to purses under one method."""

    def __init__(
        self,
        books: "Books",
        claims: Claims,
        name: str,
        until: dt.date | None = None,
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
        self._spent: dict[tuple[str, str], list[int]] = {}
        """The payments of each currency and program, by their place among all."""
        self._days_done = 0
        self._pool_program = {
            program.pool: program.name for program in books.declared.programs if program.pool
        }

    def go_on(self, until: dt.date | None) -> None:
        """Be ready to run to a later day; the trace that was found so far stays as it is."""
        self.trace = self.trace.copied(until)

    def run(self, days: Sequence[Day]) -> Trace:
        """Every day until the last that counts."""
        with localcontext(prec=PRECISION):
            for day in days[self._days_done :]:
                if self.trace.until is not None and day.date > self.trace.until:
                    break
                self._day(day)
                self._days_done += 1
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
        """The day's inflows; added up where their order cannot matter."""
        overdrawn = any(purse.overdraft for purse in self.trace.purses.values())
        if self.trace.lots or overdrawn:
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
            self.trace.used[key.currency, words.REPAID, source] += repaid
        if amount:
            self._order += 1
            purse.put(source, amount, row, self._order)

    def _take(self, flow: Flow, program: str | None, day: dt.date) -> list[Piece]:
        """Draw a flow's amount, named source first; what the pool lacks is an overdraft, a loan."""
        purse, amount = self._purse(flow.key), flow.amount
        pieces = purse.take_in_order((flow.source,), amount) if flow.source else []
        short = amount - _total(pieces)
        if short:
            pieces += self._draw(purse, short, program, day)
            short = amount - _total(pieces)
        if short:
            purse.overdraft += short
            purse.received.add(words.LOAN)
            self.trace.incoming[flow.key.currency, words.LOAN] += short
            pieces.append(Piece(words.LOAN, short, flow.row))
        return pieces

    def _payment(
        self, flow: Flow, day: dt.date, program: str, pieces: list[Piece], *, segregated: bool
    ) -> None:
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

    def _remember(self, currency: str, program: str) -> None:
        """The last payment was spent for a program, from which it may come back."""
        place = len(self.trace.payments) - 1
        self._spent.setdefault((currency, program), []).append(place)

    def _spend(self, flow: Flow, day: dt.date) -> None:
        program = flow.program or words.CORE
        currency = flow.key.currency
        if flow.kind is Kind.DIRECT:
            source = flow.source or words.UNKNOWN
            self.trace.incoming[currency, source] += flow.amount
            pieces = [Piece(source, flow.amount, flow.row)]
            segregated = False
        else:
            drawn_for = program if flow.kind is Kind.OUT else None
            pieces = self._take(flow, drawn_for, day)
            segregated = self._segregated(flow.key, program, day)
        self._payment(flow, day, program, pieces, segregated=segregated)
        if flow.kind is Kind.REFUND:
            self._refund(currency, flow.source, pieces)
            return
        bucket = words.REPAID if flow.kind is Kind.REPAY else program
        for piece in pieces:
            self.trace.used[currency, bucket, piece.source] += piece.amount
        if flow.kind in (Kind.OUT, Kind.DIRECT):
            self._remember(currency, program)

    def _refund(self, currency: str, source: str | None, pieces: list[Piece]) -> None:
        """Money that went back never came in; what other sources had to stand in for was used."""
        for piece in pieces:
            if piece.source == source:
                self.trace.incoming[currency, piece.source] -= piece.amount
            else:
                self.trace.used[currency, words.CORE, piece.source] += piece.amount

    def _segregated(self, key: Key, program: str, day: dt.date) -> bool:
        whitelist = self.claims.whitelist(program, day)
        return whitelist is not None and self._purse(key).received <= whitelist

    def _transfer(self, flow: Flow, day: dt.date) -> None:
        if flow.to is None:
            return
        program = self._pool_program.get(flow.to.pool)
        if program is None and flow.to.pool.startswith(words.FIXED_ASSET):
            program = flow.program
        pieces = self._take(flow, program, day)
        segregated = self._segregated(flow.key, program or words.CORE, day)
        self._payment(flow, day, program or words.CORE, pieces, segregated=segregated)
        self._purse(flow.to).received |= self._purse(flow.key).received
        if flow.to.currency == flow.key.currency and flow.to_amount == flow.amount:
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

    def _reverse(self, flow: Flow, day: dt.date) -> None:
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
            self._payment(moved, day, program, back, segregated=False)
            self._remember(currency, program)
        for piece in back:
            self.trace.used[currency, program, piece.source] += piece.amount

    def _undo(self, currency: str, program: str, flow: Flow, day: dt.date) -> list[Piece]:
        """Take back up to the flow's amount from a program's payments: linked, then newest first.

        Within a payment what was drawn last comes back first, so a shortfall is made good before
        anything else.
        """
        links = self.books.transactions.links[flow.txn]
        account = self.books.rows.account[flow.row].name
        history = self._spent.get((currency, program), [])

        def distance(place: int) -> tuple[bool, bool]:
            payment = self.trace.payments[place]
            linked = bool(links & self.books.transactions.links[payment.txn])
            return not linked, self.books.rows.account[payment.row].name != account

        back: list[Piece] = []
        for place in sorted(reversed(history), key=distance):  # noqa: C414  # newest first among equals
            need = flow.amount - _total(back)
            if not need:
                break
            back += self._restore(place, need, day)
        for piece in back:
            self.trace.used[currency, program, piece.source] -= piece.amount
        return back

    def _restore(self, place: int, need: Decimal, day: dt.date) -> list[Piece]:
        payment = self.trace.payments[place]
        left, restored = dict(payment.restored), dict(payment.restored)
        back = []
        for piece in reversed(payment.pieces):
            gone = min(left.get(piece.source, ZERO), piece.amount)
            if gone:
                left[piece.source] -= gone
            part = min(need, piece.amount - gone)
            if part > 0:
                back.append(piece._replace(amount=part))
                restored[piece.source] = restored.get(piece.source, ZERO) + part
                need -= part
        after = replace(payment, restored=restored)
        repaired = payment.shortfall and not after.shortfall
        self.trace.payments[place] = replace(after, repaired=day) if repaired else after
        return back

    def _relabel(self, flow: Flow) -> None:
        """Held money becomes of another source; never dues without a decision (CF105)."""
        target, origin = flow.source or words.UNKNOWN, flow.program or words.UNKNOWN
        if target == origin or (target == words.DUES and not self.books.decided(flow.txn)):
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


def _total(pieces: Sequence[Piece]) -> Decimal:
    return sum((piece.amount for piece in pieces), ZERO)


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("1e-12"))
