"""The indices against the catalogue's figures and against their definitions, by brute force."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from coopfund.measures import concentration
from coopfund.money import half_up

CATALOGUE = [Decimal(x) for x in (50, 30, 10, 5, 5)]
DUES = st.sampled_from([Decimal("10.00"), Decimal(10), Decimal("0.5")])
GIFTS = st.integers(min_value=1, max_value=10**9).map(lambda cents: Decimal(cents).scaleb(-2))
amounts = st.lists(DUES | GIFTS, min_size=1, max_size=30)


def test_the_figures_of_the_catalogue() -> None:
    index = concentration.hhi(CATALOGUE, Decimal(100))
    effective = concentration.effective(index)
    assert index == 3550
    assert effective is not None
    assert half_up(effective, 3) == Decimal("2.817")
    assert concentration.normalised(index, 5) == Fraction("0.19375")
    assert concentration.gini(CATALOGUE) == Fraction("0.46")


def test_of_one_and_of_nobody() -> None:
    assert concentration.hhi([Decimal(7)], Decimal(7)) == 10_000
    assert concentration.normalised(Fraction(10_000), 1) is None
    assert concentration.effective(Fraction(0)) is None
    assert concentration.gini([]) is None
    assert concentration.gini([Decimal(7)]) == 0


@given(amounts)
def test_gini_by_its_definition(people: list[Decimal]) -> None:
    pairs = sum((abs(Fraction(x) - Fraction(y)) for x in people for y in people), Fraction(0))
    total = Fraction(sum(people))
    assert concentration.gini(people) == pairs / (2 * len(people) * total)


@given(amounts)
def test_hhi_is_between_even_and_one(people: list[Decimal]) -> None:
    total = Decimal(sum(people))
    index = concentration.hhi(people, total)
    assert index == sum(Fraction(x) ** 2 for x in people) * 10_000 / Fraction(total) ** 2
    assert Fraction(10_000, len(people)) <= index <= 10_000
    normalised = concentration.normalised(index, len(people))
    assert normalised is None or 0 <= normalised <= 1
