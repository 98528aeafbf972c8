"""Groups so small that a figure could tell of one member: it is left out, or merged."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from coopfund.findings import Figure, Finding, Measure
from coopfund.language import Marked, _, marked, plural
from coopfund.money import ZERO

if TYPE_CHECKING:
    from coopfund.report.changed import Change
    from coopfund.report.givers import Givers
    from coopfund.report.month import MonthReport

FEWEST: Final = 5
"""From so many members on, a figure of all is nobody's own."""

SOMEBODY: Final = marked("a member")
"""Stands for a member's id, and in data in every language."""

BECAUSE: Final = marked("left out: with so few members it would tell of one of them")
PERSONAL: Final = frozenset({
    "dues_collection_rate",
    "gini",
    "hourly_pay",
    "key_person_share",
    "pay_ratio",
    "retention",
    "retention_by_cohort",
})  # fmt: skip
"""Measures that, of three people, are about one."""


def sentence(members: int) -> str:
    """What stands on the page of a small group."""
    return plural(
        "This group has one member; figures that would tell of that member are left out.",
        "This group has {number} members; figures that would tell of one of them are left out, "
        "and members are not told apart.",
        members,
    )


def named(name: str) -> str:
    """A contributor, who may be somebody that is not told apart."""
    return _(SOMEBODY) if name == SOMEBODY else name


def protect(report: "MonthReport", ids: Sequence[str]) -> "MonthReport":
    """The report of a small group without what would identify a member.

    Args:
        report: of a group with fewer than :data:`FEWEST` members.
        ids: every member's that the books have ever had.
    """
    veil = _Veil(ids)
    lasting, changed = report.lasting, report.changed
    ends = tuple(replace(end, top=end.top and veil.text(end.top)) for end in report.ends)
    return replace(
        report,
        measures={name: veil.measure(measure) for name, measure in report.measures.items()},
        givers=veil.givers(report.givers),
        ends=ends,
        lasting=replace(
            lasting,
            top=lasting.top and veil.text(lasting.top),
            without_top=veil.measure(lasting.without_top),
        ),
        broken=replace(report.broken, findings=tuple(map(veil.finding, report.broken.findings))),
        changed=replace(
            changed,
            figures=tuple(veil.change(one) for one in changed.figures if one.name not in PERSONAL),
            new=tuple(map(veil.finding, changed.new)),
            gone=tuple(map(veil.finding, changed.gone)),
        ),
    )


class _Veil:
    """Puts "a member" where a member's id stands."""

    def __init__(self, ids: Sequence[str]) -> None:
        self.ids = frozenset(ids)
        longest_first = sorted(self.ids, key=lambda name: (-len(name), name))
        self._pattern = re.compile(
            rf"(?<![\w-])(?:{'|'.join(map(re.escape, longest_first))})(?![\w-])"
        )

    def text(self, text: str) -> str:
        return self._pattern.sub(SOMEBODY, text)

    def message(self, text: str) -> str:
        return self._pattern.sub(_(SOMEBODY), text)

    def reason(self, because: str) -> str:
        """A reason stays one that can be said in every language."""
        if not isinstance(because, Marked):
            return self.text(because)
        somebody = Marked(SOMEBODY, {})
        said = because.values.items()
        return Marked(because.text, {n: somebody if v in self.ids else v for n, v in said})

    def measure(self, measure: Measure) -> Measure:
        if measure.name in PERSONAL:
            return replace(measure, value=None, inputs={}, because=BECAUSE, status="undefined")
        return replace(
            measure,
            value=self._any(measure.value),
            inputs=self._any(measure.inputs),
            because=measure.because and self.reason(measure.because),
        )

    def change(self, change: "Change") -> "Change":
        return replace(change, because=change.because and self.reason(change.because))

    def _any(self, value: Any) -> Any:  # noqa: ANN401  # values and inputs are typed by their unit
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, Figure) or value is None:
            return value
        if isinstance(value, Mapping):
            return {name: self._any(inner) for name, inner in value.items() if name not in self.ids}
        if isinstance(value, Sequence):
            return [self._any(inner) for inner in value]
        return value

    def finding(self, finding: Finding) -> Finding:
        return replace(
            finding,
            message=self.message(finding.message),
            contributor=None if finding.contributor in self.ids else finding.contributor,
            evidence=self._any(finding.evidence),
        )

    def givers(self, givers: "Givers") -> "Givers":
        """Members' gifts go to those of further contributors."""
        hidden = [giver for giver in givers.ranked if giver.name in self.ids]
        prices = givers.prices and replace(
            givers.prices,
            contributors=tuple(p for p in givers.prices.contributors if p.name not in self.ids),
        )
        return replace(
            givers,
            prices=prices,
            ranked=tuple(giver for giver in givers.ranked if giver.name not in self.ids),
            others=givers.others + sum((giver.amount for giver in hidden), ZERO),
            other_count=givers.other_count + len(hidden),
        )
