"""Every text that members read is translated, whole, and nothing is printed around the catalogues.

Two tests find untranslated strings: one reads the code of whatever makes texts for the pack, one
prints the demo's pack in a made-up language that puts ⟦⟧ around each text it is asked for.
"""

import ast
import json
import re
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from gettext import NullTranslations
from html import unescape
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from string import Formatter
from typing import NamedTuple

import pytest
from babel.dates import get_month_names
from babel.messages.catalog import Catalog, Message
from openpyxl import load_workbook

from coopfund.books.books import Books
from coopfund.books.load import load
from coopfund.cli.packs import rules_of
from coopfund.language import LANGUAGES, Language, _, language, marked, speaking
from coopfund.report import grids, html, markdown, tables
from coopfund.report import printed as printed_page
from coopfund.report.month import MonthReport
from coopfund.report.pack import Packs
from coopfund.rules import catalogue
from tests import languages

PROSE = re.compile(r"[A-Za-z’]{2,} (?:\{\}|[A-Za-z’]{2,})|\{\} [a-z]{3,}")
"""Two words in a row, or a word after a figure."""

MARKUP = re.compile(r"</?[a-z][^>]*(?:>|$)")

PRINTING = (
    "src/coopfund/dues/letter.py",
    "src/coopfund/dues/statement.py",
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


def test_every_text_can_be_gathered(capsys: pytest.CaptureFixture[str]) -> None:
    languages.gathered()
    assert capsys.readouterr().err == "", "a value is an f-string, or a text is empty"


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
    for message in texts_of(code):
        one, many = (message.id, "") if isinstance(message.id, str) else message.id
        for form, translation in enumerate(strings(message)):
            found, asked = names(translation), names(many if form else one)
            assert found <= names(message.id), message.id
            assert asked - found <= ({"number"} if many else set()), message.id
            if asked:
                assert translation.format(**dict.fromkeys(names(message.id), "x")), message.id


@pytest.mark.parametrize("code", languages.TRANSLATED)
def test_translations_end_and_begin_as_the_text_does(code: str) -> None:
    for message in texts_of(code):
        text = message.id if isinstance(message.id, str) else message.id[-1]
        for translation in strings(message):
            assert translation.strip() == translation or text.strip() != text, text
            assert translation.endswith(".") == text.endswith("."), text


def texts_of(code: str) -> Iterator[Message]:
    """The texts of a language, without the catalogue's own header."""
    return (message for message in languages.kept(code) if message.id)


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
    assert files, "it has another name now"
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
    """A string as it is printed, without the markup in it."""
    if isinstance(node, ast.Constant):
        return MARKUP.sub("", node.value) if isinstance(node.value, str) else ""
    parts = (part.value if isinstance(part, ast.Constant) else "{}" for part in node.values)
    return MARKUP.sub("", "".join(str(part) for part in parts))


def exempt(node: ast.AST) -> Iterator[ast.AST]:
    """Docstrings, patterns, texts of the catalogue, and messages of errors: a command's."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        yield node.value
    elif isinstance(node, ast.Call) and ast.unparse(node.func) in {
        *languages.KEYWORDS,
        "re.compile",
    }:
        yield from node.args
    for _name, block in ast.iter_fields(node):
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


class Printed(NamedTuple):
    """A pack as texts by the form of its file, and all that such texts may hold untranslated.

    ``identifiers`` are what a whole cell of the spreadsheet may be.
    """

    forms: Mapping[str, str]
    data: frozenset[str]
    identifiers: frozenset[str]


@pytest.fixture(scope="module")
def made_up() -> Printed:
    """The demo's pack of a month in a language that does not exist."""
    with speaking(Language("en", MadeUp())):
        loaded = load(languages.ROOT / "ledger" / "main.beancount")
        report = Packs(loaded, rules_of(loaded)).report(date(2026, 10, 1))
        forms = {
            "html": words_of(html.render(report)),
            "md": markdown.render(report),
            "pdf": "\n".join(leaves(printed_page.inputs(report))),
            "xlsx": "\n".join(cells(grids.render(report))),
        }
    books = loaded.analysis.books
    data = [*said(books), *rules(), *months(), f"coopfund {report.frame.version}"]
    return Printed(forms, frozenset(data), frozenset(identifiers(report)))


def said(books: Books) -> Iterator[str]:
    """What the books themselves say: the group, accounts, programs, pseudonyms, files, payees."""
    yield from (books.title, books.currency, *books.accounts, *books.declared.contributors)
    for program in books.declared.programs:
        yield from (text for text in (program.name, program.title, program.pool) if text)
    yield from (event.member for event in books.declared.members)
    yield from (decision.name for decision in books.declared.decisions)
    yield from (waiver.reason for waiver in books.declared.waivers)
    yield from (name for name in (*books.rows.contributor, *books.rows.currency) if name)
    yield from (payee for payee in books.transactions.payee if payee)
    yield from (file.name for file in Path(books.folder).iterdir())


def rules() -> Iterator[str]:
    """Rules have one name in every language."""
    yield from (f"{code} {catalogue.get(code).name}" for code in catalogue.codes())
    yield from catalogue.codes()


def identifiers(report: MonthReport) -> Iterator[str]:
    """So have measures and their parts in tables of data; a page has words for them."""
    for name, measure in report.measures.items():
        yield name
        if isinstance(measure.value, Mapping):
            yield from (part for part, _figure in tables.leaves(measure.value))


def months() -> Iterator[str]:
    """The months as CLDR writes them in English, whose forms the made-up language has."""
    for form in ("wide", "abbreviated"):
        yield from get_month_names(form, locale="en").values()


@pytest.mark.parametrize("form", ["html", "md", "pdf", "xlsx"])
def test_the_pack_prints_no_text_around_the_catalogues(form: str, made_up: Printed) -> None:
    known = made_up.identifiers if form == "xlsx" else ()
    lines = [line for line in made_up.forms[form].splitlines() if line not in known]
    outside = {line: bare(line, made_up.data) for line in lines}
    assert [line for line, left in outside.items() if re.search(r"[A-Za-z]{2,}", left)] == []


def bare(line: str, data: Collection[str]) -> str:
    """A line without what stands in brackets, inner ones first, and without what books say."""
    found, count = unescape(line), 1
    while count:
        found, count = re.subn(r"⟦[^⟦⟧]*⟧", "", found)
    return either(frozenset(data)).sub("", found).strip()


@cache
def either(data: frozenset[str]) -> re.Pattern[str]:
    """One of these texts as whole words, the longest of them."""
    longest_first = sorted(data, key=lambda text: (-len(text), text))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")


def words_of(page: str) -> str:
    """What a page shows or reads aloud: its texts, a line each."""
    body = re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)
    aloud = re.findall(r'(?:aria-label|alt|data-title)="([^"]*)"', body)
    body = re.sub(r"</?(?:span|b|bdi)\b[^>]*>", "", body)
    body = re.sub(r"<tspan x=[^>]*>([^<]*)</tspan>", r" \1", body)  # a name in two lines
    return "\n".join([*re.split(r"<[^>]*>", body), *aloud])


def leaves(what: object) -> Iterator[str]:
    """Every text that a PDF is made of; of drawings what stands in them."""
    if isinstance(what, Mapping):
        for key, inner in what.items():
            if key == "svg":
                yield words_of(str(inner))
            elif key not in {"lang", "fonts", "kind"}:
                yield from leaves(inner)
    elif isinstance(what, list | tuple):
        for inner in what:
            yield from leaves(inner)
    elif isinstance(what, str):
        yield what


def cells(content: bytes) -> Iterator[str]:
    """Every text of a spreadsheet, and the names of its sheets."""
    book = load_workbook(BytesIO(content))
    for sheet in book:
        yield str(sheet.title)
        for row in sheet.iter_rows(values_only=True):
            yield from (cell for cell in row if isinstance(cell, str) and not cell.startswith("="))


def test_a_text_with_values_is_english_in_data_and_said_in_every_language() -> None:
    text = marked("[min(gift, {cap} % S)] of {who}", cap=Decimal("2.5"), who=marked("{n}", n=3))
    assert json.dumps(text) == '"[min(gift, 2.5 % S)] of 3"'
    with speaking(Language("en", MadeUp())):
        assert _(text) == "⟦[min(gift, 2.5 % S)] of ⟦3⟧⟧"
