"""Which money may pay for which need: each served in turn, with what its whitelist allows.

A need is served as fully as the needs before it leave possible. To find out, money already given
to an earlier need may be exchanged for other money that it may also use (a maximum flow, by
augmenting paths), so nothing is cut that some other distribution would have saved, and no need is
ever given money outside its whitelist.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from coopfund import words
from coopfund.money import ZERO


class Money(NamedTuple):
    """A kind of money: its source, and the program it is for alone, if it is."""

    source: str
    earmark: str | None = None


@dataclass(frozen=True, slots=True)
class Need:
    """What something costs.

    Attributes:
        name: the program, or ``core``.
        amount: the cost.
        whitelist: the sources that may pay, ``None`` for any.
    """

    name: str
    amount: Decimal
    whitelist: frozenset[str] | None = None

    def takes(self, money: Money) -> bool:
        """Whether this money may pay for it."""
        allowed = self.whitelist is None or money.source in self.whitelist
        return allowed and money.earmark in (None, self.name)


def fund(needs: Sequence[Need], money: Mapping[Money, Decimal]) -> dict[str, dict[Money, Decimal]]:
    """Serve needs in their order; what each gets, by the kind of money.

    Of several kinds that may pay, earmarked money goes first, then what the fewest needs may use,
    then in the fixed order of sources.
    """
    left = {its: max(ZERO, amount) for its, amount in money.items()}
    given: dict[str, dict[Money, Decimal]] = {need.name: {} for need in needs}
    kinds = sorted(left, key=lambda its: _rank(its, needs))
    served: list[Need] = []
    for need in needs:
        served.append(need)
        missing = need.amount
        while missing > 0:
            path = _path(need, served, kinds, left, given)
            if path is None:
                break
            missing -= _move(path, missing, left, given)
    return {
        name: {its: amount for its, amount in table.items() if amount}
        for name, table in given.items()
    }


def _rank(money: Money, needs: Sequence[Need]) -> tuple[bool, int, int, str]:
    users = sum(1 for need in needs if need.whitelist is not None and need.takes(money))
    rank = words.SOURCE_RANK[money.source]
    return money.earmark is None, users, rank, money.earmark or ""


Path = list[tuple[str, Money]]
"""Needs, and the money each takes next; the last money is still left over."""


def _path(
    need: Need,
    served: Sequence[Need],
    kinds: Sequence[Money],
    left: Mapping[Money, Decimal],
    given: Mapping[str, Mapping[Money, Decimal]],
) -> Path | None:
    """The shortest chain of exchanges that ends at money left over."""
    reached: dict[Money, Path] = {}
    waiting: list[tuple[Need, Path]] = [(need, [])]
    while waiting:
        taker, path = waiting.pop(0)
        for money in kinds:
            if money in reached or not taker.takes(money):
                continue
            reached[money] = [*path, (taker.name, money)]
            if left[money] > 0:
                return reached[money]
            waiting.extend(
                (other, reached[money])
                for other in served
                if other.name != taker.name and given[other.name].get(money, ZERO) > 0
            )
    return None


def _move(
    path: Path,
    most: Decimal,
    left: dict[Money, Decimal],
    given: dict[str, dict[Money, Decimal]],
) -> Decimal:
    """Carry out a chain of exchanges; how much of it the first need got."""
    held = [given[taker][path[step][1]] for step, (taker, _) in enumerate(path[1:])]
    amount = min([most, left[path[-1][1]], *held])
    for step, (taker, money) in enumerate(path):
        given[taker][money] = given[taker].get(money, ZERO) + amount
        if step:
            given[taker][path[step - 1][1]] -= amount
    left[path[-1][1]] -= amount
    return amount
