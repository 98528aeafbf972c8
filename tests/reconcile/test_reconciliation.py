"""What is left explains the difference between bank and books to the cent, always."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from inspect import cleandoc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopfund.books.load import load
from coopfund.findings import Place
from coopfund.imports.movement import Movement, RefusedFileError, Statement, UnprovenError
from coopfund.reconcile.bank import Bank, Given, bank_of, named, without_empty
from coopfund.reconcile.page import Page
from coopfund.reconcile.reconciliation import Asserted, Reconciliation, compare, reconcile
from coopfund.reconcile.sides import Entry, Row

ACCOUNT = "Assets:Bank:Current"
OPENS = """\
option "operating_currency" "EUR"
2026-01-01 open Assets:Bank:Current EUR
2026-01-01 open Income:Gifts EUR
2026-01-01 open Expenses:Office EUR
2026-01-01 open Equity:Opening EUR
2026-01-01 * "opening"
  Assets:Bank:Current  100 EUR
  Equity:Opening
"""


def movement(number: int, day: int, amount: str, **more: str) -> Movement:
    return Movement(
        row=number,
        id=more.get("id", f"camt:{number}"),
        date=date(2026, 3, day),
        amount=Decimal(amount),
        currency="EUR",
        kind="payment",
        meta={"end-to-end": more.get("reference", "")},
    )


def statement(*movements: Movement, opening: str | None = "100") -> Statement:
    total = sum((one.amount for one in movements), Decimal(0))
    return Statement(
        format="camt.053",
        movements=movements,
        rows_in=len({one.row for one in movements}),
        account_hint="NL77",
        currency="EUR",
        opening=None if opening is None else Decimal(opening),
        closing=None if opening is None else Decimal(opening) + total,
        opening_date=date(2026, 3, 1),
        closing_date=date(2026, 3, 31),
    )


@pytest.fixture
def result(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[..., Reconciliation]:
    """The test's docstring is what the books hold besides an opening of 100."""
    text = OPENS + cleandoc(request.function.__doc__ or "") + "\n"
    main = tmp_path / "main.beancount"
    main.write_text(text)

    def run(*movements: Movement, **options: bool) -> Reconciliation:
        bank = bank_of([("march.xml", statement(*movements))])
        return reconcile(load(main).analysis.books, ACCOUNT, bank, texts=[text], **options)

    return run


def left(found: Reconciliation) -> tuple[list[int], list[int]]:
    return [r.row for r in found.matching.rows], [e.place.line for e in found.in_period]


def test_nothing_is_left(result: Callable[..., Reconciliation]) -> None:
    """2026-03-05 * "gift"
      import-id: "camt:1"
      Assets:Bank:Current  50 EUR
      Income:Gifts
    2026-03-09 * "posters" ^R-17
      Assets:Bank:Current  -5 EUR
      Expenses:Office
    """
    found = result(movement(1, 5, "50"), movement(2, 20, "-5", reference="R-17"))
    assert [m.why for m in found.matching.matches] == ["import-id", "reference"]
    assert found.settled
    assertion = found.assertion()
    assert assertion is not None
    assert (assertion.date, assertion.amount.number) == (date(2026, 4, 1), Decimal(145))
    assert assertion.account == ACCOUNT


def test_what_is_left_is_listed_on_both_sides_and_explains_the_difference(
    result: Callable[..., Reconciliation],
) -> None:
    """2026-03-05 * "gift"
      Assets:Bank:Current  50 EUR
      Income:Gifts
    2026-03-09 * "posters"
      Assets:Bank:Current  -5 EUR
      Expenses:Office
    """
    found = result(movement(1, 5, "50"), movement(2, 20, "7"))
    assert left(found) == ([2], [13])
    assert (found.books, found.bank.closing) == (Decimal(145), Decimal(157))
    assert (found.only_books, found.only_bank) == (Decimal(-5), Decimal(7))
    assert not found.settled


def test_booked_after_the_end_is_a_difference_of_days(
    result: Callable[..., Reconciliation],
) -> None:
    """2026-04-02 * "gift"
      Assets:Bank:Current  50 EUR
      Income:Gifts
    ; and nothing else
    """
    found = result(movement(1, 31, "50"))
    assert (found.booked_later, found.books) == (Decimal(50), Decimal(100))
    assert (len(found.later), found.left) == (1, 1)


def test_a_cheque_of_february_that_clears_in_march(result: Callable[..., Reconciliation]) -> None:
    """2026-02-27 * "cheque" ^cheque-319
      Assets:Bank:Current  -30 EUR
      Expenses:Office
    ; and nothing else
    """
    found = result(movement(1, 20, "-30", reference="cheque-319"))
    assert found.settled
    assert (found.before, found.books) == (Decimal(0), Decimal(70))


def test_what_is_on_no_statement_yet_is_named_since_the_last_balance(
    result: Callable[..., Reconciliation],
) -> None:
    """2026-02-01 balance Assets:Bank:Current  100 EUR
    2026-02-27 * "cheque"
      Assets:Bank:Current  -30 EUR
      Expenses:Office
    2026-03-05 * "gift"
      Assets:Bank:Current  50 EUR
      Income:Gifts
    """
    found = result(movement(1, 5, "50"))
    assert (found.before, found.unexplained) == (Decimal(-30), Decimal(0))
    assert [entry.place.line for entry in found.outstanding] == [11]
    assert found.left == 1


def test_a_wrong_opening_balance_is_said(result: Callable[..., Reconciliation]) -> None:
    """2026-02-27 * "cheque"
      Assets:Bank:Current  -30 EUR
      Expenses:Office
    ; and nothing else
    """
    found = result(movement(1, 5, "50"))
    assert (found.before, found.unexplained, found.outstanding) == (Decimal(-30), Decimal(-30), ())
    assert (
        "an opening balance is wrong or missing" in Page(found, lambda p: f"main:{p.line}").text()
    )


def test_equals_are_left_unless_they_are_taken_together(
    result: Callable[..., Reconciliation],
) -> None:
    """2026-03-05 * "dues"
      Assets:Bank:Current  10 EUR
      Income:Gifts
    2026-03-05 * "dues"
      Assets:Bank:Current  10 EUR
      Income:Gifts
    """
    two = movement(1, 5, "10"), movement(2, 6, "10")
    found = result(*two)
    assert left(found) == ([1, 2], [10, 13])
    assert found.only_bank == found.only_books == Decimal(20)
    assert found.books == found.bank.closing
    assert not found.settled
    assert result(*two, together=True).settled


def test_a_balance_that_stands_already_is_not_written_again(
    result: Callable[..., Reconciliation],
) -> None:
    """2026-03-05 * "gift"
      Assets:Bank:Current  50 EUR
      Income:Gifts
    2026-04-01 balance Assets:Bank:Current  150.00 EUR
    """
    found = result(movement(1, 5, "50"))
    assert found.settled
    assert found.assertion() is None


def test_accounts_below_and_other_currencies(tmp_path: Path) -> None:
    text = OPENS.replace("Current EUR", "Current") + (
        "2026-01-01 open Assets:Bank:Current:Pot EUR\n2026-01-01 open Equity:Usd USD\n"
        '2026-03-05 * "gift"\n  Assets:Bank:Current:Pot  50 EUR\n  Income:Gifts\n'
        '2026-03-05 * "dollars"\n  Assets:Bank:Current  50 USD\n  Equity:Usd\n'
    )
    (tmp_path / "main.beancount").write_text(text)
    books = load(tmp_path / "main.beancount").analysis.books
    bank = bank_of([("a", statement(movement(1, 5, "50")))])
    assert reconcile(books, ACCOUNT, bank).settled


# The bank's side


def test_overlapping_files_are_one_statement() -> None:
    first = statement(movement(1, 3, "5"), movement(2, 9, "6"))
    second = statement(
        movement(1, 9, "6", id="camt:2"), movement(2, 20, "7", id="camt:3"), opening="105"
    )
    bank = bank_of([("b", second), ("a", first)])
    assert (bank.opening, bank.moved, bank.closing) == (Decimal(100), Decimal(18), Decimal(118))


def test_a_statement_missing_between_is_found() -> None:
    first = statement(movement(1, 3, "5"))
    third = statement(movement(9, 20, "7"), opening="200")
    with pytest.raises(UnprovenError, match="a statement between them is missing"):
        bank_of([("a", first), ("c", third)])


def test_a_statement_without_balances_takes_those_on_paper() -> None:
    bare = statement(movement(1, 5, "50"), opening=None)
    assert bank_of([("a", bare)]).closing is None
    bank = bank_of([("a", bare)], Given(closing=Decimal(150), end=date(2026, 3, 31)))
    assert (bank.opening, bank.closing, bank.said) == (Decimal(100), Decimal(150), False)
    with pytest.raises(UnprovenError, match="Opening 90 and movements 50 make 140"):
        bank_of([("a", bare)], Given(opening=Decimal(90), closing=Decimal(150)))


def test_several_accounts_must_be_told_apart() -> None:
    from dataclasses import replace  # noqa: PLC0415

    one = statement(movement(1, 5, "50"))
    files = [("a", one), ("a", replace(one, account_hint="NL88"))]
    with pytest.raises(
        RefusedFileError, match=r"2 accounts \(…NL77, …NL88\); say which with --number"
    ):
        bank_of(files)
    assert named(files, "88") == files[1:]
    assert without_empty([*files, ("a", replace(one, movements=()))]) == files
    with pytest.raises(RefusedFileError, match="ends with 99"):
        named(files, "99")


amounts = st.sampled_from([Decimal(5), Decimal(10), Decimal(-5), Decimal("7.50")])
day_numbers = st.integers(-20, 40)


@given(
    st.lists(st.tuples(st.integers(0, 30), amounts), min_size=1, max_size=8),
    st.lists(st.tuples(day_numbers, amounts, st.booleans()), max_size=10),
    st.one_of(st.none(), st.integers(-15, 0)),
    st.booleans(),
)
def test_what_is_left_always_explains_the_difference_exactly(
    bank_facts: list[tuple[int, Decimal]],
    book_facts: list[tuple[int, Decimal, bool]],
    asserted_on: int | None,
    together: bool,  # noqa: FBT001  # drawn
) -> None:
    first = date(2026, 3, 1)
    rows = tuple(
        Row("a", n, f"camt:{n}", first + timedelta(days=day), amount)
        for n, (day, amount) in enumerate(bank_facts)
    )
    moved = sum((row.amount for row in rows), Decimal(0))
    bank = Bank(
        rows,
        "EUR",
        first,
        first + timedelta(days=30),
        Decimal(100),
        Decimal(100) + moved,
        said=True,
    )
    entries = [
        Entry(
            Place("main", n),
            n,
            first + timedelta(days=day),
            amount,
            ids=frozenset({f"camt:{n}"} if known else ()),
        )
        for n, (day, amount, known) in enumerate(book_facts)
    ]
    asserted = (
        [] if asserted_on is None else [Asserted(first + timedelta(days=asserted_on), moved, "EUR")]
    )
    found = compare(ACCOUNT, bank, entries, asserted, together=together)
    left_on_bank = sum((row.amount for row in found.matching.rows), Decimal(0))
    left_in_books = sum((entry.amount for entry in found.in_period), Decimal(0))
    difference = found.books - (Decimal(100) + moved)
    assert difference == left_in_books - left_on_bank - found.booked_later + found.before
    if found.settled:
        assert difference == 0
