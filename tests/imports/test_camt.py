"""CAMT.053 and CAMT.054: entries, batches, references, and files that could do harm."""

from decimal import Decimal

import pytest

from coopfund.imports.banks import per_account
from coopfund.imports.camt import fits, read
from coopfund.imports.movement import Movement, RefusedFileError, Statement, UnprovenError

ENTRY = """<Ntry><Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>{mark}</CdtDbtInd>{more}<Sts>{status}</Sts>
<BookgDt><Dt>{day}</Dt></BookgDt>{reference}<NtryDtls>{details}</NtryDtls></Ntry>
"""
DETAIL = """<TxDtls><Refs><EndToEndId>{end}</EndToEndId></Refs><Amt Ccy="EUR">{amount}</Amt>
<RltdPties><Dbtr>{name}</Dbtr><DbtrAcct><Id><IBAN>{iban}</IBAN></Id></DbtrAcct></RltdPties>
<RmtInf><Ustrd>dues March</Ustrd></RmtInf></TxDtls>"""
BALANCE = """<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">{amount}</Amt>
<CdtDbtInd>{mark}</CdtDbtInd><Dt><Dt>2026-03-05</Dt></Dt></Bal>"""


def detail(amount: str = "10.00", **changes: str) -> str:
    base = {"end": "NOTPROVIDED", "name": "<Nm>Ana Silva</Nm>", "iban": "NL46ABNA0499998748"}
    return DETAIL.format(amount=amount, **{**base, **changes})


def entry(amount: str = "10.00", mark: str = "CRDT", ref: str = "B1", **changes: str) -> str:
    base = {"more": "", "status": "BOOK", "day": "2026-03-05", "details": detail(amount)}
    reference = f"<AcctSvcrRef>{ref}</AcctSvcrRef>" if ref else ""
    return ENTRY.format(amount=amount, mark=mark, reference=reference, **{**base, **changes})


def balance(code: str, amount: str) -> str:
    mark = "DBIT" if amount.startswith("-") else "CRDT"
    return BALANCE.format(code=code, amount=amount.lstrip("-"), mark=mark)


def file(*entries: str, opening: str = "100.00", closing: str = "", version: int = 2) -> bytes:
    ends = balance("OPBD", opening) + (balance("CLBD", closing) if closing else "")
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version:02}"><BkToCstmrStmt>
<Stmt><Acct><Id><IBAN>NL77ABNA0574908765</IBAN></Id></Acct>{ends}
{"".join(entries)}</Stmt></BkToCstmrStmt></Document>
""".encode()


def one(data: bytes) -> Statement:
    (statement,) = per_account(read(data))
    return statement


def only(data: bytes) -> Movement:
    (movement,) = one(data).movements
    return movement


def test_an_entry() -> None:
    movement = only(file(entry(), closing="110.00"))
    assert (movement.amount, movement.kind) == (Decimal("10.00"), "payment")
    assert (movement.counterparty, movement.memo) == ("Ana Silva", "dues March")
    assert (movement.id, movement.payer_key) == ("camt:2bd51ece:B1", "NL46ABNA0499998748")
    assert movement.meta == {}


def test_later_versions_write_parties_and_states_deeper() -> None:
    later = detail(name="<Pty><Nm>Ana Silva</Nm></Pty>")
    data = file(entry(status="<Cd>BOOK</Cd>", details=later), closing="110.00", version=8)
    assert only(data).counterparty == "Ana Silva"


def test_a_batch_becomes_its_parts() -> None:
    parts = detail("564.05", end="A") + detail("100.00", end="B")
    statement = one(file(entry("664.05", details=parts), closing="764.05"))
    assert [(m.row, m.amount) for m in statement.movements] == [
        (1, Decimal("564.05")),
        (1, Decimal("100.00")),
    ]
    assert [m.id[-5:] for m in statement.movements] == [":B1:1", ":B1:2"]
    assert statement.rows_in == 1


@pytest.mark.parametrize("parts", [("564.05", "99.00"), ("564.05", "100.00", "")])
def test_a_batch_whose_parts_do_not_add_up_stays_whole(parts: tuple[str, ...]) -> None:
    details = "".join(detail(part) if part else "<TxDtls/>" for part in parts)
    assert only(file(entry("664.05", details=details), closing="764.05")).amount == Decimal(
        "664.05"
    )


def test_money_that_left_a_reversal_and_a_fee() -> None:
    family = "<Fmly><Cd>MDOP</Cd><SubFmlyCd>CHRG</SubFmlyCd></Fmly>"
    fee = f"<BkTxCd><Domn><Cd>PMNT</Cd>{family}</Domn></BkTxCd>"
    statement = one(
        file(
            entry("10.00", "DBIT"),
            entry("1.00", "DBIT", more=fee),
            entry("10.00", "CRDT", more="<RvslInd>true</RvslInd>"),
            closing="99.00",
        )
    )
    assert [(m.amount, m.kind, m.id[14:]) for m in statement.movements] == [
        (Decimal("-10.00"), "other", "B1"),
        (Decimal("-1.00"), "fee", "B1:fee"),
        (Decimal("10.00"), "refund", "B1:reversal"),
    ]


def test_what_is_not_booked_yet_is_skipped() -> None:
    statement = one(file(entry(), entry("7.00", status="PDNG"), closing="110.00"))
    assert [(row.row, row.why) for row in statement.skipped] == [
        (2, "it is not booked yet (PDNG, line 10).")
    ]


def test_a_reference_that_stands_for_several_entries_is_none() -> None:
    statement = one(file(entry(), entry(), entry("5.00"), closing="125.00"))
    assert len({movement.id for movement in statement.movements}) == 3


def test_without_a_reference_equal_payments_are_told_apart_and_known_again() -> None:
    first = one(file(entry(ref=""), entry(ref=""), closing="120.00"))
    again = one(file(entry("1.00", ref=""), entry(ref=""), entry(ref=""), closing="121.00"))
    ids = [movement.id for movement in first.movements]
    assert len(set(ids)) == 2
    assert {movement.id for movement in again.movements} > set(ids)


def test_balances_that_do_not_follow_are_said_with_figures() -> None:
    with pytest.raises(UnprovenError) as refused:
        one(file(entry(), closing="111.00"))
    assert str(refused.value) == (
        "The file does not reconcile with its own balances: opening 100.00 + movements 10.00 = "
        "110.00, but closing is 111.00."
    )


def test_an_overdraft_has_a_sign() -> None:
    statement = one(file(entry(), opening="-50.00", closing="-40.00"))
    assert (statement.opening, statement.closing) == (Decimal("-50.00"), Decimal("-40.00"))


def test_pages_of_one_account_are_joined_in_order_and_a_missing_one_is_found() -> None:
    page = file(entry(), closing="110.00").decode()
    start, end = page.index("<Stmt>"), page.index("</Stmt>") + len("</Stmt>")
    second = page[start:end].replace(">110.00<", ">115.00<").replace(">100.00<", ">110.00<")
    second = second.replace(">10.00<", ">5.00<").replace(">B1<", ">B2<")
    joined = one((page[:end] + second + page[end:]).encode())
    assert (joined.opening, joined.closing, joined.rows_in) == (Decimal(100), Decimal(115), 2)
    gap = second.replace(">115.00<", ">117.00<").replace(">110.00<", ">112.00<")
    with pytest.raises(UnprovenError, match=r"ends with 110\.00, and the next one begins with 112"):
        one((page[:end] + gap + page[end:]).encode())


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"day": "2026-02-30"}, "'2026-02-30' is no day (line 5)."),
        ({"day": ""}, "it has no day of booking (line 5)."),
        ({"mark": "PLUS"}, "nothing says whether it is a credit or a debit (line 5)."),
        ({"amount": "1,23"}, "'1,23' is no amount (line 5)."),
        ({"amount": "-10.00"}, "the amount is negative, where a mark gives the sign (line 5)."),
    ],
)
def test_an_entry_that_cannot_be_read_is_rejected_with_its_row(
    changes: dict[str, str], why: str
) -> None:
    (statement,) = read(file(entry(**changes)))
    assert [(row.row, row.why) for row in statement.rejected] == [(1, why)]


def test_an_entry_in_another_currency_is_rejected() -> None:
    data = file(entry()).replace(b'<Ntry><Amt Ccy="EUR">', b'<Ntry><Amt Ccy="CHF">')
    (statement,) = read(data)
    assert [row.why for row in statement.rejected] == ["it is in CHF, the account in EUR (line 5)."]


LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
FILES = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
HARM = "The file declares a document type or entities; no bank's statement does"


@pytest.mark.parametrize("declared", [LAUGHS, FILES, "<!DOCTYPE x>"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_never_read(declared: str, encoding: str) -> None:
    text = file(entry()).decode().replace("<Document", f"{declared}<Document")
    text = text.replace('encoding="UTF-8"', f'encoding="{encoding}"').replace("dues", "&a;")
    with pytest.raises(RefusedFileError, match=HARM):
        read(text.encode(encoding))


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "The file is damaged or cut off, and no well-formed XML."),
        (file(entry())[:700], "the file is damaged or cut off, and no well-formed XML."),
        (file(entry()).replace(b"Ana", b"A\0na"), "the file is damaged or cut off"),
        (file(entry()).replace(b"Ana", "José".encode("cp1252")), "the file is damaged or cut off"),
        (file(entry()).replace(b"Ana", b"x" * 10_001), "a field has 10,001 characters|10,007"),
        (file(entry()).replace(b"Ana", b"x" * 10_500_000), "Line 7: "),
        (b"<html></html>", "The file is XML, but no statement of a bank"),
        (
            file(entry()).replace(b"BkToCstmrStmt", b"BkToCstmrAcctRpt"),
            "a report of the running day",
        ),
        (file(entry()).replace(b'"EUR"', b'"?"'), "Line 3: the statement names no currency."),
        (
            file(entry()).replace(b"</Stmt>", b"</Stmt><Ntry/>"),
            "The file holds 2 entries, but 1 stand in a statement.",
        ),
        (
            file(balance("OPBD", "7.00"), entry()),
            "Line 3: there are two balances OPBD.",
        ),
    ],
)
def test_a_damaged_file_is_refused(data: bytes, why: str) -> None:
    with pytest.raises(RefusedFileError, match=f"(?i){why}"):
        read(data)


def test_it_is_recognised() -> None:
    assert fits(file()[:300])
    assert fits(file().decode().encode("utf-16")[:600])
    assert not fits(b"OFXHEADER:100")
