"""The journal of writes: what lets a write that was cut off be taken back, and the last one undone.

One JSON file a write, in ``.coopfund/journal`` beside the main file. It is written before the first
file of the books changes and marked as done after the last one has.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Final

from coopfund.files import sync_folder, temporary_for

BEGUN: Final = "begun"
DONE: Final = "done"
UNDONE: Final = "undone"
KEPT: Final = 50
"""So many writes can be undone; older ones are forgotten."""

LARGEST: Final = 100_000_000
"""Bytes of the whole journal; the oldest writes go first."""


@dataclass(frozen=True, slots=True)
class FileChange:
    """One file of a write.

    Attributes:
        file: relative to the books' folder.
        before: its text, or ``None`` where it did not exist.
        after: the digest of its new bytes.
        pieces: the texts that were added.
    """

    file: str
    before: str | None
    after: str
    pieces: list[str] = field(default_factory=list)

    @property
    def digest_before(self) -> str:
        """The digest of the bytes it had."""
        return digest(None if self.before is None else self.before.encode())


@dataclass(frozen=True, slots=True)
class Record:
    """A write: its number, what it was, how far it got, its files, and when it was begun."""

    number: int
    what: str
    state: str
    changes: Sequence[FileChange]
    when: str = ""


def digest(content: bytes | None) -> str:
    """The SHA-256 of a file's bytes; empty where there is no file."""
    return "" if content is None else hashlib.sha256(content).hexdigest()


def content_of(file: Path) -> bytes | None:
    """A file's bytes, or ``None`` where it does not exist."""
    try:
        return file.read_bytes()
    except FileNotFoundError:
        return None


class Journal:
    """The journal of one books' folder; whoever uses it holds the lock."""

    def __init__(self, state: Path) -> None:
        """Open the journal in the folder of private things."""
        self.folder = state / "journal"

    def begin(self, what: str, changes: Sequence[FileChange]) -> Record:
        """Note a write that is about to happen, onto the disk.

        Raises:
            OSError: the journal cannot be written; the write must not happen.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        ignore = self.folder.parent / ".gitignore"
        if not ignore.exists():
            ignore.write_text("*\n", encoding="utf-8")
        numbers = [int(file.stem) for file in self._files()]
        now = datetime.now().astimezone().isoformat(sep=" ", timespec="seconds")
        record = Record(max(numbers, default=0) + 1, what, BEGUN, tuple(changes), now)
        self._save(record)
        self._forget_old()
        return record

    def _forget_old(self) -> None:
        size = 0
        for count, file in enumerate(sorted(self._files(), reverse=True)):
            size += file.stat().st_size
            if count >= KEPT or (count > 1 and size > LARGEST):
                file.unlink(missing_ok=True)

    def mark(self, record: Record, state: str) -> None:
        """Note how far a write got, onto the disk.

        Raises:
            OSError: the journal cannot be written.
        """
        self._save(replace(record, state=state))

    def forget(self, record: Record) -> None:
        """Drop a write that did not happen."""
        (self.folder / f"{record.number:06}.json").unlink(missing_ok=True)

    def records(self) -> Iterator[Record]:
        """Every write that is still known, the last one first."""
        for file in sorted(self._files(), reverse=True):
            data = json.loads(file.read_text(encoding="utf-8"))
            changes = tuple(FileChange(**change) for change in data.pop("changes"))
            yield Record(**data, changes=changes)

    def _files(self) -> list[Path]:
        return [file for file in self.folder.glob("*.json") if file.stem.isdigit()]

    def _save(self, record: Record) -> None:
        file = self.folder / f"{record.number:06}.json"
        data = asdict(record)
        temporary_for(file, json.dumps(data, ensure_ascii=False).encode()).replace(file)
        sync_folder(self.folder)
