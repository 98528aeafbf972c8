"""Figures as the page shows them: rounded half up, thousands apart, ``–`` where undefined."""

import re
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Final, NamedTuple, TypeAlias

from coopfund import words
from coopfund.language import MINUS, _, marked, numeral
from coopfund.money import half_up, spaced
from coopfund.wording import clauses, listed

Number: TypeAlias = Decimal | Fraction | int | None

UNDEFINED: Final = "–"
DIGITS: Final = {"count": 0, "index": 0}
SMALL: Final = 10
"""An index below it runs from 0 to 1, such as Gini's, and is shown with two digits."""

AMOUNT: Final = re.compile(r"(?<![\w.,:])(?<!\w-)\d{4,}(?=[.,]\d{2}\b(?![.,]\d)| [A-Z]{3}\b)")
"""The whole part of an amount in a sentence, without separators."""

SOURCES: Final = {
    "dues": marked("dues"),
    "levy": marked("levies"),
    "affiliation": marked("affiliation fees"),
    "donation": marked("gifts from people"),
    "company": marked("companies"),
    "union": marked("unions"),
    "foundation": marked("foundations"),
    "state": marked("the state"),
    "event": marked("events and sales"),
    "capital": marked("interest and rent"),
    "transfer": marked("sister chapters"),
    "loan": marked("loans"),
    "in-kind": marked("gifts in kind"),
    "other": marked("other money"),
    "unknown": marked("money of unknown source"),
}
"""Every source in the words of a meeting."""


class Coin(NamedTuple):
    """A currency and the decimals it is written with."""

    name: str
    digits: int

    def bare(self, value: Number) -> str:
        """``12,345.60``."""
        return UNDEFINED if value is None else signed(spaced(Fraction(value), self.digits))

    def named(self, value: Number) -> str:
        """``12,345.60 USD``."""
        return (
            f"{self.bare(value)} {self.name}"
            if self.name and value is not None
            else self.bare(value)
        )

    def cell(self, value: Number) -> str:
        """An amount in a table: nothing where there is none."""
        return self.bare(value) if value else ""


def signed(text: str) -> str:
    """A number in the form of the language, with a minus sign instead of a hyphen."""
    return numeral(text).replace("-", MINUS)


def percent(value: Number) -> str:
    """``57.2 %``."""
    return UNDEFINED if value is None else f"{number(Fraction(value) * 100)} %"


def number(value: Number, digits: int = 1) -> str:
    """``17.9``."""
    return UNDEFINED if value is None else signed(f"{half_up(value, digits):,}")


def difference(before: Number, after: Number, unit: str, coin: Coin) -> str:
    """What changed between two shown figures, with its sign; ``–`` where one is undefined."""
    if before is None or after is None:
        return UNDEFINED
    scale = 100 if unit == "share" else 1
    digits = coin.digits if unit == "money" else DIGITS.get(unit, 1)
    change = half_up(Fraction(after) * scale, digits) - half_up(Fraction(before) * scale, digits)
    if not change:
        return "="
    text = number(change, digits)
    if unit == "share":
        text = _("{number} points", number=text)
    return text if change < 0 else f"+{text}"


def shown(value: Number, unit: str, coin: Coin) -> str:
    """A figure by its unit."""
    if unit == "money":
        return coin.bare(value)
    if unit == "share":
        return percent(value)
    small = unit == "index" and value is not None and abs(Fraction(value)) < SMALL
    return number(value, 2 if small else DIGITS.get(unit, 1))


def grouped(text: str) -> str:
    """A sentence whose amounts have their thousands apart.

    >>> grouped("-14607000.00 GBP by d-1234, above 2012 or 35000 GBP")
    '-14,607,000.00 GBP by d-1234, above 2012 or 35,000 GBP'
    """
    return AMOUNT.sub(lambda match: numeral(f"{int(match[0]):,}"), text)


def sources(names: Iterable[str]) -> str:
    """Sources as a sentence has them, in the fixed order."""
    found = set(names)
    return listed([source(name) for name in words.SOURCES if name in found])


def source(name: str) -> str:
    """A source in the words of a meeting."""
    return _(SOURCES[name])


def undefined(reasons: Iterable[str]) -> str:
    """Why figures are undefined, in a sentence that names each reason once."""
    told = clauses(*dict.fromkeys(map(_, reasons)))
    # Translators: "–" stands for an undefined figure; this says why, as in "– means: no income."
    return _("{mark} means: {reasons}.", mark=UNDEFINED, reasons=told)


def once(text: str) -> str:
    """A sentence that starts with a capital."""
    return text[:1].upper() + text[1:]
