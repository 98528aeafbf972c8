"""Equal shares of the money, and one count with them: who buys what at which price.

All of it is exact: whole numbers of a unit that grows finer as shares are divided.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Final

from coopfund.voting.election import APPROVAL, Election, Project
from coopfund.voting.outcome import order

COST, COUNT = "cost", "count"
"""What an approved project is worth to a voter: its cost, or one like any other."""

NOTHING: Final = Fraction(0)


@dataclass(frozen=True, slots=True)
class Bought:
    """A project, its price, and what each voter of each group pays."""

    project: Project
    price: Fraction
    payments: Mapping[int, Fraction]


@dataclass(frozen=True)
class Run:
    """One count with one share: what was bought, and what each voter of each group has left."""

    share: Fraction
    bought: Sequence[Bought]
    left: Sequence[Fraction]

    @property
    def keys(self) -> list[str]:
        """What was bought."""
        return [its.project.key for its in self.bought]


class Shares:
    """The ballots of an election, those that are alike taken together.

    Voters with the same ballot pay the same in every round, so the count needs each ballot once.
    """

    def __init__(self, election: Election, worth: str) -> None:
        """Group the ballots, and note what each project is worth to each group."""
        self.election = election
        groups: dict[tuple[tuple[str, Fraction], ...], list[str]] = {}
        for ballot in election.ballots:
            groups.setdefault(tuple(sorted(ballot.points.items())), []).append(ballot.voter)
        self.voters = list(groups.values())
        self.size = [len(voters) for voters in self.voters]
        by_cost = worth == COST and election.kind == APPROVAL
        costs = {its.key: Fraction(its.cost) for its in election.projects}
        exact: dict[str, dict[int, Fraction]] = {its.key: {} for its in election.projects}
        for group, given in enumerate(groups):
            for key, points in given:
                exact[key][group] = points * costs[key] if by_cost else points
        values = [value for table in exact.values() for value in table.values()]
        self.scale = lcm(*(value.denominator for value in values))
        self.worth = {
            key: {group: int(value * self.scale) for group, value in table.items()}
            for key, table in exact.items()
        }

    def run(self, share: Fraction) -> Run:
        """Count with a share, until no project can be paid by its supporters.

        A price never falls from round to round, so a project whose last price is above the best
        one of this round need not be looked at again.
        """
        purses = Purses(self, share)
        known = {project.key: NOTHING for project in self.election.projects}
        waiting = list(self.election.projects)
        bought: list[Bought] = []
        while True:
            best: tuple[Fraction, Project] | None = None
            for project in sorted(waiting, key=lambda its: known[its.key]):
                if best is not None and known[project.key] > best[0]:
                    break
                price = purses.price(project)
                if price is None:
                    waiting.remove(project)
                    continue
                known[project.key] = price
                if best is None or self._before(price, project, best):
                    best = price, project
            if best is None:
                return Run(share, bought, purses.exact())
            bought.append(purses.buy(best[1], best[0]))
            waiting.remove(best[1])

    def _before(self, price: Fraction, project: Project, best: tuple[Fraction, Project]) -> bool:
        mine = (price, *order(self.election, project))
        return mine < (best[0], *order(self.election, best[1]))


class Purses:
    """What each voter of each group has left: whole numbers of one common unit, so exact and fast.

    Attributes:
        unit: how many of the unit make one of the currency; it grows as shares are divided.
        left: by group.
    """

    def __init__(self, shares: Shares, share: Fraction) -> None:
        """Give everybody the same share."""
        costs = [Fraction(its.cost) for its in shares.election.projects]
        self.shares = shares
        self.unit = lcm(share.denominator, *(cost.denominator for cost in costs))
        self.left = [int(share * self.unit)] * len(shares.voters)

    def exact(self) -> list[Fraction]:
        """What is left, in the currency."""
        return [Fraction(amount, self.unit) for amount in self.left]

    def price(self, project: Project) -> Fraction | None:
        """The smallest rho at which supporters can pay; ``None`` where they cannot at all.

        Whoever has least for what it is worth to them runs dry first; once nobody does, the rest of
        the cost is divided by what it is worth to the others.
        """
        size, left, worth = self.shares.size, self.left, self.shares.worth[project.key]
        paying = [group for group in worth if left[group]]
        rest = int(Fraction(project.cost) * self.unit)
        if sum(size[group] * left[group] for group in paying) < rest:
            return None
        total = sum(size[group] * worth[group] for group in paying)
        common = lcm(*set(worth.values()))
        for group in sorted(paying, key=lambda its: left[its] * (common // worth[its])):
            if rest * worth[group] <= left[group] * total:
                return Fraction(rest * self.shares.scale, total * self.unit)
            rest -= size[group] * left[group]
            total -= size[group] * worth[group]
        return None

    def buy(self, project: Project, price: Fraction) -> Bought:
        """Let the supporters pay, at a price that :meth:`price` found."""
        worth = self.shares.worth[project.key]
        scaled = price * self.unit / self.shares.scale
        finer = scaled.denominator
        self.unit *= finer
        self.left = [amount * finer for amount in self.left]
        payments: dict[int, Fraction] = {}
        for group, value in worth.items():
            payment = min(self.left[group], scaled.numerator * value)
            if payment:
                self.left[group] -= payment
                payments[group] = Fraction(payment, self.unit)
        return Bought(project, price, payments)
