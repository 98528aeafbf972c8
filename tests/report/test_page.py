"""The page is valid, stands alone, and shows what the books say as text."""

import re
from collections.abc import Iterator
from gettext import NullTranslations
from html.parser import HTMLParser
from pathlib import Path

import pytest

from coopfund import words
from coopfund.language import Language, speaking
from coopfund.report import html, markdown, show, svg
from tests.ledgers import Judged, judge, judged
from tests.report.reports import report_of

VOID = {"meta", "link", "br", "hr", "img", "input"}
SVG_LEAVES = {"rect", "line", "circle", "path", "polygon", "polyline"}
FETCHING = {"script", "link", "img", "iframe", "object", "embed", "base", "form", "image", "use"}
GOLDEN = Path(__file__).with_name("golden") / "coopfund-2026-10.html"

STRANGE = r"""
option "title" "Bünd & Söhne <script>alert(1)</script> | *stern* [link](javascript:x)"
2026-01-01 custom "coopfund-program" "kita"
  title: "<b>Kita</b> & \"Freunde\" | {{ 7 * 7 }}"
  funded-by: "dues"
2026-01-01 open Expenses:Kita
  program: "kita"
2026-03-02 * "dues"
  member: "m-1"
  Assets:Bank  100.00 USD
  Income:Dues
2026-03-03 * "gift"
  donor: "=cmd|' /C calc'!A0"
  Assets:Bank  500.00 USD
  Income:Gifts
2026-03-04 * "gift"
  donor: "<img src=x onerror=alert(1)>"
  Assets:Bank  400.00 USD
  Income:Gifts
2026-03-09 * "snacks"
  Expenses:Kita  80.00 USD
  Assets:Bank
"""


class Page(HTMLParser):
    """What a page is made of; what opens must close, in order."""

    def __init__(self, text: str) -> None:
        """Read it whole."""
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.text: list[str] = []
        self.feed(text)
        self.close()
        assert not self.open, self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in SVG_LEAVES, tag
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open, tag
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] != "style":
            self.text.append(data)

    def values(self, name: str) -> Iterator[str]:
        """An attribute's values, wherever it stands."""
        return (attributes[name] for _, attributes in self.tags if name in attributes)


@pytest.fixture(scope="module", params=["golden", "strange", "empty"])
def text(request: pytest.FixtureRequest) -> str:
    """A page: of the golden books, of hostile ones, of nearly empty ones."""
    if request.param == "golden":
        return GOLDEN.read_text(encoding="utf-8")
    books = judge(STRANGE if request.param == "strange" else '2026-03-09 * "nothing"')
    return html.render(report_of(books, "2026-03"))


def test_the_page_is_well_formed(text: str) -> None:
    page = Page(text)
    assert text.startswith('<!doctype html>\n<html lang="en">\n')
    ids = list(page.values("id"))
    assert len(ids) == len(set(ids))
    tags = [tag for tag, _ in page.tags]
    assert tags.count("h1") == tags.count("title") - tags.count("svg") == 1
    for part in ("header", "main", "footer"):
        assert tags.count(part) == 1


def test_the_page_fetches_nothing_and_runs_nothing(text: str) -> None:
    page = Page(text)
    assert not FETCHING & {tag for tag, _ in page.tags}
    for name in ("src", "href", "xlink:href", "action", "style", "srcset"):
        assert not list(page.values(name))
    assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on")]
    assert set(re.findall(r"url\((.)", text)) <= {"#"}
    assert "@import" not in text
    assert "://" not in text


def test_patterns_that_bars_refer_to_are_there(text: str) -> None:
    ids = set(Page(text).values("id"))
    assert set(re.findall(r"url\(#([^)]+)\)", text)) <= ids
    for names in Page(text).values("aria-labelledby"):
        assert set(names.split()) <= ids


def test_every_drawing_says_what_it_shows(text: str) -> None:
    tags = [tag for tag, _ in Page(text).tags]
    assert tags.count("svg") == tags.count("desc")


def test_drawings_stay_inside_their_frame(text: str) -> None:
    frame = 0.0
    for tag, attributes in Page(text).tags:
        if tag == "svg":
            frame = float(str(attributes["viewbox"]).split()[2])
        if tag == "rect" and "x" in attributes:
            x, width = float(attributes["x"]), float(attributes["width"])
            assert x >= 0
            assert width >= 0
            assert x + width <= frame + 0.5


@judged
def test_text_of_the_books_is_shown_and_never_markup(books: Judged) -> None:
    """
    2026-03-04 * "gift"
      donor: "<img src=x onerror=alert(1)>"
      Assets:Bank  400.00 USD
      Income:Gifts
    """
    page = Page(html.render(report_of(books, "2026-03")))
    assert "img" not in {tag for tag, _ in page.tags}
    assert "<img src=x onerror=alert(1)>" in "".join(page.text)


def test_templates_do_not_run_what_the_books_say() -> None:
    text = html.render(report_of(judge(STRANGE), "2026-03"))
    assert "{{ 7 * 7 }}" in text
    assert "<script>" not in text
    assert "&lt;script&gt;" in text


def test_markdown_shows_markup_of_the_books_as_text() -> None:
    text = markdown.render(report_of(judge(STRANGE), "2026-03"))
    assert r"Bünd & Söhne \<script>alert(1)\</script> \| \*stern\* \[link]" in text
    rows = [line for line in text.splitlines() if line.startswith("| \\<b>Kita")]
    assert rows
    assert all(r"\|" in row for row in rows)


def test_no_file_names_the_machine_it_was_made_on() -> None:
    for path in GOLDEN.parent.iterdir():
        text = path.read_text(encoding="utf-8")
        assert "/tmp" not in text  # noqa: S108  # that it is absent is the point
        assert "/home" not in text


def test_figures_keep_together_with_their_units() -> None:
    assert html.glued("48.6 % of 12.00 USD by d-007 on 2026-10-31") == (
        '48.6\N{NO-BREAK SPACE}% of 12.00\N{NO-BREAK SPACE}USD by <span class="id">d-007</span> on '
        '<span class="id">2026-10-31</span>'
    )
    assert html.glued("<b> 5 %") == "&lt;b&gt; 5\N{NO-BREAK SPACE}%"


def test_no_two_sources_look_alike_without_colour() -> None:
    patterns = [pattern for _, pattern in svg.LOOKS.values() if pattern]
    assert len(patterns) == len(set(patterns))
    assert set(patterns) <= set(svg.PATTERNS)
    assert list(svg.LOOKS) == list(words.SOURCES)
    assert set(show.SOURCES) == set(words.SOURCES)


def test_figures_stay_with_the_words_that_each_language_names() -> None:
    class Units(NullTranslations):
        def gettext(self, message: str) -> str:
            return "Punkt Punkte Monat Monate Monaten" if message == html.UNITS else message

    space = "\N{NO-BREAK SPACE}"
    with speaking(Language("de", Units())):
        assert html.glued("seit 12 Monaten 3,5 % und 2 EUR, 4 months") == (
            f"seit 12{space}Monaten 3,5{space}% und 2{space}EUR, 4 months"
        )
