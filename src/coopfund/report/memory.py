"""What the reports of one load share: the month that the next one looks back at."""

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from coopfund.findings import Finding, Measure
    from coopfund.rules.analysis import Analysis
    from coopfund.rules.case import Rule

KEPT: Final = 2
Kept = TypeVar("Kept")


@dataclass
class Memory:
    """The last months, by the day they end with."""

    findings: "dict[date, list[Finding]]" = field(default_factory=dict)
    measures: "dict[date, Mapping[str, Measure]]" = field(default_factory=dict)

    def judge(self, analysis: "Analysis", rules: "Sequence[Rule]", as_of: date) -> "list[Finding]":
        """What these rules find as of a day; the same rules every time."""
        if as_of not in self.findings:
            keep(self.findings, as_of, analysis.judge(rules, as_of))
        return self.findings[as_of]


def keep(kept: dict[date, Kept], day: date, what: Kept) -> None:
    """Remember something, and forget the oldest."""
    while len(kept) >= KEPT:
        del kept[min(kept)]
    kept[day] = what
