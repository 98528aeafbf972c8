"""What ``imports.toml`` and ``imports/*.toml`` get wrong, before a file is imported with them."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coopfund.desk.books_folder import BooksFolder, BooksFolderError
from coopfund.desk.names import Names, names_of
from coopfund.desk.printing import formatted
from coopfund.doctor.lack import Lack
from coopfund.imports.bank_form import FOLDER, Form, FormError, read_form
from coopfund.imports.config import read_config
from coopfund.imports.opens import first_day, open_of, opened_in
from coopfund.imports.platform import NAME, TITLES, ConfigError
from coopfund.wording import counted, did_you_mean, listed

if TYPE_CHECKING:
    from coopfund.books.load import Loaded


def import_lacks(loaded: "Loaded") -> Iterator[Lack]:
    """Each mistake in them, and the accounts that they name and nobody opened."""
    folder = Path(loaded.analysis.books.folder)
    forms, mistakes = _forms(folder)
    yield from mistakes
    if mistakes:
        return  # all that follows reads them again
    try:
        config = read_config(folder)
        books = BooksFolder.of(loaded.path)
    except ConfigError as error:
        yield _mistake(error)
        return
    except BooksFolderError:
        return  # said elsewhere: such books are not written to
    yield from _stray_sections(folder, [*TITLES, *(form.name for form in forms)])
    yield from _currencies(forms, names_of(loaded.path))
    files = [NAME] if (folder / NAME).exists() else []
    files += [f"{FOLDER}/{form.name}.toml" for form in forms]
    named = {name for platform in config.platforms.values() for name in platform.accounts}
    yield from _unopened(files, sorted(named - opened_in(books)), books)


def _mistake(error: Exception) -> Lack:
    return Lack("imports", f"Nothing can be imported: {error}")


def _forms(folder: Path) -> tuple[list[Form], list[Lack]]:
    """The descriptions of banks' CSVs that can be read, and what is wrong with the others."""
    forms, mistakes = [], []
    for path in sorted((folder / FOLDER).glob("*.toml")):
        try:
            forms.append(read_form(path))
        except FormError as error:
            mistakes.append(_mistake(error))
    return forms, mistakes


def _stray_sections(folder: Path, known: Sequence[str]) -> Iterator[Lack]:
    """Sections of ``imports.toml`` that no file is ever booked by."""
    path = folder / NAME
    data: Mapping[str, Any] = {}
    if path.exists():
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    for name in data:
        if name not in known:
            hint = did_you_mean(name, known)
            yield Lack(
                "imports",
                f"{NAME}, [{name}] is no platform, and there is no {FOLDER}/{name}.toml{hint}; "
                "nothing is booked by it.",
            )


def _currencies(forms: Sequence[Form], names: Names) -> Iterator[Lack]:
    """Accounts that do not take the currency of the bank's file."""
    for form in forms:
        account = names.accounts.get(form.account)
        if account and account.currencies and form.currency not in account.currencies:
            yield Lack(
                "imports",
                f"{FOLDER}/{form.name}.toml says {form.currency}, but {form.account} is opened "
                f"for {listed(sorted(account.currencies))}.",
            )


def _unopened(files: Sequence[str], closed: Sequence[str], books: BooksFolder) -> Iterator[Lack]:
    """Accounts to be opened, ready to paste."""
    day = first_day(books)
    if not closed or not day:
        return
    lines = [line for name in closed for line in formatted(open_of(name, day)).splitlines()]
    verb = "names" if len(files) == 1 else "name"
    told = f"{listed(files)} {verb} {counted(len(closed), 'account')} that no one opened."
    yield Lack("imports", told, tuple(lines))
