"""The demo: the same bytes every time, sound books, and the few findings it is there to show."""

import shutil
import subprocess
import sys
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from coopfund import words
from coopfund.books.load import Loaded, load
from coopfund.demo import write_demo
from coopfund.demo.books import demo_files
from coopfund.demo.entries import Entry, Leg, UnbalancedError, move, usd, written
from coopfund.demo.services import OUTING, OUTING_COST, OUTING_SHORT
from coopfund.findings import Window
from coopfund.measures.income import income as income_of
from coopfund.money import percent, spaced
from coopfund.rules import catalogue

ROOT = Path(__file__).parents[2]
LEDGER = ROOT / "ledger"
TOUR = ROOT / "docs" / "demo-tour.md"


@pytest.fixture(scope="module")
def loaded() -> Loaded:
    return load(LEDGER / "main.beancount")


def test_regenerating_gives_the_committed_bytes(tmp_path: Path) -> None:
    write_demo(tmp_path / "demo")
    for path in sorted((tmp_path / "demo").iterdir()):
        assert path.read_bytes() == (LEDGER / path.name).read_bytes(), path.name


def test_every_committed_month_is_generated() -> None:
    committed = {path.name for path in LEDGER.glob("*.beancount")}
    assert committed == {name for name in demo_files() if name.endswith(".beancount")}


def test_writing_leaves_nothing_else_behind(tmp_path: Path) -> None:
    write_demo(tmp_path)
    write_demo(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == set(demo_files())


def test_bean_check_is_silent() -> None:
    command = [sys.executable, "-m", "beancount.scripts.check", "--no-cache"]
    done = subprocess.run(
        [*command, str(LEDGER / "main.beancount")], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_the_findings_are_the_deliberate_ones(loaded: Loaded) -> None:
    assert not loaded.errors
    found = {(f.code, f.action, f.waiver is not None, f.contributor) for f in loaded.findings}
    assert found == {
        ("CF102", "note", False, None),
        ("CF202", "stop", True, None),
        ("CF303", "warn", False, "d-007"),
        ("CF403", "warn", False, None),
        ("CF502", "warn", False, None),
        ("CF506", "warn", False, None),
        ("CF604", "warn", True, None),
        ("CF608", "warn", True, None),
    }


def test_every_family_finds_something(loaded: Loaded) -> None:
    assert {catalogue.get(f.code).family for f in loaded.findings} == set(words.FAMILIES)
    controls = {f.code for f in loaded.findings if catalogue.get(f.code).family == "controls"}
    assert controls & {f"CF60{number}" for number in range(1, 8)}


@pytest.mark.parametrize("family", words.FAMILIES)
def test_each_family_alone_finds_the_same(loaded: Loaded, tmp_path: Path, family: str) -> None:
    shutil.copytree(LEDGER, tmp_path, dirs_exist_ok=True)
    main = tmp_path / "main.beancount"
    text = main.read_text(encoding="utf-8")
    line = 'plugin "coopfund_plugins"'
    assert line in text
    main.write_text(text.replace(line, f'plugin "coopfund_plugins.{family}"'), encoding="utf-8")
    alone = load(main)
    assert alone.families == [family]
    told = [(f.code, f.action, f.message, f.evidence, f.waiver is None) for f in alone.findings]
    assert told == [
        (f.code, f.action, f.message, f.evidence, f.waiver is None)
        for f in loaded.findings
        if catalogue.get(f.code).family == family
    ]


def test_officers_sign_what_is_large_and_receipts_are_numbered(loaded: Loaded) -> None:
    books = loaded.analysis.books
    metas = books.transactions.meta
    signed = [meta for meta in metas if "approved-by" in meta]
    assert {meta["prepared-by"] for meta in signed} == {"m-0017"}
    assert {meta["approved-by"] for meta in signed} == {"m-0023 m-0002", "m-0004 m-0002"}
    numbers = [meta["receipt"] for meta in metas if "receipt" in meta]
    assert numbers == [f"2026-{number:03d}" for number in range(1, len(numbers) + 1)]


def test_a_change_in_the_sealed_month_stops(tmp_path: Path) -> None:
    shutil.copytree(LEDGER, tmp_path, dirs_exist_ok=True)
    month = tmp_path / "2026-09.beancount"
    text = month.read_text(encoding="utf-8")
    month.write_text(text.replace("48.03 USD", "58.03 USD").replace("-48.03", "-58.03"), "utf-8")
    (found,) = [f for f in load(tmp_path / "main.beancount").findings if f.code == "CF605"]
    assert "posting 1 amount was 48.03 USD and is 58.03 USD" in found.message


def test_the_outing_was_short_and_made_good(loaded: Loaded) -> None:
    (breach,) = [f for f in loaded.findings if f.code == "CF102"]
    assert breach.date == date(2026, 4, 25)
    assert OUTING in breach.links
    assert breach.evidence["spent"] == str(OUTING_COST)
    assert breach.evidence["shortfall"] == str(OUTING_SHORT)
    assert breach.evidence["paid_by"]["donation"] == str(OUTING_SHORT)
    assert breach.evidence["whose"] == ["d-007"]
    assert breach.evidence["repaired"] == "2026-05-12"


def test_the_tour_tells_the_figures_found(loaded: Loaded) -> None:
    tour = TOUR.read_text(encoding="utf-8")
    figures = {
        "CF102": ("spent", "shortfall"),
        "CF202": ("amount", "limit"),
        "CF303": ("amount", "income"),
        "CF403": ("payroll", "paid_with_dues"),
        "CF502": ("left", "core_cost"),
        "CF506": ("reserve", "annual_expense"),
        "CF604": ("amount", "limit"),
        "CF608": ("amount", "limit"),
    }
    for finding in loaded.findings:
        assert f"({finding.code}, " in tour
        for key in figures[finding.code]:
            assert spaced(Decimal(finding.evidence[key])) in tour, (finding.code, key)


@pytest.mark.parametrize(
    ("begin", "end", "row"),
    [
        ("2025-01-01", "2025-12-31", "31 December 2025 | 6,400.00 | 21,518.50 | 29.7 %"),
        ("2025-07-01", "2026-06-30", "30 June 2026 | 6,400.00 | 24,615.26 | 26.0 %"),
        ("2025-11-01", "2026-10-31", "31 October 2026 | 4,800.00 | 25,796.74 | 18.6 %"),
    ],
)
def test_the_contract_came_and_went(loaded: Loaded, begin: str, end: str, row: str) -> None:
    window = Window(date.fromisoformat(begin), date.fromisoformat(end))
    income = income_of(loaded.analysis.books, window)
    state = income.by_source["state"]
    ratio = percent(Fraction(state) / Fraction(income.own))
    assert row.endswith(f"| {spaced(state)} | {spaced(income.own)} | {ratio}")
    assert f"| {row} |" in TOUR.read_text(encoding="utf-8")


def test_an_entry_is_written_with_its_numbers_aligned() -> None:
    entry = move(
        date(2026, 7, 11),
        "Summer fair",
        'takings "in cash"',
        usd("85"),
        "Assets:Cash",
        "Income:Fair:Food",
        tags=("fair",),
        links=("fair-2026",),
        meta={"donor": "d-099"},
        comment="Counted by two.",
    )
    assert written(entry) == (
        "; Counted by two.\n"
        '2026-07-11 * "Summer fair" "takings \\"in cash\\"" #fair ^fair-2026\n'
        '  donor: "d-099"\n'
        "  Assets:Cash                                    85.00 USD\n"
        "  Income:Fair:Food                              -85.00 USD\n"
    )


def test_an_entry_must_balance() -> None:
    legs = (Leg("Assets:Cash", Decimal("1.00")),)
    with pytest.raises(UnbalancedError, match=r"out of balance by 1\.00"):
        Entry(date(2026, 7, 11), None, "half an entry", legs)
