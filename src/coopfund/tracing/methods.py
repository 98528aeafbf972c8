"""The five ways to say which money paid, behind one question: draw an amount from a purse.

``designated`` and ``adverse`` choose sources by who claims them; ``fifo`` and ``lifo`` choose lots
by age; ``pro-rata`` takes every source in proportion.
"""

from bisect import bisect_right
from datetime import date
from decimal import ROUND_DOWN, Decimal, localcontext
from typing import TYPE_CHECKING, Protocol

from coopfund import words
from coopfund.money import ZERO
from coopfund.tracing.purse import Piece, Purse

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from coopfund.books.books import Books

FINEST = Decimal("1e-18")
"""Pro-rata shares are carried to this fraction and still add up exactly."""
PRECISION = 60


class Draw(Protocol):
    """Takes up to ``amount`` from ``purse`` for a program on a day; may find less."""

    def __call__(
        self, purse: Purse, amount: Decimal, program: str | None, day: date
    ) -> list[Piece]:
        """Draw."""


class Claims:
    """Which sources each program may be paid from, and how many programs claim each, by day."""

    def __init__(self, books: "Books") -> None:
        """Take the programs of ``books``."""
        self._books = books
        self._changes = sorted({program.date for program in books.declared.programs})
        self._names = sorted({program.name for program in books.declared.programs})
        self._orders: dict[int, tuple[str, ...]] = {}

    def whitelist(self, program: str | None, day: date) -> frozenset[str] | None:
        """What a program may be paid from on a day; ``None`` for anything."""
        declared = self._books.program(program, day) if program else None
        return declared.whitelist if declared else None

    def neutral(self, day: date) -> tuple[str, ...]:
        """All sources, those that the fewest whitelists claim first."""
        changes = bisect_right(self._changes, day)
        order = self._orders.get(changes)
        if order is None:
            order = self._orders[changes] = self._order(day)
        return order

    def _order(self, day: date) -> tuple[str, ...]:
        claims = dict.fromkeys(words.SOURCES, 0)
        for name in self._names:
            for source in self.whitelist(name, day) or ():
                claims[source] += 1
        return tuple(sorted(words.SOURCES, key=lambda s: (claims[s], words.SOURCE_RANK[s])))

    def restriction(self, program: str | None, day: date) -> int:
        """How early a program draws within a day: the fewer sources, the earlier."""
        whitelist = self.whitelist(program, day)
        return len(words.SOURCES) + 1 if whitelist is None else len(whitelist)


def _by_claim(claims: Claims, *, adverse: bool) -> Draw:
    def draw(purse: Purse, amount: Decimal, program: str | None, day: date) -> list[Piece]:
        neutral = claims.neutral(day)
        whitelist = claims.whitelist(program, day)
        others: Sequence[str] = neutral[::-1] if adverse else neutral
        if not whitelist:
            return purse.take_in_order(others, amount)
        pieces = purse.take_in_order([s for s in neutral if s in whitelist], amount)
        short = amount - sum((piece.amount for piece in pieces), ZERO)
        return pieces + purse.take_in_order(others, short) if short else pieces

    return draw


def _by_age(*, newest: bool) -> Draw:
    def draw(purse: Purse, amount: Decimal, program: str | None, day: date) -> list[Piece]:
        del program, day  # the textbook methods treat every outflow alike
        pieces: list[Piece] = []
        end, pick = (-1, max) if newest else (0, min)
        while amount:
            heads = [(lots[end].order, source) for source, lots in purse.lots.items() if lots]
            if not heads:
                break
            source = pick(heads)[1]
            part = min(amount, purse.lots[source][end].amount)
            pieces += purse.take(source, part, newest=newest)
            amount -= part
        return pieces

    return draw


def _in_proportion(purse: Purse, amount: Decimal, program: str | None, day: date) -> list[Piece]:
    del program, day
    with localcontext(prec=PRECISION):
        sources = [s for s in words.SOURCES if purse.balances.get(s, ZERO) > 0]
        total = sum((purse.balances[s] for s in sources), ZERO)
        amount = min(amount, total)
        left, pieces = amount, []
        for position, source in enumerate(sources):
            balance = purse.balances[source]
            part = (balance * amount / total).quantize(FINEST, ROUND_DOWN)
            if position == len(sources) - 1 or amount == total:
                part = min(left, balance) if amount != total else balance
            if part:
                pieces += purse.take(source, part)
                left -= part
        for source in sources:
            extra = min(left, purse.balances[source])
            if extra > 0:
                pieces += purse.take(source, extra)
                left -= extra
        return pieces


def method(name: str, claims: Claims) -> Draw:
    """The draw of one of :data:`coopfund.words.METHODS`."""
    makers: dict[str, Callable[[], Draw]] = {
        "designated": lambda: _by_claim(claims, adverse=False),
        "adverse": lambda: _by_claim(claims, adverse=True),
        "fifo": lambda: _by_age(newest=False),
        "lifo": lambda: _by_age(newest=True),
        "pro-rata": lambda: _in_proportion,
    }
    return makers[name]()
