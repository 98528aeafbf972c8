"""Waivers: which finding each answers, until when, and which of them answer nothing (any more)."""

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from datetime import date

from coopfund.books.records import Waiver
from coopfund.findings import UNWAIVABLE, Finding, WaiverNote
from coopfund.language import _, day, plural
from coopfund.rules import catalogue
from coopfund.wording import harmless

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def answer(
    findings: Iterable[Finding], waivers: Sequence[Waiver], as_of: date, *, at_end: bool = False
) -> list[Finding]:
    """Each finding, with the waiver that answers it as of a day, if any does.

    ``at_end`` says that the books are judged as they are now: a waiver may be younger than their
    last entry.

    A waiver counts from its own date until it expires, both days included; afterwards the finding
    is open again. One that never ends or names nothing answers nothing.
    """
    by_code: dict[str, list[Waiver]] = {}
    for waiver in waivers:
        begun = at_end or waiver.date <= as_of
        ended = waiver.expires is None or waiver.expires < as_of
        if begun and not ended and waiver.entry:
            by_code.setdefault(waiver.code, []).append(waiver)
    answered = []
    for finding in findings:
        matching = [w for w in by_code.get(finding.code, ()) if identifies(w, finding)]
        if matching and finding.code not in UNWAIVABLE:
            answered.append(finding.waived(_note(matching[0])))
        else:
            answered.append(finding)
    return answered


def stale(
    findings: Sequence[Finding], waivers: Iterable[Waiver], families: Container[str], as_of: date
) -> Iterator[Finding]:
    """What is wrong with waivers (CF610): one that expired too early, one that matches nothing.

    Args:
        findings: everything that was found, waivers answered.
        waivers: those of the books.
        families: the families that ran; a waiver of another may well match something.
        as_of: the last day judged; what begins later is not judged yet.
    """
    for waiver in waivers:
        known = catalogue.find(waiver.code)
        if known is None or known.family not in families or waiver.code in UNWAIVABLE:
            continue
        if waiver.expires is None or not waiver.entry or waiver.date > as_of:
            continue  # told already, or too early to tell
        its = [f for f in findings if f.code == waiver.code and identifies(waiver, f)]
        left = [finding for finding in its if finding.open]
        if waiver.expires < as_of and left:
            told = plural(
                "it ended on {day}, and the finding is still there: mend it, or decide again",
                "it ended on {day}, and {number} findings are still there: mend it, or decide "
                "again",
                len(left),
                day=day(waiver.expires),
            )
            yield _stale(waiver, "warn", told)
        elif waiver.expires >= as_of and not its:
            told = _(
                "no finding of {code} matches {entry}; take it out or mend entry",
                code=waiver.code,
                entry=waiver.entry,
            )
            yield _stale(waiver, "note", told)


def _stale(waiver: Waiver, action: str, told: str) -> Finding:
    # Translators: a waiver by its reason and rule, then what is wrong with it
    about = _(
        '"{reason}" for {code}: {problem}', reason=waiver.reason, code=waiver.code, problem=told
    )
    message = harmless(f"coopfund-waiver: {about}")
    return Finding(
        code="CF610",
        name=catalogue.get("CF610").name,
        action=action,
        date=waiver.date,
        place=waiver.place,
        message=message,
        evidence={"problem": message},
    )


def identifies(waiver: Waiver, finding: Finding) -> bool:
    """Whether the waiver's ``entry`` names this finding: link, account, day, program or person.

    A standing finding is dated by the last entry, so the day on which somebody read it names it on
    every later day too.
    """
    entry = waiver.entry or ""
    if entry.startswith("^"):
        return entry[1:] in finding.links
    if finding.standing and DAY.fullmatch(entry):
        return entry <= finding.date.isoformat()
    return entry in {
        finding.date.isoformat(),
        finding.program,
        finding.contributor,
        *finding.accounts,
    }


def _note(waiver: Waiver) -> WaiverNote:
    return WaiverNote(waiver.reason, waiver.by, waiver.expires, waiver.decision, waiver.place)
