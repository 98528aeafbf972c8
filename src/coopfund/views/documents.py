"""Which documents of the books a browser may be sent: pictures and PDF, from the books' folder."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from markupsafe import Markup

TYPES: Final[Mapping[str, str]] = {
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".webp": "image/webp",
}
"""By the end of a file's name. SVG is left out: it is a page that can hold scripts."""

EMBEDDED: Final = frozenset({"embed", "frame", "iframe", "object"})
"""What browsers say they want a file for (Sec-Fetch-Dest) when a page shows it in a frame."""

NOTICE: Final = Markup("""\
<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="color-scheme" content="light dark">
<title>{name}</title>
<p>Documents are saved, not opened here: <a href="{address}" target="_blank">save {name}</a>.</p>
</html>
""")


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


def notice(name: str, address: str) -> str:
    """The page that stands where Fava would show a PDF: how to save it.

    >>> "save a&lt;b.pdf</a>" in notice("a<b.pdf", "?filename=a%3Cb.pdf")
    True
    """
    return NOTICE.format(name=name, address=address)
