"""CF209: money in quarantine pays for nothing, and leaves."""

import pytest

from tests.ledgers import Judged, judge

RECEIVED = """
2020-01-01 open Liabilities:Quarantine
  kind: "quarantine"
2026-05-01 * "dues"
  Assets:Bank            300.00 USD
  Income:Dues
2026-06-01 * "unasked" ^case-1
  donor: "d-7"
  Assets:Bank            700.00 USD
  Liabilities:Quarantine
"""


def entry(day: str, debit: str, amount: str, link: str = "") -> str:
    return f'\n{day} * "entry" {link}\n  {debit}  {amount} USD\n  Assets:Bank\n'


def kept_until(day: str, more: str = "") -> Judged:
    return judge(RECEIVED + more + entry(day, "Expenses:Rent", "1.00"))


def test_cf209_example_700_still_there() -> None:
    books = kept_until("2026-07-02")
    found = books.one("CF209")
    assert (found.action, str(found.date), found.contributor) == ("warn", "2026-06-01", "d-7")
    assert found.message == (
        "700.00 USD of 2026-06-01 is still on Liabilities:Quarantine on 2026-07-02; it had to "
        "leave by 2026-07-01, and up to 2100.00 USD is at stake."
    )
    assert found.evidence == {
        "why": "kept",
        "amount": "700.00",
        "since": "2026-06-01",
        "days": 31,
        "limit": 30,
        "exposure": "2100.00",
    }
    assert books.line(found) == "Liabilities:Quarantine"


@pytest.mark.parametrize(("day", "findings"), [("2026-06-30", 0), ("2026-07-01", 1)])
def test_cf209_passes_before_the_thirtieth_day(day: str, findings: int) -> None:
    assert len(kept_until(day).found("CF209")) == findings


def test_cf209_passes_once_it_has_left() -> None:
    back = entry("2026-06-20", "Liabilities:Quarantine", "700.00")
    assert kept_until("2026-07-02", back).found("CF209") == []


def test_cf209_fails_for_what_is_left_of_it() -> None:
    back = entry("2026-06-20", "Liabilities:Quarantine", "699.00")
    assert kept_until("2026-07-02", back).one("CF209").evidence["exposure"] == "3.00"


def test_cf209_fails_for_the_older_sum_where_the_link_names_the_newer() -> None:
    more = """
2026-06-25 * "another" ^case-2
  Assets:Bank            700.00 USD
  Liabilities:Quarantine
""" + entry("2026-06-26", "Liabilities:Quarantine", "700.00", "^case-2")
    assert kept_until("2026-07-02", more).one("CF209").evidence["since"] == "2026-06-01"


def test_cf209_fails_and_stops_where_it_was_spent() -> None:
    books = judge(RECEIVED + entry("2026-06-10", "Expenses:Rent", "450.00"))
    found = books.one("CF209")
    assert (found.action, str(found.date)) == ("stop", "2026-06-10")
    assert found.message == (
        "700.00 USD is in quarantine, but only 550.00 USD was at hand after this day: 150.00 of "
        "it was spent."
    )
    assert found.evidence == {
        "why": "spent",
        "amount": "150.00",
        "held": "700.00",
        "at_hand": "550.00",
    }


def test_cf209_passes_where_exactly_it_is_left() -> None:
    assert judge(RECEIVED + entry("2026-06-10", "Expenses:Rent", "300.00")).found("CF209") == []


def test_cf209_fails_although_a_program_has_a_fund() -> None:
    fund = """
2020-01-01 open Assets:Strike
  pool: "strike-fund"
2020-01-01 custom "coopfund-program" "strike"
  funded-by: "dues"
  pool: "strike-fund"
2026-05-01 * "dues"
  Assets:Strike         5000.00 USD
  Income:Dues
"""
    books = judge(fund + RECEIVED + entry("2026-06-10", "Expenses:Rent", "300.01"))
    assert books.one("CF209").evidence["amount"] == "0.01"


def test_cf209_fails_again_after_it_was_put_back() -> None:
    more = """
2026-06-12 * "dues"
  Assets:Bank            500.00 USD
  Income:Dues
"""
    twice = entry("2026-06-10", "Expenses:Rent", "450.00") + entry(
        "2026-06-11", "Expenses:Rent", "1"
    )
    again = entry("2026-06-14", "Expenses:Rent", "600.00")
    found = judge(RECEIVED + twice + more + again).found("CF209")
    assert [str(f.date) for f in found] == ["2026-06-10", "2026-06-14"]


def test_cf209_passes_where_a_vote_gives_it_longer_than_there_are_days() -> None:
    vote = '2026-01-01 custom "coopfund-rule" "CF209"\n  days: 10000000000\n'
    assert kept_until("2026-07-02", vote).found("CF209") == []


def test_cf209_fails_for_the_newer_sum_where_more_left_than_the_older() -> None:
    more = """
2026-06-02 * "another" ^case-2
  Assets:Bank            700.00 USD
  Liabilities:Quarantine
""" + entry("2026-06-26", "Liabilities:Quarantine", "900.00")
    found = kept_until("2026-07-05", more).one("CF209")
    assert (found.evidence["since"], found.evidence["amount"]) == ("2026-06-02", "500.00")


def test_cf209_judges_a_sum_by_what_was_in_force_when_it_came() -> None:
    vote = '2026-06-15 custom "coopfund-rule" "CF209"\n  days: 90\n  multiple: 5\n'
    assert kept_until("2026-07-02", vote).one("CF209").evidence["exposure"] == "2100.00"
    before = vote.replace("06-15", "06-01")
    assert kept_until("2026-07-02", before).found("CF209") == []
    assert kept_until("2026-08-30", before).one("CF209").evidence["exposure"] == "3500.00"


def test_cf209_points_to_the_last_payment_of_the_day() -> None:
    books = judge(
        RECEIVED
        + """
2026-06-10 * "dues"
  Assets:Bank             10.00 USD
  Income:Dues
2026-06-10 * "rent"
  Expenses:Rent          200.00 USD
  Assets:Bank           -200.00 USD
2026-06-10 * "more rent"
  Expenses:Rent          120.00 USD
  Assets:Bank           -120.00 USD
2026-06-10 * "dues"
  Assets:Bank              9.00 USD
  Income:Dues
"""
    )
    assert books.line(books.one("CF209")) == "Assets:Bank           -120.00 USD"


def test_cf209_fails_where_only_promises_are_left() -> None:
    promised = """
2020-01-01 open Assets:Promised
  kind: "receivable"
2026-06-02 * "grant, promised"
  Assets:Promised       5000.00 USD
  Income:State
"""
    books = judge(RECEIVED + promised + entry("2026-06-10", "Expenses:Rent", "300.01"))
    assert books.one("CF209").evidence["amount"] == "0.01"


def test_cf209_counts_a_fund_that_quarantined_money_was_paid_into() -> None:
    fund = """
2020-01-01 open Assets:Strike
  pool: "strike-fund"
2020-01-01 open Liabilities:Quarantine
  kind: "quarantine"
2020-01-01 custom "coopfund-program" "strike"
  funded-by: "dues"
  pool: "strike-fund"
2026-06-01 * "unasked"
  Assets:Strike          700.00 USD
  Liabilities:Quarantine
"""
    assert judge(fund).found("CF209") == []
    assert judge(fund + entry("2026-06-02", "Expenses:Rent", "1")).found("CF209") != []


def test_cf209_fails_where_less_than_nothing_is_left() -> None:
    found = judge(RECEIVED + entry("2026-06-10", "Expenses:Rent", "1100.00")).one("CF209")
    assert found.evidence["amount"] == "700.00"
    assert found.message == (
        "700.00 USD is in quarantine, but only 0.00 USD was at hand after this day: 700.00 of it "
        "was spent."
    )


def test_cf209_keeps_currencies_apart() -> None:
    more = """
2026-06-02 * "unasked, abroad"
  Assets:Bank             50.00 EUR
  Liabilities:Quarantine
2026-06-20 * "sent back"
  Liabilities:Quarantine  50.00 EUR
  Assets:Bank
"""
    (found,) = kept_until("2026-07-05", more).found("CF209")
    assert (found.evidence["amount"], found.evidence["since"]) == ("700.00", "2026-06-01")
