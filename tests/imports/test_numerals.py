"""Amounts: one way to read each, or none."""

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopfund.imports.numerals import Mark, NumeralError, Numerals, settle


@pytest.mark.parametrize(
    ("text", "mark", "value"),
    [
        ("1.234,56", None, "1234.56"),
        ("1,234.56", None, "1234.56"),
        ("1.234.567", None, "1234567"),
        ("1.234", ",", "1234"),
        ("1.234", ".", "1.234"),
        ("1,234", ".", "1234"),
        ("12,5", None, "12.5"),
        ("0.123", None, "0.123"),
        ("1234.567", None, "1234.567"),
        ("- $220.00", None, "-220.00"),
        ("+ $1,150.00", None, "1150.00"),
        ("(12.50)", None, "-12.50"),
        ("12,50-", None, "-12.50"),
        ("\u221212.50", None, "-12.50"),
        ("1\u00a0234,50\u00a0€", None, "1234.50"),
        ("1\u2019234.50", None, "1234.50"),
        ("12,34,567.00", None, "1234567.00"),
        ("EUR 12.50", None, "12.50"),
        ("12.50 USD", None, "12.50"),
        ("\u0661\u0662\u066b\u0665\u0660", None, "12.50"),
        ("\uff11\uff12.\uff15\uff10", None, "12.50"),
        (".50", None, "0.50"),
        ("-0.00", None, "0.00"),
    ],
)
def test_read(text: str, mark: Mark | None, value: str) -> None:
    assert str(Numerals(mark).read(text)) == value


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("1.234", None),
        ("1,234", None),
        ("", None),
        ("-", None),
        ("NaN", None),
        ("Infinity", None),
        ("1e5", None),
        ("0x10", None),
        ("1.2.3", None),
        ("1,23,4", "."),
        ("1.234,56", "."),
        ("12,50", "."),
        ("\u0661\uff12", None),
        ("1" * 41, None),
        ("=1+1", None),
        ("--5", None),
        ("5 or 6", None),
    ],
)
def test_refused(text: str, mark: Mark | None) -> None:
    with pytest.raises(NumeralError):
        Numerals(mark).read(text)


def test_the_other_rows_settle_it() -> None:
    assert settle(["1.234", "12,50"]).read("1.234") == 1234
    assert settle(["1.234", "12.50"]).read("1.234") == Decimal("1.234")
    assert settle(["1.234", "5"]).mark is None
    assert settle(["1.234", "5"], default=",").read("1.234") == 1234


def test_rows_that_contradict_each_other() -> None:
    with pytest.raises(
        NumeralError, match=r"decimal point and with a decimal comma: 12\.50 and 12,50"
    ):
        settle(["12.50", "12,50"])


# slow machines are no failure
@given(st.decimals(-(10**9), 10**9, places=2), st.sampled_from([".", ","]))
def test_every_amount_comes_back(value: Decimal, mark: Mark) -> None:
    text = f"{value:,.2f}"
    if mark == ",":
        text = text.translate(str.maketrans(",.", ".,"))
    assert Numerals(mark).read(text) == value
    assert Numerals().read(text) == value


# slow machines are no failure
@given(st.text(max_size=45))
def test_anything_is_a_number_or_refused(text: str) -> None:
    with suppress(NumeralError):
        assert Numerals().read(text).is_finite()
