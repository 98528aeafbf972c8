"""The language that texts for members are printed in: their words, figures and days.

What is printed for the meeting asks :func:`_` and :func:`plural` for its words, and the functions
below them for figures and days. All of them answer in the language that :func:`speaking` set, else
in English, whose words are the ones in the code. So the same books and the same language give the
same page on every machine, whatever its own language is. The catalogues are gettext's, in
``locale``; the forms of numbers and days are those of Unicode's CLDR, from Babel.

English costs nothing: neither a catalogue nor Babel is loaded for it.
"""

import gettext as catalogues
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

if TYPE_CHECKING:
    from babel import Locale

ENGLISH: Final = "en"
FRENCH: Final = "fr"
LANGUAGES: Final[Mapping[str, str]] = {
    ENGLISH: "English",
    "de": "Deutsch",
    "es": "Español",
    FRENCH: "Français",
}
"""Every language by its code, each under its own name."""

SEVERAL: Final = 2
DOMAIN: Final = "coopfund"
FOLDER: Final = Path(__file__).parent / "locale"
DIRECTIVE: Final = "coopfund-language"
MINUS: Final = "\N{MINUS SIGN}"
SOFT_SPACE: Final = "\N{NO-BREAK SPACE}"
NUMBER: Final = re.compile(
    r"(?P<sign>[-+\N{MINUS SIGN}]?)"
    r"(?P<digits>(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?(?:E[-+]?[0-9]+)?)"
)
"""A number as English or ``Decimal`` prints it."""
ODD_SPACES: Final = str.maketrans({"\N{NARROW NO-BREAK SPACE}": SOFT_SPACE})
"""Not every font of a PDF has the narrow space that CLDR puts into French numbers."""


@dataclass(frozen=True)
class Language:
    """A language with its catalogue.

    Attributes:
        code: such as ``de``.
        catalogue: its texts by the English ones.
    """

    code: str = ENGLISH
    catalogue: catalogues.NullTranslations = field(default_factory=catalogues.NullTranslations)

    @cached_property
    def locale(self) -> "Locale":
        """Its forms of numbers and days."""
        from babel import Locale  # noqa: PLC0415  # English needs none

        return Locale.parse(self.code)

    @cached_property
    def marks(self) -> Mapping[int, str]:
        """What stands between thousands and before decimals, by what stands there in English."""
        from babel.numbers import get_decimal_symbol, get_group_symbol  # noqa: PLC0415

        group = get_group_symbol(self.locale).translate(ODD_SPACES)
        return str.maketrans({",": group, ".": get_decimal_symbol(self.locale)})

    @property
    def before_colons(self) -> str:
        """The space before colons and semicolons: French has one."""
        return SOFT_SPACE if self.code == FRENCH else ""


PLAIN: Final = Language()
_spoken: ContextVar[Language] = ContextVar("coopfund_language", default=PLAIN)
_follows: ContextVar[bool] = ContextVar("coopfund_language_of_books", default=False)


@cache
def language(code: str) -> Language:
    """A language by its code.

    Raises:
        KeyError: there is no such language.
    """
    if code not in LANGUAGES:
        raise KeyError(code)
    if code == ENGLISH:
        return PLAIN
    return Language(code, catalogues.translation(DOMAIN, FOLDER, [code]))


def spoken() -> Language:
    """The language that texts are printed in now."""
    return _spoken.get()


@contextmanager
def speaking(what: str | Language | None) -> Iterator[None]:
    """Print in a language inside this block.

    Args:
        what: the language or its code; ``None`` for that of the books which are read inside the
            block, English where they name none.
    """
    chosen = PLAIN if what is None else language(what) if isinstance(what, str) else what
    was, followed = _spoken.set(chosen), _follows.set(what is None)
    try:
        yield
    finally:
        _spoken.reset(was)
        _follows.reset(followed)


def follow(entries: Iterable[Any]) -> None:
    """Go over to the language that books name, where the reader asked for the books' own.

    Args:
        entries: Beancount's directives; the last ``custom "coopfund-language"`` counts.
    """
    if not _follows.get():
        return
    code = ENGLISH
    for entry in entries:
        if getattr(entry, "type", None) == DIRECTIVE and hasattr(entry, "values"):
            code = str(entry.values[0].value) if entry.values else ""
    _spoken.set(language(code) if code in LANGUAGES else PLAIN)


class Marked(str):
    """A text in English with its values filled in, which can still be said in other languages.

    Attributes:
        text: what the catalogues know it by.
        values: what is filled in, by name; a ``Decimal`` takes the form of the language, and so
            does another text like this one.
    """

    __slots__ = ("text", "values")
    text: str
    values: Mapping[str, object]

    def __new__(cls, text: str, values: Mapping[str, object]) -> Self:
        """Fill the values in."""
        made = super().__new__(cls, text.format(**values))
        made.text, made.values = text, values
        return made

    def __reduce__(self) -> tuple[type["Marked"], tuple[str, Mapping[str, object]]]:
        """What a copy is made of."""
        return Marked, (self.text, self.values)

    def said(self) -> str:
        """It in the language spoken."""
        return _(self.text, **{name: _said(value) for name, value in self.values.items()})


def _said(value: object) -> object:
    if isinstance(value, Decimal):
        return numeral(str(value))
    return value.said() if isinstance(value, Marked) else value


def _(text: str, /, **values: object) -> str:
    """A text in the language spoken, with its ``{names}`` filled in.

    >>> _("{who} gave {amount}.", who="d-7", amount="8.00 USD")
    'd-7 gave 8.00 USD.'
    """
    if isinstance(text, Marked):
        return text.said()
    if not text:  # where a catalogue has its head
        return text
    found = _spoken.get().catalogue.gettext(text)
    return found.format(**values) if values else found


def plural(one: str, many: str, number: int, /, **values: object) -> str:
    """A text that depends on a number, which it may print as ``{number}``.

    >>> plural("one account", "{number} accounts", 1200)
    '1,200 accounts'
    """
    # French counts none as one, but "one" may be written out in the singular.
    found = _spoken.get().catalogue.ngettext(one, many, number or SEVERAL)
    return found.format(number=numeral(f"{number:,}"), **values)


def marked(text: str, /, **values: object) -> str:
    """A text to be translated where it is printed, by ``_``; here it stays in English.

    >>> marked("{years} of five years", years=3)
    '3 of five years'
    """
    return Marked(text, values) if values else text


def numeral(text: str) -> str:
    """A number as English prints it, in the form of the language spoken.

    Args:
        text: digits with a point before decimals, and commas between thousands or none. English
            leaves it as it is, others put thousands apart; what is no such number stays.

    >>> with speaking("de"):
    ...     numeral("-12345.60"), numeral("12,345.60")
    ('−12.345,60', '12.345,60')
    """
    now = _spoken.get()
    if now is PLAIN:
        return text
    number = NUMBER.fullmatch(text)
    if number is None:
        return text
    sign, bare = number["sign"].replace("-", MINUS), number["digits"].replace(",", "")
    return sign + f"{Decimal(bare):,f}".translate(now.marks)


def day(when: date) -> str:
    """A day in a sentence or table: ``2026-10-31`` in English, ``31.10.2026`` in German."""
    return _date(when, when.isoformat, "medium")


def on_day(when: date) -> str:
    """A day in words: ``31 October 2026``, ``31. Oktober 2026``."""
    return _date(when, lambda: f"{when.day} {_month(when)} {when.year}", "long")


def on_day_of_year(when: date) -> str:
    """A day in words without its year: ``31 October``, ``31. Oktober``."""
    return _date(when, lambda: f"{when.day} {_month(when)}", skeleton="MMMMd")


def month_of_year(when: date) -> str:
    """``October 2026``, ``octubre de 2026``."""
    return _date(when, lambda: f"{_month(when)} {when.year}", skeleton="yMMMM")


def month(when: date) -> str:
    """``October``, ``octubre``."""
    return _date(when, lambda: _month(when), "LLLL")


def short_month(when: date) -> str:
    """``Oct``, ``Okt``."""
    return _date(when, lambda: _month(when)[:3], "LLL").rstrip(".")


def _date(
    when: date, english: Callable[[], str], form: str = "", skeleton: str | None = None
) -> str:
    now = _spoken.get()
    if now is PLAIN:
        return english()
    from babel.dates import format_date, format_skeleton  # noqa: PLC0415  # English needs none

    if skeleton:
        told = str(format_skeleton(skeleton, when, locale=now.locale))
    else:
        told = str(format_date(when, form, locale=now.locale))
    return f"1er{told[1:]}" if now.code == FRENCH and told.startswith("1 ") else told


MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def _month(when: date) -> str:
    return MONTHS[when.month - 1]
