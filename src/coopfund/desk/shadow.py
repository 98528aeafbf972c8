"""The books as they would be with other texts in some files, read from a folder of links."""

import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from coopfund.books.load import Loaded, load
from coopfund.desk.books_folder import BooksFolder, BooksFolderError
from coopfund.findings import Place


def load_with(folder: BooksFolder, texts: Mapping[Path, str | None]) -> Loaded:
    """Load the books as if files held these texts; findings point into the real files.

    Args:
        folder: the books.
        texts: the text of each file that would change; ``None`` for a file that would go.

    Raises:
        BooksFolderError: a file lies outside the folder of the main file.
        UnreadableBooksError: the books cannot be read.
    """
    within: dict[Path, str | None] = {}
    for file, text in texts.items():
        if folder.root not in file.parents:
            message = f"{folder.relative(file)} lies outside the books' folder; change it by hand."
            raise BooksFolderError(message)
        within[file.relative_to(folder.root)] = text
    with tempfile.TemporaryDirectory(prefix="coopfund.") as name:
        mirror = Path(name).resolve() / "books"
        mirror.mkdir()
        _mirror(folder.root, mirror, within)
        if any(b"../" in content for content in folder.contents.values()):
            _neighbours(folder.root, mirror)
        loaded = load(mirror / folder.main.name)
    return _moved(loaded, mirror, folder.root)


def _mirror(source: Path, target: Path, texts: Mapping[Path, str | None]) -> None:
    """Links to all that stays, real files for what changes."""
    changing = {path.parts[0] for path in texts}
    for child in source.iterdir():
        if child.name not in changing:
            (target / child.name).symlink_to(child.resolve())
    for name in changing:
        below = {
            Path(*path.parts[1:]): text
            for path, text in texts.items()
            if path.parts[0] == name and len(path.parts) > 1
        }
        if below:
            (target / name).mkdir()
            if (source / name).is_dir():
                _mirror(source / name, target / name, below)
            continue
        text = texts[Path(name)]
        if text is not None:
            (target / name).write_bytes(text.encode())


def _neighbours(root: Path, mirror: Path) -> None:
    """Links to what stands beside the books' folder, for names that begin with ``../``."""
    for child in root.parent.iterdir():
        if child != root and child.name != mirror.name:
            (mirror.parent / child.name).symlink_to(child.resolve())


def _moved(loaded: Loaded, mirror: Path, root: Path) -> Loaded:
    """The same with every place in the real folder."""

    def at(place: Place) -> Place:
        file = Path(place.file)
        inside = mirror in file.parents
        return place._replace(file=str(root / file.relative_to(mirror))) if inside else place

    for family, findings in loaded.analysis.findings.items():
        loaded.analysis.findings[family] = [replace(f, place=at(f.place)) for f in findings]
    loaded.missing = [replace(finding, place=at(finding.place)) for finding in loaded.missing]
    loaded.errors = [
        replace(error, place=at(error.place), message=error.message.replace(str(mirror), str(root)))
        for error in loaded.errors
    ]
    return loaded
