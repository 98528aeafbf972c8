"""The findings of a page: by what they ask for, then by rule, as far as the reader chose them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from coopfund import words
from coopfund.findings import Finding, WaiverNote
from coopfund.rules import catalogue
from coopfund.rules.catalogue import RuleText
from coopfund.views.figures import Figure, figures
from coopfund.views.pages.asked import Asked
from coopfund.views.period import Period

WAIVED = "waived"
STANDINGS = (*words.ACTIONS, WAIVED)
AT_ONCE = 50
"""How many findings of one rule a page lists before it asks to choose that rule."""

ASKS: Mapping[str, str] = {
    "stop": "To put right, or to waive by a vote.",
    "warn": "To answer at the next meeting.",
    "note": "To know.",
    WAIVED: "Excused by a dated decision. A waiver is reported, never hidden.",
}
"""What each standing asks of the meeting."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What the reader chose in the address; an unknown value chooses nothing."""

    standing: str | None = None
    family: str | None = None
    rule: str | None = None

    @classmethod
    def of(cls, arguments: Mapping[str, str]) -> "Choice":
        """From the query of the address: ``show``, ``family`` and ``rule``."""
        show, family, rule = (arguments.get(key) for key in ("show", "family", "rule"))
        return cls(
            show if show in STANDINGS else None,
            family if family in words.FAMILIES else None,
            rule if rule and catalogue.find(rule) else None,
        )

    def takes(self, finding: Finding) -> bool:
        """Whether a finding is one of those chosen."""
        return (
            self.standing in (None, standing(finding))
            and self.family in (None, family_of(finding))
            and self.rule in (None, finding.code)
        )

    def __bool__(self) -> bool:
        return bool(self.standing or self.family or self.rule)


@dataclass(frozen=True, slots=True)
class Shown:
    """One finding with its evidence in words."""

    finding: Finding
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class ByRule:
    """The findings of one rule with one standing; ``more`` were left out for length."""

    code: str
    name: str
    text: RuleText | None
    findings: Sequence[Shown]
    more: int


class Ending(NamedTuple):
    """A waiver, the rule it excuses from, and how many of the findings shown it answers."""

    waiver: WaiverNote
    code: str
    name: str
    findings: int


@dataclass(frozen=True, slots=True)
class Group:
    """The findings with one standing: ``stop``, ``warn``, ``note`` or ``waived``.

    ``endings`` are the waivers of those that are waived, which ends next first.
    """

    standing: str
    asks: str
    count: int
    rules: Sequence[ByRule]
    endings: Sequence[Ending] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """What the check found in a period.

    Attributes:
        counts: findings of the period by standing.
        families: findings of the period by family; every family that ran is there.
        groups: the chosen ones, by standing; standings without any left out.
        choice: what the reader chose.
    """

    counts: Mapping[str, int]
    families: Mapping[str, int]
    groups: Sequence[Group]
    choice: Choice


def view(asked: Asked) -> Found:
    """The findings that the reader chose in the address."""
    audit = asked.audit
    ran, choice = sorted(audit.analysis.findings), Choice.of(asked.arguments)
    return found(audit.findings, asked.period, ran, choice)


def standing(finding: Finding) -> str:
    """Its action while open, else ``waived``."""
    return finding.action if finding.open else WAIVED


def family_of(finding: Finding) -> str | None:
    """The family of its rule."""
    rule = catalogue.find(finding.code)
    return rule.family if rule else None


def found(findings: Iterable[Finding], period: Period, ran: Iterable[str], choice: Choice) -> Found:
    """Sort findings for a page.

    Args:
        findings: all findings of the books, in order.
        period: the days that are shown.
        ran: the families that ran.
        choice: what the reader chose to see.
    """
    inside = [finding for finding in findings if period.holds(finding.date)]
    counts = dict.fromkeys(STANDINGS, 0)
    families = dict.fromkeys(ran, 0)
    for finding in inside:
        counts[standing(finding)] += 1
        family = family_of(finding)
        if family is not None:
            families[family] = families.get(family, 0) + 1
    chosen = [finding for finding in inside if choice.takes(finding)]
    groups = [_group(name, chosen, choice) for name in STANDINGS]
    return Found(
        counts=counts,
        families=families,
        groups=[group for group in groups if group.count],
        choice=choice,
    )


def _group(name: str, chosen: Sequence[Finding], choice: Choice) -> Group:
    by_code: dict[str, list[Finding]] = {}
    for finding in chosen:
        if standing(finding) == name:
            by_code.setdefault(finding.code, []).append(finding)
    rules = [_by_rule(code, by_code[code], choice) for code in sorted(by_code)]
    count = sum(map(len, by_code.values()))
    endings = _endings(finding for its in by_code.values() for finding in its)
    return Group(name, ASKS[name], count, rules, endings)


def _endings(findings: Iterable[Finding]) -> Sequence[Ending]:
    """The waivers of some findings, each once, in the order in which they end."""
    found: dict[tuple[WaiverNote, str], Ending] = {}
    for its in findings:
        if its.waiver:
            known = found.get((its.waiver, its.code), Ending(its.waiver, its.code, its.name, 0))
            found[its.waiver, its.code] = known._replace(findings=known.findings + 1)
    return sorted(found.values(), key=lambda its: (its.waiver.expires or date.max, its.code))


def _by_rule(code: str, findings: Sequence[Finding], choice: Choice) -> ByRule:
    limit = len(findings) if choice.rule == code else AT_ONCE
    listed = [Shown(finding, figures(finding)) for finding in findings[:limit]]
    rest = max(0, len(findings) - limit)
    return ByRule(code, findings[0].name, catalogue.find(code), listed, rest)
