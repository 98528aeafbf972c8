"""Ballots as a small table: a column for each project, a row for each voter.

    voter,Playground,Reading corner,Tool library
    cost,1200.00,800.00,450.00
    account,Expenses:Play,Expenses:Reading,
    program,childcare,,
    m-0001,x,,x
    m-0002,,x,x

The first row names the projects. A row ``cost`` must be there; ``account``, ``program`` and
``title`` may be. Every other row is a ballot. An approval is ``x``, ``yes`` or ``1``; an empty
cell, ``0``, ``-`` or ``no`` is none. With points, a cell is a number from 0 up.
"""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Final

from coopfund.voting.election import (
    APPROVAL,
    POINTS,
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

SPECIAL: Final = ("cost", "account", "program", "title")
YES: Final = frozenset({"x", "yes", "1"})
NO: Final = frozenset({"", "0", "-", "no"})
Row = tuple[int, list[str]]


def read_ballot_csv(path: Path, *, points: bool) -> Election:
    """Read a table of ballots.

    Args:
        path: the file; commas, or semicolons where its first row has no comma.
        points: whether cells are points rather than approvals.

    Raises:
        BallotsError: with every row that is wrong, and why.
    """
    text = read_text(path)
    first = text.lstrip().partition("\n")[0]
    rows = read_rows(text, path.name, "," if "," in first or ";" not in first else ";")
    table = _Table(path.name, rows, points=points)
    projects, ballots = table.projects(), table.ballots()
    if table.faults:
        raise BallotsError(path.name, sorted(table.faults))
    kind = POINTS if points else APPROVAL
    return election(path.stem, kind, projects, ballots)


class _Table:
    """The rows of one file, and what is wrong with them."""

    def __init__(self, file: str, rows: Sequence[Row], *, points: bool) -> None:
        self.faults: list[Fault] = []
        self.read_cell: Callable[[str], Fraction | None] = _points if points else _approval
        self.what = (
            "no number from 0 up, such as 3 or 2.5"
            if points
            else "neither x nor empty; with --ballots points, cells are numbers"
        )
        if not rows:
            raise BallotsError(file, [Fault(0, "is empty; its first row names the projects.")])
        self.first, self.names = rows[0][0], rows[0][1][1:]
        if not self.names:
            why = 'the first row names no project; write "voter,Playground,Library".'
            raise BallotsError(file, [Fault(self.first, why)])
        self.special: dict[str, Row] = {}
        self.voters: list[Row] = []
        for row in rows[1:]:
            self._file(row)

    def _file(self, row: Row) -> None:
        number, cells = row
        if len(cells) > len(self.names) + 1:
            why = f"there are {len(cells)} cells, and the first row has {len(self.names) + 1}."
            self.faults.append(Fault(number, why))
            return
        cells += [""] * (len(self.names) + 1 - len(cells))
        label = cells[0].lower()
        if label not in SPECIAL:
            self.voters.append(row)
        elif label in self.special:
            self.faults.append(Fault(number, f'there are two rows "{label}".'))
        else:
            self.special[label] = row

    def _texts(self, label: str) -> Sequence[str]:
        return self.special[label][1][1:] if label in self.special else [""] * len(self.names)

    def projects(self) -> list[Project]:
        """The columns."""
        if "cost" not in self.special:
            why = 'the row "cost" is missing: what each project costs.'
            self.faults.append(Fault(self.first, why))
            return []
        found: dict[str, Project] = {}
        row = self.special["cost"][0]
        columns = zip(self.names, *(self._texts(label) for label in SPECIAL), strict=True)
        for position, (name, cost, account, program, title) in enumerate(columns, start=2):
            amount = read_number(cost)
            if not name:
                self.faults.append(Fault(self.first, f"column {position} has no project's name."))
            elif name in found:
                self.faults.append(Fault(self.first, f'"{name}" is there twice.'))
            elif not amount:
                why = f'the cost of "{name}" is "{cost}"; write an amount above 0 such as 1200.00.'
                self.faults.append(Fault(row, why))
            else:
                found[name] = Project(name, amount, title or name, account or None, program or None)
        return list(found.values())

    def ballots(self) -> list[Ballot]:
        """The other rows."""
        rows: dict[str, int] = {}
        found = []
        for number, cells in self.voters:
            voter = cells[0]
            if not voter:
                self.faults.append(Fault(number, "the ballot has no voter in its first cell."))
            elif voter in rows:
                why = f"{voter} voted already, in row {rows[voter]}; one ballot each."
                self.faults.append(Fault(number, why))
            else:
                rows[voter] = number
                found.append(Ballot(voter, self._points(number, cells[1:])))
        if not self.voters:
            self.faults.append(Fault(0, "has no ballots."))
        return found

    def _points(self, number: int, cells: Sequence[str]) -> Mapping[str, Fraction]:
        read = [
            (name, cell, self.read_cell(cell)) for name, cell in zip(self.names, cells, strict=True)
        ]
        wrong = [f'"{cell}" for {name}' for name, cell, value in read if value is None]
        if wrong:
            verb = "is" if len(wrong) == 1 else "are"
            self.faults.append(Fault(number, f"{listed(wrong[:3])} {verb} {self.what}."))
        return {name: value for name, _, value in read if value}


def _approval(cell: str) -> Fraction | None:
    word = cell.lower()
    return Fraction(1) if word in YES else Fraction(0) if word in NO else None


def _points(cell: str) -> Fraction | None:
    number = read_number(cell) if cell not in {"", "-"} else read_number("0")
    return None if number is None else Fraction(number)
