"""The canonical form of an entry: what it says, however it is written; and its digest.

Two entries have the same form where they mean the same. Order of tags, links and metadata, spaces,
comments, file and line, thousands separators and trailing zeros mean nothing: ``100`` and
``100.00`` are the same amount. An amount that Beancount filled in is the same as one written out.
Everything else means something: date, flag, payee, narration, each tag and link, metadata, and the
postings in their order with flag, account, amount, cost, price and metadata of their own.

The form is JSON with sorted keys and without spaces, in UTF-8: one text for one meaning.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, TypeAlias

from beancount.core.amount import Amount
from beancount.core.data import Posting, Transaction

from coopfund.books.columns import user_meta

Fields: TypeAlias = Mapping[str, Any]
"""What an entry says, as plain JSON values: the text before it is written out."""

ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def entry_fields(entry: Transaction) -> Fields:
    """What a booked transaction says; its place in a file is no part of it."""
    return {
        "date": entry.date.isoformat(),
        "flag": entry.flag or "",
        "payee": entry.payee or "",
        "narration": entry.narration or "",
        "tags": sorted(entry.tags or ()),
        "links": sorted(entry.links or ()),
        "meta": _meta(entry.meta),
        "postings": [_posting(posting) for posting in entry.postings],
    }


def _posting(posting: Posting) -> Fields:
    units, cost, price = posting.units, posting.cost, posting.price
    fields: dict[str, Any] = {"account": posting.account}
    if posting.flag:
        fields["flag"] = posting.flag
    if isinstance(units, Amount):
        fields["amount"] = _amount(units)
    if cost is not None:
        fields["cost"] = _cost(cost)
    if isinstance(price, Amount):
        fields["price"] = _amount(price)
    meta = _meta(posting.meta)
    if meta:
        fields["meta"] = meta
    return fields


def _amount(value: Amount) -> str:
    number = value.number
    return f"{plain_number(number) if isinstance(number, Decimal) else '?'} {value.currency}"


def _cost(cost: Any) -> Fields:  # noqa: ANN401  # a booked cost, or a specification that was not
    fields = {}
    for name, value in zip(cost._fields, cost, strict=True):
        if value is not None:
            fields[str(name)] = _value(value)
    return fields


def _meta(meta: dict[str, Any] | None) -> Fields:
    return {key: _value(value) for key, value in user_meta(meta)} if meta else {}


def _value(value: object) -> str:
    """A value with its type, so that the text ``"TRUE"`` is not the word ``TRUE``."""
    if isinstance(value, str):
        return f"text {value}"
    if isinstance(value, bool):
        return f"yes-no {'TRUE' if value else 'FALSE'}"
    if isinstance(value, Decimal):
        return f"number {plain_number(value)}"
    if isinstance(value, date):
        return f"date {value.isoformat()}"
    if isinstance(value, Amount):
        return f"amount {_amount(value)}"
    return "nothing" if value is None else f"other {value!s}"


def plain_number(number: Decimal) -> str:
    """A number without exponent and trailing zeros, exactly.

    >>> plain_number(Decimal("100.00")), plain_number(Decimal("1E+2")), plain_number(Decimal("-0"))
    ('100', '100', '0')
    """
    text = f"{number:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def canonical(fields: Fields) -> str:
    """The one text of what an entry says."""
    return ENCODER.encode(fields)


def entry_digest(text: str) -> str:
    """SHA-256 of an entry's canonical text, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def month_digest(digests: Iterable[str]) -> str:
    """SHA-256 over the digests of a month's entries, sorted, one to a line.

    Entries that are the same twice count twice.
    """
    lines = "".join(f"{digest}\n" for digest in sorted(digests))
    return hashlib.sha256(lines.encode("ascii", "backslashreplace")).hexdigest()
