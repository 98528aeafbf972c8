"""A flow: one movement of money, and the days that flows are filed under."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import IntEnum
from typing import NamedTuple

from coopfund.money import ZERO

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
