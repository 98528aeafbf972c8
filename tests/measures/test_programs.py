"""What programs cost, who paid for them, and who gave their time."""

from decimal import Decimal
from fractions import Fraction

from tests.ledgers import Judged, judged


@judged
def test_dues_coverage_of_the_worked_example(books: Judged) -> None:
    """
    2020-01-01 custom "coopfund-program" "childcare"
      funded-by: "dues"
    2026-01-01 * "dues"
      Assets:Bank           1000.00 USD
      Income:Dues
    2026-01-05 * "gift"
      Assets:Bank           2000.00 USD
      Income:Gifts
    2026-01-10 * "dues"
      Assets:Bank            500.00 USD
      Income:Dues
    2026-01-15 * "rent"
      Expenses:Rent         1200.00 USD
      Assets:Bank
    2026-01-20 * "childcare"
      Expenses:Childcare     800.00 USD
      Assets:Bank
    2026-01-25 * "dues"
      Assets:Bank            300.00 USD
      Income:Dues
    2026-01-31 * "childcare"
      Expenses:Childcare     700.00 USD
      Assets:Bank
    """
    assert books.shown("dues_coverage")["value"] == {
        "childcare": {
            "designated": "1.000000",  # 800 + 700 of 1,500
            "adverse": "0.400000",  # 300 + 300
            "fifo": "0.000000",
            "lifo": "0.200000",  # 0 + 300
            "pro-rata": "0.473016",  # 342.857… + 366.667…
        }
    }


@judged
def test_cost_per_participant_and_capital_of_the_catalogue(books: Judged) -> None:
    """
    2020-01-01 open Expenses:Childcare:Stove
      kind: "capital"
    2026-01-01 * "dues"
      Assets:Bank          40000.00 USD
      Income:Dues
    2026-02-01 * "stove"
      Expenses:Childcare:Stove   4000.00 USD
      Assets:Bank
    2026-02-02 * "what lasts, by the entry's own word"
      kind: "capital"
      Expenses:Childcare         2000.00 USD
      Assets:Bank
    2026-02-03 * "the rest"
      Expenses:Childcare        24100.00 USD
      Assets:Bank
    2026-02-04 * "something taken back"
      Expenses:Childcare         -100.00 USD
      Assets:Bank
    2026-01-31 custom "coopfund-participants" "childcare" 30
    2026-02-28 custom "coopfund-participants" "childcare" 50
    2024-02-28 custom "coopfund-participants" "childcare" 900
    """
    assert books.shown("cost_per_participant", "2026-02-28")["value"] == {
        "childcare": {
            "cost": "30000.00",
            "participants": "40.000000",
            "per_participant": "750.00",
        }
    }
    assert books.shown("capital_intensity", "2026-02-28")["value"] == {
        "childcare": {"capital": "6000.00", "cost": "30000.00", "share": "0.200000"}
    }


@judged
def test_capital_intensity_counts_a_fixed_asset_once(books: Judged) -> None:
    """
    2020-01-01 open Assets:Van
      kind: "fixed-asset"
    2020-01-01 open Expenses:Childcare:Wear
    2026-01-01 * "dues"
      Assets:Bank            900.00 USD
      Income:Dues
    2026-01-02 * "van"
      program: "childcare"
      Assets:Van             300.00 USD
      Assets:Bank
    2026-12-31 * "it is a year older"
      Expenses:Childcare:Wear   60.00 USD
      Assets:Van
    2026-12-31 * "fuel"
      Expenses:Childcare     300.00 USD
      Assets:Bank
    """
    assert books.shown("capital_intensity")["value"] == {
        "childcare": {"capital": "300.00", "cost": "600.00", "share": "0.500000"}
    }


@judged
def test_cost_per_participant_is_undefined_where_nobody_counted(books: Judged) -> None:
    """
    2026-01-01 * "childcare"
      Expenses:Childcare     100.00 USD
      Assets:Bank
    2026-01-31 custom "coopfund-participants" "childcare" 0
    """
    found = books.measure("cost_per_participant")
    assert (found.value, found.status) == (None, "undefined")
    assert found.because == "no program has both payments and participants in the window"


@judged
def test_payroll_from_donations_of_the_catalogue(books: Judged) -> None:
    """
    2020-01-01 open Expenses:Wages
      kind: "payroll"
    2026-01-01 * "dues"
      Assets:Bank           4200.00 USD
      Income:Dues
    2026-01-02 * "gift"
      Assets:Bank            800.00 USD
      Income:Gifts
    2026-01-31 * "wages"
      Expenses:Wages        4000.00 USD
      Assets:Bank
    2026-01-31 * "wages owed"
      Expenses:Wages         600.00 USD
      Liabilities:Shop
    2026-02-01 * "settled"
      Liabilities:Shop       600.00 USD
      Assets:Bank
    2026-02-02 * "by the posting's own word"
      Expenses:Rent          400.00 USD
        kind: "payroll"
      Assets:Bank
    """
    found = books.measure("payroll_from_donations")
    assert found.value == Fraction(16, 100)
    assert found.inputs["payroll"].value == 5000
    assert found.inputs["paid_with_dues"].value == 4200


@judged
def test_volunteer_hours_by_program(books: Judged) -> None:
    """
    2020-01-01 commodity HOUR
      kind: "hours"
    2020-01-01 open Expenses:Time
    2020-01-01 open Income:Time
    2026-01-01 * "Saturday"
      program: "childcare"
      Expenses:Time            3.5 HOUR
      Income:Time
    2026-01-08 * "Saturday"
      Expenses:Childcare       2 HOUR
      Income:Time
    2026-01-09 * "the books"
      Expenses:Time            1 HOUR
      Income:Time
    2024-01-09 * "long ago"
      Expenses:Time          100 HOUR
      Income:Time
    2026-01-10 * "dues"
      Assets:Bank              1.00 USD
      Income:Dues
    """
    shown = books.shown("volunteer_hours")
    assert shown["value"] == {"childcare": "5.50", "core": "1.00"}
    assert shown["inputs"] == {"total": "6.50"}
    # Time is no money: neither income nor something that lacks a price.
    assert books.shown("income_total")["value"] == "1.00"
    assert books.shown("income_total")["inputs"]["unconverted"] == {}


@judged
def test_volunteer_hours_are_undefined_where_none_were_given(books: Judged) -> None:
    """
    2020-01-01 commodity HOUR
      kind: "hours"
    """
    found = books.measure("volunteer_hours")
    assert (found.value, found.because) == (
        None,
        'no volunteer hours in the window (a commodity with kind: "hours")',
    )
    assert found.inputs["total"].value == Decimal(0)


@judged
def test_key_person_share_is_that_of_whoever_gave_most(books: Judged) -> None:
    """
    2020-01-01 commodity HOUR
      kind: "hours"
    2020-01-01 open Expenses:Hours:Childcare
      program: "childcare"
    2020-01-01 open Equity:Hours
    2020-01-01 custom "coopfund-program" "childcare"
    2026-01-10 * "shift"
      member: "m-1"
      Expenses:Hours:Childcare  6 HOUR
      Equity:Hours
    2026-01-17 * "shift"
      member: "m-2"
      Expenses:Hours:Childcare  2 HOUR
      Equity:Hours
    """
    found = books.shown("key_person_share")["value"]["childcare"]
    assert (found["hours"], found["of"], found["share"]) == ("6.00", "8.00", "0.750000")
