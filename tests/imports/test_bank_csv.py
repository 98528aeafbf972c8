"""Any bank's CSV by its form: columns, signs, balances, and rows that are none."""

import tomllib
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from inspect import cleandoc
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopfund.imports.bank_csv import BankCsv
from coopfund.imports.bank_form import Form, FormError, form_of, forms, written
from coopfund.imports.movement import RefusedFileError, Statement, UnprovenError, sum_of
from coopfund.imports.reader import Source
from coopfund.imports.sheet import Options

BASE = {"account": "Assets:Bank:Current", "currency": "EUR"}
COLUMNS = {"date": "Date", "amount": "Amount", "name": "Name", "text": ["Text"]}


def form(columns: Mapping[str, Any] = COLUMNS, **more: object) -> Form:
    return form_of("current", {**BASE, "columns": columns, **more})


def read(text: str | bytes, columns: Mapping[str, Any] = COLUMNS, **more: object) -> Statement:
    data = text if isinstance(text, bytes) else text.encode()
    statement = BankCsv(form(columns, **more)).statement(Source("bank.csv", data), Options())
    statement.proven()
    return statement


def amounts(statement: Statement) -> list[str]:
    return [str(movement.amount) for movement in statement.movements]


def test_rows() -> None:
    """Date,Name,Text,Amount
    2026-03-05,Ana  Silva,dues March,10.00
    2026-03-06,Red Quay Print,posters,"-1,325.00"
    """
    statement = read(cleandoc(test_rows.__doc__ or ""))
    ana, print_shop = statement.movements
    assert (ana.date, ana.amount, ana.kind) == (date(2026, 3, 5), Decimal("10.00"), "payment")
    assert (ana.counterparty, ana.memo) == ("Ana Silva", "dues March")
    assert (print_shop.amount, print_shop.kind) == (Decimal("-1325.00"), "other")
    assert (statement.format, statement.opening) == ("csv current", None)
    assert (statement.opening_date, statement.closing_date) == (ana.date, print_shop.date)


def test_debit_and_credit_with_balances_on_lines_of_their_own() -> None:
    text = (
        "Account;Harbour Street\nClosing balance;;;1.149,00\nDate;Name;Text;Soll;Haben\n"
        "05.03.2026;a;b;1,00;\n05.03.2026;a;b;;1.000,00\nOpening balance;;;150,00\n"
    )
    statement = read(
        text,
        {"date": "Date", "debit": "Soll", "credit": "Haben"},
        delimiter=";",
        dates="dmy",
        balances={"opening": "Opening", "closing": "Closing"},
    )
    assert amounts(statement) == ["-1.00", "1000.00"]
    assert (statement.opening, statement.closing) == (Decimal(150), Decimal(1149))
    assert [row.why for row in statement.skipped] == ["a balance"]


@pytest.mark.parametrize("turned", [False, True])
def test_balances_after_each_row_prove_every_row_either_way_up(*, turned: bool) -> None:
    rows = ["2026-03-05,a,b,10,110", "2026-03-05,a,b,10,120", "2026-03-06,a,b,-5,115"]
    rows = rows[::-1] if turned else rows
    statement = read(
        "\n".join(["Date,Name,Text,Amount,Balance", *rows]) + "\n",
        {**COLUMNS, "balance": "Balance"},
    )
    assert (statement.opening, statement.closing) == (Decimal(100), Decimal(115))


def test_a_row_that_its_balance_contradicts_is_named() -> None:
    text = "Date,Name,Text,Amount,Balance\n" + "".join(
        f"2026-03-0{day},a,b,{amount},{balance}\n"
        for day, amount, balance in ((1, 10, 110), (2, 10, 120), (3, 10, 180), (4, 1, 181))
    )
    with pytest.raises(UnprovenError) as refused:
        read(text, {**COLUMNS, "balance": "Balance"})
    assert str(refused.value) == (
        "Row 3: 120 before it and its amount of 10 make 130, but its balance says 180."
    )


def test_marks_say_the_sign_and_a_contradiction_needs_a_balance() -> None:
    columns = {**COLUMNS, "mark": "D/C"}
    text = "Date,Name,Text,Amount,D/C\n2026-03-05,a,b,3.50,D\n2026-03-05,a,b,2,H\n"
    assert amounts(read(text, columns)) == ["-3.50", "2"]
    statement = read(text.replace(",2,H", ",-2,H"), columns)
    assert [(row.row, row.why) for row in statement.rejected] == [
        (2, "a minus contradicts the mark, and no balance says which counts")
    ]
    proven = "Date,Name,Text,Amount,D/C,Balance\n2026-03-05,a,b,3.50,D,1\n2026-03-05,a,b,-2,C,3\n"
    assert amounts(read(proven, {**columns, "balance": "Balance"})) == ["-3.50", "2"]
    strange = read(text.replace(",2,H", ",2,Q"), columns)
    assert [row.why for row in strange.rejected] == [
        "the mark “Q” is neither a debit's nor a credit's"
    ]


def test_a_card_shows_spending_as_positive() -> None:
    assert amounts(read("Date,Name,Text,Amount\n2026-03-05,a,b,3\n", negate=True)) == ["-3"]


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("31.02.2026;a;b;1,00", "date: “31.02.2026” is no date"),
        ("05.03.2026;a;b;1.2.3", "amount: “1.2.3” is no amount"),
        ("05.03.2026;a;b;", "amount: the amount is empty"),
        (";a;b;1,00", "date: the date is empty"),
        ("05.03.2026;a;b", "it has 3 fields, the header 4"),
        ("05.03.2026;a;b;1,00;x", "it has 5 fields, the header 4"),
        ("05.03.2026;a;b;1,001", "amount: 1.001 has more decimals than EUR"),
    ],
)
def test_a_row_that_cannot_be_read_is_rejected_with_its_number(row: str, why: str) -> None:
    text = f"Date;Name;Text;Amount\n05.03.2026;a;b;1,00\n{row}\n"
    statement = read(text, delimiter=";", decimal=",", dates="dmy")
    assert [rejected.row for rejected in statement.rejected] == [2]
    assert why in statement.rejected[0].why


def test_what_moves_no_money_is_skipped_with_its_reason() -> None:
    """Date,Name,Text,Amount,Status
    2026-03-05,a,b,1,Complete
    2026-03-05,a,b,2,Pending
    2026-03-05,a,b,0.00,Complete
    Total,,,1,Complete
    ,,see the last page,,Complete
    Payments: 3
    """
    text = cleandoc(test_what_moves_no_money_is_skipped_with_its_reason.__doc__ or "")
    statement = read(f"{text}\n", only={"Status": ["Complete"]})
    assert amounts(statement) == ["1"]
    assert [(row.row, row.why) for row in statement.skipped] == [
        (2, "Status is “Pending”"),
        (3, "nothing moved: the amount is 0"),
        (4, "a total"),
        (5, "a note: neither a date nor an amount"),
        (6, "Status is “”"),
    ]


def test_a_total_that_is_none_is_refused() -> None:
    with pytest.raises(UnprovenError, match="says amount 7, but the rows add up to 1"):
        read("Date,Name,Text,Amount\n2026-03-05,a,b,1\nTotal,,,7\n")


def test_two_columns_of_one_name_are_told_apart_by_number() -> None:
    text = "Date,Währung,Amount,Währung\n2026-03-05,EUR,5,EUR\n"
    columns = {"date": "Date", "amount": "Amount", "currency": "Währung#2"}
    assert amounts(read(text, columns)) == ["5"]


def test_another_currency_is_rejected() -> None:
    text = "Date,Amount,Ccy\n2026-03-05,5,USD\n"
    columns = {"date": "Date", "amount": "Amount", "currency": "Ccy"}
    (rejected,) = read(text, columns).rejected
    assert rejected.why == "it is in USD, the account in EUR"


def test_identities_are_the_banks_own_else_digests_that_overlap_well() -> None:
    own = "Date,Amount,Ref\n2026-03-05,5,X 1\n2026-03-05,5,X 2\n"
    columns = {"date": "Date", "amount": "Amount", "id": "Ref"}
    assert [m.id for m in read(own, columns).movements] == ["bank:current:X1", "bank:current:X2"]
    row = "2026-03-05,Ana,dues,5\n"
    head = "Date,Name,Text,Amount\n"
    twice = {m.id for m in read(head + row * 2).movements}
    other = {m.id for m in read(f"{head}2026-03-05,Ben,dues,5\n{row * 3}").movements}
    assert len(twice) == 2
    assert len(other) == 4
    assert twice < other


@given(st.permutations(range(6)))
def test_the_order_of_rows_means_nothing(order: list[int]) -> None:
    rows = [
        f"2026-03-0{1 + n % 3},{'Ana' if n % 2 else 'Ben'},dues,{n // 3 + 1}\n" for n in range(6)
    ]
    head = "Date,Name,Text,Amount\n"
    straight = read(head + "".join(rows))
    turned = read(head + "".join(rows[n] for n in order))
    assert {m.id for m in straight.movements} == {m.id for m in turned.movements}
    assert sum_of(straight.movements) == sum_of(turned.movements)


def test_a_declared_encoding_counts() -> None:
    data = "Date,Name,Text,Amount\n2026-03-05,Łódź,b,1\n".encode("cp1250")
    assert read(data, encoding="cp1250").movements[0].counterparty == "Łódź"
    with pytest.raises(RefusedFileError, match="not all of it is utf-8"):
        read(data, encoding="utf-8")


def test_a_file_without_the_columns_says_which() -> None:
    with pytest.raises(RefusedFileError) as refused:
        read("Date,Betrag\n2026-03-05,1\n", {"date": "Date", "amount": "Amount"})
    assert str(refused.value) == (
        "It is no CSV of Assets:Bank:Current: no line holds all of its columns; there is no "
        "“Amount”."
    )
    reader = BankCsv(form({"date": "Date", "amount": "Amount"}))
    assert not reader.recognises(Source("x", b"Date,Betrag\n2026-03-05,1\n"))
    assert not reader.recognises(Source("x", b'"'))
    assert reader.recognises(Source("x", b"a title\nDate,Amount\n2026-03-05,1\n"))


def test_stray_quotes_never_swallow_rows() -> None:
    rows = [f"2026-03-05,a,b,{n}\n" for n in range(1, 101)]
    rows[10] = rows[10].replace("a,", '"a,')
    rows[60] = rows[60].replace("a,", 'a",')
    with pytest.raises(RefusedFileError, match="Line 12: "):
        read("Date,Name,Text,Amount\n" + "".join(rows))


FULL = form(
    {"date": "Date", "amount": "Amount", "mark": "D/C", "currency": "Ccy", "text": ['a"b', "c\\d"]},
    encoding="cp1252",
    delimiter="\t",
    decimal=",",
    dates="dmy",
    **{"debit-marks": ["af"], "credit-marks": ["bij"]},
    balances={"opening": "Old", "closing": "New"},
    only={"Status of it": ["Done", "Complete"]},
)


@pytest.mark.parametrize("one", [FULL, form(), form(negate=True)])
def test_a_form_is_written_as_it_is_read(one: Form, tmp_path: Path) -> None:
    assert form_of("current", tomllib.loads(written(one))) == one
    (tmp_path / "imports").mkdir()
    (tmp_path / "imports" / "current.toml").write_text(written(one), encoding="utf-8")
    assert forms(tmp_path) == [one]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        ({}, '"" is no account of assets'),
        ({**BASE, "account": "Income:Dues"}, '"Income:Dues" is no account of assets'),
        ({**BASE, "currency": "euro"}, '"euro" is no currency such as EUR'),
        (BASE, "no column says the date"),
        ({**BASE, "columns": {"date": "D"}}, "either amount, or debit and credit, says what moved"),
        (
            {**BASE, "columns": {"date": "D", "amount": "A", "debit": "B", "credit": "C"}},
            "either amount, or debit and credit, says what moved",
        ),
        ({**BASE, "columns": {"dat": "D"}}, '"dat" is no column (did you mean "date"?); there are'),
        ({**BASE, "acount": "x"}, '"acount" is no key (did you mean "account"?); there are'),
        ({**BASE, "columns": 3}, "columns is no table"),
        ({**BASE, "columns": {"date": 3}}, "date is no text in quotes"),
        ({**BASE, "columns": {**COLUMNS, "text": [3]}}, "text is no list of texts"),
        ({**BASE, "delimiter": ";;", "columns": COLUMNS}, "the delimiter is not one character"),
        ({**BASE, "decimal": "x", "columns": COLUMNS}, "decimal is neither a point nor a comma"),
        ({**BASE, "dates": "ymd", "columns": COLUMNS}, "dates is neither dmy nor mdy"),
    ],
)
def test_a_form_that_makes_no_sense_is_refused(data: dict[str, Any], why: str) -> None:
    with pytest.raises(FormError) as refused:
        form_of("current", data)
    assert str(refused.value).startswith(f"imports/current.toml: {why}")


def test_a_form_that_is_no_toml_is_refused(tmp_path: Path) -> None:
    (tmp_path / "imports").mkdir()
    (tmp_path / "imports" / "x.toml").write_text("account = ")
    with pytest.raises(FormError, match=r"imports/x\.toml: it is no TOML"):
        forms(tmp_path)
