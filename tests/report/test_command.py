"""``coopfund report month``: what it writes, what it refuses, and that it is all or nothing."""

import csv
import io
import json
from pathlib import Path

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
2026-05-20 * "rent"
  Expenses:Rent  80.00 USD
  Assets:Bank
"""
STEM = "coopfund-2026-05"
TABLES = (
    "budget",
    "contributors",
    "findings",
    "income",
    "measures",
    "month-ends",
    "paid-by",
    "restated",
    "trend",
)
ENDS = (".html", ".pdf", ".md", ".json", ".xlsx", "-manifest.json")
UNREADABLE = 2


@pytest.fixture
def books(tmp_path: Path) -> Path:
    """A small ledger from March to May 2026."""
    path = tmp_path / "ledger" / "main.beancount"
    path.parent.mkdir()
    path.write_text(BOOKS, encoding="utf-8")
    return path


def names(folder: Path) -> list[str]:
    """What is in a folder."""
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def test_all_files_are_written_and_the_page_is_named(books: Path, run: Run, tmp_path: Path) -> None:
    result = run(books, "--month", "2026-05", "-o", tmp_path / "out")
    assert result.exit_code == 0
    assert result.stdout == f"{tmp_path}/out/{STEM}.html\n"
    assert result.stderr.count("Written: ") == 15
    assert names(tmp_path / "out") == sorted(
        [f"{STEM}{end}" for end in ENDS] + [f"{STEM}-{t}.csv" for t in TABLES]
    )


def test_the_folder_is_reports_unless_said_otherwise(books: Path, run: Run, tmp_path: Path) -> None:
    assert run(books, "--month", "2026-05").exit_code == 0
    assert f"{STEM}.html" in names(tmp_path / "reports")


def test_only_some_formats(books: Path, run: Run, tmp_path: Path) -> None:
    result = run(books, "--month", "2026-05", "-o", tmp_path / "out", "--only", "json, md")
    assert result.stdout == f"{tmp_path}/out/{STEM}.md\n"
    assert names(tmp_path / "out") == [f"{STEM}.json", f"{STEM}.md"]


@pytest.mark.parametrize("only", ["docx", "html,docx", ""])
def test_formats_it_does_not_know(books: Path, run: Run, tmp_path: Path, only: str) -> None:
    result = run(books, "--month", "2026-05", "-o", tmp_path / "out", "--only", only)
    assert result.exit_code == UNREADABLE
    assert result.stderr.startswith(
        "coopfund: --only takes some of html, pdf, md, json, csv, xlsx, "
    )
    assert not names(tmp_path / "out")


def test_a_month_must_be_given(books: Path, run: Run) -> None:
    result = run(books)
    assert result.exit_code == UNREADABLE
    assert "Missing option '--month'" in result.stderr


@pytest.mark.parametrize(
    ("month", "sentence"),
    [
        ("2026-13", '--month "2026-13" is no month; write year and month, such as 2026-10.'),
        ("202605", '--month "202605" is no month; write year and month, such as 2026-10.'),
        ("2026-5", '--month "2026-5" is no month; write year and month, such as 2026-10.'),
        ("0000-01", '--month "0000-01" is no month; write year and month, such as 2026-10.'),
        ("0001-01", "0001-01 is before these books begin, on 2026-03-02."),
        ("2026-02", "2026-02 is before these books begin, on 2026-03-02."),
        (
            "2026-06",
            "2026-06 is a future month for these books: their last entry is of 2026-05-20.",
        ),
    ],
)
def test_months_it_refuses(
    books: Path, run: Run, tmp_path: Path, month: str, sentence: str
) -> None:
    result = run(books, "--month", month, "-o", tmp_path / "out")
    assert (result.exit_code, result.stdout) == (UNREADABLE, "")
    assert result.stderr == f"coopfund: {sentence}\n"
    assert not names(tmp_path / "out")


def test_books_without_entries(ledger: Path, run: Run, tmp_path: Path) -> None:
    """
    2026-01-01 open Assets:Bank
    """
    result = run(ledger, "--month", "2026-05", "-o", tmp_path / "out")
    assert result.exit_code == UNREADABLE
    assert result.stderr == (
        "coopfund: these books have no entries, so there is nothing to report.\n"
    )


def test_books_with_errors_are_refused_unless_asked(books: Path, run: Run, tmp_path: Path) -> None:
    with books.open("a", encoding="utf-8") as file:
        file.write("2026-05-30 balance Assets:Bank  1.00 USD\n")
    result = run(books, "--month", "2026-05", "-o", tmp_path / "out")
    assert result.exit_code == UNREADABLE
    assert "Beancount finds an error in these books" in result.stderr
    assert not names(tmp_path / "out")
    result = run(books, "--month", "2026-05", "-o", tmp_path / "out", "--despite-errors")
    assert result.exit_code == 0
    page = (tmp_path / "out" / f"{STEM}.html").read_text(encoding="utf-8")
    assert "Beancount finds 1 error in these books, so figures may be wrong." in page


def test_a_ledger_that_is_not_there(run: Run, tmp_path: Path) -> None:
    result = run("nowhere.beancount", "--month", "2026-05", "-o", tmp_path / "out")
    assert result.exit_code == UNREADABLE
    assert result.stderr.count("\n") == 1


def test_an_open_stop_is_reported_and_no_failure(ledger: Path, run: Run, tmp_path: Path) -> None:
    """
    option "operating_currency" "USD"
    plugin "coopfund_plugins"
    2026-01-01 open Assets:Bank
    2026-01-01 open Income:Gifts
      source: "donation"
    2026-05-02 * "envelope"
      Assets:Bank  100.00 USD
      Income:Gifts
    """
    result = run(ledger, "--month", "2026-05", "-o", tmp_path / "out")
    assert result.exit_code == 0
    data = json.loads((tmp_path / "out" / f"{STEM}.json").read_text(encoding="utf-8"))
    assert "CF202" in {found["code"] for found in data["findings"] if found["action"] == "stop"}


def test_only_families_that_the_books_name_are_judged(
    ledger: Path, run: Run, tmp_path: Path
) -> None:
    """
    option "operating_currency" "USD"
    plugin "coopfund_plugins.dues_only"
    2026-01-01 open Assets:Bank
    2026-01-01 open Income:Gifts
      source: "donation"
    2026-05-02 * "envelope"
      Assets:Bank  100.00 USD
      Income:Gifts
    """
    assert run(ledger, "--month", "2026-05", "-o", tmp_path / "out").exit_code == 0
    data = json.loads((tmp_path / "out" / f"{STEM}.json").read_text(encoding="utf-8"))
    assert data["findings"] == []


def test_json_is_sorted_amounts_are_text_and_undefined_is_null(
    books: Path, run: Run, tmp_path: Path
) -> None:
    assert run(books, "--month", "2026-05", "-o", tmp_path, "--only", "json").exit_code == 0
    text = (tmp_path / f"{STEM}.json").read_text(encoding="utf-8")
    data = json.loads(text)
    assert text == json.dumps(data, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    assert data["schema_version"] == 1
    assert data["dues"]["month"] == {
        "received": "0.00",
        "used": "80.00",
        "running_cost": "80.00",
        "booked": "80.00",
        "coverage": "0.000000",
    }
    assert data["dues"]["trend"][1]["coverage"] is None
    assert data["reserves"]["months_without_largest"] is None
    assert data["reserves"]["months_without_largest_because"]
    assert not any(isinstance(value, float) for value in _leaves(data))


def _leaves(data: object) -> list[object]:
    if isinstance(data, dict):
        return [leaf for value in data.values() for leaf in _leaves(value)]
    if isinstance(data, list):
        return [leaf for value in data for leaf in _leaves(value)]
    return [data]


def test_no_cell_is_a_formula(ledger: Path, run: Run, tmp_path: Path) -> None:
    """
    option "operating_currency" "USD"
    plugin "coopfund_plugins"
    2026-01-01 open Assets:Bank
    2026-01-01 open Income:Gifts
      source: "donation"
    2026-05-02 * "gift"
      donor: "=1+1"
      Assets:Bank  100.00 USD
      Income:Gifts
    2026-05-02 * "gift"
      donor: "@x"
      Assets:Bank  100.00 USD
      Income:Gifts
    2026-05-03 * "given back"
      Assets:Bank  -50.00 USD
      Income:Gifts
    """
    assert run(ledger, "--month", "2026-05", "-o", tmp_path, "--only", "csv").exit_code == 0
    cells = [
        cell
        for path in tmp_path.glob("*.csv")
        for row in csv.reader(io.StringIO(path.read_text(encoding="utf-8")))
        for cell in row
    ]
    assert "'=1+1" in cells
    assert "'@x" in cells
    assert "-50.00" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "@", "+", "\t"))]


def test_a_failure_leaves_the_earlier_report(
    books: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    assert run(books, "--month", "2026-05", "-o", out).exit_code == 0
    before = {name: (out / name).read_bytes() for name in names(out)}
    books.write_text(BOOKS.replace("100.00", "200.00"), encoding="utf-8")
    written = []

    def full(handle: int) -> None:
        written.append(handle)
        if len(written) == 4:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr("coopfund.files.os.fsync", full)
    result = run(books, "--month", "2026-05", "-o", out)
    assert result.exit_code == UNREADABLE
    assert result.stderr == f"coopfund: {out} cannot be written: No space left on device.\n"
    assert {name: (out / name).read_bytes() for name in names(out)} == before


def test_a_folder_in_the_way_of_a_file(books: Path, run: Run, tmp_path: Path) -> None:
    (tmp_path / "out" / f"{STEM}.json").mkdir(parents=True)
    result = run(books, "--month", "2026-05", "-o", tmp_path / "out")
    assert result.exit_code == UNREADABLE
    assert (
        result.stderr
        == f"coopfund: {tmp_path}/out/{STEM}.json cannot be written: Is a directory.\n"
    )
    assert names(tmp_path / "out") == [f"{STEM}.json"]


@pytest.mark.parametrize("where", ["ledger/reports/templates", "reports/templates"])
def test_a_group_may_have_a_look_of_its_own(
    books: Path, run: Run, tmp_path: Path, where: str
) -> None:
    folder = tmp_path / where
    folder.mkdir(parents=True)
    (folder / "month.css").write_text("h1 { color: rebeccapurple; }", encoding="utf-8")
    assert run(books, "--month", "2026-05", "-o", tmp_path / "out").exit_code == 0
    page = (tmp_path / "out" / f"{STEM}.html").read_text(encoding="utf-8")
    assert "h1 { color: rebeccapurple; }" in page
    assert "Did dues cover running costs?" in page


def test_templates_can_be_named(books: Path, run: Run, tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "month.html").write_text(
        "{{ frame.name }}: {{ report.answers[0].sentence }}", encoding="utf-8"
    )
    arguments = (books, "--month", "2026-05", "-o", tmp_path, "--templates", own)
    assert run(*arguments, "--only", "html").exit_code == 0
    page = (tmp_path / f"{STEM}.html").read_text(encoding="utf-8")
    assert page.startswith("May 2026: No: dues of 0.00 USD covered 0.0 %")


@pytest.mark.parametrize(
    "template",
    [
        "{{ nothing.there }}",
        "{% if %}",
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        '{{ _("{its.__globals__}", its=plural) }}',
        '{{ plural("{its.frame}", "{its.frame}", 1, its=report) }}',
        '{% include "nothing.html" %}',
    ],
)
def test_a_template_that_does_not_work(
    books: Path, run: Run, tmp_path: Path, template: str
) -> None:
    (tmp_path / "month.html").write_text(template, encoding="utf-8")
    out = tmp_path / "out"
    result = run(books, "--month", "2026-05", "-o", out, "--templates", tmp_path)
    assert result.exit_code == UNREADABLE
    assert result.stderr.startswith("coopfund: the template ")
    assert result.stderr.count("\n") == 1
    assert not names(out)
