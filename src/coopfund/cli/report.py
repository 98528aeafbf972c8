"""``coopfund report``: the pages a treasurer hands out at the members' meeting."""

from pathlib import Path

import click

from coopfund.cli import common, report_due, report_series
from coopfund.cli.packs import open_packs, pack_options, read_formats, read_month_option, write_pack
from coopfund.cli.report_attach import attach


@click.group("report")
def command() -> None:
    """Write the report for the meeting."""


command.add_command(report_due.command)
command.add_command(report_series.command)


@command.command(
    "month",
    epilog="Example: coopfund report month ledger/main.beancount --month 2026-10 -o reports",
)
@common.ledger_argument
@click.option("--month", required=True, metavar="YYYY-MM", help="The month; there is no default.")
@pack_options
@click.option(
    "--attach",
    "account",
    metavar="ACCOUNT",
    help="File the PDF under this account, with a document directive in the books.",
)
def month_command(  # noqa: PLR0913, PLR0917  # one argument per option
    ledger: Path,
    month: str,
    output: Path,
    only: str | None,
    templates: Path | None,
    language: str | None,
    account: str | None = None,
    *,
    despite_errors: bool,
) -> None:
    """Answer the six questions of a members' meeting for one month.

    Did dues cover running costs, which money paid for each program, who could switch us off, how
    long could we last, which rules broke, what changed. Writes a page to print, the same as PDF,
    Markdown, JSON, tables as CSV and as one spreadsheet, and a manifest with the digest of every
    file: all of them or, where something fails, none. Where the folder holds an earlier report,
    past figures that have changed since are listed.
    """
    formats = read_formats(only)
    if account and "pdf" not in formats:
        common.fail("--attach files the PDF, so --only must have pdf among its formats.")
    first = read_month_option("--month", month)
    packs = open_packs(ledger, templates, language=language, despite_errors=despite_errors)
    if account and account not in packs.loaded.analysis.books.accounts:
        common.fail(f"--attach: the books have no account {account}.")
    written = write_pack(packs, first, output, formats)
    for path in written:
        click.echo(f"Written: {path}", err=True)
    click.echo(str(written[0]))
    if account:
        attach(packs.loaded, first, account, next(p for p in written if p.suffix == ".pdf"))
    for hint in packs.loaded.hints:
        click.echo(f"Hint: {hint}", err=True)
