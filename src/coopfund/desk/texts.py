"""Texts for the books: plain, so that they are safe on pages and in spreadsheets."""

import re
import unicodedata
from typing import Final

from coopfund.wording import UNCLEAN, harmless

SPACES: Final = re.compile(r"\s+")
INVISIBLE: Final = re.compile(r"[\u200b\u200e\u200f\u2060\ufeff\u00ad]")
"""Characters that nobody sees and that make equal texts different."""

FORMULA: Final = "=+-@"
"""What a spreadsheet takes for the beginning of a formula."""


class BadTextError(ValueError):
    """A text that the books do not take; the message is one sentence."""

    def __init__(self, text: str) -> None:
        """Say which."""
        shown = harmless(text)[:60]
        super().__init__(f'The text "{shown}" holds markup or control characters (CF609).')


def clean(text: str) -> str:
    """A text that a person typed: composed, its spaces single, without invisible characters.

    >>> clean("  two   carers ")
    'two carers'

    Raises:
        BadTextError: it holds markup or control characters.
    """
    plain = SPACES.sub(" ", INVISIBLE.sub("", unicodedata.normalize("NFC", text))).strip()
    if UNCLEAN.search(plain):
        raise BadTextError(text)
    return plain


def clean_foreign(text: str) -> str:
    """A text from somebody else's file: made harmless instead of refused.

    >>> clean_foreign('=HYPERLINK("x") <b>')
    'HYPERLINK("x") ‹b>'
    """
    plain = UNCLEAN.sub(
        lambda found: "‹" if found.group() == "<" else " ", unicodedata.normalize("NFC", text)
    )
    return SPACES.sub(" ", INVISIBLE.sub("", plain)).strip().lstrip(FORMULA + " ")
