"""What a rule found, and what a measure measured: the two records every output is made of."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final, NamedTuple, TypeAlias

Evidence: TypeAlias = Mapping[str, Any]
"""Plain JSON values: strings (amounts and shares printed), booleans, counts, lists, maps."""


class Place(NamedTuple):
    """A line of a file of the books; ``file`` as Beancount names it (absolute)."""

    file: str
    line: int

    def within(self, folder: str) -> str:
        """The file relative to a folder; its bare name where it lies elsewhere."""
        inside = f"{folder}/"
        if folder and self.file.startswith(inside):
            return self.file.removeprefix(inside)
        return self.file.rpartition("/")[2]


MARKS: Final = {"stop": "STOP", "warn": "warn", "note": "note"}
UNWAIVABLE = frozenset({"CF610"})
"""What neither a waiver nor a vote can answer: books that say nothing certain."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a rule found.

    Attributes:
        code: the rule, such as ``CF102``.
        name: its name, such as ``paid-by-dues``.
        action: ``stop``, ``warn`` or ``note``.
        date: the day it happened.
        place: the line to look at.
        message: one plain sentence with the figures.
        evidence: the figures, by the keys that ``coopfund explain CODE`` explains.
        program, contributor: who it is about, where it is about one.
        accounts, links: what a waiver's ``entry`` may name besides the date.
        standing: whether it is about how things stand on the day judged, so that it is the same
            finding on every later day on which they still do.
        waiver: the reason of the waiver that answers it, or ``None``.
    """

    code: str
    name: str
    action: str
    date: date
    place: Place
    message: str
    evidence: Evidence = field(default_factory=dict)
    program: str | None = None
    contributor: str | None = None
    accounts: frozenset[str] = frozenset()
    links: frozenset[str] = frozenset()
    standing: bool = False
    waiver: "WaiverNote | None" = None

    def waived(self, note: "WaiverNote") -> "Finding":
        """The same finding, answered by a waiver."""
        return replace(self, waiver=note)

    @property
    def open(self) -> bool:
        """Whether nobody has waived it."""
        return self.waiver is None

    @property
    def mark(self) -> str:
        """How it is marked where it is printed: what stops is seen first."""
        return MARKS[self.action] if self.open else "waived"


@dataclass(frozen=True, slots=True)
class WaiverNote:
    """Why a finding is waived, by whom, until when (inclusive), by which vote."""

    reason: str
    by: str | None
    expires: date | None
    decision: str | None
    place: Place


@dataclass(frozen=True, slots=True)
class Window:
    """Whole months, both ends inclusive."""

    start: date
    end: date

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end


class Figure(NamedTuple):
    """A figure inside a breakdown or among the inputs, with its own unit; ``None`` is undefined."""

    value: Decimal | Fraction | int | None
    unit: str


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure with everything needed to check it.

    Attributes:
        name: the stable identifier, such as ``top1_share``.
        value: ``Decimal`` or ``Fraction`` (exact), for a breakdown a (nested) mapping of
            :class:`Figure`, or ``None`` where undefined.
        unit: ``money``, ``share``, ``index``, ``number``, ``months``, ``hours`` or ``breakdown``.
        formula: how it is computed, in words.
        inputs: what went in: texts, :class:`Figure`, or lists and mappings of them.
        window: the period, or ``None`` for a stock at the end of it.
        because: why ``value`` is ``None`` (or what limits it), else ``None``.
        status: ``ok``, ``provisional`` (fewer periods than the formula wants) or ``undefined``.
    """

    name: str
    value: Any
    unit: str
    formula: str
    inputs: Mapping[str, Any] = field(default_factory=dict)
    window: Window | None = None
    because: str | None = None
    status: str = "ok"
