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
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from coopfund.voting.election import APPROVAL, Election, Project
from coopfund.voting.greedy import by_votes
from coopfund.voting.outcome import Chosen, Outcome, Refused
from coopfund.voting.purses import COST, NOTHING, Run, Shares
from coopfund.wording import counted, listed

METHOD: Final = "equal-shares"
ADD1, ADD1U, NONE = "add1", "add1u", "none"


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
