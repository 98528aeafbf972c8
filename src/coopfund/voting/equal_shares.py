"""The method of equal shares: everybody has the same share, and pays only for what they support.

After Peters and Skowron, with the completion called add1. The budget is divided equally. In each
round the project is bought that costs its supporters least for what it gives them: at the price
rho, a voter i pays min(what i has left, rho x what the project is worth to i), and the payments add
up to the cost. Ends where no project can be paid by its supporters. Then everybody's share is
raised by one unit and all is counted again, until nothing more fits the budget or the next step
would cost more than the budget.

All of it is exact: shares, prices and payments are fractions.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from coopfund.voting.election import APPROVAL, Election, Project
from coopfund.voting.greedy import by_votes
from coopfund.voting.outcome import Chosen, Outcome, Refused, order
from coopfund.wording import counted, listed

METHOD: Final = "equal-shares"
ADD1, ADD1U, NONE = "add1", "add1u", "none"
COST, COUNT = "cost", "count"
"""What an approved project is worth to a voter: its cost, or one like any other."""

NOTHING: Final = Fraction(0)


@dataclass(frozen=True, slots=True)
class Count:
    """How to count.

    Attributes:
        budget: the money, above nothing.
        completion: ``add1``; ``add1u``, which then adds by votes what still fits; or ``none``.
        worth: what an approval is worth, ``cost`` or ``count``; points are worth what they say.
        step: by how much add1 raises a voter's share.
        money: how sentences write an amount.
    """

    budget: Decimal
    completion: str = ADD1
    worth: str = COST
    step: Decimal = Decimal(1)
    money: Callable[[Decimal | Fraction], str] = str


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
        self.worth: dict[str, dict[int, Fraction]] = {its.key: {} for its in election.projects}
        costs = {its.key: Fraction(its.cost) for its in election.projects}
        for group, given in enumerate(groups):
            for key, points in given:
                self.worth[key][group] = points * costs[key] if by_cost else points

    def price(self, project: Project, left: Sequence[Fraction]) -> Fraction | None:
        """The smallest rho at which supporters can pay; ``None`` where they cannot at all."""
        worth = self.worth[project.key]
        paying = [group for group in worth if left[group]]
        rest = Fraction(project.cost)
        if sum((self.size[group] * left[group] for group in paying), NOTHING) < rest:
            return None
        total = sum((self.size[group] * worth[group] for group in paying), NOTHING)
        for group in sorted(paying, key=lambda its: left[its] / worth[its]):
            price = rest / total
            if price * worth[group] <= left[group]:
                return price
            rest -= self.size[group] * left[group]
            total -= self.size[group] * worth[group]
        return None

    def run(self, share: Fraction) -> Run:
        """Count with a share, until no project can be paid by its supporters.

        A price never falls from round to round, so a project whose last price is above the best
        one of this round need not be looked at again.
        """
        left = [share] * len(self.voters)
        known = {project.key: NOTHING for project in self.election.projects}
        waiting = list(self.election.projects)
        bought: list[Bought] = []
        while True:
            best: tuple[Fraction, Project] | None = None
            for project in sorted(waiting, key=lambda its: known[its.key]):
                if best is not None and known[project.key] > best[0]:
                    break
                price = self.price(project, left)
                if price is None:
                    waiting.remove(project)
                    continue
                known[project.key] = price
                if best is None or self._before(price, project, best):
                    best = price, project
            if best is None:
                return Run(share, bought, left)
            bought.append(self._buy(best[1], best[0], left))
            waiting.remove(best[1])

    def _before(self, price: Fraction, project: Project, best: tuple[Fraction, Project]) -> bool:
        mine = (price, *order(self.election, project))
        return mine < (best[0], *order(self.election, best[1]))

    def _buy(self, project: Project, price: Fraction, left: list[Fraction]) -> Bought:
        worth = self.worth[project.key]
        payments = {group: min(left[group], price * worth[group]) for group in worth if left[group]}
        for group, payment in payments.items():
            left[group] -= payment
        return Bought(project, price, payments)


def equal_shares(election: Election, count: Count) -> Outcome:
    """Count by the method of equal shares.

    The result never costs more than the budget: before completion, everybody pays at most their
    equal share of it; add1 takes the last step that does not cost more.
    """
    dear = [its.key for its in election.projects if its.cost > count.budget]
    within = election.without(dear)
    shares = Shares(within, count.worth)
    run, raised, stopped = _raised(shares, count)
    chosen = list(_chosen(shares, run))
    if count.completion == ADD1U:
        chosen += _completed(within, run, count)
    taken = {its.project.key for its in chosen}
    refused = [
        Refused(its, _why(shares, run, its, count))
        for its in by_votes(election)
        if its.key not in taken
    ]
    return Outcome(
        election=election,
        method=METHOD,
        budget=count.budget,
        chosen=chosen,
        refused=refused,
        endowment=run.share,
        raised=(raised, count.step),
        stopped=stopped,
        worth=_worth(election, count),
    )


def _worth(election: Election, count: Count) -> str:
    if election.kind != APPROVAL:
        return "its points"
    by_cost = "its cost, to whoever approves it"
    return by_cost if count.worth == COST else "one like any other, to whoever approves it"


def _raised(shares: Shares, count: Count) -> tuple[Run, int, str | None]:
    """The last count that fits the budget, how often the share was raised, and why no more."""
    election = shares.election
    share, raised = Fraction(count.budget) / max(1, len(election.ballots)), 0
    run = shares.run(share)
    while count.completion != NONE:
        stopped = _exhausted(election, run, count)
        if stopped:
            return run, raised, stopped
        further = shares.run(share + (raised + 1) * Fraction(count.step))
        if election.cost(further.keys) > count.budget:
            return run, raised, _overspends(election, run, further, count)
        run, raised = further, raised + 1
    return run, 0, None


def _exhausted(election: Election, run: Run, count: Count) -> str | None:
    """Why no higher share could add anything, or ``None``."""
    left = count.budget - election.cost(run.keys)
    waiting = [its for its in election.projects if its.key not in run.keys]
    if any(its.cost <= left and election.supporters[its.key] for its in waiting):
        return None
    return "no other project that anybody supports costs as little as what is left"


def _overspends(election: Election, run: Run, further: Run, count: Count) -> str:
    """What the next step would do."""
    new = [its.project.name for its in further.bought if its.project.key not in run.keys]
    cost = count.money(election.cost(further.keys))
    added = f" with {listed(new)}" if new else ""
    return f"another {count.money(count.step)} each would cost {cost}{added}, more than the budget"


def _chosen(shares: Shares, run: Run) -> list[Chosen]:
    held = run.share * len(shares.election.ballots)
    found = []
    for number, bought in enumerate(run.bought, start=1):
        held -= Fraction(bought.project.cost)
        payments = {
            voter: payment
            for group, payment in bought.payments.items()
            for voter in shares.voters[group]
        }
        found.append(Chosen(bought.project, number, payments, bought.price, held))
    return found


def _completed(election: Election, run: Run, count: Count) -> list[Chosen]:
    """What still fits, most votes first."""
    left = count.budget - election.cost(run.keys)
    found: list[Chosen] = []
    for project in by_votes(election):
        fits = project.cost <= left and election.supporters[project.key]
        if fits and project.key not in run.keys:
            left -= project.cost
            number = len(run.bought) + len(found) + 1
            found.append(Chosen(project, number, {}, None, Fraction(left), completing=True))
    return found


def _why(shares: Shares, run: Run, project: Project, count: Count) -> str:
    worth = shares.worth.get(project.key)
    if worth is None:
        return f"it costs {count.money(project.cost)}, more than the whole budget"
    if not worth:
        return "nobody supports it"
    held = sum((shares.size[group] * run.left[group] for group in worth), NOTHING)
    people = sum(shares.size[group] for group in worth)
    who = counted(people, "supporter")
    return (
        f"its {who} {'has' if people == 1 else 'have'} {count.money(held)} left of their shares, "
        f"{count.money(Fraction(project.cost) - held)} less than it costs"
    )


def grouped(payments: Mapping[str, Fraction]) -> list[tuple[Fraction, int]]:
    """How many voters pay each amount, the largest first."""
    return sorted(Counter(payments.values()).items(), reverse=True)
