"""``coopfund reconcile``: totals, what is left on both sides, the proof, and the balance."""

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from coopfund.books.load import load
from tests.cli.conftest import Run

FORM = """\
account = "Assets:Bank:Current"
currency = "EUR"
delimiter = ";"
[columns]
date = "Date"
amount = "Amount"
name = "Name"
text = ["Text"]
[balances]
opening = "Opening"
closing = "Closing"
"""
STATEMENT = """\
Opening balance;;;100.00
Date;Name;Text;Amount
2026-03-05;Ana;dues;10.00
2026-03-05;Ben;dues;10.00
2026-03-09;Red Quay Print;posters;-31.00
2026-03-20;Nobody <b>;refund;7.00
Closing balance;;;96.00
"""
BOOKS = """\
option "operating_currency" "EUR"
plugin "coopfund_plugins"
2026-01-01 open Assets:Bank:Current EUR
2026-01-01 open Income:Dues EUR
  source: "dues"
2026-01-01 open Expenses:Office EUR
2026-01-01 open Equity:Opening EUR
2026-01-01 * "opening"
  Assets:Bank:Current  100.00 EUR
  Equity:Opening
    source: "other"
2026-03-05 * "dues"
  Assets:Bank:Current  10.00 EUR
  Income:Dues
2026-03-06 * "dues"
  Assets:Bank:Current  10.00 EUR
  Income:Dues
2026-03-10 * "Red Quay Print" "posters"
  Assets:Bank:Current  -31.00 EUR
  Expenses:Office
2026-03-12 * "stamps"
  Assets:Bank:Current  -1.00 EUR
  Expenses:Office
"""
COMMAND = (
    "reconcile",
    "march.csv",
    "--account",
    "Assets:Bank:Current",
    "--ledger",
    "main.beancount",
)
LEFT = """\
Assets:Bank:Current, 5 March to 20 March 2026, EUR

  opening balance of the bank  100.00
  4 movements                   -4.00
  closing balance of the bank   96.00

Matched: 1 by amount and day.

On the statement, not in the books:
  march.csv row 1  2026-03-05  10.00  Ana · dues
  march.csv row 2  2026-03-05  10.00  Ben · dues
  march.csv row 4  2026-03-20   7.00  Nobody ‹b> · refund

In the books, not on the statement:
  main.beancount:13  2026-03-05  10.00  dues
  main.beancount:16  2026-03-06  10.00  dues
  main.beancount:22  2026-03-12  -1.00  stamps

Equal, so not matched: 10.00 is march.csv row 1, march.csv row 2; it could be main.beancount:13, \
main.beancount:16.

Proof:
  closing balance of the bank            96.00
  + in the books, not on the statement   19.00
  − on the statement, not in the books  -27.00
  = balance of the books                 88.00

Left: 3 on the statement, 3 in the books. coopfund import books what is missing. \
Is what the bank lacks of the right day and account, and there once?
"""


@pytest.fixture
def books(tmp_path: Path) -> Path:
    (tmp_path / "imports").mkdir()
    (tmp_path / "imports" / "current.toml").write_text(FORM)
    (tmp_path / "march.csv").write_text(STATEMENT)
    main = tmp_path / "main.beancount"
    main.write_text(BOOKS)
    return main


@pytest.mark.usefixtures("books")
def test_what_is_left_is_printed_with_the_proof(run: Run) -> None:
    result = run(*COMMAND)
    assert result.exit_code == 1
    assert result.stdout == LEFT


@pytest.mark.usefixtures("books")
def test_the_same_as_json_and_csv(run: Run, run_json: Callable[..., Any]) -> None:
    data = run_json(*COMMAND)
    assert (data["opening"], data["movements"], data["closing"]) == ("100.00", "-4.00", "96.00")
    assert [row["row"] for row in data["only_on_statement"]] == [1, 2, 4]
    assert [one["place"] for one in data["only_in_books"]] == [
        f"main.beancount:{line}" for line in (13, 16, 22)
    ]
    assert data["proof"] == {
        "closing": "96.00",
        "plus_only_in_books": "19.00",
        "minus_only_on_statement": "-27.00",
        "minus_booked_later": "0",
        "plus_apart_before": "0.00",
        "books": "88.00",
        "unexplained_before": "0.00",
    }
    assert not data["settled"]
    assert "Ana" not in str(data)
    rows = list(csv.DictReader(io.StringIO(run(*COMMAND, "--format", "csv").stdout)))
    assert [(row["side"], row["state"]) for row in rows] == [
        ("statement", "amount"),
        *[("statement", "left")] * 3,
        *[("books", "left")] * 3,
    ]


def settle(books: Path) -> None:
    text = books.read_text().partition('2026-03-12 * "stamps"')[0]
    refund = '2026-03-20 * "refund"\n  Assets:Bank:Current  7.00 EUR\n  Expenses:Office\n'
    books.write_text(text + refund)


def test_when_nothing_is_left_the_balance_is_written(run: Run, books: Path) -> None:
    settle(books)
    before = books.read_text()
    dry = run(*COMMAND, "--equals", "--dry-run")
    assert (dry.exit_code, books.read_text()) == (0, before)
    assert "2026-03-21 balance Assets:Bank:Current" in dry.stderr
    assert "Nothing is written: --dry-run." in dry.stderr
    asked = run(*COMMAND, "--equals")
    assert (asked.exit_code, books.read_text()) == (0, before)
    assert "Nothing is written: repeat it with --yes to write this balance." in asked.stderr
    done = run(*COMMAND, "--equals", "--yes")
    assert done.exit_code == 0
    assert "Nothing is left: the books are the bank's, to the cent." in done.stdout
    assert "2026-03-21 balance Assets:Bank:Current" in books.read_text()
    assert not load(books).errors
    assert "The books assert this balance already." in run(*COMMAND, "--equals", "--yes").stderr


def test_without_equals_nothing_is_asserted(run: Run, books: Path) -> None:
    settle(books)
    assert run(*COMMAND, "--yes").exit_code == 1
    assert "balance" not in books.read_text()


def test_balances_from_paper(run: Run, books: Path) -> None:
    settle(books)
    (books.parent / "march.csv").write_text("".join(STATEMENT.splitlines(keepends=True)[1:-1]))
    bare = run(*COMMAND, "--equals", "--yes")
    assert bare.exit_code == 0
    assert "Nothing is left, but no balance proves it." in bare.stdout
    assert "balance" not in books.read_text()
    paper = ("--closing", "96.00", "--end", "2026-03-31")
    assert run(*COMMAND, "--equals", "--yes", *paper).exit_code == 0
    assert "2026-04-01 balance Assets:Bank:Current" in books.read_text()


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("--account", "Assets:Bank:Curent"), 'did you mean "Assets:Bank:Current"'),
        (("--as", "nothing"), "march.csv: No importer is called nothing"),
        (("--closing", "many"), "'many' is no amount such as 1149.00."),
        (("--closing", "NaN"), "'NaN' is no amount such as 1149.00."),
        (
            ("--closing", "97.00"),
            "Opening 100.00 and movements -4.00 make 96.00, but closing is 97",
        ),
        (("--number", "99"), "No statement is of an account whose number ends with 99."),
        (("--days", "100"), "Invalid value for '--days'"),
    ],
)
@pytest.mark.usefixtures("books")
def test_what_makes_no_sense_gets_a_sentence(
    run: Run, arguments: tuple[str, ...], why: str
) -> None:
    result = run(*COMMAND, *arguments)
    assert result.exit_code == 2
    assert why in result.stderr


def test_files_that_are_none(run: Run, books: Path) -> None:
    for name, text in (("gone.csv", None), ("empty.csv", ""), ("odd.csv", "a,b\n1,2\n")):
        if text is not None:
            (books.parent / name).write_text(text)
        result = run("reconcile", name, *COMMAND[2:])
        assert result.exit_code == 2
        assert result.stderr.startswith(f"coopfund: {name}: ")
        assert result.stderr.count("\n") == 1


def test_a_collection_is_one_deposit(run: Run, books: Path) -> None:
    """Two gifts of one link are the deposit; without the link they are only shown."""
    statement = STATEMENT.replace("2026-03-05;Ben;dues;10.00\n", "2026-03-07;;cash;20.00\n")
    (books.parent / "march.csv").write_text(statement.replace("96.00", "106.00"))
    settle(books)
    text = books.read_text()
    gift = '2026-03-05 * "collection" ^collection-2026-03-05\n  Assets:Bank:Current  {} EUR\n'
    gift += "  Equity:Opening\n"
    one = '2026-03-06 * "dues"\n  Assets:Bank:Current  10.00 EUR\n  Income:Dues\n'
    assert one in text
    books.write_text(text.replace(one, gift.format("13.00") + gift.format("7.00")))
    done = run(*COMMAND, "--dry-run")
    assert done.exit_code == 0, done.output
    assert "Matched: 3 by amount and day, 1 by a common link and the sum." in done.stdout
    books.write_text(books.read_text().replace(" ^collection-2026-03-05", ""))
    open_ = run(*COMMAND, "--dry-run")
    assert open_.exit_code == 1
    assert (
        "Not certain, so not matched: 20.00 is march.csv row 2; together it could be "
        "main.beancount:16 + main.beancount:19.\n"
    ) in open_.stdout
