"""``coopfund import`` books dues of members who joined; what exceeds the schedule is a gift."""

from pathlib import Path

import pytest

from coopfund.books.load import load
from tests.cli.conftest import Run
from tests.imports import samples

MAIN = """\
option "operating_currency" "EUR"
plugin "coopfund_plugins"
2026-01-01 open Assets:Bank
2026-01-01 open Income:Dues
  source: "dues"
2026-01-01 open Income:Gifts:Members
  source: "donation"
2026-01-01 open Equity:Opening
2026-01-01 custom "coopfund-dues" "standard" 10.00 EUR "monthly"
2026-01-01 custom "coopfund-rule" "CF101"
  prepay-months: 0
2026-01-01 custom "coopfund-member" "m-0001" "join" "standard"
2026-01-01 custom "coopfund-member" "m-0002" "join" "standard"
2026-01-01 * "opening"
  Assets:Bank  100.00 EUR
  Equity:Opening
    source: "other"
"""
TOML = """\
[bank]
account = "Assets:Bank"
[[bank.map]]
match = { description = "*dues*", direction = "in" }
account = "Income:Dues"
source = "dues"
"""
FORM = """\
account = "Assets:Bank"
currency = "EUR"
[columns]
date = "Date"
amount = "Amount"
name = "Name"
text = "Text"
payer = "IBAN"
"""
ROSTER = "id,name\nm-0001,Ana Silva\nm-0002,Ben Okafor\nm-0003,Cem Demir\n"
HEAD = "Date,Name,Text,IBAN,Amount\n"
ORDERS = ("import", "bank.csv", "--ledger", "main.beancount", "--yes")


@pytest.fixture
def main(tmp_path: Path) -> Path:
    main = tmp_path / "main.beancount"
    main.write_text(MAIN)
    (tmp_path / "imports.toml").write_text(TOML)
    (tmp_path / "roster.csv").write_text(ROSTER)
    (tmp_path / "imports").mkdir()
    (tmp_path / "imports" / "current.toml").write_text(FORM)
    return main


def income(main: Path) -> list[tuple[int, str, str, str | None]]:
    """Day, account, amount and payer of each posting of income."""
    books = load(main).analysis.books
    rows, txns = books.rows, books.transactions
    return [
        (txns.date[rows.txn[row]].day, rows.account[row].name, f"{-(rows.number[row])}",
         rows.contributor[row])
        for row in books.rows_of("Income")
    ]  # fmt: skip


def test_dues_of_members_are_dues_and_the_rest_a_gift_in_their_order(run: Run, main: Path) -> None:
    """By 5 March 30.00 are due: of 25 + 15 + 4, Ana's last payments exceed them, Ben's none."""
    (main.parent / "bank.csv").write_text(
        f"{HEAD}2026-03-06,Ana Silva,dues,NL46,15.00\n2026-03-05,Ana Silva,dues,NL46,25.00\n"
        "2026-03-06,Ben Okafor,dues,NL22,30.00\n2026-03-07,Ana Silva,dues,NL46,4.00\n"
    )
    done = run(*ORDERS)
    assert done.exit_code == 0, done.output
    assert "CF101 scheduled" not in done.stderr
    assert (
        "Beyond the dues: 14.00 EUR of 2 payments, booked as gifts on Income:Gifts:Members "
        "(CF101).\n"
    ) in done.stderr
    assert income(main) == [
        (5, "Income:Dues", "25.00", "m-0001"),
        (6, "Income:Dues", "5.00", "m-0001"),
        (6, "Income:Gifts:Members", "10.00", "m-0001"),
        (6, "Income:Dues", "30.00", "m-0002"),
        (7, "Income:Gifts:Members", "4.00", "m-0001"),
    ]
    findings = load(main).findings
    assert not [finding for finding in findings if finding.code == "CF101"]
    assert not [finding for finding in findings if finding.action == "stop"]


def test_the_books_and_the_file_count_together(run: Run, main: Path) -> None:
    """What is booked already is paid; a second file finds the first one's payments in the books."""
    for number, amount in ((1, "30.00"), (2, "12.00")):
        text = f"{HEAD}2026-03-0{number},Ana Silva,dues,NL46,{amount}\n"
        (main.parent / "bank.csv").write_text(text)
        assert run(*ORDERS).exit_code == 0
    assert income(main)[1:] == [(2, "Income:Gifts:Members", "12.00", "m-0001")]
    assert "0 new, 1 already booked" in run(*ORDERS).stderr


def test_several_accounts_of_gifts(run: Run, main: Path) -> None:
    more = '2026-01-01 open Income:Gifts:Members:Shop\n  source: "donation"\n'
    main.write_text(main.read_text() + more)
    (main.parent / "bank.csv").write_text(f"{HEAD}2026-03-05,Ana Silva,dues,NL46,44.00\n")
    before = main.read_text()
    done = run(*ORDERS)
    assert done.exit_code == 2
    assert "--gift-account is missing (the account for what exceeds the dues)" in done.stderr
    assert main.read_text() == before
    assert run(*ORDERS, "--gift-account", "Income:Gifts:Members:Shop").exit_code == 0
    assert income(main)[-1] == (5, "Income:Gifts:Members:Shop", "14.00", "m-0001")


def test_who_has_not_joined_pays_no_dues(run: Run, main: Path) -> None:
    """A member of the roster without a join is refused; a stranger's dues stop (CF101)."""
    before = main.read_text()
    (main.parent / "bank.csv").write_text(f"{HEAD}2026-03-05,Cem Demir,dues,NL46,10.00\n")
    refused = run(*ORDERS)
    assert refused.exit_code == 2
    assert 'The member "m-0003" has never joined; write 2026-03-05 custom' in refused.stderr
    (main.parent / "bank.csv").write_text(f"{HEAD}2026-03-05,Nobody Known,dues,NL46,10.00\n")
    stopped = run(*ORDERS)
    assert stopped.exit_code == 1
    assert "STOP CF101" in stopped.stderr
    assert main.read_text() == before


def test_a_refund_gives_back_the_gift_first(run: Run, main: Path) -> None:
    """Of 44.00, 30.00 are due by March; 20.00 come back in the same file, 14.00 of it the gift."""
    (main.parent / "imports.toml").write_text(
        '[paypal]\naccount = "Assets:Bank"\nfees = "Expenses:Fees"\n'
        'income = "Income:Dues"\nsource = "dues"\n'
    )
    columns = samples.PAYPAL_COLUMNS
    facts = {"Name": "Ana Silva", "From Email Address": "ana@mail.org"}
    (main.parent / "roster.csv").write_text("id,name,email\nm-0001,Ana Silva,ana@mail.org\n")
    sheet = samples.sheet(
        columns,
        [
            samples.paypal("14/03/2026", "Donation Payment", "44.00", "44.00", "1A", **facts),
            samples.paypal(
                "15/03/2026", "Payment Refund", "-20.00", "-20.00", "1B",
                **{"Name": "Ana Silva", "Reference Txn ID": "1A"},
            ),
        ],
    )  # fmt: skip
    (main.parent / "bank.csv").write_text(sheet)
    done = run(*ORDERS, "--open", "--dates", "dmy")
    assert done.exit_code == 0, done.output
    assert income(main) == [
        (14, "Income:Dues", "30.00", "m-0001"),
        (14, "Income:Gifts:Members", "14.00", "m-0001"),
        (15, "Income:Dues", "-6.00", "m-0001"),
        (15, "Income:Gifts:Members", "-14.00", "m-0001"),
    ]
