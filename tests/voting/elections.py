"""Elections for tests, by hand and by Hypothesis."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from hypothesis import strategies as st

from coopfund.voting.election import APPROVAL, POINTS, Ballot, Election, Project, election


def approvals(costs: Mapping[str, int], ballots: Sequence[str]) -> Election:
    """Projects of one letter, and ballots as the letters they approve."""
    projects = [Project(key, Decimal(cost), key) for key, cost in costs.items()]
    voters = [
        Ballot(f"v{number:03}", dict.fromkeys(ballot, Fraction(1)))
        for number, ballot in enumerate(ballots)
    ]
    return election("a vote", APPROVAL, projects, voters)


@st.composite
def elections(draw: st.DrawFn) -> Election:
    """A small vote, by approval or by points, with many ties."""
    keys = "ABCDE"[: draw(st.integers(1, 5))]
    costs = {key: draw(st.integers(1, 12)) for key in keys}
    by_points = draw(st.booleans())
    points = st.integers(1, 4) if by_points else st.just(1)
    ballot = st.dictionaries(st.sampled_from(keys), points.map(Fraction))
    ballots = [Ballot(f"v{n}", its) for n, its in enumerate(draw(st.lists(ballot, max_size=7)))]
    projects = [Project(key, Decimal(cost), key) for key, cost in costs.items()]
    return election("a vote", POINTS if by_points else APPROVAL, projects, ballots)


BUDGETS = st.integers(1, 30).map(Decimal)
