"""Dated votes: what was in force on the day judges the day."""

import pytest

from tests.ledgers import Judged, judge, judged


@judged
def test_a_later_change_leaves_earlier_entries_as_they_were(books: Judged) -> None:
    """
    2026-03-01 * "under the default of 50"
      Assets:Bank             60.00 USD
      Income:Gifts
    2026-03-02 custom "coopfund-rule" "CF202"
      single: 100
    2026-03-02 * "under the first vote, on its very day"
      Assets:Bank            100.00 USD
      Income:Gifts
    2026-03-31 * "still"
      Assets:Bank            100.01 USD
      Income:Gifts
    2026-04-01 custom "coopfund-rule" "CF202"
      single: 20
    2026-04-01 * "under the second"
      Assets:Bank             20.01 USD
      Income:Gifts
    """
    assert [(str(f.date), f.evidence["limit"]) for f in books.found("CF202")] == [
        ("2026-03-01", "50.00"),
        ("2026-03-31", "100.00"),
        ("2026-04-01", "20.00"),
    ]


@judged
def test_a_vote_changes_only_what_it_names(books: Judged) -> None:
    """
    2026-01-01 custom "coopfund-rule" "CF202"
      single: 100
    2026-02-01 custom "coopfund-rule" "CF202"
      action: "warn"
    2026-03-01 * "gift"
      Assets:Bank            100.01 USD
      Income:Gifts
    """
    found = books.one("CF202")
    assert (found.action, found.evidence["limit"]) == ("warn", "100.00")


def voted(day: str, action: str) -> Judged:
    return judge(
        f"""
{day} custom "coopfund-rule" "CF202"
  action: "{action}"
2026-03-01 * "gift"
  Assets:Bank             60.00 USD
  Income:Gifts
2026-05-01 * "gift"
  Assets:Bank             60.00 USD
  Income:Gifts
"""
    )


@pytest.mark.parametrize("action", ["stop", "warn", "note"])
def test_an_action_counts_from_its_day(action: str) -> None:
    books = voted("2026-04-01", action)
    assert [f.action for f in books.found("CF202")] == ["stop", action]


def test_a_rule_switched_off_keeps_what_it_found_before() -> None:
    books = voted("2026-04-01", "off")
    assert [(f.action, str(f.date)) for f in books.found("CF202")] == [("stop", "2026-03-01")]


@judged
def test_a_rule_switched_on_again_leaves_the_time_between_alone(books: Judged) -> None:
    """
    2026-01-01 custom "coopfund-rule" "CF202"
      action: "off"
    2026-03-01 * "while it was off"
      Assets:Bank             60.00 USD
      Income:Gifts
    2026-04-01 custom "coopfund-rule" "CF202"
      action: "warn"
    2026-05-01 * "afterwards"
      Assets:Bank             60.00 USD
      Income:Gifts
    """
    assert [(f.action, str(f.date)) for f in books.found("CF202")] == [("warn", "2026-05-01")]


L1 = """
2020-01-01 custom "coopfund-program" "childcare"
  funded-by: "dues"
2020-01-01 custom "coopfund-rule" "CF102"
  action: "{action}"
2026-01-01 * "dues"
  Assets:Bank            100.00 USD
  Income:Dues
2026-01-02 * "gift"
  donor: "d-1"
  Assets:Bank            100.00 USD
  Income:Gifts
2026-01-03 * "rent"
  Expenses:Rent           60.00 USD
  Assets:Bank
2026-01-20 * "childcare"
  Expenses:Childcare      60.00 USD
  Assets:Bank
"""


@pytest.mark.parametrize(
    ("action", "expected"), [("stop", "warn"), ("warn", "warn"), ("note", "note")]
)
def test_a_vote_makes_no_more_of_a_finding_than_the_rule_does(action: str, expected: str) -> None:
    # CF102 stops at L0 and warns at L1; to vote its default changes nothing.
    assert judge(L1.format(action=action)).one("CF102").action == expected


def test_a_vote_can_make_a_warning_rule_stop() -> None:
    books = judge(
        """
2026-01-01 custom "coopfund-rule" "CF208"
  action: "stop"
2026-03-01 * "whatever"
  Assets:Bank             60.00 USD
  Income:Misc
"""
    )
    assert books.one("CF208").action == "stop"


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        (
            '"CF201"\n  sources: "stat"',
            (
                'sources "stat" is none of dues, levy, affiliation, donation, company, union, '
                "foundation, state, event, capital, transfer, loan, in-kind, other, unknown "
                '(did you mean "state"?)'
            ),
        ),
        (
            '"CF201"\n  kinds: "person compny"',
            (
                'kinds "compny" is none of person, company, foundation, state, union, party, '
                'processor, anonymous (did you mean "company"?)'
            ),
        ),
        (
            '"CF202"\n  action: "wran"',
            'action "wran" is none of stop, warn, note, off (did you mean "warn"?)',
        ),
        ('"CF202"\n  single: -1', "single cannot be -1"),
        ('"CF202"\n  single: "50"', 'single has the wrong type (text "50"); write single: 50'),
        ('"CF999"\n  single: 50', 'there is no rule "CF999"'),
    ],
)
def test_a_misspelt_vote_is_a_fault_and_changes_nothing(rule: str, sentence: str) -> None:
    books = judge(
        f"""
2026-01-01 custom "coopfund-rule" {rule}
2026-03-01 * "gift"
  Assets:Bank             50.01 USD
  Income:Gifts
"""
    )
    assert books.one("CF610").message.startswith(f"coopfund-rule: {sentence}")
    assert (books.one("CF202").action, books.found("CF201")) == ("stop", [])
