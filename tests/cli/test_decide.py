"""``coopfund decide``: a vote on record, judged before it is written."""

import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.cli.conftest import Run

DEMO = Path(__file__).parents[2] / "ledger"
BOOKS = """\
option "operating_currency" "USD"
plugin "coopfund_plugins"
2026-01-01 open Assets:Bank
2026-01-01 open Income:Dues
  source: "dues"
2026-01-01 open Expenses:Rent
2026-01-01 custom "coopfund-program" "clinic"
  title: "Clinic"
2026-01-01 custom "coopfund-decision" "GM-2026-01"
2026-01-05 * "rent"
  Expenses:Rent   10.00 USD
  Assets:Bank
"""


@pytest.fixture
def main(tmp_path: Path) -> Path:
    path = tmp_path / "main.beancount"
    path.write_text(BOOKS, encoding="utf-8")
    return path


def test_a_decision_is_recorded(main: Path, run: Run) -> None:
    given = ("--name", "GM-2026-02", "--date", "2026-02-10", "--amount", "400")
    said = ("--program", "clinic", "--title", "a  lamp", "--votes", "31 for, 2 against")
    expected = (
        '2026-02-10 custom "coopfund-decision" "GM-2026-02" 400.00 USD\n'
        '  program: "clinic"\n  title: "a lamp"\n  votes: "31 for, 2 against"\n'
    )
    shown = run("decide", main, *given, *said, "--dry-run")
    assert (shown.exit_code, shown.stdout) == (0, f"; main.beancount\n{expected}")
    assert main.read_text(encoding="utf-8") == BOOKS
    written = run("decide", main, *given, *said, "--yes")
    assert (written.exit_code, written.stdout) == (0, shown.stdout)
    assert expected in main.read_text(encoding="utf-8")
    assert run("check", main).exit_code == 0


def test_an_entry_is_a_link_or_an_account(main: Path, run: Run) -> None:
    given = ("decide", main, "--name", "GM-2", "--date", "2026-02-10", "--dry-run")
    assert '  entry: "^lamp"\n' in run(*given, "--entry", "lamp").stdout
    assert '  entry: "Expenses:Rent"\n' in run(*given, "--entry", "Expenses:Rent").stdout
    result = run(*given, "--entry", "Expenses:Rents")
    assert (result.exit_code, result.stdout) == (2, "")
    assert 'There is no account "Expenses:Rents" (did you mean "Expenses:Rent"?).' in result.stderr


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ([], "--name is missing: a decision has a number and a day."),
        (["--name", "GM-2"], "--date is missing: a decision has a number and a day."),
        (
            ["--name", "GM-2026-01", "--date", "2026-02-10"],
            "GM-2026-01 is recorded already, on 2026-01-01 at main.beancount:9.",
        ),
        (
            ["--name", "GM-2", "--date", "2026-02-10", "--amount", "1.234,56"],
            '--amount "1.234,56" is no amount such as 400.00 or "400.00 EUR".',
        ),
        (
            ["--name", "GM-2", "--date", "2026-02-10", "--title", "<b>lamp"],
            "holds markup or control characters (CF609).",
        ),
        (
            ["--name", "GM-2", "--date", "2026-02-10", "--program", "klinic", "--yes"],
            'no program "klinic" is declared (did you mean "clinic"?)',
        ),
        (
            ["--name", "GM-2", "--date", "2026-02-10"],
            "nobody can be asked here: repeat it with --yes to write it.",
        ),
    ],
)
def test_what_is_no_decision(options: Sequence[str], sentence: str, main: Path, run: Run) -> None:
    result = run("decide", main, *options)
    assert result.exit_code == 2
    assert sentence in result.stderr
    assert main.read_text(encoding="utf-8") == BOOKS


def test_a_vote_that_a_rule_stops_is_written_only_on_demand(tmp_path: Path, run: Run) -> None:
    """CF502: money for a program after a year in which dues did not carry the core."""
    books = Path(shutil.copytree(DEMO, tmp_path / "books"))
    given = ("--name", "GM-2", "--date", "2026-10-10", "--amount", "5", "--program", "clinic")
    before = (books / "rules.beancount").read_text(encoding="utf-8")
    stopped = run("decide", books, *given, "--yes")
    assert stopped.exit_code == 1
    assert "CF502" in stopped.stderr
    assert (books / "rules.beancount").read_text(encoding="utf-8") == before
    assert run("decide", books, *given, "--yes", "--despite-stop").exit_code == 0
    assert '"GM-2" 5.00 USD' in (books / "rules.beancount").read_text(encoding="utf-8")
