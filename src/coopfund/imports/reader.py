"""What a reader is: it recognises a file and makes a statement of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Protocol

from coopfund.imports.csv_file import Record, delimiter_of
from coopfund.imports.days import Order
from coopfund.imports.movement import RefusedFileError, Statement
from coopfund.imports.numerals import Mark
from coopfund.imports.sheet import Options, Sheet, sheet_of
from coopfund.imports.table import Columns, cut, header_at, key, table_of
from coopfund.imports.text_file import TextFile, decode, read_bytes


class Source:
    """A file, read and decoded once for all readers that look at it."""

    def __init__(self, name: str, data: bytes, encoding: str | None = None) -> None:
        """Hold a file's bytes under its name."""
        self.name = name
        self.data = data
        self.encoding = encoding

    @classmethod
    def of(cls, path: Path, encoding: str | None = None) -> "Source":
        """Read a file.

        Raises:
            RefusedFileError: it cannot be read.
        """
        return cls(path.name, read_bytes(path), encoding)

    @cached_property
    def file(self) -> TextFile:
        """Its text.

        Raises:
            RefusedFileError: it is empty, or no text.
        """
        return decode(self.data, self.encoding)

    @cached_property
    def delimiter(self) -> str:
        """What its first lines are separated by."""
        return delimiter_of(self.file.text)

    @cached_property
    def records(self) -> Sequence[Record]:
        """Its records as CSV.

        Raises:
            RefusedFileError: its quotes do not close.
        """
        return cut(self.file.text, self.delimiter)


class Reader(Protocol):
    """Reads one kind of file."""

    @property
    def name(self) -> str:
        """What ``--as`` calls it: ``stripe``."""

    @property
    def title(self) -> str:
        """What it reads, in words."""

    @property
    def platform(self) -> str:
        """Whose files they are: the section of ``imports.toml``."""

    def recognises(self, source: Source) -> bool:
        """Whether a file is of this kind, by its content; never raises for a file that is not."""

    def read(self, source: Source, options: Options) -> Sequence[Statement]:
        """All of a file, one statement for each account in it.

        Raises:
            RefusedFileError: it cannot be read as this.
        """


@dataclass(frozen=True)
class TableReader:
    """Reads a platform's CSV: which columns it has, and what to make of a row.

    Attributes:
        columns: the reader's own names and the exports'.
        required: what a file must have to be of this kind.
        amounts: the columns of numbers.
        dates: the columns of dates.
        make: the sheet to a statement.
        mark: the decimal mark where no number of the file tells.
        order: day or month first where no date tells.
        local: a column of another language, with the mark and order where nothing tells.
    """

    name: str
    title: str
    platform: str
    columns: Columns
    required: frozenset[str]
    amounts: tuple[str, ...]
    dates: tuple[str, ...]
    make: Callable[[Sheet, Options], Statement]
    mark: Mark | None = "."
    order: Order | None = None
    local: tuple[tuple[str, Mark, Order], ...] = ()

    def recognises(self, source: Source) -> bool:
        """Whether one of the first records has every required column."""
        return header_at(self._head(source), self.columns, self.required) is not None

    @staticmethod
    def _head(source: Source) -> Sequence[Record]:
        """The records, or the first line alone where quotes are broken further down."""
        try:
            return source.records
        except RefusedFileError:
            try:
                text = source.file.text
                return cut(text.splitlines()[0], source.delimiter)
            except (RefusedFileError, IndexError):
                return ()

    def read(self, source: Source, options: Options) -> Sequence[Statement]:
        """All rows.

        Raises:
            RefusedFileError: a required column is missing, or the file is damaged.
        """
        found = source.records
        place = header_at(found, self.columns, self.required)
        if place is None:
            raise RefusedFileError(self._missing(found))
        table = table_of(source.file.text, found, place, source.delimiter)
        spoken = [(mark, order) for name, mark, order in self.local if key(name) in table.header]
        mark, order = spoken[0] if spoken else (self.mark, self.order)
        sheet = sheet_of(
            table,
            self.columns,
            options,
            amounts=self.amounts,
            dates=self.dates,
            mark=mark,
            order=order,
        )
        return (self.make(sheet, options),)

    def _missing(self, found: Sequence[Record]) -> str:
        best = max(
            (self._lacks(record) for record in found[:30]), key=lambda lack: -len(lack), default=[]
        )
        names = ", ".join(f"“{self.columns[want][0]}”" for want in best)
        return f"It is no {self.title}: the column {names} is missing."

    def _lacks(self, record: Record) -> list[str]:
        one = (record,)
        return sorted(
            want
            for want in self.required
            if header_at(one, self.columns, frozenset({want})) is None
        )
