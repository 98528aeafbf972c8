"""Swaps the texts of files: alone with the books, all of them or none, whatever cuts it off.

The new texts are read back with Beancount's parser, put beside their targets onto the disk, noted
in the journal, and renamed; then the folders are synced. What was only begun is taken back by
whoever comes next.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from coopfund.desk.books_folder import BooksFolder
from coopfund.desk.journal import BEGUN, DONE, FileChange, Journal, Record, content_of, digest
from coopfund.desk.readback import WriteError, check_reads_back
from coopfund.files import sync_folder, temporary_for
from coopfund.wording import listed

PATIENCE: Final = 30.0
"""Seconds that a write waits for another one to end."""


class ChangedError(WriteError):
    """A file changed while it was being written."""


@contextmanager
def locked(folder: BooksFolder) -> Iterator[Journal]:
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
        for change in reversed(record.changes)
        if digest(content_of(folder.root / change.file)) == change.after
    }
    restore(folder, texts)


def restore(folder: BooksFolder, texts: Mapping[str, str | None]) -> None:
    """Give files these texts; a file whose text is ``None`` goes."""
    for file, text in texts.items():
        target = folder.root / file
        if text is None:
            target.unlink(missing_ok=True)
        else:
            temporary_for(target.resolve(), text.encode()).replace(target.resolve())
        sync_folder(target.resolve().parent)


def replace_all(
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
        check_unchanged(folder, before)
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


def check_unchanged(folder: BooksFolder, before: Mapping[Path, bytes | None]) -> None:
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
