"""Dates as files write them: ``2026-09-14``, ``14.09.2026``, ``September 9, 2014``, ``9. März``.

Whether ``03/04/2026`` is in March or in April, one date alone cannot say. The file's other dates
can, or its time zone (summer time in December would be wrong), or a declared order.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from coopfund.imports.numerals import shown
from coopfund.language import MONTHS

Order = Literal["dmy", "mdy"]
ORDERS: tuple[Order, ...] = ("dmy", "mdy")
LOCALES = ("en", "de", "fr", "es", "it", "pt", "nl", "sv", "pl")

ISO = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})(?:[T ,].*)?")
COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})(?:[0-9]{6}.*)?")
NUMERIC = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})(?:[T ,].*)?")
DAY_FIRST = re.compile(
    r"(?:[^\W\d]+,?\s+)?([0-9]{1,2})\.?\s+(?:de\s+)?([^\W\d]+)\.?,?\s+"
    r"(?:de\s+)?([0-9]{4}).*"
)
MONTH_FIRST = re.compile(
    r"(?:[^\W\d]+,\s+)?([^\W\d]+)\.?\s+([0-9]{1,2})(?:st|nd|rd|th)?,?\s+([0-9]{4}).*"
)
ENGLISH = {name[:size].casefold(): n for size in (3, 9) for n, name in enumerate(MONTHS, 1)}
CENTURY = 2000
EARLIEST, LATEST = 1970, 2199
LONGEST = 60

ZONES = {
    **dict.fromkeys(("PST", "PDT"), "America/Los_Angeles"),
    **dict.fromkeys(("MST", "MDT"), "America/Denver"),
    **dict.fromkeys(("CST", "CDT"), "America/Chicago"),
    **dict.fromkeys(("EST", "EDT"), "America/New_York"),
    **dict.fromkeys(("CET", "CEST"), "Europe/Berlin"),
    **dict.fromkeys(("GMT", "BST"), "Europe/London"),
    **dict.fromkeys(("AEST", "AEDT"), "Australia/Sydney"),
}
"""Abbreviations that a platform writes beside a time, and a place that uses them."""


class DayError(ValueError):
    """A text that is no date, or could be two; the message is a clause."""


@dataclass(frozen=True, slots=True)
class Days:
    """How a file writes dates: ``order`` is what its own dates, or whoever declared it, say."""

    order: Order | None = None

    def read(self, text: str) -> date:
        """A date; a time beside it is left out.

        >>> Days().read("September 9, 2014")
        datetime.date(2014, 9, 9)

        Raises:
            DayError: no date, or one that could be two.
        """
        body = _normal(text)
        for pattern in (ISO, COMPACT):
            found = pattern.fullmatch(body)
            if found:
                return _day(found[1], found[2], found[3], text)
        numeric = NUMERIC.fullmatch(body)
        if numeric:
            return self._numeric(numeric[1], numeric[3], numeric[4], text)
        return _worded(body, text)

    def _numeric(self, first: str, second: str, year: str, text: str) -> date:
        readings = {
            "dmy": _maybe(year, second, first),
            "mdy": _maybe(year, first, second),
        }
        if self.order:
            day = readings[self.order]
            if day is None:
                raise DayError(f"“{shown(text)}” is no date, day and month read as {self.order}")
            return day
        days = {day for day in readings.values() if day is not None}
        if len(days) > 1:
            raise DayError(f"“{shown(text)}” could be two dates; say --dates dmy or --dates mdy")
        if not days:
            raise DayError(f"“{shown(text)}” is no date")
        return days.pop()


def settle(
    texts: Sequence[str], zones: Iterable[tuple[str, str]] = (), default: Order | None = None
) -> Days:
    """How a file writes dates, from those that can be read in one way only.

    Args:
        texts: all of its dates.
        zones: time and abbreviated time zone of each, where the file has them.
        default: the order where nothing tells.

    Raises:
        DayError: some dates only make sense day first, others only month first.
    """
    telling = {text for text in texts if not text[:4].isdecimal()}
    possible = {order for order in ORDERS if all(_possible(text, order) for text in telling)}
    if not possible:
        raise DayError("some dates are written day first, others month first")
    if len(possible) > 1 and telling:
        pairs = [(t, *zone) for t, zone in zip(texts, zones, strict=False)]
        in_zone = {order for order in possible if all(_in_zone(*p, order) for p in pairs)}
        possible = in_zone or possible
    return Days(possible.pop() if len(possible) == 1 else default)


def _possible(text: str, order: Order) -> bool:
    numeric = NUMERIC.fullmatch(_normal(text))
    if numeric is None:
        return True
    if order == "dmy":
        return _maybe(numeric[4], numeric[3], numeric[1]) is not None or not _any(numeric)
    return _maybe(numeric[4], numeric[1], numeric[3]) is not None or not _any(numeric)


def _any(numeric: re.Match[str]) -> bool:
    """Whether it is a date in either order; what is none says nothing of the others."""
    return bool(
        _maybe(numeric[4], numeric[3], numeric[1]) or _maybe(numeric[4], numeric[1], numeric[3])
    )


def _in_zone(text: str, clock: str, zone: str, order: Order) -> bool:
    """Whether that zone's abbreviation was in use on the day, read in this order."""
    name = ZONES.get(zone.strip().upper())
    if name is None:
        return True
    try:
        day = Days(order).read(text)
        at = time.fromisoformat(clock.strip())
        moment = datetime.combine(day, at, ZoneInfo(name))
    except (DayError, ValueError, ZoneInfoNotFoundError):
        return True
    return moment.tzname() == zone.strip().upper()


def _worded(body: str, text: str) -> date:
    for pattern, day, month in ((DAY_FIRST, 1, 2), (MONTH_FIRST, 2, 1)):
        found = pattern.fullmatch(body)
        name = _key(found[month]) if found else ""
        number = (ENGLISH.get(name) or _months().get(name)) if found else None
        if found and number:
            return _day(found[3], str(number), found[day], text)
    raise DayError(f"“{shown(text)}” is no date" if text.strip() else "the date is empty")


@cache
def _months() -> dict[str, int]:
    """Names of months, whole and short, in the languages of exports."""
    from babel.dates import get_month_names  # noqa: PLC0415  # only where a month is in words

    names: dict[str, int] = {}
    for locale in LOCALES:
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                for number, name in get_month_names(width, context, locale).items():
                    names.setdefault(_key(name), number)
    return names


def _key(name: str) -> str:
    """A month's name without case and accents."""
    parts = unicodedata.normalize("NFKD", name.casefold().rstrip("."))
    return "".join(char for char in parts if not unicodedata.combining(char))


def _normal(text: str) -> str:
    if len(text) > LONGEST:
        raise DayError("is too long for a date")
    if text.isascii():
        return " ".join(text.split())
    digits = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)
    return " ".join(unicodedata.normalize("NFC", digits).split())


def _day(year: str, month: str, day: str, text: str) -> date:
    found = _maybe(year, month, day)
    if found is None:
        raise DayError(f"“{shown(text)}” is no date")
    return found


def _maybe(year: str, month: str, day: str) -> date | None:
    number = int(year) if len(year) > 2 else CENTURY + int(year)  # noqa: PLR2004
    try:
        return date(number, int(month), int(day)) if EARLIEST <= number <= LATEST else None
    except ValueError:
        return None
