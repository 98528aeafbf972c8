"""CF501 to CF503: budgets, what programs draw, and what they spend on things that last."""

from datetime import date

import pytest

from coopfund_plugins import programs
from tests.ledgers import Judged, judge, judged

# CF501


def budgeted(spent: str, day: str, more: str = "", budget: str = '"monthly" 300.00 USD') -> Judged:
    """Childcare with a budget since January, and a later day on which the books end."""
    return judge(
        more
        + f"""
2026-01-01 custom "budget" Expenses:Childcare {budget}
2026-01-02 * "dues"
  Assets:Bank         9000.00 USD
  Income:Dues
2026-01-20 * "snacks"
  Expenses:Childcare   300.00 USD
  Assets:Bank
{day} * "outing"
  Expenses:Childcare  {spent} USD
  Assets:Bank
"""
    )


def test_cf501_example_610_of_600() -> None:
    books = budgeted("310.00", "2026-02-20")
    found = books.one("CF501")
    assert (found.action, found.name, str(found.date)) == ("stop", "budget", "2026-02-20")
    assert books.line(found) == "Expenses:Childcare  310.00 USD"
    assert found.program == "childcare"
    assert found.message == (
        "Expenses:Childcare has spent 610.00 USD in 2026, 101.7 % of the 600.00 budgeted until "
        "2026-02-28."
    )
    assert found.evidence == {
        "account": "Expenses:Childcare",
        "spent": "610.00",
        "budget": "600.00",
        "authorised": "0.00",
        "share": "1.016667",
        "until": "2026-02-28",
    }


def test_cf501_example_560_of_600_warns() -> None:
    found = budgeted("260.00", "2026-02-20").one("CF501")
    assert (found.action, found.evidence["share"]) == ("warn", "0.933333")


@pytest.mark.parametrize(("spent", "action"), [("300.01", "stop"), ("240.00", "warn")])
def test_cf501_fails_a_cent_above_and_warns_from_nine_tenths(spent: str, action: str) -> None:
    assert budgeted(spent, "2026-02-20").one("CF501").action == action


def test_cf501_passes_below_nine_tenths() -> None:
    assert budgeted("239.99", "2026-02-20").found("CF501") == []


def test_cf501_passes_at_the_budget_once_its_period_is_over() -> None:
    assert budgeted("300.00", "2026-02-28").found("CF501") == []
    assert budgeted("300.00", "2026-02-27").one("CF501").action == "warn"


@pytest.mark.parametrize(
    "decision",
    [
        '2026-02-01 custom "coopfund-decision" "GM-1" 10.00 USD\n  program: "childcare"\n',
        '2026-02-01 custom "coopfund-decision" "GM-1" 10.00 USD\n  entry: "Expenses:Childcare"\n',
    ],
)
def test_cf501_passes_what_a_decision_covers(decision: str) -> None:
    covered = budgeted("310.00", "2026-02-28", decision)
    assert covered.found("CF501") == []
    short = budgeted("310.01", "2026-02-28", decision).one("CF501")
    assert (short.action, short.evidence["authorised"]) == ("stop", "10.00")
    other = decision.replace("childcare", "core").replace("Childcare", "Rent")
    assert budgeted("310.00", "2026-02-28", other).one("CF501").action == "stop"


@pytest.mark.parametrize(
    ("budget", "allowed", "until"),
    [
        ('"daily" 10.00 USD', "510.00", "2026-02-20"),
        # The first four days of January are four sevenths of a week.
        ('"weekly" 70.00 USD', "530.00", "2026-02-22"),
        ('"quarterly" 450.00 USD', "450.00", "2026-03-31"),
        ('"Yearly" 365.00 USD', "365.00", "2026-12-31"),
    ],
)
def test_cf501_reads_intervals_as_fava_does(budget: str, allowed: str, until: str) -> None:
    evidence = budgeted("1000.00", "2026-02-20", budget=budget).one("CF501").evidence
    assert (evidence["budget"], evidence["until"]) == (allowed, until)


@judged
def test_cf501_counts_sub_accounts_and_each_calendar_year(books: Judged) -> None:
    """
    2025-01-01 open Expenses:Core:Print
    2025-01-01 open Expenses:Core:Post
    2025-01-01 custom "budget" Expenses:Core "yearly" 100.00 USD
    2026-01-01 custom "budget" Expenses:Core:Post "yearly" 20.00 USD
    2025-01-02 * "dues"
      Assets:Bank         9000.00 USD
      Income:Dues
    2025-06-20 * "print"
      Expenses:Core:Print   60.00 USD
      Expenses:Core:Post    40.01 USD
      Assets:Bank
    2026-06-20 * "print"
      Expenses:Core:Print  107.00 USD
      Expenses:Core:Post    10.00 USD
      Assets:Bank
    """
    first, second = books.found("CF501")
    assert (first.action, first.evidence["spent"], first.evidence["budget"]) == (
        "stop",
        "100.01",
        "100.00",
    )
    assert books.line(first) == "Expenses:Core:Post    40.01 USD"
    # The budget of a sub-account adds to its parent's, as in Fava.
    assert (second.action, second.evidence["spent"], second.evidence["budget"]) == (
        "warn",
        "117.00",
        "120.00",
    )


@judged
def test_cf501_a_slip_in_the_interval_is_a_problem(books: Judged) -> None:
    """
    2026-01-01 custom "budget" Expenses:Childcare "montly" 300.00 USD
    """
    ((line, message),) = books.problems()
    assert line == '2026-01-01 custom "budget" Expenses:Childcare "montly" 300.00 USD'
    assert message == (
        'budget: the interval "montly" is none of daily, weekly, monthly, quarterly, yearly (did '
        'you mean "monthly"?)'
    )


# CF502


def clinic(cost: str, fees: str = "400.00", more: str = "") -> Judged:
    return judge(
        f"""
2026-01-01 custom "coopfund-program" "clinic"
2026-01-01 open Expenses:Clinic
  program: "clinic"
2026-01-01 open Income:Fees
  source: "event"
  program: "clinic"
2026-01-02 * "dues"
  Assets:Bank         3000.00 USD
  Income:Dues
2026-01-03 * "fees"
  Assets:Bank         {fees} USD
  Income:Fees
2026-01-04 * "rent"
  Expenses:Rent       1000.00 USD
  Assets:Bank
2026-01-31 * "clinic"
  Expenses:Clinic     {cost} USD
  Assets:Bank
"""
        + more
    )


def test_cf502_example_dues_3000_clinic_2600_fees_400() -> None:
    books = clinic("2600.00")
    found = books.one("CF502")
    assert (found.action, found.name, str(found.date)) == ("warn", "overwhelm", "2026-01-31")
    assert books.line(found) == "Expenses:Clinic     2600.00 USD"
    assert found.program == "clinic"
    assert found.message == (
        "clinic drew 2200.00 USD in the twelve months to 2026-01-31, 73.3 % of the dues; all "
        "programs leave 800.00 for a core that cost 1000.00."
    )
    assert found.evidence == {
        "dues": "3000.00",
        "cost": "2600.00",
        "earmarked": "400.00",
        "draw": "2200.00",
        "share": "0.733333",
        "draws": {"clinic": "2200.00"},
        "left": "800.00",
        "core_cost": "1000.00",
    }
    assert books.shown("program_draw")["value"] == {
        "clinic": {
            "cost": "2600.00",
            "earmarked": "400.00",
            "draw": "2200.00",
            "share": "0.733333",
        }
    }


def test_cf502_fails_a_cent_above_60_percent() -> None:
    assert clinic("2200.01").one("CF502").evidence["draw"] == "1800.01"


def test_cf502_passes_at_60_percent() -> None:
    assert clinic("2200.00").found("CF502") == []


def test_cf502_fails_where_the_core_is_uncovered_by_a_cent() -> None:
    vote = '2026-01-01 custom "coopfund-rule" "CF502"\n  warn: 0.90\n'
    assert clinic("2400.01", more=vote).one("CF502").evidence["left"] == "999.99"
    assert clinic("2400.00", more=vote).found("CF502") == []


COMMITMENT = """
2026-02-15 custom "coopfund-decision" "GM-2" 50.00 USD
  program: "clinic"
2026-02-16 * "clinic"
  Expenses:Clinic     50.00 USD
  Assets:Bank
"""


def test_cf502_stops_new_commitments_where_the_core_is_uncovered() -> None:
    books = clinic("2600.00", more=COMMITMENT)
    found, _ = books.found("CF502")
    assert (found.action, str(found.date)) == ("stop", "2026-02-15")
    assert books.line(found) == '2026-02-15 custom "coopfund-decision" "GM-2" 50.00 USD'
    assert found.message == (
        "GM-2 gave clinic 50.00 USD while the programs left 800.00 of the dues for a core that "
        "cost 1000.00."
    )
    assert found.evidence["core_cost"] == "1000.00"


def test_cf502_passes_commitments_where_the_core_is_covered_or_the_money_is_spent() -> None:
    assert clinic("2100.00", more=COMMITMENT).found("CF502") == []
    spent = COMMITMENT.replace('program: "clinic"', 'program: "clinic"\n  entry: "^bill"')
    assert [f.action for f in clinic("2600.00", more=spent).found("CF502")] == ["warn"]


# CF503


def capital(amount: str, more: str = "") -> Judged:
    """A program of 30,000.00 in all."""
    return judge(
        f"""
2026-01-01 open Expenses:Childcare:Things
  kind: "capital"
2026-01-02 * "dues"
  Assets:Bank               90000.00 USD
  Income:Dues
2026-01-03 * "swings"
  Expenses:Childcare:Things {amount} USD
  Assets:Bank
2026-01-31 * "carers"
  Expenses:Childcare
  Assets:Bank              -24000.00 USD
2026-01-31 custom "coopfund-participants" "childcare" 40
"""
        + more
    )


VOTE = '2026-01-01 custom "coopfund-rule" "CF503"\n  warn: 0.19\n'


def test_cf503_example_6000_of_30000_for_40_people() -> None:
    assert capital("6000.00").found("CF503") == []
    books = capital("6000.00", VOTE)
    found = books.one("CF503")
    assert (found.action, found.name, str(found.date)) == ("warn", "low-capital", "2026-01-31")
    assert books.line(found) == "Expenses:Childcare:Things 6000.00 USD"
    assert found.message == (
        "childcare spent 6000.00 USD on things that last, 20.0 % of its cost in the twelve months "
        "to 2026-01-31."
    )
    assert found.evidence == {
        "capital": "6000.00",
        "cost": "30000.00",
        "share": "0.200000",
        "participants": "40.00",
        "per_participant": "750.00",
    }


def test_cf503_fails_a_cent_above_a_quarter() -> None:
    assert capital("8000.01").one("CF503").evidence["capital"] == "8000.01"


def test_cf503_passes_at_a_quarter() -> None:
    assert capital("8000.00").found("CF503") == []


def test_cf501_judges_a_year_by_what_was_in_force_when_it_ended() -> None:
    later = """
2027-01-01 custom "coopfund-rule" "CF501"
  stop: 2
2027-02-01 * "rent"
  Expenses:Rent          1.00 USD
  Assets:Bank
"""
    spent = budgeted("4000.00", "2026-02-20", budget='"yearly" 3600.00 USD', more=later)
    assert [found.action for found in spent.found("CF501")] == ["stop"]


def test_cf501_counts_a_decision_of_its_year_and_currency_only() -> None:
    vote = '{} custom "coopfund-decision" "GM-1" 10.00 {}\n  program: "childcare"\n'
    for day, currency in (("2025-12-31", "USD"), ("2026-02-01", "EUR")):
        found = budgeted("310.00", "2026-02-20", vote.format(day, currency)).one("CF501")
        assert found.evidence["authorised"] == "0.00"


def test_cf501_counts_a_decision_that_is_younger_than_the_last_entry() -> None:
    vote = '2026-02-25 custom "coopfund-decision" "GM-1" 10.00 USD\n  program: "childcare"\n'
    books = budgeted("310.00", "2026-02-20", vote)
    assert books.one("CF501").action == "warn"
    before = books.analysis.judge(programs.RULES, date(2026, 2, 19))
    assert [f for f in before if f.code == "CF501"] == []


def test_cf501_as_of_an_earlier_day_knows_no_later_decision() -> None:
    vote = '2026-02-25 custom "coopfund-decision" "GM-1" 10.00 USD\n  program: "childcare"\n'
    later = '2026-03-01 * "rent"\n  Expenses:Rent  1.00 USD\n  Assets:Bank\n'
    books = budgeted("310.00", "2026-02-20", vote + later)
    before = books.analysis.judge(programs.RULES, date(2026, 2, 20))
    assert [f.action for f in before if f.code == "CF501"] == ["stop"]


@judged
def test_cf501_passes_a_budget_of_nothing_where_all_was_given_back(books: Judged) -> None:
    """
    2026-01-01 custom "budget" Expenses:Childcare "monthly" 0.00 USD
    2026-01-20 * "snacks"
      Expenses:Childcare    10.00 USD
      Assets:Bank
    2026-01-21 * "given back"
      Expenses:Childcare   -10.00 USD
      Assets:Bank
    """
    assert books.found("CF501") == []


@judged
def test_cf501_fails_where_nothing_was_budgeted(books: Judged) -> None:
    """
    2026-01-01 custom "budget" Expenses:Childcare "monthly" 0.00 USD
    2026-01-20 * "snacks"
      Expenses:Childcare    10.00 USD
      Assets:Bank
    """
    found = books.one("CF501")
    assert found.evidence["share"] is None
    assert found.message == (
        "Expenses:Childcare has spent 10.00 USD in 2026 of the 0.00 budgeted until 2026-01-31."
    )


@judged
def test_cf501_points_to_the_posting_beyond_the_budget_not_at_it(books: Judged) -> None:
    """
    2026-01-01 custom "budget" Expenses:Childcare "monthly" 10.00 USD
    2026-01-20 * "snacks"
      Expenses:Childcare    10.00 USD
      Assets:Bank
    2026-01-21 * "more"
      Expenses:Childcare     0.01 USD
      Assets:Bank
    """
    assert books.line(books.one("CF501")) == "Expenses:Childcare     0.01 USD"


@judged
def test_cf501_gives_a_parent_of_two_programs_what_was_voted_for_neither(books: Judged) -> None:
    """
    2026-01-01 custom "coopfund-program" "clinic"
    2026-01-01 open Expenses:Programs:Clinic
      program: "clinic"
    2026-01-01 open Expenses:Programs:Care
      program: "childcare"
    2026-01-01 custom "budget" Expenses:Programs "monthly" 10.00 USD
    2026-01-02 custom "coopfund-decision" "GM-1" 5.00 USD
      program: "clinic"
    2026-01-02 custom "coopfund-decision" "GM-2" 5.00 USD
      program: "childcare"
    2026-01-20 * "both"
      Expenses:Programs:Clinic    6.00 USD
      Expenses:Programs:Care      6.00 USD
      Assets:Bank
    """
    found = books.one("CF501")
    assert (found.evidence["authorised"], found.program) == ("0.00", None)


@judged
def test_cf501_gives_an_unopened_parent_what_was_voted_for_its_program(books: Judged) -> None:
    """
    2026-01-01 open Expenses:Programs:Care
      program: "childcare"
    2026-01-01 custom "budget" Expenses:Programs "monthly" 10.00 USD
    2026-01-02 custom "coopfund-decision" "GM-2" 5.00 USD
      program: "childcare"
    2026-01-20 * "care"
      Expenses:Programs:Care     16.00 USD
      Assets:Bank
    """
    assert books.one("CF501").evidence["authorised"] == "5.00"


SECOND = """
2026-01-01 custom "coopfund-program" "a-first"
2026-01-01 open Expenses:First
  program: "a-first"
2026-01-05 * "first"
  Expenses:First        100.00 USD
  Assets:Bank
"""


def test_cf502_is_about_the_program_that_draws_most() -> None:
    found = clinic("2600.00", more=SECOND).one("CF502")
    assert (found.program, list(found.evidence["draws"])) == ("clinic", ["a-first", "clinic"])


def test_cf502_is_not_judged_where_no_dues_came_in() -> None:
    text = """
2026-01-02 * "gift"
  Assets:Bank           100.00 USD
  Income:Gifts
2026-01-05 * "care"
  Expenses:Childcare     90.00 USD
  Assets:Bank
2026-02-15 custom "coopfund-decision" "GM-2" 50.00 USD
  program: "childcare"
"""
    assert judge(text).found("CF502") == []


@judged
def test_cf502_passes_where_no_program_draws_though_the_core_is_uncovered(books: Judged) -> None:
    """
    2026-01-01 open Income:Fees
      source: "event"
      program: "childcare"
    2026-01-02 * "dues and fees"
      Assets:Bank           200.00 USD
      Income:Dues          -100.00 USD
      Income:Fees
    2026-01-05 * "care, paid by its fees"
      Expenses:Childcare    100.00 USD
      Assets:Bank
    2026-01-06 * "rent"
      Expenses:Rent         101.00 USD
      Assets:Bank
    2026-02-15 custom "coopfund-decision" "GM-2" 50.00 USD
      program: "childcare"
    2026-02-16 * "rent"
      Expenses:Rent           1.00 USD
      Assets:Bank
    """
    assert books.found("CF502") == []


def test_cf502_passes_commitments_to_the_core_and_where_dues_just_cover_it() -> None:
    core = COMMITMENT.replace('program: "clinic"', 'program: "core"')
    assert [f.action for f in clinic("2600.00", more=core).found("CF502")] == ["warn"]
    # 3,000 − (2,400 − 400) is what the core cost.
    assert [f.action for f in clinic("2400.00", more=COMMITMENT).found("CF502")] == ["warn"]


def test_cf502_stops_a_commitment_that_is_younger_than_the_last_entry() -> None:
    vote, _, _ = COMMITMENT.partition("2026-02-16")
    assert [f.action for f in clinic("2600.00", more=vote).found("CF502")] == ["warn", "stop"]


def test_cf502_looks_twelve_whole_months_back_from_a_commitment() -> None:
    # January 2026 is the first of the twelve months before a vote of January 2027, no longer of
    # one of February.
    for day, stops in (("2027-01-15", 1), ("2027-02-15", 0)):
        dated = COMMITMENT.replace("2026-02-15", day).replace("2026-02-16", day[:8] + "16")
        found = clinic("2600.00", more=dated).found("CF502")
        assert [f.action for f in found if f.action == "stop"] == ["stop"] * stops


def test_cf502_forgets_commitments_of_more_than_a_year_ago() -> None:
    later = """
2027-03-01 * "rent"
  Expenses:Rent           1.00 USD
  Assets:Bank
"""
    assert clinic("2600.00", more=COMMITMENT + later).found("CF502") == []


def test_cf503_points_to_the_last_of_several_purchases() -> None:
    books = capital("8000.00", CHAIR)
    assert books.line(books.one("CF503")) == "Expenses:Childcare:Things 1.00 USD"


CHAIR = """
2026-01-04 * "chair"
  Expenses:Childcare:Things 1.00 USD
  Assets:Bank
"""


@judged
def test_cf503_passes_a_program_whose_costs_were_given_back(books: Judged) -> None:
    """
    2026-01-01 open Expenses:Childcare:Things
      kind: "capital"
    2026-01-02 * "dues"
      Assets:Bank                 90.00 USD
      Income:Dues
    2026-01-03 * "swings"
      Expenses:Childcare:Things   50.00 USD
      Assets:Bank
    2026-01-04 * "swings given back"
      Expenses:Childcare:Things  -50.00 USD
      Assets:Bank
    """
    assert books.found("CF503") == []


def test_cf502_as_of_a_day_within_a_month_counts_nothing_later() -> None:
    books = clinic("2600.00")
    before = books.analysis.judge(programs.RULES, date(2026, 1, 30))
    assert [found for found in before if found.code == "CF502"] == []
