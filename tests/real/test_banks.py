"""Statements of banks from elsewhere: totals that reconcile, or the reason for a refusal."""

from decimal import Decimal
from typing import Any

import pytest

from coopfund.imports.bank_csv import BankCsv
from coopfund.imports.bank_form import form_of
from coopfund.imports.movement import RefusedFileError, Statement, UnprovenError, sum_of
from coopfund.imports.reader import Source
from coopfund.imports.readers import reader_for
from coopfund.imports.sheet import Options
from tests.real.conftest import Real

OCA = {
    "date": "Date",
    "amount": "Amount",
    "name": "Partner Name",
    "payer": "Bank Account",
    "text": ["Label"],
}


def statements(real: Real, name: str) -> list[Statement]:
    source = Source.of(real(f"fixtures/{name}"))
    return list(reader_for(source).read(source, Options()))


def only(real: Real, name: str) -> Statement:
    (statement,) = statements(real, name)
    statement.proven()
    return statement


def by_form(real: Real, name: str, currency: str, **form: object) -> Statement:
    data = {"account": "Assets:Bank:Current", "currency": currency, **form}
    source = Source.of(real(f"fixtures/{name}"))
    statement = BankCsv(form_of("bank", data)).statement(source, Options())
    statement.proven()
    return statement


@pytest.mark.parametrize(
    ("name", "rows", "total", "closing"),
    [
        ("jbms_anzcc.ofx", 1, "-5.50", "-123.45"),
        ("jbms_bank_medium.ofx", 3, "-345.27", "382.34"),
        ("jbms_checking.ofx", 3, "-59.50", "100.99"),
        ("oca_test_ofx_iban.ofx", 4, "-360", "2156.56"),
        ("reds_n26.ofx", 1, "-1.50", None),
    ],
)
def test_ofx(real: Real, name: str, rows: int, total: str, closing: str | None) -> None:
    statement = only(real, name)
    assert (statement.rows_in, len(statement.movements)) == (rows, rows)
    assert sum_of(statement.movements) == Decimal(total)
    assert statement.closing == (Decimal(closing) if closing else None)


def test_a_swiss_batch_becomes_its_two_payments_and_the_statement_reconciles(real: Real) -> None:
    statement = only(real, "oca_test-camt053-txdtls.xml")
    assert [movement.amount for movement in statement.movements] == [Decimal(2187), Decimal(1296)]
    assert len({movement.id for movement in statement.movements}) == 2
    assert (statement.opening, statement.closing) == (Decimal("75960.15"), Decimal("79443.15"))


def test_the_sample_that_contradicts_its_own_balances_is_refused_with_figures(real: Real) -> None:
    with pytest.raises(UnprovenError) as refused:
        statements(real, "oca_test-camt053.xml")
    assert str(refused.value) == (
        "The file does not reconcile with its own balances: opening 15568.27 + movements -12.99 = "
        "15555.28, but closing is 15121.12."
    )


def test_its_batch_is_664_05_and_becomes_564_05_and_100_00(real: Real) -> None:
    from coopfund.imports import camt  # noqa: PLC0415

    (page,) = camt.read(real("fixtures/oca_test-camt053.xml").read_bytes())
    batch = [movement.amount for movement in page.movements if movement.row == 2]
    assert batch == [Decimal("-564.05"), Decimal("-100.00")]
    assert sum(batch) == Decimal("-664.05")


def test_a_notice_has_no_balances(real: Real) -> None:
    statement = only(real, "oca_test-camt054.xml")
    assert [movement.amount for movement in statement.movements] == [Decimal("5.00")]
    assert (statement.opening, statement.closing) == (None, None)


@pytest.mark.parametrize(
    ("name", "columns"),
    [
        ("oca_sheet_balance.csv", {**OCA, "balance": "Balance"}),
        ("oca_sheet_debit_credit.csv", {**OCA, "balance": "Balance", "mark": "D/C"}),
    ],
)
def test_sheets_with_a_running_balance(real: Real, name: str, columns: dict[str, Any]) -> None:
    statement = by_form(real, name, "USD", columns=columns)
    amounts = [movement.amount for movement in statement.movements]
    assert amounts == [Decimal("-33.50"), Decimal("1533.50")]
    assert (statement.opening, statement.closing) == (Decimal("10.00"), Decimal("1510.00"))


def test_the_credit_unions_ten_rows_are_proven_one_by_one(real: Real) -> None:
    columns = {
        "date": "DATE",
        "amount": "AMOUNT",
        "balance": "CURRENT BALANCE",
        "id": "ID",
        "text": ["DESCRIPTION", "MEMO"],
    }
    statement = by_form(real, "reds_us_checking_dcu.csv", "USD", columns=columns)
    assert (statement.rows_in, len(statement.movements)) == (10, 10)
    assert (statement.opening, statement.closing) == (Decimal("0.00"), Decimal("500.00"))


def test_the_sheet_whose_own_balances_are_two_cents_apart_is_refused(real: Real) -> None:
    columns = {"date": "Date", "debit": "Debit", "credit": "Credit", "id": "Operation Number"}
    with pytest.raises(UnprovenError, match=r"1069\.32 = 31070\.09, but closing is 31070\.11"):
        by_form(
            real,
            "oca_sheet_meta_data_separated_credit_debit.csv",
            "EUR",
            columns=columns,
            decimal=",",
            dates="dmy",
            balances={"opening": "Balance at start", "closing": "Balance at end"},
        )


@pytest.mark.parametrize(
    "name", ["oca_sheet_multi_currency.csv", "oca_sheet_sample_statement_en.csv"]
)
def test_two_currencies_are_no_one_account(real: Real, name: str) -> None:
    statement = by_form(real, name, "USD", columns={**OCA, "currency": "Currency"})
    assert [(row.row, row.why) for row in statement.rejected] == [
        (2, "it is in EUR, the account in USD")
    ]


def test_the_amount_in_the_accounts_currency_counts(real: Real) -> None:
    columns = {**OCA, "currency": "Currency"}
    statement = by_form(real, "oca_sheet_original_currency.csv", "EUR", columns=columns)
    assert [movement.amount for movement in statement.movements] == [Decimal("1525.00")]


def test_two_equal_payments_of_one_day_are_both_there(real: Real) -> None:
    columns = {"date": "Date", "amount": "Amount", "text": ["Description"]}
    statement = by_form(real, "jbms_bank.csv", "USD", columns=columns)
    assert (statement.rows_in, sum_of(statement.movements)) == (7, Decimal(-230))
    assert len({movement.id for movement in statement.movements}) == 7


def test_a_list_of_balances_is_no_list_of_movements(real: Real) -> None:
    with pytest.raises(RefusedFileError, match="no line holds all of its columns"):
        by_form(
            real, "jbms_balances.csv", "USD", columns={"date": "Start Date", "amount": "Amount"}
        )
