"""``coopfund dues code`` and ``codes``: made of the id and a key, the same again until renewed."""

import csv
import io
import json
from pathlib import Path

import pytest

from coopfund.dues.codes import code_of, key_of
from tests.cli.conftest import Run

BOOKS = """\
option "title" "Quay Street"
option "operating_currency" "USD"
plugin "coopfund_plugins"
2026-01-01 open Assets:Bank
2026-01-01 open Income:Dues
  source: "dues"
2026-01-01 custom "coopfund-dues" "standard" 10.00 USD "monthly"
2026-01-01 custom "coopfund-member" "m-0001" "join" "standard"
2026-01-01 custom "coopfund-member" "m-0002" "join" "standard"
2026-01-02 * "dues"
  member: "m-0001"
  Assets:Bank  10.00 USD
  Income:Dues
2026-01-20 custom "coopfund-member" "m-0002" "leave"
2026-01-31 balance Assets:Bank  10.00 USD
"""


@pytest.fixture
def books(tmp_path: Path) -> Path:
    path = tmp_path / "main.beancount"
    path.write_text(BOOKS, encoding="utf-8")
    return path


def test_a_code_is_the_same_again_and_changes_no_book(run: Run, books: Path) -> None:
    first = run("dues", "code", "m-0001", str(books))
    again = run("dues", "code", "m-0001", str(books))
    key = key_of(books.parent / ".coopfund")
    assert key
    assert first.exit_code == again.exit_code == 0
    assert first.stdout == again.stdout == f"{code_of(key, 'm-0001')}\n"
    assert books.read_text(encoding="utf-8") == BOOKS


def test_nobody_unknown_gets_a_code(run: Run, books: Path) -> None:
    result = run("dues", "code", "m-001", str(books))
    assert result.exit_code == 2
    assert 'the books know no member "m-001" (did you mean "m-0001"?).' in result.stderr
    assert not (books.parent / ".coopfund").exists()


def test_the_list_holds_members_and_on_request_those_who_left(run: Run, books: Path) -> None:
    listed = run("dues", "codes", str(books), "--format", "csv").stdout
    assert [row["member"] for row in csv.DictReader(io.StringIO(listed))] == ["m-0001"]
    everybody = json.loads(run("dues", "codes", str(books), "--all", "--format", "json").stdout)
    assert list(everybody["codes"]) == ["m-0001", "m-0002"]
    assert everybody["codes"]["m-0001"] in listed


def test_renewed_codes_are_others(run: Run, books: Path) -> None:
    before = run("dues", "code", "m-0001", str(books)).stdout
    assert run("dues", "codes", str(books), "--renew").exit_code == 0
    assert run("dues", "code", "m-0001", str(books)).stdout != before


def test_a_damaged_key_is_one_sentence(run: Run, books: Path) -> None:
    state = books.parent / ".coopfund"
    state.mkdir()
    (state / "dues-codes.key").write_text("nothing", encoding="ascii")
    result = run("dues", "code", "m-0001", str(books))
    assert result.exit_code == 2
    assert "dues-codes.key is damaged; restore it from a backup." in result.stderr


def test_books_without_members_are_told(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "empty.beancount"
    path.write_text('option "operating_currency" "USD"\n', encoding="utf-8")
    result = run("dues", "codes", str(path))
    assert result.exit_code == 2
    assert "declares no members" in result.stderr
