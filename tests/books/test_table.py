"""The postings as a pandas table: exact decimals, nulls where there is nothing."""

from decimal import Decimal

import pandas as pd
import pyarrow as pa

from tests.tracing.ledgers import books_of

ENTRIES = """
2026-01-01 * "dues" #recurring
  member: "m-1"
  Assets:Bank             0.10 USD
  Income:Dues
2026-01-02 * "dues"
  member: "m-2"
  Assets:Bank             0.20 USD
  Income:Dues
2026-01-03 * "a gift nobody can convert"
  Assets:Bank             5.00 EUR
  Income:Gifts
"""


def test_money_is_arrow_decimals_and_never_a_float() -> None:
    table = books_of(ENTRIES).postings
    for column in ("number", "weight", "value"):
        assert table[column].dtype == pd.ArrowDtype(pa.decimal128(38, 12))
    dues = table[table["source"] == "dues"].groupby("source")["value"].sum()
    assert dues["dues"] == Decimal("-0.30")


def test_what_is_not_known_is_null() -> None:
    table = books_of(ENTRIES).postings
    gift = table[table["account"] == "Income:Gifts"].iloc[0]
    assert pd.isna(gift["value"])
    assert pd.isna(gift["contributor"])
    assert list(table["contributor"].dropna().unique()) == ["m-1", "m-2"]


def test_the_table_adds_up_to_nothing_in_each_currency() -> None:
    table = books_of(ENTRIES).postings
    assert (table.groupby("weight_currency")["weight"].sum() == 0).all()


def test_empty_books_have_an_empty_table() -> None:
    assert books_of("").postings.empty
