"""Where the year stands: every figure by hand."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from coopfund.budgets.lines import Line
from coopfund.budgets.standing import Status
from coopfund.budgets.status import status
from tests.ledgers import Judged, judge, judged

BOOKS = """
2026-01-01 open Expenses:Childcare:Room
  program: "childcare"
2026-01-01 open Expenses:Repairs
2026-01-01 open Expenses:Insurance
2026-01-01 custom "budget" Expenses:Childcare "monthly" 310.00 USD
2026-01-01 custom "budget" Expenses:Childcare:Room "yearly" 365.00 USD
2026-01-01 custom "budget" Expenses:Insurance "yearly" 600.00 USD
2026-02-10 custom "coopfund-decision" "GM-2" 100.00 USD
  program: "childcare"
2026-02-11 custom "coopfund-decision" "GM-3" 90.00 USD
  entry: "Expenses:Insurance"
2026-02-12 custom "coopfund-decision" "GM-4" 5000.00 USD
2026-01-15 * "snacks"
  Expenses:Childcare       200.00 USD
  Assets:Bank
2026-02-15 * "snacks"
  Expenses:Childcare       100.00 USD
  Assets:Bank
2026-02-20 * "a carpet"
  decision: "GM-2"
  Expenses:Childcare        60.00 USD
  Assets:Bank
2026-03-05 * "snacks"
  Expenses:Childcare       150.00 USD
  Assets:Bank
2026-03-06 * "the room"
  Expenses:Childcare:Room   80.00 USD
  Assets:Bank
2026-03-07 * "the roof" #one-off
  Expenses:Repairs         400.00 USD
  Assets:Bank
2025-11-20 * "insurance"  #scheduled
  Expenses:Insurance       550.00 USD
  Assets:Bank
"""

CHILDCARE = Line("childcare", "Expenses:Childcare", "USD")
ROOM = Line("childcare", "Expenses:Childcare:Room", "USD")
REPAIRS = Line("core", "Expenses:Repairs", "USD")
INSURANCE = Line("core", "Expenses:Insurance", "USD")


def seen(*values: object) -> tuple[object, ...]:
    return values


def at(day: str, program: str | None = None) -> Status:
    books = judge(BOOKS.replace("2026-01-01 open", "2025-01-01 open"))
    return status(books.analysis.case(date.fromisoformat(day)), program)


def test_the_figures_of_a_line() -> None:
    """March 10, childcare without its room: 510.00 spent, 60.00 of it under GM-2.

    Plan: 310 in March; Jan 310 + Feb 310 + 10 of 31 days of March 100 = 720; the year 3,720.
    Left: 3,720 + 100 authorised - 510 - 40 committed = 3,270.
    Forecast: 510 so far; January and February cost 360, 180 a month; nine months to come, 1,620;
    March so far 150, to be 180, so 30; committed 40: 2,200.
    """
    line = at("2026-03-10").lines[CHILDCARE]
    assert seen(line.month_plan, line.todate_plan, line.year_plan) == (310, 720, 3720)
    assert seen(line.month_actual, line.todate_actual) == (Decimal(150), Decimal(510))
    assert seen(line.authorised, line.committed, line.left) == (100, 40, 3270)
    assert seen(line.recurring, line.one_off) == (Decimal(510), Decimal(0))
    assert line.forecast == 2200


def test_whole_months_have_no_month_that_runs() -> None:
    """March 31: 510 in three whole months, 170 a month, nine to come: 2,040, and 40 committed."""
    assert at("2026-03-31").lines[CHILDCARE].forecast == 510 + 9 * 170 + 40


def test_a_line_is_without_the_sub_accounts_that_have_budgets_of_their_own() -> None:
    """The room, once in a year: one-off, so nothing more is forecast for it.

    GM-2 is for childcare, so it stands with both lines, and with the program once.
    """
    found = at("2026-03-31")
    room = found.lines[ROOM]
    assert seen(room.year_plan, room.todate_actual, room.one_off) == (365, Decimal(80), Decimal(80))
    program = found.programs["childcare"]
    assert program.year_plan == 3720 + 365
    assert seen(program.authorised, program.committed) == (Decimal(100), Decimal(40))
    assert program.left == 3720 + 365 + 100 - 590 - 40
    assert program.forecast == 510 + 9 * 170 + 80 + 40


def test_what_comes_once_a_year_is_forecast_from_the_year_before() -> None:
    """550.00 in November 2025, scheduled: it will come again, and GM-3 allows 90.00 on top."""
    line = at("2026-03-31").lines[INSURANCE]
    assert seen(line.todate_actual, line.authorised, line.committed) == (Decimal(0), 90, 90)
    assert line.forecast == 550 + 90
    before = at("2025-12-31").lines[INSURANCE]
    assert seen(before.year_plan, before.left, before.forecast) == (0, -550, 550)


def test_without_a_budget_there_is_no_plan() -> None:
    line = at("2026-03-31").lines[REPAIRS]
    assert seen(line.month_plan, line.todate_plan, line.year_plan, line.left) == (None,) * 4
    assert seen(line.one_off, line.forecast) == (Decimal(400), 400)


def test_a_decision_that_names_nothing_is_told_and_allows_nothing_on_top() -> None:
    found = at("2026-03-31")
    assert [seen(its.decision.name, its.spent, its.committed) for its in found.decisions] == [
        ("GM-2", 60, 40),
        ("GM-3", 0, 90),
        ("GM-4", 0, 5000),
    ]
    assert found.total.authorised == 190


def test_one_program_alone() -> None:
    found = at("2026-03-31", "childcare")
    assert set(found.lines) == {CHILDCARE, ROOM}
    assert [its.decision.name for its in found.decisions] == ["GM-2"]
    assert found.dues is None


def test_two_months_must_be_whole_before_anything_can_be_forecast() -> None:
    """Rent in both months of young books comes again: 20.00, and seven months to come."""
    books = judge(
        "".join(
            f'2026-0{month}-04 * "rent"\n  Expenses:Rent  10.00 USD\n  Assets:Bank\n'
            for month in (4, 5)
        )
    )
    forecasts = [
        status(books.analysis.case(date.fromisoformat(day))).total.forecast
        for day in ("2026-04-30", "2026-05-30", "2026-05-31")
    ]
    assert forecasts == [None, None, 90]


@judged
def test_lines_add_up_to_all_spending(books: Judged) -> None:
    """
    2026-01-01 open Expenses:Rent:Deposit
    2026-01-01 custom "budget" Expenses:Rent "monthly" 10.00 USD
    2026-01-01 custom "budget" Expenses:Rent "monthly" 5.00 EUR
    2026-01-01 custom "budget" Income:Dues "monthly" -90.00 USD
    2026-01-03 * "rent"
      Expenses:Rent:Deposit   7.00 USD
      Assets:Bank
    2026-01-04 * "rent, in euro"
      Expenses:Rent           3.00 EUR
      Assets:Bank
    2026-01-05 * "for the children"
      Expenses:Rent           2.00 USD
        program: "childcare"
      Assets:Bank
    2026-01-06 * "snacks"
      Expenses:Childcare      4.00 USD
      Assets:Bank
    """
    found = status(books.analysis.case())
    assert found.total.todate_actual == Decimal(13)
    assert {
        (line.program, line.account, line.currency): its.todate_actual
        for line, its in found.lines.items()
    } == {
        ("core", "Expenses:Rent", "USD"): Decimal(9),
        ("core", "Expenses:Rent", "EUR"): Decimal(3),
        ("childcare", "Expenses:Childcare", "USD"): Decimal(4),
    }


@judged
def test_the_dues_of_the_year(books: Judged) -> None:
    """
    2026-01-01 custom "coopfund-dues" "standard" 10.00 USD "monthly"
    2026-07-01 custom "coopfund-dues" "standard" 12.00 USD "monthly"
    2026-01-01 custom "coopfund-member" "m-1" "join" "standard"
    2026-01-01 custom "coopfund-member" "m-2" "join" "standard"
    2026-04-30 * "dues"
      member: "m-1"
      Assets:Bank     40.00 USD
      Income:Dues
    2026-04-30 * "dues"
      member: "m-2"
      Assets:Bank     20.00 USD
      Income:Dues
    """
    found = status(books.analysis.case()).dues
    assert found is not None
    assert (found.asked, found.received) == (Decimal(80), Decimal(60))
    assert found.ahead.asked == 2 * (2 * 10 + 6 * 12)
    assert found.ahead.rate == Fraction(60, 80)
    assert found.forecast == 60 + 184 * Fraction(3, 4)
