"""Entries that stand in the books: found by what a person calls them, and given a line more."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from beancount.core.data import Transaction

from coopfund.desk.answers import AnswerError
from coopfund.desk.books_folder import BooksFolder
from coopfund.desk.plan import Placed, placed_in
from coopfund.desk.writer import IMPORT_ID
from coopfund.wording import CLOSE, listed

PLACE: Final = re.compile(r"(?P<file>.+):(?P<line>[0-9]+)")


def with_lines(text: str, placed: Placed, metas: Mapping[str, str]) -> str:
    """A file's text with lines of metadata more, above the first posting of an entry of it."""
    lines = text.splitlines(keepends=True)
    indent = re.match(r"[ \t]*", lines[placed.start + 1] if placed.start + 1 < len(lines) else "  ")
    ending = "\r\n" if lines[placed.start].endswith("\r\n") else "\n"
    lead = (indent and indent[0]) or "  "
    end = first_posting(placed)
    lines[end:end] = [f'{lead}{key}: "{value}"{ending}' for key, value in metas.items()]
    return "".join(lines)


def first_posting(placed: Placed) -> int:
    """The line of the entry's first posting, from zero."""
    entry = placed.entry
    postings = entry.postings if isinstance(entry, Transaction) else ()
    return min((p.meta["lineno"] - 1 for p in postings if p.meta), default=placed.start + 1)


def found_in(folder: BooksFolder, entry: str) -> tuple[Path, Placed]:
    """The one entry that is meant.

    Args:
        folder: the books.
        entry: ``^link``, ``file:line`` or an import id. The file is named from the books' folder or
            from where the person is.

    Raises:
        AnswerError: no entry is meant, or several.
    """
    place = PLACE.fullmatch(entry)
    known = {file.resolve() for file in folder.contents}
    paths = [(start / place["file"]).resolve() for start in (folder.root, Path())] if place else []
    named = next((path for path in paths if path in known), None)
    if place and named:
        found = [
            (file, placed)
            for file, placed in _entries(folder)
            if file.resolve() == named and placed.start < int(place["line"]) <= placed.end
        ]
    elif entry.startswith("^"):
        found = [its for its in _entries(folder, entry[1:]) if entry[1:] in _links(its[1])]
    else:
        found = [
            its for its in _entries(folder, entry) if its[1].entry.meta.get(IMPORT_ID) == entry
        ]
    if len(found) != 1:
        raise AnswerError(_not_one(folder, entry, found))
    return found[0]


def _entries(folder: BooksFolder, holds: str = "") -> Iterator[tuple[Path, Placed]]:
    """The transactions of every file that holds a text."""
    for file in folder.contents:
        text = folder.text(file)
        if holds in text:
            for placed in placed_in(text):
                if isinstance(placed.entry, Transaction):
                    yield file, placed


def _links(placed: Placed) -> frozenset[str]:
    entry = placed.entry
    return frozenset((entry.links or ()) if isinstance(entry, Transaction) else ())


def _not_one(folder: BooksFolder, entry: str, found: list[tuple[Path, Placed]]) -> str:
    if not found:
        return (
            f'no entry is "{entry}"; name it by its link (^print-2026-03), by its line '
            "(2026-03.beancount:41) or by its import id."
        )
    places = [f"{folder.relative(file)}:{placed.start + 1}" for file, placed in found]
    among = listed(places[: 2 * CLOSE])
    return f'"{entry}" is {len(found)} entries: {among}; name one by its line.'
