"""The books' own words as messages print them: sources, kinds of contributors, fields of an entry.

In English they are the words that stand in the books. Evidence and JSON keep those in every
language; only sentences go through here.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from coopfund.language import _, marked

SOURCES: Final[Mapping[str, str]] = {
    "dues": marked("dues"),
    "levy": marked("levy"),
    "affiliation": marked("affiliation"),
    "donation": marked("donation"),
    "company": marked("company"),
    "union": marked("union"),
    "foundation": marked("foundation"),
    "state": marked("state"),
    "event": marked("event"),
    "capital": marked("capital"),
    # Translators: money from or to a sister chapter
    "transfer": marked("transfer"),
    "loan": marked("loan"),
    "in-kind": marked("in-kind"),
    "other": marked("other"),
    "unknown": marked("unknown"),
}
KINDS: Final[Mapping[str, str]] = {
    "person": marked("person"),
    "company": marked("company"),
    "foundation": marked("foundation"),
    "state": marked("state"),
    "union": marked("union"),
    "party": marked("party"),
    # Translators: a payment service
    "processor": marked("processor"),
    "anonymous": marked("anonymous"),
}
FIELDS: Final[Mapping[str, str]] = {
    "date": marked("date"),
    "flag": marked("flag"),
    "payee": marked("payee"),
    "narration": marked("narration"),
    "tag": marked("tag"),
    "link": marked("link"),
}
POSTING: Final = re.compile(r"posting (?P<number>\d+) (?P<field>\w+)(?: (?P<key>.+))?")


def source(name: str) -> str:
    """A source of money; what is none stays as it is.

    >>> source("donation")
    'donation'
    """
    return _(SOURCES[name]) if name in SOURCES else name


def kind(name: str) -> str:
    """A kind of contributor; what is none stays as it is."""
    return _(KINDS[name]) if name in KINDS else name


def of_source(amount: str, name: str) -> str:
    """``500.00 USD of donation``."""
    # Translators: an amount and its source, such as: 500.00 USD of donation
    return _("{amount} of {source}", amount=amount, source=source(name))


def every(parts: Iterable[str]) -> str:
    """``10.00 of donation and 5.00 of loan``, however many there are."""
    between = _("and")
    return f" {between} ".join(parts)


def either(parts: Iterable[str]) -> str:
    """``dues or levy``, however many there are."""
    between = _("or")
    return f" {between} ".join(parts)


def to_payee(amount: str, payee: str | None) -> str:
    """``80.00 USD to Printer``; the amount alone where nobody is named."""
    # Translators: begins sentences such as: 80.00 USD to Printer was spent with no decision
    return _("{amount} to {payee}", amount=amount, payee=payee) if payee else amount


def field(name: str) -> str:
    """A field of a sealed entry.

    >>> field("posting 1 amount"), field("metadata note")
    ('posting 1 amount', 'metadata note')
    """
    posting = POSTING.fullmatch(name)
    if posting:
        return _posting(posting["number"], posting["field"], posting["key"] or "")
    first, _space, key = name.partition(" ")
    if first == "metadata":
        return _("metadata {key}", key=key)
    return f"{_(FIELDS[first])} {key}".rstrip() if first in FIELDS else name


def _posting(number: str, field_of_it: str, key: str) -> str:
    """A field of one posting of a sealed entry."""
    if field_of_it == "flag":
        return _("posting {number} flag", number=number)
    if field_of_it == "account":
        return _("posting {number} account", number=number)
    if field_of_it == "amount":
        return _("posting {number} amount", number=number)
    if field_of_it == "price":
        return _("posting {number} price", number=number)
    if field_of_it == "cost":
        return _("posting {number} cost {key}", number=number, key=key)
    return _("posting {number} metadata {key}", number=number, key=key)


def unclean_field(name: str) -> str:
    """The field of an entry or directive that holds an unclean text, as a sentence begins.

    >>> unclean_field("payee"), unclean_field("text of coopfund-rule")
    ('The payee', 'The text of coopfund-rule')
    """
    if name in BEGINNINGS:
        return _(BEGINNINGS[name])
    first, _space, key = name.partition(" ")
    if first == "metadata":
        return _("The metadata {key}", key=key)
    return _("The text of {directive}", directive=key.removeprefix("of "))


BEGINNINGS: Final[Mapping[str, str]] = {
    "payee": marked("The payee"),
    "narration": marked("The narration"),
    "tag": marked("The tag"),
    "link": marked("The link"),
    "note": marked("The note"),
    "event": marked("The event"),
    "document": marked("The document"),
}
