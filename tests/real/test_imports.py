"""Exports of others: each imported with totals that reconcile, or refused with the reason."""

from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from beancount.core.data import Transaction

from coopfund.imports.config import Config
from coopfund.imports.contributors import Contributors
from coopfund.imports.importer import Setting
from coopfund.imports.known import Known
from coopfund.imports.session import FileResult, import_files, sums_of
from coopfund.imports.sheet import Options
from tests.real.conftest import Real, Run

SETTING = Setting(Config(), Contributors(b"k" * 32), Options(currency="USD"))
FOLDER = "fixtures"


def imported(*paths: Path) -> list[FileResult]:
    return import_files(paths, SETTING, Known()).files


def account_sums(entries: list[Transaction]) -> dict[str, Decimal]:
    sums: Counter[str] = Counter()
    for entry in entries:
        for posting in entry.postings:
            if posting.units and posting.units.number is not None:
                sums[posting.account] += posting.units.number  # type: ignore[assignment]
    return {account: Decimal(value) for account, value in sums.items()}


def test_stripe_payout_with_a_dispute(real: Real) -> None:
    """The payout of 900.50 is 930.00 gross less 29.50 of fees."""
    (file,) = imported(real(f"{FOLDER}/stripe_payout_with_dispute_known_answer.csv"))
    (sums,) = sums_of(file.statements[0])
    assert (sums.gross, sums.fees, sums.net) == (
        Decimal("930.00"),
        Decimal("29.50"),
        Decimal("900.50"),
    )
    assert account_sums(file.entries) == {
        "Assets:Stripe": Decimal("0.00"),
        "Expenses:Fees:Stripe": Decimal("29.50"),
        "Income:Unknown": Decimal("-930.00"),
        "Assets:Clearing:Stripe": Decimal("900.50"),
    }


def test_paypal_refund(real: Real) -> None:
    """Ana gave 1,500.00 and got 500.00 back: one donor, net 1,000.00.

    10/09, 11/09 and 12/09/2026 are in September: in November the zone is not PDT.
    """
    (file,) = imported(real(f"{FOLDER}/paypal_refund_known_answer.csv"))
    by_donor: Counter[str] = Counter()
    for entry in file.entries:
        by_donor[(entry.postings[-1].meta or {})["donor"]] -= account_sums([entry])[
            "Income:Unknown"
        ]  # type: ignore[assignment]
    assert sorted(by_donor.values()) == [Decimal("99.99"), Decimal("1000.00")]
    assert [str(entry.date) for entry in file.entries] == ["2026-09-10", "2026-09-11", "2026-09-12"]


def test_paypal_funding_rows_count_once(real: Real) -> None:
    """Three payments that the bank funds, and 9.41 that came in: the balance says 9.41."""
    (file,) = imported(real(f"{FOLDER}/hledger_paypal-custom.csv"))
    (statement,) = file.statements
    assert (statement.opening, statement.closing) == (Decimal("0.00"), Decimal("9.41"))
    assert account_sums(file.entries) == {
        "Assets:PayPal": Decimal("9.41"),
        "Assets:Clearing:PayPal": Decimal("-15.99"),
        "Expenses:Unsorted": Decimal("15.99"),
        "Expenses:Fees:PayPal": Decimal("0.59"),
        "Income:Unknown": Decimal("-10.00"),
    }


def test_stripe_with_a_refund(real: Real) -> None:
    (file,) = imported(real(f"{FOLDER}/hledger_stripe.csv"))
    assert account_sums(file.entries) == {
        "Assets:Stripe": Decimal("11.23"),
        "Income:Unknown": Decimal("-11.23"),
    }


def test_paypal_json(real: Real) -> None:
    """Twelve transactions, each in a file of its own; what the bank brings in is no income."""
    paths = sorted(real(f"{FOLDER}/paypal_json").glob("*.json"))
    files = imported(*paths)
    assert [file.refusal for file in files] == [None] * 12
    assert [len(file.entries) for file in files] == [1] * 12
    kinds = Counter(m.kind for file in files for m in file.movements)
    assert kinds == {"payment": 8, "transfer": 2, "payout": 1, "refund": 1}
    sums = account_sums([entry for file in files for entry in file.entries])
    assert sums == {
        "Assets:PayPal": Decimal("281.28"),
        "Assets:Clearing:PayPal": Decimal("-642.70"),
        "Expenses:Fees:PayPal": Decimal("5.12"),
        "Expenses:Unsorted": Decimal("1132.25"),
        "Income:Unknown": Decimal("-775.95"),
    }


def test_venmo(real: Real) -> None:
    """What came in went on to the bank; what a card paid never was on the account."""
    (file,) = imported(real(f"{FOLDER}/jbms_transactions.csv"))
    assert (file.rows, len(file.movements)) == (50, 39)
    assert account_sums(file.entries)["Assets:Venmo"] == 0


@pytest.mark.parametrize(
    ("name", "why"),
    [
        (
            "jbms_balances.csv",
            "No importer knows its columns (Start Date, End Date, Start Balance, End Balance).",
        ),
        ("HEADERS_real_exports.tsv", "It could be donorbox and patreon; say which with --as."),
    ],
)
def test_refused_with_the_reason(real: Real, name: str, why: str) -> None:
    (file,) = imported(real(f"{FOLDER}/{name}"))
    assert (file.refusal or "").startswith(why)
    assert file.entries == []


def test_real_headers_are_recognised(real: Real, tmp_path: Path) -> None:
    """Every platform's header of real exports, with no row under it."""
    expected = {
        "actblue_2020": "actblue",
        "donorbox": "donorbox",
        "patreon": "patreon",
        "paypal_business": "paypal",
        "paypal_nonprofit": "paypal",
        "paypal_giving_fund": "givingfund",
        "paypal_personal": "paypal",
        "stripe_": "stripe",
        "opencollective": "opencollective",
    }
    known = {}
    text = real(f"{FOLDER}/HEADERS_real_exports.tsv").read_text(encoding="utf-8")
    for line in text.splitlines()[1:]:
        name, _, columns = line.split("\t")
        reader = next((r for start, r in expected.items() if name.startswith(start)), None)
        if reader:
            path = tmp_path / "header.csv"
            header = ",".join(f'"{column}"' for column in columns.split("|"))
            path.write_text(header + "\n", encoding="utf-8")
            (file,) = imported(path)
            known[name.split(" ")[0]] = (file.reader, file.refusal) == (reader, None)
    assert len(known) == 12
    assert all(known.values()), known


def test_into_books(real: Real, run: Run, tmp_path: Path) -> None:
    """The command writes them, and the books check."""
    ledger = tmp_path / "ledger"
    run("init", ledger, "--start", "2012-01-01", "--currency", "USD")
    names = (
        "hledger_paypal-custom.csv",
        "hledger_stripe.csv",
        "paypal_refund_known_answer.csv",
        "stripe_payout_with_dispute_known_answer.csv",
        "jbms_transactions.csv",
    )
    paths = [real(f"{FOLDER}/{name}") for name in names]
    done = run("import", *paths, "--ledger", ledger, "--open", "--yes", "--despite-stop")
    assert done.exit_code == 0, done.output
    again = run("import", *paths, "--ledger", ledger, "--yes")
    assert "0 new, 56 already booked; nothing to write." in again.output
    assert run("check", ledger).exit_code in {0, 1}
    written = "".join(p.read_text(encoding="utf-8") for p in ledger.glob("2*.beancount"))
    assert written.count("import-id:") == 56
    for word in ("Ana", "Ruiz", "simon", "Noble", "Sally", "@", "Order 10", "Visa", "Calm"):
        assert word not in written
