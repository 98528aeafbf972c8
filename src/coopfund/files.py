"""Writes files whole or not at all, one or several together."""

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path


def write_all(folder: Path, texts: Mapping[str, str]) -> list[Path]:
    """Write every text under its name in ``folder``, the last step being renames only.

    All of it is first written and synced under temporary names, so that whatever fails before the
    renames leaves the earlier report untouched.

    Raises:
        OSError: a file cannot be written; nothing was.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name in texts:
        if (folder / name).is_dir():
            raise IsADirectoryError(21, "Is a directory", str(folder / name))
    written: list[tuple[Path, Path]] = []
    try:
        for name, text in texts.items():
            written.append((_temporary(folder, name, text), folder / name))
        while written:
            temporary, target = written[0]
            temporary.replace(target)
            written.pop(0)
    finally:
        for temporary, _ in written:
            temporary.unlink(missing_ok=True)
    return [folder / name for name in texts]


def _temporary(folder: Path, name: str, text: str) -> Path:
    handle, temporary = tempfile.mkstemp(dir=folder, prefix=f".{name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(0o644)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return Path(temporary)
