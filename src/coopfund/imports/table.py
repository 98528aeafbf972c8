"""A table in a CSV file: its header, and its rows by number, none lost."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from coopfund.imports.csv_file import Record, delimiter_of, records, refuse_swallowed
from coopfund.imports.movement import RefusedFileError

PREAMBLE = 30
"""Records among which a header is looked for."""

Columns = Mapping[str, Sequence[str]]
"""A reader's own name of a column to the names that exports give it."""


@dataclass(frozen=True, slots=True)
class Table:
    """Header and rows; a row's number is its place among the rows, from 1."""

    header: tuple[str, ...]
    rows: tuple[Record, ...]
    preamble: tuple[Record, ...] = ()

    def index(self, names: Sequence[str]) -> int | None:
        """Where a column stands, by any of its names; ``None`` where it is missing.

        Raises:
            RefusedFileError: two columns have that name, so which one is meant cannot be told.
        """
        for name in names:
            places = [place for place, found in enumerate(self.header) if found == key(name)]
            if len(places) > 1:
                raise RefusedFileError(f"Two columns are called “{name}”: which one counts?")
            if places:
                return places[0]
        return None


def key(name: str) -> str:
    """A column's name without case and stray spaces."""
    return " ".join(name.replace("\ufeff", "").split()).casefold()


def cut(text: str, delimiter: str | None = None) -> list[Record]:
    """A text's records, separated as its first lines say."""
    return records(text, delimiter or delimiter_of(text))


def header_at(found: Sequence[Record], columns: Columns, required: frozenset[str]) -> int | None:
    """Which of the first records is the header: the one that has all required columns."""
    for place, record in enumerate(found[:PREAMBLE]):
        names = {key(field) for field in record.fields}
        if all(any(key(name) in names for name in columns[want]) for want in required):
            return place
    return None


def table_of(text: str, found: Sequence[Record], place: int, delimiter: str) -> Table:
    """The table under a header.

    Raises:
        RefusedFileError: a quote swallows rows, or the file ends in the middle of a row.
    """
    header = tuple(key(field) for field in found[place].fields)
    rows = tuple(found[place + 1 :])
    for record in found[place:]:
        refuse_swallowed(record, len(header), delimiter)
    if rows and len(rows[-1].fields) < len(header) and text[-1] not in "\r\n":
        raise RefusedFileError(
            f"The file ends in the middle of row {len(rows)} (line {rows[-1].line}), after "
            f"{len(rows[-1].fields)} of {len(header)} fields: it is cut off; download it again."
        )
    return Table(header, rows, tuple(found[:place]))
