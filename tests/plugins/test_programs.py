"""CF501 to CF503: budgets, what programs draw, and what they spend on things that last."""

import pytest

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
