"""A vote on projects: what each costs, and what each voter said; and why a file is no vote."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Final, NamedTuple

from coopfund.money import ZERO
from coopfund.wording import counted

NUMBER: Final = re.compile(r"[0-9]{1,15}(?:\.[0-9]{1,6})?", re.ASCII)
"""A cost or points: digits, and a point before decimals; nothing that could be read in two ways."""

APPROVAL, POINTS, RANKING = "approval", "points", "ranking"


class Fault(NamedTuple):
    """A row of a file that cannot be read, counted from 1, and why; row 0 is the whole file."""

    row: int
    why: str


class BallotsError(ValueError):
    """Ballots that cannot be counted; the message is one sentence, ``faults`` name the rows."""

    def __init__(self, file: str, faults: Sequence[Fault]) -> None:
        """Say how many rows are wrong; of one fault, say it at once."""
        self.file, self.faults = file, tuple(faults)
        if len(self.faults) == 1:
            message = f"{self.line(self.faults[0])} Nothing was counted."
        else:
            many = counted(len(self.faults), "mistake")
            message = f"{file} has {many}; nothing was counted. Mend the rows named above."
        super().__init__(message)

    def line(self, fault: Fault) -> str:
        """A fault as people read it, with file and row."""
        return f"{self.file}:{fault.row}: {fault.why}" if fault.row else f"{self.file} {fault.why}"


@dataclass(frozen=True, slots=True)
class Project:
    """What may be paid for.

    Attributes:
        key: what ballots call it.
        cost: what it costs, above nothing.
        name: what people call it.
        account: the account it is spent on, where the ballots name one.
        program: the program it belongs to, where the ballots name one.
    """

    key: str
    cost: Decimal
    name: str
    account: str | None = None
    program: str | None = None


@dataclass(frozen=True, slots=True)
class Ballot:
    """What one voter said: points by project, all above nothing; 1 each for an approval."""

    voter: str
    points: Mapping[str, Fraction]


@dataclass(frozen=True)
class Election:
    """Projects and ballots.

    Attributes:
        title: the name of the vote.
        kind: ``approval``, ``points``, or ``ranking`` (turned into points by places).
        projects: the projects, by key.
        ballots: the ballots, by voter.
        budget: the money, where the file says so.
        currency: its currency, where the file says so.
    """

    title: str
    kind: str
    projects: tuple[Project, ...]
    ballots: tuple[Ballot, ...]
    budget: Decimal | None = None
    currency: str | None = None

    @cached_property
    def supporters(self) -> Mapping[str, int]:
        """How many voters support each project."""
        counts = dict.fromkeys((project.key for project in self.projects), 0)
        for ballot in self.ballots:
            for key in ballot.points:
                counts[key] += 1
        return counts

    @cached_property
    def scores(self) -> Mapping[str, Fraction]:
        """The points of each project; of approvals, how many."""
        sums = dict.fromkeys((project.key for project in self.projects), Fraction(0))
        for ballot in self.ballots:
            for key, points in ballot.points.items():
                sums[key] += points
        return sums

    def cost(self, keys: Sequence[str]) -> Decimal:
        """What some projects cost together."""
        costs = {project.key: project.cost for project in self.projects}
        return sum((costs[key] for key in keys), ZERO)

    def without(self, keys: Sequence[str]) -> "Election":
        """The same without some projects."""
        dropped = set(keys)
        ballots = tuple(
            replace(ballot, points={k: p for k, p in ballot.points.items() if k not in dropped})
            for ballot in self.ballots
        )
        projects = tuple(project for project in self.projects if project.key not in dropped)
        return replace(self, projects=projects, ballots=ballots)


def election(  # noqa: PLR0913  # one argument per column of the record
    title: str,
    kind: str,
    projects: Sequence[Project],
    ballots: Sequence[Ballot],
    *,
    budget: Decimal | None = None,
    currency: str | None = None,
) -> Election:
    """An election whose order of projects and ballots says nothing: both are sorted."""
    return Election(
        title=title,
        kind=kind,
        projects=tuple(sorted(projects, key=lambda project: project.key)),
        ballots=tuple(sorted(ballots, key=lambda ballot: ballot.voter)),
        budget=budget,
        currency=currency,
    )


def read_number(text: str) -> Decimal | None:
    """A number as ballots write it; ``None`` for anything else."""
    return Decimal(text) if NUMBER.fullmatch(text) else None
