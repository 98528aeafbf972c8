"""Books to import into, and one way to do it."""

from collections.abc import Sequence
from pathlib import Path

from beancount.core.data import Transaction

from coopfund.imports.config import Config, read_config
from coopfund.imports.contributors import Contributors, RosterLike
from coopfund.imports.importer import Setting
from coopfund.imports.known import Known
from coopfund.imports.session import Session, import_files
from tests.imports.samples import Sample

SECRET = b"k" * 32

MAIN = """\
option "operating_currency" "EUR"
plugin "coopfund_plugins"
2026-01-01 open Assets:Bank
2026-01-01 open Income:Gifts
  source: "donation"
2026-01-01 open Equity:Opening
"""


def new_books(folder: Path) -> Path:
    """Books with nothing in them yet."""
    folder.mkdir(parents=True, exist_ok=True)
    main = folder / "main.beancount"
    main.write_text(MAIN, encoding="utf-8")
    return main


def files(folder: Path, *samples: Sample) -> list[Path]:
    """Samples as files."""
    folder.mkdir(parents=True, exist_ok=True)
    for sample in samples:
        (folder / sample.name).write_bytes(sample.data)
    return [folder / sample.name for sample in samples]


def imported(
    folder: Path,
    *samples: Sample,
    toml: str = "",
    known: Known | None = None,
    roster: RosterLike | None = None,
) -> Session:
    """Samples imported with an ``imports.toml``."""
    config = Config()
    if toml:
        (folder / "imports.toml").write_text(toml, encoding="utf-8")
        config = read_config(folder)
    setting = Setting(config, Contributors(SECRET, roster))
    return import_files(files(folder / "in", *samples), setting, known or Known())


def lines(entries: Sequence[Transaction]) -> list[str]:
    """Entries as short lines: the date, then account and amount of each posting."""
    return [
        f"{entry.date} "
        + ", ".join(f"{p.account} {p.units.number:f}" for p in entry.postings if p.units)
        for entry in entries
    ]
