"""Reports in two languages: one restates nothing of the other, each names things its own way."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from coopfund import vocabulary, words
from coopfund.books.load import load
from coopfund.cli.packs import rules_of
from coopfund.findings import Figure
from coopfund.language import PLAIN, Language, _, language, speaking
from coopfund.report import names
from coopfund.report.causes import GONE, Cause, still
from coopfund.report.figures import titled
from coopfund.report.pack import Packs
from tests.languages import ROOT
from tests.ledgers import Judged, judged
from tests.report.reports import report_of
from tests.report.test_restated import BOOKS, LATE
from tests.test_languages import MadeUp

MADE_UP = Language("en", MadeUp())
EVERY = [MADE_UP, *map(language, ("de", "es", "fr"))]


@pytest.fixture
def books(tmp_path: Path) -> Path:
    """A small ledger from March to May 2026."""
    path = tmp_path / "ledger" / "main.beancount"
    path.parent.mkdir()
    path.write_text(BOOKS, encoding="utf-8")
    return path


def deliver(books: Path, month: int, folder: Path, spoken: Language) -> dict[str, str]:
    """Write a month's pack in a language; its texts by ending."""
    with speaking(spoken):
        loaded = load(books)
        made = Packs(loaded, rules_of(loaded)).files_of(
            date(2026, month, 1), folder, ("json", "md", "csv", "manifest")
        )
    for name, content in made.items():
        (folder / name).write_bytes(content)
    stem = f"coopfund-2026-{month:02}"
    return {name.removeprefix(stem): content.decode() for name, content in made.items()}


def restatements(made: dict[str, str]) -> dict[str, Any]:
    """What a pack says of those before it."""
    found: dict[str, Any] = json.loads(made[".json"])["restatements"]
    return found


@pytest.mark.parametrize("first", EVERY)
@pytest.mark.parametrize("then", [PLAIN, MADE_UP])
def test_a_change_of_language_restates_nothing(
    books: Path, tmp_path: Path, first: Language, then: Language
) -> None:
    deliver(books, 4, tmp_path, first)
    found = restatements(deliver(books, 5, tmp_path, then))
    assert (found["against"], found["figures"], found["because"]) == ("2026-04", [], [])
    assert restatements(deliver(books, 5, tmp_path, first))["figures"] == []


def test_what_is_restated_stands_in_the_language_of_the_report(books: Path, tmp_path: Path) -> None:
    deliver(books, 4, tmp_path, MADE_UP)
    books.write_text(BOOKS + LATE, encoding="utf-8")
    english = deliver(books, 5, tmp_path, PLAIN)
    assert "⟦" not in english[".md"] + english["-restated.csv"]
    assert "| Running costs | April 2026 | 80.00 | 95.00 |" in english[".md"]
    assert "added or changed: a bill found late" in english[".md"]
    again = deliver(books, 5, tmp_path, MADE_UP)
    assert "⟦added or changed: a bill found late⟧" in again[".md"]
    assert again[".md"].count("a bill found late") == 1, "told once, whatever it was called before"
    assert restatements(again)["because"] == restatements(english)["because"]
    assert deliver(books, 5, tmp_path, PLAIN) == english, "back in English, it says the same"


def test_what_only_this_months_report_said_before_is_named_anew(
    books: Path, tmp_path: Path
) -> None:
    deliver(books, 5, tmp_path, MADE_UP)
    books.write_text(BOOKS + LATE, encoding="utf-8")
    deliver(books, 5, tmp_path, MADE_UP)
    page = deliver(books, 5, tmp_path, PLAIN)[".md"]
    assert "⟦" not in page
    assert "past figures are no longer what an earlier report said." in page


def test_a_message_about_a_sealed_month_is_told_once() -> None:
    kept = [
        Cause("2026-03-05", "main.beancount:3", "Der Betrag war 100 und ist jetzt 110."),
        Cause("2026-03-05", "main.beancount:3", "added or changed: a bill"),
        Cause("2026-03-05", "", GONE),
        Cause("2026-03-09", "main.beancount:9", "Ein anderer Eintrag."),
    ]
    now = [Cause("2026-03-05", "main.beancount:3", "The amount was 100 and is 110 now.")]
    assert list(still(kept, now)) == kept[1:]


@pytest.mark.parametrize(
    ("key", "label", "of"),
    [
        ("2026-04 running_cost", "Running costs", "April 2026"),
        ("2026-04 contributors dues", "Dues of members", "12 months to April 2026"),
        ("2026-04 measure income_total", "Income", "12 months to April 2026"),
        ("2026-04 measure hhi", "Concentration of income (HHI)", "12 months to April 2026"),
        ("2026-04 measure pay_ratio", "pay ratio", "12 months to April 2026"),
        ("2026-04 income in-kind", "Income: in-kind", "12 months to April 2026"),
        ("other", "", "12 months to other"),
    ],
)
def test_a_past_figure_is_called_by_its_name_for_good(key: str, label: str, of: str) -> None:
    assert titled(key) == (label, of)


def test_every_measure_and_part_has_words() -> None:
    loaded = load(ROOT / "ledger" / "main.beancount")
    measures = Packs(loaded, rules_of(loaded)).report(date(2026, 10, 1)).measures
    assert tuple(name.replace("_", " ") for name in measures) == names.MEASURES
    parts = {
        part for one in measures.values() if isinstance(one.value, dict) for part in of(one.value)
    }
    assert {part.replace("_", " ") for part in parts} <= set(names.PARTS)


def of(value: dict[str, Any]) -> set[str]:
    """The names of the figures of each thing of a breakdown."""
    inner = [one for one in value.values() if isinstance(one, dict)]
    if all(isinstance(figure, Figure) for one in inner for figure in one.values()):
        return {name for one in inner for name in one}
    return {*value, *(name for one in inner for name in of(one))}


def test_every_source_and_kind_has_words() -> None:
    assert tuple(vocabulary.SOURCES) == words.SOURCES
    assert tuple(vocabulary.KINDS) == words.CONTRIBUTOR_KINDS


def test_what_is_none_of_ours_keeps_its_name() -> None:
    with speaking(MADE_UP):
        found = vocabulary.source("donation"), vocabulary.kind("cat"), names.part("childcare")
    assert found == ("⟦donation⟧", "cat", "childcare")


@judged
def test_in_a_small_group_no_reason_names_a_member(books: Judged) -> None:
    """
    2026-01-01 custom "coopfund-dues" "standard" 10.00 USD "monthly"
    2026-01-01 custom "coopfund-member" "m-0001" "join" "standard"
    2026-01-10 * "gift"
      donor: "m-0001"
      Assets:Bank  100.00 USD
      Income:Gifts
    2026-01-11 * "gift"
      donor: "d-001"
      Assets:Bank  90.00 USD
      Income:Gifts
    2026-01-20 * "rent"
      Expenses:Rent  20.00 USD
      Assets:Bank
    """
    with speaking(MADE_UP):
        report = report_of(books, "2026-01")
        assert report.lasting.top == "a member", "data is the same in every language"
        said = [report.lasting.without_top, report.measures["months_without_top1"]]
        assert all("⟦a member⟧" in _(one.because or "") for one in said)
        assert all("a member" in str(one.because) for one in said), "JSON keeps it in English"
        assert "⟦a member⟧" in report.answers[3].sentence
