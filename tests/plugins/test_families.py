"""However the plugins are named, the findings are the same; only ``stop`` is a Beancount error."""

from dataclasses import replace
from itertools import pairwise

import pytest
from beancount import loader

import coopfund_plugins
from coopfund import words
from coopfund.findings import Finding
from coopfund.rules import catalogue
from coopfund.rules.plugin import CoopfundError
from tests.ledgers import ACCOUNTS, judge

BOOKS = """
2020-01-01 custom "coopfund-program" "childcare"
  funded-by: "dues"
2026-01-01 custom "coopfund-dues" "standard" 10.00 USD "monthly"
2026-01-01 custom "coopfund-member" "m-1" "join" "standard"
2026-01-02 * "dues"
  member: "m-1"
  Assets:Bank           1000.00 USD
  Income:Dues
2026-01-03 * "<b>gift</b>"
  Assets:Bank           1000.00 USD
  Income:Gifts
    program: "childcar"
2026-01-04 * "patron"
  donor: "d-1"
  Assets:Bank           1000.00 USD
  Income:Gifts
2026-01-05 * "childcare"
  Expenses:Childcare    1500.00 USD
  Assets:Bank
2026-01-01 open Expenses:Wages
  kind: "payroll"
2026-01-06 * "wages"
  Expenses:Wages         100.00 USD
  Assets:Bank
"""
FAMILIES = [f"coopfund_plugins.{family}" for family in words.FAMILIES]


def judged_by(*plugins: str) -> list[Finding]:
    """What these plugins find, with places as if there were one plugin line."""
    extra = len(plugins) - 1
    return [
        replace(f, place=f.place._replace(line=f.place.line - extra))
        for f in judge(BOOKS, plugins).findings
    ]


def of(family: str) -> list[Finding]:
    return [f for f in judged_by("coopfund_plugins") if catalogue.get(f.code).family == family]


def test_these_books_have_findings_of_every_family() -> None:
    assert all(of(family) for family in words.FAMILIES)


@pytest.mark.parametrize("family", words.FAMILIES)
def test_each_family_alone(family: str) -> None:
    assert judged_by(f"coopfund_plugins.{family}") == of(family)


@pytest.mark.parametrize("two", list(pairwise(words.FAMILIES)))
def test_two_families_in_two_lines(two: tuple[str, str]) -> None:
    both = judged_by(*(f"coopfund_plugins.{family}" for family in two))
    key = [(f.date, f.place, f.code) for f in both]
    assert key == sorted(key)
    assert sorted(both, key=str) == sorted([f for family in two for f in of(family)], key=str)


def test_every_family_by_its_own_line_in_whatever_order() -> None:
    everything = judged_by("coopfund_plugins")
    assert judged_by(*FAMILIES) == judged_by(*reversed(FAMILIES)) == everything


def test_every_family_that_ships_is_run_by_the_package() -> None:
    assert sorted(f.__name__.rpartition(".")[2] for f in coopfund_plugins.FAMILIES) == sorted(
        words.FAMILIES
    )


def test_stop_is_an_error_at_its_own_line_and_the_rest_is_none() -> None:
    text = f'plugin "coopfund_plugins"\n{ACCOUNTS}{BOOKS}'
    _, errors, options = loader.load_string(text)
    lines = text.splitlines()
    found = {
        (lines[error.source["lineno"] - 1].strip(), error.message.split(":")[0])
        for error in errors
        if isinstance(error, CoopfundError)
    }
    assert found == {
        ("Income:Dues", "CF101 scheduled-dues"),
        ("Expenses:Childcare    1500.00 USD", "CF102 paid-by-dues"),
        ("Income:Gifts", "CF202 anonymous"),
        ("Expenses:Wages         100.00 USD", "CF403 class-on-donations"),
        ('2026-01-03 * "<b>gift</b>"', "CF609 clean-text"),
        ('2026-01-03 * "<b>gift</b>"', "CF610 declarations"),
    }
    assert len(errors) == len(found)
    assert {f.action for f in options["coopfund"].all_findings()} == {"stop", "warn"}


def test_a_family_named_twice_reports_once() -> None:
    once = f'plugin "coopfund_plugins"\n{ACCOUNTS}{BOOKS}'
    twice = f'plugin "coopfund_plugins.dues_only"\n{once}'
    counts = [
        len([error for error in loader.load_string(text)[1] if isinstance(error, CoopfundError)])
        for text in (once, twice)
    ]
    assert counts[0] == counts[1] > 0
