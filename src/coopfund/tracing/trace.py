"""What one method found: every payment with the money that paid it, and what is held."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from coopfund import words
from coopfund.money import ZERO
from coopfund.tracing.flow import Key, Kind
from coopfund.tracing.purse import Piece, Purse

SPENT: Final = frozenset({Kind.OUT, Kind.DIRECT})


@dataclass(slots=True)
class Payment:
    """One outflow and the money it was paid with.

    Nobody changes one that a trace holds. It is not frozen, because a frozen one takes several
    times as long to make, and every save of large books makes a hundred thousand.

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

    date: dt.date
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
    repaired: dt.date | None = None

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
        if self.kind in SPENT:
            return not self.key.pool.startswith(words.FIXED_ASSET)
        bought = self.to if self.kind is Kind.TRANSFER else None
        return bought is not None and bought.pool.startswith(words.FIXED_ASSET)


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
    until: dt.date | None
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

    def copied(self, until: dt.date | None) -> "Trace":
        """Another one of the same, to go on with to a later day."""
        return Trace(
            self.method,
            until,
            self.lots,
            list(self.payments),
            {key: purse.copied() for key, purse in self.purses.items()},
            self.incoming.copy(),
            self.used.copy(),
        )

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


def _by_source(pieces: Sequence[Piece]) -> dict[str, Decimal]:
    if len(pieces) == 1:
        (piece,) = pieces
        return {piece.source: piece.amount} if piece.amount else {}
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
