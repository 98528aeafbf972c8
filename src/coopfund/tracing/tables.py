"""What paid for what, added up over a window."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from decimal import Decimal
from operator import attrgetter

from coopfund import words
from coopfund.findings import Window
from coopfund.money import ZERO
from coopfund.tracing.trace import Payment, Trace


def payments_between(trace: Trace, window: Window, currency: str) -> list[Payment]:
    """The payments of programs and core in a window and currency, in the order they drew."""
    payments, day = trace.payments, attrgetter("date")
    first = bisect_left(payments, window.start, key=day)
    last = bisect_right(payments, window.end, key=day)
    return [
        payment
        for payment in payments[first:last]
        if payment.counts and payment.key.currency == currency
    ]


def source_by_program(payments: Iterable[Payment]) -> dict[str, dict[str, Decimal]]:
    """Program to source to amount, after what came back; both in order, nothings left out.

    Programs by name with ``core`` last; sources in the fixed order.
    """
    table: dict[str, dict[str, Decimal]] = {}
    for payment in payments:
        row = table.setdefault(payment.program, {})
        for source, amount in payment.net_by_source().items():
            row[source] = row.get(source, ZERO) + amount
    return {
        program: {s: table[program][s] for s in words.SOURCES if table[program].get(s)}
        for program in sorted(table, key=lambda name: (name == words.CORE, name))
    }
