"""Budgets add up as Fava adds them up, whatever the interval and wherever it changes."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from beancount import loader
from fava.core.budgets import calculate_budget, parse_budgets

from coopfund.books.books import build
from coopfund.measures.budget import Budgets

LEDGER = """
option "operating_currency" "USD"
2026-01-05 custom "budget" Expenses:A "weekly" 70.00 USD
2026-03-17 custom "budget" Expenses:A "monthly" 310.00 USD
2026-08-09 custom "budget" Expenses:A "quarterly" 333.00 USD
2026-11-20 custom "budget" Expenses:A "yearly" 900.00 USD
2027-02-02 custom "budget" Expenses:A "daily" 1.50 USD
"""


@pytest.mark.parametrize(
    ("first", "until"),
    [
        (date(2025, 12, 1), date(2026, 1, 5)),
        (date(2026, 1, 1), date(2027, 1, 1)),
        (date(2026, 2, 2), date(2027, 6, 3)),
        (date(2028, 2, 1), date(2028, 3, 1)),
    ],
)
def test_a_budget_is_what_fava_says(first: date, until: date) -> None:
    entries, _, options = loader.load_string(LEDGER)
    budgets, _ = parse_budgets(entries)  # type: ignore[arg-type]  # Fava skips what is no custom entry
    theirs = calculate_budget(budgets, "Expenses:A", first, until).get("USD", Decimal(0))
    ours = Budgets(build(entries, options)).allowed(("Expenses:A", "USD"), first, until)
    assert abs(ours - Fraction(theirs)) < Fraction(1, 10**12)
