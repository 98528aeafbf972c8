"""``coopfund export``: the books in the forms that others read."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from coopfund.cli import common

if TYPE_CHECKING:
    from coopfund.books.load import Loaded
    from coopfund.findings import Window

DAY = click.DateTime(["%Y-%m-%d"])


@click.command(
    "export",
    epilog="""\
\b
Examples:
  coopfund export ledger --as journal --from 2026-01-01 --to 2026-12-31 -o 2026.csv
  coopfund export ledger --as hledger | hledger -f - balance
""",
)
@common.ledger_argument
@click.option(
    "--as",
    "form",
    type=click.Choice(("journal", "hledger", "ledger")),
    required=True,
    help="An accountant's journal as CSV, or the entries for one of these programs.",
)
@click.option("--from", "begin", metavar="YYYY-MM-DD", type=DAY, help="First day of the journal.")
@click.option("--to", "end", metavar="YYYY-MM-DD", type=DAY, help="Last day of the journal.")
@common.output_option
@common.despite_errors_option
def command(  # noqa: PLR0913  # one argument per option
    ledger: Path,
    form: str,
    begin: Any,  # noqa: ANN401  # a datetime or None, as click parses it
    end: Any,  # noqa: ANN401  # a datetime or None, as click parses it
    output: Path | None,
    *,
    despite_errors: bool,
) -> None:
    """Write the books for an accountant, or for hledger or ledger.

    The journal has a row for each posting, with debit and credit, source, program, document and the
    line it comes from. For hledger and ledger it is all entries, and their balances are the same as
    Beancount's; balance assertions and prices stay behind. Members and donors are pseudonyms.
    """
    if form != "journal" and (begin or end):
        common.fail("--from and --to are for the journal: balances need all entries.")
    loaded = common.open_ledger(ledger, despite_errors=despite_errors)
    books = loaded.analysis.books
    if form == "journal":
        from coopfund.sheets.journal import journal  # noqa: PLC0415  # starts fast

        common.emit(journal(books, _window(loaded, begin, end)), output)
    else:
        from coopfund.sheets.plain_text import plain_text  # noqa: PLC0415  # starts fast

        common.emit(plain_text(books, form), output)


def _window(loaded: "Loaded", begin: Any, end: Any) -> "Window":  # noqa: ANN401  # as click parses it
    from coopfund.findings import Window  # noqa: PLC0415  # starts fast

    books = loaded.analysis.books
    first = begin.date() if begin else books.begin or date.min
    last = end.date() if end else books.end or date.max
    if last < first:
        common.fail(f"--from {first} is after {last}, so there is no entry to write.")
    return Window(first, last)
