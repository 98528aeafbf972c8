"""Opening and closing balance from a column of running ones."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from coopfund.imports.movement import Movement, UnprovenError, sum_of


def ends(chain: Sequence[Movement], advice: str) -> tuple[Decimal, Decimal] | None:
    """Balance before the first movement and after the last, oldest or newest first.

    Rows of the same second may stand in any order, so only the ends count.

    Args:
        chain: movements of one currency, in the file's order.
        advice: what to export instead, as a sentence.

    Returns:
        Both, or ``None`` where the file has no balances.

    Raises:
        UnprovenError: the balances do not follow from the rows: some are missing.
    """
    if not chain or any(movement.balance_after is None for movement in chain):
        return None
    total = sum_of(chain)
    for ordered in (chain, chain[::-1]):
        first, last = _after(ordered[0]), _after(ordered[-1])
        opening = first - ordered[0].amount
        if opening + total == last:
            return opening, last
    row = _break(chain)
    where = f", first at row {row}" if row else ""
    raise UnprovenError(
        f"The balance does not follow from the rows in {chain[0].currency}{where}: rows are "
        f"missing. {advice}"
    )


def _break(chain: Sequence[Movement]) -> int | None:
    """The first row that breaks the chain, in the order in which fewer rows do."""
    forth, back = (
        [b.row for a, b in pairwise(ordered) if _after(a) + b.amount != _after(b)]
        for ordered in (chain, chain[::-1])
    )
    return next(iter(back if len(back) < len(forth) else forth), None)


def _after(movement: Movement) -> Decimal:
    return Decimal(0) if movement.balance_after is None else movement.balance_after
