"""ISO 20022: CAMT.053, the bank's statement, and CAMT.054, its notice of what came and went.

Every version of both is read; element names, not namespaces, say what stands where. A batch that
the file breaks down, and whose parts add up to it, becomes one movement for each part. The
identity is the bank's own reference of the entry (``AcctSvcrRef``), with the part's number
behind it; an entry without one gets a digest.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
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
    Skipped,
    Statement,
)
from coopfund.imports.pages import Account, read_pages
from coopfund.imports.xml import Element, in_any, local, parsed, text_at

HEAD: Final = 4_096
MESSAGES: Final = {"BkToCstmrStmt": "camt.053", "BkToCstmrDbtCdtNtfctn": "camt.054"}
INTRADAY: Final = "BkToCstmrAcctRpt"
OPENING: Final = ("OPBD", "PRCD")
CLOSING: Final = ("CLBD",)
SIGNS: Final = {"CRDT": 1, "DBIT": -1}
BOOKED: Final = "BOOK"
NO_REFERENCE: Final = frozenset({"", "NOTPROVIDED", "NONREF", "NOTAVAILABLE"})
ROLES: Final = {"CRDT": ("UltmtDbtr", "Dbtr"), "DBIT": ("UltmtCdtr", "Cdtr")}
ACCOUNTS: Final = {"CRDT": "DbtrAcct", "DBIT": "CdtrAcct"}
OTHER: Final = {"CRDT": "DBIT", "DBIT": "CRDT"}


@dataclass(frozen=True, slots=True)
class _Part:
    """A whole entry, or one of a batch's payments."""

    row: int
    amount: Decimal
    detail: Element | None
    number: int = 0
    """Its place in the batch, from 1; 0: the entry is one payment."""


def fits(head: bytes) -> bool:
    """Whether a file that begins so is such a message."""
    start = head[:HEAD].replace(b"\0", b"")
    return any(name.encode() in start for name in (*MESSAGES, INTRADAY)) or b":camt.05" in start


def read(data: bytes, secret: bytes = b"") -> tuple[Statement, ...]:
    """The statements of a file, one for each ``Stmt`` or ``Ntfctn``.

    Args:
        data: the file.
        secret: the books' key, for entries without a reference of the bank's.

    Raises:
        RefusedFileError: it is no such message, damaged, or could do harm.
        UnprovenError: an entry of the file was not found where entries stand.
    """
    root = parsed(data)
    names = {local(element) for element in root} or {""}
    form = next((MESSAGES[name] for name in MESSAGES if name in names), None)
    if form is None:
        raise RefusedFileError(
            "This is a report of the running day (camt.052), which may still change; import the "
            "statement (camt.053)."
            if INTRADAY in names
            else "The file is XML, but no statement of a bank (camt.053 or camt.054)."
        )
    return read_pages(
        root.iter("{*}Stmt", "{*}Ntfctn"),
        lambda element, before: _statement(element, form, before, secret),
        sum(1 for _ in root.iter("{*}Ntry")),
    )


def _statement(element: Element, form: str, before: int, secret: bytes) -> Statement:
    opening, opening_date = _balance(element, OPENING)
    closing, closing_date = _balance(element, CLOSING)
    account = _account(element)
    movements: list[Movement] = []
    rejected: list[Rejected] = []
    skipped: list[Skipped] = []
    entries = element.findall("{*}Ntry")
    for row, entry in enumerate(entries, before + 1):
        status = text_at(entry, "Sts", "Cd") or text_at(entry, "Sts")
        if status not in {"", BOOKED}:
            skipped.append(Skipped(row, f"it is not booked yet ({status}, line {_line(entry)})."))
            continue
        try:
            movements += _movements(entry, row, account)
        except UnreadableValueError as error:
            rejected.append(Rejected(row, f"{error} (line {_line(entry)})."))
    kept, _ = told_apart(movements, same_is_one=False)
    return Statement(
        format=form,
        movements=identified(kept, "camt", account.number, secret),
        rejected=tuple(rejected),
        skipped=tuple(skipped),
        rows_in=len(entries),
        account_hint=account.number or None,
        currency=account.currency,
        opening=opening,
        closing=closing,
        opening_date=opening_date,
        closing_date=closing_date,
    )


def _line(element: Element) -> int:
    return element.sourceline or 1


def _account(element: Element) -> Account:
    number = text_at(element, "Acct", "Id", "IBAN") or text_at(element, "Acct", "Id", "Othr", "Id")
    amounts = [*element.findall("{*}Bal/{*}Amt"), *element.findall("{*}Ntry/{*}Amt")]
    currencies = [amount.get("Ccy", "") for amount in amounts]
    currency = text_at(element, "Acct", "Ccy") or next(iter(currencies), "")
    if not (len(currency) == len("EUR") and currency.isascii() and currency.isupper()):
        raise RefusedFileError(f"Line {_line(element)}: the statement names no currency.")
    return Account(number, currency)


def _balance(element: Element, codes: Sequence[str]) -> tuple[Decimal | None, date | None]:
    """The balance of one of these codes, the first of them that there is, and its day."""
    for code in codes:
        balances = [
            balance
            for balance in element.findall("{*}Bal")
            if text_at(balance, "Tp", "CdOrPrtry", "Cd") == code
        ]
        try:
            found = {(_signed(balance), _day(balance, "Dt")) for balance in balances}
        except UnreadableValueError as error:
            raise RefusedFileError(f"Line {_line(balances[0])}: in a balance, {error}.") from None
        if len(found) > 1:
            raise RefusedFileError(f"Line {_line(element)}: there are two balances {code}.")
        if found:
            return found.pop()
    return None, None


def _signed(balance: Element) -> Decimal:
    return _amount(balance, "Amt")[0] * SIGNS[_mark(balance)]


def _mark(element: Element) -> str:
    mark = text_at(element, "CdtDbtInd")
    if mark not in SIGNS:
        raise UnreadableValueError("nothing says whether it is a credit or a debit")
    return mark


def _day(element: Element, name: str) -> date | None:
    text = text_at(element, name, "Dt") or text_at(element, name, "DtTm")
    return bank_text.day(text) if text else None


def _amount(element: Element, *path: str) -> tuple[Decimal, str]:
    found = element.find(in_any(path))
    if found is None:
        raise UnreadableValueError("there is no amount")
    value = bank_text.exact(found.text or "", ".")
    if value < 0:
        raise UnreadableValueError("the amount is negative, where a mark gives the sign")
    return value, found.get("Ccy", "")


def _movements(entry: Element, row: int, account: Account) -> Sequence[Movement]:
    """The entry as one movement, or its parts, where they are given and add up to it."""
    mark = _mark(entry)
    value, currency = _amount(entry, "Amt")
    if currency != account.currency:
        raise UnreadableValueError(f"it is in {currency or '?'}, the account in {account.currency}")
    details = entry.findall("{*}NtryDtls/{*}TxDtls")
    parts = list(_parts(details, mark, account)) if len(details) > 1 else []
    whole = value * SIGNS[mark]
    if len(parts) == len(details) > 1 and sum(parts) == whole:
        return [
            _movement(entry, account, _Part(row, part, detail, number))
            for number, (part, detail) in enumerate(zip(parts, details, strict=True), 1)
        ]
    only = details[0] if len(details) == 1 else None
    return [_movement(entry, account, _Part(row, whole, only))]


def _parts(details: Sequence[Element], mark: str, account: Account) -> Iterator[Decimal]:
    """What each part says it is, in the account's currency; nothing at all where one does not."""
    for detail in details:
        for path in (("Amt",), ("AmtDtls", "TxAmt", "Amt"), ("AmtDtls", "InstdAmt", "Amt")):
            if detail.find(in_any(path)) is not None:
                value, currency = _amount(detail, *path)
                if currency == account.currency:
                    yield value * SIGNS.get(text_at(detail, "CdtDbtInd") or mark, 0)
                    break


def _movement(entry: Element, account: Account, part: _Part) -> Movement:
    amount, detail, number = part.amount, part.detail, part.number
    reversal = text_at(entry, "RvslInd").lower() in {"true", "1"}
    booked = _day(entry, "BookgDt") or _day(entry, "ValDt")
    if booked is None:
        raise UnreadableValueError("it has no day of booking")
    mark = "CRDT" if amount > 0 else "DBIT"
    kind = _kind(entry, amount, reversal=reversal)
    suffix = "fee" if kind == "fee" else "reversal" if reversal else ""
    name, iban = _party(detail, mark)
    return Movement(
        row=part.row,
        id=_id(entry, account, detail, number, suffix),
        date=booked,
        amount=amount,
        currency=account.currency,
        kind=kind,
        counterparty=name,
        memo=_memo(entry, detail),
        payer_key=iban or None,
        meta=_meta(entry, detail, _id(entry, account, None, 0, suffix) if number else ""),
    )


def _kind(entry: Element, amount: Decimal, *, reversal: bool) -> Kind:
    codes = _codes(entry)
    if "CHRG" in codes.split("/") and amount < 0:
        return "fee"
    if reversal:
        return "refund"
    return "payment" if amount > 0 else "other"


def _codes(entry: Element) -> str:
    domain = ("BkTxCd", "Domn")
    codes = (
        text_at(entry, *domain, "Cd"),
        text_at(entry, *domain, "Fmly", "Cd"),
        text_at(entry, *domain, "Fmly", "SubFmlyCd"),
    )
    return "/".join(code for code in codes if code)


def _party(detail: Element | None, mark: str) -> tuple[str, str]:
    """Name and account of the other side; a returned payment keeps the roles that it had."""
    parties = None if detail is None else detail.find("{*}RltdPties")
    if parties is None:
        return "", ""
    for side in (mark, OTHER[mark]):
        names = [
            text_at(parties, role, *inside, "Nm")
            for role in ROLES[side]
            for inside in ((), ("Pty",))
        ]
        account = ("Id", "IBAN"), ("Id", "Othr", "Id")
        numbers = [text_at(parties, ACCOUNTS[side], *path) for path in account]
        name, number = next(filter(None, names), ""), next(filter(None, numbers), "")
        if name or number:
            return name, number
    return "", ""


def _memo(entry: Element, detail: Element | None) -> str:
    texts = []
    if detail is not None:
        texts += [element.text or "" for element in detail.findall("{*}RmtInf/{*}Ustrd")]
        texts += [text_at(detail, "AddtlTxInf")]
    texts += [text_at(entry, "AddtlNtryInf")]
    return bank_text.one_line(" ".join(dict.fromkeys(text for text in texts if text)))


def _meta(entry: Element, detail: Element | None, batch: str) -> dict[str, str]:
    """What booking maps by; ``batch`` is the id that the whole entry would have."""
    found = {"type": _codes(entry)}
    if detail is not None:
        found["invoice"] = text_at(detail, "RmtInf", "Strd", "CdtrRefInf", "Ref")
        found["end-to-end"] = text_at(detail, "Refs", "EndToEndId")
    found["batch"] = batch
    return {key: text for key, text in found.items() if text not in NO_REFERENCE}


def _bank_reference(entry: Element) -> str:
    return "".join(text_at(entry, "AcctSvcrRef").split())


def _id(entry: Element, account: Account, detail: Element | None, number: int, suffix: str) -> str:
    """The bank's reference; a payment, its fee and its reversal often share one."""
    given = _bank_reference(entry)
    if given in NO_REFERENCE and detail is not None and not number:
        given = "".join(text_at(detail, "Refs", "AcctSvcrRef").split())
    if given in NO_REFERENCE:
        return ""
    parts = ("camt", account.mark, plain_id(given), suffix, str(number or ""))
    return ":".join(part for part in parts if part)
