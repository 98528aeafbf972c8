"""Entries on their way into the books: shown, judged, and written only as they were judged."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from coopfund.desk.attach import Attachment, kept
from coopfund.desk.books_folder import BooksFolder
from coopfund.desk.plan import Plan, plan
from coopfund.desk.verdict import Verdict, verdict
from coopfund.desk.writer import WriteError, Written, write
from coopfund.wording import counted

if TYPE_CHECKING:
    from beancount.core.data import Directive

    from coopfund.books.load import Loaded
    from coopfund.findings import Finding

STOPPING: Final = ("stop", True)


class RefusedError(WriteError):
    """Entries that the books cannot hold, or may not without a word; the message says why."""


@dataclass(frozen=True)
class Proposal:
    """Entries, where they would go, and what the rules would say.

    Attributes:
        what: what this is, as ``undo`` will call it: ``add gift``.
        entries: the directives.
        folder: the books that they were judged against.
        plan: where they would go.
        verdict: what the rules would say.
        attachments: the documents that go with them.
    """

    what: str
    entries: "Sequence[Directive]"
    folder: BooksFolder
    plan: Plan
    verdict: Verdict
    attachments: Sequence[Attachment] = field(default=())

    def text(self) -> str:
        """The new lines, under the name of the file that they go into."""
        blocks = []
        for file, pieces in self.plan.pieces.items():
            known = file in self.folder.contents or file.exists()
            name = self.folder.relative(file)
            lines = "\n".join(piece.strip("\r\n") for piece in reversed(pieces))
            blocks.append(f"; {name if known else f'{name}, a new file'}\n{lines}\n")
        return "\n".join(blocks).replace("\r\n", "\n")

    def write(self, *, despite_stop: bool = False) -> Written:
        """Write what was shown; where the books changed meanwhile, it is judged again first.

        Raises:
            RefusedError: the books cannot hold it, or a rule says stop and nobody allowed that.
            WriteError, AttachError: it cannot be written; nothing is.
        """
        allowed = {self.verdict.key(finding) for finding in self.verdict.stops if despite_stop}
        refuse(self.verdict, allowed)

        def recheck(folder: BooksFolder) -> None:
            if folder.contents != self.folder.contents:
                refuse(verdict(folder, drafted(self.entries, self.attachments)), allowed)

        with kept(self.attachments):
            return write(self.folder.main, self.entries, self.what, recheck)


def propose(
    main: Path,
    entries: "Sequence[Directive]",
    what: str,
    attachments: Sequence[Attachment] = (),
    before: "Loaded | None" = None,
) -> Proposal:
    """Judge entries that somebody wants to write.

    Args:
        main: the main file.
        entries: the directives, without those of the attachments.
        what: what this is, as ``undo`` will call it.
        attachments: the documents that go with them.
        before: the books as they are, where somebody has loaded them already.

    Raises:
        BooksFolderError, UnreadableBooksError: these are no books to write to.
    """
    folder = BooksFolder.of(main)
    found = verdict(folder, drafted(entries, attachments), before)
    filed = [one.directive(folder.month_file(one.date)) for one in attachments]
    written = [*entries, *filed]
    return Proposal(what, written, folder, plan(folder, written), found, tuple(attachments))


def drafted(entries: "Sequence[Directive]", attachments: Sequence[Attachment]) -> "list[Directive]":
    """The entries as they can be judged while their documents are still elsewhere."""
    if not attachments:
        return list(entries)
    from beancount.core.data import Document  # noqa: PLC0415  # only where there are documents

    rest = [entry for entry in entries if not isinstance(entry, Document)]
    return [*rest, *(one.drafted() for one in attachments)]


def refuse(found: Verdict, allowed: set[tuple[str, str]]) -> None:
    """Object to what may not be written.

    Raises:
        RefusedError: there is something.
    """
    if found.refusals:
        raise RefusedError(" ".join(found.refusals))
    stops = [finding for finding in found.stops if found.key(finding) not in allowed]
    if stops:
        said = " ".join(f"{finding.code} {finding.name}: {finding.message}" for finding in stops)
        raise RefusedError(said)


def verdict_lines(found: Verdict, most: int | None = None) -> list[str]:
    """What the rules say to it, a line or two for each finding.

    Args:
        found: the verdict.
        most: so many findings, those that stop first, and how many more there are; ``None`` for
            all.
    """
    if found.refusals:
        shown = [f"Refused: {sentence}" for sentence in found.refusals[:most]]
        return [*shown, *_more(len(found.refusals) - len(shown), "sentence")]
    told = _findings(found)
    lines = [line for lines in told[:most] for line in lines]
    lines += _more(len(told[most:]) if most else 0, "finding")
    same = sum(not _worth_telling(old, new) for old, new in found.changed)
    if same:
        lines.append(f"  {counted(same, 'finding')} that stood before would have new figures.")
    if not lines:
        return ["The rules have nothing to say to it."]
    return ["The rules would say:", *lines]


def _findings(found: Verdict) -> list[list[str]]:
    """The lines of each finding that is new, changed, or gone."""
    told = [_told(finding.mark, finding) for finding in found.new]
    for old, new in found.changed:
        if _worth_telling(old, new):
            told.append(_told(f"now {new.mark}", new))
    return [*told, *(_told("no longer", finding) for finding in found.gone)]


def _worth_telling(old: "Finding", new: "Finding") -> bool:
    """Whether a finding that stood before says more than new figures."""
    said = (new.action, new.open)
    return said == STOPPING or said != (old.action, old.open)


def _more(count: int, what: str) -> list[str]:
    return [f"  … and {counted(count, f'more {what}')}."] if count > 0 else []


def _told(mark: str, finding: "Finding") -> list[str]:
    return [f"  {mark} {finding.code} {finding.name}", f"      {finding.message}"]
