"""Our readers as importers of beangulp, for its own commands and for ``coopfund import``.

An ``import.py`` of beangulp's needs two lines::

    import beangulp
    from coopfund.imports import importers
    beangulp.Ingest(importers("ledger/main.beancount"))()
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import beangulp
from beancount.core.data import Directive

from coopfund.imports.booking import Booked, Booker
from coopfund.imports.config import Config
from coopfund.imports.contributors import Contributors
from coopfund.imports.known import Known, known_of
from coopfund.imports.movement import RefusedFileError, Statement
from coopfund.imports.platform import SHOWN
from coopfund.imports.reader import Reader, Source
from coopfund.imports.sheet import Options
from coopfund.wording import counted

if TYPE_CHECKING:
    from pathlib import PurePath


class RejectedRowsError(RefusedFileError):
    """A file with rows that cannot be read: it is not imported in half."""

    def __init__(self, statements: Sequence[Statement]) -> None:
        """Name the first of them."""
        rows = [row for statement in statements for row in statement.rejected]
        more = f", and {counted(len(rows) - 1, 'more row')}" if len(rows) > 1 else ""
        super().__init__(f"Row {rows[0].row}: {rows[0].why}{more}; nothing of it is imported.")


class SeveralAccountsError(RefusedFileError):
    """A file of several accounts, and nobody says which is which."""

    def __init__(self, hints: Iterable[str | None]) -> None:
        """Show the ends of their numbers."""
        ends = sorted((hint or "?")[-SHOWN:] for hint in hints)
        lines = " ".join(f'"{end}" = "Assets:…"' for end in ends)
        super().__init__(
            f"It holds statements of {len(ends)} accounts; say in imports.toml which is which: "
            f"[bank.numbers] {lines}"
        )


@dataclass(frozen=True)
class Setting:
    """What all importers of one ledger share."""

    config: Config
    contributors: Contributors
    options: Options = field(default_factory=Options)


class Importer(beangulp.Importer):  # type: ignore[misc]  # beangulp has no types
    """One reader, and where its files are booked."""

    def __init__(self, reader: Reader, setting: Setting) -> None:
        """Take the reader and what all importers share."""
        self.reader = reader
        self.setting = setting

    @property
    def name(self) -> str:
        """What ``--as`` and beangulp call it."""
        return f"coopfund.{self.reader.name}"

    def identify(self, filepath: str) -> bool:
        """Whether a file is for this importer."""
        try:
            return self.reader.recognises(self._source(filepath))
        except RefusedFileError:
            return False

    def account(self, filepath: str) -> str:
        """The account that the platform holds for the group."""
        del filepath
        return self.setting.config.platform(self.reader.platform).account

    def date(self, filepath: str) -> date | None:
        """The day of the last movement."""
        days = [m.date for s in self.statements(self._source(filepath)) for m in s.movements]
        return max(days, default=None)

    def filename(self, filepath: str) -> str | None:
        """The name to archive it under: what it is, without whatever its own name said."""
        path: PurePath = Path(filepath)
        return f"{self.reader.name}{path.suffix.lower()}"

    def extract(self, filepath: str, existing: Sequence[Directive]) -> list[Directive]:
        """What is new in a file.

        Raises:
            RefusedFileError: it cannot be imported whole.
        """
        statements = self.statements(self._source(filepath))
        if any(statement.rejected for statement in statements):
            raise RejectedRowsError(statements)
        return [
            entry
            for booked in self.book(statements, known_of(existing))
            for entry in booked.entries
        ]

    def deduplicate(self, entries: list[Any], existing: list[Any]) -> None:
        """Nothing is left to do: an id is booked once, and what is alike is not the same."""

    def statements(self, source: Source) -> Sequence[Statement]:
        """What the reader makes of a file.

        Raises:
            RefusedFileError: it cannot be read.
        """
        return self.reader.read(source, self.setting.options)

    def book(
        self, statements: Sequence[Statement], known: Known, account: str | None = None
    ) -> list[Booked]:
        """Statements as entries.

        Args:
            statements: what the reader made of a file.
            known: what is booked; what these statements bring is added.
            account: instead of the configured one.

        Raises:
            RefusedFileError: they cannot be booked whole.
        """
        hints = {statement.account_hint for statement in statements}
        platform = self.setting.config.platform(self.reader.platform)
        if len(hints) > 1 and (account or not platform.numbers):
            raise SeveralAccountsError(hints)
        booker = Booker(self.setting.config, self.setting.contributors, known)
        return [booker.book(statement, self.reader.platform, account) for statement in statements]

    def _source(self, filepath: str) -> Source:
        return Source.of(Path(filepath), self.setting.options.encoding)
