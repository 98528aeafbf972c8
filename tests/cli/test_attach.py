"""``coopfund attach``: metadata for an entry that stands, its file beside the books."""

from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.desk.books import JANUARY, texts_of, write_books

PAYMENTS = """
2026-01-22 * "Red Quay" "posters"
  import-id: "bank:77"
  Expenses:Childcare  60.00 USD
  Assets:Bank
2026-01-23 * "Red Quay" "leaflets" ^leaflets
  receipt: "7"
  document: "documents/old.pdf"
  Expenses:Childcare  1.00 USD
  Assets:Bank
"""


@pytest.fixture
def main(tmp_path: Path) -> Path:
    (tmp_path / "books").mkdir()
    return write_books(tmp_path / "books", **{"2026-01": JANUARY + PAYMENTS})


@pytest.fixture
def bill(tmp_path: Path) -> Path:
    path = tmp_path / "bill.PDF"
    path.write_bytes(b"%PDF-1.4 bill")
    return path


def test_receipt_and_document_of_an_imported_payment(run: Run, main: Path, bill: Path) -> None:
    before = texts_of(main.parent)
    arguments = ("attach", "bank:77", main, "--receipt", "8", "--document", bill)
    assert run(*arguments, "--dry-run").exit_code == 0
    kept = main.parent / "documents" / "2026-01-22.red-quay.pdf"
    assert not kept.exists(), "--dry-run copies nothing"
    result = run(*arguments, "--yes")
    assert result.exit_code == 0, result.stderr
    assert kept.read_bytes() == bill.read_bytes()
    added = '"bank:77"\n  receipt: "8"\n  document: "documents/2026-01-22.red-quay.pdf"\n'
    assert texts_of(main.parent) == before | {
        "2026-01.beancount": (JANUARY + PAYMENTS).replace('"bank:77"\n', added)
    }
    assert run("undo", main, "--yes").exit_code == 0
    assert texts_of(main.parent) == before


def test_second_document_is_kept_beside_the_first(run: Run, main: Path, bill: Path) -> None:
    result = run("attach", "^leaflets", main, "--document", bill, "--yes")
    assert result.exit_code == 0, result.stderr
    text = texts_of(main.parent)["2026-01.beancount"]
    assert '"documents/old.pdf"\n  document-2: "documents/2026-01-23.red-quay.pdf"\n' in text


def test_file_is_named_from_where_the_person_is(run: Run, main: Path) -> None:
    result = run("attach", "books/2026-01.beancount:15", main, "--receipt", "8", "--yes")
    assert result.exit_code == 0, result.stderr


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("bank:77",), "nothing to attach: name a --document"),
        (("^leaflets", "--receipt", "8"), 'the entry has receipt "7" already.'),
        (("^nothing", "--receipt", "8"), 'no entry is "^nothing"'),
        (("bank:77", "--document", "missing.pdf"), "missing.pdf is no file."),
        (("bank:77", "--document", "."), "is no file."),
        (("bank:77", "--receipt", "<b>1"), "holds markup"),
        (("bank:77", "--invoice", 'R"1'), "holds a quotation mark"),
    ],
)
def test_what_cannot_be_attached_is_one_sentence(
    run: Run, main: Path, arguments: tuple[str, ...], sentence: str
) -> None:
    before = texts_of(main.parent)
    result = run("attach", arguments[0], main, *arguments[1:], "--yes")
    assert (result.exit_code, sentence in result.stderr) == (2, True), result.stderr
    assert texts_of(main.parent) == before
