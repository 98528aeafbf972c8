"""The files of a group's books: which there are, and which one an entry belongs in."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Final

from beancount.core.data import Custom, Directive, Open
from beancount.utils.encryption import is_encrypted_file

from coopfund.books.faults import why_no_text
from coopfund.books.load import main_file
from coopfund.desk.tree import INCLUDE, absolute, files_of

PERIOD: Final = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)(?:[-_./\\]?(?P<month>0[1-9]|1[0-2]))?$")
"""The end of the name of a file for a month or a year, such as ``2026-05`` or ``2026/05``."""

TRANSACTION: Final = re.compile(
    r'^(?P<date>\d{4}[-/]\d\d[-/]\d\d)\s+(?:txn|[*!&#?%A-Z])\s+"', re.MULTILINE
)
HOMES: Final[Mapping[str, str]] = {
    "coopfund-member": "members",
    "coopfund-dues": "members",
    "coopfund-office": "members",
    "coopfund-contributor": "contributors",
    "coopfund-program": "programs",
    "budget": "programs",
    "coopfund-rule": "rules",
    "coopfund-preset": "rules",
    "coopfund-waiver": "rules",
    "coopfund-collection": "rules",
    "coopfund-language": "rules",
    "coopfund-decision": "rules",
}
"""The file, by its stem, that a directive stands in where no other file holds its kind."""

STATE: Final = ".coopfund"
"""The folder beside the main file for what is private to this machine: lock, journal, keys."""


class BooksFolderError(Exception):
    """Books that cannot be written to; the message is one sentence."""


@dataclass(frozen=True)
class BooksFolder:
    """The books of one group.

    Attributes:
        main: the main file, absolute.
    """

    main: Path

    @classmethod
    def of(cls, path: Path) -> "BooksFolder":
        """The books that a file or a folder names.

        Raises:
            UnreadableBooksError: there are none.
            BooksFolderError: they are encrypted, or no text.
        """
        main = main_file(path)
        if is_encrypted_file(str(main)):
            message = (
                f"{main.name} is encrypted; coopfund reads such books, but does not write them."
            )
            raise BooksFolderError(message)
        folder = cls(main)
        for file, content in folder.contents.items():
            if why_no_text(content):
                message = f"{file.name}: {why_no_text(content)}"
                raise BooksFolderError(message)
        return folder

    @property
    def root(self) -> Path:
        """The folder that holds the main file."""
        return self.main.parent

    @property
    def state(self) -> Path:
        """The folder of what is private to this machine."""
        return self.root / STATE

    @cached_property
    def contents(self) -> Mapping[Path, bytes]:
        """Every file of the books as it was when first asked for, the main file first."""
        return files_of(self.main, lambda file: is_encrypted_file(str(file)))

    def text(self, file: Path) -> str:
        """A file's text; empty where it does not exist yet.

        Raises:
            BooksFolderError: it exists, the books do not include it, and it is no text.
        """
        content = self.contents.get(file)
        if content is None:
            content = file.read_bytes() if file.is_file() else b""
            if why_no_text(content):
                message = f"{self.relative(file)}: {why_no_text(content)}"
                raise BooksFolderError(message)
        return content.decode("utf-8")

    def relative(self, file: Path) -> str:
        """A file as people are shown it."""
        return os.path.relpath(file, self.root)

    def home_of(self, entry: Directive) -> Path:
        """The file that an entry belongs in; it need not exist yet."""
        if isinstance(entry, Custom):
            return self._home_of_custom(entry.type) or self.month_file(entry.date)
        if isinstance(entry, Open):
            return self._home_of(r"open\s") or self.month_file(entry.date)
        return self.month_file(entry.date)

    def _home_of_custom(self, kind: str) -> Path | None:
        """The file that holds most directives of a kind, else the one named for it."""
        held = self._home_of(rf'custom\s+"{re.escape(kind)}"')
        if held:
            return held
        stem = HOMES.get(kind)
        named = (file for file in self.contents if stem in {file.stem, f"{file.stem}s"})
        return next(named, None)

    def _home_of(self, beginning: str) -> Path | None:
        """The file, of no month's, that holds most directives which begin like this."""
        pattern = re.compile(rf"^\d{{4}}[-/]\d\d[-/]\d\d\s+{beginning}", re.MULTILINE)
        counts = {file: len(pattern.findall(self.text(file))) for file in self.contents}
        journals = set(self._periods.values())
        best = max(counts, key=lambda file: (file not in journals, counts[file]))
        return best if counts[best] and best not in journals else None

    @cached_property
    def _periods(self) -> Mapping[tuple[int, int | None], Path]:
        """The file of each month, or of each year, that has one."""
        found: dict[tuple[int, int | None], Path] = {}
        for file in self.contents:
            named = PERIOD.search(self.relative(file.with_suffix("")))
            if named and file != self.main:
                month = int(named["month"]) if named["month"] else None
                found[int(named["year"]), month] = file
        return found

    def month_file(self, day: date) -> Path:
        """The file for the entries of a day's month; it need not exist yet.

        Books with a file for each year, or with one for everything, stay as they are.
        """
        periods = self._periods
        for period in ((day.year, day.month), (day.year, None)):
            if period in periods:
                return periods[period]
        if not periods:
            return self._only_journal() or self.root / f"{day.isoformat()[:7]}.beancount"
        latest = periods[max(periods, key=lambda period: (period[0], period[1] or 0))]
        return self._like(latest, day)

    def _like(self, file: Path, day: date) -> Path:
        """Another period's file, named and placed as this one."""
        shown = self.relative(file.with_suffix(""))
        named = PERIOD.search(shown)
        if named is None:
            return file
        between = shown[named.end("year") : named.start("month")] if named["month"] else ""
        month = f"{between}{day.month:02}" if named["month"] else ""
        return self.root / f"{shown[: named.start('year')]}{day.year:04}{month}{file.suffix}"

    def _only_journal(self) -> Path | None:
        """The file with the latest transaction, in books without a file for each month."""
        latest = {
            file: max(dates)
            for file in self.contents
            if (dates := TRANSACTION.findall(self.text(file)))
        }
        return max(latest, key=lambda file: latest[file]) if latest else None

    def covers(self, file: Path) -> bool:
        """Whether the books read a file, or will as soon as it exists."""
        if file in self.contents:
            return True
        return any(
            file.match(str(absolute(name, known)))
            for known in self.contents
            for name in INCLUDE.findall(self.text(known))
        )

    def with_include(self, text: str, file: Path) -> str:
        """The main file's text with a line that includes a new file, after its fellows."""
        text = text if text.endswith("\n") or not text else f"{text}\n"
        name = Path(self.relative(file)).as_posix()
        lines = list(INCLUDE.finditer(text))
        periods = [found for found in lines if PERIOD.search(Path(found["name"]).stem)]
        earlier = [found for found in periods if found["name"] < name]
        if not lines:
            return f'{text}\ninclude "{name}"\n'
        if periods and not earlier:
            start = periods[0].start()
            return f'{text[:start]}include "{name}"\n{text[start:]}'
        end = text.index("\n", (earlier or lines)[-1].end()) + 1
        return f'{text[:end]}include "{name}"\n{text[end:]}'
