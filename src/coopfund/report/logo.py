"""A group's logo: ``logo.svg`` or ``logo.png`` beside its templates."""

import struct
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree as ET
from zlib import crc32

from coopfund.language import _
from coopfund.report.html import TemplatesError

PNG: Final = b"\x89PNG\r\n\x1a\n"
LARGEST: Final = 500_000
"""Bytes; a report shall be small enough to be sent on."""

NAMES: Final = {"logo.svg": "svg", "logo.png": "png"}
TYPES: Final = {"svg": "image/svg+xml", "png": "image/png"}


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture, as its file holds it."""

    format: str
    content: bytes
    alt: str

    @property
    def address(self) -> str:
        """The picture as an address that fetches nothing."""
        return f"data:{TYPES[self.format]};base64,{b64encode(self.content).decode('ascii')}"

    @property
    def inputs(self) -> dict[str, Any]:
        """The picture as plain values, for a template that is set."""
        content = self.content.decode("utf-8") if self.format == "svg" else list(self.content)
        return {"format": self.format, "content": content, "alt": self.alt}


def find_logo(folders: Sequence[Path], group: str) -> Logo | None:
    """The first logo in these folders, or nothing.

    Raises:
        TemplatesError: the file is no such picture, or a large one.
    """
    for folder in folders:
        for name, kind in NAMES.items():
            file = folder / name
            if file.is_file():
                try:
                    content = file.read_bytes()
                except OSError as error:
                    message = f"{file} cannot be read: {error.strerror}."
                    raise TemplatesError(message) from error
                _check(file, kind, content)
                return Logo(
                    kind, content, _("Logo of {group}", group=group) if group else _("Logo")
                )
    return None


def _check(file: Path, kind: str, content: bytes) -> None:
    if len(content) > LARGEST:
        message = f"{file} is larger than {LARGEST // 1000} kB; make the logo smaller."
        raise TemplatesError(message)
    if not (_is_svg(content) if kind == "svg" else _is_png(content)):
        message = f"{file} is no {kind.upper()} picture; replace it, or take it away."
        raise TemplatesError(message)


def _is_png(content: bytes) -> bool:
    """Whether every part of it, to the last, is what its checksum says."""
    position = len(PNG)
    while content.startswith(PNG) and position + 12 <= len(content):
        length, kind = struct.unpack_from(">I4s", content, position)
        end = position + 8 + length
        if content[end : end + 4] != struct.pack(">I", crc32(content[position + 4 : end])):
            return False
        if kind == b"IEND":
            return True
        position = end + 4
    return False


def _is_svg(content: bytes) -> bool:
    """Whether it is a drawing; one that declares a document type is not taken, as it may expand."""
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        return False
    try:
        content.decode("utf-8")
        return ET.fromstring(content).tag == "{http://www.w3.org/2000/svg}svg"  # noqa: S314  # no entities
    except (UnicodeDecodeError, ET.ParseError):
        return False
