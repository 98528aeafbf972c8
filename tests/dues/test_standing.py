"""How members stand: what is paid is dues, dues ahead, or a gift, and the group is their sum."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from coopfund.books.books import month_end
from coopfund.dues.arrears import arrears
from coopfund.dues.outliers import Limits, outliers
from coopfund.dues.standing import Standing, standings
from coopfund.dues.statement import statement
from coopfund.dues.status import status
from coopfund.money import ZERO
from tests.ledgers import Judged, judge, judged

TIERS = """
2026-01-01 commodity HOUR
  kind: "hours"
2026-01-01 open Expenses:Hours  HOUR
2026-01-01 open Income:Dues:Hours  HOUR
2026-01-01 custom "coopfund-dues" "standard" 10.00 USD "monthly"
  hours: 3
2026-01-01 custom "coopfund-dues" "quarter" 25.00 USD "quarterly"
2026-01-01 custom "coopfund-dues" "year" 100.00 USD "yearly"
"""


def pay(day: str, member: str, amount: str) -> str:
    """A payment booked as dues."""
    return f'{day} * "dues"\n  member: "{member}"\n  Assets:Bank  {amount} USD\n  Income:Dues\n'


def work(day: str, member: str, hours: str) -> str:
    """Hours booked as dues."""
    return (
        f'{day} * "work"\n  member: "{member}"\n  Expenses:Hours  {hours} HOUR\n'
        "  Income:Dues:Hours\n"
    )


def member(books: Judged, name: str, day: str) -> Standing:
    """One member's standing on a day."""
    case = books.analysis.case(date.fromisoformat(day))
    return next(its for its in standings(case) if its.member == name)


@judged
def test_arrears_have_the_age_of_the_oldest_unpaid_period(books: Judged) -> None:
    """
    2026-01-01 custom "coopfund-dues" "standard" 10.00 USD "monthly"
    2026-01-15 custom "coopfund-member" "m-1" "join" "standard"
    2026-03-01 custom "coopfund-member" "m-1" "waive"
    2026-04-01 custom "coopfund-member" "m-1" "unwaive"
    2026-02-03 * "dues"
      member: "m-1"
      Assets:Bank             14.00 USD
      Income:Dues
    """
    its = member(books, "m-1", "2026-07-31")
    assert [f"{o.period.start:%m} {o.unpaid} {o.age}" for o in its.open] == [
        "02 6.00 180",
        "04 10.00 121",
        "05 10.00 91",
        "06 10.00 60",
        "07 10.00 30",
    ]
    assert list(its.aged()) == [Decimal(10), Decimal(10), Decimal(0), Decimal(26)]
    assert [its.asked, its.settled, its.prepaid, its.arrears] == [60, 14, 0, 46]


@judged
def test_who_never_joined_has_paid_a_gift(books: Judged) -> None:
    """
    2026-01-01 custom "coopfund-dues" "standard" 10.00 USD "monthly"
    2026-02-03 * "dues"
      member: "m-9"
      Assets:Bank             14.00 USD
      Income:Dues
    """
    its = member(books, "m-9", "2026-07-31")
    assert [its.paid, its.gift, its.dues, its.arrears, its.prepaid] == [14, 14, 0, 0, 0]


@judged
def test_what_happens_later_does_not_count(books: Judged) -> None:
    """
    2026-01-01 custom "coopfund-dues" "standard" 10.00 USD "monthly"
    2026-01-15 custom "coopfund-member" "m-1" "join" "standard"
    2026-06-15 custom "coopfund-member" "m-2" "join" "standard"
    2026-02-03 * "dues"
      member: "m-1"
      Assets:Bank             14.00 USD
      Income:Dues
    2026-06-30 * "dues"
      member: "m-2"
      Assets:Bank             10.00 USD
      Income:Dues
    """
    case = books.analysis.case(date(2026, 1, 31))
    assert [f"{its.member} {its.arrears}" for its in standings(case)] == ["m-1 10.00"]


@judged
def test_a_refund_is_taken_off(books: Judged) -> None:
    """
    2026-01-01 custom "coopfund-dues" "standard" 10.00 USD "monthly"
    2026-01-01 custom "coopfund-member" "m-1" "join" "standard"
    2026-01-03 * "dues"
      member: "m-1"
      Assets:Bank             30.00 USD
      Income:Dues
    2026-01-05 * "too much, sent back"
      member: "m-1"
      Assets:Bank            -25.00 USD
      Income:Dues
    """
    its = member(books, "m-1", "2026-01-31")
    assert [its.paid, its.arrears, its.gift] == [5, 5, 0]


@judged
def test_a_gift_booked_as_dues_never_pays_for_later_months(books: Judged) -> None:
    """
    2026-01-01 custom "coopfund-dues" "standard" 10.00 USD "monthly"
    2026-01-01 custom "coopfund-member" "m-1" "join" "standard"
    2026-01-03 * "dues"
      member: "m-1"
      Assets:Bank            500.00 USD
      Income:Dues
    """
    its = member(books, "m-1", "2027-03-31")
    assert [its.settled, its.gift, its.arrears] == [130, 370, 20]
    collected = books.measure("dues_collection_rate", "2027-03-31", 3)
    assert collected.value == Fraction(10, 30)


DAYS = st.dates(date(2026, 1, 1), date(2027, 6, 30))
EVENTS = st.lists(
    st.tuples(DAYS, st.sampled_from(["waive", "unwaive", "leave", "join", "tier"])), max_size=5
)
PAYMENTS = st.lists(st.tuples(DAYS, st.integers(-3_000, 30_000)), max_size=6)
HOURS = st.lists(st.tuples(DAYS, st.integers(1, 40)), max_size=4)
TIER = st.sampled_from(["standard", "quarter", "year"])
MEMBER = st.tuples(TIER, DAYS, EVENTS, PAYMENTS, HOURS)


def written(name: str, tier: str, joined: date, *more: list[tuple[date, object]]) -> str:
    """A member's directives and entries; events that cannot happen are left out."""
    events, payments, hours = more
    lines = [f'{joined} custom "coopfund-member" "{name}" "join" "{tier}"\n']
    present = True
    for day, what in sorted(events, key=lambda its: its[0]):
        if day > joined and present != (what == "join"):
            present = what != "leave"
            named = ' "standard"' if what in {"join", "tier"} else ""
            lines.append(f'{day} custom "coopfund-member" "{name}" "{what}"{named}\n')
    lines += [pay(f"{d}", name, f"{Decimal(str(c)) / 100}") for d, c in payments if c]
    lines += [work(f"{d}", name, str(h)) for d, h in hours]
    return "".join(lines)


@settings(max_examples=15)
@given(
    st.lists(MEMBER, min_size=1, max_size=4),
    DAYS.map(month_end),
    st.sampled_from(["joining", "calendar"]),
)
def test_what_is_paid_is_dues_or_dues_ahead_or_a_gift(
    people: list[tuple[str, date, list[object], list[object], list[object]]],
    day: date,
    periods: str,
) -> None:
    vote = f'2026-01-01 custom "coopfund-rule" "CF101"\n  periods: "{periods}"\n  joining: "days"\n'
    text = "".join(written(f"m-{number}", *its) for number, its in enumerate(people))  # type: ignore[arg-type]
    books = judge(TIERS + vote + text + pay("2026-01-01", "m-99", "1.00"))
    case = books.analysis.case(day)
    found = standings(case)
    for its in found:
        assert its.paid + its.worked == its.settled + its.prepaid + its.gift
        assert its.settled + its.arrears == its.asked == its.ledger.timeline.due(day)
        assert sum(its.aged(), ZERO) == its.arrears
        if its.asked:  # else more was paid back than was ever paid
            assert sum((found.unpaid for found in its.open), ZERO) == its.arrears
        assert not (its.prepaid and its.arrears)
    _the_group_is_the_sum_of_its_members(books, found, day)
    _a_statement_ends_where_the_member_stands(books, found, day)


def _the_group_is_the_sum_of_its_members(books: Judged, found: list[Standing], day: date) -> None:
    case = books.analysis.case(day)
    data = status(case, found, case.window(12)).data
    whole, rate = data["together"], books.measure("dues_collection_rate", f"{day}")
    assert Decimal(whole["arrears"]) == sum((its.arrears for its in found), ZERO)
    assert Decimal(whole["prepaid"]) == sum((its.prepaid for its in found), ZERO)
    assert sum(its["members"] for its in data["tiers"].values()) == len(found)
    for key in ("assessed", "waived", "received"):
        assert Decimal(whole[key]) == rate.inputs[key].value
        assert Decimal(whole[key]) == sum(Decimal(its[key]) for its in data["tiers"].values())
    assert arrears(case, found).data["arrears"] == whole["arrears"]
    gifts = {its.member for its in found if any(p.gift > 0 for p in its.payments)}
    seen = {f.contributor for f in books.found("CF101") if f.action == "stop" and f.date <= day}
    assert gifts == seen
    outliers(case, found, case.window(12), Limits())


def _a_statement_ends_where_the_member_stands(
    books: Judged, found: list[Standing], day: date
) -> None:
    case = books.analysis.case(day)
    for its in found:
        said = statement(case, its.member, day.year)
        assert said.closing == its.prepaid - its.arrears
        assert said.opening - said.asked + said.paid + said.worked == said.closing
        before = [p for p in its.payments if p.date.year < day.year]
        yesterday = date(day.year, 1, 1) - timedelta(days=1)
        owed = sum((p.asked for p in its.periods if p.start <= yesterday and not p.waived), ZERO)
        assert said.opening == sum((p.dues for p in before), ZERO) - owed
