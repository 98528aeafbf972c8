"""What importing into one ledger needs: accounts, the key, and who is known."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from coopfund.books.load import main_file
from coopfund.desk.books_folder import STATE
from coopfund.desk.roster import Roster, RosterError
from coopfund.imports.config import read_config
from coopfund.imports.contributors import Contributors, RosterLike
from coopfund.imports.importer import Setting
from coopfund.imports.movement import RefusedFileError
from coopfund.imports.secret import NAME, keep_secret, new_secret, secret_of
from coopfund.imports.sheet import Options


class LostKeyError(RefusedFileError):
    """The key is gone that the pseudonyms in the books were made with."""

    def __init__(self, state: Path) -> None:
        """Say where it was."""
        super().__init__(
            f"{state / NAME} is missing, and the pseudonyms in the books were made with it: "
            "restore it from a backup, else every giver would get a second one."
        )


def setting_of(
    ledger: Path,
    options: Options | None = None,
    *,
    keep: bool = True,
    progress: Callable[[int, int], None] | None = None,
) -> Setting:
    """The setting of a ledger.

    Args:
        ledger: its main file or folder.
        options: what whoever imports says of the files.
        keep: whether a new key is written down; else it is forgotten, as for a dry run.
        progress: told of rows read and all rows while a file is read.

    Raises:
        UnreadableBooksError: there is no such ledger.
        RefusedFileError: its ``imports.toml``, roster or key cannot be used.
    """
    folder = main_file(ledger).parent
    config = read_config(folder)
    secret = secret_of(folder / STATE)
    if secret is None:
        secret = new_secret()
        if keep:
            keep_secret(folder / STATE, secret)
    return Setting(
        config,
        Contributors(secret, roster_of(folder)),
        replace(options or Options(), secret=secret, progress=progress),
    )


def roster_of(folder: Path) -> RosterLike:
    """The roster of a folder of books; empty where there is none.

    Raises:
        RefusedFileError: it cannot be read.
    """
    try:
        return Roster.read(folder)
    except RosterError as error:
        raise RefusedFileError(str(error)) from error
