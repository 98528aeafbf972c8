"""``coopfund simulate``: golden pages of the demo, options, and broken input.

To renew the pages after a change that is meant: ``COOPFUND_GOLDEN=write pytest tests/cli``.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from tests.cli.conftest import Run

GOLDEN = Path(__file__).with_name("golden")
DEMO = Path(__file__).parents[2] / "ledger"
Json = Callable[..., Any]
CHANGED = (
    "--drop",
    "d-007",
    "--drop",
    "source:state",
    "--members=-10%",
    "--price-rise=5%",
    "--strike",
    "20 members 8 weeks 50.00/week from 2027-03",
    "--runs",
    "40",
    "--seed",
    "7",
)
"""Enough runs for every line of a page; the demo's own fan is made with more."""

SMALL = """\
option "operating_currency" "USD"
2026-01-01 open Assets:Bank
2026-01-01 open Expenses:Rent
2026-01-01 open Income:Gifts
  source: "donation"
2026-01-01 custom "coopfund-contributor" "d-007"
2026-01-01 custom "coopfund-program" "clinic"
2026-09-02 * "a gift"
  donor: "d-007"
  Assets:Bank     100.00 USD
  Income:Gifts
2026-10-05 * "rent"
  Expenses:Rent  12.00 USD
  Assets:Bank
"""


@pytest.mark.parametrize("begins", [(), ("from", "2026-12")])
def test_a_strike_needs_no_quotes(begins: tuple[str, ...], small: Path, run: Run) -> None:
    words = ("120", "members", "8", "weeks", "200.00/week", *begins)
    more = ("--strike-program", "clinic", "--months", "3")
    apart = run("simulate", "--strike", *words, small, *more)
    whole = run("simulate", small, "--strike", " ".join(words), *more)
    assert apart.exit_code == whole.exit_code == 0
    assert apart.stdout == whole.stdout
    assert "8 weeks" in apart.stdout


@pytest.fixture
def small(tmp_path: Path) -> Path:
    path = tmp_path / "main.beancount"
    path.write_text(SMALL, encoding="utf-8")
    return path


def same(name: str, text: str) -> None:
    """Compare with the golden page, or renew it."""
    path = GOLDEN / name
    if os.environ.get("COOPFUND_GOLDEN") == "write":
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("form", ["text", "json", "csv", "md"])
def test_the_months_to_come_are_as_they_were(form: str, run: Run, tmp_path: Path) -> None:
    result = run("simulate", DEMO, *CHANGED, "--format", form, "--chart", tmp_path / "fan.svg")
    assert result.exit_code == 0
    same(f"simulate.{form}", result.stdout)
    if form == "text":
        same("simulate.svg", (tmp_path / "fan.svg").read_text(encoding="utf-8"))


@pytest.mark.parametrize("form", ["text", "json", "csv", "md"])
def test_what_growth_takes_is_as_it_was(form: str, run: Run, tmp_path: Path) -> None:
    result = run("simulate", "scale", DEMO, "--format", form, "--chart", tmp_path / "scale.svg")
    assert result.exit_code == 0
    same(f"simulate-scale.{form}", result.stdout)
    if form == "text":
        same("simulate-scale.svg", (tmp_path / "scale.svg").read_text(encoding="utf-8"))


def test_the_charts_are_drawings_that_tell_what_they_show() -> None:
    for name in ("simulate.svg", "simulate-scale.svg"):
        root = ET.fromstring((GOLDEN / name).read_text(encoding="utf-8"))  # noqa: S314  # our own
        space = "{http://www.w3.org/2000/svg}"
        assert root.tag == f"{space}svg"
        assert root.findtext(f"{space}title")
        assert root.findtext(f"{space}desc")


def test_the_first_command_need_not_be_named(run: Run, small: Path) -> None:
    named = run("simulate", "months", small, "--months", 2)
    assert named.exit_code == 0
    assert run("simulate", small, "--months", 2).stdout == named.stdout
    assert run("simulate", "--months", 2, small).stdout == named.stdout
    assert "months" in run("simulate", "--help").stdout


def test_the_first_month_follows_the_last_whole_one(run_json: Json, small: Path) -> None:
    """The books end on 5 October, so September is the last whole month."""
    assert run_json("simulate", small)["start"] == "2026-10"
    assert run_json("simulate", small, "--start", "2026-11")["start"] == "2026-11"
    assert run_json("simulate", small)["months"][0]["other"] == "100.00"


def test_money_is_text_and_everything_assumed_has_its_origin(run_json: Json) -> None:
    data = run_json("simulate", DEMO, "--months", 3)
    assert len(data["months"]) == 3
    assert data["fan"] is None
    assert data["strike"] is None
    assert data["independence"]["motion"].startswith("Motion: ")
    assert all(its["figure"] and its["from"] for its in data["assumptions"])
    for month in data["months"]:
        assert isinstance(month["cash"], str)
        assert month["cash"].count(".") == 1


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--start", "2027-13"), '--start "2027-13" is no month'),
        (("--start", "2028-01"), "does not follow the books"),
        (("--start", "2026-09"), "does not follow the books"),
        (("--drop", "d-7"), 'there is no giver "d-7"'),
        (("--drop", "state"), "for a source write source:NAME"),
        (("--drop", "source:stat"), 'did you mean "state"?'),
        (("--members", "ten"), '--members "ten" is no percentage'),
        (("--members=-110%",), "less than nothing"),
        (("--strike", "soon"), "is no strike such as"),
        (("--strike", "2 members 2 weeks 5/week"), "--strike-program"),
        (("--strike-program", "clinic"), "name the strike too"),
        (
            ("--strike", "2 members 2 weeks 5/week from 2026-01", "--strike-program", "clinic"),
            "before the first month",
        ),
        (("--strike-program", "clinc"), 'did you mean "clinic"?'),
    ],
)
def test_what_cannot_be_simulated(
    options: tuple[str, ...], message: str, run: Run, small: Path
) -> None:
    result = run("simulate", small, *options)
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--fixed", "much"), '--fixed "much" is no amount'),
        (("--program", "clinc"), 'did you mean "clinic"?'),
        (("--as-of", "2025-01-01"), "before these books begin"),
        ((), "coopfund-member"),
    ],
)
def test_what_cannot_be_scaled(
    options: tuple[str, ...], message: str, run: Run, small: Path
) -> None:
    result = run("simulate", "scale", small, *options)
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr


@pytest.mark.parametrize("command", [("simulate",), ("simulate", "scale")])
def test_books_without_entries(command: tuple[str, ...], run: Run, ledger: Path) -> None:
    """2026-01-01 open Assets:Bank"""
    result = run(*command, ledger)
    assert result.exit_code == 2
    assert "has no transactions" in result.stderr


def test_one_month_alone_is_base_enough(run: Run, ledger: Path) -> None:
    """
    option "operating_currency" "USD"
    2026-01-01 open Assets:Bank
    2026-01-01 open Income:Gifts
    2026-01-05 * "a gift"
      Assets:Bank  100.00 USD
      Income:Gifts
    """
    result = run("simulate", ledger, "--months", 1)
    assert result.exit_code == 0
    assert "one month from February 2026" in result.stdout
    assert "No dues are expected" in result.stdout


def test_a_file_that_cannot_be_written(run: Run, small: Path, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("", encoding="utf-8")
    result = run("simulate", small, "--chart", tmp_path / "taken" / "fan.svg")
    assert result.exit_code == 2
    assert "cannot be written" in result.stderr
