"""`coopfund check`: formats, exit codes, and the books as they stood on a day."""

import csv
import io
import json
from pathlib import Path

from tests.cli.conftest import Run


def test_a_breach_stops_until_the_day_it_is_made_good(ledger: Path, run: Run) -> None:
    """
    option "operating_currency" "USD"
    plugin "coopfund_plugins"
    2026-01-01 open Assets:Bank
    2026-01-01 open Income:Gifts
      source: "donation"
    2026-01-01 open Expenses:Childcare
      program: "childcare"
    2026-01-01 open Expenses:Core
    2026-01-01 custom "coopfund-program" "childcare"
      funded-by: "dues"
    2026-01-05 * "gift"
      donor: "d-1"
      Assets:Bank            40.00 USD
      Income:Gifts
    2026-01-20 * "outing" ^outing
      Expenses:Childcare     30.00 USD
      Assets:Bank
    2026-02-10 * "core bears it" ^outing
      Expenses:Childcare    -30.00 USD
      Expenses:Core          30.00 USD
    """
    early = run("check", ledger, "--as-of", "2026-01-31", "--format", "json")
    late = run("check", ledger, "--format", "json")
    assert early.exit_code == 1
    assert late.exit_code == 0
    actions = [
        [(f["code"], f["action"]) for f in json.loads(result.stdout)["findings"] if f["program"]]
        for result in (early, late)
    ]
    assert actions == [[("CF102", "stop")], [("CF102", "note")]]


def test_json_has_the_fixed_shape(ledger: Path, run: Run) -> None:
    """
    option "operating_currency" "USD"
    plugin "coopfund_plugins"
    2026-01-01 open Assets:Bank
    2026-01-01 open Income:Gifts
      source: "donation"
    2026-01-05 * "envelope" ^fair
      Assets:Bank            60.00 USD
      Income:Gifts
    2026-01-06 custom "coopfund-waiver" "CF202" "counted by two"
      entry: "^fair"
      by: "m-0001"
      expires: 2027-01-01
    """
    result = run("check", ledger, "--format", "json")
    data = json.loads(result.stdout)
    assert result.exit_code == 0
    assert data["schema_version"] == 1
    assert data["ledger"] == "main.beancount"
    assert data["beancount_errors"] == 0
    assert data["counts"] == {"stop": 0, "warn": 0, "note": 0, "waived": 1}
    (finding,) = data["findings"]
    assert finding == {
        "code": "CF202",
        "name": "anonymous",
        "action": "stop",
        "date": "2026-01-05",
        "file": "main.beancount",
        "line": 8,
        "program": None,
        "contributor": None,
        "message": "A gift of 60.00 USD names no giver; above 50.00 a giver must be known.",
        "evidence": {"amount": "60.00", "limit": "50.00", "over": "10.00"},
        "waiver": {
            "reason": "counted by two",
            "by": "m-0001",
            "expires": "2027-01-01",
            "decision": None,
            "file": "main.beancount",
            "line": 9,
        },
    }


def test_csv_has_a_row_a_finding(ledger: Path, run: Run) -> None:
    """
    option "operating_currency" "USD"
    plugin "coopfund_plugins"
    2026-01-01 open Assets:Bank
    2026-01-01 open Income:Gifts
      source: "donation"
    2026-01-05 * "envelope"
      Assets:Bank            1060.00 USD
      Income:Gifts
    """
    result = run("check", ledger, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert result.exit_code == 1
    assert [(row["code"], row["action"], row["waived"]) for row in rows] == [
        ("CF202", "stop", ""),
        ("CF202", "warn", ""),
    ]
