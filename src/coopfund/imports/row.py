"""One row of a platform's table: its cells as texts, days, amounts and ids, or why not."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from coopfund.imports.days import DayError, Days, Order
from coopfund.imports.numerals import Mark, NumeralError, Numerals, shown
from coopfund.money import CENTLESS, CENTS, digits_of

MILLED = frozenset({"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"})
"""Currencies of three decimals (ISO 4217)."""
LARGEST_AMOUNT = Decimal(10) ** 12
ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/+-]{0,199}")


class RejectedRowError(Exception):
    """A row that cannot be read; the message says why."""


class SkippedRowError(Exception):
    """A row that moves no money; the message says why."""


@dataclass(frozen=True, slots=True)
class Options:
    """What whoever imports says about a file: what it says itself goes before a default."""

    encoding: str | None = None
    decimal: Mark | None = None
    dates: Order | None = None
    currency: str | None = None
    """Of a file that names none."""
    progress: Callable[[int, int], None] | None = None
    """Told of rows read and all rows, now and then."""
    secret: bytes = field(default=b"", repr=False)
    """The books' key, for identities that are made of what a movement says."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row, its cells by the reader's own names of the columns."""

    number: int
    cells: dict[str, str]
    numerals: Numerals
    days: Days

    def text(self, name: str) -> str:
        """A cell without spaces around it; empty where the file has no such column."""
        return self.cells.get(name, "").strip()

    def day(self, name: str) -> date:
        """A date.

        Raises:
            RejectedRowError: it is none, or could be two.
        """
        try:
            return self.days.read(self.text(name))
        except DayError as error:
            raise RejectedRowError(f"{name}: {error}") from error

    def currency(self, name: str = "currency", default: str | None = None) -> str:
        """A currency in capitals.

        Raises:
            RejectedRowError: it is no code of three letters.
        """
        code = self.text(name).upper() or (default or "")
        if not (len(code) == 3 and code.isascii() and code.isalpha()):  # noqa: PLR2004
            raise RejectedRowError(
                f"{name}: “{code[:10]}” is no currency" if code else "no currency is named"
            )
        return code

    def money(self, name: str, currency: str) -> Decimal:
        """An amount.

        Raises:
            RejectedRowError: it is none, could be two, or has more decimals than its currency.
        """
        try:
            value = self.numerals.read(self.text(name))
        except NumeralError as error:
            raise RejectedRowError(f"{name}: {error}") from error
        return checked(value, currency, name)

    def money_or(self, name: str, currency: str, default: Decimal | None) -> Decimal | None:
        """An amount, or the default where the cell is empty or the column missing."""
        return self.money(name, currency) if self.text(name) else default

    def id(self, platform: str, name: str) -> str:
        """The platform's own id, prefixed.

        Raises:
            RejectedRowError: the cell is empty or holds no id.
        """
        return identity(platform, self.text(name), name)


def checked(value: Decimal, currency: str, name: str = "amount") -> Decimal:
    """An amount with no more decimals than its currency has.

    Raises:
        RejectedRowError: it has more, or it is larger than a million millions.
    """
    allowed = 0 if currency in CENTLESS else 3 if currency in MILLED else CENTS
    if digits_of(value.normalize()) > allowed:
        raise RejectedRowError(f"{name}: {value:f} has more decimals than {currency}")
    if abs(value) >= LARGEST_AMOUNT:
        raise RejectedRowError(f"{name}: {value:f} is larger than any account")
    return value


def identity(platform: str, text: str, name: str = "id") -> str:
    """A platform's id, prefixed; it goes into the books, so it is an id and nothing else.

    Raises:
        RejectedRowError: it is empty, or holds what no id does, such as an address.
    """
    if not text:
        raise RejectedRowError(f"{name}: a row without an id cannot be told from a copy of it")
    if not ID.fullmatch(text):
        raise RejectedRowError(f"{name}: “{shown(text)}” is no id")
    return f"{platform}:{text}"


def fits(gross: Decimal, fee: Decimal, net: Decimal) -> None:
    """Check that gross less fee is net.

    Raises:
        RejectedRowError: it is not.
    """
    if gross - fee != net:
        raise RejectedRowError(f"gross {gross:f} − fee {fee:f} is not net {net:f}")
