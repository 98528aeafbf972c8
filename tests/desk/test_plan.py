"""Entries land where a person would have put them, and nothing else moves."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopfund.desk.books_folder import BooksFolder
from coopfund.desk.plan import inserted, plan
from tests.desk.books import ACCOUNTS, JANUARY, MAIN, MEMBERS, entries, write_books

DUES = """
2026-01-10 * "dues" ^dues-1
  Assets:Bank  10.00 USD
  Income:Dues
"""


def planned(main: Path, text: str) -> dict[str, str]:
    return {file.name: new for file, new in plan(BooksFolder.of(main), entries(text)).texts.items()}


def test_entry_goes_into_its_month_between_its_neighbours(tmp_path: Path) -> None:
    main = write_books(tmp_path)
    texts = planned(main, DUES)
    assert texts == {
        "2026-01.beancount": """\
; January 2026

; the first dues
2026-01-05 * "dues" ^dues-1
  member: "m-0001"
  Assets:Bank   10.00 USD
  Income:Dues

2026-01-10 * "dues" ^dues-1
  Assets:Bank   10.00 USD
  Income:Dues

2026-01-20 * "gift"
  donor: "d-1"
  Assets:Bank  100.00 USD
  Income:Gifts
"""
    }


def test_first_of_the_month_stands_above_the_comment_of_the_next(tmp_path: Path) -> None:
    main = write_books(tmp_path)
    text = planned(main, DUES.replace("01-10", "01-02"))["2026-01.beancount"]
    assert text.startswith('; January 2026\n\n2026-01-02 * "dues" ^dues-1\n')
    assert '  Income:Dues\n\n; the first dues\n2026-01-05 * "dues"' in text


def test_new_month_gets_a_file_and_a_line_in_the_main_file(tmp_path: Path) -> None:
    main = write_books(tmp_path)
    texts = planned(main, DUES.replace("2026-01", "2026-03") + DUES.replace("2026-01", "2025-12"))
    assert list(texts) == ["2026-03.beancount", "2025-12.beancount", "main.beancount"] or list(
        texts
    ) == ["2025-12.beancount", "2026-03.beancount", "main.beancount"]
    assert texts["2026-03.beancount"].startswith('; March 2026\n\n2026-03-10 * "dues"')
    assert texts["main.beancount"].endswith(
        'include "members.beancount"\n'
        'include "2025-12.beancount"\n'
        'include "2026-01.beancount"\n'
        'include "2026-03.beancount"\n'
    )


def test_glob_that_covers_the_new_month_needs_no_line(tmp_path: Path) -> None:
    main = write_books(tmp_path, main=MAIN.replace("2026-01.", "2026-*."))
    assert list(planned(main, DUES.replace("-01-", "-04-"))) == ["2026-04.beancount"]


def test_file_that_exists_and_is_not_included_keeps_what_it_holds(tmp_path: Path) -> None:
    main = write_books(tmp_path, **{"2026-02": "; a draft\n"})
    text = planned(main, DUES.replace("-01-", "-02-"))["2026-02.beancount"]
    assert text.startswith("; a draft\n\n2026-02-10 *")


@pytest.mark.parametrize(
    ("known", "new"),
    [
        ("journal/2026/01.beancount", "journal/2026/03.beancount"),
        ("2026_01.bean", "2026_03.bean"),
        ("journal-2026-01.beancount", "journal-2026-03.beancount"),
        ("2026.beancount", "2026.beancount"),
        ("everything.beancount", "everything.beancount"),
    ],
)
def test_files_are_named_as_the_group_names_them(tmp_path: Path, known: str, new: str) -> None:
    main = write_books(tmp_path, main=MAIN.replace("2026-01.beancount", known))
    (tmp_path / known).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / "2026-01.beancount").rename(tmp_path / known)
    folder = BooksFolder.of(main)
    assert folder.relative(folder.month_file(date(2026, 3, 5))) == new


def test_member_joins_the_members_and_a_vote_opens_the_rules(tmp_path: Path) -> None:
    main = write_books(tmp_path, rules="; Rules\n", main=f'{MAIN}include "rules.beancount"\n')
    texts = planned(
        main,
        """
        2026-01-09 custom "coopfund-member" "m-0002" "join" "standard"
        2026-01-10 custom "coopfund-decision" "GM-1" 400.00 USD
          program: "childcare"
        """,
    )
    assert texts["members.beancount"] == MEMBERS.replace(
        "; ── Who else",
        '2026-01-09 custom "coopfund-member" "m-0002" "join" "standard"\n; ── Who else',
    )
    assert texts["rules.beancount"] == (
        '; Rules\n\n2026-01-10 custom "coopfund-decision" "GM-1" 400.00 USD\n'
        '  program: "childcare"\n'
    )


def test_quotes_and_line_ends_of_the_file_are_kept(tmp_path: Path) -> None:
    main = write_books(tmp_path, **{"2026-01": JANUARY.replace("\n", "\r\n")})
    text = planned(main, DUES.replace('"dues"', '"Ann\'s \\"dues\\""'))["2026-01.beancount"]
    assert "\r\n" in text
    assert "\n" not in text.replace("\r\n", "")
    assert '2026-01-10 * "Ann\'s \\"dues\\"" ^dues-1\r\n' in text


@given(days=st.lists(st.integers(1, 31), max_size=8))
def test_a_file_in_order_stays_in_order_and_loses_nothing(days: list[int]) -> None:
    added = [entry for day in days for entry in entries(DUES.replace("01-10", f"01-{day:02}"))]
    text, pieces = inserted(JANUARY, added)
    dates = [entry.date for entry in entries(text)]
    assert dates == sorted(dates)
    assert len(dates) == 2 + len(days)
    assert "\n\n\n" not in text
    for piece in pieces:
        text = text.replace(piece, "", 1)
    assert text == JANUARY


def test_books_of_one_file_stay_one_file(tmp_path: Path) -> None:
    main = tmp_path / "main.beancount"
    main.write_text(f"{ACCOUNTS}{JANUARY}")
    assert list(planned(main, DUES.replace("-01-", "-07-"))) == ["main.beancount"]
