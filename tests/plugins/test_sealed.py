"""CF605: nothing in a sealed month changes."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from beancount import loader
from beancount.core.data import Transaction

from coopfund.books.load import load
from coopfund.findings import Finding
from coopfund.trust.seal_file import FILE, seals_text
from coopfund.trust.seals import make_seal
from tests import messages

HEAD = """plugin "coopfund_plugins"
option "operating_currency" "USD"
2020-01-01 open Assets:Bank
2020-01-01 open Income:Dues
  source: "dues"
2020-01-01 open Expenses:Paper
"""
MARCH = """
2026-03-05 * "Shop" "paper" ^inv-1
  Expenses:Paper           100.00 USD
  Assets:Bank
2026-03-06 * "dues"
  Assets:Bank               10.00 USD
  Income:Dues
2026-03-06 * "dues"
  Assets:Bank               10.00 USD
  Income:Dues
"""
APRIL = """
2026-04-20 * "Shop" "ten more for the paper of 5 March" ^inv-1
  Expenses:Paper            10.00 USD
  Assets:Bank
"""


class Sealed:
    """Books with March sealed on 15 April, to be written anew."""

    def __init__(self, folder: Path) -> None:
        self.main = folder / "main.beancount"
        self.file = folder / FILE
        self.write(MARCH)
        self.file.write_text(seals_text([self.seal()]), encoding="utf-8")

    def write(self, text: str) -> None:
        self.main.write_text(HEAD + text, encoding="utf-8")

    def seal(self) -> dict[str, Any]:
        entries, _, _ = loader.load_file(str(self.main))
        booked = [entry for entry in entries if isinstance(entry, Transaction)]
        return make_seal("2026-03", booked, date(2026, 4, 15), "m-0017")

    def findings(self, code: str) -> list[Finding]:
        found = load(self.main).findings
        messages.record(found)
        return [its for its in found if its.code == code]

    def found(self, text: str) -> list[Finding]:
        self.write(text)
        return self.findings("CF605")


@pytest.fixture
def books(tmp_path: Path) -> Sealed:
    return Sealed(tmp_path)


def test_cf605_example_100_became_110(books: Sealed) -> None:
    (found,) = books.found(MARCH.replace("100.00", "110.00"))
    assert (found.action, found.name, str(found.date)) == ("stop", "sealed-month", "2026-03-05")
    assert found.place == (str(books.main), 8)
    assert found.message == (
        'March 2026 was sealed on 15 April 2026, and the entry "Shop paper" of 5 March 2026 was '
        "changed since: posting 1 amount was 100 USD and is 110 USD; "
        "posting 2 amount was -100 USD and is -110 USD."
    )
    assert found.evidence == {
        "month": "2026-03",
        "sealed_on": "2026-04-15",
        "by": "m-0017",
        "why": "changed",
        "changes": [
            {"field": "posting 1 amount", "sealed": "100 USD", "now": "110 USD"},
            {"field": "posting 2 amount", "sealed": "-100 USD", "now": "-110 USD"},
        ],
    }
    assert found.links == {"inv-1"}


def test_cf605_fails_for_an_entry_added(books: Sealed) -> None:
    (found,) = books.found(f'{MARCH}2026-03-31 * "late"\n  Assets:Bank  1 USD\n  Income:Dues\n')
    assert found.message == (
        'March 2026 was sealed on 15 April 2026, and the entry "late" of 31 March 2026 was added '
        "since."
    )
    assert (found.action, found.evidence["why"]) == ("stop", "added")
    assert found.place == (str(books.main), 17)


def test_cf605_names_an_entry_without_a_text_by_its_day(books: Sealed) -> None:
    (found,) = books.found(f'{MARCH}2026-03-31 * ""\n  Assets:Bank  1 USD\n  Income:Dues\n')
    assert found.message == (
        "March 2026 was sealed on 15 April 2026, and the entry of 31 March 2026 was added since."
    )


@pytest.mark.parametrize("gone", [0, 1])
def test_cf605_fails_for_an_entry_gone_also_where_its_twin_stays(books: Sealed, gone: int) -> None:
    first, *others = MARCH.split("2026-03-06")
    (found,) = books.found(
        first + "2026-03-06".join(["", *others[:1]]) if gone else ("2026-03-06".join(["", *others]))
    )
    assert (found.action, found.evidence["why"]) == ("stop", "gone")
    title = '"dues" of 6 March' if gone else '"Shop paper" of 5 March'
    assert found.message == (
        f"March 2026 was sealed on 15 April 2026, and the entry {title} 2026 is gone."
    )
    assert found.place.file == str(books.file)
    line = books.file.read_text(encoding="utf-8").splitlines()[found.place.line - 1]
    assert line.strip().endswith('": {')


@pytest.mark.parametrize("left", ["", MARCH.split("2026-03-06", maxsplit=1)[0]])
def test_cf605_fails_for_the_last_entries_of_all(books: Sealed, left: str) -> None:
    assert {found.evidence["why"] for found in books.found(left)} == {"gone"}


def test_cf605_fails_for_an_entry_moved_to_another_month(books: Sealed) -> None:
    (found,) = books.found(MARCH.replace("2026-03-05", "2026-04-05"))
    assert found.evidence["why"] == "gone"


def test_cf605_fails_and_names_the_first_three_of_many_changes(books: Sealed) -> None:
    changed = MARCH.replace("100.00", "110.00").replace('"paper" ^inv-1', '"pens" #pens ^inv-1')
    (found,) = books.found(changed)
    assert found.message.endswith("posting 2 amount was -100 USD and is -110 USD; and 1 more.")
    assert [change["field"] for change in found.evidence["changes"]] == [
        "narration",
        "posting 1 amount",
        "posting 2 amount",
        "tag pens",
    ]


def test_cf605_fails_for_a_tag_that_is_new(books: Sealed) -> None:
    (found,) = books.found(MARCH.replace("^inv-1", "^inv-1 #pens"))
    assert found.message.endswith(" was changed since: tag pens is new.")


def test_cf605_passes_for_a_correction_dated_later(books: Sealed) -> None:
    assert books.found(MARCH + APRIL) == []


def test_cf605_passes_where_only_the_writing_changed(books: Sealed) -> None:
    first, second, third = MARCH.split("2026-03-06")
    again = f"; moved\n2026-03-06{third}\n\n2026-03-06{second}{first}".replace("100.00", " 100")
    assert books.found(again) == []


def test_cf605_passes_without_seals(books: Sealed) -> None:
    books.file.unlink()
    assert books.found(MARCH.replace("100.00", "110.00")) == []


def written(books: Sealed, text: str) -> list[str]:
    books.file.write_text(text, encoding="utf-8")
    found = books.findings("CF610")
    assert {its.place.file for its in found} <= {str(books.file)}
    return [its.message for its in found]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "seals.json: it is not JSON"),
        ("[]", 'seals.json: it has no list of "months"'),
        ('{"months": [1]}', "seals.json: a month is no object"),
        (
            '{"months": [{"month": "2026-13"}]}',
            'seals.json: the month "2026-13" is not written as 2026-03',
        ),
        ('{"months": [{"month": "2026-03"}]}', "seals.json: 2026-03 has no day in sealed-on"),
        (
            '{"months": [{"month": "2026-03", "sealed-on": "2026-04-15"}]}',
            'seals.json: 2026-03 has no "entries"',
        ),
        (
            '{"months": [{"month": "2026-03", "sealed-on": "2026-04-15", "entries": {"a": 1}}]}',
            "seals.json: an entry of 2026-03 is no object",
        ),
        (
            '{"months": [{"month": "2026-03", "sealed-on": "2026-04-15", "entries": {}}]}',
            "seals.json: the digest of 2026-03 is not that of its entries; the seal was changed",
        ),
    ],
)
def test_a_malformed_file_is_a_problem(books: Sealed, text: str, message: str) -> None:
    assert written(books, text) == [message]


def test_a_file_that_was_changed_is_a_problem(books: Sealed) -> None:
    text = books.file.read_text(encoding="utf-8")
    assert written(books, text) == []
    changed = "seals.json: an entry of 2026-03 is not what its digest says; the seal was changed"
    assert written(books, text.replace("100 USD", "110 USD")) == [changed]
    assert written(books, text.replace('"times": 2', '"times": 1')) == [
        "seals.json: the digest of 2026-03 is not that of its entries; the seal was changed"
    ]
    month = json.loads(text)["months"][0]
    assert written(books, seals_text([month, month])) == ["seals.json: 2026-03 is sealed twice"]
    april = seals_text([{**month, "month": "2026-04"}])
    (dated,) = written(books, april)
    assert dated.startswith('seals.json: an entry of 2026-04 is dated "2026-03-0')
    books.file.write_bytes(b"\xff")
    assert [f.message for f in books.findings("CF610")] == ["seals.json: it is not UTF-8 text"]
