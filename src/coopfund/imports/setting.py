"""What importing into one ledger needs: accounts, the key, and who is known."""

from dataclasses import replace
from pathlib import Path

from coopfund.books.load import main_file
from coopfund.desk.books_folder import STATE
from coopfund.desk.roster import Roster, RosterError
from coopfund.imports.config import read_config
from coopfund.imports.contributors import Contributors, RosterLike
from coopfund.imports.importer import Setting
from coopfund.imports.movement import RefusedFileError
from coopfund.imports.secret import keep_secret, new_secret, secret_of
from coopfund.imports.sheet import Options


def setting_of(ledger: Path, options: Options | None = None, *, keep: bool = True) -> Setting:
    """The setting of a ledger.

    Args:
        ledger: its main file or folder.
        options: what whoever imports says of the files.
        keep: whether a new key is written down; else it is forgotten, as for a dry run.

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
        replace(options or Options(), secret=secret),
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
