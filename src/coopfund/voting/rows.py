"""The rows of a text file with separators, or one sentence on why there are none."""

import csv
import io
from pathlib import Path
from typing import Final

from coopfund.voting.election import BallotsError, Fault
from coopfund.wording import UNCLEAN

LARGEST: Final = 64 * 1024 * 1024
"""A file of ballots is never larger; nor is a cell larger than Python's reader takes."""

OPEN: Final = "a quotation mark opens here and does not close."


def read_text(path: Path) -> str:
    """A file's text.

    Raises:
        BallotsError: it is missing, too large, or no UTF-8 text.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise BallotsError(
                path.name, [Fault(0, "is larger than 64 MB; that is no ballot box.")]
            )
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        why = f"cannot be read: {(error.strerror or 'unknown reason').lower()}."
        raise BallotsError(path.name, [Fault(0, why)]) from error
    except UnicodeDecodeError as error:
        why = f"is not UTF-8 text (byte {error.start}); save it as UTF-8."
        raise BallotsError(path.name, [Fault(0, why)]) from error


def read_rows(text: str, file: str, delimiter: str) -> list[tuple[int, list[str]]]:
    """The rows that hold anything, with their numbers; cells without the spaces around them.

    Raises:
        BallotsError: quotes that do not match, a cell over several lines, or a control character.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[tuple[int, list[str]]] = []
    before = 0
    try:
        for cells in reader:
            row, before = before + 1, reader.line_num
            if reader.line_num != row:
                raise BallotsError(file, [Fault(row, OPEN)])
            if any(UNCLEAN.search(cell) for cell in cells):
                why = "a cell holds markup or a control character."
                raise BallotsError(file, [Fault(row, why)])
            stripped = [cell.strip() for cell in cells]
            if any(stripped):
                rows.append((row, stripped))
    except csv.Error as error:
        too_long = "larger than field limit" in str(error)
        why = "a cell is too long to be a ballot's." if too_long else OPEN
        raise BallotsError(file, [Fault(before + 1, why)]) from error
    return rows
