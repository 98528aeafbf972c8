"""CF101 to CF105: what dues are, and that programs are paid from their own money."""

import pytest

from tests.ledgers import Judged, judge, judged

WHITELISTED = """
2020-01-01 custom "coopfund-program" "childcare"
  funded-by: "dues"
"""
FUND = """
2020-01-01 open Assets:Fund
  pool: "fund"
2020-01-01 custom "coopfund-program" "childcare"
  funded-by: "dues"
  pool: "fund"
"""
TEN_A_MONTH = """
2026-01-01 custom "coopfund-dues" "standard" 10.00 USD "monthly"
2026-01-15 custom "coopfund-member" "m-1" "join" "standard"
"""
ONE_POOL = (
    WHITELISTED
    + """
2026-01-01 * "dues"
  Assets:Bank           1000.00 USD
  Income:Dues
2026-01-05 * "gift" ^gift
  donor: "d-007"
  Assets:Bank           2000.00 USD
  Income:Gifts
2026-01-10 * "dues"
  Assets:Bank            500.00 USD
  Income:Dues
2026-01-15 * "rent"
  Expenses:Rent         1200.00 USD
  Assets:Bank
"""
)
"""The worked example of design.md until childcare is paid."""


# CF101


@judged
def test_cf101_example_500_on_15_march(books: Judged) -> None:
    """
    2026-01-01 custom "coopfund-dues" "standard" 10.00 USD "monthly"
    2026-01-15 custom "coopfund-member" "m-1" "join" "standard"
    2026-03-15 * "dues" ^big
      member: "m-1"
      Assets:Bank            500.00 USD
      Income:Dues           -500.00 USD
    """
    found = books.one("CF101")
    assert (found.action, found.name, str(found.date)) == ("stop", "scheduled-dues", "2026-03-15")
    assert books.line(found) == "Income:Dues           -500.00 USD"
    assert found.message == (
        "500.00 USD booked as dues of m-1, but the schedule asks 30.00 to this day and 0.00 was "
        "paid: with 12 months ahead, 150.00 is dues and 350.00 is a gift."
    )
    assert (found.contributor, *found.links) == ("m-1", "big")
    assert found.evidence == {
        "paid": "500.00",
        "due": "30.00",
        "prepay": "120.00",
        "before": "0.00",
        "dues": "150.00",
        "gift": "350.00",
    }


def paying(amount: str, more: str = "") -> Judged:
    return judge(
        TEN_A_MONTH
        + more
        + f"""
2026-03-15 * "dues"
  member: "m-1"
  Assets:Bank            {amount} USD
  Income:Dues
"""
    )


def test_cf101_fails_by_a_cent() -> None:
    assert paying("150.01").one("CF101").evidence["gift"] == "0.01"


def test_cf101_passes_up_to_the_cent() -> None:
    assert paying("150.00").found("CF101") == []


@pytest.mark.parametrize(
    ("event", "dues"),
    [
        # The month begun is due; nothing is from the next on, and nothing can be prepaid.
        ('2026-02-28 custom "coopfund-member" "m-1" "leave"', "20.00"),
        # Waived from March on: January and February are due, and a year ahead stays allowed.
        ('2026-02-15 custom "coopfund-member" "m-1" "waive"', "140.00"),
        ('2026-03-02 custom "coopfund-member" "m-1" "waive"', "150.00"),
    ],
)
def test_cf101_follows_the_member(event: str, dues: str) -> None:
    assert paying("500.00", event).one("CF101").evidence["dues"] == dues


def test_cf101_a_refund_makes_room() -> None:
    refund = """
2026-02-01 * "paid"
  member: "m-1"
  Assets:Bank             20.00 USD
  Income:Dues
2026-02-20 * "back"
  member: "m-1"
  Assets:Bank            -20.00 USD
  Income:Dues
"""
    assert paying("150.00", refund).found("CF101") == []


@judged
def test_cf101_a_gift_booked_as_dues_is_not_held_against_later_dues(books: Judged) -> None:
    """
    2026-01-01 custom "coopfund-dues" "standard" 10.00 USD "monthly"
    2026-01-01 custom "coopfund-member" "m-1" "join" "standard"
    2026-01-10 * "130 dues and 70 gift"
      member: "m-1"
      Assets:Bank            200.00 USD
      Income:Dues
    2026-02-10 * "ten more months' worth is due"
      member: "m-1"
      Assets:Bank             10.00 USD
      Income:Dues
    """
    assert [f.evidence["gift"] for f in books.found("CF101")] == ["70.00"]


@judged
def test_cf101_a_schedule_asks_nothing_before_it_is_in_force(books: Judged) -> None:
    """
    2026-02-01 custom "coopfund-dues" "standard" 10.00 USD "monthly"
    2026-01-15 custom "coopfund-member" "m-1" "join" "standard"
    2026-02-15 * "dues"
      member: "m-1"
      Assets:Bank            130.01 USD
      Income:Dues
    """
    found = books.one("CF101")
    assert (found.evidence["due"], found.evidence["gift"]) == ("10.00", "0.01")


@judged
def test_cf101_prepayment_is_judged_by_the_vote_in_force_that_day(books: Judged) -> None:
    """
    2026-01-01 custom "coopfund-dues" "standard" 10.00 USD "monthly"
    2026-01-01 custom "coopfund-member" "m-1" "join" "standard"
    2026-01-01 custom "coopfund-member" "m-2" "join" "standard"
    2026-03-15 * "a year ahead, while that was allowed"
      member: "m-1"
      Assets:Bank            150.00 USD
      Income:Dues
    2026-04-01 custom "coopfund-rule" "CF101"
      prepay-months: 1
    2026-04-02 * "a year ahead, when it no longer was"
      member: "m-2"
      Assets:Bank            150.00 USD
      Income:Dues
    """
    found = books.one("CF101")
    assert found.contributor == "m-2"
    assert found.evidence["dues"] == "50.00"


@judged
def test_cf101_fails_for_somebody_who_never_joined(books: Judged) -> None:
    """
    2026-01-01 custom "coopfund-dues" "standard" 10.00 USD "monthly"
    2026-03-15 * "dues"
      member: "m-9"
      Assets:Bank              0.01 USD
      Income:Dues
    """
    found = books.one("CF101")
    assert found.action == "stop"
    assert (
        found.message == "0.01 USD booked as dues of m-9, who has not joined: all of it is a gift."
    )
    assert found.evidence["gift"] == "0.01"


@judged
def test_cf101_fails_softly_where_dues_name_no_member(books: Judged) -> None:
    """
    2026-01-01 custom "coopfund-dues" "standard" 10.00 USD "monthly"
    2026-01-01 custom "coopfund-member" "m-1" "join" "standard"
    2026-03-15 * "dues"
      Assets:Bank             10.00 USD
      Income:Dues
    2026-03-16 * "dues"
      Assets:Bank              5.00 USD
      Income:Dues
    """
    found = books.one("CF101")
    assert (found.action, str(found.date)) == ("warn", "2026-03-16")
    assert found.message == (
        "2 dues payments, 15.00 USD together, name no member, so the schedule cannot be checked."
    )
    assert found.evidence == {"paid": "15.00", "payments": 2}


@judged
def test_cf101_fails_softly_where_one_payment_names_no_member(books: Judged) -> None:
    """
    2026-01-01 custom "coopfund-dues" "standard" 10.00 USD "monthly"
    2026-01-01 custom "coopfund-member" "m-1" "join" "standard"
    2026-03-15 * "dues"
      Assets:Bank             10.00 USD
      Income:Dues
    """
    assert books.one("CF101").message == (
        "A dues payment of 10.00 USD names no member, so the schedule cannot be checked."
    )


@judged
def test_cf101_passes_where_nothing_is_scheduled(books: Judged) -> None:
    """
    2026-03-15 * "dues"
      Assets:Bank            500.00 USD
      Income:Dues
    """
    assert books.found("CF101") == []


# CF102


def test_cf102_example_is_l1() -> None:
    books = judge(
        ONE_POOL
        + """
2026-01-20 * "childcare"
  Expenses:Childcare     800.00 USD
  Assets:Bank
2026-01-25 * "dues"
  Assets:Bank            300.00 USD
  Income:Dues
2026-01-31 * "childcare"
  Expenses:Childcare     700.00 USD
  Assets:Bank
"""
    )
    found = books.one("CF102")
    assert (found.action, str(found.date), found.program) == ("warn", "2026-01-20", "childcare")
    assert books.line(found) == "Expenses:Childcare     800.00 USD"
    assert found.message == (
        "2 payments for childcare, 1500.00 USD together, can be called paid from dues only if "
        "everything else was paid with other money first; no decision recorded before says so."
    )
    assert found.evidence == {
        "spent": "1500.00",
        "shortfall": "0.00",
        "level": "L1",
        "payments": 2,
        "whitelist": ["dues"],
        "paid_by": {"dues": "1500.00"},
    }


def test_cf102_example_of_1600_on_20_january_is_short_100() -> None:
    books = judge(
        ONE_POOL
        + """
2026-01-20 * "childcare"
  Expenses:Childcare    1600.00 USD
  Assets:Bank
"""
    )
    found = books.one("CF102")
    assert (found.action, str(found.date), found.program) == ("stop", "2026-01-20", "childcare")
    assert books.line(found) == "Expenses:Childcare    1600.00 USD"
    assert found.message == (
        "1600.00 USD for childcare was paid with 100.00 of donation; it may only be paid from "
        "dues, which was 100.00 short."
    )
    assert found.evidence == {
        "spent": "1600.00",
        "shortfall": "100.00",
        "paid_by": {"dues": "1500.00", "donation": "100.00"},
        "whose": ["d-007"],
        "whitelist": ["dues"],
        "lots": [
            {
                "source": "donation",
                "amount": "100.00",
                "date": "2026-01-05",
                "contributor": "d-007",
            }
        ],
        "level": "L0",
    }


def childcare(amount: str, more: str = "") -> Judged:
    """One payment out of dues of 100.00 and a gift of 100.00."""
    return judge(
        WHITELISTED
        + more
        + f"""
2026-01-01 * "dues"
  Assets:Bank            100.00 USD
  Income:Dues
2026-01-02 * "gift"
  Assets:Bank            100.00 USD
  Income:Gifts
2026-01-20 * "childcare"
  Expenses:Childcare     {amount} USD
  Assets:Bank
"""
    )


def test_cf102_fails_by_a_cent() -> None:
    found = childcare("100.01").one("CF102")
    assert (found.action, found.evidence["shortfall"]) == ("stop", "0.01")
    assert found.evidence["whose"] == []


def test_cf102_passes_to_the_cent() -> None:
    # Nothing else was ever paid: even the adverse method finds enough.
    assert childcare("100.00").found("CF102") == []


def decided(day: str, by: str) -> Judged:
    return judge(
        WHITELISTED
        + f"""
2026-01-01 * "dues"
  Assets:Bank            100.00 USD
  Income:Dues
2026-01-02 * "gift"
  Assets:Bank            100.00 USD
  Income:Gifts
2026-01-03 * "rent"
  Expenses:Rent           60.00 USD
  Assets:Bank
{day} custom "coopfund-decision" "GM-1"
  {by}
2026-01-20 * "childcare"
  decision: "GM-1"
  Expenses:Childcare      60.00 USD
  Assets:Bank
"""
    )


@pytest.mark.parametrize("by", ['program: "childcare"', 'title: "named by the entry"'])
def test_cf102_passes_with_a_decision_recorded_by_the_day(by: str) -> None:
    assert decided("2026-01-20", by).found("CF102") == []


@pytest.mark.parametrize("by", ['program: "childcare"', 'title: "named by the entry"'])
def test_cf102_fails_where_the_decision_came_a_day_later(by: str) -> None:
    found = decided("2026-01-21", by).one("CF102")
    assert (found.action, found.evidence["level"]) == ("warn", "L1")


def test_cf102_passes_where_the_program_itself_was_voted() -> None:
    books = judge(
        """
2020-01-01 custom "coopfund-program" "childcare"
  funded-by: "dues"
  decision: "GM-1"
2026-01-01 * "dues"
  Assets:Bank            100.00 USD
  Income:Dues
2026-01-02 * "gift"
  Assets:Bank            100.00 USD
  Income:Gifts
2026-01-03 * "rent"
  Expenses:Rent           60.00 USD
  Assets:Bank
2026-01-20 * "childcare"
  Expenses:Childcare      60.00 USD
  Assets:Bank
"""
    )
    assert books.found("CF102") == []


REPAIRED = """
2026-02-20 * "core carries the rest, by vote"
  Expenses:Rent          {amount} USD
  Expenses:Childcare    -{amount} USD
"""


def test_cf102_a_breach_made_good_is_a_note() -> None:
    books = judge(
        ONE_POOL
        + """
2026-01-20 * "childcare"
  Expenses:Childcare    1600.00 USD
  Assets:Bank
"""
        + REPAIRED.format(amount="100.00")
    )
    found = books.one("CF102")
    assert (found.action, str(found.date)) == ("note", "2026-01-20")
    assert found.message.endswith("It was made good on 2026-02-20.")
    assert found.evidence["shortfall"] == "100.00"
    assert found.evidence["repaired"] == "2026-02-20"


def test_cf102_a_breach_not_wholly_made_good_is_a_stop() -> None:
    books = judge(
        ONE_POOL
        + """
2026-01-20 * "childcare"
  Expenses:Childcare    1600.00 USD
  Assets:Bank
"""
        + REPAIRED.format(amount="99.99")
    )
    found = books.one("CF102")
    assert (found.action, found.evidence["shortfall"]) == ("stop", "0.01")


@judged
def test_cf102_currencies_are_not_added_up(books: Judged) -> None:
    """
    2020-01-01 custom "coopfund-program" "childcare"
      funded-by: "dues"
    2026-01-01 * "dues"
      Assets:Bank            100.00 USD
      Assets:Bank            100.00 EUR
      Income:Dues           -100.00 USD
      Income:Dues           -100.00 EUR
    2026-01-02 * "gifts"
      Assets:Bank            100.00 USD
      Assets:Bank            100.00 EUR
      Income:Gifts          -100.00 USD
      Income:Gifts          -100.00 EUR
    2026-01-03 * "rent"
      Expenses:Rent           60.00 USD
      Expenses:Rent           60.00 EUR
      Assets:Bank            -60.00 USD
      Assets:Bank            -60.00 EUR
    2026-01-20 * "childcare"
      Expenses:Childcare      60.00 USD
      Assets:Bank
    2026-01-21 * "childcare"
      Expenses:Childcare      50.00 EUR
      Assets:Bank
    """
    found = books.found("CF102")
    assert [f.evidence["spent"] for f in found] == ["60.00", "50.00"]
    assert "60.00 USD" in found[0].message
    assert "50.00 EUR" in found[1].message


# CF103


def fund(entry: str) -> Judged:
    """A fund with 120.00 of dues, and 500.00 of dues in the general account."""
    return judge(
        FUND
        + """
2026-01-01 * "dues"
  Assets:Fund            120.00 USD
  Assets:Bank            500.00 USD
  Income:Dues
"""
        + entry
    )


def test_cf103_example_30_of_a_bill_of_150_from_the_general_account() -> None:
    books = fund(
        """
2026-02-01 * "childcare" ^bill
  Expenses:Childcare     150.00 USD
  Assets:Fund           -120.00 USD
  Assets:Bank            -30.00 USD
"""
    )
    found = books.one("CF103")
    assert (found.action, found.name, str(found.date)) == ("stop", "ring-fence", "2026-02-01")
    assert books.line(found) == "Expenses:Childcare     150.00 USD"
    assert found.message == (
        "30.00 USD for childcare left the general money, not its fund fund; it is the fund of "
        "childcare, which takes and pays its own money only."
    )
    assert (found.program, *found.links) == ("childcare", "bill")
    assert found.evidence == {
        "pool": "fund",
        "amount": "30.00",
        "kind": "other-fund",
        "balance": "120.00",
    }


def bill(amount: str, account: str = "Expenses:Childcare") -> Judged:
    return fund(
        f"""
2026-02-01 * "paid"
  {account}    {amount} USD
  Assets:Fund
"""
    )


def test_cf103_passes_where_the_fund_pays_all_it_has() -> None:
    assert bill("120.00").found("CF103") == []


@pytest.mark.parametrize("account", ["Expenses:Childcare", "Expenses:Rent", "Assets:Bank"])
def test_cf103_fails_where_the_fund_is_overdrawn_by_a_cent(account: str) -> None:
    # By whatever it is: the program's own bill, core's, or a transfer.
    books = bill("120.01", account)
    found = books.one("CF103")
    assert found.action == "stop"
    assert found.message.startswith("The fund fund was overdrawn by 0.01 USD; ")
    assert found.evidence == {
        "pool": "fund",
        "amount": "0.01",
        "kind": "overdrawn",
        "balance": "120.00",
    }


def test_cf103_fails_where_a_gift_enters_the_fund() -> None:
    books = fund(
        """
2026-02-01 * "gift"
  Assets:Fund              0.01 USD
  Income:Gifts            -0.01 USD
"""
    )
    found = books.one("CF103")
    assert found.action == "stop"
    assert books.line(found) == "Income:Gifts            -0.01 USD"
    assert found.message.startswith("0.01 USD of donation entered the fund fund; ")
    assert found.evidence == {
        "pool": "fund",
        "amount": "0.01",
        "kind": "foreign-money",
        "sources": {"donation": "0.01"},
        "balance": "120.00",
    }


def moved(amount: str) -> Judged:
    return fund(
        f"""
2026-01-02 * "gift"
  Assets:Bank            100.00 USD
  Income:Gifts
2026-02-01 * "to the fund"
  Assets:Fund            {amount} USD
  Assets:Bank
"""
    )


def test_cf103_fails_where_a_transfer_brings_foreign_money() -> None:
    books = moved("500.01")
    found = books.one("CF103")
    assert books.line(found) == "Assets:Fund            500.01 USD"
    assert found.message.startswith("0.01 USD of donation entered the fund fund; ")
    assert found.evidence["sources"] == {"donation": "0.01"}


def test_cf103_passes_where_a_transfer_brings_dues_only() -> None:
    assert moved("500.00").found("CF103") == []


# CF104


def earmarked(whitelist: str, program: str = "childcare", cost: str = "800.00") -> Judged:
    return judge(
        f"""
2020-01-01 custom "coopfund-program" "childcare"
  funded-by: "{whitelist}"
2020-01-01 custom "coopfund-program" "clinic"
2026-01-01 * "dues"
  Assets:Bank           1000.00 USD
  Income:Dues
2026-01-02 * "for a purpose" ^gift
  donor: "d-007"
  Assets:Bank            500.00 USD
  Income:Gifts          -500.00 USD
    program: "{program}"
2026-06-30 * "childcare"
  Expenses:Childcare     {cost} USD
  Assets:Bank
2027-01-01 * "of another year"
  Expenses:Childcare      10.00 USD
  Assets:Bank
"""
    )


def test_cf104_example_gift_500_cost_800() -> None:
    books = earmarked("dues")
    found = books.one("CF104")
    assert (found.action, found.name, str(found.date)) == (
        "stop",
        "no-earmarked-gift",
        "2026-01-02",
    )
    assert books.line(found) == "Income:Gifts          -500.00 USD"
    assert found.message == (
        "500.00 USD of donation was given for childcare, which may not be paid from donation: "
        "at most 37.5 % of its cost in 2026 can be dues."
    )
    assert (found.program, found.contributor, *found.links) == ("childcare", "d-007", "gift")
    assert found.evidence == {
        "gift": "500.00",
        "source": "donation",
        "cost": "800.00",
        "most_dues": "0.375000",
    }


@pytest.mark.parametrize(("cost", "most"), [("500.01", "0.000020"), ("499.99", "0.000000")])
def test_cf104_fails_whatever_it_covers(cost: str, most: str) -> None:
    assert earmarked("dues", cost=cost).one("CF104").evidence["most_dues"] == most


@pytest.mark.parametrize(
    ("whitelist", "program"), [("dues donation", "childcare"), ("dues", "clinic"), ("dues", "core")]
)
def test_cf104_passes_where_the_gift_may_pay(whitelist: str, program: str) -> None:
    assert earmarked(whitelist, program).found("CF104") == []


@judged
def test_cf104_passes_for_what_is_no_gift(books: Judged) -> None:
    """
    2020-01-01 custom "coopfund-program" "childcare"
      funded-by: "dues"
    2026-01-02 * "fees of the parents"
      program: "childcare"
      Assets:Bank            500.00 USD
      Income:Misc           -500.00 USD
        source: "event"
    """
    assert books.found("CF104") == []


# CF105


def reclassified(named: str | None = None, more: str = "", link: str = "") -> Judged:
    decision = f'\n  decision: "{named}"' if named else ""
    return judge(
        f"""
2026-01-02 * "gift"
  Assets:Bank           1000.00 USD
  Income:Gifts
{more}
2026-02-01 * "reclassified" {link}{decision}
  Income:Gifts          1000.00 USD
  Income:Dues          -1000.00 USD
"""
    )


VOTED = '2026-02-01 custom "coopfund-decision" "GM-5"'


def test_cf105_example_gifts_1000_reclassified() -> None:
    books = reclassified()
    found = books.one("CF105")
    assert (found.action, found.name, str(found.date)) == ("stop", "no-laundering", "2026-02-01")
    assert books.line(found) == "Income:Dues          -1000.00 USD"
    assert found.message == (
        "1000.00 USD became dues without any money moving, out of Income:Gifts; no recorded "
        "decision names this entry."
    )
    assert found.evidence == {
        "to_dues": "1000.00",
        "from": {"Income:Gifts": "1000.00"},
        "decision": None,
    }


def test_cf105_passes_with_the_decision_it_names() -> None:
    assert reclassified("GM-5", VOTED).found("CF105") == []


def test_cf105_passes_with_a_decision_that_names_it() -> None:
    voted = f'{VOTED}\n  entry: "^moved"'
    assert reclassified(more=voted, link="^moved").found("CF105") == []


@pytest.mark.parametrize(
    ("named", "more"),
    [
        ("GM-5", ""),
        ("GM-6", VOTED),
        (None, VOTED),
        ("GM-5", VOTED.replace("02-01", "02-02")),
    ],
)
def test_cf105_fails_where_no_vote_stands_behind_it(named: str | None, more: str) -> None:
    assert reclassified(named, more).one("CF105").evidence["decision"] == named


@judged
def test_cf105_fails_out_of_whatever_is_no_money(books: Judged) -> None:
    """
    2026-01-01 * "a debt forgiven is called dues"
      Liabilities:Shop       100.00 USD
      Income:Dues
    2026-01-02 * "work is called dues"
      Expenses:Rent          100.00 USD
      Income:Dues
    2026-01-03 * "opening equity is called dues"
      Equity:Opening         100.00 USD
      Income:Dues
    2026-01-04 * "through the bank and back"
      Assets:Bank            100.00 USD
      Assets:Bank           -100.00 USD
      Income:Gifts           100.00 USD
      Income:Dues
    """
    assert [list(f.evidence["from"]) for f in books.found("CF105")] == [
        ["Liabilities:Shop"],
        ["Expenses:Rent"],
        ["Equity:Opening"],
        ["Income:Gifts"],
    ]


@judged
def test_cf105_passes_where_dues_move_among_members(books: Judged) -> None:
    """
    2026-01-01 * "paid by m-1, for m-2"
      Income:Dues             10.00 USD
        member: "m-1"
      Income:Dues            -10.00 USD
        member: "m-2"
    2026-01-02 * "dues that were a gift"
      Income:Dues             10.00 USD
      Income:Gifts           -10.00 USD
    """
    assert books.found("CF105") == []
