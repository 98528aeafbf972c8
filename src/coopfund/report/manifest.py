"""``manifest.json`` of a pack: what it was made of, and the digest of every file in it."""

import os
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coopfund import words
from coopfund.report.months import key
from coopfund.trust.seal_file import FILE as SEALS

if TYPE_CHECKING:
    from coopfund.books.load import Loaded
    from coopfund.report.month import MonthReport
    from coopfund.report.prints import Prints


def books_files(loaded: "Loaded") -> Mapping[str, str]:
    """The SHA-256 of each file of the books, by its path from the main file's folder.

    Raises:
        OSError: a file has gone since it was read.
    """
    folder = loaded.path.parent
    files = {loaded.path, *(Path(file) for file in loaded.options.get("include", ()))}
    seals = folder / SEALS
    if seals.is_file():
        files.add(seals)
    digests = {
        Path(os.path.relpath(file, folder)).as_posix(): sha256(file.read_bytes()).hexdigest()
        for file in files
    }
    return dict(sorted(digests.items()))


def manifest(
    report: "MonthReport",
    main: str,
    books: Mapping[str, str],
    outputs: Mapping[str, bytes],
    prints: "Prints",
) -> dict[str, Any]:
    """The manifest of a month.

    Args:
        report: of the month.
        main: the name of the books' main file.
        books: the digests of their files.
        outputs: every other file of the pack.
        prints: of the books' entries.
    """
    frame = report.frame
    return {
        "schema_version": words.SCHEMA_VERSION,
        "report": "month",
        "month": key(frame.month),
        "as_of": frame.as_of.isoformat(),
        "language": frame.language,
        "made_by": f"coopfund {frame.version}",  # English: the program’s name
        "books": {"main": main, "files": dict(books)},
        "outputs": {
            name: {"sha256": sha256(content).hexdigest(), "bytes": len(content)}
            for name, content in sorted(outputs.items())
        },
        "entries": {
            "check": prints.check,
            "months": prints.by_month(frame.year.start, frame.as_of),
        },
    }
