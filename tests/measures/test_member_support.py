"""CF301: whose gifts count as those of natural persons."""

from fractions import Fraction
from inspect import cleandoc
from pathlib import Path

import pytest

from coopfund.books.load import load
from coopfund.measures.all import measure


@pytest.fixture
def ledger(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The test's docstring as ``main.beancount``."""
    path = tmp_path / "main.beancount"
    path.write_text(cleandoc(request.function.__doc__ or "") + "\n", encoding="utf-8")
    return path


def test_a_giver_of_no_declared_kind_is_a_person_only_where_the_source_says_so(
    ledger: Path,
) -> None:
    """
    option "operating_currency" "USD"
    2026-01-01 open Assets:Bank         USD
    2026-01-01 open Income:Gifts        USD
      source: "donation"
    2026-01-01 open Income:Firms        USD
      source: "company"
    2026-01-01 open Income:Grants       USD
      source: "state"
    2026-01-01 custom "coopfund-contributor" "d-4"
      kind: "person"
    2026-01-02 * "a gift of somebody"
      donor: "d-1"
      Assets:Bank     10.00 USD
      Income:Gifts
    2026-01-02 * "a firm that no directive names"
      donor: "d-2"
      Assets:Bank     15.00 USD
      Income:Firms
    2026-01-02 * "a city that no directive names"
      donor: "d-3"
      Assets:Bank    965.00 USD
      Income:Grants
    2026-01-02 * "a person, whatever the account"
      donor: "d-4"
      Assets:Bank     10.00 USD
      Income:Firms
    """
    found = measure(load(ledger).analysis.case())["member_support_share"]
    assert found.value == Fraction(20, 1000)
