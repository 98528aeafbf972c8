"""Givers added up all at once come to what they come to posting by posting."""

from decimal import Decimal

import hypothesis.strategies as st
from hypothesis import given

from coopfund.books.columns import Postings
from coopfund.books.income_rows import Giver, IncomeRows, income_rows

GIVERS = [("dues", "m-0001"), ("dues", "m-0002"), ("donation", "d-001"), ("event", None)]
postings = st.lists(
    st.tuples(st.sampled_from(GIVERS), st.none() | st.integers(-500, 100).map(Decimal))
)
rows = st.integers(0, 20)


def columns(booked: list[tuple[tuple[str, str | None], Decimal | None]]) -> Postings:
    return Postings(
        source=[source for (source, _), _ in booked],
        contributor=[person for (_, person), _ in booked],
        value=[value for _, value in booked],
    )


def read(posted: Postings) -> IncomeRows:
    """Every other posting is income, as in most ledgers."""
    return income_rows(posted, range(0, len(posted.value), 2))


@given(postings, rows, rows, st.frozensets(rows, max_size=3))
def test_sums_are_those_of_the_postings(
    booked: list[tuple[tuple[str, str | None], Decimal | None]],
    first: int,
    last: int,
    without: frozenset[int],
) -> None:
    expected: dict[Giver, Decimal] = {}
    for row in range(0, len(booked), 2):
        (source, person), value = booked[row]
        if value is not None and first <= row < last and row not in without:
            giver = Giver(source, person)
            expected[giver] = expected.get(giver, Decimal(0)) - value
    found = read(columns(booked)).sums(first, last, without)
    assert list(found.items()) == list(expected.items())


@given(postings, rows)
def test_the_postings_of_some_givers_keep_their_order(
    booked: list[tuple[tuple[str, str | None], Decimal | None]], last: int
) -> None:
    expected = [
        row
        for row in range(0, min(last, len(booked)), 2)
        if booked[row][0][0] == "dues" and booked[row][1] is not None
    ]
    assert read(columns(booked)).of(lambda giver: giver.source == "dues", last) == expected
