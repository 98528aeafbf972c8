"""Amounts as files write them: ``1.234,56``, ``(1,234.56)``, ``- $220.00``, any script's digits.

Whether ``1.234`` is a thousand or one and a bit, one number alone cannot say. A file's other
numbers can; so can a declared decimal mark. Where neither does, the number is refused.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Mark = Literal[".", ","]

MINUS = "-\u2010\u2011\u2012\u2013\u2212\ufe63\uff0d"
SPACES = re.compile(r"[\s\u00a0\u202f\u2009'\u2019_]+")
SYMBOLS = re.compile(r"[$€£¥₹₽₺₴₩₪]|(?<![A-Za-z])[A-Z]{2,3}\$?(?![A-Za-z])")
BARE = re.compile(r"[0-9]+(?:[.,][0-9]+)*|[.,][0-9]+")
GROUPS = {
    mark: re.compile(
        rf"[0-9]{{1,3}}(?:{other}[0-9]{{3}})+|[0-9]{{1,2}}(?:{other}[0-9]{{2}})+{other}[0-9]{{3}}"
    )
    for mark, other in ((".", ","), (",", r"\."))
}
"""The whole part in groups, by decimal mark: thousands, or lakhs and crores."""
TRANSLATED = str.maketrans({"\u066b": ".", "\u066c": ",", "\uff0e": ".", "\uff0c": ","})
LONGEST = 40
THOUSAND = 3


class NumeralError(ValueError):
    """A text that is no amount, or could be two; the message is a clause."""


@dataclass(frozen=True, slots=True)
class Numerals:
    """How a file writes numbers.

    Attributes:
        mark: the decimal mark, where the file's numbers or whoever declared it say so.
    """

    mark: Mark | None = None

    def read(self, text: str) -> Decimal:
        """An amount.

        >>> Numerals(",").read("-1.234,56 €")
        Decimal('-1234.56')

        Raises:
            NumeralError: no number, or one that could be two.
        """
        negative, bare = _bare(text)
        value = Decimal(_plain(bare, self.mark or _mark_of(bare), text))
        return -value if negative and value else value


def settle(texts: Iterable[str], default: Mark | None = None) -> Numerals:
    """How a column or a file writes numbers, from those that can be read in one way only.

    Args:
        texts: all of its numbers; what is none says nothing.
        default: the mark where no number tells.

    Raises:
        NumeralError: some numbers say point, others comma.
    """
    told: dict[Mark, str] = {}
    for text in dict.fromkeys(texts):
        try:
            mark = _mark_of(_bare(text)[1])
        except NumeralError:
            continue
        if mark is not None:
            told.setdefault(mark, text)
    if len(told) > 1:
        both = f"{told['.'].strip()} and {told[','].strip()}"
        raise NumeralError(f"numbers with a decimal point and with a decimal comma: {both}")
    return Numerals(next(iter(told), default))


def _bare(text: str) -> tuple[bool, str]:
    """Whether it is negative, and its ASCII digits with points and commas."""
    if len(text) > LONGEST:
        raise NumeralError("is too long for an amount")
    body = SYMBOLS.sub("", SPACES.sub("", _ascii_digits(text).translate(TRANSLATED)))
    negative = False
    if body.startswith("(") and body.endswith(")"):
        negative, body = True, body[1:-1]
    if body[:1] in MINUS and body:
        negative, body = not negative, body[1:]
    elif body[-1:] in MINUS and body:
        negative, body = not negative, body[:-1]
    else:
        body = body.removeprefix("+")
    if not BARE.fullmatch(body):
        said = f"“{shown(text)}” is no amount" if text.strip() else "the amount is empty"
        raise NumeralError(said)
    return negative, body


def _ascii_digits(text: str) -> str:
    """Digits of any one script as 0–9; of two scripts in one number, refused."""
    if text.isascii():
        return text
    zeros = {ord(char) - unicodedata.decimal(char) for char in text if char.isdecimal()}
    if len(zeros) > 1:
        raise NumeralError(f"“{shown(text)}” mixes digits of two scripts")
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)


def _mark_of(body: str) -> Mark | None:
    """The decimal mark that a number shows by itself; ``None`` where it shows none."""
    points, commas = body.count("."), body.count(",")
    if points and commas:
        return "." if body.rfind(".") > body.rfind(",") else ","
    if not points and not commas:
        return None
    mark: Mark = "." if points else ","
    other: Mark = "," if points else "."
    if points + commas > 1:
        return other
    whole, _, part = body.partition(mark)
    grouped = len(part) == THOUSAND and 0 < len(whole) <= THOUSAND and not whole.startswith("0")
    return None if grouped else mark


def _plain(body: str, mark: Mark | None, text: str) -> str:
    """The number as Decimal reads it."""
    if mark is None:
        if "." in body or "," in body:
            raise NumeralError(
                f"“{shown(text)}” could be a thousand or a fraction; say which mark is decimal"
            )
        return body
    whole, _, part = body.partition(mark)
    other = "," if mark == "." else "."
    if other in part or mark in part or (other in whole and not GROUPS[mark].fullmatch(whole)):
        raise NumeralError(f"“{shown(text)}” is no amount with “{mark}” as decimal mark")
    return f"{whole.replace(other, '') or '0'}.{part}" if part else whole.replace(other, "")


def shown(text: str) -> str:
    """A text in a message: short, and without what acts on a terminal."""
    clean = "".join(char if char.isprintable() else "\ufffd" for char in text.strip())
    return clean if len(clean) <= LONGEST else clean[:LONGEST] + "…"
