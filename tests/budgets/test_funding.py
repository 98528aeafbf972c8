"""Needs are served in their turn, with allowed money, and as fully as can be."""

import itertools
from collections.abc import Mapping, Sequence
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from coopfund.budgets.funding import Money, Need, fund

DUES, GIFTS, STATE = Money("dues"), Money("donation"), Money("state")
SOURCES = ("dues", "donation", "state")
amounts = st.integers(0, 30).map(Decimal)
whitelists = st.none() | st.frozensets(st.sampled_from(SOURCES), min_size=1)


def needs() -> st.SearchStrategy[list[Need]]:
    rows = st.lists(st.tuples(amounts, whitelists), min_size=1, max_size=4)
    return rows.map(
        lambda its: [Need("abcd"[n], amount, listed) for n, (amount, listed) in enumerate(its)]
    )


def incomes() -> st.SearchStrategy[dict[Money, Decimal]]:
    kinds = st.builds(Money, st.sampled_from(SOURCES), st.none() | st.sampled_from("abcd"))
    return st.dictionaries(kinds, amounts, max_size=5)


def test_core_leaves_the_dues_to_whom_nothing_else_may_pay() -> None:
    found = fund(
        [Need("core", Decimal(50)), Need("childcare", Decimal(40), frozenset({"dues"}))],
        {DUES: Decimal(60), GIFTS: Decimal(30)},
    )
    assert found == {"core": {GIFTS: 30, DUES: 20}, "childcare": {DUES: 40}}


def test_an_earlier_need_changes_its_money_so_that_a_later_one_is_served() -> None:
    """a may use dues or gifts, b dues alone: a gives the dues up for gifts."""
    both, dues = frozenset({"dues", "donation"}), frozenset({"dues"})
    needs = [
        Need("a", Decimal(10), both),
        Need("b", Decimal(10), dues),
        Need("c", Decimal(9), both),
    ]
    found = fund(needs, {DUES: Decimal(15), GIFTS: Decimal(10)})
    assert sum(found["a"].values()) == 10
    assert found["b"] == {DUES: 10}
    assert sum(found["c"].values()) == 5


def test_what_is_for_one_program_alone_helps_no_other() -> None:
    found = fund(
        [Need("core", Decimal(10)), Need("clinic", Decimal(10))],
        {Money("state", "clinic"): Decimal(12), GIFTS: Decimal(4)},
    )
    assert found == {"core": {GIFTS: 4}, "clinic": {Money("state", "clinic"): 10}}


@given(needs(), incomes())
def test_no_need_gets_money_that_it_may_not_use(
    wanted: Sequence[Need], money: Mapping[Money, Decimal]
) -> None:
    found = fund(wanted, money)
    for need in wanted:
        assert sum(found[need.name].values()) <= need.amount
        assert all(need.takes(kind) and amount > 0 for kind, amount in found[need.name].items())
    for kind, amount in money.items():
        assert sum(table.get(kind, Decimal(0)) for table in found.values()) <= amount


@given(needs(), incomes())
def test_each_need_is_served_as_fully_as_those_before_it_allow(
    wanted: Sequence[Need], money: Mapping[Money, Decimal]
) -> None:
    """By the theorem of Hall: what the first needs get together is the most that any could."""
    found = fund(wanted, money)
    for count in range(1, len(wanted) + 1):
        got = sum((sum(found[need.name].values()) for need in wanted[:count]), Decimal(0))
        assert got == _most(wanted[:count], money)


def _most(wanted: Sequence[Need], money: Mapping[Money, Decimal]) -> Decimal:
    """The smallest cut between money and needs."""
    cuts = []
    for size in range(len(wanted) + 1):
        for left_out in itertools.combinations(wanted, size):
            rest = [need for need in wanted if need not in left_out]
            usable = [a for kind, a in money.items() if any(n.takes(kind) for n in rest)]
            cuts.append(sum((n.amount for n in left_out), Decimal(0)) + sum(usable, Decimal(0)))
    return min(cuts)
