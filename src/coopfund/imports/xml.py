"""Foreign XML, read without anything that it could make the reader do.

A document type is refused: with it go entities of the file's own (which grow a kilobyte into
gigabytes) and entities that name other files or addresses. No bank's statement has one.
"""

import re
from functools import cache
from typing import Final, TypeAlias

from lxml import etree

from coopfund.imports.bank_text import LONGEST
from coopfund.imports.movement import RefusedFileError

DOCTYPE: Final = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
Element: TypeAlias = etree._Element  # noqa: SLF001  # the type has no public name


def parsed(data: bytes) -> Element:
    """The root element.

    Raises:
        RefusedFileError: it is no well-formed XML, cut off, or has a document type.
    """
    if DOCTYPE.search(data.replace(b"\0", b"")):
        raise RefusedFileError(
            "The file declares a document type or entities; no bank's statement does, and they "
            "can do harm. It is not read."
        )
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root: Element = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise RefusedFileError(
            f"Line {error.lineno or 1}: the file is damaged or cut off, and no well-formed XML."
        ) from None
    except ValueError:
        raise RefusedFileError("The file is no XML.") from None
    if root.getroottree().docinfo.doctype:
        raise RefusedFileError("The file declares a document type; it is not read.")
    for element in root.iter():
        if len(element.text or "") > LONGEST:
            raise RefusedFileError(
                f"Line {element.sourceline}: a field has {len(element.text or ''):,} characters; "
                "the file is damaged."
            )
    return root


def local(element: Element) -> str:
    """The element's name without its namespace; nothing for comments and the like."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


@cache
def in_any(path: tuple[str, ...]) -> str:
    """A path of names in any namespace, as lxml writes it."""
    return "/".join(f"{{*}}{name}" for name in path)


def text_at(element: Element, *path: str) -> str:
    """The text at a path of names in any namespace, its spaces collapsed; or nothing."""
    found = element.find(in_any(path))
    return "" if found is None else " ".join((found.text or "").split())
