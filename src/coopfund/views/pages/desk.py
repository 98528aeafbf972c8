"""The audit desk: a month's sample, what to look at in each entry, and how far the audit is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from coopfund.desk.books_folder import STATE
from coopfund.findings import Place
from coopfund.report.months import MonthError, check_month, key, label, month_before, read_month
from coopfund.trust.audit import (
    ANSWERS,
    QUESTIONS,
    SIZE,
    Answer,
    AuditError,
    Outcome,
    Work,
    begin,
    load,
    outcome,
    read_answer,
    sample_of,
    save,
)
from coopfund.trust.sample import FLAGGED, LARGE, RANDOM, WAIVED, Drawn, Sample
from coopfund.views.pages.asked import Asked

if TYPE_CHECKING:
    from pathlib import Path

    from coopfund.books.records import Audit
    from coopfund.rules.analysis import Analysis

WHY: Final[Mapping[str, str]] = {
    FLAGGED: "a rule found something here",
    WAIVED: "what a rule found here was waived",
    LARGE: "it moves a twentieth of the month’s money or more",
    RANDOM: "drawn at random",
}
"""Why an entry is in a sample, in plain words."""

MONTHS: Final = 24
"""So many months are offered, the last ones."""


@dataclass(frozen=True, slots=True)
class Looked:
    """One entry of the sample, what it says, and what was seen of it."""

    drawn: Drawn
    date: date
    payee: str
    narration: str
    why: str
    accounts: Sequence[tuple[str, Decimal, str]]
    answer: Answer
    place: Place


@dataclass(frozen=True, slots=True)
class Desk:
    """The page.

    Attributes:
        months: those that can be audited, as ``2026-08`` and in words, the newest first.
        month: the one chosen, or ``None``.
        work, sample, entries, outcome: the audit of it, where it has begun.
        signed: the audits of that month that stand in the books.
        problem: why there is nothing to show, else empty.
    """

    months: Sequence[tuple[str, str]]
    month: str | None = None
    work: Work | None = None
    sample: Sample | None = None
    entries: Sequence[Looked] = ()
    outcome: Outcome | None = None
    signed: "Sequence[Audit]" = ()
    problem: str = ""
    questions: Mapping[str, str] = field(default_factory=lambda: QUESTIONS)
    answers: Sequence[str] = ANSWERS
    size: int = SIZE


def view(asked: Asked) -> Desk:
    """The month in the address, else the choice of months."""
    analysis = asked.audit.analysis
    months = list(_months(analysis))
    month = asked.arguments.get("month")
    if month not in dict(months):
        return Desk(months)
    signed = [audit for audit in analysis.books.declared.audits if audit.month == month]
    try:
        work = load(asked.main.parent / STATE, month)
    except AuditError as error:
        return Desk(months, month, signed=signed, problem=str(error))
    if work is None:
        return Desk(months, month, signed=signed)
    drawing = ("sample", work.month, work.seed, work.size)
    sample = asked.audit.kept(drawing, lambda: sample_of(analysis, work))
    return Desk(
        months,
        month,
        work,
        sample,
        [_looked(analysis, entry, work) for entry in sample.drawn],
        outcome(sample, work),
        signed,
    )


def _months(analysis: "Analysis") -> Sequence[tuple[str, str]]:
    books = analysis.books
    if books.begin is None or books.end is None:
        return []
    month = books.end.replace(day=1)
    found: list[tuple[str, str]] = []
    while month >= books.begin.replace(day=1) and len(found) < MONTHS:
        found.append((key(month), label(month)))
        month = month_before(month)
    return found


def _looked(analysis: "Analysis", entry: Drawn, work: Work) -> Looked:
    txns, rows = analysis.books.transactions, analysis.books.rows
    postings = range(txns.start[entry.txn], txns.start[entry.txn + 1])
    return Looked(
        drawn=entry,
        date=txns.date[entry.txn],
        payee=txns.payee[entry.txn] or "",
        narration=txns.narration[entry.txn] or "",
        why=WHY[entry.stratum],
        accounts=[(rows.account[r].name, rows.number[r], rows.currency[r]) for r in postings],
        answer=work.answers.get(entry.identity, Answer()),
        place=entry.place,
    )


def start(main: "Path", analysis: "Analysis", form: Mapping[str, str]) -> str:
    """Begin the audit of a month, as a form of the page asks; where on the page that is.

    Raises:
        AuditError: it cannot be begun so.
        OSError: the folder cannot be written.
    """
    month = form.get("month", "")
    try:
        check_month(analysis.books, read_month(month))
        size = int(form.get("size") or SIZE)
        begin(main.parent / STATE, month, form.get("seed") or None, size)
    except (MonthError, ValueError) as error:
        raise AuditError(str(error)) from error
    return "sample"


def answer(main: "Path", form: Mapping[str, str]) -> str:
    """Keep an answer that a form of the page sends; where on the page that entry is.

    Raises:
        AuditError: it is no answer, or there is no such audit.
        OSError: the folder cannot be written.
    """
    month, identity = form.get("month", ""), form.get("entry", "")
    state = main.parent / STATE
    try:
        read_month(month)
        work = load(state, month)
    except MonthError as error:
        raise AuditError(str(error)) from error
    if work is None or not identity.isalnum():
        message = "there is no such audit; begin it again."
        raise AuditError(message)
    checks = {question: form[question] for question in QUESTIONS if form.get(question)}
    save(state, work.answered(identity, read_answer(checks, form.get("note", ""))))
    return f"e-{identity}"
