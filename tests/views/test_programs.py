"""Programs: budget, payments, people, hours and funds, each from its own entries."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from beancount import loader

from coopfund.budgets.status import status
from coopfund.findings import Window
from coopfund.views.audit import Audit, audit_of
from coopfund.views.pages.asked import Asked
from coopfund.views.pages.programs import Programs, view
from coopfund.views.pages.way import PaidFor
from coopfund.views.pages.way import view as way
from tests.views.ledgers import KITCHEN

DEMO = Path(__file__).parents[2] / "ledger" / "main.beancount"


def read(text: str) -> Audit:
    entries, _, options = loader.load_string(text)
    return audit_of(entries, options)


def asked(audit: Audit, window: Window | None = None, **arguments: str) -> Asked:
    return Asked(audit, audit.period(window), arguments, (), Path("main.beancount"))


def shown(audit: Audit, window: Window | None = None) -> Programs:
    return view(asked(audit, window))


STREET = """\
option "title" "Street"
option "operating_currency" "USD"
plugin "coopfund_plugins"
2026-01-01 commodity HOUR
  kind: "hours"
2026-01-01 open Assets:Bank
2026-01-01 open Assets:Fund
  pool: "strike-fund"
2026-01-01 open Assets:Stove
  kind: "fixed-asset"
  program: "kitchen"
2026-01-01 open Income:Dues
  source: "dues"
2026-01-01 open Income:Gifts
  source: "donation"
2026-01-01 open Income:Hours  HOUR
2026-01-01 open Expenses:Hours  HOUR
  program: "kitchen"
2026-01-01 open Expenses:Kitchen
  program: "kitchen"
2026-01-01 open Expenses:Rent
2026-01-01 custom "coopfund-program" "kitchen"
  title: "Soup kitchen"
2026-01-01 custom "coopfund-program" "strike"
  title: "Strike fund"
  funded-by: "dues"
  pool: "strike-fund"
2026-01-01 custom "coopfund-program" "choir"
2026-01-01 custom "budget" Expenses:Kitchen "monthly" 100.00 USD
2026-01-02 * "dues"
  member: "m-0001"
  Assets:Bank  1000.00 USD
  Income:Dues
2026-01-03 * "into the fund"
  Assets:Fund  200.00 USD
  Assets:Bank
2026-01-10 * "Market" "beans"
  Expenses:Kitchen  60.00 USD
  Assets:Bank
2026-01-11 custom "coopfund-participants" "kitchen" 10
2026-01-12 * "cooking"
  member: "m-0001"
  Expenses:Hours  6 HOUR
  Income:Hours
2026-02-10 * "a stove"
  Assets:Stove  140.00 USD
  Assets:Bank
2026-02-11 custom "coopfund-participants" "kitchen" 20
2026-02-12 * "cooking"
  member: "m-0002"
  Expenses:Hours  2 HOUR
  Income:Hours
2026-02-28 * "rent"
  Expenses:Rent  50.00 USD
  Assets:Bank
"""


def test_each_program_has_its_figures_and_core_stands_last() -> None:
    page = shown(read(STREET))
    assert [card.name for card in page.cards] == ["kitchen", "strike", "core"]
    kitchen = page.cards[0]
    assert (kitchen.title, kitchen.spent) == ("Soup kitchen", Decimal("200.00"))
    assert kitchen.paid
    assert kitchen.paid.amounts == {"dues": Decimal("200.00")}
    assert kitchen.participants == 15
    assert kitchen.each == Fraction(200, 15)
    assert kitchen.hours == 8
    assert kitchen.key_share == Fraction(3, 4)
    assert kitchen.capital == Fraction(7, 10)
    assert [(its.key, its.spent, its.participants, its.hours) for its in kitchen.trend] == [
        ("2026-01", Decimal("60.00"), Fraction(10), Decimal(6)),
        ("2026-02", Decimal("140.00"), Fraction(20), Decimal(2)),
    ]


def test_a_budget_is_that_of_the_command() -> None:
    audit = read(STREET)
    kitchen, strike, core = shown(audit).cards
    assert kitchen.budget == status(audit.analysis.case()).programs["kitchen"]
    assert kitchen.budget.year_plan == 1200
    assert strike.budget is None
    assert core.budget
    assert core.budget.year_plan is None


def test_a_fund_is_whole_while_nothing_foreign_is_in_it() -> None:
    fund = shown(read(STREET)).cards[1].fund
    assert fund
    assert (fund.total, fund.foreign, fund.open, fund.whole) == (Decimal(200), Decimal(0), 0, True)
    gift = """
2026-02-01 * "a gift, into the fund"
  donor: "d-001"
  Assets:Fund  30.00 USD
  Income:Gifts
"""
    fund = shown(read(STREET + gift)).cards[1].fund
    assert fund
    assert (fund.foreign, fund.open, fund.whole) == (Decimal(30), 1, False)


def test_a_program_without_anything_is_named_apart() -> None:
    audit = read(STREET)
    assert [(its.title, its.last) for its in shown(audit).quiet] == [("choir", None)]


def test_months_add_up_to_the_twelve_months_in_the_demo() -> None:
    entries, _, options = loader.load_file(str(DEMO))
    for card in shown(audit_of(entries, options)).cards:
        assert sum((month.spent for month in card.trend), Decimal(0)) == card.spent


def test_a_month_leads_to_its_payments_and_what_was_made_good() -> None:
    entries, _, options = loader.load_file(str(DEMO))
    april = Window(date(2026, 4, 1), date(2026, 4, 30))
    audit = audit_of(entries, options)
    found: PaidFor | None = way(asked(audit, april, program="childcare")).paid_for
    assert found
    outing = found.rows[-1]
    assert outing.what.startswith("Tidewater Coaches: spring outing")
    assert outing.sources == {"dues": Decimal("411.14"), "donation": Decimal("307.46")}
    assert outing.back == {"donation": Decimal("307.46")}
    childcare = shown(audit, april).cards[0]
    assert found.total == childcare.spent == Decimal("642.75")
    assert way(asked(audit, april, program="childcare", source="dues")).paid_for is None


def test_books_without_a_program_or_an_entry_have_a_page() -> None:
    assert shown(read('option "title" "Nothing yet"\n')).cards == ()
    early = Window(date(2020, 1, 1), date(2020, 1, 31))
    assert shown(read(KITCHEN), early).cards == ()
