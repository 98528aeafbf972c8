"""Writes files whole or not at all, one or several together; and JSON as all of them hold it."""

import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

READABLE = 0o644
"""What a new file may be: read by all, written by its owner."""


def write_all(folder: Path, texts: Mapping[str, str | bytes]) -> list[Path]:
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
            target = folder / name
            content = text.encode() if isinstance(text, str) else text
            written.append((temporary_for(target, content, mode=READABLE), target))
        while written:
            temporary, target = written[0]
            temporary.replace(target)
            written.pop(0)
        sync_folder(folder)
    finally:
        for temporary, _ in written:
            temporary.unlink(missing_ok=True)
    return [folder / name for name in texts]


def temporary_for(target: Path, content: bytes, mode: int | None = None) -> Path:
    """Write the content beside its target under a hidden name, onto the disk, and read it back.

    Args:
        target: the file that the temporary one will be renamed to.
        content: what it shall hold.
        mode: its permissions; by default those of the target, or of a readable file.

    Raises:
        OSError: it cannot be written, or does not hold what was written; it is gone again.
    """
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(mode or (target.stat().st_mode & 0o777 if target.exists() else READABLE))
        _check_holds(temporary, content, target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def _check_holds(temporary: Path, content: bytes, target: Path) -> None:
    if temporary.read_bytes() != content:
        raise OSError(5, "The disk does not hold what was written", str(target))


def sync_folder(folder: Path) -> None:
    """Put the names of a folder onto the disk, where the system can do that.

    Raises:
        OSError: the disk refuses.
    """
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def json_text(data: Mapping[str, Any]) -> str:
    """JSON as json.md fixes it: sorted keys, UTF-8, one trailing newline."""
    return json.dumps(data, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
