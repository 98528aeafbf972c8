"""Files a finished report in the books, so that Fava shows it beside the entries."""

import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from coopfund.cli import common, desk

if TYPE_CHECKING:
    from coopfund.books.load import Loaded


def attach(loaded: "Loaded", month: date, account: str, file: Path) -> None:
    """Write a ``document`` directive for a report, once.

    Exit 2 where the books have no such account, or do not take it.
    """
    from beancount.core.data import Document, new_metadata  # noqa: PLC0415  # starts fast

    from coopfund.books.books import month_end  # noqa: PLC0415
    from coopfund.desk.books_folder import BooksFolder  # noqa: PLC0415

    books = loaded.analysis.books
    filed = os.path.realpath(file)
    if any(
        d.account == account and os.path.realpath(d.file) == filed for d in books.declared.documents
    ):
        click.echo(f"{file.name} is filed under {account} already.", err=True)
        return
    day = month_end(month)
    with desk.refusing():
        home = BooksFolder.of(loaded.path).month_file(day)
    named = Path(os.path.relpath(filed, home.parent)).as_posix()
    entry = Document(new_metadata(str(home), 1), day, account, named, None, None)
    proposal = desk.proposed(loaded, [entry], f"file the report of {month:%Y-%m}")
    if proposal.verdict.refusals:
        common.fail(f"the report is written, but not filed: {proposal.verdict.refusals[0]}")
    desk.write(proposal, dry_run=False, yes=True, despite_stop=True)
