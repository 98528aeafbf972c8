"""Groups of members: none is small, and nobody is lost from whom a rest could be reckoned."""

from collections.abc import Callable, Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopfund.dues.groups import LEAST, neighbours, together

Grouping = Callable[[Mapping[str, Sequence[int]]], list[tuple[Sequence[str], list[int]]]]
sizes = st.lists(st.integers(0, 6), max_size=7)


@pytest.mark.parametrize("grouping", [neighbours, together])
@given(sizes=sizes)
def test_no_group_is_small_and_all_or_nobody_are_in_one(
    grouping: Grouping, sizes: Sequence[int]
) -> None:
    groups = {f"g{n}": [n * 10 + i for i in range(size)] for n, size in enumerate(sizes)}
    found = grouping(groups)
    assert all(len(members) >= LEAST for _, members in found)
    everybody = sorted(member for members in groups.values() for member in members)
    shown = sorted(member for _, members in found for member in members)
    assert shown == (everybody if len(everybody) >= LEAST else [])
    for names, members in found:
        assert sorted(members) == sorted(member for name in names for member in groups[name])


@given(sizes=sizes)
def test_neighbours_stay_in_order(sizes: Sequence[int]) -> None:
    names = [f"g{n}" for n in range(len(sizes))]
    found = neighbours({name: range(size) for name, size in zip(names, sizes, strict=True)})
    joined = [name for group, _ in found for name in group]
    assert joined == sorted(joined)
