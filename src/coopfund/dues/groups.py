"""Members in groups large enough that a group says nothing about one of them."""

from collections.abc import Mapping, Sequence
from typing import Final, TypeVar

LEAST: Final = 3
"""Fewer members than this are never shown as a group."""

Member = TypeVar("Member")


def neighbours(groups: Mapping[str, Sequence[Member]]) -> list[tuple[Sequence[str], list[Member]]]:
    """Groups in an order that means something, the small ones joined with the next.

    What is left at the end joins the group before. Empty groups are left out. Without enough
    members for one group there is none: nothing is left from which the rest could be reckoned.

    >>> neighbours({"2019": "a", "2020": "bcd", "2021": "efg", "2022": "h"})
    [(['2019', '2020'], ['a', 'b', 'c', 'd']), (['2021', '2022'], ['e', 'f', 'g', 'h'])]
    >>> neighbours({"2019": "a", "2020": "b"})
    []
    """
    found: list[tuple[list[str], list[Member]]] = []
    names: list[str] = []
    members: list[Member] = []
    for name, its in groups.items():
        if not its:
            continue
        names.append(name)
        members.extend(its)
        if len(members) >= LEAST:
            found.append((names, members))
            names, members = [], []
    if members and found:
        found[-1][0].extend(names)
        found[-1][1].extend(members)
    return [(names, members) for names, members in found]


def together(groups: Mapping[str, Sequence[Member]]) -> list[tuple[Sequence[str], list[Member]]]:
    """Groups without an order: the small ones are joined with each other, last in the list.

    If they are too few even so, the smallest of the others joins them.

    >>> together({"low": "a", "standard": "bcdef", "family": "gh"})
    [(['standard'], ['b', 'c', 'd', 'e', 'f']), (['low', 'family'], ['a', 'g', 'h'])]
    """
    small = [name for name, its in groups.items() if 0 < len(its) < LEAST]
    large = [name for name, its in groups.items() if len(its) >= LEAST]
    if large and 0 < sum(len(groups[name]) for name in small) < LEAST:
        smallest = min(large, key=lambda name: len(groups[name]))
        large.remove(smallest)
        small.append(smallest)
    joined = [member for name in small for member in groups[name]]
    found: list[tuple[Sequence[str], list[Member]]] = [([n], list(groups[n])) for n in large]
    return [*found, (small, joined)] if len(joined) >= LEAST else found
