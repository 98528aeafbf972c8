"""The books for others: hledger and ledger hold the same balances, a journal balances."""

import csv
import io
import os
import shutil
import subprocess
from collections.abc import Callable
from decimal import Decimal
from inspect import cleandoc
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from coopfund.books.load import load
from coopfund.cli.main import main

ROOT = Path(__file__).parents[2]
Balances = dict[tuple[str, str], Decimal]

ODD = """
option "title" "Kitchen; (odd) | books"
option "operating_currency" "USD"
2026-01-01 open Assets:Bank
2026-01-01 open Assets:Shares
2026-01-01 open Assets:Küche
2026-01-01 open Equity:Opening
2026-01-01 open Income:Gifts
  source: "donation"
2026-01-01 open Expenses:Rent
2026-01-01 pad Assets:Bank Equity:Opening
2026-01-02 balance Assets:Bank  1000.00 USD
2026-02-01 * "(code) ; a comment" "* a | b [2026-02-03]" #tag ^link
  note: "two; parts: [=2026-02-05]"
  Assets:Shares  3 C_4 {33.333 USD}
    why: "; sold"
  Assets:Bank  -100.00 USD
2026-03-01 * "sold"
  Assets:Shares  -1 C_4 {33.333 USD} @ 40 USD
  Assets:Bank  40.00 USD
  Income:Gifts
2026-03-02 * "changed"
  Assets:Bank  -50.00 USD
  Assets:Küche  46.17 EUR @ 1.08295 USD
2026-03-03 * "= nothing"
  Expenses:Rent  0 USD
  Assets:Bank  0 USD
2026-03-04 * "=1+1"
  Expenses:Rent  12.345 USD
  Assets:Bank  -12.345 USD
"""


def run(*arguments: object) -> Result:
    """Run ``coopfund export``."""
    result = CliRunner().invoke(main, ["export", *map(str, arguments)])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


@pytest.fixture(params=["demo", "odd"])
def books(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The demo's books, and odd ones."""
    if request.param == "demo":
        return ROOT / "ledger" / "main.beancount"
    path = tmp_path / "main.beancount"
    path.write_text(cleandoc(ODD) + "\n", encoding="utf-8")
    return path


def balances(path: Path) -> Balances:
    """What Beancount says each account holds."""
    rows = load(path).analysis.books.rows
    found: Balances = {}
    for info, number, currency in zip(rows.account, rows.number, rows.currency, strict=True):
        key = info.name, currency
        found[key] = found.get(key, Decimal(0)) + number
    return {key: value for key, value in found.items() if value}


def printed(program: str, *arguments: str) -> str:
    """What a program prints, that must be installed."""
    if not shutil.which(program):
        pytest.skip(f"{program} is not installed; its balances are not compared")
    environment = {**os.environ, "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}
    found = subprocess.run(
        [program, *arguments], env=environment, capture_output=True, check=False, encoding="utf-8"
    )
    assert (found.returncode, found.stderr) == (0, "")
    return found.stdout


def of_hledger(file: Path) -> Balances:
    """What hledger says each account holds."""
    options = ("--flat", "-N", "-O", "csv", "--layout=bare")
    text = printed("hledger", "-f", str(file), "balance", *options)
    rows = list(csv.reader(io.StringIO(text)))[1:]
    return {(account, unit): Decimal(value) for account, unit, value in rows if Decimal(value)}


def of_ledger(file: Path) -> Balances:
    """What ledger says each account holds."""
    lots = "%(join(scrub(display_total)))"
    form = f"%(account)|{lots}\n"
    text = printed(
        *("ledger", "--args-only", "-f", str(file), "--flat", "--no-total", "--format", form),
        "balance",
    )
    found: Balances = {}
    for line in text.splitlines():
        account, _, amounts = line.partition("|")
        for amount in amounts.split("\\n"):
            number, unit = amount.split(" ", 1)
            found[account, unit.strip('"')] = Decimal(number)
    return found


@pytest.mark.parametrize(("program", "read"), [("hledger", of_hledger), ("ledger", of_ledger)])
def test_the_balances_are_the_same(
    books: Path, tmp_path: Path, program: str, read: Callable[[Path], Balances]
) -> None:
    file = tmp_path / f"books.{program}"
    assert run(books, "--as", program, "-o", file).exit_code == 0
    found, expected = read(file), balances(books)
    rest = {key: found.pop(key) for key in list(found) if key[0] == "Equity:Rounding"}
    assert found == {(name, unit.strip('"')): value for (name, unit), value in expected.items()}
    assert all(abs(value) < Decimal("0.005") for value in rest.values())
    assert bool(rest) == (books.parent != ROOT / "ledger")


def test_the_journal_balances_entry_by_entry(books: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(run(books, "--as", "journal").stdout)))
    sums: dict[tuple[str, str], Decimal] = {}
    for row in rows:
        assert bool(row["debit"]) != bool(row["credit"]), row
        key = row["entry"], row["currency"]
        amount = Decimal(row["debit"] or 0) - Decimal(row["credit"] or 0)
        sums[key] = sums.get(key, Decimal(0)) + amount
    assert all(abs(value) < Decimal("0.005") for value in sums.values())


def test_the_journal_says_where_an_entry_comes_from() -> None:
    arguments = ("--as", "journal", "--from", "2026-10-01", "--to", "2026-10-31")
    result = run(ROOT / "ledger", *arguments)
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert {row["date"][:7] for row in rows} == {"2026-10"}
    dues = next(row for row in rows if row["account"] == "Income:Dues:Standard")
    assert (dues["source"], dues["file"]) == ("dues", "2026-10.beancount")
    assert dues["contributor"].startswith("m-")


def test_no_cell_of_the_journal_is_a_formula(tmp_path: Path) -> None:
    path = tmp_path / "main.beancount"
    path.write_text(cleandoc(ODD) + "\n", encoding="utf-8")
    rows = list(csv.reader(io.StringIO(run(path, "--as", "journal").stdout)))
    assert "'=1+1" in {cell for row in rows for cell in row}


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--as", "hledger", "--from", "2026-01-01"), "--from and --to are for the journal"),
        (("--as", "journal", "--from", "2027-01-01"), "--from 2027-01-01 is after 2026-03-04"),
    ],
)
def test_what_it_refuses(tmp_path: Path, arguments: tuple[str, ...], sentence: str) -> None:
    path = tmp_path / "main.beancount"
    path.write_text(cleandoc(ODD) + "\n", encoding="utf-8")
    result = run(path, *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert sentence in result.stderr
