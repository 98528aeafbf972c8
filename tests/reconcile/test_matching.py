"""What is certain is matched, what could be exchanged is not, and no order of anything matters."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopfund.findings import Place
from coopfund.reconcile.matching import Matching, match
from coopfund.reconcile.sides import Entry, Row

FIRST = date(2026, 3, 1)


def row(number: int, day: int, amount: str, *references: str, identity: str = "") -> Row:
    return Row(
        file="bank.csv",
        row=number,
        id=identity or f"bank:{number}",
        date=FIRST + timedelta(days=day - 1),
        amount=Decimal(amount),
        references=frozenset(references),
    )


def entry(line: int, day: int, amount: str, *references: str, identity: str = "") -> Entry:
    return Entry(
        place=Place("main.beancount", line),
        txn=line,
        date=FIRST + timedelta(days=day - 1),
        amount=Decimal(amount),
        ids=frozenset({identity} - {""}),
        references=frozenset(references),
    )


def pairs(found: Matching) -> list[tuple[int, int, str]]:
    return [(m.row.row, m.entries[0].place.line, m.why) for m in found.matches]


def test_the_same_id_whatever_the_day() -> None:
    found = match([row(1, 1, "5", identity="camt:1")], [entry(9, 25, "5", identity="camt:1")])
    assert pairs(found) == [(1, 9, "import-id")]


def test_the_same_id_with_another_amount_is_no_match() -> None:
    found = match([row(1, 1, "5", identity="camt:1")], [entry(9, 1, "6", identity="camt:1")])
    assert (found.matches, len(found.rows), len(found.entries)) == ((), 1, 1)


def test_an_entry_of_several_postings_has_one_id() -> None:
    parts = [entry(9, 1, "2", identity="camt:1"), entry(9, 1, "3", identity="camt:1")]
    (found,) = match([row(1, 1, "5", identity="camt:1")], parts).matches
    assert len(found.entries) == 2


def test_an_entry_with_another_id_of_the_same_bank_is_another_payment() -> None:
    other = entry(9, 1, "5", identity="bank:77")
    assert match([row(1, 1, "5")], [other]).matches == ()
    platform = entry(9, 1, "5", identity="stripe:po_1")
    assert pairs(match([row(1, 1, "5")], [platform])) == [(1, 9, "amount")]


def test_a_reference_goes_before_days_and_tells_equals_apart() -> None:
    rows = [row(1, 1, "5", "r-1"), row(2, 1, "5", "r-2")]
    entries = [entry(8, 30, "5", "r-2"), entry(9, 1, "5", "r-1")]
    assert pairs(match(rows, entries)) == [(1, 9, "reference"), (2, 8, "reference")]


def test_a_reference_that_two_rows_share_tells_nothing() -> None:
    rows = [row(1, 1, "5", "dues"), row(2, 1, "5", "dues")]
    found = match(rows, [entry(8, 1, "5", "dues")])
    assert found.matches == ()
    assert [len(equals.rows) for equals in found.equals] == [2]


@pytest.mark.parametrize(("day", "matched"), [(1, 1), (5, 1), (6, 0)])
def test_a_unique_amount_within_the_days(day: int, matched: int) -> None:
    assert len(match([row(1, 1, "5")], [entry(9, day, "5")], days=4).matches) == matched


def test_equals_are_listed_and_not_guessed() -> None:
    found = match([row(1, 1, "5")], [entry(8, 1, "5"), entry(9, 3, "5")])
    assert found.matches == ()
    (equals,) = found.equals
    assert [e.place.line for e in equals.entries] == [8, 9]
    assert (len(found.rows), len(found.entries)) == (1, 2)


def test_equals_far_apart_are_no_equals() -> None:
    rows, entries = [row(1, 1, "5"), row(2, 20, "5")], [entry(8, 2, "5"), entry(9, 21, "5")]
    assert pairs(match(rows, entries)) == [(1, 8, "amount"), (2, 9, "amount")]


def test_as_many_equals_match_where_that_is_asked_for() -> None:
    rows, entries = [row(1, 1, "5"), row(2, 2, "5")], [entry(8, 1, "5"), entry(9, 2, "5")]
    assert len(match(rows, entries).equals) == 1
    together = match(rows, entries, together=True)
    assert [why for *_, why in pairs(together)] == ["equals", "equals"]
    assert match([*rows, row(3, 1, "5")], entries, together=True).matches == ()


def test_a_deposit_is_the_sum_of_what_shares_its_link() -> None:
    box = [entry(7, 1, "5", "box"), entry(8, 1, "3", "box"), entry(9, 1, "8", "rent")]
    (found,) = match([row(1, 3, "8")], box[:2]).matches
    assert (found.why, [one.place.line for one in found.entries]) == ("sum", [7, 8])
    slip = match([row(1, 3, "8"), row(2, 3, "-1")], [*box[:2], entry(9, 1, "-1")])
    assert [why for *_, why in pairs(slip)] == ["amount", "sum"]


def test_a_deposit_that_something_else_could_be_is_listed() -> None:
    """An entry of that amount; an equal row; an entry of the box that a row of its own could be."""
    box = [entry(7, 1, "5", "box"), entry(8, 1, "3", "box")]
    for rows, entries in (
        ([row(1, 3, "8")], [*box, entry(9, 2, "8")]),
        ([row(1, 3, "8"), row(2, 3, "8")], box),
        ([row(1, 3, "8"), row(2, 3, "3")], box),
    ):
        for together in (False, True):
            found = match(rows, entries, together=together)
            assert found.matches == ()
            assert {its.row.row for its in found.sums} >= {1}
            assert [one.place.line for one in found.sums[0].entries] == [7, 8]


@pytest.mark.parametrize(
    ("entries", "outside", "listed"),
    [
        ([entry(7, 1, "5", "box"), entry(8, 1, "3")], (), True),
        ([entry(7, 1, "5"), entry(8, 1, "3")], (), True),
        ([entry(7, 1, "5", "box"), entry(8, 1, "3", "box")], ("box",), True),
        ([entry(7, 1, "5", "box"), entry(8, 2, "3")], (), False),
        ([entry(7, 1, "5", "box"), entry(8, 9, "3", "box")], (), False),
        ([entry(7, 1, "5", "box"), entry(8, 1, "3", "box"), entry(9, 1, "1", "box")], (), False),
        ([entry(7, 1, "5", "box"), entry(8, 1, "3", "box", identity="bank:9")], (), False),
    ],
)
def test_what_only_happens_to_add_up_is_not_matched(
    entries: list[Entry], outside: tuple[str, ...], *, listed: bool
) -> None:
    found = match([row(1, 3, "8")], entries, outside=outside)
    assert found.matches == ()
    assert bool(found.sums) is listed


def test_a_link_of_which_a_part_is_matched_is_no_whole() -> None:
    box = [entry(n, 1, amount, "box") for n, amount in ((7, "5"), (8, "3"))]
    paid = entry(9, 1, "2", "box", identity="bank:2")
    found = match([row(1, 3, "8"), row(2, 1, "2")], [*box, paid])
    assert pairs(found) == [(2, 9, "import-id")]
    assert [its.row.row for its in found.sums] == [1]


amounts = st.sampled_from(["5", "10", "-5", "7.50"])
days = st.integers(1, 12)
names = st.sampled_from(["", "", "r-1", "r-2"])
identities = st.sampled_from(["", "", "", "bank:1", "bank:2", "ofx:9"])
sides = st.lists(st.tuples(days, amounts, names, identities), max_size=7)


def statement(facts: Sequence[tuple[int, str, str, str]]) -> list[Row]:
    """Every id once, as in a statement."""
    used: set[str] = set()
    rows = []
    for number, (day, amount, name, identity) in enumerate(facts, 1):
        given_id = identity if identity and identity not in used else f"bank:row-{number}"
        used.add(given_id)
        rows.append(row(number, day, amount, *filter(None, [name]), identity=given_id))
    return rows


def books(facts: Sequence[tuple[int, str, str, str]]) -> list[Entry]:
    return [
        entry(line, day, amount, *filter(None, [name]), identity=identity)
        for line, (day, amount, name, identity) in enumerate(facts, 1)
    ]


def summary(found: Matching) -> tuple[object, ...]:
    return (
        sorted((m.row.id, [e.place.line for e in m.entries], m.why) for m in found.matches),
        sorted(row.id for row in found.rows),
        sorted(entry.place.line for entry in found.entries),
        sorted([row.id for row in equals.rows] for equals in found.equals),
    )


@given(sides, sides, st.randoms(use_true_random=False), st.booleans())
def test_no_order_changes_anything(
    bank: list[tuple[int, str, str, str]],
    book: list[tuple[int, str, str, str]],
    random: "st.Random",  # type: ignore[name-defined]
    together: bool,  # noqa: FBT001  # drawn
) -> None:
    rows, entries = statement(bank), books(book)
    straight = match(rows, entries, together=together)
    random.shuffle(rows)
    random.shuffle(entries)
    renumbered = [replace(one, row=n) for n, one in enumerate(rows, 1)]
    assert summary(match(renumbered, entries, together=together)) == summary(straight)


@given(sides, sides, st.booleans())
def test_everything_is_matched_once_or_left(
    bank: list[tuple[int, str, str, str]],
    book: list[tuple[int, str, str, str]],
    together: bool,  # noqa: FBT001  # drawn
) -> None:
    rows, entries = statement(bank), books(book)
    found = match(rows, entries, together=together)
    taken = [entry for one in found.matches for entry in one.entries]
    assert sorted([m.row.id for m in found.matches] + [r.id for r in found.rows]) == sorted(
        one.id for one in rows
    )
    assert sorted(e.place.line for e in [*taken, *found.entries]) == sorted(
        one.place.line for one in entries
    )
    for one in found.matches:
        assert sum(entry.amount for entry in one.entries) == one.row.amount
