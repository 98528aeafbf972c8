"""Broken files: valid ones damaged in the ways that files are, and bytes that never were one."""

import re

from hypothesis import strategies as st

from tests.imports.bank_files import STATEMENTS
from tests.imports.samples import SAMPLES

VALUES = (
    b"",
    b'"',
    b'""',
    b"\0",
    b"\r",
    b"\n",
    b",",
    b";",
    b"1.234",
    b"1.234,56",
    b"-",
    b"NaN",
    b"1e999",
    b"9" * 50,
    b"-0.00",
    b"(5.00)",
    "\u0661\u0662".encode(),
    "\u202e".encode(),
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"<script>alert(1)</script>",
    b'=HYPERLINK("http://x")',
    b"03/04/2026",
    b"31.02.2026",
    b"0000-00-00",
    b"9999-12-31",
    b"XXX",
    b"Total",
    b"{",
    b"[" * 2000,
    b"null",
    b"<!DOCTYPE x [<!ENTITY a 'b'>]>",
    b"</STMTTRN>",
    b"<Ntry>",
    b":61:",
    b":62F:",
)
"""What is put where something else belongs."""
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252", "latin-1", "cp037")
CELL = re.compile(rb'"(?:[^"]|"")*"|[^,\r\n]+')

ORIGINALS = (*(sample.data for sample in SAMPLES), *STATEMENTS)


def broken_files() -> st.SearchStrategy[bytes]:
    """A file that some importer knows, damaged."""
    return broken(st.sampled_from(ORIGINALS))


@st.composite
def broken(draw: st.DrawFn, originals: st.SearchStrategy[bytes]) -> bytes:
    """A file with up to five kinds of damage."""
    if draw(st.integers(0, 9)) == 0:
        return draw(st.binary(max_size=300))
    data = draw(originals)
    for _ in range(draw(st.integers(1, 5))):
        data = draw(st.sampled_from(DAMAGES))(draw, data)
    return data


def _cut(draw: st.DrawFn, data: bytes) -> bytes:
    return data[: draw(st.integers(0, len(data)))]


def _insert(draw: st.DrawFn, data: bytes) -> bytes:
    place = draw(st.integers(0, len(data)))
    return data[:place] + draw(st.sampled_from(VALUES)) + data[place:]


def _flip(draw: st.DrawFn, data: bytes) -> bytes:
    if not data:
        return data
    place = draw(st.integers(0, len(data) - 1))
    return data[:place] + bytes([draw(st.integers(0, 255))]) + data[place + 1 :]


def _cell(draw: st.DrawFn, data: bytes) -> bytes:
    """Another value in one cell, as likely the header's as any other's."""
    cells = list(CELL.finditer(data))
    if not cells:
        return data
    cell = draw(st.sampled_from(cells))
    return data[: cell.start()] + draw(st.sampled_from(VALUES)) + data[cell.end() :]


def _line(draw: st.DrawFn, data: bytes) -> bytes:
    """One line twice, or gone, or elsewhere."""
    lines = data.splitlines(keepends=True)
    if not lines:
        return data
    place = draw(st.integers(0, len(lines) - 1))
    line = lines.pop(place)
    lines[draw(st.integers(0, len(lines))) :][:0] = [line]
    for _ in range(draw(st.integers(0, 2))):
        lines.insert(draw(st.integers(0, len(lines))), line)
    return b"".join(lines)


def _ends(draw: st.DrawFn, data: bytes) -> bytes:
    end = draw(
        st.sampled_from((b"\r", b"\n", b"\r\n", b"\n\n", b"\r\r\n", b"\x0b", b"\xe2\x80\xa8"))
    )
    return data.replace(b"\r\n", b"\n").replace(b"\n", end)


def _encoding(draw: st.DrawFn, data: bytes) -> bytes:
    text = data.decode("utf-8", "replace")
    return text.encode(draw(st.sampled_from(ENCODINGS)), "replace")


def _delimiter(draw: st.DrawFn, data: bytes) -> bytes:
    return data.replace(b",", draw(st.sampled_from((b";", b"\t", b"|", b",,"))))


def _marks(draw: st.DrawFn, data: bytes) -> bytes:
    """Point and comma exchanged, in some numbers."""
    return re.sub(
        rb"(\d)\.(\d\d)\b",
        lambda found: found[1] + (b"," if draw(st.booleans()) else b".") + found[2],
        data,
        count=8,
    )


DAMAGES = (_cut, _insert, _flip, _cell, _cell, _line, _ends, _encoding, _delimiter, _marks)
