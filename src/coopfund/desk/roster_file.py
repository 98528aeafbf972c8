"""The roster as a file: reading it whole, and adding a person to it.

``roster.csv`` stands beside the main file and is ignored by git. A spreadsheet writes it::

    id,name,also,email,household,joined
    m-0042,Ana Silva,A. da Silva,ana@example.org; silva@example.net,h-12,2026-01-15
    d-007,Ben Okafor,,ben@example.org,,

``id`` and ``name`` must be there; columns of other names are left alone. ``also`` holds other
spellings of the name and ``email`` addresses, several of them parted by ``;``. Commas, semicolons
or tabs part the columns; UTF-8 (with or without BOM), UTF-16 with BOM and Windows-1252 are read.
"""

import codecs
import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from coopfund.tables import FORMULA
from coopfund.wording import UNCLEAN, did_you_mean, listed

NAME: Final = "roster.csv"
COLUMNS: Final = ("id", "name", "also", "email", "household", "joined")
NEEDED: Final = COLUMNS[:2]
ID: Final = re.compile(r"[a-z]+-[0-9A-Za-z][0-9A-Za-z-]*")
EMAIL: Final = re.compile(r"[^@\s;,]+@[^@\s;,]+")
DELIMITERS: Final = ",;\t"
LARGEST: Final = 20_000_000
"""No roster is larger; a file of this size was named so by mistake."""


class RosterError(ValueError):
    """A roster that cannot be read; the message is one sentence with the row."""

    def __init__(self, why: str, row: int | None = None) -> None:
        """Say why, and at which row of the file (the header is row 1)."""
        where = NAME if row is None else f"{NAME}, row {row}"
        super().__init__(f"{where}: {why}.")
        self.row = row


@dataclass(frozen=True, slots=True)
class Person:
    """One row: who an id is.

    Attributes:
        id: the pseudonym in the books, such as ``m-0042``.
        name: the name as the group writes it.
        also: other spellings of it.
        emails: every address.
        household: people of one purse, as in the books, or ``None``.
        joined: the day of joining, or ``None``.
        row: where it stands in the file.
    """

    id: str
    name: str
    also: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    household: str | None = None
    joined: date | None = None
    row: int = 0


def text_of(content: bytes) -> str:
    """The file as text, with plain line ends."""
    if len(content) > LARGEST:
        raise RosterError("is too large for a roster")
    encoding = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        text = _windows(content)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in text:
        raise RosterError("is no text file", text.count("\n", 0, text.index("\0")) + 1)
    return text


def _windows(content: bytes) -> str:
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        raise RosterError("is neither UTF-8 nor Windows-1252 text", row) from None


def people_of(content: bytes) -> Iterator[Person]:
    """Everybody of the file, in order.

    Raises:
        RosterError: it cannot be read, or a row of it makes no sense.
    """
    rows = _rows(text_of(content))
    header = _header(next(rows, (1, []))[1])
    for number, cells in rows:
        if len(cells) != len(header):
            raise RosterError(
                f"has {len(cells)} columns, the header {len(header)}; a text that holds a comma "
                "stands in quotes",
                number,
            )
        yield _person(dict(zip(header, map(str.strip, cells), strict=True)), number)


def column_of(content: bytes, name: str) -> dict[str, str]:
    """A column of the group's own, such as ``tier``, by id; empty where there is none.

    Raises:
        RosterError: the file cannot be read.
    """
    rows = _rows(text_of(content))
    header = _header(next(rows, (1, []))[1])
    if name not in header:
        return {}
    table = (dict(zip(header, map(str.strip, cells), strict=False)) for _, cells in rows)
    return {cells["id"]: cells[name] for cells in table if cells.get(name)}


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Every row with the number of its line; a stray quote must not swallow lines."""
    delimiter = _delimiter(text.lstrip("\n").partition("\n")[0])
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    start = 1
    try:
        for cells in reader:
            if reader.line_num > start:
                raise RosterError("a quote is opened and not closed in its line", start)
            if any(cell.strip() for cell in cells):
                yield start, cells
            start = reader.line_num + 1
    except csv.Error as error:
        raise RosterError(f"cannot be read as a table: {error}", start) from None


def _delimiter(first: str) -> str:
    return max(DELIMITERS, key=first.count)


def _header(cells: Sequence[str]) -> list[str]:
    names = [cell.strip().casefold() for cell in cells]
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if twice:
        raise RosterError(f'the column "{twice[0]}" is there twice', 1)
    for name in NEEDED:
        if name not in names:
            hint = did_you_mean(name, [other for other in names if other])
            raise RosterError(
                f'there is no column "{name}"{hint}; the columns are {listed(COLUMNS)}', 1
            )
    return names


def _person(cells: Mapping[str, str], row: int) -> Person:
    identity, name = cells["id"], " ".join(unicodedata.normalize("NFC", cells["name"]).split())
    if not ID.fullmatch(identity):
        raise RosterError(f'"{identity}" is no id such as m-0042 or d-007', row)
    if not name:
        raise RosterError(f"{identity} has no name", row)
    for cell in cells.values():
        if UNCLEAN.search(cell):
            raise RosterError(f"{identity} holds markup or control characters", row)
    emails = _several(cells.get("email", ""))
    for email in emails:
        if not EMAIL.fullmatch(email):
            raise RosterError(f'"{email}" is no e-mail address', row)
    return Person(
        id=identity,
        name=name,
        also=_several(cells.get("also", "")),
        emails=emails,
        household=cells.get("household") or None,
        joined=_day(cells.get("joined", ""), row),
        row=row,
    )


def _several(cell: str) -> tuple[str, ...]:
    parts = (" ".join(part.split()) for part in cell.split(";"))
    return tuple(part for part in parts if part)


def _day(cell: str, row: int) -> date | None:
    if not cell:
        return None
    try:
        return datetime.strptime(cell, "%Y-%m-%d").date()  # noqa: DTZ007  # a day, no moment
    except ValueError:
        raise RosterError(f'"{cell}" is no day such as 2026-01-15', row) from None


def with_person(content: bytes, person: Person) -> bytes:
    """A roster with one more row; what stood in it stays as it is, though UTF-8 from now on.

    Args:
        content: the file as it is, empty where there is none.
        person: who is added; ``row`` means nothing.

    Raises:
        RosterError: the file cannot be read, or what is said of the person makes no row.
    """
    text = text_of(content) if content.strip() else ",".join(COLUMNS) + "\n"
    first, header = _first(text)
    said = {
        "id": person.id,
        "name": person.name,
        "also": "; ".join(person.also),
        "email": "; ".join(person.emails),
        "household": person.household or "",
        "joined": person.joined.isoformat() if person.joined else "",
    }
    row = text.count("\n") + 1
    lost = [name for name, value in said.items() if value and name not in header]
    if lost:
        raise RosterError(f'there is no column "{lost[0]}" to write to', 1)
    for value in said.values():
        if FORMULA.match(value):
            raise RosterError(f'"{value}" would be a formula in a spreadsheet', row)
    _person(said, row)
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=_delimiter(first), lineterminator="\n")
    writer.writerow([said.get(name, "") for name in header])
    whole = text + ("" if text.endswith("\n") else "\n") + buffer.getvalue()
    if b"\r\n" in content:
        whole = whole.replace("\n", "\r\n")
    mark = codecs.BOM_UTF8 if content.startswith(codecs.BOM_UTF8) else b""
    return mark + whole.encode()


def _first(text: str) -> tuple[str, list[str]]:
    """The header, as a line and as columns."""
    number, cells = next(_rows(text), (1, []))
    return text.split("\n")[number - 1], _header(cells)
