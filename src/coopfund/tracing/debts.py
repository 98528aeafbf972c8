"""What liabilities hold: purchases not yet paid, loans and refunds owed, the oldest first."""

from collections import deque
from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from coopfund import words
from coopfund.money import ZERO
from coopfund.tracing.flow import Kind


class Debt(NamedTuple):
    """A part of a liability: a purchase not yet paid, a loan, or a refund owed."""

    kind: Kind
    amount: Decimal
    program: str | None
    source: str | None
    links: frozenset[str]
    bought: int | None = None


class Debts:
    """Every liability account's debts, and what closing entries parked in equity.

    The same under every method, so it is settled while the entries are read, in file order.
    """

    def __init__(self) -> None:
        """Start without debts."""
        self._debts: dict[tuple[str, str], deque[Debt]] = {}
        self._parked: dict[str, deque[Debt]] = {}
        self._equity: dict[str, Decimal] = {}

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
        if links:
            linked = [debt for debt in queue if debt.links & links]
            others = [debt for debt in queue if not debt.links & links]
            queue = self._debts[account, currency] = deque([*linked, *others])
        return _take(queue, amount, Debt(Kind.REPAY, amount, None, words.LOAN, frozenset()))

    def park(self, currency: str, debts: Iterable[Debt]) -> None:
        """Keep debts that an entry closes against equity, until one opens them again."""
        self._parked.setdefault(currency, deque()).extend(debts)

    def unpark(self, currency: str, amount: Decimal) -> list[Debt]:
        """Debts worth ``amount``: parked ones first, the rest an opening balance of core."""
        queue = self._parked.setdefault(currency, deque())
        return _take(queue, amount, Debt(Kind.OUT, amount, None, None, frozenset()))

    def park_money(self, currency: str, amount: Decimal) -> None:
        """Note money that went to equity."""
        self._equity[currency] = self._equity.get(currency, ZERO) + amount

    def unpark_money(self, currency: str, amount: Decimal) -> Decimal:
        """How much of ``amount`` equity had taken before; it comes back with its sources."""
        part = min(amount, self._equity.get(currency, ZERO))
        self._equity[currency] = self._equity.get(currency, ZERO) - part
        return part


def _take(queue: deque[Debt], amount: Decimal, rest: Debt) -> list[Debt]:
    """Take ``amount`` from the front of a queue; what it lacks becomes ``rest``."""
    taken = []
    while amount and queue:
        debt = queue.popleft()
        part = min(amount, debt.amount)
        if part < debt.amount:
            queue.appendleft(debt._replace(amount=debt.amount - part))
        taken.append(debt._replace(amount=part))
        amount -= part
    if amount:
        taken.append(rest._replace(amount=amount))
    return taken
