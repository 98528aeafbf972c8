"""Who we depend on: the figures of a period, and the period without one of the givers."""

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from beancount import loader

from coopfund.views.audit import audit_of
from coopfund.views.pages.asked import Asked
from coopfund.views.pages.dependence import Dependence, view

CLUB = """
option "operating_currency" "USD"
plugin "coopfund_plugins"
2025-01-01 open Assets:Bank
2025-01-01 open Income:Dues
  source: "dues"
2025-01-01 open Income:Gifts
  source: "donation"
2025-01-01 open Expenses:Rent
2025-01-01 custom "coopfund-dues" "standard" 100.00 USD "yearly"
2025-01-01 custom "coopfund-member" "m-0001" "join" "standard"
2025-01-01 custom "coopfund-member" "m-0002" "join" "standard"
2025-01-05 * "dues"
  member: "m-0001"
  Assets:Bank   100.00 USD
  Income:Dues
2025-01-05 * "dues"
  member: "m-0002"
  Assets:Bank   100.00 USD
  Income:Dues
2025-01-06 * "gift"
  donor: "d-1"
  Assets:Bank   600.00 USD
  Income:Gifts
2025-01-07 * "gift"
  donor: "d-2"
  Assets:Bank   200.00 USD
  Income:Gifts
2025-12-20 * "rent"
  Expenses:Rent 800.00 USD
  Assets:Bank
"""


def shown(**arguments: str) -> Dependence:
    entries, _, options = loader.load_string(CLUB)
    audit = audit_of(entries, options)
    return view(Asked(audit, audit.period(None), arguments, (), Path("main.beancount")))


def test_without_the_largest_giver_the_year_is_worked_out_again() -> None:
    """1,000 a year, 600 of it from d-1: 400 of 800 remain, and 200 at hand last half a year."""
    one = shown(without="d-1").what_if
    assert one
    assert (one.gave, one.share) == (Decimal("600.00"), Fraction(3, 5))
    assert (one.essential, one.running) == (Fraction(1, 2), Fraction(1, 2))
    assert one.lasts == Fraction(200 * 12, 400)
    assert one.price == Fraction(600, 2 * 12)


def test_only_those_on_the_page_can_be_taken_away() -> None:
    assert shown().groups == ["d-1", "d-2"]
    assert shown(without="m-0001").what_if is None
    assert shown(without="<b>").what_if is None


def test_figures_are_those_of_the_measures() -> None:
    figures = {reading.name: reading.shown for reading in shown().readings}
    assert figures["Largest contributor"] == "60.0 %"
    assert figures["Three largest"] == "80.0 %"
    assert figures["Concentration (HHI)"] == "4,200"
    assert figures["Cover without the largest contributor"] == "50.0 %"
    assert figures["Cover without the 3 largest contributors"] == "25.0 %"
    assert figures["Reserves"] == "3.0"


def test_both_forms_are_there() -> None:
    assert [sheet.name for sheet in shown().sheets] == ["schedule-a", "partg"]
