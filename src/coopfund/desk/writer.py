"""The one writer of the books: whole or not at all, read back, and with a way back.

A write takes the lock, works out the new texts from the files as they are, and swaps them
(:mod:`coopfund.desk.swap`). Whatever cuts it off leaves either all of it or none.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from beancount.core.data import Directive

from coopfund.desk.books_folder import BooksFolder
from coopfund.desk.journal import (
    DONE,
    UNDONE,
    FileChange,
    Journal,
    Record,
    content_of,
    digest,
)
from coopfund.desk.plan import plan
from coopfund.desk.readback import WriteError
from coopfund.desk.swap import ChangedError, check_unchanged, locked, replace_all, restore

__all__ = ["ChangedError", "Undone", "WriteError", "Written", "rewrite", "undo", "write"]

IMPORT_ID: Final = "import-id"
"""The metadata of a transaction that holds the platform's own identity of it."""

BOOKED: Final = re.compile(rb'^[ \t]+import-id:[ \t]*"([^"\n]+)"', re.MULTILINE)
TRIES: Final = 5
"""So often a write starts over because somebody else changed a file under its hands."""


@dataclass(frozen=True)
class Written:
    """What a write did: which files changed, and what was added to each."""

    what: str
    files: Sequence[Path]
    entries: int


@dataclass(frozen=True)
class Undone:
    """What was taken back."""

    what: str
    files: Sequence[Path]


def write(
    main: Path,
    entries: Sequence[Directive],
    what: str,
    recheck: Callable[[BooksFolder], None] | None = None,
) -> Written:
    """Add entries to the books; on return they are on the disk.

    Args:
        main: the main file.
        entries: the directives, each of which goes into the file it belongs in.
        what: what this is, as ``undo`` will call it: ``add gift``.
        recheck: looks at the books once nobody else can write to them any more, and raises where
            the entries do not fit them after all.

    Raises:
        WriteError: it could not be done; the books are as they were.
        BooksFolderError, UnreadableBooksError: these are no books to write to.
    """
    folder = BooksFolder.of(main)
    with locked(folder):
        for attempt in range(TRIES):
            folder = BooksFolder.of(main)
            _check_new(folder, entries)
            if recheck is not None:
                recheck(folder)
            planned = plan(folder, entries)
            try:
                replace_all(folder, planned.texts, planned.pieces, what, len(entries))
            except ChangedError:
                if attempt == TRIES - 1:
                    raise
                continue
            break
    return Written(what, tuple(planned.texts), len(entries))


def _check_new(folder: BooksFolder, entries: Sequence[Directive]) -> None:
    """No identity of the entries was booked since they were judged.

    Raises:
        WriteError: one was.
    """
    added = {str(entry.meta[IMPORT_ID]).encode() for entry in entries if IMPORT_ID in entry.meta}
    if not added:
        return
    known = {found for content in folder.contents.values() for found in BOOKED.findall(content)}
    if added & known:
        identity = min(added & known).decode()
        message = f'The transaction "{identity}" is booked already; nothing is written.'
        raise WriteError(message)


def rewrite(
    main: Path, texts: Mapping[Path, str], what: str, known: Mapping[Path, bytes] | None = None
) -> Written:
    """Replace the whole text of files of the books' folder, as safely as :func:`write` does.

    Args:
        main: the main file.
        texts: the new text of each file.
        what: what this is, as ``undo`` will call it.
        known: the bytes that the texts were made from; files that hold others by now are left.

    Raises:
        ChangedError: a file holds others by now.
        WriteError: it could not be done; the files are as they were.
    """
    with locked(BooksFolder.of(main)):
        folder = BooksFolder.of(main)
        check_unchanged(folder, known or {})
        replace_all(folder, texts, {}, what, None)
    return Written(what, tuple(texts), 0)


def undo(main: Path, number: int | None = None) -> Undone:
    """Take back the last write that was not taken back yet.

    A file that changed since loses only what that write added, where that still stands in it
    untouched.

    Args:
        main: the main file.
        number: the write that is meant; another one that came in meanwhile is left alone.

    Raises:
        WriteError: there is nothing to take back, or it cannot be told what.
    """
    with locked(BooksFolder.of(main)) as journal:
        folder = BooksFolder.of(main)
        record, texts = undoing(folder, journal)
        if number not in {None, record.number}:
            message = f'"{record.what}" was written meanwhile; nothing is taken back. Look again.'
            raise WriteError(message)
        restore(folder, texts)
        journal.mark(record, UNDONE)
    return Undone(record.what, tuple(folder.root / file for file in texts))


def undoing(folder: BooksFolder, journal: Journal) -> tuple[Record, dict[str, str | None]]:
    """The write that ``undo`` would take back, and the text that each file would get.

    Raises:
        WriteError: there is none, or its files were changed where it had written.
    """
    record = last_write(journal)
    if record is None:
        message = "There is nothing to undo: no write is known in these books."
        raise WriteError(message)
    return record, {c.file: _without(folder, c, record.what) for c in reversed(record.changes)}


def last_write(journal: Journal) -> Record | None:
    """The write that ``undo`` would take back."""
    return next((record for record in journal.records() if record.state == DONE), None)


def _without(folder: BooksFolder, change: FileChange, what: str) -> str | None:
    """A file's text without what a write added; ``None`` where the file goes."""
    content = content_of(folder.root / change.file)
    if digest(content) in {change.after, change.digest_before}:
        return change.before  # taken back already, where an undo was cut off
    text = (content or b"").decode("utf-8")
    for piece in change.pieces or [""]:
        if text.count(piece) != 1:
            message = (
                f'{change.file} was changed since "{what}", so it cannot be taken back; '
                "mend the file by hand."
            )
            raise WriteError(message)
        text = text.replace(piece, "")
    return text
