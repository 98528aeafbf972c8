"""The text of a file whose encoding nobody wrote down.

A byte order mark or valid UTF-8 settles it. Else the lines that are not plain ASCII are shown to
chardet, which may choose among the encodings that banks and spreadsheets write.
"""

import codecs
import re
from dataclasses import dataclass
from pathlib import Path

from coopfund.imports.movement import RefusedFileError

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""UTF-32 before UTF-16: the shorter mark is how the longer one begins."""
LEGACY = (
    "cp1252",
    "iso8859-15",
    "cp1250",
    "iso8859-2",
    "cp1251",
    "cp1253",
    "cp1254",
    "cp1257",
    "cp850",
    "cp437",
    "mac-roman",
    "iso8859-1",
)
"""One-byte encodings of exports, the usual first; any bytes make sense in the last."""
LATIN = frozenset({"iso8859-1", "iso8859-2", "iso8859-15"})
C1 = re.compile(rb"[\x80-\x9f]")
SAMPLE = 16_384
LARGEST = 256 * 1024 * 1024
LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class TextFile:
    """A file's text, without its byte order mark."""

    text: str
    encoding: str
    certain: bool
    """Whether the file itself says its encoding, or it was chosen as the likeliest."""


def read_bytes(path: Path) -> bytes:
    """A file's bytes.

    Raises:
        RefusedFileError: it is missing, no file, unreadable, or larger than 256 MB.
    """
    try:
        if path.is_dir():
            raise RefusedFileError("It is a folder; name the files in it.")
        if path.stat().st_size > LARGEST:
            raise RefusedFileError("It is larger than 256 MB; export a shorter time.")
        return path.read_bytes()
    except OSError as error:
        raise RefusedFileError(f"It cannot be read: {error.strerror}.") from error
    except ValueError as error:  # a NUL in the file's name
        raise RefusedFileError("Its name is no name of a file.") from error


def decode(data: bytes, encoding: str | None = None) -> TextFile:
    """Bytes to text, by the declared encoding or by what the bytes say themselves.

    Raises:
        RefusedFileError: empty, not text, or not what was declared.
    """
    if not data.strip():
        raise RefusedFileError("It is empty.")
    if encoding is not None:
        return _checked(_declared(data, encoding))
    for mark, name in MARKS:
        if data.startswith(mark):
            return _checked(_strict(data[len(mark) :], name))
    wide = _wide(data)
    if wide:
        return _checked(_strict(data, wide))
    try:
        return _checked(TextFile(data.decode("utf-8"), "utf-8", certain=True))
    except UnicodeDecodeError:
        return _checked(_likeliest(data))


def line_of(text: str, position: int) -> int:
    """The number of the line that holds a position, the first one 1."""
    return 1 + sum(1 for _ in LINE_END.finditer(text, 0, position))


def _declared(data: bytes, encoding: str) -> TextFile:
    try:
        codecs.lookup(encoding)
    except (LookupError, ValueError) as error:
        raise RefusedFileError(f"No encoding is called {encoding}.") from error
    mark = next((m for m, name in MARKS if data.startswith(m) and _alike(name, encoding)), b"")
    return _strict(data[len(mark) :], encoding)


def _alike(one: str, other: str) -> bool:
    return codecs.lookup(one).name.startswith(codecs.lookup(other).name)


def _strict(data: bytes, encoding: str) -> TextFile:
    try:
        return TextFile(data.decode(encoding), encoding, certain=True)
    except (UnicodeDecodeError, LookupError, TypeError, AssertionError) as error:
        raise RefusedFileError(f"It is damaged: not all of it is {encoding}.") from error


def _wide(data: bytes) -> str | None:
    """UTF-16 without its mark: every other byte of plain text is NUL."""
    head = data[:2048]
    half = len(head) // 2
    if half and head[1::2].count(0) > 0.7 * half and not head[::2].count(0):
        return "utf-16-le"
    if half and head[::2].count(0) > 0.7 * half and not head[1::2].count(0):
        return "utf-16-be"
    return None


def _likeliest(data: bytes) -> TextFile:
    import chardet  # noqa: PLC0415  # only where the bytes leave a choice

    telling = [line for line in re.split(rb"[\r\n]+", data) if not line.isascii()]
    sample = b"\n".join(telling)[:SAMPLE]
    guess = (chardet.detect(sample)["encoding"] or "").lower()
    names = {codecs.lookup(name).name: name for name in LEGACY}
    try:
        first = names.get(codecs.lookup(guess).name)
    except LookupError:
        first = None
    if first in LATIN and C1.search(sample):
        first = LEGACY[0]  # these bytes are letters in Windows only
    for name in dict.fromkeys([first or LEGACY[0], *LEGACY]):
        try:
            return TextFile(data.decode(name), name, certain=False)
        except UnicodeDecodeError:
            continue
    raise AssertionError(LEGACY)  # iso8859-1 decodes anything


def _checked(file: TextFile) -> TextFile:
    """Refuse what is no text: NULs, or another kind of file."""
    if not file.text.strip():
        raise RefusedFileError("It is empty.")
    position = file.text.find("\0")
    if position >= 0:
        line = line_of(file.text, position)
        raise RefusedFileError(f"Line {line} holds a NUL: the file is damaged, or no text.")
    if file.text.startswith(("PK\x03\x04", "%PDF-", "\xd0\xcf\x11\xe0")):
        raise RefusedFileError("It is no text: export it as CSV, not as a spreadsheet or PDF.")
    return file
