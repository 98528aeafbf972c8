"""CF203, CF205, CF206, CF207: how much one giver may give, and who must know."""

from datetime import date

import pytest

from coopfund_plugins import gifts
from tests.ledgers import Judged, judge, judged

CASH = """
2020-01-01 open Assets:Cash
  kind: "cash"
"""


def gift(day: str, amount: str, to: str = "Assets:Bank", donor: str = "d-1") -> str:
    return f"""
{day} * "gift" ^gift-{day}
  donor: "{donor}"
  {to}  {amount} USD
  Income:Gifts
"""


def found(books: Judged, code: str) -> list[tuple[str, str]]:
    return [(str(f.date), f.evidence["amount"]) for f in books.found(code)]


# CF203


def test_cf203_example_60_and_55() -> None:
    books = judge(
        CASH
        + gift("2026-02-01", "60.00", "Assets:Cash")
        + gift("2026-11-01", "55.00", "Assets:Cash")
    )
    found = books.one("CF203")
    assert (found.action, str(found.date), found.contributor) == ("warn", "2026-11-01", "d-1")
    assert found.message == (
        "d-1 gave 115.00 USD in cash in 2026; the limit is 100.00, 15.00 is too much."
    )
    assert found.evidence == {
        "amount": "115.00",
        "limit": "100.00",
        "over": "15.00",
        "year": 2026,
    }
    assert books.line(found) == "Income:Gifts"


@pytest.mark.parametrize(("second", "to"), [("40.00", "Assets:Cash"), ("55.00", "Assets:Bank")])
def test_cf203_passes_at_the_limit_and_by_transfer(second: str, to: str) -> None:
    books = judge(
        CASH + gift("2026-02-01", "60.00", "Assets:Cash") + gift("2026-11-01", second, to)
    )
    assert books.found("CF203") == []


def test_cf203_passes_for_cash_of_two_years() -> None:
    both = gift("2025-12-31", "60.00", "Assets:Cash") + gift("2026-01-01", "55.00", "Assets:Cash")
    assert judge(CASH + both).found("CF203") == []


def test_cf203_fails_for_a_household_together() -> None:
    books = judge(
        CASH
        + """
2026-01-01 custom "coopfund-contributor" "d-2"
  household: "h-1"
2026-01-01 custom "coopfund-contributor" "d-3"
  household: "h-1"
"""
        + gift("2026-02-01", "60.00", "Assets:Cash", "d-2")
        + gift("2026-03-01", "40.01", "Assets:Cash", "d-3")
    )
    assert books.one("CF203").evidence["over"] == "0.01"


@judged
def test_cf203_fails_for_the_part_of_an_entry_that_is_cash(books: Judged) -> None:
    """
    2020-01-01 open Assets:Cash
      kind: "cash"
    2026-03-01 * "collection"
      Assets:Cash            150.00 USD
      Assets:Bank             50.00 USD
      Income:Gifts          -160.00 USD
        donor: "d-1"
      Income:Gifts           -40.00 USD
        donor: "d-2"
    """
    assert books.one("CF203").evidence["amount"] == "120.00"


@judged
def test_cf203_fails_for_a_single_gift_where_that_is_voted(books: Judged) -> None:
    """
    2020-01-01 open Assets:Cash
      kind: "cash"
    2026-01-01 custom "coopfund-preset" "de-partg"
    2026-03-01 * "at the limit"
      donor: "d-1"
      Assets:Cash           1000.00 USD
      Income:Gifts
    2026-04-01 * "above it"
      donor: "d-1"
      Assets:Cash           1000.01 USD
      Income:Gifts
    """
    found = books.one("CF203")
    assert (str(found.date), found.evidence) == (
        "2026-04-01",
        {"amount": "1000.01", "limit": "1000.00", "over": "0.01"},
    )


@judged
def test_cf203_judges_each_gift_by_the_vote_of_its_day(books: Judged) -> None:
    """
    2020-01-01 open Assets:Cash
      kind: "cash"
    2026-03-01 * "gift"
      donor: "d-1"
      Assets:Cash             90.00 USD
      Income:Gifts
    2026-06-01 custom "coopfund-rule" "CF203"
      yearly: 50
    """
    assert books.found("CF203") == []


# CF205

WEEKS = ("2026-03-01", "2026-03-08", "2026-03-15")


def test_cf205_example_three_times_450() -> None:
    books = judge("".join(gift(day, "450.00") for day in WEEKS))
    found = books.one("CF205")
    assert (found.action, str(found.date), found.contributor) == ("warn", "2026-03-15", "d-1")
    assert found.message == (
        "d-1 gave 3 times within 14 days, each time just below 500.00: 1350.00 USD together."
    )
    assert found.evidence == {
        "amount": "1350.00",
        "limit": "500.00",
        "days": 14,
        "timeline": [{"date": day, "amount": "450.00"} for day in WEEKS],
    }


@pytest.mark.parametrize("amounts", [("400", "400", "400"), ("500", "500", "500")])
def test_cf205_fails_at_both_ends_of_just_below(amounts: tuple[str, ...]) -> None:
    books = judge("".join(gift(d, a) for d, a in zip(WEEKS, amounts, strict=True)))
    assert len(books.found("CF205")) == 1


@pytest.mark.parametrize("third", ["399.99", "500.01"])
def test_cf205_passes_below_four_fifths_and_above_the_limit(third: str) -> None:
    books = judge("".join(gift(d, a) for d, a in zip(WEEKS, ("450", "450", third), strict=True)))
    assert books.found("CF205") == []


@pytest.mark.parametrize(("last", "findings"), [("2026-03-31", 1), ("2026-04-01", 0)])
def test_cf205_passes_where_the_days_are_further_apart(last: str, findings: int) -> None:
    books = judge("".join(gift(day, "450") for day in ("2026-03-01", "2026-03-08", last)))
    assert len(books.found("CF205")) == findings


def test_cf205_passes_where_the_sum_is_the_limit_itself() -> None:
    one = '2026-01-01 custom "coopfund-rule" "CF205"\n  gifts: 1\n'
    assert judge(one + gift(WEEKS[0], "500.00")).found("CF205") == []


def test_cf205_fails_once_for_runs_that_meet() -> None:
    days = [f"2026-{month:02}-{day:02}" for month in (3, 4) for day in (1, 11, 21)]
    found = judge("".join(gift(day, "450") for day in days)).one("CF205")
    assert (found.evidence["amount"], str(found.date)) == ("2700.00", "2026-04-21")


def test_cf205_fails_below_the_limit_of_what_is_published_at_once() -> None:
    found = judge("".join(gift(day, "30000") for day in WEEKS)).one("CF205")
    assert found.evidence["limit"] == "35000.00"


# CF206

CHAPTERS = """
2020-01-01 open Income:North
  source: "donation"
2020-01-01 open Income:South
  source: "donation"
2026-02-01 * "to one chapter"
  donor: "d-1"
  Assets:Bank           6000.00 USD
  Income:North
2026-05-01 * "to another"
  donor: "d-1"
  Assets:Bank           4500.00 USD
  Income:South
"""


def test_cf206_example_6000_and_4500() -> None:
    found = judge(CHAPTERS).one("CF206")
    assert (found.action, str(found.date), found.contributor) == ("warn", "2026-05-01", "d-1")
    assert found.message == (
        "d-1 gave 10500.00 USD in 2026, on 2 accounts; above 10000.00 it is published, and no "
        "coopfund-published says that it was."
    )
    assert found.evidence == {
        "amount": "10500.00",
        "limit": "10000.00",
        "to": "public",
        "year": 2026,
        "accounts": {"Income:North": "6000.00", "Income:South": "4500.00"},
    }


def published(amount: str, to: str = "public", extra: str = "") -> str:
    return f"""
2026-05-31 custom "coopfund-published" "d-1" {amount} USD
  to: "{to}"
{extra}2026-06-30 * "dues"
  Assets:Bank              1.00 USD
  Income:Dues
"""


def test_cf206_passes_once_it_is_published() -> None:
    assert judge(CHAPTERS + published("10500.00")).found("CF206") == []


@pytest.mark.parametrize(
    "text",
    [
        published("10499.99"),
        published("10500", "members"),
        published("10500", extra="  year: 2025\n"),
    ],
)
def test_cf206_fails_where_less_or_fewer_were_told(text: str) -> None:
    assert judge(CHAPTERS + text).one("CF206").evidence["to"] == "public"


def test_cf206_fails_for_a_gift_at_once() -> None:
    books = judge(gift("2026-02-01", "35000.01"))
    found = books.one("CF206")
    assert found.message.startswith("d-1 gave 35000.01 USD at once; above 35000.00 it is ")


def test_cf206_fails_once_a_year_for_all_whom_the_members_do_not_know() -> None:
    books = judge(
        gift("2026-02-01", "200.01")
        + gift("2026-03-01", "300.00", donor="d-2")
        + gift("2026-04-01", "200.00", donor="d-3")
    )
    found = books.one("CF206")
    assert (str(found.date), found.contributor) == ("2026-03-01", None)
    assert found.message == (
        "d-2 and d-1 gave 500.01 USD together, each above 200.00, in 2026; no coopfund-published "
        "says that the members were told."
    )
    assert found.evidence == {
        "amount": "500.01",
        "limit": "200.00",
        "to": "members",
        "year": 2026,
        "groups": {"d-2": "300.00", "d-1": "200.01"},
    }


def test_cf206_fails_for_one_whom_the_members_do_not_know() -> None:
    found = judge(gift("2026-02-01", "200.01")).one("CF206")
    assert found.contributor == "d-1"
    assert found.message == (
        "d-1 gave 200.01 USD, above 200.00, in 2026; no coopfund-published says that the members "
        "were told."
    )


def test_cf206_passes_where_members_or_the_public_know() -> None:
    for to in ("members", "public"):
        books = judge(gift("2026-02-01", "200.01") + published("200.01", to))
        assert books.found("CF206") == []


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ('"d-1"', "the amount is missing; write "),
        ('"d-1" -5.00 USD', "what is published must be positive (-5.00 USD)"),
        (
            '"d-1" 5.00 USD\n  to: "membrs"',
            'to "membrs" is none of public, members (did you mean "members"?)',
        ),
        ('"d-1" 5.00 USD\n  year: 2027', "year cannot be 2027; write year: 2026"),
        ('"d-1" 5.00 USD\n  year: 2025.5', "year cannot be 2025.5; write year: 2026"),
    ],
)
def test_a_malformed_publication_is_a_fault(line: str, sentence: str) -> None:
    books = judge(f'2026-05-31 custom "coopfund-published" {line}\n' + gift("2026-06-01", "1"))
    assert books.one("CF610").message.startswith(f"coopfund-published: {sentence}")


# CF207

RECEIPTS = """
2026-01-31 * "dues"
  Assets:Bank          {dues} USD
  Income:Dues
"""


def capped(dues: str, amount: str, more: str = "") -> Judged:
    return judge(more + RECEIPTS.format(dues=dues) + gift("2026-03-01", amount))


def test_cf207_example_2000_of_42000() -> None:
    found = capped("40000.00", "2000.00").one("CF207")
    assert (found.action, found.contributor, str(found.date)) == ("warn", "d-1", "2026-03-01")
    assert found.message == (
        "d-1 gave 2000.00 USD besides dues in the twelve months to 2026-03-01; 2.0 % of receipts "
        "is 840.00, 1160.00 is too much."
    )
    assert found.evidence == {
        "amount": "2000.00",
        "limit": "840.00",
        "over": "1160.00",
        "receipts": "42000.00",
    }


def test_cf207_fails_by_a_cent() -> None:
    assert capped("49000.00", "1000.01").one("CF207").evidence["over"] == "0.01"


def test_cf207_passes_at_two_per_cent() -> None:
    assert capped("49000.00", "1000.00").found("CF207") == []


def test_cf207_passes_below_a_voted_amount() -> None:
    vote = '2026-01-01 custom "coopfund-rule" "CF207"\n  amount: {}\n'
    assert capped("40000.00", "2000.00", vote.format(2000)).found("CF207") == []
    assert capped("49000.00", "1000.00", vote.format(999)).one("CF207").evidence["over"] == "1.00"


def test_cf207_passes_for_what_was_given_back_or_is_the_states() -> None:
    back = """
2026-03-02 * "given back"
  donor: "d-1"
  Income:Gifts          1200.00 USD
  Assets:Bank
2026-03-03 * "grant"
  donor: "d-9"
  Assets:Bank           5000.00 USD
  Income:State
"""
    books = judge(RECEIPTS.format(dues="40000.00") + gift("2026-03-01", "2000.00") + back)
    assert books.found("CF207") == []


@judged
def test_nobody_in_particular_is_no_giver(books: Judged) -> None:
    """
    2026-01-01 custom "coopfund-contributor" "d-1"
      kind: "processor"
    2026-03-01 * "payout"
      donor: "d-1"
      Assets:Bank          50000.00 USD
      Income:Gifts
    """
    assert [books.found(code) for code in ("CF205", "CF206", "CF207")] == [[], [], []]


def test_cf206_passes_what_was_published_since_the_last_entry() -> None:
    text, _, _ = published("10500.00").partition("2026-06-30")
    books = judge(CHAPTERS + text)
    assert books.found("CF206") == []
    # Judged as of an earlier day than the last entry, it was not published yet.
    books = judge(CHAPTERS + published("10500.00"))
    before = books.analysis.judge(gifts.RULES, date(2026, 5, 30))
    assert [found.code for found in before] == ["CF207", "CF206"]
