"""Findings in a language that puts ⟦⟧ around each text: nothing is printed around the catalogues.

Their evidence keeps the books' own words and plain figures in every language.
"""

import re
from collections.abc import Mapping
from textwrap import dedent

import pytest
from beancount import loader

from coopfund.findings import Finding
from coopfund.language import Language, speaking
from coopfund.rules.analysis import KEY
from tests.ledgers import ACCOUNTS
from tests.test_languages import MadeUp

HEAD = 'plugin "coopfund_plugins"\n' + ACCOUNTS
MADE_UP = Language("en", MadeUp())

BOOKS: Mapping[str, str] = {
    "CF101": """
        2026-01-01 custom "coopfund-dues" "standard" 10.00 USD "monthly"
        2026-01-01 custom "coopfund-member" "m-1" "join" "standard"
        2026-02-01 * "dues"
          Assets:Bank         1000.00 USD
          Income:Dues
            member: "m-1"
        """,
    "CF102": """
        2026-01-01 custom "coopfund-program" "clinic"
          funded-by: "dues"
        2026-01-05 * "gift"
          Assets:Bank          100.00 USD
          Income:Gifts
        2026-01-09 * "clinic"
          program: "clinic"
          Expenses:Rent         50.00 USD
          Assets:Bank
        """,
    "CF201": """
        2026-01-01 custom "coopfund-rule" "CF201"
          sources: "state"
        2026-01-05 * "grant"
          Assets:Bank         100.00 USD
          Income:State
        """,
    "CF206": """
        2026-01-05 * "gift"
          Assets:Bank         15000.00 USD
          Income:Gifts
            donor: "d-1"
        """,
    "CF601": """
        2026-01-01 custom "coopfund-office" "treasurer" "m-2"
        2026-03-05 * "Printer" "posters"
          approved-by: "m-9 m-2"
          prepared-by: "m-2"
          Expenses:Rent         20.00 USD
          Assets:Bank
        """,
    "CF609": """
        2026-01-05 * "Printer" "<b>posters"
          Expenses:Rent         20.00 USD
          Assets:Bank
        """,
    "CF610": """
        2026-01-01 custom "coopfund-dues" "standard" "ten"
        2026-01-01 custom "coopfund-member" "m-1" "joins"
        2026-01-01 custom "coopfund-waiver" "CF104" "asked"
          entry: "^gift-1"
          expires: 2026-12-31
          reason: "x"
        2026-01-01 custom "coopfund-contributor" "d-1"
          controlled-by: "d-2"
        2026-01-01 custom "coopfund-contributor" "d-2"
          controlled-by: "d-1"
        2026-01-05 * "bill"
          program: "childcar"
          quote: "much"
          Expenses:Rent         20.00 USD
          Assets:Bank
        """,
}
OWN = re.compile(r"\bcoopfund-[a-z]+:")
"""What stands before the sentence on a declaration: the directive, which no language renames."""


def found(code: str) -> list[Finding]:
    """The findings of one rule in its books, by the language spoken."""
    _entries, _errors, options = loader.load_string(HEAD + dedent(BOOKS[code]))
    return [finding for finding in options[KEY].all_findings() if finding.code == code]


def outside(text: str) -> str:
    """What no catalogue was asked for."""
    left, count = text, 1
    while count:
        left, count = re.subn(r"⟦[^⟦⟧]*⟧", "", left)
    return OWN.sub("", left).strip(" ;.")


@pytest.mark.parametrize("code", BOOKS)
def test_messages_ask_the_catalogues_for_every_word(code: str) -> None:
    with speaking(MADE_UP):
        messages = [finding.message for finding in found(code)]
    assert messages
    assert [message for message in messages if outside(message)] == []


@pytest.mark.parametrize("code", sorted(BOOKS.keys() - {"CF610"}))
def test_evidence_is_the_same_in_every_language(code: str) -> None:
    english = [finding.evidence for finding in found(code)]
    with speaking(MADE_UP):
        assert [finding.evidence for finding in found(code)] == english


def test_figures_and_days_have_the_form_of_the_language() -> None:
    with speaking(Language("de", MadeUp())):
        (finding,) = found("CF101")
    assert finding.message.startswith("⟦1.000,00 USD booked as dues of m-1")
    assert finding.evidence["paid"] == "1000.00"
