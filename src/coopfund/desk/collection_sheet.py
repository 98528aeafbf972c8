"""A collection sheet as a CSV file."""

import csv
import io
from collections.abc import Iterator
from typing import Final

from coopfund.desk.answers import AnswerError
from coopfund.desk.collection import Gift, read_gift
from coopfund.desk.names import Names
from coopfund.desk.texts import BadTextError
from coopfund.wording import counted, listed

COLUMNS: Final = ("amount", "donor", "member", "note")
LONGEST: Final = 2_000_000
"""Bytes of a sheet; a larger file is none."""


def read_sheet(content: bytes, currency: str, names: Names) -> tuple[list[Gift], list[str]]:
    """The gifts of a CSV file, and a sentence for each row that is none.

    The first row names the columns: ``amount``, and ``donor``, ``member``, ``note`` as needed.

    Raises:
        AnswerError: it is no such file.
    """
    rows = _rows(content)
    header = [name.strip().lower() for name in next(rows, (0, []))[1]]
    if "amount" not in header or set(header) - set(COLUMNS) or len(set(header)) < len(header):
        message = (
            "its first row must name the columns amount, donor, member, note; it has "
            f"{listed(header) or 'none'}."
        )
        raise AnswerError(message)
    gifts, wrong = [], []
    for number, row in rows:
        try:
            if len(row) != len(header):
                message = f"it has {counted(len(row), 'field')} for {len(header)} columns."
                raise AnswerError(message)  # noqa: TRY301  # told like the other faults of a row
            words = dict(zip(header, (text.strip() for text in row), strict=True))
            gifts.append(read_gift(words, currency, names))
        except (AnswerError, BadTextError) as error:
            wrong.append(f"row {number}: {error}")
    return gifts, wrong


def _rows(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not empty, each with the number of its first line.

    Raises:
        AnswerError: it is no CSV text.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"it is not UTF-8 text (byte {error.start}); save it as CSV UTF-8."
        raise AnswerError(message) from error
    if "\0" in text or len(content) > LONGEST:
        message = "it is no CSV file."
        raise AnswerError(message)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    try:
        for row in reader:
            if any(field.strip() for field in row):
                yield line, row
            line = reader.line_num + 1
    except csv.Error as error:
        message = f"row {line}: it is no CSV ({error})."
        raise AnswerError(message) from error
