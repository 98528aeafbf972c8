"""Question 5: which rules broke, or were waived?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from coopfund import words
from coopfund.findings import Finding, WaiverNote
from coopfund.report import show
from coopfund.report.page import Answer, Item, Listing, Section
from coopfund.rules import catalogue
from coopfund.wording import counted, listed, on_day

QUESTION = "Which rules broke, or were waived?"
SHOWN = 3
"""So many findings of a rule are on the page; all are in the tables beside it."""

ACTIONS: Final = {"stop": "To be mended", "warn": "To be answered", "note": "For information"}


@dataclass(frozen=True, slots=True)
class Broken:
    """The findings as of the month's end, those of rules that did not run first."""

    findings: tuple[Finding, ...]
    folder: str

    def open(self, *actions: str) -> list[Finding]:
        """Those that nobody has waived, of these actions."""
        return [f for f in self.findings if f.open and f.action in actions]

    @property
    def waived(self) -> list[Finding]:
        """Those with a waiver in force."""
        return [f for f in self.findings if not f.open]

    def where(self, finding: Finding) -> str:
        """``2026-10.beancount:41``, relative to the books' folder."""
        return f"{self.file(finding)}:{finding.place.line}"

    def file(self, finding: Finding) -> str:
        """The file relative to the books' folder; its bare name where it lies elsewhere."""
        return finding.place.within(self.folder)


def gather(findings: Iterable[Finding], missing: Sequence[Finding], folder: str) -> Broken:
    """Judged findings, after those of families that did not run."""
    return Broken((*missing, *findings), folder)


def answer(broken: Broken) -> Answer:
    """The answer."""
    count = len(broken.open("stop", "warn"))
    figure = str(count) if count else "none"
    caption = "open" if count else "is open"
    if broken.waived:
        caption += f", {len(broken.waived)} waived"
    return Answer(5, "rules", QUESTION, figure, caption, _sentence(broken))


def _sentence(broken: Broken) -> str:
    stops, warns = len(broken.open("stop")), len(broken.open("warn"))
    notes, waived = len(broken.open("note")), len(broken.waived)
    parts = []
    if stops:
        parts.append(f"{counted(stops, 'finding')} must be mended")
    if warns:
        verb = "waits" if warns == 1 else "wait"
        parts.append(f"{counted(warns, 'finding')} {verb} for an answer")
    sentence = listed(parts) or "No rule is broken"
    told = f"{counted(waived, 'finding')} {'is' if waived == 1 else 'are'} waived"
    sentence += f"; {told if waived else 'nothing is waived'}"
    if notes:
        sentence += f"; {counted(notes, 'finding')} {'is' if notes == 1 else 'are'} for information"
    return f"{show.once(sentence)}."


def section(broken: Broken) -> Section:
    """Open findings by rule, then the waived ones with reason, person and end."""
    blocks = [
        _listing(broken, code, action, group)
        for action in words.ACTIONS
        for code, group in _by_code(broken.open(action)).items()
    ]
    if broken.waived:
        blocks.append(_waived(broken))
    return Section(5, "rules", QUESTION, _sentence(broken), tuple(blocks))


def _by_code(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    table: dict[str, list[Finding]] = {}
    for finding in sorted(findings, key=lambda f: f.code):
        table.setdefault(finding.code, []).append(finding)
    return table


def _listing(broken: Broken, code: str, action: str, group: Sequence[Finding]) -> Listing:
    """The latest findings of a rule, and how many more there are."""
    latest = sorted(group, key=lambda f: f.date, reverse=True)
    more = len(latest) - SHOWN
    return Listing(
        title=f"{ACTIONS[action]}: {_statement(code, group)}",
        items=tuple(item(broken, finding) for finding in latest[:SHOWN]),
        lead=f"{code} {group[0].name}",
        more=f"And {more:,} more of this rule." if more > 0 else "",
    )


def _statement(code: str, group: Sequence[Finding]) -> str:
    text = catalogue.find(code)
    return (text.statement if text else group[0].name).rstrip(".")


def item(broken: Broken, finding: Finding) -> Item:
    """A finding as an entry of a list."""
    day = on_day(finding.date) if finding.date.year > 1 else finding.code
    return Item(day, show.grouped(finding.message), broken.where(finding))


def _waived(broken: Broken) -> Listing:
    return Listing(
        title="Waived",
        items=tuple(
            Item(
                f"{finding.code} {finding.name}",
                f"{show.grouped(finding.message)} {waiver_words(finding.waiver)}",
                broken.where(finding),
            )
            for finding in broken.waived
        ),
    )


def waiver_words(note: WaiverNote | None) -> str:
    """Why, by whom, until when, by which vote."""
    if note is None:
        return ""
    by = f" by {note.by}" if note.by else ""
    until = f" until {on_day(note.expires)}" if note.expires else " without an end"
    vote = f" (vote {note.decision})" if note.decision else ""
    return f"Waived{by}{until}{vote}: {note.reason}."
