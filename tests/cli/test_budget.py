"""``coopfund budget``: golden pages of the demo, options, and broken input.

To renew the pages after a change that is meant: ``COOPFUND_GOLDEN=write pytest tests/cli``.
"""

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run

GOLDEN = Path(__file__).with_name("golden")
DEMO = Path(__file__).parents[2] / "ledger"
Json = Callable[..., Any]

BALLOTS = """\
voter,Playground,Reading corner,Tool library,Fridge
cost,1200.00,800.00,450.00,900.00
account,,Expenses:Core:Repairs,,
program,childcare,,,clinic
m-0001,x,,x,
m-0002,,x,x,x
m-0003,x,x,,
m-0004,x,,,x
m-0005,,,x,x
m-0006,,x,x,
"""
"""Three of four projects fit 2,500.00; the account of one of them has no budget yet."""


SMALL = """\
option "operating_currency" "USD"
2026-01-01 open Assets:Bank
2026-01-01 open Expenses:Clinic
  program: "clinic"
2026-01-01 open Expenses:Core:Repairs
2026-01-01 open Income:Gifts
  source: "donation"
2026-01-01 custom "coopfund-program" "clinic"
2026-01-01 custom "coopfund-program" "childcare"
2026-01-01 custom "coopfund-contributor" "d-007"
  kind: "person"
2026-10-02 * "a gift"
  donor: "d-007"
  Assets:Bank     100.00 USD
  Income:Gifts
2026-10-31 * "rent" #scheduled
  Expenses:Clinic  12.00 USD
  Assets:Bank
"""


@pytest.fixture
def ballots(tmp_path: Path) -> Path:
    path = tmp_path / "ballots.csv"
    path.write_text(BALLOTS, encoding="utf-8")
    return path


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A month of books: enough to be asked for what they do not hold."""
    path = tmp_path / "main.beancount"
    path.write_text(SMALL, encoding="utf-8")
    return path


def same(name: str, printed: str) -> None:
    """Compare with the golden page."""
    file = GOLDEN / name
    if os.environ.get("COOPFUND_GOLDEN") == "write":
        file.parent.mkdir(exist_ok=True)
        file.write_text(printed, encoding="utf-8")
    assert printed == file.read_text(encoding="utf-8")


@pytest.mark.parametrize("form", ["text", "json", "csv", "md"])
def test_status_is_as_it_was(form: str, run: Run) -> None:
    result = run("budget", "status", DEMO, "--format", form)
    assert (result.exit_code, result.stderr) == (0, "")
    same(f"budget-status.{form}", result.stdout)


def test_status_of_a_month_is_that_of_its_last_day(run: Run) -> None:
    of_month = run("budget", "status", DEMO, "--month", "2026-02", "--program", "clinic")
    of_day = run("budget", "status", DEMO, "--as-of", "2026-02-28", "--program", "clinic")
    assert of_month.stdout == of_day.stdout
    assert "Expenses:Childcare" not in of_month.stdout


def test_status_adds_up(run_json: Json) -> None:
    data = run_json("budget", "status", DEMO)
    for name in ("month_actual", "todate_actual", "recurring", "one_off"):
        lines = sum(round(float(line[name]) * 100) for line in data["lines"])
        programs = sum(round(float(its[name]) * 100) for its in data["programs"].values())
        assert lines == programs == round(float(data["total"][name]) * 100)


def test_a_budget_that_is_exceeded_stops(ledger: Path, run: Run) -> None:
    """
    option "operating_currency" "USD"
    plugin "coopfund_plugins"
    2026-01-01 open Assets:Bank
    2026-01-01 open Expenses:Rent
    2026-01-01 custom "budget" Expenses:Rent "yearly" 100.00 USD
    2026-01-03 * "rent"
      Expenses:Rent  101.00 USD
      Assets:Bank
    """
    result = run("budget", "status", ledger)
    assert result.exit_code == 1
    assert "stop CF501: Expenses:Rent has spent 101.00 USD in 2026, 101.0 %" in result.stdout
    assert run("budget", "status", ledger, "--program", "core").exit_code == 1


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--month", "2026-13"], '--month "2026-13" is no month'),
        (["--month", "2031-01"], "--month 2031-01 is a future month for these books"),
        (["--as-of", "2001-01-01"], "--as-of 2001-01-01 is outside these books"),
        (["--as-of", "2026-01-01", "--month", "2026-01"], "say the same; give one of them"),
        (["--program", "clinik"], 'There is no program "clinik" (did you mean "clinic"?).'),
    ],
)
def test_status_of_what_is_not_there(
    options: Sequence[str], sentence: str, small: Path, run: Run
) -> None:
    result = run("budget", "status", small, *options)
    assert (result.exit_code, result.stdout) == (2, "")
    assert sentence in result.stderr


@pytest.mark.parametrize("form", ["text", "json", "csv", "md"])
def test_the_draft_is_as_it_was(form: str, run: Run) -> None:
    result = run("budget", "plan", DEMO, "--year", 2027, "--format", form)
    assert (result.exit_code, result.stderr) == (0, "")
    same(f"budget-plan.{form}", result.stdout)


def test_a_draft_without_the_patron_and_the_state(run: Run) -> None:
    options = ("--without", "d-007", "--without", "state", "--members", "-10%")
    result = run("budget", "plan", DEMO, "--year", 2027, *options, "--price-rise", "3%")
    assert result.exit_code == 1
    same("budget-plan-short.text", result.stdout)


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--year", "2026"], "2026 is not after 2026-10-31; a draft is of a year to come."),
        (["--year", "2027", "--members", "ten"], '--members "ten" is no percentage such as'),
        (["--year", "2027", "--members", "-101%"], '"-101%" would leave less than nothing.'),
        (["--year", "2027", "--round", "0"], '--round "0" is no amount above 0'),
        (["--year", "2027", "--set", "Clinic"], '--set "Clinic" is not of the form'),
        (["--year", "2027", "--set", "Expenses:Klinic=1"], '(did you mean "Expenses:Clinic"?)'),
        (["--year", "2027", "--keep", "klinic"], 'There is no program "klinic"'),
        (["--year", "2027", "--without", "d-0007"], 'There is no giver "d-0007"'),
        (["--year", "2027", "--write"], "to write, name the --decision that voted it."),
        (
            ["--year", "2027", "--write", "--decision", "GM-9"],
            "GM-9 is not in the books; give its --date, and it is recorded too.",
        ),
    ],
)
def test_a_draft_of_what_is_not_there(
    options: Sequence[str], sentence: str, small: Path, run: Run
) -> None:
    result = run("budget", "plan", small, *options)
    assert (result.exit_code, result.stdout) == (2, "")
    assert sentence in result.stderr


def test_a_draft_is_written_once(small: Path, run: Run) -> None:
    plan = ("budget", "plan", small, "--year", 2027, "--decision", "GM-2026-12")
    voted = ("--date", "2026-12-12", "--yes")
    before = small.read_text(encoding="utf-8")
    shown = run(*plan, *voted, "--dry-run")
    assert (shown.exit_code, small.read_text(encoding="utf-8")) == (0, before)
    written = run(*plan, *voted, "--write")
    assert (written.exit_code, written.stdout) == (0, shown.stdout)
    same("budget-plan-entries.beancount", written.stdout)
    assert '2027-01-01 custom "budget" Expenses:Clinic' in small.read_text(encoding="utf-8")
    again = run(*plan, "--write", "--yes")
    assert again.exit_code == 2
    assert "has a budget from 2027-01-01 on already (main.beancount:" in again.stderr


@pytest.mark.parametrize("form", ["text", "json", "csv", "md"])
def test_a_vote_is_as_it_was(form: str, ballots: Path, run: Run) -> None:
    result = run("budget", "vote", ballots, "--budget", "2500", "--voters", "--format", form)
    assert (result.exit_code, result.stderr) == (0, "")
    same(f"budget-vote.{form}", result.stdout)


def test_a_vote_by_most_votes(ballots: Path, run: Run) -> None:
    result = run("budget", "vote", ballots, "--budget", "2500", "--method", "greedy")
    same("budget-vote-greedy.text", result.stdout)


def test_voters_are_named_only_where_that_is_asked(ballots: Path, run: Run) -> None:
    for form in ("text", "json", "csv", "md"):
        result = run("budget", "vote", ballots, "--budget", "2500", "--format", form)
        assert "m-0001" not in result.stdout


def test_a_result_is_written_with_its_decision(ballots: Path, small: Path, run: Run) -> None:
    vote = ("budget", "vote", ballots, small, "--budget", "2500", "--under", "Expenses:Projects")
    voted = ("--decision", "GM-2026-12", "--date", "2026-10-30", "--year", 2027, "--yes")
    before = small.read_text(encoding="utf-8")
    shown = run(*vote, *voted, "--dry-run")
    assert (shown.exit_code, small.read_text(encoding="utf-8")) == (0, before)
    written = run(*vote, *voted, "--write")
    assert (written.exit_code, written.stdout) == (0, shown.stdout)
    same("budget-vote-entries.beancount", written.stdout)
    assert run("check", small).exit_code == 0
    other = ("--decision", "GM-2026-13", "--date", "2026-10-30", "--year", 2027, "--yes")
    again = run(*vote, *other, "--write")
    assert again.exit_code == 2
    assert "has a budget of 2027 already (main.beancount:" in again.stderr


def test_only_money_that_is_held_and_may_be_used(ballots: Path, run: Run) -> None:
    """Of the dues, 2,737.46 are held on 31 October."""
    vote = ("budget", "vote", ballots, DEMO, "--source", "dues")
    result = run(*vote, "--members-only")
    assert "2,737.46 USD of dues is held on 2026-10-31" in result.stdout
    assert "Every voter was a member on 2026-10-31." in result.stdout
    over = run(*vote, "--budget", "3000")
    assert over.exit_code == 2
    assert "only 2,737.46 USD of dues is held on 2026-10-31, so 3,000.00 cannot" in over.stderr


def test_gifts_do_not_pay_for_what_dues_alone_may(ledger: Path, ballots: Path, run: Run) -> None:
    """
    option "operating_currency" "USD"
    2026-01-01 open Assets:Bank
    2026-01-01 open Income:Gifts
      source: "donation"
    2026-01-01 custom "coopfund-program" "childcare"
      funded-by: "dues"
    2026-01-05 * "a gift"
      Assets:Bank  2000.00 USD
      Income:Gifts
    """
    found = run("budget", "vote", ballots, ledger, "--source", "donation", "--method", "greedy")
    assert "Playground: its program, childcare, may not be paid from donation." in found.stdout
    assert "2,000.00 USD of donation is held on 2026-01-05" in found.stdout


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ([], "--budget is missing, and the file of ballots does not say it."),
        (["--budget", "2.500,00"], '--budget "2.500,00" is no amount above 0'),
        (["--budget", "0"], '--budget "0" is no amount above 0'),
        (["--budget", "9", "--step", "0"], '--step "0" is no amount above 0'),
        (["--budget", "9", "--write"], "to write, name --decision, its --date, and the --year"),
    ],
)
def test_a_vote_that_cannot_be_counted(
    options: Sequence[str], sentence: str, ballots: Path, run: Run
) -> None:
    result = run("budget", "vote", ballots, *options)
    assert (result.exit_code, result.stdout) == (2, "")
    assert sentence in result.stderr


def test_broken_ballots_are_named_row_by_row(ballots: Path, run: Run) -> None:
    text = BALLOTS.replace("m-0002,,x,x,x", "m-0001,,x,x,x").replace("m-0003,x", "m-0003,?")
    ballots.write_text(text, encoding="utf-8")
    result = run("budget", "vote", ballots, "--budget", "2500")
    assert (result.exit_code, result.stdout) == (2, "")
    same("budget-vote-broken.err", result.stderr)


def test_strangers_have_no_vote(ballots: Path, small: Path, run: Run) -> None:
    result = run("budget", "vote", ballots, small, "--budget", "2500", "--members-only")
    assert result.exit_code == 2
    strangers = "m-0001, m-0002, m-0003 and 3 more were no members on 2026-10-31"
    assert f"{strangers}; nothing was counted." in result.stderr


def test_a_project_needs_an_account_to_be_booked(ballots: Path, small: Path, run: Run) -> None:
    voted = ("--decision", "GM-9", "--date", "2026-10-30", "--year", 2027, "--dry-run")
    vote = ("budget", "vote", ballots, small, "--budget", "2500")
    result = run(*vote, *voted)
    assert 'names no account; add a row "account", or --under' in result.stderr
    ballots.write_text(BALLOTS.replace("Core:Repairs", "Core:Repair"), encoding="utf-8")
    result = run(*vote, *voted, "--under", "Expenses:Projects")
    assert "Expenses:Core:Repair, which is no account of expenses here." in result.stderr
