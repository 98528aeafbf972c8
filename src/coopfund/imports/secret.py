"""The key of these books: what makes pseudonyms that nobody outside can try names against.

It stays on the machine that imports, in ``.coopfund/``, which git ignores. Whoever loses it gets
other pseudonyms for the same people, so it belongs in the group's backup.
"""

import os
import secrets
from pathlib import Path
from typing import Final

from coopfund.imports.movement import RefusedFileError

NAME: Final = "contributors.key"
SIZE: Final = 32
IGNORE: Final = "# Private to this machine: nothing here belongs into the books' history.\n*\n"


class SecretError(RefusedFileError):
    """The key cannot be read or made; the message is one sentence."""


def secret_of(state: Path, name: str = NAME) -> bytes | None:
    """The key, or ``None`` where none was made yet.

    Args:
        state: the folder ``.coopfund`` of the books.
        name: the file that holds it; each key serves one purpose.

    Raises:
        SecretError: it cannot be read, or is none.
    """
    path = state / name
    try:
        text = path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise SecretError(f"{path} cannot be read; restore it from a backup.") from error
    try:
        key = bytes.fromhex(text)
    except ValueError:
        key = b""
    if len(key) != SIZE:
        raise SecretError(f"{path} is damaged; restore it from a backup.")
    return key


def new_secret() -> bytes:
    """A key that nobody can guess."""
    return secrets.token_bytes(SIZE)


def keep_secret(state: Path, key: bytes, name: str = NAME) -> None:
    """Write the key, for its owner's eyes only; one that is there already stays.

    Raises:
        SecretError: it cannot be written.
    """
    path = state / name
    try:
        state.mkdir(exist_ok=True)
        ignore = state / ".gitignore"
        if not ignore.exists():
            ignore.write_text(IGNORE, encoding="utf-8")
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(key.hex() + "\n")
            file.flush()
            os.fsync(file.fileno())
    except FileExistsError as error:
        raise SecretError(f"{path} was made by another command meanwhile; try again.") from error
    except OSError as error:
        raise SecretError(f"{path} cannot be written: {error.strerror}.") from error


def drop_secret(state: Path, name: str) -> None:
    """Take a key away, if it is there.

    Raises:
        SecretError: it cannot be deleted.
    """
    path = state / name
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise SecretError(f"{path} cannot be deleted: {error.strerror}.") from error
