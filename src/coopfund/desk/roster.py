"""The roster: who the ids of the books are. It is private, and no report ever reads it."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from coopfund.desk.roster_file import NAME, Person, RosterError, people_of, with_person
from coopfund.files import temporary_for

__all__ = ["NAME", "Person", "Roster", "RosterError", "key"]

NUMBERED: Final = re.compile(r"(?P<prefix>[a-z]+)-(?P<number>[0-9]+)")
WIDTH: Final = 4
"""Digits of an id where no other id says how many: ``m-0042``."""
PRIVATE: Final = 0o600
"""What a new roster may be: read and written by its owner."""


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
        return cls.of(people_of(content) if content.strip() else ())

    @staticmethod
    def add(folder: Path, person: Person) -> None:
        """Add a row to the roster of a folder of books, or begin one.

        Raises:
            RosterError: the roster cannot be read or written, or the row makes no sense; the file
                is as it was.
        """
        path, content = folder / NAME, Roster.check(folder, person)
        try:
            temporary_for(path, content, None if path.exists() else PRIVATE).replace(path)
        except OSError as error:
            message = f"cannot be written: {error.strerror}"
            raise RosterError(message) from None

    @staticmethod
    def check(folder: Path, person: Person) -> bytes:
        """The roster of a folder of books with a row more, not written yet.

        Raises:
            RosterError: the roster cannot be read, or the row makes no sense.
        """
        Roster.of([*Roster.read(folder).people.values(), person])
        path = folder / NAME
        return with_person(path.read_bytes() if path.exists() else b"", person)

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
                raise RosterError(
                    f'the id "{person.id}" stands in row {first} already', person.row or None
                )
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
