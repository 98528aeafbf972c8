"""The proof: rows in = booked + rejected + skipped, and opening + movements = closing."""

from datetime import date
from decimal import Decimal

import pytest

from coopfund.imports.movement import Movement, Rejected, Skipped, Statement, UnprovenError


def movement(row: int, amount: str) -> Movement:
    return Movement(
        row=row,
        id=f"test:{row}",
        date=date(2026, 1, 1),
        amount=Decimal(amount),
        currency="EUR",
        kind="payment",
    )


def test_every_row_went_somewhere() -> None:
    Statement(
        format="test",
        movements=(movement(1, "1"), movement(3, "2")),
        rejected=(Rejected(2, "no date"),),
        skipped=(Skipped(4, "a total"),),
        rows_in=4,
    ).proven()


def test_a_batch_is_one_row() -> None:
    Statement(
        format="test", movements=(movement(1, "564.05"), movement(1, "100.00")), rows_in=1
    ).proven()


def test_a_row_is_missing() -> None:
    statement = Statement(format="test", movements=(movement(1, "1"),), rows_in=2)
    with pytest.raises(UnprovenError, match="2 rows came in, but 1 hold movements"):
        statement.proven()


def test_a_row_in_two_places() -> None:
    statement = Statement(
        format="test", movements=(movement(1, "1"),), rejected=(Rejected(1, "no"),), rows_in=2
    )
    with pytest.raises(UnprovenError):
        statement.proven()


def test_balances_follow() -> None:
    """Opening 10, +1 and −3: closing must be 8."""
    both = (movement(1, "1"), movement(2, "-3"))
    ten, eight = Decimal(10), Decimal(8)
    Statement(format="t", movements=both, rows_in=2, opening=ten, closing=eight).proven()
    wrong = Statement(format="t", movements=both, rows_in=2, opening=ten, closing=Decimal(9))
    with pytest.raises(UnprovenError, match=r"opening 10 \+ movements -2 = 8, but closing is 9"):
        wrong.proven()
