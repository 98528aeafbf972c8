"""How long it lasts, what dues would have to be, and the price of independence."""

from decimal import Decimal
from fractions import Fraction

import pytest

from tests.ledgers import Judged, judge, judged

YEAR = """
2020-01-01 open Assets:Fund
  pool: "fund"
2020-01-01 open Assets:Owed
  kind: "receivable"
2020-01-01 open Expenses:Feast
  essential: FALSE
2020-01-01 open Expenses:Stove
  kind: "capital"
2020-01-01 open Expenses:Lent
  kind: "in-kind"
2020-01-01 open Income:Lent
  source: "in-kind"
2020-01-01 custom "coopfund-program" "childcare"
  pool: "fund"
2026-01-01 * "dues"
  member: "m-1"
  Assets:Bank           3000.00 USD
  Income:Dues
2026-01-01 * "dues"
  member: "m-2"
  Assets:Bank           3000.00 USD
  Income:Dues
2026-01-02 * "gift"
  donor: "d-1"
  Assets:Bank           6000.00 USD
  Income:Gifts
2026-01-03 * "set aside for childcare"
  Assets:Fund           1000.00 USD
  Assets:Bank
2026-12-30 * "summer"
  Expenses:Feast         600.00 USD
  Assets:Bank
2026-12-30 * "a stove that lasts"
  Expenses:Stove         400.00 USD
  Assets:Bank
2026-12-30 * "a room lent"
  donor: "d-2"
  Expenses:Lent           50.00 USD
  Income:Lent
2026-12-31 * "rent"
  Expenses:Rent         9000.00 USD
  Assets:Bank
"""
"""12,050 of income; 9,000 of essential cost, 750 a month; 1,000 in the bank and 1,000 in a fund."""


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("running_cost", Decimal(9600)),
        ("months_of_reserves", Fraction(1000, 750)),
        # Without 6,000 of d-1, 2,950 are short in twelve months.
        ("months_without_top1", 1000 / (Fraction(9000 - 6050) / 12)),
        ("dues_to_running_cost", Fraction(6000, 9600)),
        ("breakeven_dues", Fraction(9600, 2 * 12)),
    ],
)
def test_exactly(name: str, value: Decimal | Fraction) -> None:
    found = judge(YEAR).measure(name)
    assert (found.value, found.status) == (value, "ok")


def test_lapse_stress_without_one_three_and_five() -> None:
    # Besides dues, d-1 gave 6,000 and d-2 a room of 50.
    assert judge(YEAR).shown("lapse_stress")["value"] == {
        "1": "0.672222",  # 6,050 ÷ 9,000
        "3": "0.666667",  # 6,000 ÷ 9,000
        "5": "0.666667",
    }


def test_independence_price_for_two_who_pay_for_twelve_months() -> None:
    assert judge(YEAR).shown("independence_price")["value"] == {
        "source": {
            "donation": {"amount": "6000.00", "per_member_and_month": "250.00", "new_members": 2},
            "in-kind": {"amount": "50.00", "per_member_and_month": "2.08", "new_members": 1},
        },
        "contributor": {
            "d-1": {"amount": "6000.00", "per_member_and_month": "250.00", "new_members": 2},
            "d-2": {"amount": "50.00", "per_member_and_month": "2.08", "new_members": 1},
        },
    }


def test_months_that_the_books_do_not_cover_do_not_count() -> None:
    # Half a window: the books begin in January, the window in July of the year before.
    found = judge(YEAR).shown("months_of_reserves", "2026-06-30")
    assert found["value"] is None
    assert found["because"] == "no essential cost in the window"
    assert found["inputs"]["months"] == 6
    assert found["inputs"]["liquid"] == "11000.00"
    assert found["inputs"]["funds"] == "1000.00"


@judged
def test_months_without_top1_is_undefined_where_income_still_covers_the_cost(
    books: Judged,
) -> None:
    """
    2026-01-01 * "dues"
      member: "m-1"
      Assets:Bank            100.00 USD
      Income:Dues
    2026-01-02 * "gift"
      donor: "d-1"
      Assets:Bank              1.00 USD
      Income:Gifts
    2026-01-03 * "rent"
      Expenses:Rent          100.00 USD
      Assets:Bank
    """
    found = books.measure("months_without_top1")
    assert (found.value, found.status) == (None, "undefined")
    assert found.because == "without d-1, income still covers the essential cost"


@judged
def test_months_of_reserves_counts_what_is_there_and_not_what_is_owed(books: Judged) -> None:
    """
    2020-01-01 open Assets:Owed
      kind: "receivable"
    2020-01-01 open Assets:Van
      kind: "fixed-asset"
    2026-01-01 * "dues"
      member: "m-1"
      Assets:Bank            300.00 USD
      Assets:Owed            500.00 USD
      Income:Dues
    2026-01-02 * "van"
      Assets:Van             100.00 USD
      Assets:Bank
    2026-01-03 * "rent"
      Expenses:Rent          100.00 USD
      Assets:Bank
    """
    assert books.measure("months_of_reserves").value == 1


@judged
def test_who_got_their_dues_back_pays_none(books: Judged) -> None:
    """
    2026-01-01 * "dues"
      member: "m-1"
      Assets:Bank             10.00 USD
      Income:Dues
    2026-01-02 * "back"
      member: "m-1"
      Assets:Bank            -10.00 USD
      Income:Dues
    2026-01-03 * "rent"
      Expenses:Rent          100.00 USD
      Assets:Bank
    """
    found = books.measure("breakeven_dues")
    assert (found.value, found.because) == (None, "nobody paid dues in the window")


def test_what_has_no_price_is_listed_beside_the_figures_it_is_not_in() -> None:
    books = judge(
        """
        2026-01-05 * "gift"
          donor: "d-1"
          Assets:Bank    90.00 EUR
          Income:Gifts
        2026-01-06 * "rent"
          Expenses:Rent  30.00 EUR
          Assets:Bank
        """
    )
    listed = {
        name: books.measure(name).inputs["unconverted"]
        for name in ("income_total", "running_cost", "months_of_reserves")
    }
    assert books.measure("running_cost").value == 0
    assert listed == {
        "income_total": {"EUR": Decimal("90.00")},
        "running_cost": {"EUR": Decimal("30.00")},
        "months_of_reserves": {"EUR": Decimal("60.00")},
    }
