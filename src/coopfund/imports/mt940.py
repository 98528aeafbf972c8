"""SWIFT MT940, on the library of that name; its result is proven, not trusted.

Every ``:61:`` line must fit SWIFT's pattern to the letter, so that nothing is read by half; the
lines are counted apart from it; and since every statement carries both its balances, opening +
entries = closing is always checked. References in MT940 belong to whoever ordered a payment, so
an entry's identity is a digest of what the bank says of it.
"""

import logging
import re
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, Final

from coopfund.imports import bank_text
from coopfund.imports.bank_text import UnreadableValueError
from coopfund.imports.identity import identified
from coopfund.imports.movement import Movement, RefusedFileError, Statement
from coopfund.imports.pages import read_pages

if TYPE_CHECKING:
    from collections.abc import Mapping

NAME: Final = "mt940"
HEAD: Final = 4_096
START: Final = re.compile(r"^(?:\{[^}]*\})*(?:\{4:)?\n?:20:", re.MULTILINE)
TAGS: Final = tuple(
    re.compile(rb"(?:\A|[\r\n]|\{4:|\xef\xbb\xbf)[ \t]*:" + tag) for tag in (rb"20:", rb"25[A-Z]?:")
)
"""Where a line begins with them; times of day in a CSV hold ``:20:``, too."""
ENTRY: Final = re.compile(r"^:61:", re.MULTILINE)
LETTER: Final = re.compile(
    r":61:[0-9]{6}(?:[0-9]{4}| {4})?R?[DC][A-Z]?[ \n]?[0-9]{1,12},[0-9]{0,3}(?![0-9,.])"
)
BLOCK: Final = re.compile(r"^(?:\{[1235]:(?:[^{}]|\{[^{}]*\})*\})*\{4:\n?", re.MULTILINE)
END: Final = re.compile(r"^-\}?(?:\{[^\n]*)?$", re.MULTILINE)
DUTCH: Final = re.compile(r"/(IBAN|NAME|REMI|EREF|BENM|ORDP)/([^/\n]*)")
FEES: Final = frozenset({"CHG", "COM"})
OPENINGS: Final = ("final_opening_balance", "intermediate_opening_balance")
CLOSINGS: Final = ("final_closing_balance", "intermediate_closing_balance")
FAULTS: Final = (
    ArithmeticError,
    AttributeError,
    IndexError,
    InvalidOperation,
    KeyError,
    RuntimeError,
    TypeError,
    ValueError,
)
"""What the library raises on fields that it cannot read."""


def fits(head: bytes) -> bool:
    """Whether a file that begins so is MT940."""
    start = head[:HEAD]
    return all(tag.search(start) for tag in TAGS)


def read(data: bytes, secret: bytes = b"") -> tuple[Statement, ...]:
    """The statements of a file; a statement of several pages counts page by page.

    Args:
        data: the file.
        secret: the books' key, for the identities.

    Raises:
        RefusedFileError: it is no MT940, damaged, or cut off.
        UnprovenError: entries went missing on the way.
    """
    text = _plain(bank_text.decoded(data))
    _check_letter(text)
    return read_pages(
        _parsed(text),
        lambda block, before: _statement(block, before, secret),
        len(ENTRY.findall(text)),
    )


def _plain(text: str) -> str:
    """The file without SWIFT's envelope."""
    if not START.search(text):
        raise RefusedFileError("No statement begins in the file (:20:); it is no MT940.")
    return END.sub("", BLOCK.sub("", text))


def _check_letter(text: str) -> None:
    for found in ENTRY.finditer(text):
        if not LETTER.match(text, found.start()):
            line = text.count("\n", 0, found.start()) + 1
            raise RefusedFileError(
                f"Line {line}: the entry :61: has no date, mark and amount as MT940 wants them."
            )
    longest = max(map(len, text.split("\n")), default=0)
    if longest > bank_text.LONGEST:
        raise RefusedFileError(f"A line has {longest:,} characters; the file is damaged.")


def _parsed(text: str) -> list[Any]:
    import mt940  # noqa: PLC0415  # starts fast

    # It would log payees where it cannot read them.
    logging.getLogger("mt940").setLevel(logging.CRITICAL + 1)
    try:
        return list(mt940.parse_statements(text, options=mt940.Options.all()))
    except FAULTS:
        raise RefusedFileError(
            "A field of the file does not fit MT940, so none of it is taken; export it again, as "
            "CAMT.053 if the bank offers that."
        ) from None


def _statement(block: Any, before: int, secret: bytes) -> Statement:  # noqa: ANN401
    data = block.data
    opening, opening_date, currency = _balance(data, OPENINGS, "opening balance (:60F:)")
    closing, closing_date, _ = _balance(data, CLOSINGS, "closing balance (:62F:)")
    account = " ".join(str(data.get("account_identification") or "").split())
    entries = [entry.data for entry in block if "amount" in entry.data]
    try:
        movements = [
            _movement(entry, row, currency) for row, entry in enumerate(entries, before + 1)
        ]
    except UnreadableValueError as error:
        raise RefusedFileError(f"In an entry of account {account}, {error}.") from None
    return Statement(
        format=NAME,
        movements=identified(movements, NAME, account, secret),
        rows_in=len(entries),
        account_hint=account or None,
        currency=currency,
        opening=opening,
        closing=closing,
        opening_date=opening_date,
        closing_date=closing_date,
    )


def _balance(
    data: "Mapping[str, Any]", names: tuple[str, ...], what: str
) -> tuple[Decimal, date, str]:
    found = next((data[name] for name in names if data.get(name)), None)
    if found is None or not found.amount or not found.date:
        raise RefusedFileError(f"A statement has no {what}: the file is cut off or damaged.")
    return found.amount.amount, _plain_day(found.date), str(found.amount.currency or "")


def _plain_day(day: date) -> date:
    """A day of Python's own, from one of the library's."""
    return date(day.year, day.month, day.day)


def _movement(entry: "Mapping[str, Any]", row: int, currency: str) -> Movement:
    amount: Decimal = entry["amount"].amount
    fields = {key: bank_text.one_line(str(value or "")) for key, value in entry.items()}
    details = fields.get("transaction_details", "")
    dutch = dict(DUTCH.findall(details))
    references = (fields.get("customer_reference", ""), fields.get("bank_reference", ""))
    memo = " ".join(
        text
        for text in (
            fields.get("purpose", "") or dutch.get("REMI", "").strip() or details,
            fields.get("additional_purpose", ""),
            *(reference for reference in references if reference not in {"", "NONREF"}),
        )
        if text
    )
    end_to_end = fields.get("end_to_end_reference", "") or dutch.get("EREF", "")
    kind = fields.get("id", "")[1:]
    return Movement(
        row=row,
        id="",
        date=_plain_day(entry.get("guessed_entry_date") or entry["date"]),
        amount=amount,
        currency=currency,
        kind="fee" if kind in FEES and amount < 0 else "payment" if amount > 0 else "other",
        counterparty=fields.get("applicant_name", "") or dutch.get("NAME", "").strip(),
        memo=memo,
        payer_key=fields.get("applicant_iban", "") or dutch.get("IBAN", "").strip() or None,
        meta={
            key: text
            for key, text in (("type", kind), ("end-to-end", end_to_end.strip()))
            if text not in {"", "NOTPROVIDED", "NONREF"}
        },
    )
