"""An audit of a month: its sample, the answers of whoever looked, and the signature at its end.

Answers stay outside the ledger, in ``.coopfund/audits`` beside it, until the audit is signed: then
a dated directive says who looked at how much, what was at fault, and what that allows to say.
"""

import json
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Final

from beancount.core.data import Custom
from beancount.parser.grammar import ValueType

from coopfund.books.books import month_end
from coopfund.books.reader import words as split_words
from coopfund.files import write_all
from coopfund.findings import Window
from coopfund.measures.offices import terms
from coopfund.money import half_up
from coopfund.report.months import read_month
from coopfund.trust.sample import RANDOM, Sample, bound, draw
from coopfund.wording import UNCLEAN, counted, listed

if TYPE_CHECKING:
    from coopfund.books.books import Books
    from coopfund.rules.analysis import Analysis

QUESTIONS: Final[Mapping[str, str]] = {
    "receipt": "Is the receipt there, and does it say the same?",
    "decision": "Is there a decision where one is needed?",
    "program": "Was it for the program that it is booked to?",
    "approvers": "Did two people in office approve it where that is needed?",
}
"""What an auditor asks of every entry."""

ANSWERS: Final = ("yes", "no", "not needed")
SIZE: Final = 25
"""So many entries are drawn at random, unless the auditor says otherwise."""

NOTE: Final = 500
"""A note is no longer than this."""


class AuditError(Exception):
    """An audit cannot go on so; the message is one sentence."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What was seen of one entry: an answer to each question that was asked, and a note."""

    checks: Mapping[str, str] = field(default_factory=dict)
    note: str = ""

    @property
    def whole(self) -> bool:
        """Whether every question has an answer."""
        return all(self.checks.get(question) for question in QUESTIONS)

    @property
    def fault(self) -> bool:
        """Whether something was not in order."""
        return "no" in self.checks.values()


@dataclass(frozen=True, slots=True)
class Work:
    """An audit that is going on: what its sample is drawn with, and the answers so far."""

    month: str
    seed: str
    size: int
    answers: Mapping[str, Answer] = field(default_factory=dict)

    def answered(self, identity: str, answer: Answer) -> "Work":
        """The same with one more answer; a later one replaces an earlier one."""
        return replace(self, answers={**self.answers, identity: answer})


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an audit's answers come to.

    Attributes:
        open: how many entries still lack an answer.
        faults: the entries that were not in order, by identity.
        random_faults: how many of them were drawn at random.
        most: what may be wrong among the entries not looked at, where that can be said.
    """

    open: int
    faults: Mapping[str, Answer]
    random_faults: int
    most: Fraction | None


def file_of(state: Path, month: str) -> Path:
    """Where the work on a month's audit is kept, in the folder of private things."""
    return state / "audits" / f"{month}.json"


def begin(state: Path, month: str, seed: str | None = None, size: int = SIZE) -> Work:
    """The work on a month's audit: what is there already, else a new one.

    Args:
        state: the folder of what is private to this machine.
        month: such as ``2026-08``.
        seed: any text to draw with; by default one that nobody could choose.
        size: how many entries to draw at random.

    Raises:
        AuditError: there is one with another seed or size, or what is there cannot be read.
        MonthError: it is no month.
    """
    read_month(month)
    known = load(state, month)
    if known is None:
        if size < 0:
            message = "the random part of a sample cannot have less than no entries."
            raise AuditError(message)
        made = Work(month, _plain(seed) if seed else secrets.token_hex(8), size)
        save(state, made)
        return made
    if seed not in {None, known.seed} or size not in {SIZE, known.size}:
        message = (
            f"the audit of {month} has begun with the seed {known.seed} and {known.size} random "
            f"entries; go on with those, or remove {file_of(state, month)} to begin again."
        )
        raise AuditError(message)
    return known


def load(state: Path, month: str) -> Work | None:
    """The work on a month's audit, or ``None`` where it has not begun.

    Raises:
        AuditError: the file is broken.
    """
    file = file_of(state, month)
    if not file.exists():
        return None
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
        answers = {
            str(identity): Answer(
                {q: str(a) for q, a in answer["checks"].items() if q in QUESTIONS and a in ANSWERS},
                str(answer["note"]),
            )
            for identity, answer in data["answers"].items()
        }
        return Work(month, str(data["seed"]), int(data["size"]), answers)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        message = f"{file} cannot be read; mend it, or remove it to begin the audit again."
        raise AuditError(message) from error


def save(state: Path, work: Work) -> None:
    """Keep the work on an audit.

    Raises:
        OSError: it cannot be written.
    """
    file = file_of(state, work.month)
    text = json.dumps(asdict(work), ensure_ascii=False, indent=1, sort_keys=True)
    write_all(file.parent, {file.name: f"{text}\n"})
    ignore = state / ".gitignore"
    if not ignore.exists():
        ignore.write_text("*\n", encoding="utf-8")


def read_answer(checks: Mapping[str, str], note: str = "") -> Answer:
    """An answer as somebody gave it.

    Raises:
        AuditError: a question or an answer is none of those there are, or the note is no note.
    """
    for question, answer in checks.items():
        if question not in QUESTIONS or answer not in ANSWERS:
            message = f'"{question}: {answer}" is no answer; answer {listed(ANSWERS, "or")}.'
            raise AuditError(message)
    return Answer(dict(checks), _plain(note))


def _plain(text: str) -> str:
    text = " ".join(text.split())
    if UNCLEAN.search(text) or len(text) > NOTE:
        message = f"a text holds markup, control characters or more than {NOTE} letters."
        raise AuditError(message)
    return text


def sample_of(analysis: "Analysis", work: Work) -> Sample:
    """The sample of an audit; the same for everyone with the same books and seed."""
    first = read_month(work.month)
    window = Window(first, month_end(first))
    return draw(analysis.books, analysis.all_findings(), window, work.size, work.seed)


def outcome(sample: Sample, work: Work) -> Outcome:
    """What the answers so far come to."""
    looked = {entry.identity: entry for entry in sample.drawn}
    known = {i: work.answers[i] for i in looked if i in work.answers and work.answers[i].whole}
    faults = {identity: answer for identity, answer in known.items() if answer.fault}
    random_faults = sum(1 for identity in faults if looked[identity].stratum == RANDOM)
    missing = len(looked) - len(known)
    return Outcome(
        missing, faults, random_faults, None if missing else bound(sample, random_faults)
    )


def not_free(books: "Books", sample: Sample, auditor: str) -> str | None:
    """Why a member may not audit this month; ``None`` where nothing stands against it.

    An auditor is neither an officer on any day of the month or since, nor somebody who prepared or
    approved an entry of it.
    """
    last = books.end or sample.window.end
    for term in terms(books.declared.offices):
        ended = min(filter(None, (term.until, term.recalled)), default=None)
        over = ended is not None and ended < sample.window.start
        if term.member == auditor and term.start <= last and not over:
            return f"{auditor} holds or held the office of {term.office}"
    if auditor in _signers(books, sample.window):
        return f"{auditor} prepared or approved an entry of this month"
    return None


def _signers(books: "Books", window: Window) -> frozenset[str]:
    txns, rows = books.transactions, books.rows
    metas = [meta for day, meta in zip(txns.date, txns.meta, strict=True) if day in window]
    metas += [rows.meta[row] or {} for row in rows.tagged if txns.date[rows.txn[row]] in window]
    return frozenset(
        name
        for meta in metas
        for key in ("prepared-by", "approved-by")
        for name in split_words(str(meta.get(key) or ""))
    )


def signature(books: "Books", sample: Sample, work: Work, auditor: str, day: date) -> Custom:
    """The directive that says what an audit found.

    Raises:
        AuditError: an answer is missing, or this member may not audit this month.
    """
    members = {event.member for event in books.declared.members}
    if auditor not in members:
        message = f"{auditor} is no member of these books."
        raise AuditError(message)
    reason = not_free(books, sample, auditor)
    if reason is not None:
        message = f"{reason}, so somebody else must audit {work.month}."
        raise AuditError(message)
    found = outcome(sample, work)
    if found.open:
        entries = counted(found.open, "entry", "entries")
        message = f"{entries} of the sample of {work.month} still lack an answer."
        raise AuditError(message)
    meta: dict[str, object] = {"seed": work.seed, **dict(_figures(sample, found))}
    values = [ValueType(work.month, str), ValueType(auditor, str)]
    return Custom(meta, day, "coopfund-audit", values)


def _figures(sample: Sample, found: Outcome) -> Iterator[tuple[str, object]]:
    """What the directive says, by key."""
    yield "entries", Decimal(sample.population)
    yield "looked-at", Decimal(len(sample.drawn))
    yield "random", Decimal(sample.counts[RANDOM])
    yield "faults", Decimal(len(found.faults))
    if found.most is not None:
        yield "at-most", half_up(found.most, 3)
