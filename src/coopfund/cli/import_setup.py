"""``coopfund import-setup``: how a bank's CSV is read, found out from a sample."""

from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast

import click

from coopfund.cli import asking, common, desk
from coopfund.wording import counted, did_you_mean_account, listed, whole_account

if TYPE_CHECKING:
    from coopfund.books.load import Loaded
    from coopfund.desk.books_folder import BooksFolder
    from coopfund.imports.bank_form import Form
    from coopfund.imports.movement import Statement
    from coopfund.imports.proposal import Proposal

COLUMNS = {
    "date": "the day of booking",
    "amount": "what moved, with its sign",
    "debit": "what left, beside --credit",
    "credit": "what came, beside --debit",
    "mark": "whether it is a debit or a credit (D, C)",
    "balance": "the balance after each row, which proves it",
    "name": "who is on the other side",
    "payer": "the other side's account number",
    "id": "the bank's own id of the row",
}
SHOWN = 3
PLAIN = "as they are"


def _columns(function: Any) -> Any:  # noqa: ANN401  # a command
    """An option for each column."""
    for name, words in reversed(COLUMNS.items()):
        option = "--payee" if name == "name" else f"--{name}"
        function = click.option(option, name, metavar="COLUMN", help=f"Column: {words}.")(function)
    return function


@click.command(
    "import-setup",
    epilog="""\
\b
Examples:
  coopfund import-setup march.csv
  coopfund import-setup march.csv --account Assets:Bank:Current --dates dmy --yes
  coopfund import-setup card.csv --account Liabilities:Card --negate --dry-run
  coopfund import-setup march.csv --amount Betrag --text Verwendungszweck \\
      --only "Status=gebucht" --account Assets:Bank:Current
\b
What the sample says itself is not asked: encoding, delimiter, columns, decimal mark,
the order of day and month. Every question is also an option. Columns are named as in
the file's header. The result is imports/NAME.toml beside the main file, which you can
change by hand; docs/banks.md explains it.
""",
)
@click.argument("sample", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--account", metavar="ACCOUNT", help="The account in the books.")
@click.option("--name", "title", metavar="NAME", help="The file's name  [default: the account's].")
@click.option("--currency", metavar="CODE", help="The account's currency.")
@click.option("--encoding", metavar="NAME", help="How the text is encoded, such as cp1252.")
@click.option("--delimiter", metavar="CHARACTER", help="What parts the columns.")
@click.option("--decimal", type=click.Choice([".", ","]), help="The decimal mark.")
@click.option("--dates", type=click.Choice(["dmy", "mdy"]), help="Day or month first.")
@click.option("--negate/--no-negate", default=None, help="Spending stands there as positive.")
@_columns
@click.option("--text", "texts", metavar="COLUMN", multiple=True, help="Column: what is written.")
@click.option("--currency-column", metavar="COLUMN", help="Column: the currency of each row.")
@click.option(
    "--opening", metavar="WORDS", help="What the line of the opening balance begins with."
)
@click.option(
    "--closing", metavar="WORDS", help="What the line of the closing balance begins with."
)
@click.option(
    "--only", metavar="COLUMN=VALUE", multiple=True, help="Only rows with this value there count."
)
@click.option("--replace", "again", is_flag=True, help="Replace a description of that name.")
@click.option("--dry-run", is_flag=True, help="Show the description; write nothing.")
@desk.YES
@common.ledger_option
def command(sample: Path, ledger: Path, *, dry_run: bool, yes: bool, **said: Any) -> None:  # noqa: ANN401
    """Find out from a SAMPLE how a bank's CSV is read, and keep it with the books.

    Shows three rows as they are read and proves the whole sample before anything is written.
    """
    from coopfund.desk.books_folder import BooksFolder  # noqa: PLC0415  # starts fast

    with desk.refusing():
        loaded = common.open_ledger(ledger)
        set_up(loaded, BooksFolder.of(ledger), sample, said, dry_run=dry_run, yes=yes)


def set_up(  # noqa: PLR0913  # each by its name
    loaded: "Loaded",
    folder: "BooksFolder",
    sample: Path,
    said: dict[str, Any],
    *,
    dry_run: bool,
    yes: bool,
) -> None:
    """Propose, ask what is left open, show, and write."""
    from coopfund.imports.bank_csv import BankCsv  # noqa: PLC0415
    from coopfund.imports.bank_form import FOLDER, written  # noqa: PLC0415
    from coopfund.imports.proposal import propose  # noqa: PLC0415
    from coopfund.imports.reader import Source  # noqa: PLC0415
    from coopfund.imports.sheet import Options  # noqa: PLC0415

    with desk.refusing(sample.name):
        source = Source.of(sample, said.get("encoding"))
        if said.get("delimiter"):
            source.__dict__["delimiter"] = said["delimiter"].replace("\\t", "\t")
        named = {name: said[name] for name in COLUMNS if said.get(name)}
        if said.get("currency_column"):
            named["currency"] = said["currency_column"]
        proposal = propose(source, named)
        form = _form(loaded, proposal, said)
        target = folder.root / FOLDER / f"{form.name}.toml"
        if target.exists() and not said.get("again"):
            common.fail(f"{FOLDER}/{form.name}.toml is there already; --replace replaces it.")
        statement = BankCsv(form).statement(source, Options())
        _show(proposal, form, statement)
        statement.proven()
        if statement.rejected:
            row = statement.rejected[0]
            common.fail(f"Row {row.row} cannot be read so: {row.why}. Nothing is written.")
        if dry_run:
            common.emit(written(form))
            return
        if not desk.agreed("Is this how it is meant?", yes=yes):
            common.fail("Nothing is written; name columns with the options, see --help.")
        _write(folder, target, written(form))
        usual = folder.main.resolve() == Path(common.DEFAULT_LEDGER).resolve()
        where = "" if usual else f" --ledger {folder.main}"
        click.echo(f"Next: coopfund import {sample} --dry-run{where}", err=True)


def _write(folder: "BooksFolder", target: Path, text: str) -> None:
    try:
        target.parent.mkdir(exist_ok=True)
    except OSError as error:
        common.fail(f"{target} cannot be written: {error.strerror}.")
    desk.rewrite(folder.main, {target: text}, "import-setup")


def _form(loaded: "Loaded", found: "Proposal", said: dict[str, Any]) -> "Form":
    """The description: what was said, else what the sample says, else what is answered."""
    from coopfund.imports.bank_form import Form, fault  # noqa: PLC0415

    account = said.get("account") or _ask_account(loaded)
    account = whole_account(account, loaded.analysis.books.accounts)
    _known_account(loaded, account)
    currency = said.get("currency") or found.currency or loaded.analysis.books.currency
    form = Form(
        name=said.get("title") or _short(account),
        account=account,
        currency=currency.upper(),
        encoding=said.get("encoding") or (None if found.certain else found.encoding),
        delimiter=found.delimiter,
        decimal=said.get("decimal") or _decimal(found),
        dates=said.get("dates") or _dates(found),
        negate=_negate(found, said.get("negate")),
        columns=found.columns,
        texts=tuple(said.get("texts") or ()) or found.texts,
        opening=said.get("opening") or found.opening,
        closing=said.get("closing") or found.closing,
        only=_only(said.get("only") or ()),
    )
    why = fault(form)
    if why:
        common.fail(f"It cannot be described so: {why}.")
    return form


def _short(account: str) -> str:
    return account.rpartition(":")[2].lower()


def _only(pairs: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    only: dict[str, tuple[str, ...]] = {}
    for pair in pairs:
        column, equals, value = pair.partition("=")
        if not equals:
            common.fail(f"--only {pair!r} is not written as COLUMN=VALUE.")
        only[column] = (*only.get(column, ()), value)
    return only


def _known_account(loaded: "Loaded", account: str) -> None:
    """Refuse what looks like a slip of an account; say that a new one must be opened."""
    known = loaded.analysis.books.accounts
    if account in known:
        return
    hint = did_you_mean_account(account, known)
    if hint:
        common.fail(
            f"The books have no account {account}{hint}; open it first if it is a new one. "
            "Nothing is written."
        )
    click.echo(
        f"The books have no account {account} yet; coopfund import --open opens it.", err=True
    )


def _ask_account(loaded: "Loaded") -> str:
    """An account of the books, by a question."""
    books = loaded.analysis.books
    known = sorted(name for name in books.accounts if name.startswith(("Assets:", "Liabilities:")))
    _needs_terminal("--account", f"the books have {listed(known) or 'no account for it yet'}")
    click.echo(f"The books have {listed(known)}.", err=True)
    return str(click.prompt("Which account is it", err=True, default=known[0] if known else None))


def _dates(found: "Proposal") -> Literal["dmy", "mdy"] | None:
    if not found.asks_dates:
        return found.dates
    _needs_terminal("--dates", f"dmy or mdy: “{found.ambiguous}” could be either")
    click.echo(f"The sample has the date {found.ambiguous}.", err=True)
    answer = click.prompt(
        "Does the day come first, or the month",
        type=click.Choice(["day", "month"]),
        err=True,
    )
    return "dmy" if answer == "day" else "mdy"


def _decimal(found: "Proposal") -> Literal[".", ","] | None:
    if not found.asks_decimal:
        return found.decimal
    _needs_terminal("--decimal", "the mark in its numbers could part thousands or decimals")
    answer = click.prompt("Which is the decimal mark", type=click.Choice([".", ","]), err=True)
    return cast("Literal['.', ',']", answer)


def _negate(found: "Proposal", said: bool | None) -> bool:  # noqa: FBT001  # an option's value
    if said is not None or not found.asks_sign:
        return bool(said)
    _needs_terminal("--negate or --no-negate", "every amount is positive: money spent, or received")
    answer = click.prompt(
        "Every amount is positive: was it spent, or received",
        type=click.Choice(["spent", "received"]),
        err=True,
    )
    return bool(answer == "spent")


def _mark(mark: str | None) -> str:
    return {".": "point", ",": "comma"}.get(mark or "", PLAIN)


def _needs_terminal(option: str, what: str) -> None:
    if not asking.on_terminal():
        common.fail(f"{option} is missing: {what}.")


def _show(found: "Proposal", form: "Form", statement: "Statement") -> None:
    """What was recognised, and the first rows as they are read."""
    used = [f"{name} “{header}”" for name, header in form.columns.items()]
    used += [f"text “{header}”" for header in form.texts]
    forms = f"dates {form.dates or PLAIN}, decimal mark {_mark(form.decimal)}"
    place = f"columns parted by {found.delimiter!r}, header on line {found.line}"
    lines = [
        f"Encoding {found.encoding}, {place}; {forms}.",
        f"Columns: {', '.join(used)}.",
        f"Read as {form.account}, {form.currency}:",
    ]
    for line in lines:
        click.echo(common.plain(line), err=True)
    for movement in statement.movements[:SHOWN]:
        words = " · ".join(filter(None, (movement.counterparty, movement.memo)))[:60]
        after = "" if movement.balance_after is None else f"  balance {movement.balance_after:,}"
        line = f"  {movement.date}  {movement.amount:>12,}  {words}{after}"
        click.echo(common.plain(line), err=True)
    parts = [
        counted(statement.rows_in, "row"),
        counted(len(statement.movements), "movement"),
        f"{len(statement.skipped)} skipped",
        f"{len(statement.rejected)} rejected",
    ]
    click.echo(f"{parts[0]}: {', '.join(parts[1:])}.", err=True)
    if statement.opening is not None and statement.closing is not None:
        moved = sum((movement.amount for movement in statement.movements), statement.opening)
        click.echo(
            f"Opening {statement.opening:f} + movements {moved - statement.opening:f} = {moved:f}; "
            f"closing {statement.closing:f}.",
            err=True,
        )
