"""Statements of banks, from the file to the books: the same in every format, and nobody's name."""

import re
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coopfund.books.load import load
from coopfund.cli.main import main as coopfund
from coopfund.imports.bank_csv import BankCsv
from coopfund.imports.bank_form import Form
from coopfund.imports.movement import RefusedFileError
from coopfund.imports.proposal import propose
from coopfund.imports.reader import Source
from coopfund.imports.sheet import Options
from tests.imports import bank_files
from tests.imports.bank_files import BATCH, CAMT, CSV, MT940, NOTICE, OFX, OTHERS, PERSONAL, WHOLE
from tests.imports.broken import broken

MAIN = """\
option "operating_currency" "EUR"
plugin "coopfund_plugins"
2026-01-01 open Assets:Bank
2026-01-01 open Assets:Savings
2026-01-01 open Assets:Clearing:Stripe
2026-01-01 open Income:Dues
  source: "dues"
2026-01-01 open Income:Unknown
  source: "unknown"
2026-01-01 open Expenses:Unsorted
2026-01-01 open Equity:Opening
2026-01-01 custom "coopfund-dues" "standard" 10.00 EUR "monthly"
2026-01-01 custom "coopfund-member" "m-0001" "join" "standard"
2026-01-01 * "opening"
  Assets:Bank  100.00 EUR
  Equity:Opening
    source: "other"
"""
TOML = """\
[stripe]
[bank]
account = "Assets:Bank"
[[bank.map]]
match = { description = "*dues*", direction = "in" }
account = "Income:Dues"
source = "dues"
"""
ROSTER = "id,name\nm-0001,Ana Silva\nd-9,Ben Okafor\n"
FILES = {"march.ofx": OFX, "march.xml": CAMT, "march.sta": MT940, "march.csv": CSV}


@pytest.fixture
def main(tmp_path: Path) -> Path:
    folder = tmp_path / "books"
    folder.mkdir()
    (folder / "main.beancount").write_text(MAIN)
    (folder / "imports.toml").write_text(TOML)
    (folder / "roster.csv").write_text(ROSTER)
    for name, text in FILES.items():
        (tmp_path / name).write_text(text)
    return folder / "main.beancount"


def run(main: Path, command: str, *arguments: object) -> Result:
    words = [command, *map(str, arguments), "--ledger", str(main)]
    result = CliRunner().invoke(coopfund, words)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def describe(main: Path) -> None:
    sample = main.parents[1] / "march.csv"
    done = run(main, "import-setup", sample, "--account", "Assets:Bank", "--dates", "dmy", "--yes")
    assert done.exit_code == 0, done.output


def book(main: Path, *names: str, options: tuple[str, ...] = ()) -> Result:
    paths = [main.parents[1] / name for name in names]
    return run(main, "import", *paths, "--yes", "--despite-stop", *options)


class Booked(NamedTuple):
    day: int
    account: str
    amount: str
    who: str | None
    payee: str | None


def entries(main: Path) -> list[Booked]:
    books = load(main).analysis.books
    txns, rows = books.transactions, books.rows
    found = []
    for number in range(1, len(txns)):
        first, second = range(txns.start[number], txns.start[number + 1])
        meta = rows.meta[second] or {}
        who = meta.get("member") or meta.get("donor") or meta.get("payee-id")
        found.append(
            Booked(
                txns.date[number].day,
                rows.account[second].name,
                str(rows.number[first]),
                who,
                txns.payee[number],
            )
        )
    return found


EXPECTED = [
    (5, "Income:Dues", "10.00", "m-0001", None),
    (5, "Income:Dues", "10.00", "m-0001", None),
    (9, "Expenses:Unsorted", "-31.00", None, "Red Quay Print"),
    (10, "Expenses:Unsorted", "-50.00", "d-9", None),
    (12, "Assets:Clearing:Stripe", "300.00", None, None),
]


@pytest.mark.parametrize("name", FILES)
def test_every_format_is_booked_alike_once_and_without_anybodys_name(main: Path, name: str) -> None:
    if name.endswith(".csv"):
        describe(main)
    done = book(main, name)
    assert done.exit_code == 0, done.output
    assert entries(main) == EXPECTED
    assert "payees are written as the bank names them: Red Quay Print. A person" in done.output
    again = book(main, name)
    assert "0 new, 5 already booked" in again.output
    assert entries(main) == EXPECTED
    written = [
        path for path in main.parent.rglob("*") if path.is_file() and path.name != "roster.csv"
    ]
    everything = "\n".join(path.read_bytes().decode("utf-8", "replace") for path in written)
    words = [word for word in PERSONAL if re.search(rf"\b{word}\b", everything, re.IGNORECASE)]
    assert words == []


@pytest.mark.parametrize("name", FILES)
def test_what_was_imported_reconciles_and_the_balance_is_asserted(main: Path, name: str) -> None:
    if name.endswith(".csv"):
        describe(main)
    assert book(main, name).exit_code == 0
    path = main.parents[1] / name
    done = run(main, "reconcile", path, "--account", "Assets:Bank", "--yes")
    assert done.exit_code == 0, done.output
    assert "Matched: 5 by import id." in done.stdout
    day = "2026-03-13" if name.endswith(".csv") else "2026-04-01"
    assert f"{day} balance Assets:Bank" in main.read_text() + done.stderr
    again = run(main, "reconcile", path, "--account", "Assets:Bank", "--yes")
    assert "The books assert this balance already." in again.stderr


def test_without_the_key_that_made_identities_nothing_is_booked_twice(main: Path) -> None:
    assert book(main, "march.sta").exit_code == 0
    booked = main.read_bytes()
    (main.parent / ".coopfund" / "contributors.key").unlink()
    done = book(main, "march.sta")
    assert done.exit_code == 2
    assert "contributors.key" in done.output
    assert main.read_bytes() == booked


def test_a_payee_is_left_out_where_the_books_want_none(main: Path) -> None:
    toml = main.parent / "imports.toml"
    toml.write_text(TOML.replace("[bank]\n", "[bank]\npayees = false\n"))
    assert book(main, "march.ofx").exit_code == 0
    assert {entry.payee for entry in entries(main)} == {None}


def test_a_notice_with_more_detail_and_the_statement_book_a_batch_once(main: Path) -> None:
    folder = main.parents[1]
    (folder / "notice.xml").write_text(NOTICE)
    (folder / "whole.xml").write_text(bank_files.camt(WHOLE, OTHERS))
    assert book(main, "notice.xml").exit_code == 0
    done = book(main, "whole.xml")
    assert done.exit_code == 0, done.output
    assert sorted(entry.amount for entry in entries(main)) == sorted(e[2] for e in EXPECTED)
    (folder / "parts.xml").write_text(bank_files.camt(BATCH, OTHERS))
    assert "0 new" in book(main, "parts.xml").output


def test_a_statement_without_detail_first(main: Path) -> None:
    folder = main.parents[1]
    (folder / "notice.xml").write_text(NOTICE)
    (folder / "whole.xml").write_text(bank_files.camt(WHOLE, OTHERS))
    assert book(main, "whole.xml").exit_code == 0
    assert "0 new, 2 already booked" in book(main, "notice.xml").output


def test_accounts_are_told_apart_by_their_numbers_or_refused(main: Path) -> None:
    other = bank_files.camt(BATCH, OTHERS, number="NL88")
    start, end = other.index("<Stmt>"), other.index("</BkToCstmrStmt>")
    both = CAMT.replace("</BkToCstmrStmt>", other[start:end] + "</BkToCstmrStmt>")
    (main.parents[1] / "both.xml").write_text(both)
    refused = book(main, "both.xml")
    assert refused.exit_code == 2
    assert '[bank.numbers] "8765" = "Assets:…" "NL88" = "Assets:…"' in refused.output
    numbers = '[bank.numbers]\n"8765" = "Assets:Bank"\n"88" = "Assets:Savings"\n'
    (main.parent / "imports.toml").write_text(TOML + numbers)
    done = book(main, "both.xml")
    assert done.exit_code == 0, done.output
    assert len(entries(main)) == 10
    unknown = CAMT.replace("NL77ABNA0574908765", "NL77ABNA0574901111")
    (main.parents[1] / "unknown.xml").write_text(unknown)
    assert "there is no account whose number ends with 1111" in book(main, "unknown.xml").output


def test_a_file_that_does_not_reconcile_with_itself_books_nothing(main: Path) -> None:
    (main.parents[1] / "bad.xml").write_text(CAMT.replace("339.00", "340.00"))
    before = main.read_bytes()
    done = book(main, "bad.xml")
    assert done.exit_code == 2
    assert "opening 100.00 + movements 239.00 = 339.00, but closing is 340.00" in done.output
    assert main.read_bytes() == before


@settings(max_examples=150, suppress_health_check=list(HealthCheck))
@given(broken(st.just(CSV.encode())))
def test_a_broken_sample_gets_a_sentence(data: bytes) -> None:
    with suppress(RefusedFileError):
        source = Source("broken.csv", data)
        found = propose(source)
        form = Form(
            name="b",
            account="Assets:Bank",
            currency="EUR",
            delimiter=found.delimiter,
            decimal=found.decimal,
            dates=found.dates or "dmy",
            columns=found.columns,
            texts=found.texts,
        )
        statement = BankCsv(form).statement(source, Options())
        statement.proven()
