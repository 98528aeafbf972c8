"""A report in four languages: the same figures, whatever stands between their digits."""

import html
import re
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Final

import pytest
from babel import Locale

from coopfund.books.load import load
from coopfund.cli.packs import rules_of
from coopfund.language import ENGLISH, LANGUAGES, language, speaking
from coopfund.report.pack import Packs
from tests.languages import ROOT

NAMES: Final = re.compile(r"CF\d+|[\w-]+\.beancount(:\d+)?|\b[md]-\d+|\bGM-\d{4}-\d+|\btop1\b")
"""Words with digits that are no figures; other languages say ``top1`` without one."""

Made = dict[str, dict[str, str]]


def days(code: str) -> re.Pattern[str]:
    """Days, months and years as a language writes them."""
    calendar = Locale(code).months
    names = {
        name
        for use in ("format", "stand-alone")
        for width in ("wide", "abbreviated")
        for name in calendar[use][width].values()
    }
    month = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
    return re.compile(
        rf"(?:\b\d{{1,2}}(?:er|\.)?\s(?:de\s)?)?\b(?:{month})\s(?:de\s)?20\d\d"
        r"|\b\d\d\.\d\d\.20\d\d|\b20\d\d-\d\d(-\d\d)?\b|\b20\d\d\b",
        re.IGNORECASE,
    )


def figures(text: str, code: str) -> Counter[str]:
    """Every figure in a text as English writes it, without commas, and how often it is there."""
    text = days(code).sub("", NAMES.sub("", text))
    thousands = "," if code == ENGLISH else "[.\u00a0\u202f]"
    text = re.sub(rf"(?<=\d){thousands}(?=\d{{3}}(?!\d))", "", text)
    if code != ENGLISH:
        text = re.sub(r"(?<=\d),(?=\d)", ".", text)
    return Counter(re.findall(r"[−-]?\d+(?:\.\d+)?", text))


def words_of(page: str) -> str:
    """What a page says, without what says how it looks."""
    return html.unescape(re.sub(r"<[^>]+>", "\n", re.sub(r"(?s)<style.*?</style>", "", page)))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The page and the Markdown of the demo's last month, by language."""
    loaded = load(ROOT / "ledger" / "main.beancount")
    packs = Packs(loaded, rules_of(loaded))
    found: Made = {}
    for code in LANGUAGES:
        with speaking(language(code)):
            pack = packs.files_of(
                date(2026, 10, 1), tmp_path_factory.mktemp(code), ("md", "html", "csv")
            )
        found[code] = {Path(name).name: content.decode() for name, content in pack.items()}
    return found


@pytest.mark.parametrize("code", [code for code in LANGUAGES if code != ENGLISH])
@pytest.mark.parametrize("ending", ["md", "html"])
def test_every_language_says_the_same_figures(made: Made, code: str, ending: str) -> None:
    name = f"coopfund-2026-10.{ending}"
    english, other = (figures(words_of(made[its][name]), its) for its in (ENGLISH, code))
    assert sum(english.values()) > 400
    assert other - english == Counter()
    assert english - other == Counter()


@pytest.mark.parametrize("code", [code for code in LANGUAGES if code != ENGLISH])
def test_tables_of_figures_are_the_same_in_every_language(made: Made, code: str) -> None:
    same = ("trend", "month-ends", "income", "budget", "paid-by")
    for name in (f"coopfund-2026-10-{table}.csv" for table in same):
        assert made[code][name] == made[ENGLISH][name]
