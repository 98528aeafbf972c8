"""CF609 and CF610: clean text, and declarations that say what they mean."""

from datetime import date
from pathlib import Path

import pytest
from beancount import loader
from beancount.core.data import Transaction

from coopfund.books.load import load
from coopfund.rules.analysis import KEY, Analysis
from coopfund.wording import UNCLEAN
from coopfund_plugins import controls
from tests.ledgers import ACCOUNTS, Judged, judge, judged

MARKUP = "<script>alert(1)</script>"

# CF609


@judged
def test_cf609_example_a_payee_with_a_script(books: Judged) -> None:
    """
    2026-03-01 * "<script>alert(1)</script>" "paper" ^bill
      Expenses:Rent            1.00 USD
      Assets:Bank
    """
    found = books.one("CF609")
    assert (found.action, found.name, str(found.date)) == ("stop", "clean-text", "2026-03-01")
    assert books.line(found) == '2026-03-01 * "<script>alert(1)</script>" "paper" ^bill'
    assert found.message == (
        'The payee "‹script>alert(1)‹/script>" holds the start of markup; texts of the books must '
        "be plain."
    )
    assert list(found.links) == ["bill"]
    assert found.evidence == {
        "field": "payee",
        "character": "U+003C",
        "text": "‹script>alert(1)‹/script>",
    }


ENTRY = """
2026-03-01 * "{payee}" "{narration}"
  note: "{entry}"
  Expenses:Rent            1.00 USD
    note: "{posting}"
  Assets:Bank
"""


def written(**texts: str) -> Judged:
    blank = dict.fromkeys(("payee", "narration", "entry", "posting"), "x")
    return judge(ENTRY.format(**blank | texts))


@pytest.mark.parametrize(
    ("where", "field", "line"),
    [
        ("payee", "payee", "2026-03-01 *"),
        ("narration", "narration", "2026-03-01 *"),
        ("entry", "metadata note", "2026-03-01 *"),
        ("posting", "metadata note", "Expenses:Rent "),
    ],
)
@pytest.mark.parametrize(
    ("text", "character"),
    [
        ("<b>", "U+003C"),
        ("a </b", "U+003C"),
        ("<!-- x", "U+003C"),
        ("<?php", "U+003C"),
        ("\x07", "U+0007"),
        ("\x7f", "U+007F"),
        ("\x9b31m", "U+009B"),
        ("\u202emoc.elpmaxe", "U+202E"),
        ("\u2066", "U+2066"),
    ],
)
def test_cf609_fails_wherever_it_stands(
    where: str, field: str, line: str, text: str, character: str
) -> None:
    books = written(**{where: text})
    found = books.one("CF609")
    assert books.line(found).startswith(line)
    assert (found.evidence["field"], found.evidence["character"]) == (field, character)
    assert not UNCLEAN.search(found.message)


@pytest.mark.parametrize(
    "text", ["a < b", "3 <4", "<", "->", "R&D", "tab\there", "naïve ☕", "=1+1"]
)
def test_cf609_passes_for_plain_text(text: str) -> None:
    books = written(payee=text, narration=text, entry=text, posting=text)
    assert books.found("CF609") == []


@pytest.mark.parametrize("field", ["tag", "link"])
def test_cf609_fails_in_tags_and_links(field: str) -> None:
    # No file can hold one, but a plugin or an importer can.
    entries, _, options = loader.load_string(ACCOUNTS + ENTRY)
    (entry,) = [entry for entry in entries if isinstance(entry, Transaction)]
    bold = frozenset({"<b>"})
    changed = entry._replace(tags=bold) if field == "tag" else entry._replace(links=bold)
    others = [its for its in entries if its is not entry]
    controls.run([*others, changed], options)
    analysis = options[KEY]
    assert isinstance(analysis, Analysis)
    (found,) = analysis.findings["controls"]
    assert found.evidence["field"] == field


def test_cf609_fails_in_an_entry_without_postings() -> None:
    before = '2026-03-01 * "one"\n  Expenses:Rent  1.00 USD\n  Assets:Bank\n'
    for ledger in (
        '2026-03-02 * "<b>"',
        f'{before}2026-03-02 * "<b>"',
        f'2026-03-02 * "<b>"\n{before}',
    ):
        books = judge(ledger)
        assert books.line(books.one("CF609")) == '2026-03-02 * "<b>"'


BAD_TEXTS = {
    '2026-03-01 custom "coopfund-decision" "GM-<b>"': "text of coopfund-decision",
    '2026-03-01 custom "coopfund-program" "clinic"\n  title: "<i>Clinic</i>"': "metadata title",
    '2026-03-01 custom "coopfund-waiver" "CF202" "<b>"\n  entry: "^x"\n  expires: 2030-01-01': (
        "text of coopfund-waiver"
    ),
    '2026-03-01 note Assets:Bank "<b>"': "note",
    '2026-03-01 event "place" "<b>"': "event",
    '2026-03-01 open Assets:Till\n  name: "<b>"': "metadata name",
    '2026-03-01 document Assets:Bank "/tmp/<b>.pdf"': "document",
}


@pytest.mark.parametrize("directive", BAD_TEXTS)
def test_cf609_fails_in_other_directives(directive: str) -> None:
    books = judge(directive, beancount_may_fail=True)
    found = books.one("CF609")
    assert books.line(found) == directive.splitlines()[0]
    assert found.evidence["field"] == BAD_TEXTS[directive]
    assert found.message.startswith(f"The {BAD_TEXTS[directive]} ")
    assert not UNCLEAN.search(found.message)


def test_cf609_passes_for_plain_directives_and_for_a_query() -> None:
    plain = '2026-03-01 note Assets:Bank "3 < 4"\n2026-03-01 query "q" "SELECT 1 WHERE number <b"'
    assert judge(plain).found("CF609") == []


def test_cf609_of_a_later_directive_is_not_judged_yet() -> None:
    entry = '2026-{}-01 * "x"\n  Expenses:Rent  1.00 USD\n  Assets:Bank\n'
    books = judge(entry.format("01") + '2026-02-01 note Assets:Bank "<b>"\n' + entry.format("03"))
    rules = [rule for rule in controls.RULES if rule.code == "CF609"]
    assert len(books.analysis.judge(rules)) == 1
    assert books.analysis.judge(rules, date(2026, 1, 31)) == []


# CF610


@judged
def test_cf610_example_a_program_childcar(books: Judged) -> None:
    """
    2026-01-01 open Expenses:Toys
      program: "childcar"
    """
    found = books.one("CF610")
    assert (found.action, found.name, str(found.date)) == ("stop", "declarations", "2026-01-01")
    assert books.line(found) == "2026-01-01 open Expenses:Toys"
    assert found.message == (
        'Expenses:Toys: no program "childcar" is declared (did you mean "childcare"?)'
    )
    assert found.evidence == {"problem": found.message}


@judged
def test_cf610_passes_where_the_program_is_spelt_right(books: Judged) -> None:
    """
    2026-01-01 open Expenses:Toys
      program: "childcare"
    """
    assert books.findings == []


@judged
def test_cf610_fails_softly_for_a_key_that_means_nothing(books: Judged) -> None:
    """
    2026-01-01 custom "coopfund-program" "clinic"
      fundedby: "dues"
    """
    found = books.one("CF610")
    assert (found.action, books.line(found)) == (
        "warn",
        '2026-01-01 custom "coopfund-program" "clinic"',
    )
    assert found.message == (
        'coopfund-program: "fundedby" means nothing here (did you mean "funded-by"?)'
    )


def test_cf610_fails_where_a_family_did_not_run(tmp_path: Path) -> None:
    main = tmp_path / "main.beancount"
    main.write_text('plugin "coopfund_plugins.dues_onyl"\n' + ACCOUNTS, encoding="utf-8")
    (found,) = [finding for finding in load(main).findings if finding.code == "CF610"]
    assert (found.action, found.place.file, found.place.line) == ("stop", str(main), 1)
    assert "did not run" in found.message


@pytest.mark.parametrize(("action", "found"), [("warn", "warn"), ("note", "note")])
def test_cf610_a_vote_can_say_less(action: str, found: str) -> None:
    books = judge(
        f"""
2026-01-01 custom "coopfund-rule" "CF610"
  action: "{action}"
2026-01-02 open Expenses:Toys
  program: "childcar"
"""
    )
    assert books.one("CF610").action == found


def test_cf610_fails_where_it_is_to_be_switched_off() -> None:
    books = judge('2026-01-01 custom "coopfund-rule" "CF610"\n  action: "off"')
    assert books.one("CF610").message == "coopfund-rule: CF610 cannot be switched off"
