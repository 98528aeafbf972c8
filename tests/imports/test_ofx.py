"""OFX and QFX: what banks write under either header, and what is refused."""

from datetime import date
from decimal import Decimal

import pytest

from coopfund.imports.banks import per_account
from coopfund.imports.movement import RefusedFileError, Statement
from coopfund.imports.ofx import fits, read

HEAD = "OFXHEADER:100\nDATA:OFXSGML\nENCODING:USASCII\nCHARSET:1252\n\n"
ENTRY = (
    "<STMTTRN><TRNTYPE>{kind}<DTPOSTED>{day}<TRNAMT>{amount}<FITID>{id}<NAME>{name}"
    "<MEMO>{memo}</STMTTRN>\n"
)
BASE = {
    "kind": "CREDIT",
    "day": "20260305120000.000[-5:EST]",
    "amount": "10.00",
    "id": "A1",
    "name": "Ana Silva",
    "memo": "dues &amp; more",
}


def entry(**changes: str) -> str:
    return ENTRY.format(**{**BASE, **changes})


def file(*entries: str, balance: str = "110.00") -> bytes:
    return (
        f"{HEAD}<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>USD<BANKACCTFROM><BANKID>77"
        f"<ACCTID>123456789<ACCTTYPE>CHECKING</BANKACCTFROM><BANKTRANLIST>\n{''.join(entries)}"
        f"</BANKTRANLIST><LEDGERBAL><BALAMT>{balance}<DTASOF>20260331</LEDGERBAL>"
        "</STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>\n"
    ).encode("cp1252")


def one(data: bytes) -> Statement:
    (statement,) = read(data)
    statement.proven()
    return statement


def test_an_entry_of_old_sgml() -> None:
    statement = one(file(entry()))
    (movement,) = statement.movements
    assert (movement.date, movement.amount) == (date(2026, 3, 5), Decimal("10.00"))
    assert (movement.counterparty, movement.memo) == ("Ana Silva", "dues & more")
    assert movement.id == "ofx:97e28f67:A1"
    assert (statement.account_hint, statement.currency) == ("77 123456789", "USD")
    assert (statement.closing, statement.closing_date) == (Decimal("110.00"), date(2026, 3, 31))


def test_the_same_as_xml_with_closed_values_and_an_empty_one() -> None:
    text = file(entry()).decode().removeprefix(HEAD)
    for name in ("TRNTYPE", "DTPOSTED", "TRNAMT", "FITID", "NAME"):
        text = text.replace(f"<{name}>", f"\n<{name}>")
    text = text.replace("<MEMO>dues &amp; more", "<MEMO></MEMO><X/>")
    closed = "".join(
        f"{line}</{line[1 : line.index('>')]}>\n"
        if line.startswith(("<TRNT", "<DTP", "<TRNA", "<FIT"))
        else f"{line}\n"
        for line in text.splitlines()
    )
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<?OFX OFXHEADER="200" VERSION="211"?>\n'
    (movement,) = one((head + closed).encode()).movements
    assert (movement.amount, movement.memo) == (Decimal("10.00"), "")


def test_two_payments_that_are_the_same_are_both_kept() -> None:
    both = one(file(entry(id="A1"), entry(id="A2"))).movements
    assert len({movement.id for movement in both}) == 2


def test_an_entry_that_stands_twice_under_one_id_is_one() -> None:
    statement = one(file(entry(), entry(amount="5.00", id="A2"), entry()))
    assert [movement.row for movement in statement.movements] == [1, 2]
    (again,) = statement.skipped
    assert (again.row, again.why) == (
        3,
        "it is the entry of row 1 again, under the same id of the bank's.",
    )


@pytest.mark.parametrize("no_id", ["", "0", "000000", "NONE"])
def test_without_an_id_equal_payments_are_told_apart_and_known_again(no_id: str) -> None:
    first = one(file(entry(id=no_id), entry(id=no_id)))
    later = one(file(entry(id=no_id, day="20260301"), entry(id=no_id), entry(id=no_id)))
    ids = {movement.id for movement in first.movements}
    assert len(ids) == 2
    assert len({movement.id for movement in later.movements} - ids) == 1


def test_an_id_that_stands_for_two_different_entries_is_no_id() -> None:
    both = one(file(entry(), entry(amount="5.00"))).movements
    assert len({movement.id for movement in both}) == 2
    assert not any(movement.id.endswith(":A1") for movement in both)


def test_utf_8_under_a_header_that_says_windows() -> None:
    data = file(entry(name="José")).decode("cp1252").encode("utf-8")
    assert one(data).movements[0].counterparty == "José"
    assert one(file(entry(name="José"))).movements[0].counterparty == "José"


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"amount": "1,234"}, "'1,234' may mean 1234 or 1.234 (line 8)."),
        ({"amount": "ten"}, "'ten' is no amount (line 8)."),
        ({"amount": "\u0661\u0662"}, "'\u0661\u0662' is no amount (line 8)."),
        ({"day": "20260230"}, "'20260230' is no day (line 8)."),
        ({"day": ""}, "'' is no day (line 8)."),
        (
            {"memo": "x<CURRENCY><CURSYM>EUR</CURRENCY>"},
            "it is in EUR, the account in USD (line 8).",
        ),
        ({"memo": "x<FITID>other"}, "it holds FITID twice, differently (line 8)."),
    ],
)
def test_an_entry_that_cannot_be_read_is_rejected_with_its_row(
    changes: dict[str, str], why: str
) -> None:
    text = file(entry(id="A0")).decode()
    statement = one(text.replace("</BANKT", f"{entry(**changes)}</BANKT").encode())
    assert [(row.row, row.why) for row in statement.rejected] == [(2, why)]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "It is empty."),
        (b"Date,Amount\n", "There is no <OFX> in the file; it is no OFX statement."),
        (
            file(entry())[:-60],
            "The file ends with line 8, before </OFX>: it is cut off.",
        ),
        (
            file(entry(), entry())[:330],
            "The file ends with line 8, before </OFX>: it is cut off.",
        ),
        (
            file(entry()).replace(b"</STMTTRN>", b""),
            "The file holds 1 entries, but 0 stand in a statement.",
        ),
        (
            file(entry()).replace(b"Ana", b"A\0a"),
            "Line 7 holds a NUL: the file is damaged, or no text.",
        ),
        (
            file(entry(memo="x" * 10_001)),
            "Line 7: <MEMO> holds 10,001 characters; the file is damaged.",
        ),
        (
            file(entry(name="<script>alert(1)")),
            "Line 7: '<script>alert(1)<MEM' has no place in OFX.",
        ),
        (
            file(entry()).replace(b"<OFX>", b"<OFX><!DOCTYPE x [<!ENTITY a 'b'>]>"),
            "Line 6: '<!DOCTYPE x [<!ENTIT' has no place in OFX.",
        ),
        (
            file(entry()).replace(b"</BANKTRANLIST>", b"</STMTTRN></BANKTRANLIST>"),
            "Line 8: </STMTTRN> closes what is not open.",
        ),
        (
            file(entry()).replace(b"<CURDEF>USD", b""),
            "Line 6: the statement names no currency (CURDEF).",
        ),
        (file(entry(), balance="1.2.3"), "Line 8: in the balance, '1.2.3' is no amount."),
    ],
)
def test_a_damaged_file_is_refused(data: bytes, why: str) -> None:
    with pytest.raises(RefusedFileError) as refused:
        read(data)
    assert str(refused.value) == why


def test_a_bank_that_reports_an_error_is_heard() -> None:
    data = file().replace(b"<STMTRS>", b"<STATUS><CODE>15500<SEVERITY>ERROR</STATUS><STMTRS>")
    with pytest.raises(RefusedFileError, match="code 15500"):
        read(data)


def test_an_account_without_entries_is_left_out_where_another_has_some() -> None:
    text = file(entry()).decode()
    card = (
        "<CREDITCARDMSGSRSV1><CCSTMTRS><CURDEF>USD<CCACCTFROM><ACCTID>9</CCACCTFROM>"
        "<BANKTRANLIST></BANKTRANLIST></CCSTMTRS></CREDITCARDMSGSRSV1></OFX>"
    )
    pages = read(text.replace("</OFX>", card).encode())
    assert [page.rows_in for page in pages] == [1, 0]
    assert [statement.rows_in for statement in per_account(pages)] == [1]


def test_it_is_recognised() -> None:
    assert fits(file()[:200])
    assert not fits(b"<Document/>")
