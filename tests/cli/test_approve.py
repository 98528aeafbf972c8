"""``coopfund approve``: one line of the entry changes, and nothing else in the file."""

from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.desk.books import JANUARY, texts_of, write_books

OFFICES = """\
2026-01-01 custom "coopfund-member" "m-0002" "join" "standard"
2026-01-01 custom "coopfund-member" "m-0003" "join" "standard"
2026-01-01 custom "coopfund-office" "treasurer" "m-0002"
2026-01-01 custom "coopfund-office" "chair" "m-0003"
  until: 2026-01-15
"""
PAYMENTS = """
; the printer
2026-01-22 * "Red Quay" "posters" ^print
  import-id: "bank:77"    ; of the bank
  Expenses:Childcare  600.00 USD
  Assets:Bank
2026-01-23 * "Red Quay" "leaflets" ^print
\tapproved-by: "m-0002"   ; at the meeting
\tExpenses:Childcare  1.00 USD
\tAssets:Bank
"""


@pytest.fixture
def main(tmp_path: Path) -> Path:
    (tmp_path / "books").mkdir()
    main = write_books(tmp_path / "books", **{"2026-01": JANUARY + PAYMENTS})
    members = tmp_path / "books" / "members.beancount"
    members.write_text(members.read_text() + OFFICES)
    return main


@pytest.mark.parametrize("entry", ["bank:77", "2026-01.beancount:15", "2026-01.beancount:17"])
def test_first_approval_is_a_line_of_its_own(run: Run, main: Path, entry: str) -> None:
    before = texts_of(main.parent)
    result = run("approve", entry, main, "--by", "m-0002", "--yes", "--despite-stop")
    assert result.exit_code == 0, result.stderr
    assert texts_of(main.parent) == before | {
        "2026-01.beancount": (JANUARY + PAYMENTS).replace(
            "of the bank\n", 'of the bank\n  approved-by: "m-0002"\n'
        )
    }
    assert run("undo", main, "--yes").exit_code == 0
    assert texts_of(main.parent) == before


def test_second_approval_joins_the_first_and_keeps_the_comment(run: Run, main: Path) -> None:
    result = run("approve", "2026-01.beancount:20", main, "--by", "m-0001", "--yes")
    assert result.exit_code == 1, "m-0001 holds no office"
    assert "m-0001 approved it but never held office" in result.stderr
    arguments = ("approve", "2026-01.beancount:20", main, "--by", "m-0001", "--despite-stop")
    assert run(*arguments, "--yes").exit_code == 0
    text = texts_of(main.parent)["2026-01.beancount"]
    assert '\tapproved-by: "m-0002 m-0001"   ; at the meeting\n\tExpenses' in text


def test_office_that_ended_before_the_payment_is_shown(run: Run, main: Path) -> None:
    result = run("approve", "bank:77", main, "--by", "m-0003", "--dry-run")
    assert result.exit_code == 0, "it stops already, for want of approvals"
    assert "  now STOP CF601 two-people\n" in result.stderr
    assert "m-0003 approved it but held office until 2026-01-15" in result.stderr
    assert '+  approved-by: "m-0003"\n' in result.stdout


@pytest.mark.parametrize(
    ("entry", "by", "sentence"),
    [
        ("^nothing", "m-0002", 'no entry is "^nothing"; name it by its link'),
        (
            "^print",
            "m-0002",
            '"^print" is 2 entries: 2026-01.beancount:15 and 2026-01.beancount:19',
        ),
        ("2026-01.beancount:14", "m-0002", "no entry is"),
        ("2026-01.beancount:19", "m-0002", "m-0002 has approved it already."),
        ("bank:77", "Ann Lee", '"Ann Lee" is no id'),
        ("../other.beancount:3", "m-0002", "no entry is"),
    ],
)
def test_what_means_no_one_entry_is_one_sentence(
    run: Run, main: Path, entry: str, by: str, sentence: str
) -> None:
    before = texts_of(main.parent)
    result = run("approve", entry, main, "--by", by, "--yes")
    assert (result.exit_code, sentence in result.stderr) == (2, True), result.stderr
    assert texts_of(main.parent) == before
