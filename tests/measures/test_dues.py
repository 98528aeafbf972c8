"""The schedule: what is asked of whom, when; and how a payment is split."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coopfund.measures.dues import Splitter, member_ledgers, split_dues
from tests.ledgers import Judged, judge, judged

TIERS = """
2026-01-01 custom "coopfund-dues" "standard" 10.00 USD "monthly"
2026-01-01 custom "coopfund-dues" "reduced" 4.00 USD "monthly"
2026-01-01 custom "coopfund-dues" "quarter" 30.00 USD "quarterly"
2026-01-01 custom "coopfund-dues" "year" 120.00 USD "yearly"
"""
END = """
2026-12-31 * "the books end"
  Assets:Bank   1.00 USD
  Income:Gifts
"""


def events(*lines: str) -> str:
    """Directives of m-1: ``2026-03-20 join standard``."""
    directives = []
    for line in lines:
        day, *said = line.split()
        directives.append(
            f'{day} custom "coopfund-member" "m-1" ' + " ".join(f'"{w}"' for w in said)
        )
    return "\n".join(directives) + "\n"


def voted(**values: str) -> str:
    """A vote on how the schedule is read."""
    lines = "".join(f'  {key}: "{value}"\n' for key, value in values.items())
    return f'2026-01-01 custom "coopfund-rule" "CF101"\n{lines}'


def asked(text: str) -> list[tuple[str, str, str]]:
    """Every period of m-1: its first month, its last, and what is asked (– where waived)."""
    (ledger,) = member_ledgers(judge(TIERS + text + END).books, None)
    return [
        (f"{its.start:%m}", f"{its.end:%m}", "–" if its.waived else str(its.asked))
        for its in ledger.timeline.periods
    ]


@pytest.mark.parametrize(
    ("tier", "joining", "periods", "first"),
    [
        ("standard", "full", "joining", [("03", "03", "10.00"), ("04", "04", "10.00")]),
        ("standard", "months", "joining", [("03", "03", "10.00"), ("04", "04", "10.00")]),
        # Twelve of March's 31 days.
        ("standard", "days", "joining", [("03", "03", "3.87"), ("04", "04", "10.00")]),
        ("standard", "next", "joining", [("04", "04", "10.00"), ("05", "05", "10.00")]),
        ("quarter", "full", "joining", [("03", "05", "30.00"), ("06", "08", "30.00")]),
        # 73 of the 92 days until the end of May.
        ("quarter", "days", "joining", [("03", "05", "23.80"), ("06", "08", "30.00")]),
        ("quarter", "next", "joining", [("04", "06", "30.00"), ("07", "09", "30.00")]),
        ("quarter", "full", "calendar", [("03", "03", "30.00"), ("04", "06", "30.00")]),
        ("quarter", "months", "calendar", [("03", "03", "10.00"), ("04", "06", "30.00")]),
        # Twelve of the quarter's 90 days.
        ("quarter", "days", "calendar", [("03", "03", "4.00"), ("04", "06", "30.00")]),
        ("quarter", "next", "calendar", [("04", "06", "30.00"), ("07", "09", "30.00")]),
        ("year", "full", "joining", [("03", "02", "120.00")]),
        ("year", "months", "calendar", [("03", "12", "100.00")]),
        ("year", "next", "calendar", []),
    ],
)
def test_who_joins_on_20_march(
    tier: str, joining: str, periods: str, first: list[tuple[str, str, str]]
) -> None:
    found = asked(voted(joining=joining, periods=periods) + events(f"2026-03-20 join {tier}"))
    assert found[: max(1, len(first))] == first


@pytest.mark.parametrize("joining", ["full", "months", "days", "next"])
@pytest.mark.parametrize("tier", ["standard", "quarter", "year"])
def test_who_joins_on_the_first_day_of_the_year_owes_it_whole(tier: str, joining: str) -> None:
    for periods in ("joining", "calendar"):
        vote = voted(joining=joining, periods=periods)
        found = asked(vote + events(f"2026-01-01 join {tier}"))
        assert sum(Decimal(amount) for _, _, amount in found) == 120


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        # What changes within a month counts from the next one.
        (("2026-10-01 join standard", "2026-11-15 tier reduced"), "10.00 10.00 4.00"),
        (("2026-10-01 join standard", "2026-11-01 tier reduced"), "10.00 4.00 4.00"),
        (("2026-10-01 join standard", "2026-10-15 waive"), "10.00 – –"),
        (("2026-10-01 join standard", "2026-10-15 waive", "2026-11-20 unwaive"), "10.00 – 10.00"),
        # A waived member stays waived on another tier; who joins again is asked again.
        (("2026-10-01 join standard", "2026-11-01 waive", "2026-12-01 tier reduced"), "10.00 – –"),
        (("2026-10-01 join standard", "2026-10-15 leave"), "10.00"),
        (("2026-10-01 join standard", "2026-10-15 leave", "2026-12-24 join standard"),
         "10.00 10.00"),
        # Leaving and rejoining within a month changes nothing.
        (("2026-10-01 join standard", "2026-11-10 leave", "2026-11-20 join standard"),
         "10.00 10.00 10.00"),
        (("2026-09-01 join standard", "2026-10-01 waive", "2026-10-15 leave",
          "2026-12-01 join standard"), "10.00 – 10.00"),
        # A quarter that was asked is not asked again: not after rejoining, not on another tier.
        (("2026-09-01 join quarter", "2026-09-15 leave", "2026-10-20 join quarter"),
         "30.00 30.00"),
        (("2026-10-01 join quarter", "2026-10-15 tier standard"), "30.00"),
        (("2026-09-01 join quarter", "2026-10-15 tier standard"), "30.00 10.00"),
        (("2026-10-01 join standard", "2026-10-15 tier quarter"), "10.00 30.00"),
    ],
)  # fmt: skip
def test_what_happens_to_a_member(lines: tuple[str, ...], expected: str) -> None:
    assert " ".join(amount for _, _, amount in asked(events(*lines))) == expected


def test_who_changes_to_quarters_by_the_calendar_is_asked_for_the_months_left() -> None:
    text = voted(periods="calendar") + events("2026-01-01 join standard", "2026-02-10 tier quarter")
    assert asked(text)[:4] == [
        ("01", "01", "10.00"),
        ("02", "02", "10.00"),
        ("03", "03", "10.00"),
        ("04", "06", "30.00"),
    ]


@judged
def test_nothing_happens_to_who_has_left(books: Judged) -> None:
    """
    2026-01-01 custom "coopfund-dues" "standard" 10.00 USD "monthly"
    2026-01-01 custom "coopfund-member" "m-1" "join" "standard"
    2026-02-01 custom "coopfund-member" "m-1" "leave"
    2026-03-01 custom "coopfund-member" "m-1" "tier" "standard"
    2026-04-30 * "the books end"
      Assets:Bank   1.00 USD
      Income:Gifts
    """
    assert books.one("CF610").message == 'coopfund-member: m-1 has "tier" after leaving'
    (ledger,) = member_ledgers(books.books, None)
    assert ledger.timeline.due(date(2026, 4, 30)) == 10


def test_a_third_of_a_year_is_asked_to_the_cent() -> None:
    text = """
    2026-01-01 custom "coopfund-dues" "odd" 100.00 USD "yearly"
    2026-01-01 custom "coopfund-member" "m-1" "join" "odd"
    2026-01-02 * "two years at once, as far as one may pay ahead"
      member: "m-1"
      Assets:Bank   200.00 USD
      Income:Dues
    """
    assert judge(text).found("CF101") == []


WORKED = """
2026-01-01 commodity HOUR
  kind: "hours"
2026-01-01 open Expenses:Hours  HOUR
2026-01-01 open Income:Dues:Hours  HOUR
2026-01-01 custom "coopfund-dues" "standard" 10.00 USD "monthly"
  hours: 3
2026-01-01 custom "coopfund-dues" "money" 10.00 USD "monthly"
2026-01-01 custom "coopfund-member" "m-1" "join" "{tier}"
"""


def work(day: str, hours: str) -> str:
    """Hours of m-1 in the place of dues."""
    return f"""
{day} * "carer, for dues"
  member: "m-1"
  Expenses:Hours        {hours} HOUR
  Income:Dues:Hours
"""


def test_hours_stand_for_dues_where_the_tier_takes_them() -> None:
    text = WORKED.format(tier="standard") + "".join(
        work(f"2026-01-{day:02d}", "1") for day in (3, 10, 17)
    )
    books = judge(
        text + '2026-02-28 * "dues"\n  member: "m-1"\n  Assets:Bank  10 USD\n  Income:Dues'
    )
    (ledger,) = member_ledgers(books.books, None)
    assert [payment.dues for payment in ledger.payments()] == [
        Decimal("3.33"),
        Decimal("3.34"),
        Decimal("3.33"),
        Decimal(10),
    ]
    assert [finding for finding in books.findings if finding.code < "CF2"] == []
    assert books.measure("dues_collection_rate", "2026-02-28").value == 1
    assert books.measure("volunteer_hours", "2026-02-28").inputs["total"].value == 3
    assert books.measure("income_total", "2026-02-28").value == 10


def test_hours_beyond_the_schedule_are_neither_dues_nor_a_gift() -> None:
    books = judge(WORKED.format(tier="standard") + work("2026-01-03", "60"))
    (ledger,) = member_ledgers(books.books, None)
    (payment,) = ledger.payments()
    assert [payment.amount, payment.dues, payment.gift] == [200, 130, 0]
    assert books.found("CF101") == []


def test_hours_pay_nothing_where_the_tier_takes_none() -> None:
    books = judge(WORKED.format(tier="money") + work("2026-01-03", "2"))
    found = books.one("CF101")
    assert (found.action, found.contributor) == ("warn", "m-1")
    assert found.message == (
        "2.00 hours are booked as dues of m-1, whose tier takes no hours; they pay nothing."
    )


def test_a_price_makes_no_money_of_hours() -> None:
    price = "2026-01-01 price HOUR 50.00 USD\n"
    books = judge(WORKED.format(tier="money") + price + work("2026-01-03", "2"))
    (ledger,) = member_ledgers(books.books, None)
    assert [payment.dues for payment in ledger.payments()] == [0]


@pytest.mark.parametrize("line", ["hours: 0", 'hours: "3"', "hours: -1"])
def test_hours_that_stand_for_nothing_are_a_fault(line: str) -> None:
    text = f'2026-01-01 custom "coopfund-dues" "standard" 10.00 USD "monthly"\n  {line}'
    assert judge(text).one("CF610").message.startswith("coopfund-dues: ")


PAYING = """
2026-01-01 custom "coopfund-dues" "standard" 10.00 USD "monthly"
2026-01-01 custom "coopfund-member" "m-1" "join" "standard"
2026-02-01 * "dues"
  member: "m-1"
  Assets:Bank            {amount} USD
  Income:Dues
"""


@pytest.mark.parametrize(
    ("paid", "member", "day", "amount", "dues", "gift"),
    [
        ("20.00", "m-1", "2026-03-15", "500.00", "130.00", "370.00"),
        ("20.00", "m-1", "2026-03-15", "10.00", "10.00", "0.00"),
        # Before what is booked in February.
        ("20.00", "m-1", "2026-01-15", "500.00", "130.00", "370.00"),
        # Months after the books end are asked for too.
        ("20.00", "m-1", "2026-12-15", "220.00", "220.00", "0.00"),
        ("20.00", "m-9", "2026-03-15", "10.00", "0.00", "10.00"),
        # What was a gift then is no dues now.
        ("500.00", "m-1", "2026-03-15", "20.00", "10.00", "10.00"),
    ],
)
def test_a_payment_is_split_as_cf101_judges_it(  # noqa: PLR0913, PLR0917  # one per figure
    paid: str, member: str, day: str, amount: str, dues: str, gift: str
) -> None:
    books = judge(PAYING.format(amount=paid)).books
    found = split_dues(books, member, date.fromisoformat(day), Decimal(amount))
    assert found == (Decimal(dues), Decimal(gift))


AMOUNTS = st.integers(1, 40_000).map(lambda cents: Decimal(cents) / 100)
DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))


@settings(max_examples=40)
@given(st.lists(st.tuples(DAYS, AMOUNTS), min_size=1, max_size=6))
def test_what_is_split_leaves_nothing_for_cf101_to_find(
    payments: list[tuple[date, Decimal]],
) -> None:
    base = """
2026-01-01 custom "coopfund-dues" "standard" 10.00 USD "monthly"
2026-02-10 custom "coopfund-member" "m-1" "join" "standard"
2026-09-01 custom "coopfund-member" "m-1" "waive"
2026-11-01 custom "coopfund-member" "m-1" "unwaive"
"""
    payments.sort()
    splitter = Splitter(judge(base).books, date(2027, 12, 31))
    entries = []
    for day, amount in payments:
        dues, gift = splitter.take("m-1", day, amount)
        assert dues + gift == amount
        entries.append(
            f'{day} * "dues"\n  member: "m-1"\n  Assets:Bank  {amount} USD\n'
            f"  Income:Dues  -{dues} USD\n  Income:Gifts  -{gift} USD\n"
        )
    assert judge(base + "".join(entries)).found("CF101") == []


@pytest.mark.parametrize("event", ['"waive" "ill"', '"join" "standard" "moved here"'])
def test_a_reason_is_a_fault(event: str) -> None:
    """Why somebody is waived is nobody's business; it must not even stand there."""
    text = f"""
    2026-01-01 custom "coopfund-dues" "standard" 10.00 USD "monthly"
    2026-01-01 custom "coopfund-member" "m-1" "join" "standard"
    2026-02-01 custom "coopfund-member" "m-1" {event}
    """
    found = judge(text).one("CF610")
    assert found.action == "stop"
    assert found.message.endswith("nothing more is said; a reason stays with the member")
    metadata = text.replace(f" {event}", ' "waive"') + '      reason: "ill"\n'
    found = judge(metadata).one("CF610")
    assert found.message == 'coopfund-member: "reason" means nothing here'
