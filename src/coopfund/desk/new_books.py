"""The books of a new group: what it says of itself, checked."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final

from beancount.core import account

from coopfund import words
from coopfund.money import currency_digits, digits_of, half_up
from coopfund.wording import did_you_mean, listed

CURRENCY: Final = re.compile(r"[A-Z][A-Z0-9'._-]{0,22}[A-Z0-9]")
SEPARATORS: Final = re.compile(r"[\s_]+")
UNPRINTABLE: Final = re.compile(r"[\x00-\x1f\x7f-\x9f]|<(?=[A-Za-z/!?])")
OFFICER: Final = re.compile(r"(?P<office>[^\W\d_][\w -]*?)\s*=\s*(?P<member>[A-Za-z][\w.-]*)")
"""An office and the id of its member."""

CASH: Final = "Cash"
CASH_BOX: Final = "Assets:Cash"

HOURS: Final = "Hours"
"""The expense account that counts volunteers' hours."""


class NewBooksError(ValueError):
    """Books cannot be made so; the message is one sentence."""


class BadNameError(NewBooksError):
    """A name that makes no account."""

    def __init__(self, what: str, name: str) -> None:
        """Say which, and what an account may hold."""
        super().__init__(
            f'The {what} "{name}" makes no account name; use letters, digits, spaces and hyphens, '
            "and begin with a letter of an alphabet that has capitals, or a digit."
        )


class BadTextError(NewBooksError):
    """A text that the books' own rules would refuse."""

    def __init__(self, text: str) -> None:
        """Say which."""
        super().__init__(f"The title {text!r} holds markup or control characters.")


class BadProgramError(NewBooksError):
    """A program that cannot be declared."""

    def __init__(self, text: str, why: str) -> None:
        """Say which, and why."""
        super().__init__(f'--program "{text}": {why}.')


class BadDuesError(NewBooksError):
    """Dues that cannot be declared."""

    def __init__(self, text: str, why: str) -> None:
        """Say which, and why."""
        super().__init__(f'--dues "{text}": {why}; write "standard=10.00 monthly".')


class BadOfficerError(NewBooksError):
    """An officer that cannot be declared."""

    def __init__(self, text: str) -> None:
        """Say which."""
        super().__init__(f'--officer "{text}": write an office and a member, "treasurer=m-0001".')


class BadOpeningError(NewBooksError):
    """What was there on the first day and cannot be read."""

    def __init__(self, text: str, why: str) -> None:
        """Say which, and why."""
        super().__init__(f'--opening "{text}": {why}; write "Credit union=250.00 dues".')


class BadCurrencyError(NewBooksError):
    """What is no currency to Beancount."""

    def __init__(self, text: str) -> None:
        """Say which."""
        super().__init__(f'"{text}" is no currency; write three capitals such as USD or EUR.')


class TwiceError(NewBooksError):
    """Two names that would make one account."""

    def __init__(self, what: str, name: str) -> None:
        """Say which."""
        super().__init__(f'The {what} "{name}" is given twice.')


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


@dataclass(frozen=True, slots=True)
class NewBooks:
    """What a new group says of itself."""

    title: str
    currency: str
    start: date
    banks: tuple[str, ...] = ()
    programs: tuple[NewProgram, ...] = ()
    dues: tuple[NewDues, ...] = ()
    officers: tuple[NewOfficer, ...] = ()
    members: tuple[NewMember, ...] = ()
    openings: tuple[NewOpening, ...] = ()

    @property
    def joining(self) -> tuple[NewMember, ...]:
        """Everybody who joins; officers are members, too."""
        known = {member.member for member in self.members}
        names = dict.fromkeys(officer.member for officer in self.officers)
        others = (NewMember(name, self.dues[0].tier, self.start) for name in names if self.dues)
        return (*(other for other in others if other.member not in known), *self.members)

    @property
    def bank_accounts(self) -> tuple[str, ...]:
        """The accounts of its banks; one at least."""
        return tuple(
            f"Assets:Bank:{component('bank', name)}" for name in self.banks or ("Current",)
        )

    def money(self, amount: Decimal) -> str:
        """An amount with the currency."""
        digits = currency_digits(self.currency, digits_of(amount))
        return f"{half_up(amount, digits):f} {self.currency}"


def describe(  # noqa: PLR0913  # one argument per thing a group says
    *,
    title: str,
    currency: str,
    start: date,
    banks: Sequence[str] = (),
    programs: Sequence[str] = (),
    dues: Sequence[str] = (),
    officers: Sequence[str] = (),
    openings: Sequence[str] = (),
) -> NewBooks:
    """Read what a group says of itself.

    Args:
        title: its name.
        currency: the currency of its books.
        start: their first day.
        banks: the names of its bank accounts.
        programs: ``childcare=dues`` or ``childcare``.
        dues: ``standard=10.00 monthly``.
        officers: ``treasurer=m-0001``.
        openings: ``Credit union=250.00 dues``; ``Cash=12.00``, of which nobody knows the source.

    Raises:
        NewBooksError: something of it makes no books.
    """
    if UNPRINTABLE.search(title):
        raise BadTextError(title)
    if not CURRENCY.fullmatch(currency):
        raise BadCurrencyError(currency)
    described = NewBooks(
        title=title.strip(),
        currency=currency,
        start=start,
        banks=tuple(name.strip() for name in banks),
        programs=tuple(read_program(text) for text in programs),
        dues=tuple(read_dues(text, currency) for text in dues),
        officers=tuple(read_officer(text) for text in officers),
    )
    _once("bank", [component("bank", name) for name in described.banks])
    _once("program", [program.account for program in described.programs])
    _once("tier", [tier.account for tier in described.dues])
    known = {name.rpartition(":")[2]: name for name in described.bank_accounts} | {CASH: CASH_BOX}
    return replace(described, openings=tuple(_opening(text, currency, known) for text in openings))


def _opening(text: str, currency: str, accounts: Mapping[str, str]) -> NewOpening:
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


def _once(what: str, names: Sequence[str]) -> None:
    for position, name in enumerate(names):
        if name in names[:position]:
            raise TwiceError(what, name)


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
