"""What one pool holds in one currency: lots by source, the oldest first, and its overdraft."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import NamedTuple

from coopfund import words
from coopfund.money import ZERO


@dataclass(slots=True)
class Lot:
    """An amount still held: ``row`` is the posting it came in with, ``order`` its arrival."""

    amount: Decimal
    row: int
    order: int


class Piece(NamedTuple):
    """Money of one source, from the lot that came in with posting ``row``."""

    source: str
    amount: Decimal
    row: int


@dataclass(slots=True)
class Purse:
    """The lots of one pool and currency.

    ``overdraft`` is what was spent beyond them: a loan that later inflows repay first.
    ``received`` is every source that may ever have come in under any method, for level L3: what a
    pool received that sent money here counts too.
    """

    lots: dict[str, deque[Lot]] = field(default_factory=dict)
    balances: dict[str, Decimal] = field(default_factory=dict)
    overdraft: Decimal = ZERO
    received: set[str] = field(default_factory=set)

    def put(self, source: str, amount: Decimal, row: int, order: int) -> None:
        """Add a lot."""
        self.received.add(source)
        self.balances[source] = self.balances.get(source, ZERO) + amount
        lots = self.lots.get(source)
        if lots is None:
            lots = self.lots[source] = deque()
        lots.append(Lot(amount, row, order))

    def take(self, source: str, amount: Decimal, *, newest: bool = False) -> list[Piece]:
        """Draw ``amount`` of a source, which must be there; oldest lot first unless ``newest``."""
        self.balances[source] -= amount
        lots = self.lots[source]
        pieces = []
        while amount:
            lot = lots[-1] if newest else lots[0]
            if lot.amount <= amount:
                pieces.append(Piece(source, lot.amount, lot.row))
                amount -= lot.amount
                lots.pop() if newest else lots.popleft()
            else:
                pieces.append(Piece(source, amount, lot.row))
                lot.amount -= amount
                amount = ZERO
        return pieces

    def held(self) -> dict[str, Decimal]:
        """Amount per source, sources without money left out; an overdraft is a negative loan."""
        held = {source: amount for source, amount in self.balances.items() if amount}
        if self.overdraft:
            held[words.LOAN] = held.get(words.LOAN, ZERO) - self.overdraft
        return held

    def copied(self) -> "Purse":
        """Another one that holds the same."""
        lots = {source: deque(map(replace, lots)) for source, lots in self.lots.items()}
        return replace(self, lots=lots, balances=dict(self.balances), received=set(self.received))

    @property
    def balance(self) -> Decimal:
        """What the pool's accounts say it holds."""
        return sum(self.balances.values(), -self.overdraft)

    def take_in_order(self, sources: Iterable[str], amount: Decimal) -> list[Piece]:
        """Draw from each source in turn until ``amount`` is met or nothing is left."""
        pieces: list[Piece] = []
        for source in sources:
            available = self.balances.get(source, ZERO)
            if available > 0:
                part = min(available, amount)
                pieces += self.take(source, part)
                amount -= part
                if not amount:
                    break
        return pieces


NO_LOT = -1


class Sums(Purse):
    """A purse that knows how much of each source it holds, but not of which lots.

    Which lot within a source pays never changes how much each source pays, so the methods that
    choose by source (designated, adverse) give the same sums with it, many times faster.
    """

    def put(self, source: str, amount: Decimal, row: int, order: int) -> None:
        """Add an amount."""
        del row, order
        self.received.add(source)
        self.balances[source] = self.balances.get(source, ZERO) + amount

    def take(self, source: str, amount: Decimal, *, newest: bool = False) -> list[Piece]:
        """Draw an amount, as one piece of no particular lot."""
        del newest
        self.balances[source] -= amount
        return [Piece(source, amount, NO_LOT)]
