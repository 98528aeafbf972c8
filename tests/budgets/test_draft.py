"""Next year's draft: from what, for what, with which money."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coopfund.budgets.draft import Assumptions, Draft, DraftError
from coopfund.budgets.draft_page import DraftPage
from coopfund.budgets.drafting import draft
from coopfund.budgets.entries import draft_entries
from coopfund.desk.printing import formatted
from coopfund.measures.budget import Budgets
from tests.ledgers import judge

MONTHS, PAYING = range(1, 13), range(9)
PLENTY = Fraction(9)
MEMBERS = """
2025-01-01 custom "coopfund-dues" "standard" 10.00 USD "monthly"
2025-01-01 custom "coopfund-program" "childcare"
  title: "Saturday childcare"
  funded-by: "dues"
2025-01-01 open Expenses:Clinic
  program: "clinic"
2025-01-01 open Expenses:Fair
2025-01-01 custom "coopfund-program" "clinic"
  title: "Clinic"
  funded-by: "dues donation"
""" + "".join(f'2026-01-01 custom "coopfund-member" "m-{n}" "join" "standard"\n' for n in range(10))


def entry(day: str, account: str, amount: int, tags: str = "") -> str:
    return f'{day} * "spent" {tags}\n  {account}  {amount}.00 USD\n  Assets:Bank\n'


def income(day: str, account: str, amount: int, meta: str = "") -> str:
    line = f"  {meta}\n" if meta else ""
    return f'{day} * "came in"\n{line}  Assets:Bank  {amount}.00 USD\n  {account}\n'


YEAR = MEMBERS + "".join(
    entry(f"2026-{month:02}-05", "Expenses:Rent", 50)
    + entry(f"2026-{month:02}-06", "Expenses:Childcare", 40 if month < 10 else 45)
    + entry(f"2026-{month:02}-07", "Expenses:Clinic", 60 if month in {1, 2, 3} else 10)
    + "".join(
        income(f"2026-{month:02}-01", "Income:Dues", 10, f'member: "m-{n}"') for n in range(9)
    )
    + income(f"2026-{month:02}-02", "Income:Gifts", 25, 'donor: "d-1"')
    for month in MONTHS
)
"""Ten members, nine of whom pay: 1,080 dues of 1,200 asked; and 300 of gifts."""


def drafted(text: str = YEAR, **changes: object) -> Draft:
    assumed = replace(Assumptions(2027), **changes)  # type: ignore[arg-type]  # by name, in tests
    return draft(judge(text).analysis.case(date(2026, 12, 31)), assumed)


def plans(found: Draft) -> dict[str, tuple[str, list[int]]]:
    return {its.line.account: (its.interval, [int(a) for a in its.amounts]) for its in found.lines}


def served(found: Draft) -> list[tuple[str, int, int]]:
    return [(its.need.name, int(its.need.amount), int(its.short)) for its in found.funded]


def test_spending_is_planned_by_month_by_quarter_or_by_year() -> None:
    """Rent is even; childcare cost 45 in each of the last three months; the clinic has a season."""
    found = plans(
        drafted(YEAR + entry("2026-07-09", "Expenses:Fair", 300, "#scheduled"), other_income=PLENTY)
    )
    assert found == {
        "Expenses:Rent": ("monthly", [50]),
        "Expenses:Childcare": ("monthly", [45]),
        "Expenses:Clinic": ("quarterly", [180, 30, 30, 30]),
        "Expenses:Fair": ("yearly", [300]),
    }


def test_what_was_spent_once_is_left_out_and_told() -> None:
    found = drafted(
        YEAR + entry("2026-07-09", "Expenses:Childcare", 300, "#one-off"), other_income=PLENTY
    )
    line = next(its for its in found.lines if its.line.account == "Expenses:Childcare")
    assert (line.once, line.plan) == (Decimal(300), Decimal(540))


def test_dues_are_asked_times_the_share_that_comes_in() -> None:
    """1,200 are asked of ten members; nine of them paid."""
    YEAR.replace('2025-01-01 custom "coopfund-member"', '2026-01-01 custom "coopfund-member"')
    found = drafted()
    assert found.dues.asked == 1200
    assert found.dues.rate == Fraction(9, 10)
    assert found.dues_expected == 1080
    assert drafted(members=Fraction(-1, 10), dues_rise=Fraction(1, 20)).dues_expected == 1020


def test_core_first_then_whoever_may_use_least() -> None:
    """Dues 1,080, gifts 300. Core 600: gifts go there last, since the clinic may use them too.

    Childcare 540 of dues alone, clinic 270 of dues or gifts: 1,410 needed, 1,380 there.
    """
    YEAR.replace('2025-01-01 custom "coopfund-member"', '2026-01-01 custom "coopfund-member"')
    found = drafted()
    assert served(found) == [
        ("core", 600, 0),
        ("childcare", 540, 0),
        ("clinic", 270, 30),
    ]
    assert found.funded[1].of("dues") == 540
    assert plans(found)["Expenses:Clinic"] == ("quarterly", [160, 26, 26, 26])
    kept = drafted(keep=("clinic",))
    assert served(kept) == [("core", 600, 0), ("clinic", 270, 0), ("childcare", 540, 30)]


def test_options_change_what_they_say() -> None:
    found = drafted(price_rise=Fraction(1, 10), unit=Decimal(5), other_income=PLENTY)
    assert plans(found)["Expenses:Rent"] == ("monthly", [55])
    half = drafted(other_income=Fraction(1, 2)).income
    assert {money.source: int(amount) for money, amount in half.items()} == {
        "dues": 1080,
        "donation": 150,
    }
    without = drafted(without=frozenset({"d-1"}))
    assert {money.source for money in without.income} == {"dues"}
    fixed = drafted(set={"Expenses:Clinic": Decimal(540)}, other_income=PLENTY)
    assert plans(fixed)["Expenses:Clinic"][1] == [360, 60, 60, 60]


def test_a_giver_who_ends_is_counted_on_until_then() -> None:
    books = YEAR + '2025-01-01 custom "coopfund-contributor" "d-1"\n  kind: "person"\n  ends: '
    gifts = [
        sum(v for money, v in drafted(f"{books}{ends}\n").income.items() if money.source != "dues")
        for ends in ("2026-12-31", "2027-03-31", "2028-01-01")
    ]
    assert gifts == [0, 75, 300]


def test_part_of_a_year_is_scaled_to_twelve_months() -> None:
    spent = [
        entry(f"2026-{month:02}-05", "Expenses:Rent", amount)
        + income(f"2026-{month:02}-02", "Income:Gifts", 100)
        for month, amount in zip((9, 10, 11, 12), (50, 50, 50, 70), strict=True)
    ]
    found = drafted("".join(spent))
    assert (found.months, plans(found)) == (4, {"Expenses:Rent": ("monthly", [55])})
    assert [int(amount) for amount in found.income.values()] == [0, 1200]


def test_what_cannot_be_added_up_is_told() -> None:
    books = judge(
        YEAR + '2026-07-09 * "in euro"\n  Expenses:Fair  3.00 EUR\n  Income:Gifts  -3.00 EUR\n'
    )
    case = books.analysis.case(date(2026, 12, 31))
    page = DraftPage(case, draft(case, Assumptions(2027))).text(markdown=False)
    assert "Not drafted, as they are in other currencies: Expenses:Fair (EUR).\n" in page
    assert "Not counted on, as it has no price: income of 3.00 EUR.\n" in page


@pytest.mark.parametrize("year", [2025, 2026])
def test_only_a_year_to_come_can_be_planned(year: int) -> None:
    with pytest.raises(DraftError, match=f"{year} is not after 2026-12-31"):
        drafted(year=year)


def test_the_draft_as_directives_is_what_it_says() -> None:
    """Read back by Fava's own rules, the year's budgets allow what the draft plans."""
    found = drafted()
    text = "".join(formatted(its) for its in draft_entries(found, "USD", 2, "GM-9"))
    books = judge(YEAR + '2026-12-12 custom "coopfund-decision" "GM-9"\n' + text)
    budgets = Budgets(books.books)
    for its in found.lines:
        key = (its.line.account, "USD")
        assert budgets.allowed(key, date(2027, 1, 1), date(2028, 1, 1)) == its.plan
    assert not books.problems()


@settings(max_examples=25)
@given(
    st.fractions(-1, 2, max_denominator=20),
    st.fractions(-1, 1, max_denominator=20),
    st.sampled_from([Decimal(1), Decimal(10), Decimal("0.01")]),
)
def test_a_dues_only_program_is_never_planned_with_other_money(
    rise: Fraction, members: Fraction, unit: Decimal
) -> None:
    case = CASE.analysis.case(date(2026, 12, 31))
    found = draft(case, Assumptions(2027, price_rise=rise, members=members, unit=unit))
    for its in found.funded:
        allowed = its.need.whitelist
        assert allowed is None or all(money.source in allowed for money in its.given)
        planned = sum(
            (line.plan for line in found.lines if line.line.program == its.need.name), Decimal(0)
        )
        assert planned <= its.amount
        assert its.short >= 0
    assert found.left >= 0


CASE = judge(YEAR)


def test_what_is_not_known_to_come_again_gets_no_budget_of_nothing() -> None:
    found = drafted(YEAR + entry("2026-10-09", "Expenses:Fair", 90, "#one-off"))
    text = "".join(formatted(its) for its in draft_entries(found, "USD", 2, "GM-9"))
    assert "Expenses:Fair" not in text
    assert "Expenses:Rent" in text
