"""CSV, read so that no row goes missing without a word.

Usual readers are lenient: a stray quote opens a field that swallows every row up to the next stray
quote, and they return half the file. This one takes quotes strictly, knows each record's physical
lines, and refuses a record that holds lines which would be rows of their own.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from coopfund.imports.movement import RefusedFileError

LONGEST = 100_000
"""Characters of a field; a longer one is a damaged file, not a comment."""
DELIMITERS = (",", ";", "\t", "|")
LINE_END = re.compile(r"\r\n|\r|\n")
PLAIN_LINE = re.compile(r'[^"\r\n]*(?=[\r\n]|\Z)')
QUOTED = re.compile(r'"[^"]*(?:""[^"]*)*"')


@dataclass(frozen=True, slots=True)
class Record:
    """One record: its fields and the physical lines it stands on."""

    line: int
    """Its first physical line, the file's first one 1."""
    lines: int
    fields: tuple[str, ...]
    raw: str

    @property
    def blank(self) -> bool:
        """Whether nothing is written in it."""
        return not any(field.strip() for field in self.fields)


def records(text: str, delimiter: str) -> list[Record]:
    """Every record of a text, blank lines left out.

    Raises:
        RefusedFileError: a quote is left open or closes inside a field, a field is longer than
            100,000 characters, or lines went missing (which would be a mistake of ours).
    """
    found = list(_records(text, delimiter))
    lines = _physical_lines(text)
    seen = sum(record.lines for record in found)
    if seen != lines:
        raise RefusedFileError(f"Of its {lines} lines only {seen} could be followed.")
    return [record for record in found if record.raw.strip()]


def _physical_lines(text: str) -> int:
    """Lines, counted apart from reading fields."""
    ends = sum(1 for _ in LINE_END.finditer(text))
    return ends if not text or text[-1] in "\r\n" else ends + 1


def _records(text: str, delimiter: str) -> Iterator[Record]:
    plain = re.compile(rf"[^{re.escape(delimiter)}\r\n]*")
    position, line, size = 0, 1, len(text)
    while position < size:
        bare = PLAIN_LINE.match(text, position)
        if bare and len(bare.group()) <= LONGEST:  # nearly every line: no quote, no long field
            raw = bare.group()
            yield Record(line, 1, tuple(raw.split(delimiter)), raw)
            line += 1
            end = LINE_END.match(text, bare.end())
            position = end.end() if end else size
            continue
        start, fields = position, []
        while True:
            field, position = _field(text, position, plain, line + _ends(text, start, position))
            fields.append(field)
            if position < size and text[position] == delimiter:
                position += 1
                continue
            break
        raw = text[start:position]
        lines = 1 + _ends(text, start, position)
        yield Record(line, lines, tuple(fields), raw)
        line += lines
        end = LINE_END.match(text, position)
        position = end.end() if end else size


def _ends(text: str, start: int, stop: int) -> int:
    """Line ends between two positions; nearly always none, so look before counting."""
    if text.find("\n", start, stop) < 0 and text.find("\r", start, stop) < 0:
        return 0
    return sum(1 for _ in LINE_END.finditer(text, start, stop))


def _field(text: str, position: int, plain: re.Pattern[str], line: int) -> tuple[str, int]:
    """One field and where it ends: at a delimiter, a line end or the end of the text."""
    if not text.startswith('"', position):
        match = plain.match(text, position)
        end = match.end() if match else position
        value = text[position:end]
    else:
        quoted = QUOTED.match(text, position)
        if quoted is None:
            raise RefusedFileError(
                f"Line {line}: a quote opens a field and nothing closes it; the file is cut off, "
                "or the quote is stray."
            )
        end = quoted.end()
        follows = plain.match(text, end)
        if follows and follows.end() > end and text[end : follows.end()].strip(" "):
            raise RefusedFileError(
                f"Line {line + _ends(text, position, end)}: text follows a closing quote; a quote "
                "inside a field is stray, so what belongs to which row cannot be told."
            )
        value = text[position + 1 : end - 1].replace('""', '"')
        end = follows.end() if follows else end
    if len(value) > LONGEST:
        raise RefusedFileError(
            f"Line {line}: a field of {len(value):,} characters; no export holds such a thing, so "
            "a quote is stray, or the file is damaged."
        )
    return value, end


def delimiter_of(text: str, delimiters: Sequence[str] = DELIMITERS) -> str:
    """What the first lines are separated by: whatever cuts one of them into most fields."""
    head = [line for line in LINE_END.split(text[:50_000]) if line.strip()][:30]
    bare = [QUOTED.sub("", line) for line in head]
    return max(delimiters, key=lambda mark: max((line.count(mark) for line in bare), default=0))


def refuse_swallowed(record: Record, width: int, delimiter: str) -> None:
    """Refuse a record whose quotes run over lines that would be whole rows by themselves.

    A comment of several lines is one field: without its quotes, its lines are too short for rows.

    Raises:
        RefusedFileError: two or more of its lines have as many fields as the header.
    """
    if record.lines == 1:
        return
    lines = LINE_END.split(record.raw)
    whole = [line for line in lines if _blind_width(line, delimiter) >= width]
    if len(whole) > 1:
        raise RefusedFileError(
            f"Line {record.line}: a quote opens here and closes {record.lines - 1} lines further "
            f"down, over {len(whole)} lines that look like rows of their own; a stray quote would "
            "make them vanish."
        )


def _blind_width(line: str, delimiter: str) -> int:
    """Fields of a line where quotes mean nothing, unless they pair up inside it."""
    return 1 + QUOTED.sub("", line).count(delimiter)
