"""``coopfund add``: by options and by questions, judged before it is written."""

import os
import pty
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from beancount.core.data import Directive, Transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coopfund.desk.texts import clean
from coopfund.desk.writer import undo
from tests.cli.conftest import Run
from tests.desk.books import ACCOUNTS, entries, texts_of, write_books

GOLDEN = Path(__file__).with_name("golden") / "add.txt"
MORE = """\
2026-01-01 open Assets:Cash  USD
2026-01-01 open Assets:Savings  USD
  pool: "rainy-day"
2026-01-01 open Income:Gifts:Members  USD
2026-01-01 open Income:Foundation  USD
  source: "foundation"
2026-01-01 open Income:InKind  USD
  source: "in-kind"
2026-01-01 open Expenses:Rent  USD
2026-01-01 open Expenses:Print  USD
2026-01-01 open Expenses:Hours  HOUR
  program: "childcare"
2026-01-01 open Equity:Hours  HOUR
2026-01-01 open Liabilities:Payable  USD
2026-01-01 open Liabilities:Loans  USD
  source: "loan"
2026-01-01 commodity HOUR
  kind: "hours"
2026-01-01 custom "coopfund-office" "treasurer" "m-0001"
2026-01-01 custom "coopfund-contributor" "d-9"
  kind: "foundation"
"""


@pytest.fixture
def main(tmp_path: Path) -> Path:
    (tmp_path / "books").mkdir()
    return write_books(tmp_path / "books", accounts=ACCOUNTS + MORE)


CASES = {
    "dues": ("--member", "m-0001", "--amount", "10", "--date", "2026-02-02"),
    "dues, too much": ("--member", "m-0001", "--amount", "500", "--date", "2026-01-25"),
    "gift": ("--donor", "d-7", "--amount", "25.5", "--date", "2026-01-21", "--narration", "cake"),
    "gift, nameless": ("--anonymous", "--amount", "60", "--date", "2026-01-21"),
    "grant": ("--donor", "d-9", "--amount", "300", "--date", "2026-02-03"),
    "expense": (
        *("--payee", "Red Quay", "--narration", 'posters "A3"', "--amount", "7.00"),
        *("--program", "childcare", "--date", "2026-01-22", "--receipt", "101"),
        *("--approved-by", "m-0001", "--invoice", "R-1", "--link", "^print-1", "--tag", "#march"),
    ),
    "expense, a breach": (
        *("--payee", "Zoo", "--amount", "50", "--program", "childcare", "--date", "2026-01-25"),
    ),
    "expense, unpaid": (
        *("--payee", "Owner", "--amount", "40", "--expense-account", "Expenses:Rent"),
        *("--date", "2026-01-30", "--unpaid"),
    ),
    "transfer": ("--from", "Bank", "--to", "Cash", "--amount", "20", "--date", "2026-01-31"),
    "refund": ("--donor", "d-1", "--amount", "5", "--date", "2026-01-31"),
    "refund, of a shop": (
        *("--payee", "Zoo", "--program", "childcare", "--amount", "3", "--date", "2026-01-31"),
    ),
    "loan": ("--member", "m-0001", "--amount", "200", "--date", "2026-01-31"),
    "loan, paid back": ("--member", "m-0001", "--amount", "9", "--date", "2026-01-31", "--repay"),
    "hours": (
        *("--member", "m-0001", "--hours", "2.5", "--program", "childcare"),
        *("--date", "2026-01-31"),
    ),
    "in-kind": (
        *("--donor", "d-7", "--narration", "a cot", "--amount", "80", "--program", "childcare"),
        *("--date", "2026-01-31"),
    ),
}


def test_what_is_shown_before_anything_is_written(run: Run, main: Path) -> None:
    """The golden page: every kind, its entry, and what the rules would say.

    To renew it after a change that is meant: ``COOPFUND_GOLDEN=write pytest tests/cli``.
    """
    before = texts_of(main.parent)
    pages = []
    for title, options in CASES.items():
        result = run("add", title.partition(",")[0], main, *options, "--dry-run")
        pages.append(f"## {title}: exit {result.exit_code}\n{result.stdout}{result.stderr}")
    page = "\n".join(pages)
    if os.environ.get("COOPFUND_GOLDEN") == "write":
        GOLDEN.parent.mkdir(exist_ok=True)
        GOLDEN.write_text(page, encoding="utf-8")
    assert page == GOLDEN.read_text(encoding="utf-8")
    assert texts_of(main.parent) == before
    assert not (main.parent / ".coopfund").exists()


@pytest.mark.parametrize("title", CASES)
def test_what_was_shown_is_what_is_written_and_undo_gives_the_same_bytes(
    run: Run, main: Path, title: str
) -> None:
    before = texts_of(main.parent)
    arguments = ("add", title.partition(",")[0], main, *CASES[title], "--yes", "--despite-stop")
    result = run(*arguments)
    assert result.exit_code == 0, result.stderr
    assert result.stderr.endswith("To take it back: coopfund undo\n")
    shown = [line for line in result.stdout.splitlines() if line and not line.startswith(";")]
    added = {
        line
        for name, text in texts_of(main.parent).items()
        for line in set(text.splitlines()) - set(before.get(name, "").splitlines())
    }
    assert added - {"", "; February 2026"} <= set(shown)
    assert {line for line in shown if line.startswith("2026")} <= added
    assert run("undo", main, "--yes").exit_code == 0
    assert texts_of(main.parent) == before


@pytest.mark.parametrize(
    ("kind", "options", "sentence"),
    [
        ("dues", ("--member", "m-000"), 'there is no "m-000" (did you mean "m-0001"?)'),
        ("dues", (), "--member is missing"),
        ("gift", ("--donor", "Ann Lee"), '"Ann Lee" is no id'),
        ("gift", ("--anonymous", "--amount", "1,50"), "no amount"),
        ("gift", ("--anonymous", "--amount", "0"), '"0" is nothing.'),
        ("gift", ("--anonymous", "--amount", "1.234"), "more exact than USD can be"),
        ("gift", ("--anonymous", "--amount", "5 EUR"), "is not in USD"),
        ("gift", ("--anonymous", "--amount", "5"), "--date is missing"),
        ("gift", ("--anonymous", "--amount", "5", "--date", "2026-02-30"), "is no day"),
        (
            "gift",
            ("--donor", "d-1", "--amount", "5", "--date", "2026-01-09", "--program", "childcar"),
            'did you mean "childcare"?',
        ),
        (
            "gift",
            ("--donor", "d-1", "--amount", "5", "--date", "2026-01-09", "--account", "Savngs"),
            'did you mean "Assets:Savings"?',
        ),
        (
            "gift",
            ("--donor", "d-1", "--amount", "5", "--date", "2026-01-09", "--source", "levy"),
            'no account of Income with source: "levy" is open',
        ),
        (
            "expense",
            ("--payee", "Owner", "--amount", "5", "--date", "2026-01-09"),
            "--expense-account is missing (what it was spent on): Expenses:Print or Expenses:Rent.",
        ),
        (
            "expense",
            ("--payee", "<b>Zoo</b>", "--amount", "5", "--date", "2026-01-09"),
            "holds markup or control characters",
        ),
        (
            "transfer",
            ("--from", "Cash", "--to", "Assets:Cash", "--amount", "5", "--date", "2026-01-09"),
            "is where it came from",
        ),
        (
            "dues",
            ("--member", "m-0001", "--amount", "5", "--date", "2025-12-09", "--yes"),
            "no account for USD is open on 2025-12-09",
        ),
    ],
)
def test_what_makes_no_entry_is_one_sentence(
    run: Run, main: Path, kind: str, options: tuple[str, ...], sentence: str
) -> None:
    before = texts_of(main.parent)
    result = run("add", kind, main, *options)
    assert result.exit_code == 2
    assert sentence in result.stderr
    assert result.stderr.count("\n") == 1
    assert texts_of(main.parent) == before


def test_a_rule_that_stops_is_exit_1_until_it_is_allowed(run: Run, main: Path) -> None:
    before = texts_of(main.parent)
    arguments = ("add", "expense", main, *CASES["expense, a breach"], "--yes")
    result = run(*arguments)
    assert result.exit_code == 1
    assert "STOP CF102 paid-by-dues" in result.stderr
    assert "repeat it with --despite-stop" in result.stderr
    assert texts_of(main.parent) == before
    assert run(*arguments, "--despite-stop").exit_code == 0
    assert texts_of(main.parent) != before


def test_day_that_has_not_come_yet_is_pointed_out(run: Run, main: Path) -> None:
    options = ("--donor", "d-7", "--amount", "5", "--date")
    assert "is still to come" not in run("add", "gift", main, *options, "today", "--dry-run").stderr
    shown = run("add", "gift", main, *options, "2062-01-09", "--dry-run")
    assert "Mind the day: 2062-01-09 is still to come.\n" in shown.stderr


def test_nobody_to_ask_and_no_yes_writes_nothing(run: Run, main: Path) -> None:
    result = run("add", "gift", main, *CASES["gift"])
    assert result.exit_code == 2
    assert "repeat it with --yes" in result.stderr


def test_document_is_kept_beside_the_books_and_never_over_another(
    run: Run, main: Path, tmp_path: Path
) -> None:
    bill = tmp_path / "Bill No 7.PDF"
    said = ("--payee", "Möbel & Söhne", "--amount", "2", "--date", "2026-01-22", "--yes")
    options = (*said, "--program", "childcare", "--document", str(bill))
    for content in (b"one", b"two", b"two"):
        bill.write_bytes(content)
        assert run("add", "expense", main, *options).exit_code == 0
    folder = main.parent / "documents"
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == {
        "2026-01-22.mobel-sohne.pdf": b"one",
        "2026-01-22.mobel-sohne-2.pdf": b"two",
    }
    text = texts_of(main.parent)["2026-01.beancount"]
    line = '2026-01-22 document Expenses:Childcare "documents/2026-01-22.mobel-sohne-2.pdf" ^'
    assert text.count(line) == 2
    assert run("check", main, "--format", "json").exit_code == 0


@pytest.mark.parametrize(
    ("content", "why"), [(None, "is no file"), (b"", "is empty")], ids=["missing", "empty"]
)
def test_document_that_is_none_is_refused(
    run: Run, main: Path, tmp_path: Path, content: bytes | None, why: str
) -> None:
    bill = tmp_path / "bill.pdf"
    if content is not None:
        bill.write_bytes(content)
    before = texts_of(main.parent)
    result = run("add", "gift", main, *CASES["gift"], "--document", bill, "--yes")
    assert (result.exit_code, why in result.stderr) == (2, True)
    assert texts_of(main.parent) == before
    assert not (main.parent / "documents").exists()


def test_document_of_what_is_refused_is_not_kept(run: Run, main: Path, tmp_path: Path) -> None:
    bill = tmp_path / "bill.pdf"
    bill.write_bytes(b"%PDF")
    options = (*CASES["expense, a breach"], "--document", bill, "--yes")
    assert run("add", "expense", main, *options).exit_code == 1
    assert not (main.parent / "documents").exists()


def transactions(found: list[Directive]) -> list[Transaction]:
    return [entry for entry in found if isinstance(entry, Transaction)]


TEXTS = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Cf", "Co", "Cn"), exclude_characters="<"),
    min_size=1,
    max_size=40,
).filter(lambda text: bool(clean(text)))


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    cents=st.integers(1, 10**9),
    texts=st.tuples(TEXTS, TEXTS),
    day=st.dates(date(2026, 1, 1), date(2026, 12, 31)),
)
def test_whatever_is_added_parses_back_to_what_was_said(
    run: Run, main: Path, cents: int, texts: tuple[str, str], day: date
) -> None:
    before = texts_of(main.parent)
    amount = f"{cents // 100}.{cents % 100:02}"
    result = run(
        *("add", "expense", main, "--date", day, f"--payee={texts[0]}", f"--narration={texts[1]}"),
        *("--amount", amount, "--expense-account", "Expenses:Rent", "--yes", "--despite-stop"),
    )
    assert result.exit_code == 0, result.stderr
    shown = entries("\n".join(line for line in result.stdout.splitlines() if "include" not in line))
    after = texts_of(main.parent)
    changed = {name for name in after if after[name] != before.get(name)} - {"main.beancount"}
    found = [entry for name in changed for entry in transactions(entries(after[name]))]
    added = [entry for entry in found if entry.payee]
    plain = [clean(text) for text in texts]
    assert [[e.payee, e.narration, e.date] for e in added] == [[*plain, day]]
    assert [e.postings[0].units for e in added] == [
        e.postings[0].units for e in transactions(shown)
    ]
    assert str(added[0].postings[0].units) == f"{amount} USD"
    undo(main)
    assert texts_of(main.parent) == before


def at_terminal(answers: list[str], *arguments: str) -> tuple[int, str]:
    """Run the command at a terminal of its own, and answer its questions."""
    program = Path(sys.executable).with_name("coopfund")
    primary, secondary = pty.openpty()
    with subprocess.Popen(
        [str(program), *arguments], stdin=secondary, stdout=secondary, stderr=secondary
    ) as process:
        os.close(secondary)
        os.write(primary, "".join(f"{answer}\n" for answer in answers).encode())
        said = b""
        try:
            while chunk := os.read(primary, 4096):
                said += chunk
        except OSError:
            pass  # the other end is closed
    os.close(primary)
    return process.returncode, said.decode().replace("\r\n", "\n")


def test_questions_are_asked_again_until_they_make_sense(main: Path) -> None:
    answers = ["nobody", "m-0001", "ten", "10", "2026-02-02", "", "y"]
    code, said = at_terminal(answers, "add", "dues", str(main))
    assert code == 0, said
    assert 'There is no "nobody"; there is m-0001.' in said
    assert '"ten" is no amount' in said
    assert "What it was [dues February]" in said
    text = texts_of(main.parent)["2026-02.beancount"]
    assert '2026-02-02 * "dues February" ^dues-2026-02\n  member: "m-0001"\n' in text


def test_question_lists_what_can_be_answered_and_no_writes_nothing(main: Path) -> None:
    before = texts_of(main.parent)
    answers = ["Zoo", "5", "2026-01-09", "entry", "?", "core", "?", "Rent", "n"]
    code, said = at_terminal(answers, "add", "expense", str(main))
    assert code == 0, said
    assert "  Expenses:Print\n  Expenses:Rent\n" in said
    assert "Write it? [Y/n]: " in said
    assert said.endswith("Nothing is written.\n")
    assert texts_of(main.parent) == before
