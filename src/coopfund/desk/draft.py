"""An entry that is being written: who, what, how much, from where to where."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from beancount.core.data import Transaction

PLACE = {"filename": "<coopfund>", "lineno": 0}
"""Where an entry stands that stands nowhere yet."""


@dataclass(frozen=True)
class Leg:
    """One side of an entry; money that comes onto an account is positive."""

    account: str
    number: Decimal
    currency: str
    meta: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Draft:
    """An entry before it is one of Beancount's.

    Attributes:
        date: its day.
        payee: whom or what it was paid to, if anybody.
        narration: what for.
        legs: its two sides or more, the ones that take first.
        meta: what is told of the whole entry, in the order in which it is written.
        links: what it belongs together with.
        tags: marks.
    """

    date: date
    payee: str | None
    narration: str
    legs: Sequence[Leg]
    meta: Mapping[str, object] = field(default_factory=dict)
    links: Sequence[str] = ()
    tags: Sequence[str] = ()

    @property
    def amount(self) -> Decimal:
        """What comes onto its accounts."""
        return sum((leg.number for leg in self.legs if leg.number > 0), Decimal())

    def with_meta(self, **more: object) -> "Draft":
        """The same with more told of it; what is ``None`` is left out."""
        told = {key.replace("_", "-"): value for key, value in more.items() if value is not None}
        return replace(self, meta={**self.meta, **told})

    def transaction(self) -> "Transaction":
        """The entry as Beancount has it."""
        from beancount.core.amount import Amount  # noqa: PLC0415  # completion starts fast
        from beancount.core.data import Posting, Transaction  # noqa: PLC0415

        postings = [
            Posting(
                leg.account,
                Amount(leg.number, leg.currency),
                None,
                None,
                None,
                {**PLACE, **leg.meta} if leg.meta else {},
            )
            for leg in self.legs
        ]
        return Transaction(
            {**PLACE, **self.meta},
            self.date,
            "*",
            self.payee,
            self.narration,
            frozenset(self.tags),
            frozenset(self.links),
            postings,
        )


def two_sides(into: str, out_of: str, amount: Decimal, currency: str) -> tuple[Leg, Leg]:
    """An amount that goes from one account to another."""
    return Leg(into, amount, currency), Leg(out_of, -amount, currency)
