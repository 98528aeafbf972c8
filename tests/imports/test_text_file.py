"""Encodings: what the bytes say, what is declared, and what is no text."""

import codecs
from pathlib import Path

import pytest

from coopfund.imports.movement import RefusedFileError
from coopfund.imports.text_file import decode, read_bytes

TEXT = "Datum;Währung;Empfänger\r\n02.03.2026;EUR;Müßiggang für Jürgen – 5 €\r\n"


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", codecs.BOM_UTF8),
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("utf-16-be", codecs.BOM_UTF16_BE),
        ("utf-32-le", codecs.BOM_UTF32_LE),
        ("utf-16-le", b""),
        ("utf-16-be", b""),
    ],
)
def test_what_the_bytes_say(encoding: str, mark: bytes) -> None:
    found = decode(mark + TEXT.encode(encoding))
    assert (found.text, found.encoding, found.certain) == (TEXT, encoding, True)


def test_windows() -> None:
    found = decode(TEXT.encode("cp1252"))
    assert (found.text, found.encoding, found.certain) == (TEXT, "cp1252", False)


def test_declared() -> None:
    assert decode(TEXT.encode("cp850", "replace"), "cp850").encoding == "cp850"
    with pytest.raises(RefusedFileError, match="not all of it is utf-8"):
        decode(TEXT.encode("cp1252"), "utf-8")
    with pytest.raises(RefusedFileError, match="No encoding is called utf-9"):
        decode(b"a", "utf-9")


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "It is empty"),
        (b" \r\n ", "It is empty"),
        (b"a,b\r1,\0\r", "Line 2 holds a NUL"),
        (b"PK\x03\x04rest", "It is no text: export it as CSV"),
        (b"%PDF-1.7", "It is no text: export it as CSV"),
        (codecs.BOM_UTF16_LE + b"a\0\0", "not all of it is utf-16-le"),
    ],
)
def test_no_text(data: bytes, why: str) -> None:
    with pytest.raises(RefusedFileError, match=why):
        decode(data)


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(RefusedFileError, match="It cannot be read: No such file"):
        read_bytes(tmp_path / "none.csv")
    with pytest.raises(RefusedFileError, match="It is a folder"):
        read_bytes(tmp_path)
