"""The roster: who the ids of the books are. It is private, and no report ever reads it.

``roster.csv`` stands beside the main file and is ignored by git. A spreadsheet writes it::

    id,name,also,email,household,joined
    m-0042,Ana Silva,A. da Silva,ana@example.org; silva@example.net,h-12,2026-01-15
    d-007,Ben Okafor,,ben@example.org,,

``id`` and ``name`` must be there; columns of other names are left alone. ``also`` holds other
spellings of the name and ``email`` addresses, several of them parted by ``;``. Commas, semicolons
or tabs part the columns; UTF-8 (with or without BOM), UTF-16 with BOM and Windows-1252 are read.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Final

from coopfund.wording import UNCLEAN, did_you_mean, listed

NAME: Final = "roster.csv"
COLUMNS: Final = ("id", "name", "also", "email", "household", "joined")
NEEDED: Final = COLUMNS[:2]
ID: Final = re.compile(r"[a-z]+-[0-9A-Za-z][0-9A-Za-z-]*")
EMAIL: Final = re.compile(r"[^@\s;,]+@[^@\s;,]+")
NUMBERED: Final = re.compile(r"(?P<prefix>[a-z]+)-(?P<number>[0-9]+)")
DELIMITERS: Final = ",;\t"
WIDTH: Final = 4
"""Digits of an id where no other id says how many: ``m-0042``."""
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


@dataclass(frozen=True)
class Roster:
    """Everybody of the roster; empty where there is no such file."""

    people: Mapping[str, Person] = field(default_factory=dict)
    _by_name: Mapping[str, frozenset[str]] = field(default_factory=dict, repr=False)
    _by_email: Mapping[str, frozenset[str]] = field(default_factory=dict, repr=False)

    @classmethod
    def read(cls, folder: Path) -> "Roster":
        """The roster of a folder of books (the folder of the main file).

        Raises:
            RosterError: the file cannot be read, or a row of it makes no sense; nothing of it
                is used then.
        """
        path = folder / NAME
        try:
            content = path.read_bytes() if path.exists() else b""
        except OSError as error:
            raise RosterError(f"cannot be read: {error.strerror}") from None
        return cls.of(_people(_text(content)) if content.strip() else ())

    @classmethod
    def of(cls, people: Iterable[Person]) -> "Roster":
        """A roster of these people.

        Raises:
            RosterError: one id stands for two people.
        """
        by_id: dict[str, Person] = {}
        by_name: dict[str, set[str]] = {}
        by_email: dict[str, set[str]] = {}
        for person in people:
            if person.id in by_id:
                first = by_id[person.id].row
                raise RosterError(f'the id "{person.id}" stands in row {first} already', person.row)
            by_id[person.id] = person
            for name in (person.name, *person.also):
                by_name.setdefault(key(name), set()).add(person.id)
            for email in person.emails:
                by_email.setdefault(key(email), set()).add(person.id)
        frozen = ({k: frozenset(v) for k, v in its.items()} for its in (by_name, by_email))
        return cls(by_id, *frozen)

    def find(self, *, email: str | None = None, name: str | None = None) -> str | None:
        """Whose address or name this is; exact but for case and spaces, and never a guess.

        An address says more than a name. Two people who share an address are told apart by the
        name, two people of one name by nothing; an address of one person with the name of
        another is nobody's.

        Args:
            email: an address, if it is known.
            name: a name, if it is known; one of the spellings under ``also`` will do.
        """
        named = self._by_name.get(key(name), frozenset()) if name else frozenset()
        addressed = self._by_email.get(key(email), frozenset()) if email else frozenset()
        found = addressed & named if addressed and named else addressed or named
        return next(iter(found)) if len(found) == 1 else None

    def name_of(self, person: str) -> str | None:
        """The name of an id, or ``None`` where the roster has none."""
        known = self.people.get(person)
        return known.name if known else None

    def next_id(self, prefix: str = "m", taken: Iterable[str] = ()) -> str:
        """The id after the highest one, as wide as the others: ``m-0061``.

        Args:
            prefix: ``m`` for members, ``d`` for donors.
            taken: ids that the books use besides.
        """
        numbers = [
            match["number"]
            for match in map(NUMBERED.fullmatch, (*self.people, *taken))
            if match and match["prefix"] == prefix
        ]
        width = max(map(len, numbers), default=WIDTH if prefix == "m" else WIDTH - 1)
        return f"{prefix}-{max(map(int, numbers), default=0) + 1:0{width}d}"


def key(text: str) -> str:
    """What makes two spellings the same: NFC, no case, one space between words.

    >>> key(" ANA  Silva ") == key("Ana silva")
    True
    """
    composed = unicodedata.normalize("NFC", text)
    return unicodedata.normalize("NFC", " ".join(composed.split()).casefold())


def _text(content: bytes) -> str:
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


def _people(text: str) -> Iterator[Person]:
    rows = _rows(text)
    header = _header(next(rows, (1, []))[1])
    for number, cells in rows:
        if len(cells) != len(header):
            raise RosterError(
                f"has {len(cells)} columns, the header {len(header)}; a text that holds a comma "
                "stands in quotes",
                number,
            )
        yield _person(dict(zip(header, map(str.strip, cells), strict=True)), number)


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Every row with the number of its line; a stray quote must not swallow lines."""
    first = text.lstrip("\n").partition("\n")[0]
    delimiter = max(DELIMITERS, key=first.count)
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
