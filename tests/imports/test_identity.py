"""Identities that are digests: written into books, so no later version may make others."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from coopfund.imports.identity import account_mark, identified
from coopfund.imports.movement import Movement

DUES = Movement(
    row=1,
    id="",
    date=date(2026, 3, 5),
    amount=Decimal("10.00"),
    currency="EUR",
    kind="payment",
    counterparty="Ana Silva",
    memo="dues",
    payer_key="NL46ABNA0499998748",
    meta={"end-to-end": "E1", "type": "TRF"},
)


def digest(*movements: Movement, secret: bytes = b"") -> list[str]:
    return [one.id for one in identified(movements, "mt940", "NL77 0001", secret)]


def test_they_never_change() -> None:
    assert digest(DUES, DUES) == ["mt940:48f8d22acd61191a1aec", "mt940:c8e5c43de6d1cc332c42"]
    assert account_mark("nl77 0001") == account_mark("NL770001") == "964d1448"


def test_the_books_key_makes_others_that_nobody_can_try_names_against() -> None:
    assert digest(DUES) != digest(DUES, secret=b"k")


@pytest.mark.parametrize(
    "other",
    [
        replace(DUES, date=date(2026, 3, 6)),
        replace(DUES, amount=Decimal("10.01")),
        replace(DUES, amount=Decimal("-10.00")),
        replace(DUES, currency="CHF"),
        replace(DUES, counterparty="Ana"),
        replace(DUES, memo="gift"),
        replace(DUES, payer_key=None),
        replace(DUES, balance_after=Decimal(5)),
        replace(DUES, meta={}),
    ],
)
def test_whatever_differs_makes_another(other: Movement) -> None:
    assert digest(DUES) != digest(other)
    assert set(digest(DUES, other)) == {*digest(DUES), *digest(other)}


def test_rows_kinds_and_trailing_zeros_mean_nothing() -> None:
    same = replace(DUES, row=9, kind="other", amount=Decimal(10), meta={"end-to-end": "E1"})
    assert digest(same) == digest(DUES)
