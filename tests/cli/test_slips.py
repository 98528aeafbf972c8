"""What people type by habit: a comma, a day as at home, an option that the next command has."""

from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.desk.books import JANUARY, texts_of, write_books

GIFT = ("add", "gift", "--anonymous", "--date", "2026-01-22", "--account", "Assets:Bank", "--yes")


@pytest.fixture
def main(tmp_path: Path) -> Path:
    (tmp_path / "books").mkdir()
    return write_books(tmp_path / "books", **{"2026-01": JANUARY})


@pytest.mark.parametrize(
    ("amount", "rather"),
    [
        ("8,90", "write 8.90."),
        ("1.234,5", "write 1234.5."),
        ("1,234", "without commas"),
        ("-5", "leave the minus out"),
        ("five", "write 1250.00"),
    ],
)
def test_amount_is_said_as_it_is_written(run: Run, main: Path, amount: str, rather: str) -> None:
    result = run(*GIFT, "--amount", amount, main)
    assert (result.exit_code, rather in result.stderr) == (2, True), result.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("check", "--as-of", "1.4.2026"),
        ("member", "leave", "m-0001", "--on", "31.02.2026"),
        ("dues", "status", "--as-of", "2026-02-31"),
    ],
)
def test_day_is_said_as_it_is_written(run: Run, words: tuple[str, ...]) -> None:
    result = run(*words)
    assert result.exit_code == 2
    assert "is no day; write it as 2026-03-05." in result.stderr


def test_every_command_takes_the_ledger_as_an_option(
    run: Run, main: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = run("trace", main).stdout
    assert run("trace", "--ledger", main).stdout == said
    monkeypatch.setenv("COOPFUND_LEDGER", "elsewhere.beancount")
    assert run("trace", "--ledger", main).stdout == said, "before the environment"
    assert run("trace", main).stdout == said
    assert run("trace").exit_code == 2


def test_leaving_takes_the_day_as_date_too(run: Run, main: Path) -> None:
    words = ("member", "leave", "m-0001", main, "--dry-run")
    assert run(*words, "--date", "2026-02-01").stdout == run(*words, "--on", "2026-02-01").stdout


def test_books_that_lose_entries_take_no_new_ones(run: Run, main: Path) -> None:
    month = main.parent / "2026-01.beancount"
    month.write_text(month.read_text() + '\n2026-01-23 * "half a line\n  Assets:Bank 1\n')
    before = texts_of(main.parent)
    result = run(*GIFT, "--amount", "5", main)
    assert (result.exit_code, "Mend it first" in result.stderr) == (2, True), result.stderr
    assert texts_of(main.parent) == before


def test_a_number_without_its_option_is_shown_the_option(run: Run) -> None:
    result = run("decide", "GM-2026-03", "--date", "2026-03-01")
    assert (result.exit_code, "--name GM-2026-03" in result.stderr) == (2, True), result.stderr
