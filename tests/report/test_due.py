"""``coopfund report due``: what a month lacks, and that a whole one lacks nothing."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from coopfund.cli.main import main

Due = Callable[..., Result]


@pytest.fixture
def due() -> Due:
    """Run ``coopfund report due``."""

    def run(*arguments: object) -> Result:
        result = CliRunner().invoke(main, ["report", "due", *map(str, arguments)])
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return run


def missing(due: Due, ledger: Path, month: str) -> list[dict[str, Any]]:
    """What is missing, as JSON."""
    result = due(ledger, "--month", month, "--format", "json")
    found: dict[str, Any] = json.loads(result.stdout)
    assert result.exit_code == (0 if found["complete"] else 1)
    assert found["month"] == month
    rows: list[dict[str, Any]] = found["missing"]
    return rows


def test_each_thing_that_may_be_missing(ledger: Path, due: Due) -> None:
    """
    option "operating_currency" "USD"
    plugin "coopfund_plugins"
    2026-04-01 open Assets:Bank
    2026-04-01 open Assets:Cash
    2026-04-01 open Assets:Old
    2026-04-01 open Assets:Claims
      kind: "receivable"
    2026-04-01 open Income:Misc
    2026-04-01 open Income:Gifts
      source: "donation"
    2026-04-01 open Expenses:Clinic
      program: "clinic"
    2026-04-01 custom "coopfund-program" "clinic"
    2026-04-30 custom "coopfund-participants" "clinic" 3
    2026-04-02 * "till"
      receipt: "1"
      Assets:Cash  10.00 USD
      Assets:Old  0.00 USD
      Assets:Claims  5.00 USD
      Income:Gifts
    2026-04-30 close Assets:Old
    2026-05-01 balance Assets:Cash  10.00 USD
    2026-05-02 * "a sale"
      Assets:Bank  40.00 USD
      Income:Misc
    2026-05-03 * "bandages"
      Expenses:Clinic  30.00 USD
      Assets:Bank
    2026-05-04 * "envelope"
      Assets:Bank  100.00 USD
      Income:Gifts
    2026-05-04 balance Assets:Bank  10.00 USD
    """
    found = missing(due, ledger, "2026-05")
    by_kind = {one["kind"]: one for one in reversed(found)}
    kinds = list(dict.fromkeys(one["kind"] for one in found))
    assert kinds == ["unreconciled", "receipt", "source", "participants", "finding"]
    assert by_kind["unreconciled"]["message"] == (
        "Assets:Bank has no balance assertion after its entry of 4 May 2026; its last is of "
        "4 May 2026. Compare it with the statement."
    )
    assert (by_kind["receipt"]["file"], by_kind["receipt"]["line"]) == ("main.beancount", 27)
    assert by_kind["source"]["about"] == "Income:Misc"
    assert (
        '2026-05-31 custom "coopfund-participants" "clinic"' in by_kind["participants"]["message"]
    )
    assert "CF202" in {one["about"] for one in found}
    text = due(ledger, "--month", "2026-05").stdout
    assert text.startswith(f"2026-05: {len(found)} things missing.\n")
    assert "\nAccounts to reconcile (1)\n  main.beancount:" in text


def test_a_month_that_is_whole(ledger: Path, due: Due) -> None:
    """
    option "operating_currency" "USD"
    plugin "coopfund_plugins.dues_only"
    2026-04-01 open Assets:Bank
    2026-04-01 open Income:Dues
      source: "dues"
    2026-05-02 * "dues"
      Assets:Bank  40.00 USD
      Income:Dues
    2026-06-01 balance Assets:Bank  40.00 USD
    """
    result = due(ledger)
    assert (result.exit_code, result.stdout) == (0, "2026-05: nothing is missing.\n")


def test_a_month_that_the_books_do_not_hold(ledger: Path, due: Due) -> None:
    """
    option "operating_currency" "USD"
    2026-04-01 open Assets:Bank
    2026-04-01 open Income:Dues
    2026-05-02 * "dues"
      Assets:Bank  40.00 USD
      Income:Dues
    """
    result = due(ledger, "--month", "2026-04")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "coopfund: 2026-04 is before these books begin, on 2026-05-02.\n"


def test_a_receipt_of_an_earlier_month_waits_for_an_answer(ledger: Path, due: Due) -> None:
    """
    option "operating_currency" "USD"
    plugin "coopfund_plugins.controls"
    2026-04-01 open Assets:Bank
    2026-04-01 open Equity:Opening
    2026-04-01 open Expenses:Rent
    2026-04-01 * "opening"
      Assets:Bank  500.00 USD
      Equity:Opening
    2026-04-02 * "Landlord" "rent"
      receipt: "1"
      Expenses:Rent  60.00 USD
      Assets:Bank
    2026-04-03 * "Ann" "paper"
      Expenses:Rent  31.90 USD
      Assets:Bank
    2026-05-02 * "Landlord" "rent"
      receipt: "2"
      Expenses:Rent  60.00 USD
      Assets:Bank
    """
    message = "31.90 USD to Ann has no document; from 25.00 up one is needed."
    kinds = {}
    for month in ("2026-04", "2026-05"):
        told = {one["message"]: one["kind"] for one in missing(due, ledger, month)}
        kinds[month] = told.get(message), told.get(f"CF604 receipts: {message}")
    assert kinds == {"2026-04": ("receipt", None), "2026-05": (None, "finding")}
