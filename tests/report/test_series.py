"""``coopfund report series`` and ``--attach``."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from coopfund.books import load as loading
from coopfund.books.load import load
from coopfund.cli.main import main
from tests.report.conftest import Run
from tests.report.test_pack import ROOT, packed

BOOKS = """\
option "operating_currency" "USD"
plugin "coopfund_plugins"
2026-01-01 open Assets:Bank
2026-01-01 open Income:Dues
  source: "dues"
2026-03-02 * "dues"
  Assets:Bank  100.00 USD
  Income:Dues
2026-05-20 * "dues"
  Assets:Bank  80.00 USD
  Income:Dues
"""


@pytest.fixture
def books(tmp_path: Path) -> Path:
    """A small ledger from March to May 2026."""
    path = tmp_path / "ledger" / "main.beancount"
    path.parent.mkdir()
    path.write_text(BOOKS, encoding="utf-8")
    return path


def series(*arguments: object) -> Result:
    """Run ``coopfund report series``."""
    result = CliRunner().invoke(main, ["report", "series", *map(str, arguments)])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def test_every_month_is_as_it_would_be_alone_and_the_books_are_read_once(
    books: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads = []

    def counted(path: Path, draft: str = "") -> loading.Loaded:
        reads.append(path)
        return load(path, draft)

    for month in ("2026-03", "2026-04", "2026-05"):
        assert run(books, "--month", month, "-o", tmp_path / "one").exit_code == 0
    monkeypatch.setattr(loading, "load", counted)
    result = series(books, "--from", "2026-03", "-o", tmp_path / "all")
    assert result.exit_code == 0
    assert len(reads) == 1
    pages = [f"{tmp_path}/all/coopfund-2026-0{month}.html" for month in (3, 4, 5)]
    assert result.stdout.splitlines() == pages
    assert "Written: 3 packs in " in result.stderr
    assert packed(tmp_path / "one") == packed(tmp_path / "all")
    again = series(books, "--from", "2026-03", "-o", tmp_path / "all")
    assert again.exit_code == 0
    sentence = "No past figure has changed since the report of April 2026."
    assert sentence in (tmp_path / "all" / "coopfund-2026-05.md").read_text(encoding="utf-8")


REPAIRED = """\
option "operating_currency" "USD"
plugin "coopfund_plugins"
2026-01-01 open Assets:Bank
2026-01-01 open Income:Dues
  source: "dues"
2026-01-01 open Income:Gifts
  source: "donation"
2026-01-01 open Expenses:Childcare
  program: "childcare"
2026-01-01 custom "coopfund-program" "childcare"
  funded-by: "dues"
2026-01-01 custom "coopfund-dues" "standard" 10.00 USD "monthly"
2026-01-01 custom "coopfund-member" "m-1" "join" "standard"
2026-01-01 custom "coopfund-member" "m-2" "join" "standard"
2026-01-05 * "dues"
  member: "m-1"
  Assets:Bank  30.00 USD
  Income:Dues
2026-01-06 * "gift"
  donor: "d-1"
  Assets:Bank  500.00 USD
  Income:Gifts
2026-02-10 * "Toys & Co" "toys"
  Expenses:Childcare  80.00 USD
  Assets:Bank
2026-03-10 * "gift <b>"
  donor: "d-2"
  Assets:Bank  20.00 USD
  Income:Gifts
2026-03-20 * "Toys & Co" "toys sent back"
  Assets:Bank  60.00 USD
  Expenses:Childcare
2026-04-05 * "dues, far ahead"
  member: "m-2"
  Assets:Bank  300.00 USD
  Income:Dues
2026-05-20 * "Toys & Co" "toys"
  Expenses:Childcare  15.00 USD
  Assets:Bank
"""


def test_no_month_of_a_series_knows_more_than_it_would_alone(run: Run, tmp_path: Path) -> None:
    """A breach and its repair, an unclean text, dues ahead: each from its month on, not before."""
    path = tmp_path / "main.beancount"
    path.write_text(REPAIRED, encoding="utf-8")
    one, both = tmp_path / "one", tmp_path / "all"
    for month in range(1, 6):
        assert run(path, "--month", f"2026-{month:02}", "-o", one).exit_code == 0
    assert series(path, "--from", "2026-01", "-o", both).exit_code == 0
    assert packed(one) == packed(both)
    said = [
        (both / f"coopfund-2026-{month:02}-findings.csv").read_text(encoding="utf-8")
        for month in range(1, 6)
    ]
    assert [("CF102" in its, "CF609" in its, "CF101" in its) for its in said] == [
        (False, False, False),
        (True, False, False),
        (True, True, False),
        (True, True, True),
        (True, True, True),
    ]


def test_a_series_from_the_middle_restates_as_its_months_would_alone(
    run: Run, tmp_path: Path
) -> None:
    """The demo's books, a report of them in the folder, and a bill found after it."""
    books, one, both = (tmp_path / name for name in ("ledger", "one", "all"))
    shutil.copytree(ROOT / "ledger", books)
    assert run(books, "--month", "2026-05", "-o", one).exit_code == 0
    shutil.copytree(one, both)
    with (books / "2026-05.beancount").open("a", encoding="utf-8") as file:
        file.write('\n2026-05-30 * "a bill found late"\n')
        file.write("  Expenses:Core:Bank  15.00 USD\n  Liabilities:Payable\n")
    for month in ("2026-06", "2026-07"):
        assert run(books, "--month", month, "-o", one).exit_code == 0
    assert series(books, "--from", "2026-06", "--to", "2026-07", "-o", both).exit_code == 0
    assert packed(one) == packed(both)
    assert "a bill found late" in (both / "coopfund-2026-06.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--from", "2026-13"), '--from "2026-13" is no month; write year and month, such as'),
        (("--from", "2026-06"), "--from 2026-06 is after 2026-05, so there is no month to report."),
        (("--from", "2026-01", "--to", "2026-04"), "2026-01 is before these books begin"),
        (("--from", "0202-01"), "from 0202-01 to 2026-05 are 21893 months; ask for fewer."),
    ],
)
def test_what_it_refuses(
    books: Path, tmp_path: Path, arguments: tuple[str, ...], sentence: str
) -> None:
    result = series(books, *arguments, "-o", tmp_path / "out")
    assert (result.exit_code, result.stdout) == (2, "")
    assert sentence in result.stderr
    assert not (tmp_path / "out").exists()


def test_the_pdf_is_filed_in_the_books_once(books: Path, run: Run) -> None:
    arguments = (books, "--month", "2026-05", "-o", books.parent / "reports", "--only", "pdf")
    result = run(*arguments, "--attach", "Assets:Bank")
    assert result.exit_code == 0
    line = '2026-05-31 document Assets:Bank "reports/coopfund-2026-05.pdf"\n'
    assert line in books.read_text(encoding="utf-8")
    loaded = load(books)
    assert not loaded.errors
    assert [d.account for d in loaded.analysis.books.declared.documents] == ["Assets:Bank"]
    again = run(*arguments, "--attach", "Assets:Bank")
    assert "coopfund-2026-05.pdf is filed under Assets:Bank already." in again.stderr
    assert books.read_text(encoding="utf-8").count("document") == 1


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--attach", "Assets:None"), "--attach: the books have no account Assets:None."),
        (("--attach", "Assets:Bank", "--only", "md"), "--only must have pdf among its formats."),
    ],
)
def test_what_attach_refuses(
    books: Path, run: Run, tmp_path: Path, options: tuple[str, ...], sentence: str
) -> None:
    result = run(books, "--month", "2026-05", "-o", tmp_path / "out", *options)
    assert result.exit_code == 2
    assert sentence in result.stderr
    assert not (tmp_path / "out").exists()
    assert books.read_text(encoding="utf-8") == BOOKS
