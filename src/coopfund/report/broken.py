"""Question 5: which rules broke, or were waived?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from coopfund import words
from coopfund.findings import Finding, WaiverNote
from coopfund.language import _, marked, numeral, plural
from coopfund.report import show
from coopfund.report.page import Answer, Item, Listing, Section
from coopfund.rules import catalogue
from coopfund.wording import clauses, listed, on_day

QUESTION = marked("Which rules broke, or were waived?")
SHOWN = 3
"""So many findings of a rule are on the page; all are in the tables beside it."""

ACTIONS: Final = {
    "stop": marked("To be mended"),
    "warn": marked("To be answered"),
    "note": marked("For information"),
}


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
    if count:
        # Translators: so many findings are open; the figure stands above
        figure, caption = numeral(str(count)), plural("open", "open", count)
    else:
        # Translators: in "none is open": no finding is; the figure "none" stands above the rest
        figure, caption = _("none"), _("is open")
    if broken.waived:
        # Translators: findings, in "3 open, 2 waived"
        waived = plural("{number} waived", "{number} waived", len(broken.waived))
        caption = f"{caption}, {waived}"
    return Answer(5, "rules", _(QUESTION), figure, caption, _sentence(broken))


def _sentence(broken: Broken) -> str:
    stops, warns = len(broken.open("stop")), len(broken.open("warn"))
    notes, waived = len(broken.open("note")), len(broken.waived)
    parts = []
    if stops:
        parts.append(
            plural("one finding must be mended", "{number} findings must be mended", stops)
        )
    if warns:
        parts.append(
            plural("one finding waits for an answer", "{number} findings wait for an answer", warns)
        )
    told = [
        listed(parts) or _("No rule is broken"),
        plural("one finding is waived", "{number} findings are waived", waived)
        if waived
        else _("nothing is waived"),
    ]
    if notes:
        told.append(
            plural("one finding is for information", "{number} findings are for information", notes)
        )
    return f"{show.once(clauses(*told))}."


def section(broken: Broken) -> Section:
    """Open findings by rule, then the waived ones with reason, person and end."""
    blocks = [
        _listing(broken, code, action, group)
        for action in words.ACTIONS
        for code, group in _by_code(broken.open(action)).items()
    ]
    if broken.waived:
        blocks.append(_waived(broken))
    return Section(5, "rules", _(QUESTION), _sentence(broken), tuple(blocks))


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
        # Translators: as in "To be mended: Spending keeps to its budget"
        title=_("{action}: {rule}", action=_(ACTIONS[action]), rule=_statement(code, group)),
        items=tuple(item(broken, finding) for finding in latest[:SHOWN]),
        lead=f"{code} {group[0].name}",
        more=plural("And {number} more of this rule.", "And {number} more of this rule.", more)
        if more > 0
        else "",
    )


def _statement(code: str, group: Sequence[Finding]) -> str:
    text = catalogue.find(code)
    return (_(text.statement) if text else group[0].name).rstrip(".")


def item(broken: Broken, finding: Finding) -> Item:
    """A finding as an entry of a list."""
    day = on_day(finding.date) if finding.date.year > 1 else finding.code
    return Item(day, show.grouped(finding.message), broken.where(finding))


def _waived(broken: Broken) -> Listing:
    return Listing(
        title=_("Waived"),
        items=tuple(
            Item(
                f"{finding.code} {finding.name}",
                f"{show.grouped(finding.message)} {waiver_words(finding.waiver)}",
                broken.where(finding),
            )
            for finding in broken.waived
        ),
    )


WAIVED: Final = {
    (True, True, True): marked("Waived by {who} until {day} (vote {vote}): {reason}."),
    (True, True, False): marked("Waived by {who} until {day}: {reason}."),
    (True, False, True): marked("Waived by {who} without an end (vote {vote}): {reason}."),
    (True, False, False): marked("Waived by {who} without an end: {reason}."),
    (False, True, True): marked("Waived until {day} (vote {vote}): {reason}."),
    (False, True, False): marked("Waived until {day}: {reason}."),
    (False, False, True): marked("Waived without an end (vote {vote}): {reason}."),
    (False, False, False): marked("Waived without an end: {reason}."),
}
"""A waiver, by whether it names a person, an end and a vote."""


def waiver_words(note: WaiverNote | None) -> str:
    """Why, by whom, until when, by which vote."""
    if note is None:
        return ""
    return _(
        WAIVED[bool(note.by), bool(note.expires), bool(note.decision)],
        who=note.by,
        day=on_day(note.expires) if note.expires else "",
        vote=note.decision,
        reason=note.reason,
    )
