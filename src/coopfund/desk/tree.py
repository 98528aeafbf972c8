"""Which files books are made of, found by their include lines alone.

Nothing here imports Beancount, so that completion can look into the books at once.
"""

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

INCLUDE: Final = re.compile(r'^include\s+"(?P<name>[^"]+)"', re.MULTILINE)
WILD: Final = frozenset("*?[")


def files_of(main: Path, skip: Callable[[Path], bool] = lambda _: False) -> dict[Path, bytes]:
    """Every file of the books with its bytes, the main file first.

    Args:
        main: the main file, absolute.
        skip: which files are left out, as encrypted ones are.
    """
    found: dict[Path, bytes] = {}
    waiting = [main]
    while waiting:
        file = waiting.pop(0)
        if file in found or not file.is_file() or skip(file):
            continue
        found[file] = file.read_bytes()
        waiting.extend(included(file, found[file].decode("utf-8", "replace")))
    return found


def included(file: Path, text: str) -> Iterator[Path]:
    """The files that a file includes, in their order."""
    for name in INCLUDE.findall(text):
        path = absolute(name, file)
        if WILD.isdisjoint(name):
            yield path
        else:
            base, pattern = Path(path.anchor), str(path.relative_to(path.anchor))
            yield from sorted(base.glob(pattern))


def absolute(name: str, file: Path) -> Path:
    """The file that an include line of another file means."""
    return Path(os.path.normpath(file.parent / name))
