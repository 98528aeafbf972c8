"""CF504 to CF507: collection, retention, reserve, surplus."""

from collections.abc import Sequence
from fractions import Fraction

import pytest

from coopfund.money import percent
from tests.ledgers import Judged, judge, judged

# CF504


def collected(paid: str, waived: int = 5, until: str = "2026-12-31") -> Judged:
    """A hundred members at 10.00 a month, of whom five are waived: 12,000 less 600."""
    members = "".join(
        f"""
2026-01-01 custom "coopfund-member" "m-{number:03}" "join" "standard"
"""
        for number in range(100)
    )
    waivers = "".join(
        f'2026-01-01 custom "coopfund-member" "m-{number:03}" "waive"\n' for number in range(waived)
    )
    payments = "".join(
        f"""
2026-03-01 * "dues"
  member: "m-{number:03}"
  Assets:Bank         {paid} USD
  Income:Dues
"""
        for number in range(10, 100)
    )
    return judge(
        '2026-01-01 custom "coopfund-dues" "standard" 10.00 USD "monthly"\n'
        + members
        + waivers
        + payments
        + f"""
{until} * "rent"
  Expenses:Rent       1.00 USD
  Assets:Bank
"""
    )


def test_cf504_example_9180_of_12000_less_600() -> None:
    books = collected("102.00")
    found = books.one("CF504")
    assert (found.action, found.name, str(found.date)) == ("warn", "collection", "2026-12-31")
    assert books.line(found) == "Income:Dues"
    assert found.message == (
        "Of 11400.00 USD of dues asked in the twelve months to 2026-12-31, 9180.00 came in, 80.5 %."
    )
    assert found.evidence == {
        "received": "9180.00",
        "assessed": "12000.00",
        "waived": "600.00",
        "rate": "0.805263",
    }


def test_cf504_fails_a_cent_each_below_85_percent() -> None:
    # 90 × 107.66 = 9,689.40 of 11,400; 85 % are 9,690.
    assert collected("107.66").one("CF504").evidence["received"] == "9689.40"


def test_cf504_passes_just_above() -> None:
    assert collected("107.67").found("CF504") == []


def test_cf504_leaves_out_the_month_that_still_runs() -> None:
    # Eleven months are over: 90 × 99.00 = 8,910 of 10,450, 85.3 %.
    assert collected("99.00", until="2026-12-30").found("CF504") == []
    assert collected("99.00").one("CF504").evidence["rate"] == "0.781579"


@judged
def test_cf504_fails_where_nobody_ever_paid(books: Judged) -> None:
    """
    2026-01-01 custom "coopfund-dues" "standard" 10.00 USD "monthly"
    2026-01-01 custom "coopfund-member" "m-1" "join" "standard"
    2026-01-31 * "rent"
      Expenses:Rent       1.00 USD
      Assets:Bank
    """
    found = books.one("CF504")
    assert books.line(found) == '2026-01-01 custom "coopfund-dues" "standard" 10.00 USD "monthly"'
    assert found.evidence["rate"] == "0.000000"


# CF505


def test_cf505_example_3250_of_5198() -> None:
    """5,000 members, of whom 1,000 leave in 2025 and 1,198 join; of 5,198 then 1,948 leave."""

    def events(day: str, numbers: range, what: str) -> str:
        line = '{} custom "coopfund-member" "m-{}" {}\n'
        return "".join(line.format(day, number, what) for number in numbers)

    books = judge(
        '2024-12-01 custom "coopfund-dues" "standard" 0.00 USD "monthly"\n'
        + events("2024-12-01", range(5000), '"join" "standard"')
        + events("2025-06-01", range(1000), '"leave"')
        + events("2025-07-01", range(5000, 6198), '"join" "standard"')
        + events("2026-06-01", range(1000, 2948), '"leave"')
        + '2026-12-31 * "rent"\n  Expenses:Rent       1.00 USD\n  Assets:Bank\n'
    )
    found = books.one("CF505")
    assert (found.evidence["at_start"], found.evidence["still_there"]) == (5198, 3250)
    assert found.message == (
        "62.52 % of the members of a year ago are still there on 2026-12-31; the year before it "
        "was 80.00 %."
    )
    assert found.evidence["drop"] == "0.174760"
    retained = books.measure("retention").value
    assert retained == Fraction(3250, 5198)
    assert percent(Fraction(3250, 5198), 2) == "62.52 %"


def stayed(before: int, now: int) -> Judged:
    """Ten members at the start of 2025; so many are left a year later, and two."""
    leave = "".join(
        f'{year}-06-01 custom "coopfund-member" "m-{number}" "leave"\n'
        for year, numbers in ((2025, range(before, 10)), (2026, range(now, before)))
        for number in numbers
    )
    join = "".join(
        f'2025-01-01 custom "coopfund-member" "m-{n}" "join" "standard"\n' for n in range(10)
    )
    return judge(
        '2025-01-01 custom "coopfund-dues" "standard" 0.00 USD "monthly"\n'
        + join
        + leave
        + """
2026-12-31 * "rent"
  Expenses:Rent       1.00 USD
  Assets:Bank
"""
    )


def test_cf505_fails_where_it_drops_by_more_than_ten_points() -> None:
    books = stayed(9, 7)
    found = books.one("CF505")
    assert (found.action, found.name, str(found.date)) == ("warn", "retention", "2026-12-31")
    assert books.line(found) == '2026-06-01 custom "coopfund-member" "m-8" "leave"'
    assert found.message == (
        "77.78 % of the members of a year ago are still there on 2026-12-31; the year before it "
        "was 90.00 %."
    )
    assert found.evidence == {
        "at_start": 9,
        "still_there": 7,
        "retention": "0.777778",
        "before": "0.900000",
        "drop": "0.122222",
    }


def test_cf505_passes_at_ten_points_and_below() -> None:
    assert stayed(10, 9).found("CF505") == []
    assert stayed(9, 8).found("CF505") == []


def test_cf505_passes_whoever_is_waived() -> None:
    books = judge(
        "".join(
            f"""
2025-01-01 custom "coopfund-member" "m-{n}" "join" "standard"
2026-06-01 custom "coopfund-member" "m-{n}" "waive"
"""
            for n in range(3)
        )
        + """
2025-01-01 custom "coopfund-dues" "standard" 1.00 USD "monthly"
2026-12-31 * "rent"
  Expenses:Rent       1.00 USD
  Assets:Bank
"""
    )
    assert books.found("CF505") == []
    assert books.shown("retention_by_cohort")["value"] == {
        "2025": {"joined": 3, "still_there": 3, "share": "1.000000"}
    }


def test_cf505_counts_a_member_who_leaves_later_in_the_month() -> None:
    books = judge(
        """
2024-12-01 custom "coopfund-dues" "standard" 1.00 USD "monthly"
2024-12-01 custom "coopfund-member" "m-1" "join" "standard"
2026-12-30 * "rent"
  Expenses:Rent       1.00 USD
  Assets:Bank
2026-12-31 custom "coopfund-member" "m-1" "leave"
"""
    )
    assert books.one("CF505").evidence["drop"] == "1.000000"


# CF506


def held(low: str, more: str = "") -> Judged:
    """60,000.00 of expense in a year that begins and ends with more than its lowest point."""
    return judge(
        more
        + f"""
2026-01-01 * "opening"
  Assets:Bank        {low} USD
  Equity:Opening
    source: "dues"
2026-01-31 * "dues"
  Assets:Bank        60000.00 USD
  Income:Dues
2026-06-30 * "rent"
  Expenses:Rent      60000.00 USD
  Assets:Bank
2026-12-31 * "dues"
  Assets:Bank        50000.00 USD
  Income:Dues
"""
    )


def test_cf506_example_12000_of_60000() -> None:
    books = held("12000.00")
    found = books.one("CF506")
    assert (found.action, found.name, str(found.date)) == ("warn", "reserve", "2026-12-31")
    assert books.line(found) == "Assets:Bank        12000.00 USD"
    assert found.message == (
        "On 2026-01-01, the year's lowest point, 12000.00 USD was there: 20.0 % of annual expense, "
        "or 2.40 months; it should be at least 25.0 %."
    )
    assert found.evidence == {
        "reserve": "12000.00",
        "date": "2026-01-01",
        "annual_expense": "60000.00",
        "share": "0.200000",
        "months": "2.40",
    }
    assert books.shown("reserve_low_point")["value"] == "0.200000"


@pytest.mark.parametrize("low", ["14999.99", "180000.01"])
def test_cf506_fails_a_cent_below_a_quarter_and_a_cent_above_three_years(low: str) -> None:
    assert held(low).one("CF506").evidence["reserve"] == low


@pytest.mark.parametrize("low", ["15000.00", "180000.00"])
def test_cf506_passes_from_a_quarter_to_three_years(low: str) -> None:
    assert held(low).found("CF506") == []


@judged
def test_cf506_passes_before_the_books_cover_a_year(books: Judged) -> None:
    """
    2026-02-01 * "dues"
      Assets:Bank          10.00 USD
      Income:Dues
    2026-12-31 * "rent"
      Expenses:Rent        10.00 USD
      Assets:Bank
    """
    assert books.found("CF506") == []
    assert books.measure("reserve_low_point").status == "provisional"


@judged
def test_cf506_leaves_out_the_funds_of_programs(books: Judged) -> None:
    """
    2025-01-01 open Assets:StrikeFund
      pool: "strike-fund"
    2025-01-01 custom "coopfund-program" "strike"
      pool: "strike-fund"
    2025-01-02 * "dues"
      Assets:Bank          10.00 USD
      Assets:StrikeFund  9000.00 USD
      Income:Dues
    2026-06-30 * "rent"
      Expenses:Rent        10.00 USD
      Assets:Bank
    2026-12-31 * "dues"
      Assets:Bank         100.00 USD
      Income:Dues
    """
    found = books.one("CF506")
    assert (found.evidence["reserve"], found.evidence["date"]) == ("0.00", "2026-06-30")
    assert books.line(found) == "Assets:Bank"


# CF507


def allotted(lines: Sequence[str], more: str = "") -> Judged:
    postings = "".join(f"  {line}\n" for line in lines)
    return judge(
        more
        + """
2026-01-01 open Equity:Surplus
2026-01-01 open Equity:Reserve
  kind: "reserve"
2026-01-01 open Liabilities:Refunds
2026-03-01 * "what to do with the surplus"
  surplus: 2025
  Equity:Surplus       900.00 USD
"""
        + postings
    )


def test_cf507_example_nothing_of_900_kept() -> None:
    books = allotted(["Liabilities:Refunds -900.00 USD", '  refund: "use"'])
    found = books.one("CF507")
    assert (found.action, found.name, str(found.date)) == ("warn", "surplus", "2026-03-01")
    assert books.line(found) == "Equity:Surplus       900.00 USD"
    assert found.message == ("Of the surplus of 2025, 900.00 USD, 0.00 stayed in common reserves.")
    assert found.evidence == {
        "year": "2025",
        "surplus": "900.00",
        "kept": "0.00",
        "share": "0.000000",
    }


SPLIT = ["Equity:Reserve -300.00 USD", "Liabilities:Refunds -600.00 USD", '  refund: "use"']


def test_cf507_passes_where_part_is_kept_and_refunds_follow_use() -> None:
    assert allotted(SPLIT).found("CF507") == []


def test_cf507_fails_below_what_is_voted() -> None:
    vote = '2026-01-01 custom "coopfund-rule" "CF507"\n  least: {}\n'
    assert allotted(SPLIT, vote.format("0.33")).found("CF507") == []
    assert allotted(SPLIT, vote.format("0.34")).one("CF507").evidence["share"] == "0.333333"


def test_cf507_fails_where_a_refund_follows_capital() -> None:
    books = allotted([*SPLIT[:2], '  refund: "capital"'])
    found = books.one("CF507")
    assert books.line(found) == "Liabilities:Refunds -600.00 USD"
    assert found.message == (
        "600.00 USD of the surplus of 2025 went out by capital; refunds follow what members used, "
        "not what they put in."
    )
    assert found.evidence == {"year": "2025", "amount": "600.00", "basis": "capital"}


def test_a_surplus_of_no_year_is_a_problem() -> None:
    books = judge(
        """
2026-03-01 * "what to do with the surplus"
  surplus: "last"
  Equity:Opening       900.00 USD
  Assets:Bank
"""
    )
    assert books.problems() == [
        (
            '2026-03-01 * "what to do with the surplus"',
            "surplus cannot be last; write surplus: 2025",
        )
    ]
