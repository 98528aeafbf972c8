"""Exchanges of currencies, whose two legs stand in two rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from coopfund.imports.movement import Movement, RefusedFileError

DIGITS = 10
"""Decimals of a price: enough that a billion is still exact to the cent's half."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """What was sold, and what was bought for it."""

    sold: Movement
    bought: Movement

    @property
    def price(self) -> Decimal:
        """Of one unit sold, in the currency bought, to ten decimals."""
        exact = self.bought.amount / -self.sold.amount
        return exact.quantize(Decimal(1).scaleb(-DIGITS)).normalize() + Decimal(0)


def exchanges(movements: Iterable[Movement]) -> tuple[list[Exchange], list[Movement]]:
    """Pairs of legs, and everything else.

    Two legs belong together that name the same reference, else the same day, and are of opposite
    signs and two currencies.

    Raises:
        RefusedFileError: a leg is alone, or which two belong together cannot be told.
    """
    legs: dict[object, list[Movement]] = {}
    others = []
    for movement in movements:
        if movement.kind == "conversion" and movement.amount:
            legs.setdefault(movement.reference or movement.date, []).append(movement)
        else:
            others.append(movement)
    return [_pair(group) for group in legs.values()], others


def _pair(group: list[Movement]) -> Exchange:
    sold = [movement for movement in group if movement.amount < 0]
    bought = [movement for movement in group if movement.amount > 0]
    if len(sold) == len(bought) == 1 and sold[0].currency != bought[0].currency:
        return Exchange(sold[0], bought[0])
    rows = ", ".join(str(movement.row) for movement in group)
    raise RefusedFileError(
        f"The exchange of currencies in row {rows} has no other half that is certainly its own: "
        "export the days around it too, and all currencies."
    )
