"""``coopfund report series`` and ``--attach``."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from coopfund.books import load as loading
from coopfund.books.load import load
from coopfund.cli.main import main
from tests.report.conftest import Run

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
    one, both = ({p.name: p.read_bytes() for p in (tmp_path / f).iterdir()} for f in ("one", "all"))
    assert one == both
    again = series(books, "--from", "2026-03", "-o", tmp_path / "all")
    assert again.exit_code == 0
    sentence = "No past figure has changed since the report of April 2026."
    assert sentence in (tmp_path / "all" / "coopfund-2026-05.md").read_text(encoding="utf-8")


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
