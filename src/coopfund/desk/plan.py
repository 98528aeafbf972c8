"""Where entries go: the new text of each file, with everything else left as it is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import NamedTuple

from beancount.core.data import Balance, Custom, Directive, Document, Transaction
from beancount.parser import parser

from coopfund.desk.books_folder import BooksFolder
from coopfund.desk.printing import column_of, formatted
from coopfund.wording import in_months


class Placed(NamedTuple):
    """A directive of a file: the first of its lines and the one after its last, from zero."""

    entry: Directive
    start: int
    end: int


@dataclass(frozen=True)
class Plan:
    """What a write would do.

    Attributes:
        folder: the books, as they were when this was planned.
        entries: the directives to add.
        texts: the new text of each file that changes; included files before the main file.
        pieces: the added text of each file, piece by piece, for taking it back.
    """

    folder: BooksFolder
    entries: Sequence[Directive]
    texts: dict[Path, str] = field(default_factory=dict)
    pieces: dict[Path, list[str]] = field(default_factory=dict)


def plan(folder: BooksFolder, entries: Sequence[Directive]) -> Plan:
    """Work out where each entry goes: into its file, in order of date, after its equals.

    Directives of a kind stay together; transactions are set apart by empty lines.
    """
    made = Plan(folder, entries)
    by_file: dict[Path, list[Directive]] = {}
    for entry in entries:
        by_file.setdefault(folder.home_of(entry), []).append(entry)
    created = []
    for file, added in by_file.items():
        before = folder.text(file)
        if file not in folder.contents and not before:
            before = _heading(file, added[0].date)
        if not folder.covers(file):
            created.append(file)
        made.texts[file], made.pieces[file] = inserted(before, added)
    _include(made, created)
    return made


def _include(made: Plan, created: Sequence[Path]) -> None:
    """Lines in the main file for the files that nothing includes yet."""
    folder = made.folder
    for file in sorted(created):
        main = made.texts.pop(folder.main, None) or folder.text(folder.main)
        made.texts[folder.main] = folder.with_include(main, file)
        line = f'include "{Path(folder.relative(file)).as_posix()}"\n'
        made.pieces.setdefault(folder.main, []).append(line)


def _heading(file: Path, day: date) -> str:
    """The first line of a file for a month, a year, or one kind of directive."""
    if file.stem.endswith(f"{day.month:02}"):
        return f"; {in_months([day])}\n"
    return f"; {day.year}\n" if str(day.year) in file.stem else f"; {file.stem.capitalize()}\n"


def inserted(text: str, entries: Sequence[Directive]) -> tuple[str, list[str]]:
    """A file's text with entries added, and the pieces that were added to it.

    A file keeps its line ends, its comments and its column of amounts.
    """
    ending = "\r\n" if "\r\n" in text else "\n"
    text = text.replace("\r\n", "\n")
    if text and not text.endswith("\n"):
        text += "\n"
    lines, column = text.splitlines(keepends=True), column_of(text)
    placed = placed_in(text)
    added: dict[int, list[Directive]] = {}
    for entry in sorted(entries, key=lambda entry: entry.date):
        added.setdefault(_position(placed, entry, lines), []).append(entry)
    pieces: list[str] = []
    for position in sorted(added, reverse=True):
        piece = _block(lines, position, added[position], column)
        lines.insert(position, piece)
        pieces.append(piece.replace("\n", ending))
    return "".join(lines).replace("\n", ending), pieces


def placed_in(text: str) -> list[Placed]:
    """The directives of a file in the order of its lines."""
    entries, _, _ = parser.parse_string(text)
    lines = text.split("\n")
    starts = sorted((entry.meta["lineno"] - 1, position) for position, entry in enumerate(entries))
    found = []
    for start, position in starts:
        end = max([start, *_last_lines(entries[position])]) + 1
        while end < len(lines) and lines[end][:1] in {" ", "\t"} and lines[end].strip():
            end += 1
        found.append(Placed(entries[position], start, end))
    return found


def _last_lines(entry: Directive) -> list[int]:
    """The lines of an entry's postings, from zero."""
    if not isinstance(entry, Transaction):
        return []
    return [posting.meta["lineno"] - 1 for posting in entry.postings if posting.meta]


def _position(placed: Sequence[Placed], entry: Directive, lines: Sequence[str]) -> int:
    """The line before which an entry goes: after the last one like it that is not younger."""
    like = _kin(entry)
    family = [known for known in placed if like(known.entry)]
    earlier = [known.end for known in family if known.entry.date <= entry.date]
    if earlier:
        return max(earlier)
    if family and not isinstance(entry, Custom):
        return _above_comments(lines, family[0].start)
    return family[0].start if family else len(lines)


def _kin(entry: Directive) -> Callable[[Directive], bool]:
    """What an entry stands among: its own kind of declaration, or whatever happened."""
    if isinstance(entry, Custom):
        return lambda other: isinstance(other, Custom) and other.type == entry.type
    if isinstance(entry, Transaction | Balance | Document):
        return lambda other: not isinstance(other, Custom)
    return lambda other: isinstance(other, type(entry))


def _above_comments(lines: Sequence[str], start: int) -> int:
    """The comment right above an entry belongs to it."""
    while start > 0 and lines[start - 1].startswith(";"):
        start -= 1
    return start


def _block(lines: Sequence[str], position: int, entries: Sequence[Directive], column: int) -> str:
    """The text of entries that go before a line, with the empty lines around them."""
    texts: list[str] = []
    before = lines[position - 1] if position else "\n"
    for entry in entries:
        text = formatted(entry, column)
        apart = before.strip() and not (_short(text) and _short(before))
        texts.append(f"\n{text}" if apart else text)
        before = text
    after = lines[position] if position < len(lines) else "\n"
    apart = after.strip() and not (_short(before) and (_short(after) or after[0] == ";"))
    return "".join(texts) + ("\n" if apart else "")


def _short(text: str) -> bool:
    """Whether a text is one directive on one line, which stands close to its like."""
    line = text.rstrip("\n")
    return "\n" not in line and line[:1].isdigit() and ' custom "' in line
