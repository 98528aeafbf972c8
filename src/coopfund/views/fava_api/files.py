"""What Fava writes into the books goes through the desk: judged alike, locked, whole, undone alike.

It replaces the part of Fava that writes files.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

from fava.beans.funcs import get_position
from fava.core import FavaLedger
from fava.core import file as fava_file
from fava.core.file import ExternallyChangedError, FileModule
from fava.json_api import FavaJSONAPIError
from fava.util import next_key

from coopfund.books.load import UnreadableBooksError
from coopfund.desk.attach import AttachError
from coopfund.desk.books_folder import BooksFolder, BooksFolderError
from coopfund.desk.proposal import RefusedError, propose
from coopfund.desk.writer import ChangedError, WriteError, rewrite

if TYPE_CHECKING:
    from beancount.core.data import Directive

Ledger = FavaLedger
Result = TypeVar("Result")

AGAIN: Final = "If it did happen, save it once more, and it is written all the same."


class RefusedEntryError(FavaJSONAPIError):
    """What the books do not take; Fava shows the message."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY


def take_writes(ledger: FavaLedger) -> None:
    """Let everything that Fava writes for a ledger go through the desk."""
    if not isinstance(ledger.file, BooksFiles):
        ledger.file = BooksFiles(ledger)


@contextmanager
def _told() -> Iterator[None]:
    """What the desk objects to, as Fava tells it."""
    try:
        yield
    except (AttachError, BooksFolderError, UnreadableBooksError, WriteError) as error:
        raise RefusedEntryError(str(error)) from error


class BooksFiles(FileModule):
    """Fava's reading and writing of files, for books that coopfund keeps."""

    _stopped: str | None = None

    @property
    def _main(self) -> Path:
        return Path(self.ledger.beancount_file_path)

    def insert_entries(self, entries: "Sequence[Any]") -> None:
        """Add entries as ``coopfund add`` does: judged first, each into its month.

        What a rule stops is refused with the rule's sentence, and written where the same is saved
        once more.

        Raises:
            RefusedEntryError: the books do not take them; nothing is written.
        """
        with self._lock, _told():
            added = cast("Sequence[Directive]", entries)
            proposal = propose(self._main, added, "add in Fava")
            text = proposal.text()
            again, self._stopped = text == self._stopped, None
            try:
                written = proposal.write(despite_stop=again)
            except RefusedError as error:
                if proposal.verdict.refusals or not proposal.verdict.stops:
                    raise
                self._stopped = text
                message = f"{error} {AGAIN}"
                raise RefusedError(message) from error
            for file in written.files:
                self.ledger.watcher.notify(file)
            for entry in entries:
                self.ledger.extensions.after_insert_entry(entry)

    def set_source(self, path: Path, source: str, sha256sum: str) -> str:
        """Save a file of the source editor, whole and under the desk's lock."""
        with self._lock:
            self.get_source(path)  # objects to what is no file of the books

            def edit(copy: Path) -> str:
                if _digest(copy) != sha256sum:
                    raise ExternallyChangedError(path)
                newline = fava_file._file_newline_character(copy)  # noqa: SLF001  # as Fava writes
                copy.write_text(source, encoding="utf-8", newline=newline)
                return _digest(copy)

            saved = self._changed(path, f"edit {path.name} in Fava", edit)
            self.ledger.watcher.notify(path)
            self.ledger.extensions.after_write_source(str(path), source)
            self.ledger.load_file()
            return saved

    def insert_metadata(self, entry_hash: str, basekey: str, value: str) -> None:
        """Add metadata to an entry, such as a document's name."""
        with self._lock:
            self.ledger.changed()
            entry: Any = self.ledger.get_entry(entry_hash)
            key = next_key(basekey, entry.meta)
            path, line = self._place(entry)
            indent = self.ledger.fava_options.indent

            def edit(copy: Path) -> None:
                fava_file.insert_metadata_in_file(copy, line, indent, key, value)

            self._changed(path, f"add {key} in Fava", edit)
            self.ledger.watcher.notify(path)
            self.ledger.extensions.after_insert_metadata(entry, key, value)

    def save_entry_slice(self, entry_hash: str, source_slice: str, sha256sum: str) -> str:
        """Save the lines of one entry."""
        with self._lock:
            entry: Any = self.ledger.get_entry(entry_hash)
            path, _ = self._place(entry)
            saved = self._changed(
                path,
                "edit an entry in Fava",
                lambda copy: fava_file.save_entry_slice(_at(entry, copy), source_slice, sha256sum),
            )
            self.ledger.watcher.notify(path)
            self.ledger.extensions.after_entry_modified(entry, source_slice)
            return saved

    def delete_entry_slice(self, entry_hash: str, sha256sum: str) -> None:
        """Delete the lines of one entry."""
        with self._lock:
            entry: Any = self.ledger.get_entry(entry_hash)
            path, _ = self._place(entry)
            self._changed(
                path,
                "delete an entry in Fava",
                lambda copy: fava_file.delete_entry_slice(_at(entry, copy), sha256sum),
            )
            self.ledger.watcher.notify(path)
            self.ledger.extensions.after_delete_entry(entry)

    @staticmethod
    def _place(entry: Any) -> tuple[Path, int]:  # noqa: ANN401  # whatever Fava shows
        file, line = get_position(entry)
        if file.startswith("<") or not line:
            message = "The entry is generated and cannot be edited."
            raise RefusedEntryError(message)
        return Path(file), line

    def _changed(self, path: Path, what: str, edit: Callable[[Path], Result]) -> Result:
        """Let Fava change a copy of a file, and put what it made into the books.

        Raises:
            ExternallyChangedError: somebody else changed the file meanwhile.
            RefusedEntryError: it cannot be written.
        """
        with _told():
            folder = BooksFolder.of(self._main)
            known = folder.contents.get(path)
            known = path.read_bytes() if known is None else known
            with TemporaryDirectory(prefix="coopfund.") as name:
                copy = Path(name) / path.name
                copy.write_bytes(known)
                result = edit(copy)
                made = copy.read_bytes().decode("utf-8")
            try:
                rewrite(self._main, {path: made}, what, {path: known})
            except ChangedError as error:
                raise ExternallyChangedError(path) from error
            return result


def _digest(path: Path) -> str:
    """The digest of a text, as Fava takes it."""
    text = path.read_text("utf-8")
    return fava_file._sha256_str(text)  # noqa: SLF001  # the very digest that the page sends


def _at(entry: Any, copy: Path) -> Any:  # noqa: ANN401  # whatever Fava shows
    """An entry as it would stand in a copy of its file."""
    return entry._replace(meta={**entry.meta, "filename": str(copy)})
