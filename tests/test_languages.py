"""Every text that members read is translated, whole, and nothing is printed around the catalogues.

Two tests find untranslated strings: one reads the code of whatever makes texts for the pack, one
prints the demo's pack in a made-up language that puts ⟦⟧ around each text it is asked for.
"""

import ast
import re
from collections.abc import Iterator, Mapping
from datetime import date
from gettext import NullTranslations
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog, Message
from openpyxl import load_workbook

from coopfund.books.load import load
from coopfund.cli.packs import rules_of
from coopfund.language import LANGUAGES, Language, language, speaking
from coopfund.report import grids, html, markdown
from coopfund.report import printed as printed_page
from coopfund.report.pack import Packs
from tests import languages

PROSE = re.compile(r"[A-Za-z’]{2,} (?:\{\}|[A-Za-z’]{2,})|\{\} [a-z]{3,}")
"""Two words in a row, or a word after a figure."""

PRINTING = (
    "src/coopfund/report",
    "src/coopfund/measures",
    "src/coopfund/rules/waive.py",
    "src/coopfund/vocabulary.py",
    "src/coopfund/trust/seal_file.py",
    "src/coopfund/books/accounts.py",
    "src/coopfund/books/columns.py",
    "src/coopfund/books/declare.py",
    "src/coopfund/books/faults.py",
    "src/coopfund/books/groups.py",
    "src/coopfund/books/load.py",
    "src/coopfund/books/marks.py",
    "src/coopfund/books/reader.py",
    "plugins",
)
"""Where every text is for members, but for what is marked ``# English``."""

ASIDE = re.compile(r"#.*\bEnglish\b")


@pytest.fixture(scope="module")
def texts() -> Catalog:
    return languages.gathered()


@pytest.mark.parametrize("code", languages.TRANSLATED)
def test_every_text_is_translated(code: str, texts: Catalog) -> None:
    kept = {message.id: message for message in languages.kept(code) if message.id}
    missing = [
        m.id for m in texts if m.id and not (m.id in kept and languages.whole(kept[m.id].string))
    ]
    assert missing == [], "make languages puts them into the catalogue"
    assert [message.id for message in kept.values() if message.fuzzy] == []


@pytest.mark.parametrize("code", languages.TRANSLATED)
def test_the_catalogues_hold_nothing_else_and_are_compiled(code: str, texts: Catalog) -> None:
    fresh = languages.renewed(code, texts)
    assert languages.file_of(code, "po").read_bytes() == languages.po(fresh)
    assert languages.file_of(code, "mo").read_bytes() == languages.mo(fresh)


@pytest.mark.parametrize("code", languages.TRANSLATED)
def test_translations_print_the_same_figures(code: str) -> None:
    for message in languages.kept(code):
        asked = names(message.id)
        for translation in strings(message):
            found = names(translation)
            assert found <= asked, message.id
            assert asked - found <= {"number"} if len(strings(message)) > 1 else found == asked, (
                message.id
            )


@pytest.mark.parametrize("code", languages.TRANSLATED)
def test_translations_end_and_begin_as_the_text_does(code: str) -> None:
    for message in languages.kept(code):
        text = message.id if isinstance(message.id, str) else message.id[-1]
        for translation in strings(message):
            assert translation.strip() == translation or text.strip() != text, text
            assert translation.endswith(".") == text.endswith("."), text


def strings(message: Message) -> tuple[str, ...]:
    found = message.string
    return (found,) if isinstance(found, str) else tuple(found or ())


def names(text: str | list[str] | tuple[str, ...]) -> set[str]:
    every = [text] if isinstance(text, str) else text
    return {name for one in every for _, name, _, _ in Formatter().parse(one) if name}


def test_every_language_is_there() -> None:
    assert {language(code).code for code in LANGUAGES} == {"en", "de", "es", "fr"}


# Strings in the code.


@pytest.mark.parametrize("place", PRINTING)
def test_the_code_prints_no_text_around_the_catalogues(place: str) -> None:
    root = languages.ROOT / place
    files = [root] if root.is_file() else sorted(root.rglob("*.py"))
    assert [found for file in files for found in untranslated(file)] == []


def untranslated(file: Path) -> Iterator[str]:
    source = file.read_text(encoding="utf-8")
    lines, tree = source.splitlines(), ast.parse(source)
    seen: set[int] = set()
    for node in ast.walk(tree):
        seen.update(id(inner) for inner in exempt(node))
    for node in ast.walk(tree):
        if id(node) in seen or not isinstance(node, ast.Constant | ast.JoinedStr):
            continue
        if isinstance(node, ast.JoinedStr):
            seen.update(id(part) for part in node.values)
        if PROSE.search(printed(node)) and not ASIDE.search(lines[node.lineno - 1]):
            yield f"{file.name}:{node.lineno} {printed(node)}"


def printed(node: ast.Constant | ast.JoinedStr) -> str:
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    parts = (part.value if isinstance(part, ast.Constant) else "{}" for part in node.values)
    return "".join(str(part) for part in parts)


def exempt(node: ast.AST) -> Iterator[ast.AST]:
    """Docstrings, patterns, texts of the catalogue, and messages of errors: a command's."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        yield node.value
    elif isinstance(node, ast.Call) and ast.unparse(node.func) in {
        *languages.KEYWORDS,
        "re.compile",
    }:
        yield from node.args
    for _, block in ast.iter_fields(node):
        for before, after in pairwise([None, *block] if isinstance(block, list) else ()):
            if isinstance(after, ast.Raise):
                yield from ast.walk(after)
                if isinstance(before, ast.Assign):
                    yield from ast.walk(before)


# Strings on the pages.


class MadeUp(NullTranslations):
    """A language in which each text is its English one in brackets."""

    def gettext(self, message: str) -> str:
        return f"⟦{message}⟧"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return f"⟦{msgid1 if n == 1 else msgid2}⟧"


DATA = re.compile(
    r"Harbour Street Cooperative|[A-Z][a-z]+(:[A-Z]\w+)+|\bCF\d{3} [a-z-]+"
    r"|\b[\w.-]*\d[\w.:-]*\b|\b[a-z]+(-[a-z]+)+\b"
)
"""What the books themselves say: the group, accounts, pseudonyms, files, rules by their names."""


@pytest.fixture(scope="module")
def made_up() -> Mapping[str, str]:
    """The demo's pack of a month in a language that does not exist, as texts by file."""
    with speaking(Language("en", MadeUp())):
        loaded = load(languages.ROOT / "ledger" / "main.beancount")
        packs = Packs(loaded, rules_of(loaded))
        report = packs.report(date(2026, 10, 1))
        return {
            "html": words_of(html.render(report)),
            "md": markdown.render(report),
            "pdf": "\n".join(leaves(printed_page.inputs(report))),
            "xlsx": "\n".join(cells(grids.render(report))),
        }


@pytest.mark.parametrize("form", ["html", "md", "pdf", "xlsx"])
def test_the_pack_prints_no_text_around_the_catalogues(
    form: str, made_up: Mapping[str, str]
) -> None:
    outside = [bare(line) for line in made_up[form].splitlines()]
    assert [line for line in outside if re.search(r"[A-Za-z]{3,}", line)] == []


def bare(line: str) -> str:
    """A line without what stands in brackets, and without what the books say."""
    found, count = line, 1
    while count:
        found, count = re.subn(r"⟦[^⟦⟧]*⟧", "", found)
    return DATA.sub("", found).strip()


def words_of(page: str) -> str:
    """What a page shows or reads aloud: its texts, a line each."""
    body = re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)
    said = re.findall(r'(?:aria-label|alt|data-title)="([^"]*)"', body)
    body = re.sub(r"</?(?:span|b|tspan)\b[^>]*>", "", body)
    return "\n".join([*re.split(r"<[^>]*>", body), *said])


def leaves(said: object) -> Iterator[str]:
    """Every text that a PDF is made of; of drawings what stands in them."""
    if isinstance(said, Mapping):
        for key, inner in said.items():
            if key == "svg":
                yield words_of(str(inner))
            elif key not in {"lang", "fonts", "kind"}:
                yield from leaves(inner)
    elif isinstance(said, list | tuple):
        for inner in said:
            yield from leaves(inner)
    elif isinstance(said, str):
        yield said


def cells(content: bytes) -> Iterator[str]:
    """Every text of a spreadsheet, and the names of its sheets."""
    book = load_workbook(BytesIO(content))
    for sheet in book:
        yield str(sheet.title)
        for row in sheet.iter_rows(values_only=True):
            yield from (cell for cell in row if isinstance(cell, str) and not cell.startswith("="))
