"""Waivers: dated, reasoned, ending; reported and never hidden."""

from datetime import date

import pytest

from coopfund_plugins import dues_only
from tests.ledgers import Judged, judge, judged

GIFT = """
2020-01-01 custom "coopfund-program" "childcare"
  funded-by: "dues"
2026-03-01 * "gift" ^gift-1
  donor: "d-1"
  Assets:Bank            500.00 USD
  Income:Gifts
    program: "childcare"
2026-05-31 * "dues"
  Assets:Bank           9000.00 USD
  Income:Dues
"""


def waived(
    entry: str, *, code: str = "CF104", since: str = "2026-04-01", expires: str = "2026-06-30"
) -> Judged:
    return judge(
        GIFT
        + f"""
{since} custom "coopfund-waiver" "{code}" "the giver is asked"
  entry: {entry}
  by: "m-0017"
  decision: "GM-2026-04"
  expires: {expires}
"""
    )


@pytest.mark.parametrize(
    "entry", ['"^gift-1"', "Income:Gifts", '"Assets:Bank"', "2026-03-01", '"childcare"', '"d-1"']
)
def test_a_waiver_answers_by_link_account_day_program_or_person(entry: str) -> None:
    found = waived(entry).one("CF104")
    assert (found.open, found.action) == (False, "stop")
    assert found.waiver is not None
    assert (found.waiver.reason, found.waiver.by) == ("the giver is asked", "m-0017")
    assert (found.waiver.decision, str(found.waiver.expires)) == ("GM-2026-04", "2026-06-30")


@pytest.mark.parametrize(
    "entry", ['"^gift-2"', '"gift-1"', '"Income:Dues"', "2026-03-02", '"core"', '"d-2"', '""']
)
def test_a_waiver_of_something_else_answers_nothing(entry: str) -> None:
    assert waived(entry).one("CF104").open


def test_a_waiver_of_another_rule_answers_nothing() -> None:
    assert waived('"^gift-1"', code="CF202").one("CF104").open


@pytest.mark.parametrize(
    ("since", "expires", "is_open"),
    [
        # The last entry is of 31 May. Both ends of a waiver count, and it may be younger.
        ("2026-05-31", "2026-05-31", False),
        ("2026-06-01", "2026-06-30", False),
        ("2026-04-01", "2026-05-30", True),
    ],
)
def test_a_waiver_counts_between_its_days(since: str, expires: str, *, is_open: bool) -> None:
    assert waived('"^gift-1"', since=since, expires=expires).one("CF104").open is is_open


@judged
def test_a_waiver_without_its_end_or_its_entry_is_a_fault_and_answers_nothing(
    books: Judged,
) -> None:
    """
    2020-01-01 custom "coopfund-program" "childcare"
      funded-by: "dues"
    2026-03-01 * "gift" ^gift-1
      Assets:Bank             50.00 USD
      Income:Gifts
        program: "childcare"
    2026-03-01 custom "coopfund-waiver" "CF104" "no end"
      entry: "^gift-1"
    2026-03-01 custom "coopfund-waiver" "CF104" "no entry"
      expires: 2027-01-01
    """
    assert books.one("CF104").open
    assert [message for _, message in books.problems()] == [
        "coopfund-waiver: expires is missing; every waiver ends: expires: 2026-06-30",
        (
            "coopfund-waiver: entry is missing; name the link, account or day it is about: "
            'entry: "^gift-1"'
        ),
    ]


@judged
def test_declarations_cannot_be_waived(books: Judged) -> None:
    """
    2026-01-01 open Expenses:Toys
      program: "childcar"
    2026-03-01 * "anything"
      Expenses:Toys            1.00 USD
      Assets:Bank
    2026-01-01 custom "coopfund-waiver" "CF610" "later"
      entry: 2026-01-01
      expires: 2027-01-01
    """
    assert [found.open for found in books.found("CF610")] == [True, True]
    assert books.problems()[1][1] == (
        "coopfund-waiver: CF610 cannot be waived; mend the directive that it names"
    )


@pytest.mark.parametrize(("day", "is_open"), [("2026-03-31", True), ("2026-04-01", False)])
def test_books_judged_as_of_an_earlier_day_know_no_later_waiver(day: str, *, is_open: bool) -> None:
    books = waived('"^gift-1"')
    judged_then = books.analysis.judge(dues_only.RULES, date.fromisoformat(day))
    assert [f.open for f in judged_then if f.code == "CF104"] == [is_open]


def stale(books: Judged) -> list[tuple[str, str]]:
    return [(found.action, found.message) for found in books.found("CF610")]


def test_an_expired_waiver_whose_finding_is_still_there_is_told() -> None:
    books = waived('"^gift-1"', expires="2026-05-30")
    assert stale(books) == [
        (
            "warn",
            (
                'coopfund-waiver: "the giver is asked" for CF104: it ended on 2026-05-30, and the '
                "finding is still there: mend it, or decide again"
            ),
        )
    ]
    assert books.line(books.one("CF610")).startswith('2026-04-01 custom "coopfund-waiver"')


@judged
def test_an_expired_waiver_tells_how_many_findings_are_left(books: Judged) -> None:
    """
    2026-03-01 * "envelope" ^fair
      Assets:Bank             60.00 USD
      Income:Gifts
    2026-03-02 * "another" ^fair
      Assets:Bank             70.00 USD
      Income:Gifts
    2026-06-01 * "rent"
      Expenses:Rent            1.00 USD
      Assets:Bank
    2026-03-03 custom "coopfund-waiver" "CF202" "counted by two"
      entry: "^fair"
      expires: 2026-05-30
    """
    ((_, message),) = stale(books)
    assert message == (
        'coopfund-waiver: "counted by two" for CF202: it ended on 2026-05-30, and 2 findings are '
        "still there: mend it, or decide again"
    )


def test_an_expired_waiver_whose_finding_is_gone_has_done_its_work() -> None:
    assert stale(waived('"^gift-2"', expires="2026-05-30")) == []


def test_an_expired_waiver_that_another_one_followed_is_not_told() -> None:
    first = """
2026-04-01 custom "coopfund-waiver" "CF104" "until May"
  entry: "^gift-1"
  expires: 2026-04-30
"""
    second = first.replace("04-01", "05-01").replace("04-30", "06-30").replace("May", "June")
    books = judge(GIFT + first + second)
    assert stale(books) == []
    assert not books.one("CF104").open


def test_a_waiver_that_matches_nothing_is_told() -> None:
    assert stale(waived('"^gift-2"')) == [
        (
            "note",
            (
                'coopfund-waiver: "the giver is asked" for CF104: no finding of CF104 matches '
                "^gift-2; take it out or mend entry"
            ),
        )
    ]


def test_a_waiver_that_answers_or_has_not_begun_is_not_told() -> None:
    assert stale(waived('"^gift-1"')) == []
    assert stale(waived('"^gift-2"', since="2026-06-01")) == []


def test_a_waiver_of_a_family_that_does_not_run_is_not_told() -> None:
    waiver = """
2026-04-01 custom "coopfund-waiver" "CF104" "of whatever"
  entry: "^gift-2"
  expires: 2026-06-30
"""
    for plugins, told in (
        (["coopfund_plugins.controls"], 0),
        (["coopfund_plugins.dues_only"], 0),
        (["coopfund_plugins.controls", "coopfund_plugins.dues_only"], 1),
        (["coopfund_plugins.dues_only", "coopfund_plugins.controls"], 1),
    ):
        assert len(stale(judge(GIFT + waiver, plugins))) == told


def test_a_waiver_of_no_rule_is_a_fault() -> None:
    (told,) = stale(waived('"^gift-1"', code="CF999"))
    assert told[0] == "stop"
    assert told[1].startswith('coopfund-waiver: there is no rule "CF999"')


def test_the_reason_of_a_waiver_is_told_without_its_markup() -> None:
    books = judge(
        GIFT
        + """
2026-04-01 custom "coopfund-waiver" "CF104" "<script>"
  entry: "^gift-2"
  expires: 2026-06-30
"""
    )
    assert "<" not in books.one("CF610").message


IDLE = """
2025-01-01 * "dues"
  member: "m-1"
  Assets:Bank             90.00 USD
  Income:Dues
2026-03-31 * "state"
  Assets:Bank            500.00 USD
  Income:State
2026-05-31 custom "coopfund-waiver" "CF305" "until the contract ends"
  entry: {day}
  expires: 2026-12-31
"""
LATER = """
2026-06-30 * "rent"
  Expenses:Rent            1.00 USD
  Assets:Bank
"""


@pytest.mark.parametrize(
    ("day", "more", "is_open"),
    [
        ("2026-03-31", "", False),
        ("2026-03-31", LATER, False),
        ("2026-06-30", LATER, False),
        ("2026-07-01", LATER, True),
        ('"2026"', LATER, True),
    ],
)
def test_a_waiver_of_how_things_stand_answers_on_later_days_too(
    day: str, more: str, *, is_open: bool
) -> None:
    # The finding bears the day of the last entry, which the next entry moves.
    books = judge(IDLE.format(day=day) + more)
    assert books.one("CF305").open is is_open
    assert bool(stale(books)) is is_open


@judged
def test_a_waiver_of_how_many_stay_answers_on_later_days_too(books: Judged) -> None:
    """
    2024-01-01 custom "coopfund-dues" "standard" 1.00 USD "monthly"
    2024-01-01 custom "coopfund-member" "m-1" "join" "standard"
    2024-01-01 custom "coopfund-member" "m-2" "join" "standard"
    2026-02-01 custom "coopfund-member" "m-2" "leave"
    2026-03-01 custom "coopfund-waiver" "CF505" "two of us"
      entry: 2026-03-01
      expires: 2026-12-31
    2026-04-01 * "rent"
      Expenses:Rent            1.00 USD
      Assets:Bank
    """
    assert not books.one("CF505").open


def test_a_waiver_of_an_earlier_day_answers_nothing_that_happened_once() -> None:
    assert waived("2026-02-28").one("CF104").open
