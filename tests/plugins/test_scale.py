"""CF508 and CF509: whether it works elsewhere, and without one person."""

from collections.abc import Mapping

from tests.ledgers import Judged, judge, judged

# CF508


def chapters(books: Mapping[str, tuple[str, str]]) -> Judged:
    """Chapters with what they earned and spent."""
    return judge(
        "".join(
            f"""
2026-01-01 open Income:{name}
  source: "event"
  chapter: "{name}"
2026-01-01 open Expenses:{name}
  chapter: "{name}"
2026-06-01 * "sales"
  Assets:Bank       {income} USD
  Income:{name}
2026-06-30 * "costs"
  Expenses:{name}   {cost} USD
  Assets:Bank
"""
            for name, (income, cost) in books.items()
        )
    )


def test_cf508_example_1_of_3_chapters() -> None:
    books = chapters(
        {"North": ("900.00", "800.00"), "East": ("400.00", "500.00"), "West": ("300.00", "600.00")}
    )
    found = books.one("CF508")
    assert (found.action, found.name, str(found.date)) == ("warn", "scale", "2026-06-30")
    assert books.line(found) == "Expenses:West   600.00 USD"
    assert found.message == (
        "1 of 3 chapters paid their own way in the twelve months to 2026-06-30; West was "
        "300.00 USD short."
    )
    assert found.evidence == {
        "self_sustaining": 1,
        "chapters": 3,
        "share": "0.333333",
        "by_chapter": {
            "East": {"income": "400.00", "cost": "500.00"},
            "North": {"income": "900.00", "cost": "800.00"},
            "West": {"income": "300.00", "cost": "600.00"},
        },
    }
    assert books.shown("self_sustaining_chapters")["value"] == "0.333333"


def test_cf508_passes_where_half_pay_their_way_to_the_cent() -> None:
    west = ("300.00", "600.00")
    assert chapters({"North": ("800.00", "800.00"), "West": west}).found("CF508") == []
    assert chapters({"North": ("799.99", "800.00"), "West": west}).found("CF508") != []


def grown(cost: str, people: str = "200", since: str = "2025-01-31") -> Judged:
    """10,000.00 for 100 people, then so much for so many."""
    return judge(
        f"""
2025-01-01 * "dues"
  Assets:Bank        90000.00 USD
  Income:Dues
{since} * "carers"
  Expenses:Childcare 10000.00 USD
  Assets:Bank
2026-06-30 * "carers"
  Expenses:Childcare {cost} USD
  Assets:Bank
2025-06-30 custom "coopfund-participants" "childcare" 100
2026-06-30 custom "coopfund-participants" "childcare" {people}
2026-12-31 * "rent"
  Expenses:Rent          1.00 USD
  Assets:Bank
"""
    )


def test_cf508_example_elasticity_of_18000_for_200() -> None:
    books = grown("18000.00")
    assert books.found("CF508") == []
    assert books.shown("cost_elasticity")["value"] == {
        "childcare": {
            "cost_before": "10000.00",
            "cost": "18000.00",
            "participants_before": "100.000000",
            "participants": "200.000000",
            "elasticity": "0.847997",
        }
    }


def test_cf508_fails_where_cost_grows_a_cent_faster_than_participants() -> None:
    assert grown("20000.00").found("CF508") == []
    books = grown("20000.01")
    found = books.one("CF508")
    assert books.line(found) == "Expenses:Childcare 20000.01 USD"
    assert found.program == "childcare"
    assert found.message == (
        "childcare cost 20000.01 USD for 200.00 participants, after 10000.00 for 100.00 the year "
        "before: cost grew faster than participants (elasticity 1.00)."
    )
    assert found.evidence == {
        "cost_before": "10000.00",
        "cost": "20000.01",
        "participants_before": "100.00",
        "participants": "200.00",
        "elasticity": "1.000001",
    }


def test_cf508_passes_where_nobody_more_came() -> None:
    assert grown("90000.00", "100").found("CF508") == []
    assert grown("100.00", "50").found("CF508") == []


def test_cf508_passes_a_program_in_its_first_year() -> None:
    assert grown("90000.00", since="2025-02-01").found("CF508") == []


# CF509


def given(hours: Mapping[str, str]) -> Judged:
    return judge(
        """
2026-01-01 commodity HOUR
  kind: "hours"
2026-01-01 open Expenses:Hours
  program: "childcare"
2026-01-01 open Equity:Hours
"""
        + "".join(
            f"""
2026-03-01 * "care"
  member: "{person}"
  Expenses:Hours     {number} HOUR
  Equity:Hours
"""
            for person, number in hours.items()
        )
    )


def test_cf509_example_60_of_100_hours() -> None:
    books = given({"m-1": "60", "m-2": "15", "m-3": "15", "m-4": "10"})
    found = books.one("CF509")
    assert (found.action, found.name, str(found.date)) == ("warn", "key-person", "2026-03-01")
    assert books.line(found) == "Expenses:Hours     60 HOUR"
    assert (found.program, found.contributor) == ("childcare", "m-1")
    assert found.message == (
        "m-1 gave 60.00 of 100.00 volunteer hours of childcare in the twelve months to "
        "2026-03-31, 60.0 %; two people gave 75.0 %."
    )
    assert found.evidence == {
        "hours": "100.00",
        "people": {"m-1": "60.00", "m-2": "15.00", "m-3": "15.00", "m-4": "10.00"},
        "unnamed": "0.00",
        "share": "0.600000",
        "two_people": "0.750000",
    }


def test_cf509_fails_where_two_give_four_fifths() -> None:
    found = given({"m-1": "45", "m-2": "35", "m-3": "20"}).one("CF509")
    assert found.evidence["two_people"] == "0.800000"


def test_cf509_passes_at_half_and_below_four_fifths() -> None:
    assert given({"m-1": "45", "m-2": "30", "m-3": "25"}).found("CF509") == []
    assert given({"m-1": "50", "m-2": "29", "m-3": "21"}).found("CF509") == []
    assert given({"m-1": "50.01", "m-2": "28", "m-3": "21.99"}).found("CF509") != []


@judged
def test_cf509_fails_where_hours_name_nobody(books: Judged) -> None:
    """
    2026-01-01 commodity HOUR
      kind: "hours"
    2026-01-01 open Expenses:Hours
      program: "childcare"
    2026-01-01 open Equity:Hours
    2026-03-01 * "care"
      Expenses:Hours     2 HOUR
      Equity:Hours
    2026-03-02 * "care"
      Expenses:Hours     3 HOUR
      Equity:Hours
    """
    found = books.one("CF509")
    assert books.line(found) == "Expenses:Hours     2 HOUR"
    assert found.message == (
        "5.00 volunteer hours of childcare name nobody; write member: or person: at the posting."
    )
    assert found.evidence == {"unnamed": "5.00"}


def test_cf508_passes_where_as_many_came_for_more() -> None:
    assert grown("10000.01", "100").found("CF508") == []


def test_cf508_points_to_the_program_s_last_payment() -> None:
    text = """
2025-01-01 * "dues"
  Assets:Bank        90000.00 USD
  Income:Dues
2025-01-31 * "carers"
  Expenses:Childcare   100.00 USD
  Assets:Bank
2026-01-31 * "carers"
  Expenses:Childcare   300.00 USD
  Assets:Bank
2026-12-31 * "carers"
  Expenses:Childcare   301.00 USD
  Assets:Bank
2025-06-30 custom "coopfund-participants" "childcare" 100
2026-06-30 custom "coopfund-participants" "childcare" 200
"""
    books = judge(text)
    assert books.line(books.one("CF508")) == "Expenses:Childcare   301.00 USD"


def test_cf509_names_the_five_who_gave_most() -> None:
    hours = {"m-1": "60", "m-2": "12", "m-3": "11", "m-4": "10", "m-5": "9", "m-6": "8"}
    people = given(hours).one("CF509").evidence["people"]
    assert list(people) == ["m-1", "m-2", "m-3", "m-4", "m-5"]


@judged
def test_cf509_counts_nameless_hours_by_program_and_only_what_was_given(books: Judged) -> None:
    """
    2026-01-01 commodity HOUR
      kind: "hours"
    2026-01-01 open Expenses:Hours
    2026-01-01 open Equity:Hours
    2026-03-01 * "office, paid"
      Expenses:Hours     7 HOUR
        paid: TRUE
      Equity:Hours
    2026-03-01 * "care"
      Expenses:Hours     2 HOUR
        program: "childcare"
      Equity:Hours
    2026-03-02 * "office"
      Expenses:Hours     3 HOUR
      Equity:Hours
    2026-03-03 * "office"
      Expenses:Hours     4 HOUR
      Equity:Hours
    """
    told = {found.program: found.evidence["unnamed"] for found in books.found("CF509")}
    assert told == {"childcare": "2.00", "core": "7.00"}
    lines = [books.line(found) for found in books.found("CF509")]
    assert lines == ["Expenses:Hours     2 HOUR", "Expenses:Hours     3 HOUR"]


@judged
def test_cf509_says_once_that_hours_name_nobody_where_a_vote_asks_for_more(books: Judged) -> None:
    """
    2026-01-01 custom "coopfund-rule" "CF509"
      few: 0
    2026-01-01 commodity HOUR
      kind: "hours"
    2026-01-01 open Expenses:Hours
    2026-01-01 open Equity:Hours
    2026-03-02 * "office"
      Expenses:Hours     3 HOUR
      Equity:Hours
    """
    assert set(books.one("CF509").evidence) == {"unnamed"}
