"""Charts in a language whose words are longer: nothing runs over the edge of its drawing."""

import re
from collections.abc import Iterator
from datetime import date
from gettext import NullTranslations
from xml.etree import ElementTree as ET

import pytest

from coopfund.books.load import load
from coopfund.cli.packs import rules_of
from coopfund.language import Language, speaking
from coopfund.report import html
from coopfund.report.pack import Packs
from coopfund.report.workbook import NAME, sheet_names
from tests import languages

NARROW = 6
"""So wide is a letter of a text at least, on average, in the fonts of the page."""

PLACES = re.compile(r"\{[^}]*\}")


class Longer(NullTranslations):
    """A language whose texts are half as long again as the English ones."""

    def gettext(self, message: str) -> str:
        words = len(PLACES.sub("", message))
        return message + "ö" * (words // 2)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


@pytest.fixture(scope="module")
def page() -> str:
    with speaking(Language("de", Longer())):
        loaded = load(languages.ROOT / "ledger" / "main.beancount")
        report = Packs(loaded, rules_of(loaded)).report(date(2026, 10, 1))
        return html.render(report)


def drawings(page: str) -> Iterator[ET.Element]:
    for text in re.findall(r"<svg.*?</svg>", page, flags=re.DOTALL):
        yield ET.fromstring(text)  # noqa: S314  # our own


def spans(drawing: ET.Element) -> Iterator[tuple[str, float, float, float]]:
    """Each text with its left and right end and its height."""
    for element in drawing.iter("text"):
        words = element.text or ""
        width, x = NARROW * len(words), float(element.get("x", "0"))
        start = {"start": x, "middle": x - width / 2, "end": x - width}
        left = start[element.get("text-anchor", "start")]
        yield words, left, left + width, float(element.get("y", "0"))


def test_no_text_leaves_its_drawing(page: str) -> None:
    found = list(drawings(page))
    assert len(found) > 5
    for drawing in found:
        _, _, width, height = map(float, str(drawing.get("viewBox")).split())
        for words, left, right, y in spans(drawing):
            assert left >= -1, words
            assert right <= width + 1, words
            assert y <= height, words


def test_no_text_stands_on_another(page: str) -> None:
    for drawing in drawings(page):
        seen = [span for span in spans(drawing) if span[0]]
        for number, (words, left, right, y) in enumerate(seen):
            for other, start, end, height in seen[number + 1 :]:
                beside = right <= start + 1 or end <= left + 1
                assert beside or abs(y - height) > 9, (words, other)


def test_names_of_sheets_are_short_and_different() -> None:
    long = "Welches Geld bezahlte wofür im Monat"
    found = sheet_names([f"{long} Oktober", f"{long} November", "Summe", "SUMME", "A/B: [c]", ""])
    assert all(0 < len(name) <= NAME for name in found)
    assert len({name.lower() for name in found}) == len(found)
    assert found[4] == "A B c"
