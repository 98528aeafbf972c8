"""The evidence of a finding in words: what each figure means, and the figure as people read it."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from coopfund.findings import Finding
from coopfund.money import SHARE_DIGITS, half_up, percent
from coopfund.rules import catalogue

NUMBER = re.compile(r"-?\d+\.(?P<digits>\d+)")
IS_SHARE = re.compile(r"share|limit|stress|rate|coverage|ratio")
SHORT_DIGITS = 3
SHOWN = 12


class Figure(NamedTuple):
    """One piece of evidence: ``meaning`` is the catalogue's explanation of its key."""

    meaning: str
    text: str


def figures(finding: Finding) -> tuple[Figure, ...]:
    """A finding's evidence, in the order in which the rule gave it."""
    rule = catalogue.find(finding.code)
    meanings: Mapping[str, str] = rule.evidence if rule else {}
    return tuple(
        Figure(meanings.get(key, key.replace("_", " ")), shown(key, value))
        for key, value in finding.evidence.items()
    )


def shown(key: str, value: object) -> str:
    """A value as people read it; ``key`` tells shares from other numbers.

    >>> shown("share", "0.357143")
    '35.7 %'
    >>> shown("paid_by", {"dues": "1500.00", "donation": "100.00"})
    'dues 1500.00, donation 100.00'
    """
    if value is None:
        return "undefined"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return _number(key, value)
    if isinstance(value, Mapping):
        return _few([f"{name} {shown(f'{key} {name}', part)}" for name, part in value.items()])
    if isinstance(value, Sequence):
        return _few([_item(key, part) for part in value])
    return str(value)


def _item(key: str, part: object) -> str:
    """One element of a list; of a record the values alone, which their order explains."""
    if isinstance(part, Mapping):
        return " ".join(shown(str(name), value) for name, value in part.items())
    return shown(key, part)


def _few(parts: Sequence[str]) -> str:
    if not parts:
        return "none"
    rest = len(parts) - SHOWN
    text = ", ".join(parts[:SHOWN])
    return f"{text} and {rest} more" if rest > 0 else text


def _number(key: str, text: str) -> str:
    """Shares as percentages; amounts stay as the rule's own sentence prints them."""
    found = NUMBER.fullmatch(text)
    if found is None or len(found["digits"]) != SHARE_DIGITS:
        return text
    number = Decimal(text)
    return percent(number) if IS_SHARE.search(key) else str(half_up(number, SHORT_DIGITS))
