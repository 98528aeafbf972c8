"""``coopfund init``: the books of a new group, by options or by questions."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from coopfund.cli import common
from coopfund.cli.asking import on_terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from coopfund.desk.new_books import NewBooks

TITLE = "Our cooperative"
CURRENCY = "USD"
BANK = "Current"


@click.command(
    "init",
    epilog="""\
\b
Examples:
  coopfund init
  coopfund init ledger --title "Harbour Street" --currency EUR --start 2026-01-01
  coopfund init ledger --start 2026-01-01 --bank "Credit union" --bank Savings \\
      --program childcare=dues --program "clinic=dues donation state" \\
      --dues "standard=10.00 monthly" --dues "reduced=4.00 monthly" \\
      --officer treasurer=m-0001 --officer chair=m-0002 --roster members.csv
""",
)
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default="ledger")
@click.option("--title", help=f"The group's name  [default: {TITLE}].")
@click.option("--currency", help=f"The currency of the books  [default: {CURRENCY}].")
@click.option("--bank", "banks", multiple=True, help=f"A bank account  [default: {BANK}].")
@click.option(
    "--program",
    "programs",
    multiple=True,
    metavar="NAME[=SOURCES]",
    help='A program, and the sources that may pay for it: "childcare=dues".',
)
@click.option(
    "--dues",
    multiple=True,
    metavar="TIER=AMOUNT [INTERVAL]",
    help='What members pay: "standard=10.00 monthly".',
)
@click.option(
    "--officer",
    "officers",
    multiple=True,
    metavar="OFFICE=MEMBER",
    help='Who approves payments: "treasurer=m-0001".',
)
@click.option(
    "--opening",
    "openings",
    multiple=True,
    metavar="BANK=AMOUNT SOURCE",
    help='What is there on the first day, and what it came from: "Credit union=250.00 dues".',
)
@click.option(
    "--roster",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Take the members from this CSV file (id, name, tier, joined), and keep it, private.",
)
@click.option(
    "--start",
    type=common.DAY,
    metavar="YYYY-MM-DD",
    help="The first day of the books; no default.",
)
def command(  # noqa: PLR0913, PLR0917  # one argument per option
    folder: Path,
    title: str | None,
    currency: str | None,
    banks: tuple[str, ...],
    programs: tuple[str, ...],
    dues: tuple[str, ...],
    officers: tuple[str, ...],
    openings: tuple[str, ...],
    roster: Path | None,
    start: datetime | None,
) -> None:
    """Make the books of a new group in FOLDER (ledger, unless named).

    Without options, on a terminal, it asks. Writes the main file, accounts, programs, members,
    rules and the first month, each explained in its comments, and a .gitignore for the roster. A
    folder that holds books already is left alone.
    """
    from coopfund.desk.folder import OccupiedError, write_folder  # noqa: PLC0415  # starts fast
    from coopfund.desk.new_books import describe  # noqa: PLC0415
    from coopfund.desk.new_errors import NewBooksError  # noqa: PLC0415
    from coopfund.desk.new_members import with_roster  # noqa: PLC0415
    from coopfund.desk.new_pages import new_files  # noqa: PLC0415
    from coopfund.desk.roster_file import NAME  # noqa: PLC0415

    try:
        if (
            asked_nothing(title, currency, banks, programs, dues, officers, openings, roster, start)
            and on_terminal()
        ):
            books = _ask()
        elif start is None:
            common.fail("--start is missing: the first day of the books, such as 2026-01-01.")
        else:
            books = describe(
                title=title or TITLE,
                currency=currency or CURRENCY,
                start=start.date(),
                banks=banks,
                programs=programs,
                dues=dues,
                officers=officers,
                openings=openings,
            )
        files = {}
        if roster is not None:
            books, files[NAME] = with_roster(books, roster.read_bytes())
        write_folder(folder, {**new_files(books), **files})
    except (NewBooksError, OccupiedError) as error:
        common.fail(str(error))
    except OSError as error:
        if roster is not None and error.filename == str(roster):
            common.fail(f"{roster} cannot be read: {error.strerror}.")
        common.fail(f"{folder} cannot be written: {error.strerror}.")
    click.echo(f"Written: {folder / 'main.beancount'} and the files it includes.", err=True)
    click.echo(f"Next: coopfund check {folder / 'main.beancount'}", err=True)


def asked_nothing(*options: object) -> bool:
    """Whether no option was given."""
    return not any(options)


def _ask() -> "NewBooks":
    """The same by questions, each asked again until its answer makes sense."""
    from coopfund.desk import new_parts  # noqa: PLC0415
    from coopfund.desk.new_books import describe  # noqa: PLC0415

    title = click.prompt("The group's name", default=TITLE, err=True)
    currency = click.prompt("The currency of the books", default=CURRENCY, err=True).upper()
    start = click.prompt("The first day of the books (YYYY-MM-DD)", type=common.DAY, err=True)
    banks = _several("A bank account", lambda text: new_parts.component("bank", text))
    programs = _several(
        'A program and the sources that may pay for it, such as "childcare=dues"',
        new_parts.read_program,
    )
    dues = _several(
        'What members pay, such as "standard=10.00 monthly"',
        lambda text: new_parts.read_dues(text, currency),
    )
    officers = _several('Who approves payments, such as "treasurer=m-0001"', new_parts.read_officer)
    return describe(
        title=title,
        currency=currency,
        start=start.date(),
        banks=banks,
        programs=programs,
        dues=dues,
        officers=officers,
    )


def _several(question: str, read: "Callable[[str], object]") -> "Sequence[str]":
    """Answers until an empty one."""
    from coopfund.desk.new_errors import NewBooksError  # noqa: PLC0415

    answers: list[str] = []
    while True:
        prompt = f"{question} (empty: {'no more' if answers else 'none'})"
        text = click.prompt(prompt, default="", show_default=False, err=True)
        if not text:
            return answers
        try:
            read(text)
        except NewBooksError as error:
            click.echo(str(error), err=True)
        else:
            answers.append(text)
