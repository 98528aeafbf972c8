"""Files of banks and platforms: read, proven complete, and booked under the platform's own ids."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from os import PathLike

    from coopfund.imports.importer import Importer


def importers(ledger: "str | PathLike[str]") -> "Sequence[Importer]":
    """Every importer as beangulp wants them, for one ledger.

    Args:
        ledger: its main file or folder; its ``imports.toml``, roster and key are used.

    Raises:
        UnreadableBooksError: there is no such ledger.
        RefusedFileError: its ``imports.toml`` or key cannot be used.
    """
    from pathlib import Path  # noqa: PLC0415  # starts fast

    from coopfund.books.load import main_file  # noqa: PLC0415
    from coopfund.imports.importer import Importer  # noqa: PLC0415
    from coopfund.imports.readers import all_readers  # noqa: PLC0415
    from coopfund.imports.setting import setting_of  # noqa: PLC0415

    folder = main_file(Path(ledger)).parent
    setting = setting_of(Path(ledger))
    return [Importer(reader, setting) for reader in all_readers(folder)]
