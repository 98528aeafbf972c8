"""``coopfund dues``: every page as it was, on the demo's books and on a busy group's.

To renew the pages after a change that is meant: ``COOPFUND_GOLDEN=write pytest tests/cli``.
"""

import json
import os
import pty
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from tests.cli.conftest import Run

GOLDEN: Final = Path(__file__).parent / "golden" / "dues"
DEMO: Final = Path(__file__).parents[2] / "ledger" / "main.beancount"
BUSY: Final = """
option "title" "Quay Street Kitchen"
option "operating_currency" "USD"
plugin "coopfund_plugins"
2025-12-01 commodity HOUR
  kind: "hours"
2025-12-01 open Assets:Bank
2025-12-01 open Income:Dues
  source: "dues"
2025-12-01 open Income:Gifts
  source: "donation"
2025-12-01 open Expenses:Hours  HOUR
2025-12-01 open Expenses:Rent
2025-12-01 custom "coopfund-dues" "standard" 10.00 USD "monthly"
  hours: 4
2025-12-01 custom "coopfund-dues" "quarter" 30.00 USD "quarterly"
2025-12-01 custom "coopfund-member" "m-0001" "join" "standard"
2025-12-01 custom "coopfund-member" "m-0002" "join" "quarter"
2025-12-01 custom "coopfund-member" "m-0003" "join" "standard"
2025-12-01 custom "coopfund-member" "m-0004" "join" "standard"
2026-02-10 custom "coopfund-member" "m-0005" "join" "standard"
2026-03-20 custom "coopfund-member" "m-0001" "waive"
2026-05-31 custom "coopfund-member" "m-0001" "unwaive"
2026-04-05 custom "coopfund-member" "m-0004" "leave"
2026-06-12 custom "coopfund-member" "m-0004" "join" "standard"
2026-06-15 custom "coopfund-member" "m-0002" "tier" "standard"
2025-12-03 * "dues"
  member: "m-0001"
  Assets:Bank  25.00 USD
  Income:Dues
2026-01-09 * "dues, and more"
  member: "m-0002"
  Assets:Bank  500.00 USD
  Income:Dues
2026-01-10 * "a gift"
  member: "m-0001"
  Assets:Bank  5.00 USD
  Income:Gifts
2026-02-02 * "dues"
  member: "m-0003"
  Assets:Bank  30.00 USD
  Income:Dues
2026-02-20 * "dues, again"
  member: "m-0003"
  Assets:Bank  30.00 USD
  Income:Dues
2026-04-04 * "six hours at the stove, for dues"
  member: "m-0001"
  Expenses:Hours  6 HOUR
  Income:Dues
2026-05-03 * "dues"
  member: "m-0009"
  Assets:Bank  12.00 USD
  Income:Dues
2026-06-20 * "rent"
  Expenses:Rent  100.00 USD
  Assets:Bank
"""

PAGES: Final = {
    "assess.txt": "assess",
    "assess-month.csv": "assess --month 2026-01 --format csv",
    "assess-until.md": "assess --until 2026-03-31 --format md",
    "assess.json": "assess --format json",
    "status.txt": "status",
    "status.csv": "status --format csv",
    "status.md": "status --format md --window 3",
    "status.json": "status --format json",
    "arrears.txt": "arrears",
    "arrears.csv": "arrears --format csv",
    "arrears.md": "arrears --format md",
    "arrears.json": "arrears --format json",
    "outliers.txt": "outliers",
    "outliers.csv": "outliers --format csv --silent 2",
    "outliers.md": "outliers --format md --less 0.9",
    "outliers.json": "outliers --format json",
    "statement.txt": "statement m-0001",
    "statement.md": "statement m-0002 --format md --year 2026",
    "statement.json": "statement m-0001 --format json",
    "statement.html": "statement m-0004 --format html",
}


@pytest.fixture
def busy(tmp_path: Path) -> Path:
    """A group in whose dues all sorts of things happen."""
    path = tmp_path / "main.beancount"
    path.write_text(BUSY, encoding="utf-8")
    return path


def same(name: str, text: str) -> None:
    """The page is as it was."""
    path = GOLDEN / name
    if os.environ.get("COOPFUND_GOLDEN") == "write":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_as_it_was(name: str, run: Run, busy: Path) -> None:
    same(f"busy-{name}", page(run, busy, PAGES[name]))


@pytest.mark.parametrize("name", [name for name in PAGES if name.endswith(".txt")])
def test_every_page_of_the_demo_is_as_it_was(name: str, run: Run) -> None:
    same(f"demo-{name}", page(run, DEMO, PAGES[name]))


def page(run: Run, ledger: Path, command: str) -> str:
    """What a command prints."""
    verb, *options = command.split()
    rest = [options.pop(0), ledger] if verb == "statement" else [ledger]
    result = run("dues", verb, *rest, *options, "--despite-errors")
    assert result.exit_code == 0, result.stderr
    return result.stdout


def test_the_default_day_is_the_end_of_the_last_month(run: Run, busy: Path) -> None:
    said = [
        json.loads(run("dues", "status", busy, "--format", "json", *more).stdout)
        for more in ([], ["--as-of", "2026-06-30"], ["--as-of", "2026-06-20"])
    ]
    assert said[0]["as_of"] == "2026-06-30"
    assert said[0] == said[1]
    assert said[2]["as_of"] == "2026-06-20"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ("assess --month 2026-13", '--month "2026-13" is no month; write year and month, such as'),
        ("assess --month 2026-01 --until 2026-02-01", "--month and --until exclude each other."),
        ("outliers --more x", '--more "x" is no number above zero.'),
        ("outliers --less 0", '--less "0" is no number above zero.'),
        ("outliers --less 1/0", '--less "1/0" is no number above zero.'),
        ("arrears --names", "--names shows names on a terminal only; files and other programs"),
        ("arrears --names -o x.txt", "--names shows names on a terminal only"),
    ],
)
def test_what_cannot_be_is_one_sentence(run: Run, busy: Path, arguments: str, message: str) -> None:
    verb, *options = arguments.split()
    result = run("dues", verb, busy, *options)
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"coopfund: {message}" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["m-001"], 'the books know no member "m-001" (did you mean "m-0001"?).'),
        (["m-0001", "--year", "2027"], "2027 begins after 2026-06-30, the last day that counts."),
        (["m-0001", "--pdf"], "--pdf needs a file to write to: -o m-0042.pdf."),
    ],
)
def test_no_statement_is_one_sentence(
    run: Run, busy: Path, arguments: list[str], message: str
) -> None:
    result = run("dues", "statement", arguments[0], busy, *arguments[1:])
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.endswith(f"coopfund: {message}\n")


def test_books_without_dues_are_one_sentence(run: Run, ledger: Path) -> None:
    """
    option "operating_currency" "EUR"
    plugin "coopfund_plugins"
    2026-01-01 open Assets:Bank
    2026-01-01 open Income:Gifts
    2026-01-02 * "gift"
      Assets:Bank  1.00 EUR
      Income:Gifts
    """
    result = run("dues", "status", ledger)
    assert result.exit_code == 2
    assert result.stderr == (
        "coopfund: main.beancount declares no dues; write "
        '2026-01-02 custom "coopfund-dues" "standard" 10.00 EUR "monthly".\n'
    )


def on_a_terminal(*arguments: object) -> str:
    """What a command prints where its output is a terminal."""
    outer, inner = pty.openpty()
    program = "from coopfund.cli.main import main; main()"
    command = [sys.executable, "-c", program, *map(str, arguments)]
    process = subprocess.Popen(command, stdout=inner, stderr=subprocess.STDOUT)
    os.close(inner)
    read = b""
    while True:
        try:
            piece = os.read(outer, 10_000)
        except OSError:  # Linux: the other end is closed
            break
        if not piece:
            break
        read += piece
    process.wait()
    os.close(outer)
    return read.decode().replace("\r\n", "\n")


def test_names_are_shown_on_a_terminal(busy: Path) -> None:
    assert "needs roster.csv" in on_a_terminal("dues", "arrears", busy, "--names")
    roster = busy.parent / "roster.csv"
    roster.write_text("id,name\nm-0004,Ana Silva\n", encoding="utf-8")
    shown = on_a_terminal("dues", "arrears", busy, "--names")
    assert "m-0004 Ana Silva" in shown
    assert "Ana" not in on_a_terminal("dues", "arrears", busy)
    roster.write_text("id,name\nm-0004\n", encoding="utf-8")
    assert "roster.csv, row 2: has 1 columns" in on_a_terminal("dues", "arrears", busy, "--names")


def test_a_statement_is_printed_the_same_each_time(run: Run, busy: Path, tmp_path: Path) -> None:
    files = [tmp_path / "a.pdf", tmp_path / "b.pdf"]
    for file in files:
        result = run("dues", "statement", "m-0001", busy, "--pdf", "-o", file)
        assert (result.exit_code, result.stdout) == (0, ""), result.stderr
    first, second = (file.read_bytes() for file in files)
    assert first.startswith(b"%PDF-")
    assert first == second


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="needs Debian's poppler-utils")
def test_a_printed_statement_says_what_the_text_says(run: Run, busy: Path, tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    run("dues", "statement", "m-0001", busy, "--pdf", "-o", file)
    command = ["pdftotext", "-layout", str(file), "-"]
    said = " ".join(
        subprocess.run(command, capture_output=True, check=True).stdout.decode().split()
    )
    text = run("dues", "statement", "m-0001", busy).stdout
    for line in text.splitlines()[5:]:
        if line and not line.startswith("-"):
            assert " ".join(line.split()) in said or "USD" in line


def test_a_template_of_the_groups_own_is_used(run: Run, busy: Path, tmp_path: Path) -> None:
    templates = busy.parent / "reports" / "templates"
    templates.mkdir(parents=True)
    (templates / "statement.html").write_text("<p>{{ its.verdict }}</p>\n", encoding="utf-8")
    shown = run("dues", "statement", "m-0003", busy, "--format", "html").stdout
    assert shown == "<p>On 30 June 2026, 10.00 USD is owed.</p>\n"
    (templates / "statement.typ").write_text("#its", encoding="utf-8")
    result = run("dues", "statement", "m-0003", busy, "--pdf", "-o", tmp_path / "x.pdf")
    assert result.exit_code == 2
    assert result.stderr == (
        "coopfund: the template statement.typ does not work: unknown variable: its.\n"
    )
    assert not (tmp_path / "x.pdf").exists()


def test_a_statement_speaks_the_language_of_the_books_or_the_one_asked_for(
    run: Run, busy: Path
) -> None:
    def spoken(*asked: str) -> str:
        result = run("dues", "statement", "m-0002", busy, "--format", "html", *asked)
        assert result.exit_code == 0, result.stderr
        return "".join(re.findall(r'<html lang="(..)">', result.stdout))

    assert [spoken(), spoken("--language", "es")] == ["en", "es"]
    speak_german(busy)
    assert [spoken(), spoken("--language", "fr")] == ["de", "fr"]
    assert spoken("--language", "en") == "en"


def test_json_of_a_statement_is_the_same_in_every_language(run: Run, busy: Path) -> None:
    def data(*asked: str) -> str:
        return run("dues", "statement", "m-0001", busy, "--format", "json", *asked).stdout

    english = data()
    assert "Dues for April 2026, waived" in english
    speak_german(busy)
    assert data() == data("--language", "fr") == english


def test_a_language_that_nobody_translated_is_refused(run: Run, busy: Path) -> None:
    result = run("dues", "statement", "m-0001", busy, "--language", "xx")
    assert result.exit_code == 2
    assert "'xx' is not one of 'en', 'de', 'es', 'fr'" in result.stderr


def speak_german(ledger: Path) -> None:
    """Let the books say that their members read German."""
    with ledger.open("a", encoding="utf-8") as file:
        file.write('2025-12-01 custom "coopfund-language" "de"\n')
