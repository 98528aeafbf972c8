"""What the books say to an entry before it is written."""

from pathlib import Path

import pytest

from coopfund.books.load import load, load_both
from coopfund.desk.books_folder import BooksFolder
from coopfund.desk.verdict import Verdict, verdict
from tests.desk.books import ACCOUNTS, entries, texts_of, write_books


def judged(folder: Path, text: str) -> Verdict:
    main = write_books(folder)
    before = texts_of(folder)
    found = verdict(BooksFolder.of(main), entries(text))
    assert texts_of(folder) == before
    return found


def test_entry_in_order_is_not_objected_to(tmp_path: Path) -> None:
    found = judged(
        tmp_path,
        """
        2026-01-10 * "crayons"
          Expenses:Childcare   5.00 USD
          Assets:Bank
        """,
    )
    assert (found.refusals, found.stops) == ((), [])


def test_breach_of_a_whitelist_is_told_and_is_no_refusal(tmp_path: Path) -> None:
    found = judged(
        tmp_path,
        """
        2026-01-25 * "outing"
          Expenses:Childcare  50.00 USD
          Assets:Bank
        """,
    )
    assert found.refusals == ()
    assert [(stop.code, stop.evidence["shortfall"]) for stop in found.stops] == [("CF102", "40.00")]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            '2026-01-10 * "x"\n  Expenses:Childcare  5.00 USD\n  Assets:Bank  -4.00 USD\n',
            "does not balance",
        ),
        (
            '2026-01-10 * "x"\n  Expenses:Clinic  5.00 USD\n  Assets:Bank\n',
            "unknown account 'Expenses:Clinic'",
        ),
        (
            '2026-01-10 * "x"\n  member: "m-0009"\n  Assets:Bank  5.00 USD\n  Income:Dues\n',
            'The member "m-0009" has never joined',
        ),
        (
            '2026-01-10 * "<script>"\n  Assets:Bank  5.00 USD\n  Income:Gifts\n',
            "holds the start of markup",
        ),
        (
            '2025-01-10 * "x"\n  Assets:Bank  5.00 USD\n  Income:Gifts\n',
            "inactive account",
        ),
        (
            2 * '2026-01-10 * "x"\n  import-id: "t:1"\n  Assets:Bank  5.00 USD\n  Income:Gifts\n',
            'The transaction "t:1" is booked already.',
        ),
        ('2026-01-10 custom "coopfund-member" "m-0002" "joins"\n', "is none of join, tier"),
    ],
)
def test_what_no_books_can_hold_is_refused(tmp_path: Path, text: str, sentence: str) -> None:
    assert [refusal for refusal in judged(tmp_path, text).refusals if sentence in refusal]


def test_what_happens_on_the_day_of_something_else_comes_after_it(tmp_path: Path) -> None:
    main = write_books(tmp_path)
    lines = "\n" * 40 + '2026-02-02 custom "coopfund-member" "m-0900" "join" "standard"\n'
    main.write_text(main.read_text(encoding="utf-8") + lines, encoding="utf-8")
    waived = entries('2026-02-02 custom "coopfund-member" "m-0900" "waive"')
    assert 'before any "join"' not in " ".join(verdict(BooksFolder.of(main), waived).refusals)


DEMO = Path(__file__).parents[2] / "ledger" / "main.beancount"
GIFT = """
2026-10-20 * "gift"
  donor: "d-007"
  Assets:Bank:Current  500.00 USD
  Income:Gifts:People
"""


def test_books_without_a_draft_are_those_that_are_loaded_without_it() -> None:
    before, after = load_both(DEMO, GIFT)
    assert before is not None
    assert before.findings == load(DEMO).findings
    assert after.findings == load(DEMO, GIFT).findings
    assert len(after.analysis.books.rows) == len(before.analysis.books.rows) + 2


@pytest.mark.parametrize(
    "more",
    [
        "2026-01-02 pad Assets:Bank Income:Gifts\n2026-01-04 balance Assets:Bank 7.00 USD\n",
        'plugin "beancount.plugins.auto_accounts"\n',
        "2026-01-09 balance Assets:Bank 7.00 USD\n",
    ],
)
def test_books_that_a_draft_may_change_elsewhere_are_read_twice(tmp_path: Path, more: str) -> None:
    main = write_books(tmp_path, accounts=ACCOUNTS + more)
    main.write_text(f"{more if more.startswith('plugin') else ''}{main.read_text()}")
    text = '2026-01-03 * "gift"\n  donor: "d-1"\n  Assets:Bank  5.00 USD\n  Income:Gifts\n'
    before, _ = load_both(main, text)
    assert before is None
    assert verdict(BooksFolder.of(main), entries(text)).before.findings == load(main).findings
