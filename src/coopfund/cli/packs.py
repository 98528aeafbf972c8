"""What the commands share that write packs: their options, the books, and writing."""

import sys
from collections.abc import Sequence
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from coopfund import words
from coopfund.cli import common

if TYPE_CHECKING:
    from coopfund.books.load import Loaded
    from coopfund.report.pack import Packs

FORMATS = ("html", "pdf", "md", "json", "csv", "xlsx", "manifest")


def pack_options(function: common.Function) -> common.Function:
    """What every command that writes packs takes."""
    options = (
        click.option(
            "-o",
            "--output",
            type=click.Path(file_okay=False, path_type=Path),
            default="reports",
            show_default=True,
            help="The folder to write to.",
        ),
        click.option("--only", metavar=",".join(FORMATS), help="Write only these  [default: all]."),
        click.option(
            "--templates",
            type=click.Path(exists=True, file_okay=False, path_type=Path),
            help="A folder with a month.html, month.css, month.typ, logo.svg or logo.png of your "
            "own [default: reports/templates beside the ledger or its folder, where there is one].",
        ),
        common.language_option,
        common.despite_errors_option,
    )
    for option in reversed(options):
        function = option(function)
    return function


def read_month_option(option: str, text: str) -> date:
    """A month that an option names; exit 2 where it names none."""
    from coopfund.report.months import MonthError, read_month  # noqa: PLC0415  # starts fast

    try:
        return read_month(text)
    except MonthError as error:
        common.fail(f"{option} {error}")


def read_formats(only: str | None) -> tuple[str, ...]:
    """What to write, in the usual order; exit 2 where a format is not known."""
    if only is None:
        return FORMATS
    asked = {name.strip() for name in only.split(",")} - {""}
    strange = sorted(asked - set(FORMATS))
    if strange or not asked:
        common.fail(
            f"--only takes some of {', '.join(FORMATS)}, not {', '.join(strange) or only!r}."
        )
    return tuple(name for name in FORMATS if name in asked)


def open_packs(
    ledger: Path, templates: Path | None, *, language: str | None, despite_errors: bool
) -> "Packs":
    """The books, ready to make packs of; the rest of the command speaks the language."""
    from coopfund.report.pack import Packs  # noqa: PLC0415  # starts fast

    common.speak(language)
    loaded = common.open_ledger(ledger, despite_errors=despite_errors)
    folders = [templates] if templates else common.own_templates(loaded.path)
    return Packs(loaded, rules_of(loaded), folders)


def rules_of(loaded: "Loaded") -> Sequence[Any]:
    """The rules of the families that ran, so that the report and ``check`` find the same."""
    return [
        rule
        for family in loaded.families
        for rule in import_module(f"{words.PLUGIN}.{family}").RULES
    ]


def write_series(
    packs: "Packs", months: Sequence[date], folder: Path, formats: Sequence[str]
) -> list[list[Path]]:
    """Write the packs of months, one after the other, while a bar shows how far it is.

    Each is written whole, so one that follows knows what the one before it said.
    """
    with click.progressbar(months, label="Writing", file=sys.stderr, item_show_func=_shown) as bar:
        written = [write_pack(packs, month, folder, formats) for month in bar]
    click.echo(f"Written: {len(written)} packs in {folder}.", err=True)
    return written


def _shown(month: date | None) -> str | None:
    return None if month is None else month.isoformat()[:7]


def months_between(first: date, last: date) -> list[date]:
    """The first day of every month from one to another, both included."""
    begin, end = (day.year * 12 + day.month - 1 for day in (first, last))
    return [date(number // 12, number % 12 + 1, 1) for number in range(begin, end + 1)]


def write_pack(packs: "Packs", month: date, folder: Path, formats: Sequence[str]) -> list[Path]:
    """Write a month's pack, whole or not at all; exit 2 where that cannot be done."""
    from coopfund.files import write_all  # noqa: PLC0415  # starts fast
    from coopfund.report.html import TemplatesError  # noqa: PLC0415
    from coopfund.report.months import MonthError  # noqa: PLC0415

    try:
        made = packs.files_of(month, folder, formats)
        return write_all(folder, made)
    except (MonthError, TemplatesError) as error:
        common.fail(str(error))
    except OSError as error:
        common.fail(f"{error.filename or folder} cannot be written: {error.strerror}.")
