"""What a report says of those before it: each past figure that has changed, and why."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from tests.report.conftest import Run

BOOKS = """\
option "operating_currency" "USD"
plugin "coopfund_plugins"
2026-01-01 open Assets:Bank
2026-01-01 open Income:Dues
  source: "dues"
2026-01-01 open Expenses:Rent
2026-03-02 * "dues"
  Assets:Bank  100.00 USD
  Income:Dues
2026-03-20 * "rent"
  Expenses:Rent  80.00 USD
  Assets:Bank
2026-04-20 * "rent"
  Expenses:Rent  80.00 USD
  Assets:Bank
2026-05-20 * "rent"
  Expenses:Rent  80.00 USD
  Assets:Bank
"""
LATE = """
2026-04-28 * "a bill found late"
  Expenses:Rent  15.00 USD
  Assets:Bank
"""


@pytest.fixture
def books(tmp_path: Path) -> Path:
    """A small ledger from March to May 2026."""
    path = tmp_path / "ledger" / "main.beancount"
    path.parent.mkdir()
    path.write_text(BOOKS, encoding="utf-8")
    return path


def restated(folder: Path, month: str) -> dict[str, Any]:
    """What the report of a month says of those before it."""
    text = (folder / f"coopfund-{month}.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)["restatements"]
    return found


def pack(folder: Path, month: str) -> dict[str, bytes]:
    """The files of a month."""
    return {path.name: path.read_bytes() for path in folder.glob(f"coopfund-{month}*")}


def test_with_no_earlier_report_there_is_nothing_to_compare(
    books: Path, run: Run, tmp_path: Path
) -> None:
    run(books, "--month", "2026-04", "-o", tmp_path)
    found = restated(tmp_path, "2026-04")
    assert (found["against"], found["figures"], found["because"]) == (None, [], [])
    sentence = "No earlier report is known, so there are no past figures to compare with."
    for end in ("html", "md", "json"):
        assert sentence in (tmp_path / f"coopfund-2026-04.{end}").read_text(encoding="utf-8")


def test_a_month_added_changes_nothing_past(books: Path, run: Run, tmp_path: Path) -> None:
    run(books, "--month", "2026-04", "-o", tmp_path)
    run(books, "--month", "2026-05", "-o", tmp_path)
    page = (tmp_path / "coopfund-2026-05.md").read_text(encoding="utf-8")
    assert "No past figure has changed since the report of April 2026." in page


def test_a_late_bill_restates_what_was_delivered(books: Path, run: Run, tmp_path: Path) -> None:
    run(books, "--month", "2026-04", "-o", tmp_path)
    books.write_text(BOOKS + LATE, encoding="utf-8")
    run(books, "--month", "2026-05", "-o", tmp_path)
    found = restated(tmp_path, "2026-05")
    assert found["against"] == "2026-04"
    changed = {one["key"]: (one["before"], one["after"]) for one in found["figures"]}
    assert changed["2026-04 running_cost"] == ("80.00", "95.00")
    assert changed["2026-04 reserves general"] == ("-60.00", "-75.00")
    assert changed["2026-04 measure running_cost"] == ("160.00", "175.00")
    assert not any(key.startswith("2026-03") for key in changed)
    assert found["because"] == [
        {
            "date": "2026-04-28",
            "where": "main.beancount:20",
            "what": "added or changed: a bill found late",
        }
    ]


def test_it_stands_in_every_format_and_on_the_first_page(
    books: Path, run: Run, tmp_path: Path
) -> None:
    run(books, "--month", "2026-04", "-o", tmp_path)
    books.write_text(BOOKS + LATE, encoding="utf-8")
    run(books, "--month", "2026-05", "-o", tmp_path)
    for end in ("html", "md"):
        page = (tmp_path / f"coopfund-2026-05.{end}").read_text(encoding="utf-8")
        assert "past figures are no longer what an earlier report said." in page
        assert "main.beancount:20" in page
    rows = list(
        csv.reader(
            io.StringIO((tmp_path / "coopfund-2026-05-restated.csv").read_text(encoding="utf-8"))
        )
    )
    assert ["Running costs", "April 2026", "80.00", "95.00", "2026-04 running_cost"] in rows


def test_an_entry_taken_away_or_changed(books: Path, run: Run, tmp_path: Path) -> None:
    run(books, "--month", "2026-04", "-o", tmp_path)
    books.write_text(
        BOOKS.replace("80.00 USD\n  Assets:Bank\n2026-04", "85.00 USD\n  Assets:Bank\n2026-04"),
        encoding="utf-8",
    )
    run(books, "--month", "2026-05", "-o", tmp_path)
    found = restated(tmp_path, "2026-05")
    # March is the books' first month, which all prints are made with.
    assert found["because"] == []
    assert found["note"].startswith("Entries of the books' first month have changed")
    run(books, "--month", "2026-05", "-o", tmp_path / "other")


def test_a_report_delivered_again_tells_what_it_said_first(
    books: Path, run: Run, tmp_path: Path
) -> None:
    run(books, "--month", "2026-05", "-o", tmp_path)
    books.write_text(BOOKS + LATE, encoding="utf-8")
    run(books, "--month", "2026-05", "-o", tmp_path)
    first = pack(tmp_path, "2026-05")
    changed = {one["key"]: one for one in restated(tmp_path, "2026-05")["figures"]}
    assert changed["2026-04 running_cost"]["before"] == "80.00"
    run(books, "--month", "2026-05", "-o", tmp_path)
    assert pack(tmp_path, "2026-05") == first, "made again, it says the same"
    books.write_text(BOOKS, encoding="utf-8")
    run(books, "--month", "2026-05", "-o", tmp_path)
    assert restated(tmp_path, "2026-05")["figures"] == []


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"report": "month", "month": "2026-04", "dues": 3}', "\ud800"]
)
def test_an_earlier_report_that_is_none(books: Path, run: Run, tmp_path: Path, text: str) -> None:
    path = tmp_path / "coopfund-2026-04.json"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    assert run(books, "--month", "2026-05", "-o", tmp_path).exit_code == 0
    assert restated(tmp_path, "2026-05")["figures"] == []
