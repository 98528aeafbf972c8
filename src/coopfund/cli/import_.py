"""``coopfund import``: files of banks and platforms into the books, whole or not at all."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from coopfund.cli import asking, common, desk
from coopfund.wording import counted, did_you_mean_account, whole_account

if TYPE_CHECKING:
    from beancount.core.data import Directive, Transaction

    from coopfund.books.load import Loaded
    from coopfund.desk.books_folder import BooksFolder
    from coopfund.imports.session import Session
    from coopfund.imports.sheet import Options

LARGE = 2_000_000
"""Bytes from which on a bar shows how far reading has come."""


@click.command(
    "import",
    epilog="""\
\b
Examples:
  coopfund import downloads/stripe.csv --dry-run
  coopfund import downloads/*.csv --ledger ledger/main.beancount
  coopfund import activity.csv --as paypal --dates dmy
  coopfund import --setup downloads/stripe.csv
  coopfund import march.xml --account Assets:Bank:Current
\b
Files are recognised by their columns. What is booked already under the platform's
own id is left out, so the same file twice, or files that overlap, add nothing.
imports.toml, beside the main file, says which accounts to use; docs/imports.md
explains it.
""",
)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--as",
    "reader",
    metavar="NAME",
    help="What the files are, such as stripe, paypal or patreon, instead of looking.",
)
@click.option("--account", metavar="ACCOUNT", help="The account that the files are of.")
@click.option("--encoding", metavar="NAME", help="How the text is encoded, such as cp1252.")
@click.option("--decimal", type=click.Choice([".", ","]), help="The decimal mark.")
@click.option("--dates", type=click.Choice(["dmy", "mdy"]), help="Day or month first.")
@click.option("--currency", metavar="CODE", help="Of files that name none.")
@click.option(
    "--leave-rejected", is_flag=True, help="Book the rows beside those that cannot be read."
)
@click.option("--open", "open_", is_flag=True, help="Open the accounts that are missing, too.")
@click.option(
    "--gift-account",
    metavar="ACCOUNT",
    shell_complete=desk.completes(desk.accounts("Income")),
    help="The account for what exceeds the dues, where several would do.",
)
@click.option(
    "--setup", is_flag=True, help="Write imports.toml for files like these; book nothing."
)
@desk.writing_options
@common.ledger_option
def command(  # noqa: PLR0913  # one argument per option
    files: tuple[Path, ...],
    ledger: Path,
    *,
    reader: str | None,
    account: str | None,
    leave_rejected: bool,
    open_: bool,
    gift_account: str | None,
    setup: bool,
    dry_run: bool,
    yes: bool,
    despite_stop: bool,
    **said: str | None,
) -> None:
    """Book what FILES of banks and platforms say.

    Shows for each file how many rows came in, what became of them, and what the rules will say;
    then writes all of it or nothing. A row that cannot be read stops the whole import.
    """
    from coopfund.cli.import_setup import set_up  # noqa: PLC0415  # starts fast
    from coopfund.cli.import_summary import show_summary  # noqa: PLC0415

    with desk.refusing():
        loaded = common.open_ledger(ledger)
        folder = _folder(ledger)
        if setup:
            unknown = None if reader else _unknown(folder, files)
            if unknown is None:
                _set_up(folder, files, reader, dry_run=dry_run)
            else:
                told = {**said, "account": account}
                set_up(loaded, folder, unknown, told, dry_run=dry_run, yes=yes)
            return
        session, keep_key = _read(
            folder, loaded, files, _options(said), reader, account, leave_rejected=leave_rejected
        )
        show_summary(session)
        if session.refused:
            hint = " --leave-rejected books the other rows." if session.rejected else ""
            common.fail(f"Nothing is written.{hint}")
        booked = _split(loaded, session, gift_account)
        entries = _with_opens(folder, booked, open_=open_)
        if not entries:
            already = sum(file.already for file in session.files)
            click.echo(f"0 new, {already} already booked; nothing to write.", err=True)
            return
        proposal = desk.proposed(loaded, entries, f"import {counted(len(files), 'file')}")
    if dry_run:
        common.emit(proposal.text())
    desk.show(proposal)
    desk.write(proposal, dry_run=dry_run, yes=yes, despite_stop=despite_stop, first=keep_key)


def _folder(ledger: Path) -> "BooksFolder":
    from coopfund.desk.books_folder import BooksFolder  # noqa: PLC0415

    return BooksFolder.of(ledger)


def _options(said: dict[str, str | None]) -> "Options":
    from coopfund.imports.sheet import Options  # noqa: PLC0415

    currency = said["currency"]
    return Options(
        encoding=said["encoding"],
        decimal=cast("Any", said["decimal"]),
        dates=cast("Any", said["dates"]),
        currency=currency.upper() if currency else None,
    )


def _read(  # noqa: PLR0913, PLR0917  # what the command was given
    folder: "BooksFolder",
    loaded: "Loaded",
    files: tuple[Path, ...],
    options: "Options",
    reader: str | None,
    account: str | None,
    *,
    leave_rejected: bool,
) -> "tuple[Session, Callable[[], None]]":
    """The files, read and booked, and how to keep a new key once something is written."""
    from coopfund.imports.known import known_in  # noqa: PLC0415
    from coopfund.imports.platform import ACCOUNT  # noqa: PLC0415
    from coopfund.imports.readers import all_readers  # noqa: PLC0415
    from coopfund.imports.secret import keep_secret, secret_of  # noqa: PLC0415
    from coopfund.imports.session import import_files  # noqa: PLC0415
    from coopfund.imports.setting import LostKeyError, setting_of  # noqa: PLC0415

    account = account and whole_account(account, loaded.analysis.books.accounts)
    if account and not ACCOUNT.fullmatch(account):
        common.fail(f"“{account}” is no account, such as Assets:Stripe.")
    known = known_in(loaded.analysis.books)
    lacks_key = secret_of(folder.state) is None
    if lacks_key and known.pseudonyms:
        raise LostKeyError(folder.state)
    with _progress(files) as progress:
        setting = setting_of(folder.main, options, keep=False, progress=progress)
        session = import_files(
            files,
            setting,
            known,
            reader=reader,
            account=account,
            readers=all_readers(folder.root),
            leave_rejected=leave_rejected,
        )
    secret = setting.contributors.secret
    return session, lambda: keep_secret(folder.state, secret) if lacks_key else None


@contextmanager
def _progress(files: tuple[Path, ...]) -> Iterator[Callable[[int, int], None] | None]:
    """A bar on a terminal's stderr while large files are read."""
    import sys  # noqa: PLC0415

    size = sum(file.stat().st_size for file in files if file.is_file())
    if size < LARGE or not sys.stderr.isatty():
        yield None
        return
    with click.progressbar(length=100, label="Reading", file=sys.stderr) as bar:

        def show(row: int, rows: int) -> None:
            bar.update(100 * row // max(rows, 1) - bar.pos)

        yield show


def _split(loaded: "Loaded", session: "Session", account: str | None) -> "list[Transaction]":
    """The entries, what members pay beyond the dues as gifts, as ``add dues`` does it."""
    from coopfund.desk.answers import Answers  # noqa: PLC0415
    from coopfund.desk.names import names_of  # noqa: PLC0415
    from coopfund.imports.dues_split import DuesSplit  # noqa: PLC0415

    books = loaded.analysis.books
    answers = Answers({"gift-account": account}, asking.asker())
    split = DuesSplit(books, names_of(loaded.path), answers)
    entries = split.entries(session.entries, session.returns)
    if split.gifts:
        total, payments = sum(split.gifts), counted(len(split.gifts), "payment")
        click.echo(
            f"Beyond the dues: {total:f} {books.currency} of {payments}, booked as gifts on "
            f"{split.account} (CF101).",
            err=True,
        )
    return entries


def _with_opens(
    folder: "BooksFolder", entries: "Sequence[Transaction]", *, open_: bool
) -> "list[Directive]":
    """The entries, with the accounts opened that they need, or a refusal that says the lines."""
    from coopfund.desk.printing import formatted  # noqa: PLC0415
    from coopfund.imports.opens import first_day, missing, opened_in  # noqa: PLC0415

    known = opened_in(folder)
    opens = missing(entries, known, first_day(folder))
    if opens and not open_:
        for entry in opens:
            click.echo(formatted(entry), nl=False, err=True)
        for entry in opens:
            hint = did_you_mean_account(entry.account, known)
            if hint:
                click.echo(f"{entry.account} is not open{hint}.", err=True)
        common.fail(
            "These accounts are not open; paste the lines, name others in imports.toml, or pass "
            "--open. Nothing is written."
        )
    return [*opens, *entries]


def _unknown(folder: "BooksFolder", files: tuple[Path, ...]) -> Path | None:
    """The first file that no reader knows: a bank's own CSV, to be described."""
    from coopfund.imports.reader import Source  # noqa: PLC0415
    from coopfund.imports.readers import all_readers  # noqa: PLC0415

    readers = all_readers(folder.root)
    for file in files:
        source = Source.of(file)
        if not any(reader.recognises(source) for reader in readers):
            return file
    return None


def _set_up(
    folder: "BooksFolder", files: tuple[Path, ...], reader: str | None, *, dry_run: bool
) -> None:
    """Write the sections of ``imports.toml`` that such files need."""
    from coopfund.imports.config import read_config  # noqa: PLC0415  # starts fast
    from coopfund.imports.platform import NAME  # noqa: PLC0415  # starts fast
    from coopfund.imports.reader import Source  # noqa: PLC0415
    from coopfund.imports.readers import all_readers, reader_for  # noqa: PLC0415
    from coopfund.imports.setup import with_sections  # noqa: PLC0415

    readers = all_readers(folder.root)
    platforms = [reader_for(Source.of(file), reader, readers).platform for file in files]
    text = with_sections(folder.root, platforms, read_config(folder.root))
    if text is None:
        click.echo(
            f"Nothing to set up: {NAME} or a description in imports/ covers these files. What is "
            f"what is said by rules in {NAME}, such as [[bank.map]]: see docs/banks.md.",
            err=True,
        )
        return
    if dry_run:
        common.emit(text)
        return
    desk.rewrite(folder.main, {folder.root / NAME: text}, "import --setup")
    click.echo("Read it, and change what is yours.", err=True)
