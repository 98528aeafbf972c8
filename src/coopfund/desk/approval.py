"""Adds an approval to an entry that stands in the books: one line changes, nothing else."""

import re
from pathlib import Path
from typing import Final

from coopfund.desk.answers import AnswerError
from coopfund.desk.books_folder import BooksFolder
from coopfund.desk.standing import first_posting, found_in, with_lines

KEY: Final = "approved-by"
APPROVED: Final = re.compile(
    rf'^(?P<before>[ \t]+{KEY}:[ \t]*")(?P<ids>[^"]*)(?P<after>".*)', re.DOTALL
)


def approved(folder: BooksFolder, entry: str, by: str) -> dict[Path, str]:
    """The file of an entry, with one more who approved it.

    Args:
        folder: the books.
        entry: ``^link``, ``file:line`` or an import id.
        by: the id of whoever approves.

    Raises:
        AnswerError: no entry is meant, or several, or they approved it already.
    """
    file, placed = found_in(folder, entry)
    text = folder.text(file)
    lines = text.splitlines(keepends=True)
    for number in range(placed.start + 1, first_posting(placed)):
        found = APPROVED.match(lines[number])
        if found:
            known = found["ids"].replace(",", " ").split()
            if by in known:
                message = f"{by} has approved it already."
                raise AnswerError(message)
            lines[number] = f"{found['before']}{' '.join([*known, by])}{found['after']}"
            return {file: "".join(lines)}
    return {file: with_lines(text, placed, {KEY: by})}
