"""The lots that a payment was made with: when they came in, and whose they are.

Donors go by their ids. Members are never told apart: no page names one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from coopfund import words
from coopfund.money import ZERO
from coopfund.tracing.data import Shown, payment_data, rounded, text

if TYPE_CHECKING:
    from coopfund.rules.case import Case
    from coopfund.tracing.purse import Piece

FEW: Final = 3
"""Fewer members than this could be told apart, so they are not even counted."""

OVERDRAFT: Final = "an overdraft"
FORWARD: Final = "brought forward"
CARRIED: Final = ("Equity", "Assets")
"""Lots that came in with such a posting were there when the books began, or were padded."""


class Lot(NamedTuple):
    """Money that a payment was made with.

    Attributes:
        when: the day it came in.
        source: its source.
        amount: how much of it the payment took.
        contributor: who gave it, where that may be told.
        member: the member it came from; only ever counted.
        origin: ``OVERDRAFT`` or ``FORWARD`` where it is no income of a day, else empty.
    """

    when: date
    source: str
    amount: Decimal
    contributor: str | None
    member: str | None
    origin: str


@dataclass(frozen=True, slots=True)
class Part:
    """Lots that one phrase tells of, or one line of a table."""

    source: str
    amount: Decimal
    lots: tuple[Lot, ...]

    @property
    def donors(self) -> list[str]:
        """Who may be named, in order of name."""
        return sorted({lot.contributor for lot in self.lots if lot.contributor})

    @property
    def members(self) -> int:
        """How many members."""
        return len({lot.member for lot in self.lots if lot.member})

    @property
    def nameless(self) -> bool:
        """Whether some of it names nobody."""
        return any(not lot.contributor and not lot.member for lot in self.lots)


def lots_of(case: "Case", shown: Shown) -> list[Lot]:
    """The lots of a payment, in the order in which they were drawn."""
    return [_lot(case, shown, piece) for piece in shown.payment.pieces]


def kept_lots(case: "Case", shown: Shown) -> list[Lot]:
    """The lots of a payment without what came back: of each source, what was drawn last."""
    back, kept = dict(shown.payment.restored), []
    for lot in reversed(lots_of(case, shown)):
        gone = min(back.get(lot.source, ZERO), lot.amount)
        if gone:
            back[lot.source] -= gone
        if lot.amount > gone:
            kept.append(lot._replace(amount=lot.amount - gone))
    return kept[::-1]


def _lot(case: "Case", shown: Shown, piece: "Piece") -> Lot:
    rows, row = case.books.rows, piece.row
    origin = ""
    if piece.source == words.LOAN and row == shown.payment.row:
        origin = OVERDRAFT
    elif rows.account[row].root in CARRIED:
        origin = FORWARD
    person = None if origin == OVERDRAFT else rows.contributor[row]
    member = person is not None and is_member(case, row, piece.source)
    return Lot(
        when=case.books.transactions.date[rows.txn[row]],
        source=piece.source,
        amount=piece.amount,
        contributor=None if member else person,
        member=person if member else None,
        origin=origin,
    )


def is_member(case: "Case", row: int, source: str) -> bool:
    """Whether a posting's contributor is a member, whose name no report tells."""
    books, person = case.books, case.books.rows.contributor[row]
    own, whole = books.rows.meta[row] or {}, books.transactions.meta[books.rows.txn[row]]
    named = (own.get("member"), whole.get("member"), books.rows.account[row].member)
    if source == words.DUES or person in named:
        return True
    return any(event.member == person for event in books.declared.members)


def parts_of(lots: Sequence[Lot]) -> list[Part]:
    """Lots by source and origin, in the order of sources."""
    found: dict[tuple[str, str], list[Lot]] = {}
    for lot in lots:
        found.setdefault((lot.source, lot.origin), []).append(lot)
    ranked = sorted(found.items(), key=lambda item: words.SOURCE_RANK[item[0][0]])
    return [
        Part(source, sum((lot.amount for lot in its), ZERO), tuple(its))
        for (source, _), its in ranked
    ]


def paid_with(case: "Case", shown: Shown) -> list[Part]:
    """The lots of a payment for a table: a donor's each for itself, members' by month."""
    found: dict[tuple[object, ...], list[Lot]] = {}
    for lot in lots_of(case, shown):
        day = lot.when if lot.contributor or lot.origin else lot.when.replace(day=1)
        rank = words.SOURCE_RANK[lot.source]
        found.setdefault((rank, day, lot.contributor or "", lot.origin), []).append(lot)
    return [
        Part(its[0].source, sum((lot.amount for lot in its), ZERO), tuple(its))
        for _, its in sorted(found.items())
    ]


def explained_data(case: "Case", shown: Shown, method: str, digits: int) -> dict[str, Any]:
    """A payment as plain data, with its lots."""
    parts = paid_with(case, shown)
    amounts = rounded({part: part.amount for part in parts}, digits)
    return {
        **payment_data(shown, digits),
        "program": shown.payment.program,
        "method": method,
        "lots": [_part_data(part, text(amounts[part], digits)) for part in parts],
    }


def _part_data(part: Part, amount: str) -> dict[str, Any]:
    lot = part.lots[0]
    by_day = lot.contributor or lot.origin
    return {
        "date": lot.when.isoformat() if by_day else None,
        "month": f"{lot.when:%Y-%m}",
        "source": part.source,
        "contributor": lot.contributor,
        "members": part.members if part.members >= FEW or not part.members else None,
        "origin": lot.origin or "income",
        "amount": amount,
    }
