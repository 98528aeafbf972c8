"""``coopfund reconcile``: the bank's statement against the books, proven by a balance."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING

import click

from coopfund.cli import asking, common, desk

if TYPE_CHECKING:
    from coopfund.books.load import Loaded
    from coopfund.desk.books_folder import BooksFolder
    from coopfund.imports.movement import Statement
    from coopfund.reconcile.bank import Given
    from coopfund.reconcile.reconciliation import Reconciliation

DAYS = 4


def _amount(_: click.Context, option: click.Parameter, text: str | None) -> Decimal | None:
    """An amount with a decimal point."""
    if text is None:
        return None
    with suppress(InvalidOperation):
        found = Decimal(text)
        if found.is_finite():
            return found
    message = f"{text!r} is no amount such as 1149.00."
    raise click.BadParameter(message, param=option)


@click.command(
    "reconcile",
    epilog="""\
\b
Examples:
  coopfund reconcile march.xml --account Assets:Bank:Current
  coopfund reconcile march.csv --account Assets:Bank:Current --dry-run --format json
  coopfund reconcile march.csv --account Assets:Bank:Savings --closing 1149.00 \\
      --end 2026-03-31
\b
A row is matched by its import id; else by an equal reference and amount; else by the
amount within some days, or by the sum of all entries that share a link (a collection
taken to the bank at once), where neither side has another candidate. Equal payments
that could be exchanged are listed, never guessed. Exit code 1 where anything is left.
""",
)
@click.argument(
    "statements", nargs=-1, required=True, type=click.Path(dir_okay=False, path_type=Path)
)
@click.option("--account", required=True, metavar="ACCOUNT", help="The account in the books.")
@click.option("--as", "reader", metavar="NAME", help="What the files are, instead of looking.")
@click.option("--number", metavar="DIGITS", help="The end of the account's number in the files.")
@click.option(
    "--days",
    type=click.IntRange(0, 92),
    default=DAYS,
    show_default=True,
    help="How far apart the same payment may be dated.",
)
@click.option(
    "--equals", is_flag=True, help="Match as many equal entries as rows, whichever is which."
)
@click.option(
    "--opening", callback=_amount, metavar="AMOUNT", help="The balance before, from paper."
)
@click.option(
    "--closing", callback=_amount, metavar="AMOUNT", help="The balance at the end, from paper."
)
@click.option("--end", type=common.DAY, metavar="YYYY-MM-DD", help="The last day.")
@common.format_option("text", "json", "csv")
@common.output_option
@desk.writing_options
@common.ledger_option
def command(  # noqa: PLR0913  # one argument per option
    statements: tuple[Path, ...],
    ledger: Path,
    account: str,
    form: str,
    output: Path | None,
    *,
    reader: str | None,
    number: str | None,
    days: int,
    equals: bool,
    opening: Decimal | None,
    closing: Decimal | None,
    end: datetime | None,
    dry_run: bool,
    yes: bool,
    despite_stop: bool,
) -> None:
    """Compare bank STATEMENTS with the books, for one account.

    Lists what is left on both sides, with file and line or row, and proves that it explains the
    difference. When nothing is left, writes a balance for the day after the statement's end.
    """
    from coopfund.desk.books_folder import BooksFolder  # noqa: PLC0415  # starts fast
    from coopfund.reconcile.bank import Given  # noqa: PLC0415

    given = Given(opening, closing, end.date() if end else None)
    with desk.refusing():
        loaded = common.open_ledger(ledger)
        folder = BooksFolder.of(ledger)
        read = _read(folder, statements, reader, number)
        result = _reconciled(loaded, folder, account, read, given, days=days, together=equals)
    _show(loaded, result, form, output)
    if result.settled:
        _assert(loaded, result, dry_run=dry_run, yes=yes, despite_stop=despite_stop)
    raise SystemExit(common.CLEAN if not result.left else common.STOPPED)


def _read(
    folder: "BooksFolder", files: Sequence[Path], reader: str | None, number: str | None
) -> "list[tuple[str, Statement]]":
    """The statements of the files, each with its file's name."""
    from coopfund.imports.reader import Source  # noqa: PLC0415
    from coopfund.imports.readers import all_readers, reader_for  # noqa: PLC0415
    from coopfund.imports.secret import secret_of  # noqa: PLC0415
    from coopfund.imports.sheet import Options  # noqa: PLC0415
    from coopfund.reconcile.bank import named, without_empty  # noqa: PLC0415

    # Without a key nothing was imported, so any will do that is the same every time.
    options = Options(secret=secret_of(folder.state) or b"")
    readers = all_readers(folder.root)
    found = []
    for file in files:
        with desk.refusing(file.name):
            source = Source.of(file)
            read = reader_for(source, reader, readers).read(source, options)
        found += [(file.name, statement) for statement in read]
    return without_empty(named(found, number))


def _reconciled(  # noqa: PLR0913  # each by its name
    loaded: "Loaded",
    folder: "BooksFolder",
    account: str,
    statements: "Sequence[tuple[str, Statement]]",
    given: "Given",
    *,
    days: int,
    together: bool,
) -> "Reconciliation":
    from coopfund.reconcile.bank import bank_of  # noqa: PLC0415
    from coopfund.reconcile.reconciliation import reconcile  # noqa: PLC0415
    from coopfund.wording import did_you_mean, whole_account  # noqa: PLC0415

    books = loaded.analysis.books
    known = books.accounts
    account = whole_account(account, known)
    if account not in known and not any(name.startswith(f"{account}:") for name in known):
        common.fail(f"The books have no account {account}{did_you_mean(account, known)}.")
    bank = bank_of(statements, given)
    texts = [folder.text(file) for file in folder.contents]
    return reconcile(books, account, bank, days=days, together=together, texts=texts)


def _show(loaded: "Loaded", result: "Reconciliation", form: str, output: Path | None) -> None:
    from coopfund.reconcile.page import Page  # noqa: PLC0415

    page = Page(result, lambda place: common.at(loaded, *place).rstrip(": "))
    if form == "json":
        common.emit(common.as_json(page.json()), output)
    else:
        common.emit(page.csv() if form == "csv" else page.text(), output)


def _assert(
    loaded: "Loaded", result: "Reconciliation", *, dry_run: bool, yes: bool, despite_stop: bool
) -> None:
    """Write the balance that the statement ends with, unless it stands there."""
    balance = result.assertion()
    if balance is None:
        click.echo("The books assert this balance already.", err=True)
        return
    proposal = desk.proposed(loaded, [balance], "reconcile")
    click.echo(common.plain(proposal.text()), nl=False, err=True)  # stdout has the comparison
    desk.show(proposal)
    if not (dry_run or yes or asking.on_terminal()):
        click.echo("Nothing is written: repeat it with --yes to write this balance.", err=True)
        return
    desk.write(proposal, dry_run=dry_run, yes=yes, despite_stop=despite_stop)
