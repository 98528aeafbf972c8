"""A folder of files, written all at once or not at all."""

import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from coopfund.wording import listed


class OccupiedError(Exception):
    """A folder that holds such files already; the message is one sentence."""

    def __init__(self, folder: Path, names: Sequence[str]) -> None:
        """Say which files are in the way."""
        super().__init__(f"{folder} holds {listed(names)} already; nothing is written.")


def write_folder(folder: Path, files: Mapping[str, str]) -> None:
    """Write all files or none: into a temporary folder, then renamed.

    Raises:
        OccupiedError: the folder holds one of them already.
        OSError: the folder cannot be written.
    """
    taken = [name for name in files if (folder / name).exists()]
    if taken:
        raise OccupiedError(folder, taken)
    nearby = folder if folder.exists() else folder.absolute().parent
    nearby.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(dir=nearby, prefix=".coopfund."))
    try:
        for name, text in files.items():
            (draft / name).write_text(text, encoding="utf-8", newline="\n")
        draft.chmod(0o755)
        if folder.exists():
            _place(draft, folder, list(files))
        else:
            draft.rename(folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _place(draft: Path, folder: Path, names: Sequence[str]) -> None:
    """Rename file by file into a folder that holds other things; all or none."""
    placed: list[Path] = []
    try:
        for name in names:
            placed.append((draft / name).rename(folder / name))  # noqa: PERF401  # all or none
    except OSError:
        for path in placed:
            path.unlink()
        raise
