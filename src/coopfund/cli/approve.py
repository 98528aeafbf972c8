"""``coopfund approve``: a signature on a payment that stands in the books."""

from pathlib import Path

import click

from coopfund.cli import common, desk


@click.command(
    "approve",
    epilog="""\
\b
Examples:
  coopfund approve ^print-2026-03 --by m-0017
  coopfund approve 2026-03.beancount:41 --by m-0008 --yes
""",
)
@click.argument("entry")
@common.ledger_argument
@click.option(
    "--by",
    required=True,
    metavar="MEMBER",
    help="Who approves: a member in office on the day of the payment.",
    shell_complete=desk.completes(desk.officers),
)
@desk.writing_options
def command(  # noqa: PLR0913  # one argument per option
    entry: str, ledger: Path, by: str, *, dry_run: bool, yes: bool, despite_stop: bool
) -> None:
    """Add an approval to ENTRY: its link, its file and line, or its import id.

    Only the line approved-by changes. An approval that does not count is shown as the finding that
    it makes (CF601); in a sealed month it is refused.
    """
    from coopfund.desk.answers import read_identity  # noqa: PLC0415  # starts fast
    from coopfund.desk.approval import approved  # noqa: PLC0415
    from coopfund.desk.books_folder import BooksFolder  # noqa: PLC0415
    from coopfund.desk.rewriting import rewriting  # noqa: PLC0415

    main = desk.main_of(ledger)
    with desk.refusing(), common.waiting("Reading the books"):
        folder = BooksFolder.of(main)
        texts = approved(folder, entry, read_identity(by))
        change = rewriting(folder, texts, f"approve {entry}")
    desk.settle(change, dry_run=dry_run, yes=yes, despite_stop=despite_stop)
