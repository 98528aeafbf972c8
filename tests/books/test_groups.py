"""Which contributors are one."""

import pytest

from tests.ledgers import judge

CHAIN = """
2026-01-01 custom "coopfund-contributor" "d-9"
  same-as: "d-8"
2026-01-01 custom "coopfund-contributor" "d-8"
  same-as: "d-7 d-6"
2026-01-01 custom "coopfund-contributor" "d-6"
  kind: "person"
"""
CONTROL = """
2026-01-01 custom "coopfund-contributor" "d-2"
  kind: "person"
2026-01-01 custom "coopfund-contributor" "c-1"
  kind: "company"
  controlled-by: "c-2"
2026-01-01 custom "coopfund-contributor" "c-2"
  kind: "company"
  controlled-by: "d-2"
"""
HOUSEHOLD = """
2026-01-01 custom "coopfund-contributor" "m-1"
  household: "h-1"
2026-01-01 custom "coopfund-contributor" "d-1"
  household: "h-1"
2026-01-01 custom "coopfund-contributor" "d-3"
  household: "h-2"
"""


@pytest.mark.parametrize(
    ("text", "leader", "members"),
    [
        (CHAIN, "d-6", ["d-6", "d-7", "d-8", "d-9"]),
        # Who controls stands for the group, though c-1 comes first by name.
        (CONTROL, "d-2", ["c-1", "c-2", "d-2"]),
        (HOUSEHOLD, "d-1", ["d-1", "m-1"]),
        (CHAIN + CONTROL + HOUSEHOLD, "d-6", ["d-6", "d-7", "d-8", "d-9"]),
    ],
)
def test_groups(text: str, leader: str, members: list[str]) -> None:
    groups = judge(text).books.groups
    assert {groups.of(name) for name in members} == {leader}
    assert list(groups.members(leader)) == members


def test_who_is_declared_nowhere_is_a_group_of_their_own() -> None:
    groups = judge(CHAIN).books.groups
    assert (groups.of("d-1"), groups.members("d-1"), groups.kind("d-1")) == ("d-1", ("d-1",), None)


def test_a_circle_is_a_group() -> None:
    groups = judge(
        """
2026-01-01 custom "coopfund-contributor" "d-1"
  controlled-by: "d-2"
2026-01-01 custom "coopfund-contributor" "d-2"
  controlled-by: "d-1"
  same-as: "d-2"
"""
    ).books.groups
    assert {groups.of("d-1"), groups.of("d-2")} == {"d-1"}


def test_later_declarations_add_to_earlier_ones() -> None:
    groups = judge(
        CHAIN
        + """
2026-06-01 custom "coopfund-contributor" "d-9"
  same-as: "d-1"
"""
    ).books.groups
    assert groups.members("d-1") == ("d-1", "d-6", "d-7", "d-8", "d-9")
    assert groups.kind(groups.of("d-9")) == "person"
