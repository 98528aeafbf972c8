"""What the books of a new group consist of, each read from a few words."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final

from beancount.core import account

from coopfund import words
from coopfund.desk.new_errors import (
    BadDuesError,
    BadNameError,
    BadOfficerError,
    BadOpeningError,
    BadProgramError,
)
from coopfund.wording import did_you_mean, listed

SEPARATORS: Final = re.compile(r"[\s_]+")
UNPRINTABLE: Final = re.compile(r"[\x00-\x1f\x7f-\x9f]|<(?=[A-Za-z/!?])")
OFFICER: Final = re.compile(r"(?P<office>[^\W\d_][\w -]*?)\s*=\s*(?P<member>[A-Za-z][\w.-]*)")
"""An office and the id of its member."""

HOURS: Final = "Hours"
"""The expense account that counts volunteers' hours."""


@dataclass(frozen=True, slots=True)
class NewProgram:
    """A purpose; ``whitelist`` is ``None`` where it may be paid from anything."""

    name: str
    title: str
    whitelist: tuple[str, ...] | None

    @property
    def account(self) -> str:
        """What its accounts are called."""
        return component("program", self.title)


@dataclass(frozen=True, slots=True)
class NewDues:
    """What a tier pays."""

    tier: str
    amount: Decimal
    interval: str

    @property
    def account(self) -> str:
        """What its account is called."""
        return component("tier", self.tier)


@dataclass(frozen=True, slots=True)
class NewOfficer:
    """A member in office from the first day on."""

    office: str
    member: str


@dataclass(frozen=True, slots=True)
class NewMember:
    """A member of a tier, from a day on."""

    member: str
    tier: str
    joined: date


@dataclass(frozen=True, slots=True)
class NewOpening:
    """What an account held on the first day, and the source it came from, where that is known."""

    account: str
    amount: Decimal
    source: str | None


def component(what: str, name: str) -> str:
    """A name as a part of an account: ``strike fund`` becomes ``StrikeFund``.

    Raises:
        BadNameError: it makes none.
    """
    parts = (part for part in SEPARATORS.split(name.strip()) if part)
    joined = "".join(part[0].upper() + part[1:] for part in parts)
    if not joined or not account.is_valid(f"Expenses:{joined}"):
        raise BadNameError(what, name)
    return joined


def read_program(text: str) -> NewProgram:
    """``childcare=dues`` or ``childcare``, which may be paid from anything.

    Raises:
        NewBooksError: the name makes no account, or a source does not exist.
    """
    title, equals, sources = (part.strip() for part in text.partition("="))
    if component("program", title) == HOURS:
        raise BadProgramError(text, f"Expenses:{HOURS} counts volunteers' hours")
    name = SEPARATORS.sub("-", title).lower()
    if name == words.CORE:
        raise BadProgramError(text, "core is what is spent without a program")
    whitelist = tuple(sources.replace(",", " ").split())
    for source in whitelist:
        if source not in words.SOURCES:
            why = f'"{source}" is none of {listed(words.SOURCES, "or")}'
            raise BadProgramError(text, why + did_you_mean(source, words.SOURCES))
    if equals and not whitelist:
        raise BadProgramError(text, "after = stand the sources that may pay for it, such as dues")
    return NewProgram(name, title, whitelist if equals else None)


def read_dues(text: str, currency: str) -> NewDues:
    """``standard=10.00 monthly``; the interval may be missing, the currency may be named.

    Raises:
        NewBooksError: it is no tier with an amount.
    """
    tier, equals, rest = (part.strip() for part in text.partition("="))
    component("tier", tier)
    amount, *others = rest.split() or [""]
    others = [word for word in others if word != currency]
    interval = others.pop() if others else "monthly"
    if not equals or others:
        raise BadDuesError(text, "a tier has a name, an amount and an interval")
    if interval not in words.INTERVALS:
        why = f'"{interval}" is none of {listed(list(words.INTERVALS), "or")}'
        raise BadDuesError(text, why + did_you_mean(interval, words.INTERVALS))
    return NewDues(tier, _amount(text, amount), interval)


def read_officer(text: str) -> NewOfficer:
    """``treasurer=m-0001``.

    Raises:
        BadOfficerError: it is no office with a member's id.
    """
    found = OFFICER.fullmatch(text.strip())
    if not found or UNPRINTABLE.search(text):
        raise BadOfficerError(text)
    return NewOfficer(found["office"].strip(), found["member"])


def _amount(text: str, amount: str) -> Decimal:
    try:
        number = Decimal(amount)
    except InvalidOperation:
        raise BadDuesError(text, f'"{amount}" is no amount') from None
    if not number.is_finite() or number < 0:
        raise BadDuesError(text, f'"{amount}" is no amount that anybody can pay')
    return number


def read_opening(text: str, currency: str, accounts: Mapping[str, str]) -> NewOpening:
    """``Credit union=250.00 dues``; of ``Cash=12.00`` nobody knows the source.

    Args:
        text: what is said.
        currency: the currency of the books, which may be named.
        accounts: the account of each bank, and of the cash box.

    Raises:
        BadOpeningError: it is no account of these with an amount.
    """
    name, equals, rest = (part.strip() for part in text.partition("="))
    amount, *others = [word for word in rest.split() if word != currency] or [""]
    found = accounts.get(component("account", name))
    if not equals or len(others) > 1:
        raise BadOpeningError(text, "an account, an amount and the source of the money")
    if found is None:
        raise BadOpeningError(text, f'"{name}" is none of {listed(list(accounts), "or")}')
    if others and others[0] not in words.SOURCES:
        hint = did_you_mean(others[0], words.SOURCES)
        raise BadOpeningError(text, f'"{others[0]}" is no source{hint}')
    if not re.fullmatch(r"[0-9]+(\.[0-9]+)?", amount, re.ASCII):
        raise BadOpeningError(text, f'"{amount}" is no amount')
    return NewOpening(found, Decimal(amount), others[0] if others else None)
