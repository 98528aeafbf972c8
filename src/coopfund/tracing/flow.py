"""A flow: one movement of money, and the days that flows are filed under."""

from collections.abc import Container
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import IntEnum
from typing import TYPE_CHECKING, NamedTuple

from coopfund.money import ZERO

if TYPE_CHECKING:
    from coopfund.books.columns import Postings

EQUITY_POOL = "equity"


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
    bought: int | None = None
    """The posting that was bought, where ``row`` only settles it."""


@dataclass(slots=True)
class Day:
    """The flows of one day in the order in which they count.

    Most of a ledger is plain income into a pool; it is kept as postings (``plain``, with the pool
    of each in ``plain_keys``) and added up (``sums``), and becomes flows only where lots are asked
    for.
    """

    date: date
    plain: list[int] = field(default_factory=list)
    plain_keys: list[Key] = field(default_factory=list)
    sums: dict[tuple[Key, str], Decimal] = field(default_factory=dict)
    other_inflows: list[Flow] = field(default_factory=list)
    transfers: list[Flow] = field(default_factory=list)
    outflows: list[Flow] = field(default_factory=list)
    late: list[Flow] = field(default_factory=list)
    """Reversals of payments, which must see the day's payments."""

    def add(self, flow: Flow) -> None:
        """File a flow where its kind belongs."""
        if flow.kind is Kind.IN:
            self.other_inflows.append(flow)
        elif flow.kind is Kind.TRANSFER:
            self.transfers.append(flow)
        elif flow.kind in REVERSALS:
            self.late.append(flow)
        else:
            self.outflows.append(flow)

    def inflows(self, rows: "Postings", pools: Container[str] | None = None) -> list[Flow]:
        """Every inflow in file order, or those into some pools."""
        flows = [
            Flow(Kind.IN, rows.txn[row], row, -rows.weight[row], key, source=rows.source[row])
            for row, key in zip(self.plain, self.plain_keys, strict=True)
            if pools is None or key.pool in pools
        ]
        others = [flow for flow in self.other_inflows if pools is None or flow.key.pool in pools]
        if others:
            flows = sorted([*flows, *others], key=lambda flow: (flow.txn, flow.row))
        return flows


REVERSALS = frozenset({Kind.RESTORE, Kind.REASSIGN, Kind.RELABEL})
