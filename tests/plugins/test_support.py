"""CF301, CF302, CF306 and CF307: members, the public, credit and grants."""

from collections.abc import Mapping

import pytest

from tests.ledgers import ACCOUNTS, Judged, judge, judged

LARGE = "2026-03-01"


def gift(donor: str, amount: str, day: str = LARGE, account: str = "Income:Gifts") -> str:
    return f"""
{day} * "gift"
  donor: "{donor}"
  Assets:Bank   {amount} USD
  {account}    -{amount} USD
"""


def dues(amount: str, day: str = LARGE) -> str:
    return f"""
{day} * "dues"
  Assets:Bank   {amount} USD
  Income:Dues
"""


def kinds(by_donor: Mapping[str, str]) -> str:
    return "".join(
        f'2020-01-01 custom "coopfund-contributor" "{donor}"\n  kind: "{kind}"\n'
        for donor, kind in by_donor.items()
    )


# CF301


def members_carry(state: str, foundation: str = "5000.00", vote: str = "") -> Judged:
    people = "".join(gift(f"d-{number}", "500.00") for number in range(10, 20))
    return judge(
        kinds({"d-1": "person", "s-1": "state", "f-1": "foundation"})
        + vote
        + dues("60000.00")
        + gift("d-1", "20000.00")
        + people
        + gift("s-1", state, account="Income:State")
        + gift("f-1", foundation)
    )


def test_cf301_example_60000_of_dues_and_7000_of_gifts_are_67_percent() -> None:
    books = members_carry("10000.00")
    assert books.shown("member_support_share") == {
        "value": "0.670000",
        "unit": "share",
        "status": "provisional",
        "because": "1 of five years",
        "formula": (
            "[dues + Σ groups of natural persons min(gift, 2 % S)] ÷ S over five years, S all "
            "outside support including state"
        ),
        "inputs": {
            "dues": "60000.00",
            "gifts": "7000.00",
            "support": "100000.00",
            "cap": "2000.00",
            "years": 1,
        },
    }
    assert books.found("CF301") == []


def test_cf301_fails_below_one_half() -> None:
    # S = 90,000 + 45,000 = 135,000: cap 2,700, so 60,000 + 2,700 + 5,000 are 67,700 of 135,000.
    # With 46,000: S = 136,000, cap 2,720; 67,720 of 136,000 are 49.8 %.
    books = members_carry("46000.00")
    found = books.one("CF301")
    assert (found.action, found.name, str(found.date)) == ("warn", "member-support", LARGE)
    assert books.line(found) == "Income:State    -46000.00 USD"
    assert found.message == (
        "Dues and people's gifts up to 2720.00 USD each are 49.8 % of the support of 2026."
    )
    assert found.evidence == {
        "share": "0.497941",
        "dues": "60000.00",
        "gifts": "7720.00",
        "support": "136000.00",
        "cap": "2720.00",
        "years": 1,
        "provisional": True,
        "red": False,
    }


def test_cf301_passes_above_one_half() -> None:
    assert members_carry("45000.00").found("CF301") == []


def test_cf301_passes_at_exactly_one_half() -> None:
    state = kinds({"s-1": "state"}) + gift("s-1", "100.00", account="Income:State")
    assert judge(state + dues("100.00")).found("CF301") == []
    assert judge(state + dues("99.99")).one("CF301").evidence["share"] == "0.499975"


@pytest.mark.parametrize(("own", "red"), [("50.00", False), ("49.99", True)])
def test_cf301_is_red_below_one_third(own: str, *, red: bool) -> None:
    state = gift("s-1", "100.00", account="Income:State")
    assert judge(state + dues(own)).one("CF301").evidence["red"] is red


@pytest.mark.parametrize(("stop", "action"), [("0.34", "stop"), ("0.33", "warn")])
def test_cf301_stops_only_where_voted(stop: str, action: str) -> None:
    vote = f'2020-01-01 custom "coopfund-rule" "CF301"\n  stop: {stop}\n'
    state = gift("s-1", "100.00", account="Income:State")
    assert judge(vote + state + dues("50.00")).one("CF301").action == action


def test_cf301_counts_five_calendar_years() -> None:
    state = gift("s-1", "100.00", "2022-01-01", "Income:State")
    found = judge(state + dues("1.00", "2026-12-31")).one("CF301")
    assert (found.evidence["years"], found.evidence["provisional"]) == (5, False)
    assert found.message.endswith("of the support of 2022 to 2026.")
    before = gift("s-1", "100.00", "2021-12-31", "Income:State")
    assert judge(before + dues("1.00", "2026-12-31")).found("CF301") == []


def test_cf301_says_nothing_where_no_giver_is_named() -> None:
    assert (
        judge('2026-01-01 * "grant"\n  Assets:Bank  1.00 USD\n  Income:State').found("CF301") == []
    )


# CF302


def charity(patron: str, vote: str = "", more: str = "") -> Judged:
    """A patron beside a city's 20,000 and two hundred people's 100."""
    people = "".join(gift(f"d-{number}", "100.00") for number in range(100, 300))
    return judge(
        kinds({"s-1": "state"})
        + vote
        + more
        + gift("d-1", patron)
        + gift("s-1", "20000.00", account="Income:State")
        + people
    )


def test_cf302_example_a_giver_of_60000_in_100000_passes_with_42_percent() -> None:
    books = charity("60000.00")
    shown = books.shown("public_support")
    assert shown["value"] == "0.420000"
    assert shown["inputs"] == {
        "lines": {
            "1 gifts, grants, contributions, membership fees": "100000.00",
            "3 facilities lent by the state": "0.00",
            "4 total of lines 1 to 3": "100000.00",
            "5 excess over 2 % of line 11": "58000.00",
            "6 public support": "42000.00",
            "8 interest, dividends, rents": "0.00",
            "10 other income": "0.00",
            "11 total support": "100000.00",
            "12 receipts from related activities": "0.00",
        },
        "two_per_cent_limit": "2000.00",
        "years": 1,
    }
    assert books.found("CF302") == []


def test_cf302_fails_below_one_third() -> None:
    # Total 130,000, limit 2,600: 90,000 − 2,600 do not count, 42,600 ÷ 130,000 does.
    books = charity("90000.00")
    found = books.one("CF302")
    assert (found.action, found.name, str(found.date)) == ("note", "public-support", LARGE)
    assert books.line(found) == "Income:Gifts    -90000.00 USD"
    assert found.message == (
        "Public support of 2026 is 32.8 %, less than one third; gifts above 2600.00 USD each do "
        "not count, 87400.00 in all."
    )
    assert found.evidence == {
        "share": "0.327692",
        "public_support": "42600.00",
        "total_support": "130000.00",
        "limit": "2600.00",
        "excess": "87400.00",
        "over": {"d-1": "87400.00"},
        "years": 1,
        "provisional": True,
    }


def thirds(patron: str) -> Judged:
    """94 of the city and a patron: with 206.00, 94 + 6 of 300 are exactly one third."""
    return judge(
        kinds({"s-1": "state"}) + gift("d-1", patron) + gift("s-1", "94.00", account="Income:State")
    )


def test_cf302_passes_at_exactly_one_third() -> None:
    assert thirds("206.00").shown("public_support")["value"] == "0.333333"
    assert thirds("206.00").found("CF302") == []


def test_cf302_fails_a_cent_beyond() -> None:
    assert thirds("206.01").one("CF302").action == "note"


def test_cf302_fails_where_hardly_anything_was_given() -> None:
    sold = '2026-03-02 * "?"\n  Assets:Bank  300.00 USD\n  Income:Misc\n'
    found = judge(gift("d-1", "1.00") + sold).one("CF302")
    assert found.message == "Public support of 2026 is 0.3 %, less than one third."
    assert found.evidence["over"] == {}


def test_cf302_warns_a_charity() -> None:
    vote = '2020-01-01 custom "coopfund-rule" "CF302"\n  charity: TRUE\n'
    assert charity("90000.00", vote).one("CF302").action == "warn"
    preset = '2020-01-01 custom "coopfund-preset" "us-501c3"\n'
    assert charity("90000.00", preset).one("CF302").action == "warn"


def test_cf302_lets_related_givers_share_one_limit() -> None:
    related = (
        '2020-01-01 custom "coopfund-contributor" "f-1"\n  controlled-by: "d-1"\n'
        '2020-01-01 custom "coopfund-contributor" "d-2"\n  household: "h-1"\n'
        '2020-01-01 custom "coopfund-contributor" "d-1"\n  household: "h-1"\n'
    )
    three = gift("f-1", "30000.00") + gift("d-2", "30000.00")
    apart = charity("30000.00", more=three)
    # Total 130,000, limit 2,600: 3 × 27,400 are too much, 47,800 count.
    assert apart.shown("public_support")["value"] == "0.367692"
    assert charity("30000.00", related, three).one("CF302").evidence["over"] == {"d-1": "87400.00"}


@pytest.mark.parametrize(
    "unusual",
    [
        (
            f'{LARGE} * "bequest" #unusual-grant\n  donor: "d-9"\n'
            "  Assets:Bank  90000.00 USD\n  Income:Gifts\n"
        ),
        (
            f'{LARGE} * "bequest"\n  donor: "d-9"\n  unusual: TRUE\n'
            "  Assets:Bank  90000.00 USD\n  Income:Gifts\n"
        ),
        (
            f'{LARGE} * "bequest"\n  donor: "d-9"\n'
            "  Assets:Bank  90000.00 USD\n  Income:Gifts\n    unusual: TRUE\n"
        ),
    ],
)
def test_cf302_leaves_unusual_grants_out(unusual: str) -> None:
    assert charity("60000.00", more=unusual).shown("public_support")["value"] == "0.420000"


def test_cf302_does_not_limit_publicly_supported_organisations() -> None:
    public = '2020-01-01 custom "coopfund-contributor" "d-1"\n  public: TRUE\n'
    assert charity("90000.00", public).shown("public_support")["value"] == "1.000000"


# CF306

CREDIT = """
2020-01-01 open Liabilities:Loans
  source: "loan"
2020-01-01 open Liabilities:Shares
  kind: "shares"
2026-01-01 custom "coopfund-dues" "standard" 10.00 USD "monthly"
2026-01-01 custom "coopfund-member" "m-1" "join" "standard"
"""


def lent(outside: str, member: str, shares: str, own: str) -> Judged:
    return judge(
        CREDIT
        + f"""
2026-01-02 * "bank"
  donor: "c-1"
  Assets:Bank          {outside} USD
  Liabilities:Loans   -{outside} USD
2026-01-02 * "member"
  member: "m-1"
  Assets:Bank          {member} USD
  Liabilities:Loans
2026-01-02 * "shares"
  member: "m-1"
  Assets:Bank          {shares} USD
  Liabilities:Shares  -{shares} USD
2026-01-02 * "fair"
  Assets:Bank          {own} USD
  Income:Misc
    source: "event"
"""
    )


def test_cf306_example_4000_of_50000() -> None:
    books = lent("4000.00", "6000.00", "10000.00", "30000.00")
    found = books.one("CF306")
    assert (found.action, found.name, str(found.date)) == ("warn", "credit", "2026-01-02")
    assert books.line(found) == "Liabilities:Loans   -4000.00 USD"
    assert found.message == (
        "Loans from outside are 4000.00 USD, 8.0 % of assets of 50000.00; the most is 5.0 %."
    )
    assert found.evidence == {
        "why": "outside-loans",
        "share": "0.080000",
        "limit": "0.050000",
        "assets": "50000.00",
        "outside_loans": "4000.00",
        "member_loans": "6000.00",
        "member_shares": "10000.00",
        "common_reserves": "30000.00",
    }
    assert books.shown("outside_loans_ratio")["value"] == "0.080000"
    assert books.shown("common_reserves_ratio")["value"] == "0.600000"


def test_cf306_fails_a_cent_above_a_twentieth() -> None:
    assert lent("5.01", "0.99", "0.00", "94.00").one("CF306").evidence["share"] == "0.050100"


def test_cf306_passes_at_exactly_a_twentieth() -> None:
    assert lent("5.00", "1.00", "0.00", "94.00").found("CF306") == []


def test_cf306_fails_where_reserves_are_below_a_tenth() -> None:
    found = lent("0.00", "0.00", "90.01", "9.99").one("CF306")
    assert found.message == (
        "Common reserves are 9.99 USD, 10.0 % of assets of 100.00; the least is 10.0 %."
    )
    assert (found.evidence["why"], found.evidence["share"]) == ("common-reserves", "0.099900")


def test_cf306_passes_where_reserves_are_a_tenth() -> None:
    assert lent("0.00", "0.00", "90.00", "10.00").found("CF306") == []


@judged
def test_cf306_a_loan_paid_back_is_owed_no_more(books: Judged) -> None:
    """
    2020-01-01 open Liabilities:Loans
    2026-01-02 * "bank"
      Assets:Bank          50.00 USD
      Liabilities:Loans
        source: "loan"
    2026-01-03 * "dues"
      Assets:Bank          50.00 USD
      Income:Dues
    2026-01-04 * "paid back"
      Liabilities:Loans    48.00 USD
      Assets:Bank
    """
    assert books.found("CF306") == []
    assert books.shown("outside_loans_ratio")["value"] == "0.038462"


@judged
def test_cf306_says_nothing_of_books_without_loans(books: Judged) -> None:
    """
    2026-01-02 * "on credit"
      Expenses:Rent    100.00 USD
      Liabilities:Shop
    """
    assert books.found("CF306") == []
    assert books.shown("common_reserves_ratio")["because"] == "no assets"


# CF307


def two_years(before: str, now: str, own: str, more: str = "") -> Judged:
    """A foundation's grant in one year and in the next, beside dues alike in both."""
    later = gift("f-1", now, "2026-06-30") if now else ""
    return judge(
        more
        + gift("f-1", before, "2025-06-30")
        + dues(own, "2025-01-31")
        + later
        + dues(own, "2026-12-31")
    )


def test_cf307_example_11750_of_15409_then_nothing() -> None:
    books = two_years("11750.00", "", "3659.00")
    found = books.one("CF307")
    assert (found.action, found.name, str(found.date)) == ("warn", "grant-cliff", "2026-12-31")
    assert books.line(found) == "Income:Gifts    -11750.00 USD"
    assert found.contributor == "f-1"
    assert found.message == (
        "f-1 gave 11750.00 USD in the twelve months to 2025-12-31, 76.3 % of all income, and 0.00 "
        "in the twelve months since."
    )
    assert found.evidence == {
        "why": "fell",
        "source": None,
        "before": "11750.00",
        "now": "0.00",
        "income": "15409.00",
        "share": "0.762541",
    }


def test_cf307_fails_a_cent_below_one_half() -> None:
    assert two_years("100.00", "49.99", "100.00").one("CF307").evidence["now"] == "49.99"


def test_cf307_passes_at_exactly_one_half() -> None:
    assert two_years("100.00", "50.00", "100.00").found("CF307") == []


def test_cf307_passes_at_a_fifth_of_income() -> None:
    assert two_years("25.00", "", "100.00").found("CF307") == []
    assert two_years("25.01", "", "100.00").one("CF307").evidence["before"] == "25.01"


def test_cf307_fails_for_a_source_of_many() -> None:
    many = "".join(gift(f"d-{number}", "10.00", "2025-03-01") for number in range(10))
    books = judge(many + dues("100.00", "2025-01-31") + dues("100.00", "2026-12-31"))
    found = books.one("CF307")
    assert (found.evidence["source"], found.contributor) == ("donation", None)
    assert books.line(found) == "Income:Gifts    -10.00 USD"
    assert found.message.startswith("The source donation gave 100.00 USD in the twelve months to")


def test_cf307_says_nothing_where_the_year_before_is_hardly_there() -> None:
    short = gift("f-1", "100.00", "2025-08-01") + dues("1.00", "2026-12-31")
    assert judge(short).found("CF307") == []
    enough = gift("f-1", "100.00", "2025-07-01") + dues("1.00", "2026-12-31")
    assert judge(enough).one("CF307").contributor == "f-1"


def ending(day: str) -> Judged:
    ends = f'2026-01-01 custom "coopfund-contributor" "f-1"\n  ends: {day}\n'
    return judge(ends + gift("f-1", "100.00", "2026-06-30") + dues("100.00", "2026-06-30"))


def test_cf307_fails_where_a_grant_ends_within_the_year_ahead() -> None:
    found = ending("2027-06-30").one("CF307")
    assert found.message == (
        "f-1 gave 50.0 % of all income in the twelve months to 2026-06-30 and ends on 2027-06-30."
    )
    assert found.evidence == {
        "why": "ends",
        "before": "100.00",
        "income": "200.00",
        "share": "0.500000",
        "ends": "2027-06-30",
    }


@pytest.mark.parametrize("day", ["2027-07-01", "2026-06-30"])
def test_cf307_passes_where_it_ends_later_or_has_ended(day: str) -> None:
    assert ending(day).found("CF307") == []


@pytest.mark.parametrize("year", ["0001", "0002", "0003", "9999"])
def test_no_year_is_too_early_or_too_late(year: str) -> None:
    ends = '1000-01-01 custom "coopfund-contributor" "f-1"\n  ends: 9999-12-31\n'
    opened = ACCOUNTS.replace("2020-", "0001-")
    books = judge(ends + gift("f-1", "100.00", f"{year}-12-31"), accounts=opened)
    assert {finding.code for finding in books.findings} >= {"CF301", "CF302"}


def test_cf301_is_judged_where_all_is_dues_of_known_members_or_gifts() -> None:
    state = '2026-03-01 * "grant"\n  Assets:Bank  100.00 USD\n  Income:State\n'
    member = '2026-03-02 * "dues"\n  member: "m-1"\n  Assets:Bank  1.00 USD\n  Income:Dues\n'
    assert judge(state + member).one("CF301").evidence["dues"] == "1.00"
    assert judge(state + gift("d-1", "1.00")).one("CF301").evidence["dues"] == "0.00"


def test_cf301_stops_below_the_voted_share_not_at_it() -> None:
    vote = '2020-01-01 custom "coopfund-rule" "CF301"\n  stop: 0.25\n'
    state = gift("s-1", "75.00", account="Income:State")
    assert judge(vote + state + dues("25.00")).one("CF301").action == "warn"
    assert judge(vote + state + dues("24.99")).one("CF301").action == "stop"


def test_cf301_and_its_measure_count_gifts_up_to_the_voted_cap() -> None:
    vote = '2020-01-01 custom "coopfund-rule" "CF301"\n  cap: 0.10\n'
    books = members_carry("46000.00", vote=vote)
    assert books.found("CF301") == []
    shown = books.shown("member_support_share")
    assert (shown["inputs"]["cap"], shown["inputs"]["gifts"]) == ("13600.00", "18600.00")
    assert "min(gift, 10.0 % S)" in shown["formula"]


def test_cf302_ranks_those_above_the_limit_and_points_to_the_largest() -> None:
    books = charity("90000.00", more=gift("d-2", "30000.00"))
    found = books.one("CF302")
    assert list(found.evidence["over"]) == ["d-1", "d-2"]
    assert books.line(found) == "Income:Gifts    -90000.00 USD"


def test_cf302_is_provisional_before_the_fifth_year() -> None:
    for first, provisional in (("2022-06-01", False), ("2023-06-01", True)):
        books = charity("90000.00", more=gift("d-3", "1.00", first))
        assert books.one("CF302").evidence["provisional"] is provisional


def test_cf302_says_that_dues_above_the_limit_do_not_count_either() -> None:
    member = '2026-03-02 * "dues"\n  member: "m-1"\n  Assets:Bank  90.00 USD\n  Income:Dues\n'
    found = judge(member + gift("d-1", "10.00")).one("CF302")
    assert found.message == (
        "Public support of 2026 is 4.0 %, less than one third; gifts and dues above 2.00 USD each "
        "do not count, 96.00 in all."
    )
    found = judge(member + gift("d-1", "10.00", "2025-03-01")).one("CF302")
    assert found.message.startswith("Public support of 2025 to 2026 is 4.0 %")


def test_cf302_says_nothing_where_no_giver_is_named() -> None:
    assert judge('2026-01-01 * "sold"\n  Assets:Bank  1.00 USD\n  Income:Misc').found("CF302") == []
