"""``coopfund doctor``: what is installed, and lines ready to paste for what the books lack."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from coopfund import words
from coopfund.books.load import load
from coopfund.cli.main import COMMANDS
from coopfund.doctor import installation
from coopfund.doctor.installation import Part, within
from coopfund.doctor.lacks import guessed, lacks
from coopfund.doctor.unjudged import NEEDS, WANTED
from tests.cli.conftest import Run
from tests.desk.books import JANUARY, MAIN, write_books

DATA = Path(os.environ.get("COOPFUND_DATA", Path(__file__).parents[3] / "shared" / "data"))
HUGE = DATA / "large" / "huge-example.beancount"
Json = Callable[..., Any]


def test_without_books_the_installation_is_judged(run: Run, run_json: Json) -> None:
    data = run_json("doctor")
    assert data["books"] is None
    assert data["installation"]["sound"] is True
    versions = data["installation"]["versions"]
    assert {"python", "coopfund", "beancount", "click", "fava", "pandas", "pyarrow"} <= set(
        versions
    )
    assert all(version["fits"] for version in versions.values())
    assert set(data["installation"]["families"]) == set(words.FAMILIES)
    result = run("doctor")
    assert result.exit_code == 0
    assert "No books at ledger/main.beancount; coopfund init makes those" in result.stdout


def test_what_is_too_old_or_missing_is_named(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    parts = [Part("click", "8.1.9", ">=8.2"), Part("pandas", None, ">=3.0")]
    monkeypatch.setattr(installation, "_parts", lambda: iter(parts))
    monkeypatch.setattr(words, "FAMILIES", ("controls", "nowhere"))
    text = run("doctor").stdout
    assert "click      8.1.9    >=8.2   NOT WITHIN\n" in text
    assert "pandas     missing  >=3.0   NOT WITHIN\n" in text
    assert "Cannot be imported: nowhere (No module named 'coopfund_plugins.nowhere')." in text


@pytest.mark.parametrize(
    ("version", "wanted", "fits"),
    [
        ("3.2.3", ">=3.2", True),
        ("3.2", ">=3.2.0", True),
        ("3.10", ">=3.9", True),
        ("3.1.9", ">=3.2", False),
        ("4.0", ">=3,<4", False),
        ("3.5", "!=3.5", False),
        ("3.5", "", True),
    ],
)
def test_versions_are_compared_as_numbers(version: str, wanted: str, *, fits: bool) -> None:
    assert within(version, wanted) is fits


def test_plain_books_are_told_what_they_lack(ledger: Path, run: Run, run_json: Json) -> None:
    """
    2026-01-01 open Assets:Bank
    2026-01-01 open Income:Gifts
    2026-01-01 open Income:MemberDues
    2026-01-01 open Income:Misc
    2026-01-01 open Expenses:Rent
    2026-01-02 * "gift"
      Assets:Bank  200.00 USD
      Income:Gifts
    2026-01-03 * "dues"
      Assets:Bank  500.00 USD
      Income:MemberDues
    2026-01-04 * "a coin from abroad"
      Assets:Bank  3.00 EUR
      Income:Misc
    2026-01-05 * "rent"
      Expenses:Rent  400.00 USD
      Assets:Bank
    """
    books = run_json("doctor", ledger)["books"]
    assert books["errors"] == []
    assert books["transactions"] == 4
    lacking = {lack["name"]: lack for lack in books["lacks"]}
    assert list(lacking) == [
        "plugin",
        "currency",
        "sources",
        "prices",
        "dues",
        "members",
        "offices",
        "programs",
        "pages",
    ]
    sources = lacking["sources"]
    assert sources["sentence"].startswith(
        "3 income accounts without a source: 700.00 USD counts as unknown."
    )
    assert sources["lines"] == [
        '2026-01-01 custom "coopfund-account" Income:MemberDues  ; 500.00 USD',
        '  ; choose: source: "dues"',
        '2026-01-01 custom "coopfund-account" Income:Gifts  ; 200.00 USD',
        '  ; choose: source: "donation"',
        '2026-01-01 custom "coopfund-account" Income:Misc',
        '  ; choose: source: "…"',
    ]
    assert lacking["prices"]["lines"] == ["; choose: 2026-01-02 price EUR … USD  ; 2 postings"]
    assert "CF208" not in books["unjudged"]
    assert books["unjudged"]["CF101"] == (
        "needs a dues schedule (coopfund-dues) and members (coopfund-member)"
    )
    result = run("doctor", ledger)
    assert result.exit_code == 0
    assert 'plugin "coopfund_plugins"\n' in result.stdout


def test_what_is_pasted_guesses_nothing_and_breaks_nothing(ledger: Path) -> None:
    """
    2026-01-01 open Assets:Bank
    2026-01-01 open Income:Gifts
    2026-01-01 open Expenses:Rent
    2026-01-02 * "gift"
      Assets:Bank  200.00 USD
      Income:Gifts
    2026-01-05 * "rent"
      Expenses:Rent  40.00 USD
      Assets:Bank
    """
    found = lacks(load(ledger))
    lines = [line for lack in found for line in lack.lines]
    text = ledger.read_text(encoding="utf-8") + "\n".join(lines) + "\n"
    ledger.write_text(text, encoding="utf-8")
    pasted = load(ledger)
    assert pasted.errors == []
    assert [f for f in pasted.findings if f.code == "CF610"] == []
    assert pasted.analysis.books.accounts["Income:Gifts"].source is None
    assert {lack.name for lack in lacks(pasted)} == {lack.name for lack in found} - {
        "plugin",
        "pages",
    }


def test_the_choices_can_be_taken(ledger: Path) -> None:
    """
    2026-01-01 open Assets:Bank
    2026-01-01 open Income:Gifts
    2026-01-01 open Income:Dues
    2026-01-01 open Expenses:Rent
    2026-01-02 * "gift"
      Assets:Bank  200.00 USD
      Income:Gifts
    2026-01-05 * "rent"
      Expenses:Rent  40.00 USD
      Assets:Bank
    """
    lines = [line for lack in lacks(load(ledger)) for line in lack.lines]
    chosen = [line.replace("; choose: ", "").replace('"…"', '"childcare"') for line in lines]
    chosen = [line.removeprefix(";") for line in chosen if not line.startswith("; …")]
    ledger.write_text(
        ledger.read_text(encoding="utf-8") + "\n".join(chosen) + "\n", encoding="utf-8"
    )
    loaded = load(ledger)
    assert loaded.errors == []
    assert [finding.message for finding in loaded.findings if finding.code == "CF610"] == []
    assert [lack.name for lack in lacks(loaded)] == ["givers"]


@pytest.mark.parametrize(
    ("account", "source"),
    [
        ("Income:Dues:Standard", "dues"),
        ("Income:Members:Donations", "donation"),
        ("Income:State:Clinic", "state"),
        ("Income:Interest", "capital"),
        ("Income:Misc", None),
    ],
)
def test_names_of_accounts_hint_at_sources(account: str, source: str | None) -> None:
    assert guessed(account) == source


def test_months_that_nothing_reads_are_named(run: Run, tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    main = write_books(tmp_path, **{"2026-02": JANUARY, "2025": "", "notes": ""})
    (tmp_path / "old" / "2024-01.beancount").write_text(JANUARY)
    stdout = run("doctor", main).stdout
    assert 'include "2025.beancount"\n' in stdout
    assert 'include "2026-02.beancount"\n' in stdout
    assert "2 files beside the others that no include line names" in stdout
    main.write_text(MAIN.replace("2026-01", "20*"))
    assert "no include line names" not in run("doctor", main).stdout


def test_sound_books_lack_nothing(run: Run) -> None:
    demo = Path(__file__).parents[2] / "ledger" / "main.beancount"
    result = run("doctor", demo)
    assert result.exit_code == 0
    assert "The books lack nothing that the doctor knows of." in result.stdout


@pytest.mark.skipif(not HUGE.exists(), reason=f"{HUGE.name} is not in COOPFUND_DATA")
def test_a_large_plain_ledger_gets_a_short_answer(run: Run) -> None:
    result = run("doctor", HUGE)
    assert result.exit_code == 0
    assert "7 income accounts without a source" in result.stdout
    assert result.stdout.index("Hooli:Salary") < result.stdout.index("Hooli:Match401k")
    assert "more, none of them larger" in result.stdout
    assert len(result.stdout.splitlines()) < 140


def test_errors_of_beancounts_own_are_told_with_their_line(ledger: Path, run: Run) -> None:
    """
    plugin "coopfund_plugins"
    2026-01-01 open Assets:Bank
    2026-01-02 * "unbalanced"
      Assets:Bank  10.00 USD
      Assets:Bank  -9.00 USD
    """
    result = run("doctor", ledger)
    assert result.exit_code == 0
    assert (
        "One error of Beancount's own:\n"
        "  main.beancount:3: Transaction does not balance: (1.00 USD).\n" in result.stdout
    )


def test_unreadable_books_exit_with_2(run: Run, tmp_path: Path) -> None:
    (tmp_path / "main.beancount").write_text("2026-13-45 open\n", encoding="utf-8")
    result = run("doctor", "main.beancount")
    assert result.exit_code == 2
    assert "beancount" in result.stdout
    assert result.stderr.startswith("main.beancount:1: ")
    assert run("doctor", "nowhere.beancount").exit_code == 2


def test_the_needs_of_rules_are_known_needs() -> None:
    assert {need for needs in WANTED.values() for need in needs} <= set(NEEDS)
    assert "doctor" in COMMANDS


def test_imports_that_cannot_be_booked(run: Run, ledger: Path) -> None:
    """
    option "operating_currency" "EUR"
    plugin "coopfund_plugins"
    2026-01-01 open Assets:Bank
    """
    toml = ledger.parent / "imports.toml"
    toml.write_text("[stripe]\n", encoding="utf-8")
    done = run("doctor", ledger)
    assert "imports.toml names 5 accounts that no one opened." in done.stdout
    assert "2026-01-01 open Assets:Clearing:Stripe" in done.stdout
    toml.write_text('[stripe]\naccount = "Stripe"\n', encoding="utf-8")
    assert "Nothing can be imported: imports.toml, [stripe]: “Stripe” is no account." in (
        run("doctor", ledger).stdout
    )


def test_descriptions_of_banks_that_cannot_be_used(run: Run, ledger: Path) -> None:
    """
    option "operating_currency" "EUR"
    plugin "coopfund_plugins"
    2026-01-01 open Assets:Bank  USD
    """
    form = 'account = "Assets:Bank"\ncurrency = "EUR"\n[columns]\ndate = "Day"\namount = "Sum"\n'
    folder = ledger.parent / "imports"
    folder.mkdir()
    (folder / "current.toml").write_text(form, encoding="utf-8")
    (folder / "card.toml").write_text(form.replace("Assets:Bank", "Bank"), encoding="utf-8")
    (folder / "savings.toml").write_text("account =", encoding="utf-8")
    done = run("doctor", ledger).stdout
    assert 'Nothing can be imported: imports/card.toml: "Bank" is no account of assets.' in done
    assert "Nothing can be imported: imports/savings.toml: it is no TOML: " in done
    for name in ("card", "savings"):
        (folder / f"{name}.toml").unlink()
    (ledger.parent / "imports.toml").write_text("[curent]\n", encoding="utf-8")
    done = run("doctor", ledger).stdout
    assert "imports/current.toml says EUR, but Assets:Bank is opened for USD." in done
    assert (
        "imports.toml, [curent] is no platform, and there is no imports/curent.toml "
        '(did you mean "current"?); nothing is booked by it.'
    ) in done
    assert "imports.toml and imports/current.toml name 4 accounts that no one opened." in done
    assert "2026-01-01 open Income:Unknown" in done
