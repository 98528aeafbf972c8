"""Payouts that a report names beside each of its rows, but does not list as rows of their own."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from coopfund.imports.movement import Movement, sum_of
from coopfund.wording import counted


@dataclass(frozen=True, slots=True)
class Batch:
    """Which payout a row went out with."""

    id: str
    date: date


def payouts_of(movements: Sequence[Movement], batches: dict[str, Batch]) -> Iterable[Movement]:
    """One movement per payout: the sum of its rows, out of the platform's account.

    Args:
        movements: what was read.
        batches: the payout of each movement, by the movement's id.
    """
    groups: dict[tuple[Batch, str], list[Movement]] = {}
    for movement in movements:
        batch = batches.get(movement.id)
        if batch:
            groups.setdefault((batch, movement.currency), []).append(movement)
    for (batch, currency), group in groups.items():
        total = sum_of(group)
        if total:
            yield Movement(
                row=group[-1].row,
                id=batch.id,
                date=batch.date,
                amount=-total,
                currency=currency,
                kind="payout",
                meta={"derived": counted(len(group), "row")},
            )
