"""The greedy count: most votes first, whatever still fits."""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

from coopfund.voting.election import Election, Project
from coopfund.voting.outcome import Chosen, Outcome, Refused, order

METHOD = "greedy"


def by_votes(election: Election) -> list[Project]:
    """The projects, most points first; ties by the declared rule."""
    scores = election.scores
    return sorted(election.projects, key=lambda its: (-scores[its.key], *order(election, its)))


def greedy(election: Election, budget: Decimal, money: Callable[[Decimal], str] = str) -> Outcome:
    """Take the project with most points that still fits, until none does.

    What nobody supports is never taken. The result is maximal: no supported project that was left
    out would still fit.
    """
    left = budget
    chosen: list[Chosen] = []
    refused: list[Refused] = []
    for project in by_votes(election):
        if not election.supporters[project.key]:
            refused.append(Refused(project, "nobody supports it"))
        elif project.cost > left:
            when = "there was" if not chosen else "was left"
            why = f"it costs {money(project.cost)}, and {money(left)} {when} when its turn came"
            refused.append(Refused(project, why))
        else:
            left -= project.cost
            chosen.append(Chosen(project, len(chosen) + 1, {}, None, Fraction(left)))
    return Outcome(election, METHOD, budget, chosen, refused)
