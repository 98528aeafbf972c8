"""What the books say to entries before they are written: the one validator of the desk.

Whoever records (``add``, ``batch``, ``import``, Fava's own form) asks here, so what one refuses all
refuse.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from beancount.core.data import Directive, Document, Transaction

from coopfund.books.load import DRAFT, Loaded, load, load_both
from coopfund.desk.books_folder import BooksFolder
from coopfund.desk.printing import formatted
from coopfund.desk.shadow import load_with
from coopfund.desk.writer import IMPORT_ID

if TYPE_CHECKING:
    from coopfund.findings import Finding

REFUSING: Final = frozenset({"CF605", "CF609", "CF610"})
"""Rules about the books as a record: what breaks them is no fact of the world, only bad writing."""


@dataclass(frozen=True)
class Verdict:
    """What entries would do to the books.

    Attributes:
        refusals: sentences; where there is one, nothing may be written.
        new: the findings that would appear, those that stop first.
        gone: the findings that would vanish.
        changed: the findings that stand already and would say something else: old and new.
        before: the books without the entries.
        after: the books with them.
    """

    refusals: Sequence[str]
    new: Sequence["Finding"]
    gone: Sequence["Finding"]
    changed: Sequence[tuple["Finding", "Finding"]]
    before: Loaded
    after: Loaded

    @property
    def stops(self) -> "Sequence[Finding]":
        """What would stop: written only where a person says so."""
        worse = [new for old, new in self.changed if _stops(new) and not _stops(old)]
        return [finding for finding in self.new if _stops(finding)] + worse

    @staticmethod
    def key(finding: "Finding") -> tuple[str, str]:
        """What a person allows who writes despite a finding that stops."""
        return finding.code, str(finding.program or finding.contributor or "")


def verdict(
    folder: BooksFolder, entries: Sequence[Directive], before: Loaded | None = None
) -> Verdict:
    """Judge entries against the books.

    Args:
        folder: the books.
        entries: the directives to add.
        before: the books as they are, where somebody has loaded them already.

    Raises:
        UnreadableBooksError: the books cannot be read.
    """
    draft = draft_of(folder, entries)
    if before is None:
        before, after = load_both(folder.main, draft)
        before = before or load(folder.main)
    else:
        after = load(folder.main, draft)
    more = [*_lost(before), *_identities(before, entries), *_members(after, entries)]
    return _judged(before, after, more)


def verdict_of_texts(folder: BooksFolder, texts: Mapping[Path, str | None]) -> Verdict:
    """Judge a change of whole files, such as an approval or an undoing, against the books.

    Args:
        folder: the books.
        texts: the new text of each file that changes; ``None`` for a file that goes.

    Raises:
        UnreadableBooksError: the books cannot be read.
    """
    return _judged(load(folder.main), load_with(folder, texts), ())


def _judged(before: Loaded, after: Loaded, more: Sequence[str]) -> Verdict:
    new, gone, changed = _compare(before.findings, after.findings)
    refusals = [
        *_beancount(before, after),
        *(finding.message for finding in new if finding.code in REFUSING and _stops(finding)),
        *more,
    ]
    new.sort(key=lambda finding: (not _stops(finding), finding.date, finding.code))
    return Verdict(tuple(dict.fromkeys(refusals)), new, gone, changed, before, after)


def draft_of(folder: BooksFolder, entries: Sequence[Directive]) -> str:
    """The entries as one text, as Beancount reads it from anywhere."""
    return "\n".join(formatted(_anywhere(folder, entry)) for entry in entries)


def _anywhere(folder: BooksFolder, entry: Directive) -> Directive:
    """A document's file is named from where its directive stands; a draft stands nowhere."""
    if isinstance(entry, Document) and not Path(entry.filename).is_absolute():
        home = folder.home_of(entry).parent
        return entry._replace(filename=str(home / entry.filename))
    return entry


def _stops(finding: "Finding") -> bool:
    return finding.open and finding.action == "stop"


def _beancount(before: Loaded, after: Loaded) -> Iterator[str]:
    """Errors of Beancount's own that the entries bring."""
    known = Counter(error.message for error in before.errors)
    for error in after.errors:
        if known[error.message]:
            known[error.message] -= 1
        elif error.place.file == DRAFT or not error.place.file:
            yield error.message
        else:
            shown = Path(error.place.file).name
            yield f"{shown}:{error.place.line}: {error.message}"


def _lost(before: Loaded) -> Iterator[str]:
    """Entries that Beancount cannot read: no rule sees them, so none can judge what is new."""
    for error in before.fatal:
        place = f"{Path(error.place.file).name}:{error.place.line}: " if error.place.file else ""
        yield f"{place}{error.message} Mend it first: the rules do not see what cannot be read."


def import_ids(loaded: Loaded) -> frozenset[str]:
    """The identities of all transactions that were imported."""
    metas = loaded.analysis.books.transactions.meta
    return frozenset(str(meta[IMPORT_ID]) for meta in metas if IMPORT_ID in meta)


def _identities(before: Loaded, entries: Sequence[Directive]) -> Iterator[str]:
    """An identity is booked once."""
    known = set(import_ids(before))
    for entry in entries:
        identity = entry.meta.get(IMPORT_ID) if isinstance(entry, Transaction) else None
        if identity in known and identity is not None:
            yield f'The transaction "{identity}" is booked already.'
        known.add(str(identity))


def _members(after: Loaded, entries: Sequence[Directive]) -> Iterator[str]:
    """Whoever is called a member has joined."""
    joined = {event.member for event in after.analysis.books.declared.members}
    for entry in entries:
        if not isinstance(entry, Transaction):
            continue
        metas: list[Mapping[str, Any]] = [entry.meta, *(p.meta or {} for p in entry.postings)]
        for meta in metas:
            member = meta.get("member")
            if isinstance(member, str) and member not in joined:
                yield (
                    f'The member "{member}" has never joined; write '
                    f'{entry.date} custom "coopfund-member" "{member}" "join" and the tier.'
                )


def _compare(
    before: Sequence["Finding"], after: Sequence["Finding"]
) -> "tuple[list[Finding], list[Finding], list[tuple[Finding, Finding]]]":
    """What is new, what is gone, what says something else of the same."""
    said = Counter(map(_sentence, before))
    fresh = [finding for finding in after if not _taken(said, _sentence(finding))]
    said = Counter(map(_sentence, after))
    left = [finding for finding in before if not _taken(said, _sentence(finding))]
    changed: list[tuple[Finding, Finding]] = []
    for subject in (_subject, _about):
        fresh = _paired(fresh, left, changed, subject)
    return fresh, left, changed


def _paired(
    fresh: "list[Finding]",
    left: "list[Finding]",
    changed: "list[tuple[Finding, Finding]]",
    subject: "Callable[[Finding], object]",
) -> "list[Finding]":
    """Move what two findings say of one subject to ``changed``; what stays fresh."""
    stays = []
    for finding in fresh:
        same = next((old for old in left if subject(old) == subject(finding)), None)
        if same is None:
            stays.append(finding)
        else:
            left.remove(same)
            changed.append((same, finding))
    return stays


def _taken(counts: Counter[tuple[object, ...]], key: tuple[object, ...]) -> bool:
    if not counts[key]:
        return False
    counts[key] -= 1
    return True


def _sentence(finding: "Finding") -> tuple[object, ...]:
    """What makes a finding the same although its line moved."""
    return finding.code, finding.message, finding.action, finding.waiver is None


def _subject(finding: "Finding") -> tuple[object, ...]:
    """What a finding is about; one that points into the draft is about the draft alone."""
    in_draft = finding.place.line if finding.place.file == DRAFT else None
    return *_about(finding), in_draft


def _about(finding: "Finding") -> tuple[object, ...]:
    """The same without its place: a finding may move from an old entry to a new one."""
    return finding.code, finding.program, finding.contributor
