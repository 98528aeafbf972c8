"""Every file of a small group's report, byte for byte.

To renew them after a change that is meant: ``COOPFUND_GOLDEN=write pytest tests/report``.
"""

import os
from pathlib import Path

from coopfund import __version__
from tests.languages import TRANSLATED
from tests.report.conftest import Run

GOLDEN = Path(__file__).with_name("golden")
IN_LANGUAGES = Path(__file__).with_name("golden_languages")
MONTH = "2026-10"
BINARY = {".pdf", ".xlsx"}
"""Their texts are the page's; their bytes change with the versions that write them."""


def written(folder: Path) -> dict[str, str]:
    """Every file's text by name, without the version."""
    return {
        path.name: path.read_text(encoding="utf-8").replace(
            f"coopfund {__version__} ", "coopfund VERSION "
        )
        for path in sorted(folder.iterdir())
        if path.suffix not in BINARY and not path.name.endswith("-manifest.json")
    }


def digests(folder: Path) -> dict[str, bytes]:
    """Every file's bytes."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_every_file_is_as_it_was(ledger: Path, run: Run, tmp_path: Path) -> None:
    """
    option "title" "Quay Street Kitchen"
    option "operating_currency" "USD"
    plugin "coopfund_plugins"

    2026-07-01 open Assets:Bank
    2026-07-01 open Assets:Strike
      pool: "strike-fund"
    2026-07-01 open Liabilities:Printer
    2026-07-01 open Income:Dues
      source: "dues"
    2026-07-01 open Income:Gifts
      source: "donation"
    2026-07-01 open Income:City
      source: "state"
    2026-07-01 open Expenses:Rent
    2026-07-01 open Expenses:Printing
      essential: FALSE
    2026-07-01 open Expenses:Childcare
      program: "childcare"
      essential: FALSE
    2026-07-01 open Expenses:Clinic
      program: "clinic"
      essential: FALSE
    2026-07-01 open Expenses:Hours
      program: "clinic"
    2026-07-01 open Equity:Hours
    2026-07-01 commodity HOUR
      kind: "hours"

    2026-07-01 custom "coopfund-decision" "GM-1"
    2026-07-01 custom "coopfund-program" "childcare"
      title: "Saturday childcare"
      funded-by: "dues"
      decision: "GM-1"
    2026-07-01 custom "coopfund-program" "clinic"
      title: "Tenants' clinic"
      funded-by: "dues state"
      decision: "GM-1"
    2026-07-01 custom "coopfund-program" "strike"
      title: "Strike fund"
      funded-by: "dues"
      pool: "strike-fund"
      decision: "GM-1"
    2026-07-01 custom "coopfund-dues" "standard" 20.00 USD "monthly"
    2026-07-01 custom "coopfund-member" "m-0001" "join" "standard"
    2026-07-01 custom "coopfund-member" "m-0002" "join" "standard"
    2026-07-01 custom "coopfund-member" "m-0003" "join" "standard"
    2026-07-01 custom "coopfund-contributor" "d-002"
      kind: "state"
    2026-07-01 custom "coopfund-contributor" "d-007"
      kind: "person"
    2026-10-05 custom "coopfund-waiver" "CF102" "the outing was promised; November makes it good"
      entry: "^outing"
      by: "m-0002"
      expires: 2026-12-31
      decision: "GM-1"
    2026-10-31 custom "coopfund-participants" "childcare" 4

    2026-07-03 * "dues"
      member: "m-0001"
      Assets:Bank  20.00 USD
      Income:Dues
    2026-07-03 * "dues"
      member: "m-0002"
      Assets:Bank  20.00 USD
      Income:Dues
    2026-07-04 * "dues"
      member: "m-0003"
      Assets:Bank  20.00 USD
      Income:Dues
    2026-07-10 * "gift"
      donor: "d-007"
      Assets:Bank  500.00 USD
      Income:Gifts
    2026-07-30 * "rent"
      Expenses:Rent  150.00 USD
      Assets:Bank

    2026-08-03 * "dues"
      member: "m-0001"
      Assets:Bank  20.00 USD
      Income:Dues
    2026-08-03 * "dues"
      member: "m-0002"
      Assets:Bank  20.00 USD
      Income:Dues
    2026-08-05 * "the city's contract for the clinic"
      donor: "d-002"
      Assets:Bank  300.00 USD
      Income:City
    2026-08-20 * "snacks" ^r-1
      document: "r-1.pdf"
      Expenses:Childcare  50.00 USD
      Assets:Bank
    2026-08-30 * "rent"
      Expenses:Rent  150.00 USD
      Assets:Bank

    2026-09-03 * "dues"
      member: "m-0001"
      Assets:Bank  20.00 USD
      Income:Dues
    2026-09-04 * "dues"
      member: "m-0003"
      Assets:Bank  40.00 USD
      Income:Dues
    2026-09-05 * "to the strike fund"
      Assets:Strike  30.00 USD
      Assets:Bank
    2026-09-12 * "nurse"
      Expenses:Clinic  80.00 USD
      Assets:Bank
    2026-09-26 * "outing" ^outing
      Expenses:Childcare  110.00 USD
      Assets:Bank
    2026-09-30 * "rent"
      Expenses:Rent  150.00 USD
      Assets:Bank

    2026-10-02 * "dues"
      member: "m-0001"
      Assets:Bank  20.00 USD
      Income:Dues
    2026-10-02 * "dues"
      member: "m-0002"
      Assets:Bank  40.00 USD
      Income:Dues
    2026-10-09 * "envelope"
      Assets:Bank  60.00 USD
      Income:Gifts
    2026-10-10 * "from the sister group"
      donor: "d-003"
      Assets:Bank  25.00 EUR
      Income:Gifts
    2026-10-12 * "leaflets, to be paid in November"
      Expenses:Printing  35.00 USD
      Liabilities:Printer
    2026-10-17 * "snacks"
      Expenses:Childcare  15.00 USD
      Assets:Bank
    2026-10-20 * "nurse"
      Expenses:Clinic  45.00 USD
      Assets:Bank
    2026-10-24 * "clinic"
      member: "m-0003"
      Expenses:Hours  6 HOUR
      Equity:Hours
    2026-10-30 * "rent"
      Expenses:Rent  150.00 USD
      Assets:Bank
    """
    assert run(ledger, "--month", MONTH, "-o", tmp_path / "one").exit_code == 0
    found = written(tmp_path / "one")
    if os.environ.get("COOPFUND_GOLDEN") == "write":
        for path in GOLDEN.iterdir():
            path.unlink()
        for name, text in found.items():
            (GOLDEN / name).write_text(text, encoding="utf-8")
    assert found == {path.name: path.read_text(encoding="utf-8") for path in GOLDEN.iterdir()}
    for code in TRANSLATED:
        told = ("--language", code, "--only", "md", "-o", tmp_path / code)
        assert run(ledger, "--month", MONTH, *told).exit_code == 0
        (text,) = written(tmp_path / code).values()
        page = IN_LANGUAGES / f"{code}.md"
        if os.environ.get("COOPFUND_GOLDEN") == "write":
            page.write_text(text, encoding="utf-8")
        assert text == page.read_text(encoding="utf-8"), code
    assert run(ledger, "--month", MONTH, "-o", tmp_path / "two").exit_code == 0
    assert digests(tmp_path / "two") == digests(tmp_path / "one"), "the same books, other bytes"
