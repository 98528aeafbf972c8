"""Reads a write back before it happens: the new texts hold what they held and what was added."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from beancount.core.data import Directive, Transaction
from beancount.parser import parser

from coopfund.books.reader import BEANCOUNT_KEYS
from coopfund.desk.books_folder import BooksFolder
from coopfund.wording import counted


class WriteError(Exception):
    """A write did not happen; the message is one sentence, and the books are as they were."""


def check_reads_back(
    folder: BooksFolder, before: Mapping[Path, bytes | None], texts: Mapping[Path, str], added: int
) -> None:
    """The new texts hold what they held, and what was added, to the letter.

    Raises:
        WriteError: they do not.
    """
    more = 0
    for file, text in texts.items():
        old, old_errors = _parsed((before[file] or b"").decode("utf-8"))
        new, new_errors = _parsed(text)
        if old - new or new_errors - old_errors:
            message = f"{folder.relative(file)} would not read back as written; nothing is written."
            raise WriteError(message)
        more += (new - old).total()
    if more != added:
        message = (
            f"Of {counted(added, 'entry', 'entries')}, {more} would read back; none is written."
        )
        raise WriteError(message)


def _parsed(text: str) -> tuple[Counter[str], Counter[str]]:
    """The directives of a text and the parser's complaints, without their lines."""
    entries, errors, _ = parser.parse_string(text)
    return (
        Counter(_without_place(entry) for entry in entries),
        Counter(str(error.message) for error in errors),
    )


def _without_place(entry: Directive) -> str:
    """A directive as a text that says everything but where it stands."""
    if isinstance(entry, Transaction):
        postings = [posting._replace(meta=_bare(posting.meta)) for posting in entry.postings]
        return repr(entry._replace(meta=_bare(entry.meta), postings=postings))
    return repr(entry._replace(meta=_bare(entry.meta)))


def _bare(meta: Mapping[str, Any] | None) -> dict[str, Any]:
    return {key: value for key, value in (meta or {}).items() if key not in BEANCOUNT_KEYS}
