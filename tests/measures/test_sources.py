"""Where income comes from: sums, shares, refunds, processors, currencies, windows."""

from decimal import Decimal
from fractions import Fraction

import pytest

from tests.ledgers import Judged, judge, judged

MIXED = """
2026-01-01 custom "coopfund-contributor" "p-1"
  kind: "processor"
2026-01-01 * "dues"
  member: "m-1"
  Assets:Bank            100.00 USD
  Income:Dues
2026-01-02 * "dues"
  member: "m-2"
  Assets:Bank             50.00 USD
  Income:Dues
2026-01-03 * "of an office"
  member: "m-1"
  source: "levy"
  Assets:Bank             30.00 USD
  Income:Misc
2026-01-04 * "gift"
  donor: "d-1"
  Assets:Bank            200.00 USD
  Income:Gifts
2026-01-05 * "part of it back"
  donor: "d-1"
  Assets:Bank            -50.00 USD
  Income:Gifts
2026-01-06 * "standing order" #recurring
  donor: "d-2"
  Assets:Bank             20.00 USD
  Income:Gifts
2026-01-07 * "payout of a processor"
  donor: "p-1"
  Assets:Bank             60.00 USD
  Income:Gifts
2026-01-08 * "grant"
  donor: "s-1"
  Assets:Bank             80.00 USD
  Income:State
2026-01-09 * "soup sold"
  source: "event"
  Assets:Bank             40.00 USD
  Income:Misc
2026-01-10 * "interest"
  source: "capital"
  Assets:Bank              5.00 USD
  Income:Misc
2026-01-11 * "whatever"
  Assets:Bank             10.00 USD
  Income:Misc
2026-01-12 * "from a sister chapter" #recurring
  source: "transfer"
  donor: "c-1"
  Assets:Bank           1000.00 USD
  Income:Misc
2026-01-13 * "lent"
  source: "loan"
  donor: "d-9"
  Assets:Bank            300.00 USD
  Income:Misc
"""
"""545.00 of income: 150 dues, 30 levy, 230 donation, 80 state, 40 event, 5 capital, 10 unknown."""


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("income_total", Decimal(545)),
        ("dues_share", Fraction(150, 545)),
        ("recurring_share", Fraction(150 + 30 + 20, 545)),
        ("unknown_share", Fraction(10, 545)),
        ("unresolved_share", Fraction(60, 545)),
        ("state_ratio", Fraction(80, 150 + 30 + 230 + 40 + 5)),
        ("own_minus_state", Decimal(455 - 80)),
        # d-1 gave 150 net, s-1 80, m-1 30 besides dues, d-2 20; a processor is nobody.
        ("top1_share", Fraction(150, 545)),
        ("top3_share", Fraction(150 + 80 + 30, 545)),
        ("top5_share", Fraction(150 + 80 + 30 + 20, 545)),
        # m-1 130, m-2 50, d-1 150, s-1 80, d-2 20; what has no giver is in the total only.
        ("hhi", 10_000 * Fraction(130**2 + 50**2 + 150**2 + 80**2 + 20**2, 545**2)),
        ("effective_contributors", Fraction(545**2, 48_700)),
        ("hhi_normalised", (Fraction(48_700, 545**2) - Fraction(1, 5)) / Fraction(4, 5)),
        # Differences of all pairs: 30+60+110+130+30+80+100+50+70+20 = 680, twice; mean 86.
        ("gini", Fraction(2 * 680, 2 * 25 * 86)),
    ],
)
def test_exactly(name: str, value: Decimal | Fraction) -> None:
    found = judge(MIXED).measure(name)
    assert (found.value, found.status, found.because) == (value, "ok", None)


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("income_total", "545.00"),
        ("dues_share", "0.275229"),
        ("hhi", "1639.59"),
        ("effective_contributors", "6.099076"),
        ("gini", "0.32"),
        ("own_minus_state", "375.00"),
    ],
)
def test_as_printed(name: str, printed: str) -> None:
    assert judge(MIXED).shown(name)["value"] == printed


def test_income_by_source_lists_what_occurs_in_the_fixed_order() -> None:
    shown = judge(MIXED).shown("income_by_source")
    assert list(shown["value"]) == [
        "dues",
        "levy",
        "donation",
        "state",
        "event",
        "capital",
        "unknown",
    ]
    assert shown["value"]["donation"] == {"amount": "230.00", "share": "0.422018"}


def test_loans_and_transfers_are_listed_and_no_part_of_the_total() -> None:
    inputs = judge(MIXED).shown("income_total")["inputs"]
    assert inputs["not_income"] == {"loan": "300.00", "transfer": "1000.00"}


def test_the_largest_are_named() -> None:
    books = judge(MIXED)
    assert books.shown("top1_share")["inputs"]["group"] == "d-1"
    assert books.shown("top3_share")["inputs"]["groups"] == {
        "d-1": "150.00",
        "s-1": "80.00",
        "m-1": "30.00",
    }


@judged
def test_money_in_quarantine_is_no_income(books: Judged) -> None:
    """
    2020-01-01 open Liabilities:Quarantine
      kind: "quarantine"
    2026-01-01 * "refused, until it leaves"
      Assets:Bank            700.00 USD
      Liabilities:Quarantine
    2026-01-02 * "dues"
      Assets:Bank             10.00 USD
      Income:Dues
    """
    assert books.measure("income_total").value == 10


@judged
def test_who_got_all_back_gave_nothing(books: Judged) -> None:
    """
    2026-01-01 * "gift"
      donor: "d-1"
      Assets:Bank            100.00 USD
      Income:Gifts
    2026-01-02 * "back"
      donor: "d-1"
      Assets:Bank           -100.00 USD
      Income:Gifts
    2026-01-03 * "dues"
      Assets:Bank             10.00 USD
      Income:Dues
    """
    top = books.measure("top1_share")
    assert (top.value, top.because) == (None, "no contributor gave anything besides dues")
    assert books.measure("dues_share").value == 1


@judged
def test_each_currency_is_counted_at_cost_or_listed(books: Judged) -> None:
    """
    2026-01-01 price GBP 1.30 USD
    2026-02-01 price GBP 1.50 USD
    2026-02-01 price CHF 1.10 USD
    2026-01-10 * "at the entry's own price"
      donor: "d-1"
      Assets:Bank            120.00 USD
      Income:Gifts          -100.00 EUR @ 1.20 USD
    2026-01-11 * "at cost"
      donor: "d-2"
      Assets:Bank             10 SHARE {5.00 USD}
      Income:Gifts           -50.00 USD
    2026-01-12 * "by the last price until the day"
      donor: "d-3"
      Assets:Bank            100.00 GBP
      Income:Gifts
    2026-01-13 * "the price came later"
      donor: "d-4"
      Assets:Bank            100.00 CHF
      Income:Gifts
    2026-01-14 * "there is none"
      donor: "d-5"
      Assets:Bank            100.00 SEK
      Income:Gifts
    2026-01-15 * "and some of it back"
      donor: "d-5"
      Assets:Bank            -30.00 SEK
      Income:Gifts
    """
    shown = books.shown("income_total")
    assert shown["value"] == "300.00"  # 120 + 50 + 130
    assert shown["inputs"]["unconverted"] == {"CHF": "100.00", "SEK": "70.00"}
    assert books.shown("top1_share")["inputs"]["group"] == "d-3"


DATED = """
2025-12-31 * "gift"
  donor: "d-1"
  Assets:Bank              1.00 USD
  Income:Gifts
2026-01-01 * "gift"
  donor: "d-1"
  Assets:Bank             10.00 USD
  Income:Gifts
2026-06-15 * "gift"
  donor: "d-1"
  Assets:Bank            100.00 USD
  Income:Gifts
2026-06-16 * "gift"
  donor: "d-1"
  Assets:Bank           1000.00 USD
  Income:Gifts
"""


@pytest.mark.parametrize(
    ("as_of", "months", "total"),
    [
        # Whole months that end with the one judged; nothing after the day itself counts.
        ("2026-06-15", 12, 111),
        ("2026-06-15", 6, 110),
        ("2026-06-15", 1, 100),
        ("2026-06-30", 1, 1100),
        ("2026-05-31", 1, 0),
        ("2026-12-31", 12, 1110),
        ("2025-12-30", 12, 0),
    ],
)
def test_windows(as_of: str, months: int, total: int) -> None:
    assert judge(DATED).measure("income_total", as_of, months).value == total


def test_the_window_is_told() -> None:
    window = judge(DATED).measure("income_total", "2026-06-15").window
    assert window is not None
    assert (str(window.start), str(window.end)) == ("2025-07-01", "2026-06-30")
