"""``coopfund member``: the line that is written, what it changes, and what cannot happen."""

from pathlib import Path
from typing import Final

import pytest

from tests.cli.conftest import Run

BOOKS: Final = """\
option "title" "Quay Street Kitchen"
option "operating_currency" "USD"
plugin "coopfund_plugins"
2026-01-01 open Assets:Bank
2026-01-01 open Income:Dues
  source: "dues"
2026-01-01 custom "coopfund-dues" "standard" 10.00 USD "monthly"
2026-01-01 custom "coopfund-dues" "reduced" 4.00 USD "monthly"
2026-01-01 custom "coopfund-dues" "quarter" 25.00 USD "quarterly"
2026-06-01 custom "coopfund-dues" "late" 5.00 USD "monthly"
2026-01-01 custom "coopfund-member" "m-0001" "join" "standard"
2026-02-01 custom "coopfund-member" "m-0002" "join" "standard"
2026-03-01 custom "coopfund-member" "m-0002" "waive"
2026-03-10 * "dues"
  member: "m-0001"
  Assets:Bank  10.00 USD
  Income:Dues
"""


@pytest.fixture
def books(tmp_path: Path) -> Path:
    """A group with two members, one of them waived."""
    path = tmp_path / "main.beancount"
    path.write_text(BOOKS, encoding="utf-8")
    return path


def told(text: str) -> list[str]:
    """What was said of the member."""
    return [line for line in text.splitlines() if "m-000" in line]


@pytest.mark.parametrize(
    ("command", "line", "effect"),
    [
        (
            "join m-0003 standard --on 2026-04-20",
            '2026-04-20 custom "coopfund-member" "m-0003" "join" "standard"',
            "From 1 April 2026 on, m-0003 is asked 10.00 USD a month.",
        ),
        (
            "join new quarter --on 2026-04-20",
            '2026-04-20 custom "coopfund-member" "m-0003" "join" "quarter"',
            "From 1 April 2026 on, m-0003 is asked 25.00 USD a quarter.",
        ),
        (
            "tier m-0001 reduced --on 2026-04-20",
            '2026-04-20 custom "coopfund-member" "m-0001" "tier" "reduced"',
            "From 1 May 2026 on, m-0001 is asked 4.00 USD a month.",
        ),
        (
            "tier m-0001 reduced --on 2026-04-01",
            '2026-04-01 custom "coopfund-member" "m-0001" "tier" "reduced"',
            "From 1 April 2026 on, m-0001 is asked 4.00 USD a month.",
        ),
        (
            "waive m-0001 --on 2026-04-20",
            '2026-04-20 custom "coopfund-member" "m-0001" "waive"',
            "What is asked of m-0001 from 1 May 2026 on is waived.",
        ),
        (
            "unwaive m-0002 --on 2026-04-20",
            '2026-04-20 custom "coopfund-member" "m-0002" "unwaive"',
            "From 1 May 2026 on, m-0002 is asked 10.00 USD a month.",
        ),
        (
            "leave m-0001 --on 2026-04-20",
            '2026-04-20 custom "coopfund-member" "m-0001" "leave"',
            "From 1 May 2026 on, nothing more is asked of m-0001.",
        ),
        (
            # On the day of joining, after it.
            "waive m-0001 --on 2026-01-01",
            '2026-01-01 custom "coopfund-member" "m-0001" "waive"',
            "What is asked of m-0001 from 1 January 2026 on is waived.",
        ),
    ],
)
def test_what_happens_is_one_line(
    run: Run, books: Path, command: str, line: str, effect: str
) -> None:
    verb, member, *rest = command.split()
    tier = [] if rest[0].startswith("-") else [rest.pop(0)]
    result = run("member", verb, member, *tier, books, *rest, "--yes")
    assert (result.exit_code, told(result.stderr)) == (0, [effect])
    written = books.read_text(encoding="utf-8") + "".join(
        path.read_text(encoding="utf-8")
        for path in books.parent.glob("*.beancount")
        if path != books
    )
    assert f"\n{line}\n" in f"\n{written}\n"
    assert f"{line}\n" in result.stdout
    assert run("check", books).exit_code == 0


@pytest.mark.parametrize(
    ("command", "message"),
    [
        (
            "join m-0001 standard --on 2026-04-01",
            "m-0001 is a member already, on the tier standard; to change it: tier.",
        ),
        ("join Ana standard --on 2026-04-01", '"Ana" is no id such as m-0042; names stand in the '),
        (
            "tier m-0001 standrad --on 2026-04-01",
            'there is no tier "standrad" (did you mean "standard"?); the books have late, ',
        ),
        ("tier m-0001 standard --on 2026-04-01", "m-0001 is on the tier standard already."),
        ("tier m-0001 late --on 2026-04-01", "the tier late begins on 1 June 2026 only."),
        ("waive m-0002 --on 2026-04-01", "m-0002 is waived already."),
        ("unwaive m-0001 --on 2026-04-01", "m-0001 is not waived."),
        (
            "leave m-001 --on 2026-04-01",
            'm-001 is no member on 1 April 2026 (did you mean "m-0001"?).',
        ),
        ("leave m-0001 --on 2025-04-01", "m-0001 is no member on 1 April 2025."),
        (
            "leave m-0002 --on 2026-02-10",
            'm-0002 has a "waive" on 1 March 2026 already; what comes before it can only be ',
        ),
        ("leave m-0001 --on 2026-04-01 --nobody", ""),
    ],
)
def test_what_cannot_happen_is_one_sentence(
    run: Run, books: Path, command: str, message: str
) -> None:
    verb, member, *rest = command.split()
    tier = [] if rest[0].startswith("-") else [rest.pop(0)]
    result = run("member", verb, member, *tier, books, *rest, "--yes")
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"coopfund: {message}" in result.stderr or not message
    assert books.read_text(encoding="utf-8") == BOOKS


def test_a_dry_run_writes_nothing(run: Run, books: Path) -> None:
    result = run("member", "leave", "m-0001", books, "--on", "2026-04-01", "--dry-run")
    assert result.exit_code == 0
    assert '"leave"' in result.stdout
    assert books.read_text(encoding="utf-8") == BOOKS


def test_who_joins_with_a_name_is_in_the_roster_alone(run: Run, books: Path) -> None:
    said = ("--on", "2026-04-02", "--name", "Ana Silva", "--email", "ana@example.org")
    assert run("member", "join", "new", "standard", books, *said, "--dry-run").exit_code == 0
    roster = books.parent / "roster.csv"
    assert not roster.exists()
    result = run("member", "join", "new", "standard", books, *said, "--yes")
    assert (result.exit_code, "Ana" in result.stdout + result.stderr) == (0, False)
    assert roster.read_text(encoding="utf-8") == (
        "id,name,also,email,household,joined\nm-0003,Ana Silva,,ana@example.org,,2026-04-02\n"
    )
    for path in books.parent.rglob("*.beancount"):
        assert "Ana" not in path.read_text(encoding="utf-8")
    again = run("member", "join", "new", "standard", books, *said, "--yes")
    assert (again.exit_code, "m-0004" in again.stdout) == (0, True)


def test_a_roster_that_cannot_take_the_name_stops_before_the_books(run: Run, books: Path) -> None:
    roster = books.parent / "roster.csv"
    roster.write_text("id,name\nm-0003,Somebody\n", encoding="utf-8")
    said = ("--on", "2026-04-02", "--name", "Ana Silva", "--yes")
    result = run("member", "join", "m-0003", "standard", books, *said)
    assert (result.exit_code, result.stdout) == (2, "")
    assert 'the id "m-0003" stands in row 2 already' in result.stderr
    assert books.read_text(encoding="utf-8") == BOOKS


@pytest.mark.parametrize(
    ("ignored", "hinted"), [(None, True), ("*.bak\n", True), ("/roster*\n", False)]
)
def test_a_roster_that_git_would_keep_is_told(
    run: Run, books: Path, ignored: str | None, *, hinted: bool
) -> None:
    (books.parent / ".git").mkdir()
    if ignored:
        (books.parent / ".gitignore").write_text(ignored, encoding="utf-8")
    said = ("--on", "2026-04-02", "--name", "Ana Silva", "--yes")
    result = run("member", "join", "new", "standard", books, *said)
    assert (result.exit_code, "write /roster* into" in result.stderr) == (0, hinted)
