"""``coopfund dues code`` and ``codes``: with what members see their own dues in Fava."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from coopfund.cli import common

if TYPE_CHECKING:
    from coopfund.books.load import Loaded


@click.command(
    "code",
    epilog="""\
\b
Examples:
  coopfund dues code m-0042 ledger/main.beancount
  coopfund dues code m-0042
""",
)
@click.argument("member")
@common.ledger_argument
@common.despite_errors_option
def code_command(member: str, ledger: Path, *, despite_errors: bool) -> None:
    """Print the code with which a member sees their own dues in Fava.

    It is made of the id and a private key, .coopfund/dues-codes.key beside the main file, which the
    first use makes. The same key gives the same code again. Give it to this member only.
    """
    loaded = common.open_ledger(ledger, despite_errors=despite_errors)
    known = _members(loaded)
    if member not in known:
        from coopfund.wording import did_you_mean  # noqa: PLC0415  # starts fast

        common.fail(f'the books know no member "{member}"{did_you_mean(member, known)}.')
    from coopfund.dues.codes import code_of  # noqa: PLC0415

    common.emit(f"{code_of(_key(loaded, renew=False), member)}\n")


@click.command(
    "codes",
    epilog="""\
\b
Examples:
  coopfund dues codes ledger/main.beancount
  coopfund dues codes --format csv -o codes.csv   # delete it afterwards
  coopfund dues codes --renew
""",
)
@common.ledger_argument
@click.option("--all", "everybody", is_flag=True, help="With those who left.")
@click.option(
    "--renew",
    is_flag=True,
    help="Make a new key first: every code that was given out stops working.",
)
@common.format_option("text", "csv", "json")
@common.output_option
@common.despite_errors_option
def codes_command(  # noqa: PLR0913  # one argument per option
    ledger: Path,
    form: str,
    output: Path | None,
    *,
    everybody: bool,
    renew: bool,
    despite_errors: bool,
) -> None:
    """List every member's code for "My dues" in Fava.

    Who has the list can see everybody's dues: hand the codes out one by one. Nobody's name stands
    in it.
    """
    loaded = common.open_ledger(ledger, despite_errors=despite_errors)
    known = _members(loaded, left=everybody)
    if not known:
        common.fail(f"{loaded.path.name} declares no members, so there is nobody to give a code.")
    from coopfund.dues.codes import code_of  # noqa: PLC0415  # starts fast
    from coopfund.tables import csv_table, text_table  # noqa: PLC0415
    from coopfund.words import SCHEMA_VERSION  # noqa: PLC0415

    key = _key(loaded, renew=renew)
    rows = [(member, code_of(key, member)) for member in known]
    if form == "json":
        text = common.as_json({"schema_version": SCHEMA_VERSION, "codes": dict(rows)})
    else:
        head = ("member", "code")
        text = csv_table(head, rows) if form == "csv" else text_table(head, rows, 2)
    common.emit(text, output)


def _members(loaded: "Loaded", *, left: bool = True) -> list[str]:
    """Whom the books know as a member, or as somebody who paid dues; by id."""
    from coopfund.measures.dues import member_ledgers  # noqa: PLC0415  # starts fast
    from coopfund.measures.membership import members_on  # noqa: PLC0415

    books = loaded.analysis.books
    present = members_on(books.declared.members, date.max)
    known = [ledger.member for ledger in member_ledgers(books, None)]
    return [member for member in known if left or member in present]


def _key(loaded: "Loaded", *, renew: bool) -> bytes:
    """The key of the codes; exit 2 where it cannot be read or written."""
    from coopfund.desk.books_folder import STATE  # noqa: PLC0415  # starts fast
    from coopfund.dues.codes import make_key, new_key  # noqa: PLC0415
    from coopfund.imports.secret import SecretError  # noqa: PLC0415

    state = loaded.path.parent / STATE
    try:
        return new_key(state) if renew else make_key(state)
    except SecretError as error:
        common.fail(str(error))
