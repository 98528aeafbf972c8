"""Files that look like months of these books and that no include line names."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from coopfund.desk.books_folder import PERIOD, BooksFolder, BooksFolderError
from coopfund.desk.tree import absolute
from coopfund.doctor.lack import Lack
from coopfund.wording import counted

if TYPE_CHECKING:
    from coopfund.books.load import Loaded

SUFFIXES: Final = frozenset({".beancount", ".bean"})
MOST: Final = 24
"""So many files are listed."""


def unread_lacks(loaded: "Loaded") -> Iterator[Lack]:
    """The months, or years, that stand beside the others and are not read."""
    try:
        folder = BooksFolder.of(loaded.path)
    except BooksFolderError:
        return  # such books are not written to, and not searched
    places = {folder.root} | {file.parent for file in folder.contents}
    found = sorted(
        folder.relative(file)
        for place in places
        for file in place.iterdir()
        if _is_period(file) and not folder.covers(absolute(file.name, file))
    )
    if found:
        lines = tuple(f'include "{Path(name).as_posix()}"' for name in found[:MOST])
        yield Lack(
            "unread",
            f"{counted(len(found), 'file')} beside the others that no include line names; what is "
            f"in them counts nowhere. In {loaded.path.name}:",
            lines,
            max(0, len(found) - MOST),
        )


def _is_period(file: Path) -> bool:
    return file.suffix in SUFFIXES and bool(PERIOD.search(file.stem)) and file.is_file()
