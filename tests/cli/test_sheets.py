"""``coopfund measures --sheet``: forms in every format, as of any day of the books."""

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from coopfund import words
from tests.cli.conftest import Run

DEMO = Path(__file__).parents[2] / "ledger" / "main.beancount"
Json = Callable[..., Any]


@pytest.mark.parametrize("sheet", words.SHEETS)
def test_every_format_of_every_sheet(sheet: str, run: Run, run_json: Json) -> None:
    data = run_json("measures", DEMO, "--sheet", sheet)
    assert (data["schema_version"], data["sheet"], data["currency"]) == (1, sheet, "USD")
    lines = [line for part in data["parts"].values() for line in part["lines"]]
    assert all(len(line["values"]) == len(data["columns"]) for line in lines)
    table = run("measures", DEMO, "--sheet", sheet, "--format", "csv").stdout
    head, *rows = csv.reader(io.StringIO(table))
    assert head == ["part", "line", "text", *data["columns"]]
    assert [row[1] for row in rows] == [
        line["line"] for part in data["parts"].values() for line in part["lines"]
    ]
    assert run("measures", DEMO, "--sheet", sheet).stdout.startswith(data["title"])
    page = run("measures", DEMO, "--sheet", sheet, "--format", "md").stdout
    assert page.startswith("# ")
    assert page.count("\n| ") == len(lines) + 2 * len(data["parts"])


def test_a_sheet_ends_with_the_day_asked_for(run_json: Json) -> None:
    data = run_json("measures", DEMO, "--sheet", "schedule-a", "--as-of", "2025-06-30")
    assert (data["as_of"], data["columns"][-2]) == ("2025-06-30", "2025")
    assert data["parts"]["II"]["lines"][0]["values"][:3] == ["0.00"] * 3


def test_the_total_of_a_sheet_is_the_measure(run_json: Json) -> None:
    part = run_json("measures", DEMO, "--sheet", "schedule-a")["parts"]["II"]
    lines = {line["line"]: line["values"][-1] for line in part["lines"]}
    measure = run_json("measures", DEMO)["measures"]["public_support"]
    assert lines["14"] == measure["value"]
    assert lines["11"] == measure["inputs"]["lines"]["11 total support"]


def test_an_unknown_sheet_is_wrong_usage(run: Run) -> None:
    assert run("measures", DEMO, "--sheet", "schedule-b").exit_code == 2
