"""``coopfund decide``: record a decision of the meeting."""

import re
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from coopfund.cli import asking, common, desk

if TYPE_CHECKING:
    from beancount.core.amount import Amount

    from coopfund.books.load import Loaded

AMOUNT = re.compile(r"(?P<number>[0-9]{1,15}(?:\.[0-9]{1,6})?)(?: (?P<currency>[A-Z][A-Z0-9]*))?")


@click.command(
    "decide",
    epilog="""\
\b
Examples:
  coopfund decide ledger --name GM-2026-03 --date 2026-03-10 --amount 400.00 \\
      --program childcare --title "an outing in May"
  coopfund decide ledger --name GM-2026-04 --date 2026-04-11 --amount 650.00 \\
      --entry ^printer --dry-run
""",
)
@common.ledger_argument
@click.option("--name", help="Its number, such as GM-2026-03.")
@click.option(
    "--date",
    "day",
    type=common.DAY,
    metavar="YYYY-MM-DD",
    help="The day of the vote.",
)
@click.option("--amount", help="What it allows to spend: 400.00, or 400.00 EUR.")
@click.option(
    "--program",
    help="The program that the money is for.",
    shell_complete=desk.completes(desk.programs),
)
@click.option(
    "--entry",
    help="The entry or account that it is about: ^link, or an account.",
    shell_complete=desk.completes(desk.accounts("Expenses", "Assets")),
)
@click.option("--title", help="What was decided, in a few words.")
@click.option("--votes", help='How it was voted: "31 for, 2 against".')
@click.option("--minutes", help="Where it is written down.")
@desk.writing_options
def command(  # noqa: PLR0913, PLR0917  # one argument per option
    ledger: Path,
    name: str | None,
    day: datetime | None,
    amount: str | None,
    program: str | None,
    entry: str | None,
    title: str | None,
    votes: str | None,
    minutes: str | None,
    *,
    dry_run: bool,
    yes: bool,
    despite_stop: bool,
) -> None:
    """Record a decision of the meeting, with what it allows to spend.

    The amount comes on top of the program's or the account's budget in the year of the decision
    (CF501), and large payments are held against it (CF608).
    """
    from coopfund.budgets.entries import decision  # noqa: PLC0415  # starts fast
    from coopfund.desk.texts import clean  # noqa: PLC0415

    if name is None and not ledger.exists() and not ledger.suffix:
        common.fail(f"there are no books at {ledger}; a decision's number is --name {ledger}.")
    if name is None or day is None:
        name, day = _ask(name, day)
    loaded = common.open_ledger(ledger)
    with desk.refusing():
        name = clean(name)
        said = {"program": program, "title": title, "votes": votes, "minutes": minutes}
        meta = {key: clean(text) for key, text in said.items() if text}
    _check_new(loaded, name)
    if entry:
        meta["entry"] = _entry(loaded, entry)
    made = decision(name, day.date(), _amount(loaded, amount), meta)
    proposal = desk.proposed(loaded, [made], f"decide {name}")
    desk.settle(proposal, dry_run=dry_run, yes=yes, despite_stop=despite_stop)


def _ask(name: str | None, day: datetime | None) -> tuple[str, datetime]:
    """What is missing, asked on a terminal; exit 2 where nobody can be asked."""
    if not asking.on_terminal():
        missing = "--name" if name is None else "--date"
        common.fail(f"{missing} is missing: a decision has a number and a day.")
    name = name or click.prompt("The decision's number", err=True)
    day = day or click.prompt("The day of the vote (YYYY-MM-DD)", type=common.DAY, err=True)
    return name, day


def _check_new(loaded: "Loaded", name: str) -> None:
    if not name:
        common.fail("a decision needs a number, such as GM-2026-03.")
    for its in loaded.analysis.books.declared.decisions:
        if its.name == name:
            where = common.at(loaded, *its.place).removesuffix(": ")
            common.fail(f"{name} is recorded already, on {its.date} at {where}.")


def _amount(loaded: "Loaded", text: str | None) -> "Amount | None":
    """The amount that is allowed, in the books' digits."""
    from decimal import Decimal  # noqa: PLC0415

    from beancount.core.amount import Amount  # noqa: PLC0415

    if text is None:
        return None
    match = AMOUNT.fullmatch(text.strip())
    if match is None:
        common.fail(f'--amount "{text}" is no amount such as 400.00 or "400.00 EUR".')
    books, number = loaded.analysis.books, Decimal(match["number"])
    currency = match["currency"] or books.currency
    unit = Decimal(1).scaleb(-books.digits)
    if currency == books.currency and number == number.quantize(unit):
        number = number.quantize(unit)
    return Amount(number, currency)


def _entry(loaded: "Loaded", text: str) -> str:
    """A link with its mark, or an account that is there."""
    from coopfund.desk.texts import clean  # noqa: PLC0415
    from coopfund.wording import did_you_mean  # noqa: PLC0415

    with desk.refusing():
        text = clean(text)
    accounts = loaded.analysis.books.accounts
    if ":" not in text:
        return f"^{text.removeprefix('^')}"
    if text not in accounts:
        common.fail(f'There is no account "{text}"{did_you_mean(text, accounts)}.')
    return text
