"""Finds what a person means: a program by name; a payment by line, day or link; a currency."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import PurePath
from typing import TYPE_CHECKING

from coopfund import words
from coopfund.tracing.data import Shown
from coopfund.wording import did_you_mean, listed

if TYPE_CHECKING:
    from coopfund.books.books import Books
    from coopfund.rules.case import Case

FILE_AND_LINE = re.compile(r"(?P<file>.+):(?P<line>\d+)")


class NotFoundError(LookupError):
    """What a person named is not in the books; the message is one sentence."""


class UnknownProgramError(NotFoundError):
    """No such program."""

    def __init__(self, name: str, programs: Sequence[str]) -> None:
        """Name the nearest one."""
        known = f" The programs are {listed(programs)}." if programs else ""
        super().__init__(f'There is no program "{name}"{did_you_mean(name, programs)}.{known}')


class UnknownCurrencyError(NotFoundError):
    """No posting is in that currency."""

    def __init__(self, name: str, currencies: Sequence[str]) -> None:
        """Name those there are."""
        hint = did_you_mean(name, currencies)
        super().__init__(
            f"Nothing in these books is in {name}{hint}; there is {listed(currencies)}."
        )


class UnknownPaymentError(NotFoundError):
    """Nothing was paid there."""

    def __init__(self, what: str, hint: str) -> None:
        """Name the nearest payment."""
        super().__init__(f"No payment {what}{hint}.")


def check_program(name: str, known: Sequence[str]) -> None:
    """Raise UnknownProgramError unless the program exists; core always does."""
    if name not in (*known, words.CORE):
        raise UnknownProgramError(name, [*known, words.CORE])


def check_currency(name: str, books: "Books") -> None:
    """Raise UnknownCurrencyError unless something is in that currency."""
    currencies = sorted(set(books.rows.currency) - books.declared.hours)
    if currencies and name not in (*currencies, books.currency):
        raise UnknownCurrencyError(name, currencies)


def matching(case: "Case", payments: Sequence[Shown], text: str) -> list[Shown]:
    """The payments that a person means: all of a day, all with a link, all of an entry.

    Args:
        case: the books.
        payments: where to look.
        text: a day, a link with its ``^``, or a file and a line within the entry.

    Raises:
        UnknownPaymentError: there is none.
    """
    if text.startswith("^"):
        return _by_link(case, payments, text[1:])
    day = _as_day(text)
    if day is not None:
        return _by_day(payments, day)
    place = FILE_AND_LINE.fullmatch(text)
    if place:
        return _by_line(case, payments, place["file"], int(place["line"]))
    what = f'is found by "{text}"; name its day (2026-01-20), its link (^rent-1) or FILE:LINE'
    raise UnknownPaymentError(what, "")


def _as_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _by_link(case: "Case", payments: Sequence[Shown], link: str) -> list[Shown]:
    links = case.books.transactions.links
    found = [shown for shown in payments if link in links[shown.payment.txn]]
    if not found:
        known = {f"^{name}" for shown in payments for name in links[shown.payment.txn]}
        what = f"has the link ^{link}"
        raise UnknownPaymentError(what, did_you_mean(f"^{link}", known))
    return found


def _by_day(payments: Sequence[Shown], day: date) -> list[Shown]:
    found = [shown for shown in payments if shown.payment.date == day]
    if not found:
        nearest = min(
            (shown.payment.date for shown in payments),
            key=lambda its: (abs(its - day), its),
            default=None,
        )
        hint = f"; the nearest is of {nearest}" if nearest else ""
        what = f"is of {day}"
        raise UnknownPaymentError(what, hint)
    return found


def _by_line(case: "Case", payments: Sequence[Shown], file: str, line: int) -> list[Shown]:
    here = [shown for shown in payments if _same_file(shown.place.file, file)]
    found = [shown for shown in here if line in _lines(case, shown.payment.txn)]
    if not found:
        files = {shown.place.file for shown in payments}
        hint = did_you_mean(file, files) if not here else _nearest(here, line)
        what = f"stands at {file}:{line}"
        raise UnknownPaymentError(what, hint)
    return found


def _same_file(known: str, named: str) -> bool:
    """Whether a path ends as the other does, so that both absolute and short names are found."""
    one, other = PurePath(known).parts, PurePath(named).parts
    short = min(len(one), len(other))
    return one[-short:] == other[-short:]


def _lines(case: "Case", txn: int) -> range:
    """The lines of an entry, from its first to its last posting's."""
    txns = case.books.transactions
    first = txns.place(txn).line
    rows = range(txns.start[txn], txns.start[txn + 1])
    return range(first, max([first, *(case.row_place(row).line for row in rows)]) + 1)


def _nearest(here: Iterable[Shown], line: int) -> str:
    place = min((shown.place for shown in here), key=lambda its: (abs(its.line - line), its.line))
    return f"; the nearest is at {place.file}:{place.line}"
