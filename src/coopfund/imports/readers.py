"""Every reader, and which of them a file is for."""

from collections.abc import Sequence
from pathlib import Path

from coopfund.imports.actblue import ACTBLUE
from coopfund.imports.bank_csv import BankCsv
from coopfund.imports.bank_form import forms
from coopfund.imports.banks import BANKS
from coopfund.imports.donorbox import DONORBOX
from coopfund.imports.giving_fund import GIVING_FUND
from coopfund.imports.movement import RefusedFileError
from coopfund.imports.opencollective import OPENCOLLECTIVE
from coopfund.imports.patreon import PATREON
from coopfund.imports.paypal import PAYPAL
from coopfund.imports.paypal_json import PAYPAL_JSON
from coopfund.imports.reader import Reader, Source
from coopfund.imports.stripe import STRIPE
from coopfund.imports.venmo import VENMO

READERS: tuple[Reader, ...] = (
    STRIPE,
    PAYPAL,
    PAYPAL_JSON,
    OPENCOLLECTIVE,
    ACTBLUE,
    DONORBOX,
    PATREON,
    GIVING_FUND,
    VENMO,
    *BANKS,
)


def all_readers(folder: Path) -> tuple[Reader, ...]:
    """Every reader, and one for each bank's CSV that a folder of books describes.

    Raises:
        FormError: a description makes no sense.
    """
    return (*READERS, *(BankCsv(form) for form in forms(folder)))


class UnknownFileError(RefusedFileError):
    """A file that no reader knows, or several do."""


def reader_for(
    source: Source, name: str | None = None, readers: Sequence[Reader] = READERS
) -> Reader:
    """The one reader of a file: the one named, else the one that recognises it.

    Raises:
        UnknownFileError: none or several recognise it, or none is called so.
        RefusedFileError: it is empty, or no text.
    """
    names = ", ".join(sorted(reader.name for reader in readers))
    if name:
        for reader in readers:
            if reader.name == name:
                return reader
        raise UnknownFileError(f"No importer is called {name}; there are {names}.")
    found = [reader for reader in readers if reader.recognises(source)]
    if len(found) == 1:
        return found[0]
    if found:
        several = " and ".join(reader.name for reader in found)
        raise UnknownFileError(f"It could be {several}; say which with --as.")
    raise UnknownFileError(_unknown(source, names))


def _unknown(source: Source, names: str) -> str:
    """Why no reader knows it, with the header that was found."""
    source.file  # noqa: B018  # refuses what is no text, with the better sentence
    first = source.records[0].fields if source.records else ()
    columns = [field.strip() for field in first if field.strip()]
    shown = ", ".join(column[:30] for column in columns[:6])
    more = ", …" if len(columns) > 6 else ""  # noqa: PLR2004
    head = "".join(char if char.isprintable() else "\ufffd" for char in shown)
    return (
        f"No importer knows its columns ({head}{more}). Known are {names}; a bank's own CSV is "
        "described once with coopfund import-setup."
    )
