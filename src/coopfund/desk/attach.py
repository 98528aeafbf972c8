"""Files that prove entries: copied into the books' folder, never over another one."""

import os
import re
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

from beancount.core.data import Document

from coopfund.desk.draft import PLACE, Draft
from coopfund.desk.names import Names
from coopfund.files import sync_folder, temporary_for

FOLDER: Final = "documents"
"""Where documents go in books that set no ``documents`` option."""

LARGEST: Final = 50_000_000
"""Bytes of a document that is taken without a word; larger ones are refused."""

UNSAFE: Final = re.compile(r"[^a-z0-9]+")
SUFFIX: Final = re.compile(r"\.[A-Za-z0-9]{1,8}")


class AttachError(Exception):
    """A document that cannot be kept; the message is one sentence."""


@dataclass(frozen=True)
class Attachment:
    """A file on its way into the books.

    Attributes:
        source: where it is now.
        target: where it will be kept.
        account: what Beancount files it under.
        date: its entry's day.
        link: what ties it to its entry.
    """

    source: Path
    target: Path
    account: str
    date: date
    link: str

    def directive(self, home: Path) -> Document:
        """The directive as it is written into a file of the books."""
        name = Path(os.path.relpath(self.target, home.parent)).as_posix()
        return self._document(name)

    def drafted(self) -> Document:
        """The directive while the file is still where it was."""
        return self._document(str(self.source))

    def _document(self, name: str) -> Document:
        links = frozenset({self.link})
        return Document(dict(PLACE), self.date, self.account, name, frozenset(), links)

    def keep(self) -> bool:
        """Copy the file, whole or not at all; ``False`` where it is kept already.

        Raises:
            AttachError: it cannot be copied, or another file has taken its name.
        """
        try:
            content = self.source.read_bytes()
            self.target.parent.mkdir(parents=True, exist_ok=True)
            temporary = temporary_for(self.target, content)
            try:
                os.link(temporary, self.target)
            except FileExistsError:
                if self.target.read_bytes() == content:
                    return False
                message = f"{self.target.name} was taken meanwhile; nothing is written. Try again."
                raise AttachError(message) from None
            finally:
                temporary.unlink(missing_ok=True)
            sync_folder(self.target.parent)
        except OSError as error:
            message = f"{self.source.name} cannot be copied: {error.strerror}; nothing is written."
            raise AttachError(message) from error
        return True


def attachment(root: Path, names: Names, draft: Draft, source: Path) -> tuple[Draft, Attachment]:
    """A document for an entry, and the entry with the link that ties both.

    Args:
        root: the folder of the main file.
        names: what the books name.
        draft: the entry.
        source: the document's file.

    Raises:
        AttachError: there is no such file, it is empty or too large.
    """
    account = draft.legs[0].account
    title = draft.payee or draft.narration or source.stem
    source, target = place_for(root, names, account, draft.date, title, source)
    if not draft.links:
        draft = replace(draft, links=(target.stem,))
    return draft, Attachment(source, target, account, draft.date, draft.links[-1])


def place_for(  # noqa: PLR0913, PLR0917  # what its name is made of
    root: Path, names: Names, account: str, day: date, title: str, source: Path
) -> tuple[Path, Path]:
    """Where a document is, and where it will be kept.

    Raises:
        AttachError: there is no such file, it is empty or too large.
    """
    source = source.expanduser().absolute()
    try:
        size = source.stat().st_size if source.is_file() else None
    except OSError:
        size = None
    if not size or size > LARGEST:
        why = "is no file" if size is None else "is empty" if not size else "is above 50 MB"
        message = f"{source} {why}."
        raise AttachError(message)
    folder = root / (names.documents or FOLDER)
    if names.documents:
        folder = folder.joinpath(*account.split(":"))  # where Fava and Beancount look
    name = f"{day}.{_slug(title)}"
    suffix = source.suffix.lower() if SUFFIX.fullmatch(source.suffix) else ""
    return source, next(path for path in _free(folder, name, suffix) if _fits(path, source, size))


def _slug(text: str) -> str:
    """A text as a part of a file's name.

    >>> _slug("Möbel & Söhne / Köln")
    'mobel-sohne-koln'
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return UNSAFE.sub("-", plain).strip("-")[:40].strip("-") or "document"


def _free(folder: Path, name: str, suffix: str) -> Iterator[Path]:
    yield folder / f"{name}{suffix}"
    for number in range(2, 10_000):
        yield folder / f"{name}-{number}{suffix}"


def _fits(target: Path, source: Path, size: int) -> bool:
    """Whether a name is free, or the very file is kept under it already."""
    if not target.exists():
        return True
    return target.stat().st_size == size and target.read_bytes() == source.read_bytes()


@contextmanager
def kept(attachments: Iterable[Attachment]) -> Iterator[None]:
    """Keep documents, unless what they prove is not written.

    Raises:
        AttachError: one cannot be kept; none is.
    """
    with ExitStack() as copies:
        for attachment in attachments:
            if attachment.keep():
                copies.callback(attachment.target.unlink, missing_ok=True)
        yield
        copies.pop_all()
