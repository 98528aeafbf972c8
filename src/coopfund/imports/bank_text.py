"""Bytes of a bank's file as text, and the numbers and days that its formats fix to the letter."""

import re
from datetime import date
from decimal import Decimal
from typing import Final

from coopfund.imports import text_file

LONGEST: Final = 10_000
"""Characters of one field: no bank sends more, a broken file does."""
AMOUNT: Final = re.compile(
    r"(?P<sign>[+-]?)(?P<whole>[0-9]{1,15})(?:(?P<mark>[.,])(?P<fraction>[0-9]{1,6}))?"
)
DAY: Final = re.compile(r"([0-9]{4})-?([0-9]{2})-?([0-9]{2})(?![0-9](?![0-9]))")
GROUP: Final = 3


class UnreadableValueError(ValueError):
    """A value that says nothing certain; the message is the reason, without its row."""


def decoded(data: bytes, declared: str | None = None) -> str:
    """A file as text with plain line ends.

    Its byte order mark counts first, then UTF-8, then the encoding that it declares. Text that
    happens to be UTF-8 is UTF-8 whatever the file says of itself: banks declare Windows-1252 and
    write UTF-8, and the other way round it never fits by chance.

    Raises:
        RefusedFileError: it is empty, no text, or not in the encoding that it declares.
    """
    file = text_file.decode(data)
    if declared and not file.certain:
        file = text_file.decode(data, declared)
    return file.text.replace("\r\n", "\n").replace("\r", "\n")


def exact(text: str, mark: str = "") -> Decimal:
    """An amount of a format without thousands separators.

    >>> exact("-33,50"), exact("+7"), exact("1.000", ".")
    (Decimal('-33.50'), Decimal('7'), Decimal('1.000'))

    Args:
        text: the amount.
        mark: the decimal mark, where the format fixes it; else point and comma are the same, and
            one that could part thousands is not taken.

    Raises:
        UnreadableValueError: it is no number, or could be two.
    """
    found = AMOUNT.fullmatch(text.strip())
    if not found or (mark and found["mark"] not in {None, mark}):
        raise UnreadableValueError(f"{shown(text)} is no amount")
    sign, whole, fraction = found["sign"], found["whole"], found["fraction"] or ""
    if len(fraction) == GROUP and not mark:
        raise UnreadableValueError(
            f"{shown(text)} may mean {whole}{fraction} or {whole}.{fraction}"
        )
    return Decimal(f"{sign}{whole}.{fraction}" if fraction else f"{sign}{whole}")


def day(text: str) -> date:
    """The day that a text begins with: ``2026-03-05T…`` or ``20260305120000``.

    >>> day("20260305120000.000[-5:EST]")
    datetime.date(2026, 3, 5)

    Raises:
        UnreadableValueError: there is no such day.
    """
    found = DAY.match(text.strip())
    try:
        if found:
            return date(*map(int, found.groups()))
    except ValueError:
        pass
    raise UnreadableValueError(f"{shown(text)} is no day")


def shown(text: str) -> str:
    """A value in a message: quoted, and cut where it is long."""
    return repr(text if len(text) <= GROUP * 10 else f"{text[: GROUP * 10]}…")


def one_line(text: str) -> str:
    """A text with its line ends and runs of spaces as single spaces.

    Raises:
        UnreadableValueError: it is longer than any bank writes.
    """
    if len(text) > LONGEST:
        raise UnreadableValueError(f"a field has {len(text):,} characters")
    return " ".join(text.split())
