"""Ballots as Pabulib's ``.pb`` files: sections META, PROJECTS and VOTES, cells between semicolons.

Approval ballots, and those that choose one, count as approvals. Points are taken from the column
``points`` (cumulative and scoring), which must have as many as the vote has projects. Rankings
(ordinal) are turned into points by Borda's count over the places a ballot may have: with
``max_length`` k, the first gets k points, the next k - 1. Limits that the file declares are held
against each ballot.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Final

from coopfund.money import ZERO
from coopfund.voting.election import (
    APPROVAL,
    POINTS,
    RANKING,
    Ballot,
    BallotsError,
    Election,
    Fault,
    Project,
    election,
    read_number,
)
from coopfund.voting.rows import read_rows, read_text
from coopfund.wording import listed

SECTIONS: Final = ("META", "PROJECTS", "VOTES")
KINDS: Final[Mapping[str, str]] = {
    "approval": APPROVAL,
    "choose-1": APPROVAL,
    "cumulative": POINTS,
    "scoring": POINTS,
    "ordinal": RANKING,
}
"""What the file calls a kind of ballot, and what it is here."""

Row = tuple[int, list[str]]


def read_pabulib(path: Path) -> Election:
    """Read a ``.pb`` file.

    Raises:
        BallotsError: with every row that is wrong, and why.
    """
    file = _File(path.name, read_rows(read_text(path), path.name, ";"))
    kind = file.kind()
    projects = file.projects()
    ballots = file.ballots(kind, projects)
    budget, currency = file.amount("budget"), file.meta.get("currency") or None
    file.check_counts(projects, ballots)
    if file.faults:
        raise BallotsError(path.name, sorted(file.faults))
    title = file.meta.get("description") or path.stem
    return election(title, kind, projects, ballots, budget=budget, currency=currency)


class _File:
    """The sections of one file, and what is wrong with them."""

    def __init__(self, name: str, rows: Sequence[Row]) -> None:
        self.name, self.faults = name, list[Fault]()
        self.sections: dict[str, list[Row]] = {}
        current: list[Row] | None = None
        for row in rows:
            label = row[1][0].upper()
            if label in SECTIONS and not any(row[1][1:]):
                current = self.sections.setdefault(label, [])
            elif current is None:
                why = "the file does not begin with META; it is no Pabulib file."
                raise BallotsError(name, [Fault(row[0], why)])
            else:
                current.append(row)
        missing = [label for label in SECTIONS if len(self.sections.get(label, ())) <= 1]
        if missing:
            why = f"has nothing under {listed(missing)}; it is no whole Pabulib file."
            raise BallotsError(name, [Fault(0, why)])
        self.meta = {cells[0].lower(): (cells[1:] or [""])[0] for _, cells in self.sections["META"]}

    def kind(self) -> str:
        """What kind of ballots they are."""
        said = self.meta.get("vote_type", "").lower()
        if said not in KINDS:
            why = f'has vote_type "{said}", which is none of {listed(sorted(KINDS))}.'
            raise BallotsError(self.name, [Fault(0, why)])
        rule = self.meta.get("scoring_fn", "Borda") or "Borda"
        if said == "ordinal" and rule.lower() != "borda":
            why = f'ranks by scoring_fn "{rule}"; only Borda is counted here.'
            raise BallotsError(self.name, [Fault(0, why)])
        return KINDS[said]

    def amount(self, key: str) -> Decimal | None:
        """A number of the first section; a fault where it is none."""
        text = self.meta.get(key, "")
        number = read_number(text)
        if text and number is None:
            row = next(row for row, cells in self.sections["META"] if cells[0].lower() == key)
            self.faults.append(Fault(row, f'{key} "{text}" is no number such as 5000 or 5000.00.'))
        return number

    def _records(self, section: str, needed: Sequence[str]) -> list[tuple[int, dict[str, str]]]:
        """The rows of a section by the names of its columns."""
        (first, head), *rows = self.sections[section]
        head = [name.lower() for name in head]
        missing = [name for name in needed if name not in head]
        if missing:
            why = f"the column {listed(missing)} is missing from {section}."
            raise BallotsError(self.name, [Fault(first, why)])
        found = []
        for row, cells in rows:
            if len(cells) > len(head):
                why = f"there are {len(cells)} cells, and {section} has {len(head)} columns."
                self.faults.append(Fault(row, why))
            else:
                whole = [*cells, *[""] * (len(head) - len(cells))]
                found.append((row, dict(zip(head, whole, strict=True))))
        return found

    def projects(self) -> list[Project]:
        """The projects."""
        found: dict[str, Project] = {}
        for row, record in self._records("PROJECTS", ("project_id", "cost")):
            key, cost = record["project_id"], read_number(record["cost"])
            if not key or key in found:
                why = (
                    f'project "{key}" is there twice.' if key else "the project has no project_id."
                )
                self.faults.append(Fault(row, why))
            elif not cost:
                why = f'the cost of project {key} is "{record["cost"]}", no amount above 0.'
                self.faults.append(Fault(row, why))
            else:
                account, program = record.get("account"), record.get("program")
                name = record.get("name") or key
                found[key] = Project(key, cost, name, account or None, program or None)
        return list(found.values())

    def ballots(self, kind: str, projects: Sequence[Project]) -> list[Ballot]:
        """The ballots."""
        costs = {project.key: project.cost for project in projects}
        needed = ("voter_id", "vote", *(("points",) if kind == POINTS else ()))
        limits = _Limits(self, kind, costs)
        rows: dict[str, int] = {}
        found = []
        for row, record in self._records("VOTES", needed):
            voter, vote = record["voter_id"], _list(record["vote"])
            points = _list(record.get("points", ""))
            why = _unreadable(voter, vote, costs, rows) or limits.why_not(vote, points)
            if why:
                self.faults.append(Fault(row, why))
            else:
                found.append(Ballot(voter, limits.points(vote, points)))
            rows.setdefault(voter, row)
        return found

    def check_counts(self, projects: Sequence[Project], ballots: Sequence[Ballot]) -> None:
        """Half a file is no vote: the first section says how many there are."""
        for key, what, count in (
            ("num_projects", "projects", len(projects)),
            ("num_votes", "ballots", len(ballots)),
        ):
            said = self.amount(key)
            if said is not None and said != count and not self.faults:
                why = f"says {key} {said} and has {count} {what}; is it whole?"
                self.faults.append(Fault(0, why))


class _Limits:
    """What the file says that a ballot may be."""

    def __init__(self, file: _File, kind: str, costs: Mapping[str, Decimal]) -> None:
        self.kind, self.costs = kind, costs
        one = file.meta.get("vote_type", "").lower() == "choose-1"
        self.least = file.amount("min_length")
        self.most = Decimal(1) if one else file.amount("max_length")
        self.cost = (file.amount("min_sum_cost"), file.amount("max_sum_cost"))
        self.each = (file.amount("min_points"), file.amount("max_points"))
        self.sum = (file.amount("min_sum_points"), file.amount("max_sum_points"))

    def points(self, vote: Sequence[str], points: Sequence[str]) -> dict[str, Fraction]:
        """The points that a ballot gives."""
        if self.kind == APPROVAL:
            return dict.fromkeys(vote, Fraction(1))
        if self.kind == RANKING:
            places = max(len(vote), int(self.most or len(self.costs)))
            return {key: Fraction(places - place) for place, key in enumerate(vote)}
        given = zip(vote, points, strict=True)
        return {key: value for key, text in given if (value := Fraction(Decimal(text)))}

    def why_not(self, vote: Sequence[str], points: Sequence[str]) -> str | None:
        """Why a ballot is none, or ``None``."""
        length, cost = Decimal(len(vote)), sum((self.costs[key] for key in vote), ZERO)
        found = _outside(length, (self.least, self.most), "names {} projects")
        found = found or _outside(cost, self.cost, "names projects of {}")
        if self.kind != POINTS or found:
            return found
        numbers = [read_number(text) for text in points]
        if len(points) != len(vote) or None in numbers:
            return f"has {len(vote)} projects and the points {','.join(points) or 'none'}."
        read = [number for number in numbers if number is not None]
        return _outside(sum(read, ZERO), self.sum, "gives {} points in all") or next(
            (why for number in read if (why := _outside(number, self.each, "gives {} points"))),
            None,
        )


def _outside(
    value: Decimal, limits: tuple[Decimal | None, Decimal | None], what: str
) -> str | None:
    least, most = limits
    if least is not None and value < least:
        return f"the ballot {what.format(value)}; at least {least} were asked for."
    if most is not None and value > most:
        return f"the ballot {what.format(value)}; at most {most} were allowed."
    return None


def _unreadable(
    voter: str, vote: Sequence[str], costs: Mapping[str, Decimal], rows: Mapping[str, int]
) -> str | None:
    if not voter:
        return "the ballot has no voter_id."
    if voter in rows:
        return f"{voter} voted already, in row {rows[voter]}; one ballot each."
    unknown = sorted(set(vote) - set(costs))
    if unknown:
        return f"the ballot names {listed(unknown[:3])}, which is no project."
    twice = sorted({key for key in vote if vote.count(key) > 1})
    return f"the ballot names {listed(twice[:3])} twice." if twice else None


def _list(text: str) -> list[str]:
    return [part.strip() for part in text.split(",")] if text.strip() else []
