"""How sure it is that a program's own money paid: levels L0 to L3, from two traces."""

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from coopfund.money import ZERO
from coopfund.tracing.flow import Key, Kind
from coopfund.tracing.trace import Payment, Trace


class Judged(NamedTuple):
    """A payment of a program with a whitelist, and how sure its money is."""

    payment: Payment
    level: str


def judge(designated: Trace, adverse: Trace) -> list[Judged]:
    """The level of every payment of every program that has a whitelist.

    L0: even the designated method fell short (and it was not made good since). L3: the pool ever
    received whitelisted money only. L2: the adverse method finds enough too. L1: only the
    designated method does.
    """
    worst = _shortfalls(adverse.payments)
    judged = []
    for payment in designated.payments:
        if payment.whitelist is None or not payment.counts:
            continue
        if payment.shortfall > 0:
            level = "L0"
        elif payment.segregated and not payment.breach:
            level = "L3"
        elif worst.get(_identity(payment), ZERO) <= 0 and not payment.breach:
            level = "L2"
        else:
            level = "L1"
        judged.append(Judged(payment, level))
    return judged


def lowest(levels: Iterable[str]) -> str | None:
    """A program's level is that of its weakest payment; ``None`` without any."""
    return min(levels, default=None)


Identity = tuple[int, int, Kind, str, Key]


def _identity(payment: Payment) -> Identity:
    return payment.txn, payment.row, payment.kind, payment.program, payment.key


def _shortfalls(payments: Iterable[Payment]) -> dict[Identity, Decimal]:
    table: dict[Identity, Decimal] = {}
    for payment in payments:
        if payment.whitelist is not None:
            key = _identity(payment)
            table[key] = table.get(key, ZERO) + payment.breach
    return table
