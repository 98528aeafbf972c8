"""``coopfund attach``: a receipt to a payment that stands in the books, such as an imported one."""

from pathlib import Path

import click

from coopfund.cli import common, desk


@click.command(
    "attach",
    epilog="""\
\b
Examples:
  coopfund attach 2026-03.beancount:41 --receipt 102 --document bill.pdf
  coopfund attach ^print-2026-03 --decision GM-2026-03
""",
)
@click.argument("entry")
@common.ledger_argument
@click.option(
    "--document",
    "documents",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="DOCUMENT",
    help="A file that proves it; it is copied into the books' folder. May be repeated.",
)
@click.option("--receipt", metavar="RECEIPT", help="Your own running number of the receipt.")
@click.option("--invoice", metavar="INVOICE", help="The payee's number of the invoice.")
@click.option(
    "--decision",
    metavar="DECISION",
    help="The vote that it follows.",
    shell_complete=desk.completes(desk.decisions),
)
@desk.writing_options
def command(  # noqa: PLR0913  # one argument per option
    entry: str,
    ledger: Path,
    documents: tuple[Path, ...],
    *,
    dry_run: bool,
    yes: bool,
    despite_stop: bool,
    **said: str | None,
) -> None:
    """Add to ENTRY what proves it: its link, its file and line, or its import id.

    For what was imported from the bank while its receipt was still in the shoebox. Only lines of
    metadata are added; in a sealed month it is refused.
    """
    from coopfund.desk.books_folder import BooksFolder  # noqa: PLC0415  # starts fast
    from coopfund.desk.proof import proven  # noqa: PLC0415

    main = desk.main_of(ledger)
    with desk.refusing(), common.waiting("Reading the books"):
        metas = {key: value for key, value in said.items() if value}
        change = proven(BooksFolder.of(main), entry, metas, documents)
    desk.settle(change, dry_run=dry_run, yes=yes, despite_stop=despite_stop)
