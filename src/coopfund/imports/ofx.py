"""OFX and QFX: statements of bank accounts and cards, old SGML and XML alike.

The identity is the bank's FITID, which the specification makes unique within an account. OFX
says the balance at the end only, so nothing proves that a file is complete by itself; the next
statement, or ``coopfund reconcile``, does.
"""

import re
from datetime import date
from decimal import Decimal
from typing import Final

from coopfund.imports import bank_text
from coopfund.imports.bank_text import UnreadableValueError
from coopfund.imports.identity import identified, plain_id, told_apart
from coopfund.imports.movement import (
    Kind,
    Movement,
    RefusedFileError,
    Rejected,
    Statement,
)
from coopfund.imports.ofx_tree import Group, tree
from coopfund.imports.pages import Account, read_pages

NAME: Final = "ofx"
HEAD: Final = 4_096
"""Bytes in which a file says what it is."""
STATEMENTS: Final = ("STMTRS", "CCSTMTRS")
ENTRY: Final = re.compile(r"<STMTTRN>")
CHARSET: Final = re.compile(r"^CHARSET:\s*(\d+)", re.MULTILINE)
XML_ENCODING: Final = re.compile(r"<\?xml[^>]*encoding=[\"']([A-Za-z0-9._-]{1,40})[\"']")
FEES: Final = frozenset({"FEE", "SRVCHG"})
NO_ID: Final = re.compile(r"0*|NONE|NULL|N/?A", re.IGNORECASE)
"""What banks write where they have no id."""


def fits(head: bytes) -> bool:
    """Whether a file that begins so is OFX."""
    start = head[:HEAD].upper()
    return b"<OFX>" in start or b"OFXHEADER" in start


def read(data: bytes, secret: bytes = b"") -> tuple[Statement, ...]:
    """The statements of a file, one for each account that had entries or a balance.

    Args:
        data: the file.
        secret: the books' key, for entries without an id of the bank's.

    Raises:
        RefusedFileError: it is no OFX, damaged, cut off, or reports an error of the bank's.
        UnprovenError: an entry of the file was not found where entries stand.
    """
    text = bank_text.decoded(data, _declared(data))
    root = tree(text)
    for status in root.all("STATUS"):
        if status.value("SEVERITY").upper() == "ERROR":
            raise RefusedFileError(
                f"The bank reports an error instead of a statement, code {status.value('CODE')}."
            )
    found = [group for group in root.all(*STATEMENTS) if group.name in STATEMENTS]
    if not found:
        kind = "investments" if list(root.all("INVSTMTRS")) else "something else"
        raise RefusedFileError(f"The file holds no statement of an account, but {kind}.")
    return read_pages(
        found, lambda group, before: _statement(group, before, secret), len(ENTRY.findall(text))
    )


def _declared(data: bytes) -> str | None:
    head = data[:HEAD].decode("latin-1")
    xml = XML_ENCODING.search(head)
    if xml:
        return xml[1]
    codepage = CHARSET.search(head)
    return f"cp{codepage[1]}" if codepage else None


def _statement(group: Group, before: int, secret: bytes) -> Statement:
    number = " ".join(
        part
        for part in (
            group.first("BANKACCTFROM").value("BANKID"),
            group.first("BANKACCTFROM").value("BRANCHID"),
            group.first("BANKACCTFROM").value("ACCTID"),
            group.first("CCACCTFROM").value("ACCTID"),
        )
        if part
    )
    account = Account(number, group.value("CURDEF").upper())
    if not re.fullmatch(r"[A-Z]{3}", account.currency):
        raise RefusedFileError(f"Line {group.line}: the statement names no currency (CURDEF).")
    movements: list[Movement] = []
    rejected: list[Rejected] = []
    entries = list(group.all("STMTTRN"))
    for row, entry in enumerate(entries, before + 1):
        try:
            movements.append(_movement(entry, row, account))
        except UnreadableValueError as error:
            rejected.append(Rejected(row, f"{error} (line {entry.line})."))
    kept, skipped = told_apart(movements, same_is_one=True)
    closing, closing_date = _balance(group.first("LEDGERBAL"))
    return Statement(
        format=NAME,
        movements=identified(kept, NAME, number, secret),
        rejected=tuple(rejected),
        skipped=tuple(skipped),
        rows_in=len(entries),
        account_hint=account.number or None,
        currency=account.currency,
        closing=closing,
        closing_date=closing_date,
    )


def _balance(group: Group) -> tuple[Decimal | None, date | None]:
    """The balance and its day, or nothing where the bank left them empty."""
    amount, as_of = group.value("BALAMT"), group.value("DTASOF")
    if not amount:
        return None, None
    try:
        return bank_text.exact(amount), bank_text.day(as_of) if as_of else None
    except UnreadableValueError as error:
        raise RefusedFileError(f"Line {group.line}: in the balance, {error}.") from None


def _movement(entry: Group, row: int, account: Account) -> Movement:
    if entry.twice:
        raise UnreadableValueError(f"it holds {entry.twice} twice, differently")
    currency = entry.first("CURRENCY").value("CURSYM").upper() or account.currency
    if currency != account.currency:
        raise UnreadableValueError(f"it is in {currency}, the account in {account.currency}")
    counterparty = entry.value("NAME") or entry.first("PAYEE").value("NAME")
    memo = bank_text.one_line(entry.value("MEMO"))
    amount = bank_text.exact(entry.value("TRNAMT"))
    kind = entry.value("TRNTYPE").upper()
    other = entry.first("BANKACCTTO").value("ACCTID") or entry.first("CCACCTTO").value("ACCTID")
    return Movement(
        row=row,
        id=_id(entry, account),
        date=bank_text.day(entry.value("DTPOSTED")),
        amount=amount,
        currency=currency,
        kind=_kind(kind, amount),
        counterparty=bank_text.one_line(counterparty),
        memo=memo,
        payer_key=other or None,
        meta={
            key: value
            for key, value in (("type", kind), ("cheque", entry.value("CHECKNUM").strip("0")))
            if value
        },
    )


def _kind(kind: str, amount: Decimal) -> Kind:
    if kind in FEES and amount < 0:
        return "fee"
    return "payment" if amount > 0 else "other"


def _id(entry: Group, account: Account) -> str:
    given = entry.value("FITID").strip()
    return "" if NO_ID.fullmatch(given) else f"{NAME}:{account.mark}:{plain_id(given)}"
