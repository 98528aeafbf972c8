"""PayPal: one transaction, as PayPal's own pages hold it in JSON."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from coopfund.imports.days import DayError, Days
from coopfund.imports.movement import (
    Kind,
    Movement,
    RefusedFileError,
    Rejected,
    Skipped,
    Statement,
)
from coopfund.imports.numerals import NumeralError, Numerals
from coopfund.imports.reader import Source
from coopfund.imports.sheet import Options, RejectedRowError, checked, fits, identity

KINDS: dict[str, Kind] = {
    "TRANSFER_TO_BANK": "payout",
    "TRANSFER_FROM_BANK": "transfer",
    "REFUND": "refund",
    "CURRENCY_CONVERSION": "conversion",
    "CHARGEBACK": "dispute",
}
DONE = frozenset({"COMPLETED", "PARTIALLY_REFUNDED", "REFUNDED", "REVERSED"})
BANK = "Bank Account"
NEEDED = ("transactionId", "transactionTypeEnum", "date", "isCredit", "amount", "status")
DEEPEST = 200_000
"""Brackets of a file; more is no transaction, and would exhaust the parser's stack."""


@dataclass(frozen=True)
class PaypalJson:
    """Reads one transaction a file."""

    name: str = "paypal-json"
    title: str = "PayPal transaction (JSON)"
    platform: str = "paypal"

    def recognises(self, source: Source) -> bool:
        """Whether it is a JSON object with PayPal's keys."""
        try:
            data = _object(source)
        except RefusedFileError:
            return False
        return all(name in data for name in NEEDED)

    def read(self, source: Source, options: Options) -> Sequence[Statement]:
        """The transaction.

        Raises:
            RefusedFileError: it is no such JSON.
        """
        data = _object(source)
        missing = [name for name in NEEDED if name not in data]
        if missing:
            raise RefusedFileError(f"It is no PayPal transaction: “{missing[0]}” is missing.")
        status = _text(data, "status")
        if status not in DONE:
            skipped = (Skipped(1, f"its state is “{status[:30].lower()}”"),)
            return (Statement(format=self.name, movements=(), skipped=skipped, rows_in=1),)
        try:
            movement = _movement(data, options)
        except (RejectedRowError, NumeralError, DayError) as error:
            rejected = (Rejected(1, str(error)),)
            return (Statement(format=self.name, movements=(), rejected=rejected, rows_in=1),)
        only = Statement(
            format=self.name, movements=(movement,), rows_in=1, currency=movement.currency
        )
        return (only,)


def _object(source: Source) -> Mapping[str, Any]:
    text = source.file.text.lstrip()
    if not text.startswith("{"):
        raise RefusedFileError("It is no JSON object.")
    try:
        data = json.loads(text, parse_float=str, parse_int=str)
    except (ValueError, RecursionError) as error:
        raise RefusedFileError("Its JSON is broken.") from error
    if not isinstance(data, dict):
        raise RefusedFileError("It is no JSON object.")
    return data


def _movement(data: Mapping[str, Any], options: Options) -> Movement:
    amounts = _inner(data, "amount")
    currency = _currency(data, amounts, options)
    sign = 1 if data["isCredit"] is True else -1
    gross = sign * _money(amounts, "grossAmount", currency)
    net = sign * _money(amounts, "netAmount", currency)
    fee = _money(amounts, "feeAmount", currency)
    fits(gross, fee, net)
    party = _inner(data, "counterparty")
    return Movement(
        row=1,
        id=identity("paypal", _text(data, "transactionId")),
        date=Days().read(_text(data, "date")),
        amount=net,
        currency=currency,
        kind=_kind(data, party),
        counterparty=_text(party, "name"),
        memo=_text(_inner(data, "notesInfo"), "note"),
        gross=gross,
        fee=fee,
        payer_key=(_text(party, "email") or None) if net > 0 else None,
        meta={"type": _text(data, "transactionTypeEnum").replace("_", " ").capitalize()},
    )


def _kind(data: Mapping[str, Any], party: Mapping[str, Any]) -> Kind:
    kind = KINDS.get(_text(data, "transactionTypeEnum"))
    if kind is None and _text(party, "name") == BANK:
        return "transfer" if data["isCredit"] is True else "payout"
    return kind or "payment"


def _currency(data: Mapping[str, Any], amounts: Mapping[str, Any], options: Options) -> str:
    """The currency it names; a dollar sign is the sign of two dozen currencies."""
    raw = _inner(_inner(amounts, "rawAmounts"), "gross")
    sources = _inner(data, "fundingSource").get("fundingSourceList")
    funds = [f for f in sources if isinstance(f, dict)] if isinstance(sources, list) else []
    named = [_text(raw, "currencyCode"), *(_text(fund, "currencyCode") for fund in funds)]
    for code in [*named, options.currency or ""]:
        if len(code) == 3 and code.isascii() and code.isalpha():  # noqa: PLR2004
            return code.upper()
    raise RejectedRowError("it names no currency; say --currency USD, or whichever it is")


def _money(amounts: Mapping[str, Any], name: str, currency: str) -> Decimal:
    return checked(Numerals(".").read(_text(amounts, name)), currency, name)


def _inner(data: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = data.get(name)
    return found if isinstance(found, dict) else {}


def _text(data: Mapping[str, Any], name: str) -> str:
    found = data.get(name)
    return found.strip() if isinstance(found, str) else ""


PAYPAL_JSON = PaypalJson()
