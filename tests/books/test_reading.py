"""Ledgers of every shape: pads, includes, other roots, nothing declared, nothing at all."""

from pathlib import Path

import pytest
from beancount import loader

from coopfund.books.load import load
from coopfund.measures.all import measure
from coopfund.rules.analysis import KEY, Analysis
from tests.ledgers import ACCOUNTS, Judged, judge, judged


@judged
def test_a_pad_has_no_source(books: Judged) -> None:
    """
    2026-01-01 pad Assets:Bank Equity:Opening
    2026-01-02 balance Assets:Bank  100.00 USD
    """
    trace = books.analysis.tracing.trace("designated")
    assert trace.held_by("USD") == {"general": {"unknown": 100}}


@judged
def test_a_pad_from_dues_is_no_dues(books: Judged) -> None:
    """
    2026-01-01 pad Assets:Bank Income:Dues
      source: "dues"
    2026-01-02 balance Assets:Bank  100.00 USD
    """
    assert books.shown("income_by_source")["value"] == {
        "unknown": {"amount": "100.00", "share": "1.000000"}
    }
    assert books.analysis.tracing.trace("designated").held_by("USD")["general"] == {"unknown": 100}
    assert books.one("CF208").evidence["amount"] == "100.00"


def test_included_files_are_told_apart(tmp_path: Path) -> None:
    main, part = tmp_path / "main.beancount", tmp_path / "2026" / "03.beancount"
    part.parent.mkdir()
    head = 'plugin "coopfund_plugins"\ninclude "2026/*.beancount"\n'
    main.write_text(f"{head}{ACCOUNTS}", encoding="utf-8")
    part.write_text(
        '2026-03-01 * "gift"\n  Assets:Bank  50.01 USD\n  Income:Gifts\n'
        '2026-03-01 custom "coopfund-dues" "standard"\n',
        encoding="utf-8",
    )
    found = {f.code: f.place for f in load(main).findings if f.action == "stop"}
    assert found == {"CF202": (str(part), 3), "CF610": (str(part), 4)}
    entries, errors, _ = loader.load_file(str(main))
    assert entries
    assert {(error.source["filename"], error.source["lineno"]) for error in errors} == {
        (str(part), 3),
        (str(part), 4),
    }


GERMAN = """
option "operating_currency" "EUR"
option "name_assets" "Vermoegen"
option "name_liabilities" "Schulden"
option "name_equity" "Eigenkapital"
option "name_income" "Ertraege"
option "name_expenses" "Aufwand"
2020-01-01 open Vermoegen:Bank
2020-01-01 open Schulden:Laden
2020-01-01 open Ertraege:Beitraege
  source: "dues"
2020-01-01 open Ertraege:Spenden
  source: "donation"
2020-01-01 open Aufwand:Kinder
  program: "kinder"
2020-01-01 custom "coopfund-program" "kinder"
  funded-by: "dues"
"""


def test_roots_may_have_other_names() -> None:
    books = judge(
        """
2026-01-01 * "Beitrag"
  Vermoegen:Bank          50.00 EUR
  Ertraege:Beitraege
2026-01-02 * "Spende"
  Vermoegen:Bank          50.00 EUR
  Ertraege:Spenden
2026-01-03 * "auf Rechnung"
  Aufwand:Kinder          60.00 EUR
  Schulden:Laden
2026-01-04 * "bezahlt"
  Schulden:Laden          60.00 EUR
  Vermoegen:Bank
""",
        accounts=GERMAN,
    )
    assert [info.root for info in books.books.accounts.values()] == [
        "Expenses",
        "Income",
        "Income",
        "Liabilities",
        "Assets",
    ]
    assert books.one("CF102").evidence["paid_by"] == {"dues": "50.00", "donation": "10.00"}
    assert books.shown("dues_share")["value"] == "0.500000"


PLAIN = """
2020-01-01 open Assets:Bank
2020-01-01 open Income:Salary
2020-01-01 open Expenses:Food
2026-01-01 * "pay"
  Assets:Bank  100.00 CHF
  Income:Salary
2026-01-02 * "food"
  Expenses:Food  10.00 CHF
  Assets:Bank
"""


def test_books_without_our_directives_are_read_as_they_are() -> None:
    books = judge(PLAIN, accounts="")
    assert books.books.currency == "CHF"
    assert books.books.plain
    assert books.shown("unknown_share")["value"] == "1.000000"
    assert [f.code for f in books.findings] == ["CF208"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2020-01-01 open Assets:Bank",
        '2026-01-01 note Assets:Bank "x"\n2020-01-01 open Assets:Bank',
        '2026-01-01 * "no postings at all"',
        (
            '2026-01-01 custom "coopfund-dues" "standard" 10.00 USD "monthly"\n'
            '2026-01-01 custom "coopfund-member" "m-1" "join" "standard"'
        ),
    ],
)
def test_books_with_nothing_in_them_are_judged_and_measured(text: str) -> None:
    books = judge(text, accounts="")
    assert books.findings == []
    assert books.measure("income_total").value == 0
    assert measure(books.analysis.case())
    assert books.analysis.tracing.trace("adverse").payments == []
    assert len(books.books.postings) == 0


def test_a_copy_out_of_beancounts_cache_is_empty_and_says_so() -> None:
    _, _, options = loader.load_string(f'plugin "coopfund_plugins"\n{ACCOUNTS}')
    kind, arguments = options[KEY].__reduce__()
    copy = kind(*arguments)
    assert isinstance(copy, Analysis)
    with pytest.raises(LookupError, match="load the books again"):
        copy.case()
