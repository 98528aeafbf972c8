"""What always holds, whatever the books."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from coopfund.findings import Window
from coopfund.money import ZERO
from coopfund.simulation.course import Month, course
from coopfund.simulation.fan import fan
from coopfund.simulation.outlook import Cost, Dues, Inflow, Outlook
from coopfund.simulation.scenario import Scenario

SOURCES = ("dues", "donation", "state", "event")
START = date(2027, 1, 1)
MANY = 4
amounts = st.integers(0, 60).map(Decimal)
inflows = st.builds(
    Inflow,
    st.sampled_from(SOURCES[1:]),
    st.sampled_from([None, None, "a", "b"]),
    st.sampled_from(["d-1", "d-2", None]),
)
whitelists = st.none() | st.frozensets(st.sampled_from(SOURCES), min_size=1)


@st.composite
def outlooks(draw: st.DrawFn) -> Outlook:
    """Months of any income and cost, three programs, one of them with a fund of its own."""
    names = ["a", "b", "c"]
    costs = [
        Cost(
            programs={name: draw(amounts) for name in ("core", *names)},
            running=ZERO,
            essential=ZERO,
            to_funds={"c": draw(amounts)},
            strike=ZERO,
        )
        for _ in range(MANY)
    ]
    expected = [draw(amounts) for _ in range(MANY)]
    incomes = st.dictionaries(inflows, amounts, max_size=4)
    return Outlook(
        months=Scenario(START, MANY).days,
        base=Window(date(2026, 1, 1), date(2026, 12, 31)),
        covered=12,
        order=["core", *draw(st.permutations(names))],
        whitelists={"core": None, **{name: draw(whitelists) for name in names}},
        held={source: draw(amounts) for source in SOURCES},
        owed=draw(amounts),
        funds={"c": draw(amounts)},
        dues=Dues(expected, Fraction(1), expected, [Decimal(-5), Decimal(5)], ZERO, 1, ZERO),
        other=[draw(incomes) for _ in range(MANY)],
        gifts=[draw(incomes) for _ in range(2)],
        gone=[frozenset()] * MANY,
        costs=costs,
        once_income=ZERO,
        once_cost=ZERO,
        liabilities=ZERO,
    )


def _without(outlook: Outlook, group: str) -> list[dict[Inflow, Decimal]]:
    return [{i: v for i, v in its.items() if i.group != group} for its in outlook.other]


def _whole(month: Month) -> Decimal:
    """All cash there is, less what is owed."""
    return month.cash + sum(month.funds.values(), ZERO)


@settings(max_examples=150)
@given(outlooks())
def test_dropping_a_giver_never_raises_cash(outlook: Outlook) -> None:
    with_it, without = course(outlook), course(outlook, other=_without(outlook, "d-1"))
    for before, after in zip(with_it, without, strict=True):
        assert _whole(after) <= _whole(before)


@settings(max_examples=100)
@given(outlooks())
def test_money_in_is_money_used_and_money_held(outlook: Outlook) -> None:
    held = sum(outlook.held.values(), ZERO) - outlook.owed + sum(outlook.funds.values(), ZERO)
    for month in course(outlook):
        spent = sum((v for name, v in month.paid.items() if name != "core"), ZERO)
        held += month.dues + month.other - month.needed["core"] - spent
        assert _whole(month) == held
        assert month.general >= 0
        assert all(its >= 0 for its in month.funds.values())
        assert all(month.short(name) >= 0 for name in month.needed)


@settings(max_examples=60)
@given(outlooks())
def test_nobody_goes_short_beside_money_that_they_may_use(outlook: Outlook) -> None:
    """Core leaves bills unpaid only where nothing is left but what is earmarked."""
    for month in course(outlook):
        if month.unpaid:
            earmarked = {i for its in outlook.other for i in its if i.earmark}
            assert not month.general or earmarked


@settings(max_examples=25)
@given(outlooks(), st.integers(0, 99))
def test_the_same_seed_is_the_same_fan(outlook: Outlook, seed: int) -> None:
    assert fan(outlook, 5, seed) == fan(outlook, 5, seed)
