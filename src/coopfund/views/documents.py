"""Which documents of the books a browser may be sent: pictures and PDF, from the books' folder."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

TYPES: Final[Mapping[str, str]] = {
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".webp": "image/webp",
}
"""By the end of a file's name. SVG is left out: it is a page that can hold scripts."""


def inside(name: str, folder: Path) -> Path | None:
    """A file that lies in the books' folder, links followed; else ``None``.

    Args:
        name: its path, as the books or an address name it; a relative one starts at the folder.
        folder: where the books are.
    """
    try:
        found = (folder / name).resolve(strict=True)
    except (OSError, RuntimeError, ValueError):  # nothing there; links in a circle; a zero byte
        return None
    return found if found.is_file() and found.is_relative_to(folder.resolve()) else None


def kind(path: Path) -> str | None:
    """The media type of a document that may be shown; ``None`` for every other file.

    >>> kind(Path("receipt.PDF")), kind(Path("receipt.html"))
    ('application/pdf', None)
    """
    return TYPES.get(path.suffix.lower())
