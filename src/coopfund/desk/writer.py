"""The one writer of the books: whole or not at all, read back, and with a way back.

A write takes the lock, works out the new texts from the files as they are, reads them back with
Beancount's parser, puts them beside their targets onto the disk, notes in the journal what is about
to happen, renames, and syncs the folders. Whatever cuts it off leaves either all of it or none: the
next write takes back what was only begun.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from beancount.core.data import Directive
from filelock import FileLock, Timeout

from coopfund.desk.books_folder import BooksFolder
from coopfund.desk.journal import (
    BEGUN,
    DONE,
    UNDONE,
    FileChange,
    Journal,
    Record,
    content_of,
    digest,
)
from coopfund.desk.plan import plan
from coopfund.desk.readback import WriteError, check_reads_back
from coopfund.files import sync_folder, temporary_for
from coopfund.wording import listed

__all__ = ["ChangedError", "Undone", "WriteError", "Written", "rewrite", "undo", "write"]

PATIENCE: Final = 30.0
"""Seconds that a write waits for another one to end."""

TRIES: Final = 5
"""So often a write starts over because somebody else changed a file under its hands."""


class ChangedError(WriteError):
    """A file changed while it was being written."""


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
    with _locked(folder):
        for attempt in range(TRIES):
            folder = BooksFolder.of(main)
            if recheck is not None:
                recheck(folder)
            planned = plan(folder, entries)
            try:
                _replace_all(folder, planned.texts, planned.pieces, what, len(entries))
            except ChangedError:
                if attempt == TRIES - 1:
                    raise
                continue
            break
    return Written(what, tuple(planned.texts), len(entries))


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
    with _locked(BooksFolder.of(main)):
        folder = BooksFolder.of(main)
        _check_unchanged(folder, known or {})
        _replace_all(folder, texts, {}, what, None)
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
    with _locked(BooksFolder.of(main)) as journal:
        folder = BooksFolder.of(main)
        record, texts = undoing(folder, journal)
        if number not in {None, record.number}:
            message = f'"{record.what}" was written meanwhile; nothing is taken back. Look again.'
            raise WriteError(message)
        _restore(folder, texts)
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
    return record, {c.file: _without(folder, c, record.what) for c in record.changes}


def last_write(journal: Journal) -> Record | None:
    """The write that ``undo`` would take back."""
    return next((record for record in journal.records() if record.state == DONE), None)


def _without(folder: BooksFolder, change: FileChange, what: str) -> str | None:
    """A file's text without what a write added; ``None`` where the file goes."""
    content = content_of(folder.root / change.file)
    if digest(content) == change.after:
        return change.before
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


@contextmanager
def _locked(folder: BooksFolder) -> Iterator[Journal]:
    """Alone with the books, and with whatever an earlier write left half done taken back."""
    journal = Journal(folder.state)
    try:
        folder.state.mkdir(exist_ok=True)
        with FileLock(folder.state / "lock", timeout=PATIENCE):
            recover(folder, journal)
            yield journal
    except Timeout as error:
        message = "Another program is writing to these books; nothing is written. Try again."
        raise WriteError(message) from error
    except OSError as error:
        file = error.filename or folder.root
        message = f"{file} cannot be written: {error.strerror}; nothing is written."
        raise WriteError(message) from error


def recover(folder: BooksFolder, journal: Journal) -> None:
    """Take back the writes that were begun and never ended."""
    for record in list(journal.records()):
        if record.state == BEGUN:
            _take_back(folder, record)
            journal.forget(record)


def _take_back(folder: BooksFolder, record: Record) -> None:
    """Give every file that a write has changed already its earlier text."""
    texts = {
        change.file: change.before
        for change in record.changes
        if digest(content_of(folder.root / change.file)) == change.after
    }
    _restore(folder, texts)


def _restore(folder: BooksFolder, texts: Mapping[str, str | None]) -> None:
    for file, text in texts.items():
        target = folder.root / file
        if text is None:
            target.unlink(missing_ok=True)
        else:
            temporary_for(target.resolve(), text.encode()).replace(target.resolve())
        sync_folder(target.resolve().parent)


def _replace_all(
    folder: BooksFolder,
    texts: Mapping[Path, str],
    pieces: Mapping[Path, list[str]],
    what: str,
    added: int | None,
) -> None:
    """Give files new texts, all of them or none."""
    journal = Journal(folder.state)
    before = {file: content_of(file) for file in texts}
    if added is not None:
        check_reads_back(folder, before, texts, added)
    temporaries: dict[Path, Path] = {}
    record = None
    try:
        for file, text in texts.items():
            file.parent.mkdir(parents=True, exist_ok=True)
            temporaries[file] = temporary_for(file.resolve(), text.encode())
        _check_unchanged(folder, before)
        changes = [
            FileChange(
                folder.relative(file),
                None if (content := before[file]) is None else content.decode("utf-8"),
                digest(text.encode()),
                pieces.get(file, []),
            )
            for file, text in texts.items()
        ]
        record = journal.begin(what, changes)
        for file, temporary in temporaries.items():
            temporary.replace(file.resolve())
        for parent in {file.resolve().parent for file in texts}:
            sync_folder(parent)
        journal.mark(record, DONE)
    except BaseException:
        for temporary in temporaries.values():
            temporary.unlink(missing_ok=True)
        if record is not None:
            _take_back(folder, record)
            journal.forget(record)
        raise


def _check_unchanged(folder: BooksFolder, before: Mapping[Path, bytes | None]) -> None:
    """Nobody, such as Fava's editor, has changed a file meanwhile.

    Raises:
        ChangedError: somebody has.
    """
    changed = [
        file
        for file, content in before.items()
        if {content_of(file), folder.contents.get(file, content)} != {content}
    ]
    if changed:
        names = listed([folder.relative(file) for file in changed])
        message = f"{names} changed while it was being written; nothing is written. Try again."
        raise ChangedError(message)
