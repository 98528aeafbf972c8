"""What ``imports.toml`` gets wrong, before a file is imported with it."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from coopfund.desk.books_folder import BooksFolder, BooksFolderError
from coopfund.desk.printing import formatted
from coopfund.doctor.lack import Lack
from coopfund.imports.config import ConfigError, read_config
from coopfund.imports.opens import first_day, open_of, opened_in
from coopfund.wording import counted

if TYPE_CHECKING:
    from coopfund.books.load import Loaded


def import_lacks(loaded: "Loaded") -> Iterator[Lack]:
    """A mistake in it, and the accounts that it names and nobody opened."""
    try:
        config = read_config(Path(loaded.analysis.books.folder))
        folder = BooksFolder.of(loaded.path)
    except ConfigError as error:
        yield Lack("imports", f"Nothing can be imported: {error}")
        return
    except BooksFolderError:
        return  # said elsewhere: such books are not written to
    names = {name for platform in config.platforms.values() for name in platform.accounts}
    closed = sorted(names - opened_in(folder))
    day = first_day(folder)
    if closed and day:
        lines = [line for name in closed for line in formatted(open_of(name, day)).splitlines()]
        told = counted(len(closed), "account")
        yield Lack("imports", f"imports.toml names {told} that no one opened.", tuple(lines))
