"""CF401 to CF403: what work is paid, and with whose money."""

import pytest

from tests.ledgers import Judged, judge, judged

STAFF = """
2020-01-01 commodity HOUR
  kind: "hours"
2020-01-01 open Expenses:Wages
  kind: "payroll"
2020-01-01 open Expenses:Travel
2020-01-01 open Expenses:Hours
2020-01-01 open Equity:Hours
2020-01-01 custom "coopfund-wage" 22.50 USD "transport workers, hourly"
"""


def paid(person: str, wage: str, hours: str, more: str = "") -> str:
    """A year's wage of somebody, in one entry."""
    return f"""
2026-12-31 * "wages"
  person: "{person}"
  Expenses:Wages      {wage} USD
  Assets:Bank
  Expenses:Hours      {hours} HOUR
    paid: TRUE
  Equity:Hours       -{hours} HOUR
{more}
"""


def allowance(amount: str, tags: str = "") -> str:
    return f"""
2026-12-30 * "allowance"
  person: "m-1"
  Expenses:Travel     {amount} USD
    allowance: TRUE{tags and chr(10) + "    " + tags}
  Assets:Bank
"""


# CF401


def test_cf401_example_42000_and_3000_for_1872_hours() -> None:
    books = judge(STAFF + allowance("3000.00") + paid("m-1", "42000.00", "1872"))
    found = books.one("CF401")
    assert (found.action, found.name, str(found.date)) == ("warn", "workers-wage", "2026-12-31")
    assert books.line(found) == "Expenses:Wages      42000.00 USD"
    assert found.contributor == "m-1"
    assert found.message == (
        "m-1 was paid 24.04 USD an hour in the twelve months to 2026-12-31, 106.8 % of the "
        "reference wage of 22.50 (transport workers, hourly)."
    )
    assert found.evidence == {
        "gross": "42000.00",
        "allowances": "3000.00",
        "hours": "1872.00",
        "hourly": "24.04",
        "reference": "22.50",
        "reference_name": "transport workers, hourly",
        "ratio": "1.068376",
    }
    assert books.shown("hourly_pay")["value"]["m-1"] == {
        "gross": "42000.00",
        "allowances": "3000.00",
        "hours": "1872.00",
        "hourly": "24.04",
        "to_reference": "1.068376",
    }


def test_cf401_fails_a_cent_above_the_reference() -> None:
    assert judge(STAFF + paid("m-1", "2250.01", "100")).one("CF401").evidence["gross"] == "2250.01"


def test_cf401_passes_at_the_reference() -> None:
    assert judge(STAFF + paid("m-1", "2250.00", "100")).found("CF401") == []


@pytest.mark.parametrize(
    ("tags", "counts"),
    [
        ("", True),
        ('receipt: "r-1"', False),
        ('document: "ticket.pdf"', False),
        ('receipt: "r-1"\n    taxable: TRUE', True),
        ("dependants: TRUE", False),
    ],
)
def test_cf401_an_allowance_counts_unless_receipted(tags: str, *, counts: bool) -> None:
    books = judge(STAFF + allowance("1.00", tags) + paid("m-1", "2250.00", "100"))
    assert bool(books.found("CF401")) is counts


@judged
def test_cf401_compares_each_hour_with_the_reference_of_its_day(books: Judged) -> None:
    """
    2026-01-01 commodity HOUR
      kind: "hours"
    2026-01-01 open Expenses:Wages
      kind: "payroll"
    2026-01-01 open Expenses:Wages:Employer
      gross: FALSE
    2026-01-01 open Expenses:Hours
    2026-01-01 open Equity:Hours
    2026-01-01 custom "coopfund-wage" 20.00 USD "transport workers"
    2026-07-01 custom "coopfund-wage" 30.00 USD "transport workers"
    2026-06-30 * "wages"
      member: "m-1"
      Expenses:Wages             200.00 USD
      Expenses:Wages:Employer    100.00 USD
      Assets:Bank
      Expenses:Hours             10 HOUR
      Equity:Hours              -10 HOUR
    2026-07-31 * "wages"
      member: "m-1"
      Expenses:Wages             300.00 USD
      Expenses:Wages:Employer    100.00 USD
      Assets:Bank
      Expenses:Hours             10 HOUR
      Equity:Hours              -10 HOUR
    """
    assert books.found("CF401") == []
    assert books.shown("hourly_pay")["value"]["m-1"]["hourly"] == "25.00"
    assert books.shown("volunteer_hours")["value"] is None


@judged
def test_cf401_paid_hours_name_somebody(books: Judged) -> None:
    """
    2026-01-01 commodity HOUR
      kind: "hours"
    2026-01-01 open Expenses:Hours
    2026-01-01 open Equity:Hours
    2026-01-01 custom "coopfund-wage" 22.50 USD "transport workers"
    2026-06-30 * "office"
      Expenses:Hours             10 HOUR
        paid: TRUE
      Equity:Hours              -10 HOUR
    """
    found = books.one("CF401")
    assert books.line(found) == "Expenses:Hours             10 HOUR"
    assert found.message == "10.00 paid hours name nobody; write person: at the posting."


@judged
def test_what_is_written_wrong_is_a_problem(books: Judged) -> None:
    """
    2026-06-30 * "rent"
      Expenses:Rent              10.00 USD
        paid: "yes"
      Assets:Bank
    2026-07-30 * "rent"
      person: 42
      Expenses:Rent              10.00 USD
      Assets:Bank
    """
    assert books.problems() == [
        ("Expenses:Rent              10.00 USD", "paid cannot be yes; write paid: TRUE"),
        ('2026-07-30 * "rent"', 'person cannot be 42; write person: "m-0042"'),
    ]


# CF402


def test_cf402_example_27_to_850() -> None:
    books = judge(STAFF + paid("m-1", "2700.00", "100") + paid("m-2", "850.00", "100"))
    found = books.one("CF402")
    assert (found.action, found.name, found.contributor) == ("warn", "pay-ratio", "m-1")
    assert books.line(found) == "Expenses:Wages      2700.00 USD"
    assert found.message == (
        "m-1 was paid 27.00 USD an hour in the twelve months to 2026-12-31, 3.18 times the 8.50 "
        "of m-2."
    )
    assert found.evidence == {
        "highest": "m-1",
        "highest_hourly": "27.00",
        "lowest": "m-2",
        "lowest_hourly": "8.50",
        "ratio": "3.176471",
    }
    assert books.shown("pay_ratio")["value"] == "3.176471"


def ratio(highest: str) -> Judged:
    return judge(STAFF + paid("m-1", highest, "100") + paid("m-2", "800.00", "100"))


def test_cf402_fails_above_three_and_stops_above_six() -> None:
    assert ratio("2400.01").one("CF402").action == "warn"
    assert ratio("4800.00").one("CF402").action == "warn"
    assert ratio("4800.01").one("CF402").action == "stop"


def test_cf402_passes_at_three() -> None:
    assert ratio("2400.00").found("CF402") == []


def test_cf402_passes_for_one_person() -> None:
    assert judge(STAFF + paid("m-1", "4800.00", "100")).found("CF402") == []


# CF403


def payroll(gift: str, dues: str = "5000.00", wage: str = "5000.00", more: str = "") -> Judged:
    """Wages paid from dues, except for what rent took before from the gift."""
    return judge(
        more
        + f"""
2026-01-01 custom "coopfund-dues" "standard" 10.00 USD "monthly"
2026-01-01 open Expenses:Wages
  kind: "payroll"
2026-01-02 * "dues"
  Assets:Bank         {dues} USD
  Income:Dues
2026-01-03 * "gift"
  donor: "d-1"
  Assets:Bank         {gift} USD
  Income:Gifts
2026-01-31 * "wages"
  Expenses:Wages      {wage} USD
  Assets:Bank
"""
    )


def test_cf403_example_payroll_5000_dues_lots_4200() -> None:
    books = payroll("800.00", "4200.00")
    found = books.one("CF403")
    assert (found.action, found.name, str(found.date)) == (
        "warn",
        "class-on-donations",
        "2026-01-31",
    )
    assert books.line(found) == "Expenses:Wages      5000.00 USD"
    assert found.message == (
        "Of 5000.00 USD of payroll in the twelve months to 2026-01-31, dues paid 4200.00; 16.0 % "
        "came from other money."
    )
    assert found.evidence == {
        "payroll": "5000.00",
        "paid_with_dues": "4200.00",
        "paid_by": {"dues": "4200.00", "donation": "800.00"},
        "share": "0.160000",
    }


def test_cf403_fails_from_the_first_cent_and_stops_above_a_quarter() -> None:
    assert payroll("0.01", "4999.99").one("CF403").action == "warn"
    assert payroll("1250.00", "3750.00").one("CF403").action == "warn"
    assert payroll("1250.01", "3749.99").one("CF403").action == "stop"


def test_cf403_stops_only_above_what_is_voted() -> None:
    vote = '2026-01-01 custom "coopfund-rule" "CF403"\n  stop: 0.50\n'
    assert payroll("1250.01", "3749.99", more=vote).one("CF403").action == "warn"


@judged
def test_cf403_passes_where_dues_pay_it_all(books: Judged) -> None:
    """
    2026-01-01 custom "coopfund-dues" "standard" 10.00 USD "monthly"
    2026-01-01 open Expenses:Wages
      kind: "payroll"
    2026-01-02 * "dues"
      Assets:Bank         5000.00 USD
      Income:Dues
    2026-01-31 * "wages"
      Expenses:Wages      5000.00 USD
      Assets:Bank
    """
    assert books.found("CF403") == []


@judged
def test_cf403_is_not_judged_where_nobody_pays_dues(books: Judged) -> None:
    """
    2026-01-01 open Expenses:Wages
      kind: "payroll"
    2026-01-31 * "wages"
      Expenses:Wages      5000.00 USD
      Assets:Bank
    """
    assert books.found("CF403") == []


def test_cf401_says_nothing_of_volunteers_who_are_not_named() -> None:
    given = """
2026-12-30 * "care"
  Expenses:Hours         3 HOUR
  Equity:Hours
"""
    assert judge(STAFF + given).found("CF401") == []


def test_cf401_names_the_reference_of_the_last_day_in_the_books_currency() -> None:
    wages = """
2026-12-31 custom "coopfund-wage" 22.50 USD "nurses, hourly"
2027-01-01 custom "coopfund-wage" 22.50 USD "teachers, hourly"
"""
    found = judge(STAFF + wages + paid("m-1", "2250.01", "100")).one("CF401")
    assert found.evidence["reference_name"] == "nurses, hourly"


def test_cf401_names_the_first_reference_where_none_was_in_force_yet() -> None:
    late = STAFF.replace('2020-01-01 custom "coopfund-wage"', '2027-01-01 custom "coopfund-wage"')
    more = '2027-02-01 custom "coopfund-wage" 30.00 USD "teachers, hourly"\n'
    found = judge(late + more + paid("m-1", "2250.01", "100")).one("CF401")
    assert found.evidence["reference_name"] == "transport workers, hourly"


def test_a_reference_wage_in_another_currency_is_a_problem() -> None:
    wage = '2026-12-30 custom "coopfund-wage" 20.00 EUR "dockers, hourly"'
    books = judge(STAFF + f"{wage}\n" + paid("m-1", "2250.01", "100"))
    assert books.problems() == [
        (wage, "coopfund-wage: pay is compared in USD, the operating currency, not in EUR")
    ]
    # It is neither what pay is compared with, nor what the comparison is named after.
    assert books.one("CF401").evidence["reference_name"] == "transport workers, hourly"


@judged
def test_cf403_points_to_the_last_wage_that_other_money_paid(books: Judged) -> None:
    """
    2026-01-01 custom "coopfund-dues" "standard" 10.00 USD "monthly"
    2026-01-01 open Expenses:Wages
      kind: "payroll"
    2026-01-03 * "gift"
      donor: "d-1"
      Assets:Bank         10.00 USD
      Income:Gifts
    2026-01-04 * "wages"
      Expenses:Wages      10.00 USD
      Assets:Bank
    2026-01-05 * "dues"
      Assets:Bank         90.00 USD
      Income:Dues
    2026-01-31 * "wages"
      Expenses:Wages      90.00 USD
      Assets:Bank
    """
    found = books.one("CF403")
    assert books.line(found) == "Expenses:Wages      10.00 USD"
    assert found.evidence["share"] == "0.100000"


def test_cf403_passes_up_to_what_was_voted() -> None:
    vote = '2026-01-01 custom "coopfund-rule" "CF403"\n  warn: 0.16\n'
    assert payroll("800.00", "4200.00", more=vote).found("CF403") == []
    assert payroll("800.01", "4199.99", more=vote).found("CF403") != []


def test_cf403_passes_wages_that_were_paid_back_in_full() -> None:
    back = """
2026-01-31 * "wages, paid back"
  Assets:Bank         5000.00 USD
  Expenses:Wages
"""
    assert payroll("800.00", "4200.00", more=back).found("CF403") == []


@judged
def test_cf402_fails_where_all_pay_is_allowances(books: Judged) -> None:
    """
    2026-01-01 commodity HOUR
      kind: "hours"
    2026-01-01 open Expenses:Travel
    2026-01-01 open Expenses:Hours
    2026-01-01 open Equity:Hours
    2026-12-30 * "allowance"
      person: "m-1"
      Expenses:Travel    301.00 USD
        allowance: TRUE
      Assets:Bank
      Expenses:Hours      10 HOUR
        paid: TRUE
      Equity:Hours       -10 HOUR
    2026-12-30 * "allowance"
      person: "m-2"
      Expenses:Travel    100.00 USD
        allowance: TRUE
      Assets:Bank
      Expenses:Hours      10 HOUR
        paid: TRUE
      Equity:Hours       -10 HOUR
    """
    assert books.one("CF402").evidence["ratio"] == "3.010000"


@judged
def test_cf401_is_not_judged_where_no_reference_is_named(books: Judged) -> None:
    """
    2026-01-01 commodity HOUR
      kind: "hours"
    2026-01-01 open Expenses:Hours
    2026-01-01 open Equity:Hours
    2026-06-30 * "office"
      Expenses:Hours             10 HOUR
        paid: TRUE
      Equity:Hours              -10 HOUR
    """
    assert books.found("CF401") == []


@judged
def test_cf403_fails_where_the_first_posting_of_all_is_a_wage(books: Judged) -> None:
    """
    2026-01-01 custom "coopfund-dues" "standard" 10.00 USD "monthly"
    2026-01-01 open Expenses:Wages
      kind: "payroll"
    2026-01-31 * "wages"
      Expenses:Wages      10.00 USD
      Assets:Bank
    """
    assert books.one("CF403").evidence["paid_by"] == {"loan": "10.00"}
