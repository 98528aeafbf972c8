"""The books of a new group: what it says of itself, checked."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Final

from coopfund.desk.new_errors import BadCurrencyError, BadTextError, TwiceError
from coopfund.desk.new_parts import (
    UNPRINTABLE,
    NewDues,
    NewMember,
    NewOfficer,
    NewOpening,
    NewProgram,
    component,
    read_dues,
    read_officer,
    read_opening,
    read_program,
)
from coopfund.money import currency_digits, digits_of, half_up

CURRENCY: Final = re.compile(r"[A-Z][A-Z0-9'._-]{0,22}[A-Z0-9]")
CASH: Final = "Cash"
CASH_BOX: Final = "Assets:Cash"


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
    return replace(
        described, openings=tuple(read_opening(text, currency, known) for text in openings)
    )


def _once(what: str, names: Sequence[str]) -> None:
    for position, name in enumerate(names):
        if name in names[:position]:
            raise TwiceError(what, name)
