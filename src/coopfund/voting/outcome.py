"""What a count found: who was chosen, in which round, who paid, and why the others were not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from coopfund.voting.election import Election, Project

TIES = (
    "of projects that are equal, the one with more supporters comes first, then the cheaper one, "
    "then the one whose name in the ballots comes first"
)
"""The rule for ties; no draw, so that everybody who counts again gets the same."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A project that is paid for.

    Attributes:
        project: which.
        round: when, counted from 1.
        payments: what each voter pays, exactly; empty where nobody pays a share (greedy).
        price: the cost of one unit of satisfaction: the smaller, the earlier; ``None`` for greedy.
        left: the money left of the budget afterwards (greedy), or of everybody's shares.
        completing: whether it was added at the end, by votes, from what was left.
    """

    project: Project
    round: int
    payments: Mapping[str, Fraction]
    price: Fraction | None
    left: Fraction
    completing: bool = False


@dataclass(frozen=True, slots=True)
class Refused:
    """A project that is not paid for, and why, as one sentence without its subject."""

    project: Project
    why: str


@dataclass(frozen=True)
class Outcome:
    """What a count found.

    Attributes:
        election: what was counted.
        method: ``equal-shares`` or ``greedy``.
        budget: the money there was.
        chosen: in the order of rounds.
        refused: the other projects, most points first.
        endowment: what each voter had in the end (equal shares).
        raised: how many times the endowment was raised, and by how much.
        stopped: why it was not raised again, as a sentence.
        worth: what a project is worth to a supporter, in words (equal shares).
    """

    election: Election
    method: str
    budget: Decimal
    chosen: Sequence[Chosen]
    refused: Sequence[Refused] = ()
    endowment: Fraction | None = None
    raised: tuple[int, Decimal] | None = None
    stopped: str | None = None
    worth: str = ""

    @property
    def keys(self) -> list[str]:
        """What was chosen."""
        return [its.project.key for its in self.chosen]

    @property
    def cost(self) -> Decimal:
        """What it costs."""
        return self.election.cost(self.keys)


def order(election: Election, project: Project) -> tuple[int, Decimal, str]:
    """Where a project stands among its equals: the rule for ties."""
    return -election.supporters[project.key], project.cost, project.key
