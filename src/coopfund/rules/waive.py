"""Waivers: which finding each answers, and until when."""

from collections.abc import Iterable, Sequence
from datetime import date

from coopfund.books.records import Waiver
from coopfund.findings import UNWAIVABLE, Finding, WaiverNote


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


def identifies(waiver: Waiver, finding: Finding) -> bool:
    """Whether the waiver's ``entry`` names this finding: link, account, day, program or person."""
    entry = waiver.entry or ""
    if entry.startswith("^"):
        return entry[1:] in finding.links
    return entry in {
        finding.date.isoformat(),
        finding.program,
        finding.contributor,
        *finding.accounts,
    }


def _note(waiver: Waiver) -> WaiverNote:
    return WaiverNote(waiver.reason, waiver.by, waiver.expires, waiver.decision, waiver.place)
