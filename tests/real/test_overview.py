"""A small project's donations in three currencies, booked at what they came to in dollars."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from coopfund.books.load import load
from coopfund.findings import Window
from tests.real.conftest import Real

LEDGER = "overview_finance/overview.beancount"
TAGS = """\
option "operating_currency" "USD"
plugin "coopfund_plugins"
include "ORIGINAL"
2024-01-01 custom "coopfund-account" Income:Donation
  source: "donation"
2024-01-01 custom "coopfund-account" Income:Donation:Github
  donor: "p-1"
2024-01-01 custom "coopfund-account" Income:Donation:Patreon
  donor: "p-2"
2024-01-01 custom "coopfund-contributor" "p-1"
  kind: "processor"
2024-01-01 custom "coopfund-contributor" "p-2"
  kind: "processor"
"""
QUARTERS = {
    "2025-03-31": "317.50",
    "2025-06-30": "105.14",
    "2025-09-30": "49.27",
    "2025-12-31": "15.00",
    "2026-03-31": "15.00",
}


@pytest.fixture
def ledger(real: Real, tmp_path: Path) -> Path:
    """The original, tagged."""
    path = tmp_path / "tags.beancount"
    path.write_text(TAGS.replace("ORIGINAL", str(real(LEDGER))), encoding="utf-8")
    return path


@pytest.fixture
def measured(ledger: Path, run_json: Callable[..., Any]) -> Callable[..., Any]:
    """What ``coopfund measures`` prints with these options."""
    return lambda *options: run_json("measures", ledger, *options)


def test_donations_add_up_at_cost(measured: Callable[..., Any]) -> None:
    data = measured("--as-of", "2026-03-31", "--window", "27m")
    measures = data["measures"]
    assert data["window"] == {"from": "2024-01-01", "to": "2026-03-31"}
    assert data["currency"] == "USD"
    assert data["unconverted"] == {}
    assert measures["income_total"]["value"] == "501.91"
    assert measures["income_by_source"]["value"] == {
        "donation": {"amount": "501.91", "share": "1.000000"}
    }
    net = Decimal(measures["income_total"]["value"]) - Decimal(measures["running_cost"]["value"])
    assert net == Decimal("-108.41")


def test_each_quarter_is_what_its_owner_published(measured: Callable[..., Any]) -> None:
    found = {
        end: measured("--as-of", end, "--window", "3m")["measures"]["income_total"]["value"]
        for end in QUARTERS
    }
    assert found == QUARTERS


def test_two_processors_are_no_contributors(ledger: Path, measured: Callable[..., Any]) -> None:
    measures = measured("--as-of", "2026-03-31", "--window", "27m")["measures"]
    assert measures["unresolved_share"]["value"] == "1.000000"
    assert measures["unresolved_share"]["inputs"]["amount"] == "501.91"
    assert measures["top1_share"]["value"] is None
    assert measures["hhi"]["value"] is None
    case = load(ledger).analysis.case()
    window = Window(date(2024, 1, 1), date(2026, 3, 31))
    assert case.income(window).processors == {
        "p-1": Decimal("316.94"),
        "p-2": Decimal("184.97"),
    }


def test_no_dollar_is_made_of_a_foreign_one(measured: Callable[..., Any]) -> None:
    """March 2025: 15.00 USD and 8.00 CAD at 5.56 USD through one, 5.00 USD through the other."""
    march = measured("--as-of", "2025-03-31", "--window", "1m")["measures"]
    assert march["income_total"]["value"] == "25.56"


def test_what_was_lent_for_and_not_paid_back_has_cost_no_gift(
    ledger: Path, run_json: Callable[..., Any]
) -> None:
    """The founder lent all 610.32 that was spent; 122.21 of it was still owed in the end."""
    for method in run_json("trace", ledger, "--method", "all")["methods"].values():
        assert method == {
            "used": {"core": {"donation": "488.11"}},
            "held": {"general": {"donation": "13.80"}},
        }
