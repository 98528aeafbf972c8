"""``coopfund budget vote``: count ballots on projects, and book the result."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from coopfund import words
from coopfund.cli import common, desk
from coopfund.cli.vote_count import Counted, VoteOptions

if TYPE_CHECKING:
    from coopfund.books.load import Loaded

METHODS = ("equal-shares", "greedy")
COMPLETIONS = ("add1", "add1u", "none")
MANY = 20
"""So many faults are told."""


@click.command(
    "vote",
    epilog="""\
\b
Examples:
  coopfund budget vote ballots.csv --budget 5000
  coopfund budget vote city.pb --method greedy --format json
  coopfund budget vote ballots.csv ledger --source dues --members-only
  coopfund budget vote ballots.csv ledger --budget 5000 --write \\
      --decision GM-2026-12 --date 2026-12-12 --year 2027 --under Expenses:Projects
""",
)
@click.argument("ballots", type=click.Path(path_type=Path))
@common.ledger_argument
@click.option("--budget", metavar="AMOUNT", help="The money  [default: what the file says].")
@click.option("--method", type=click.Choice(METHODS), default=METHODS[0], show_default=True)
@click.option(
    "--complete",
    type=click.Choice(COMPLETIONS),
    default=COMPLETIONS[0],
    show_default=True,
    help="What equal shares do with money left over: raise all shares step by step; the same, "
    "then most votes first; nothing.",
)
@click.option(
    "--worth",
    type=click.Choice(("cost", "count")),
    default="cost",
    show_default=True,
    help="What an approved project is worth to a voter: its cost, or one like any other.",
)
@click.option("--step", default="1", show_default=True, help="By how much shares are raised.")
@click.option(
    "--ballots",
    "kind",
    type=click.Choice(("approval", "points")),
    default="approval",
    show_default=True,
    help="What the cells of a CSV are.",
)
@click.option("--voters", is_flag=True, help="Name voters beside what they paid.")
@click.option(
    "--source",
    "sources",
    multiple=True,
    type=click.Choice(words.SOURCES),
    metavar="SOURCE",
    help="Only money of this source: what is held of it limits the budget, and only programs "
    "that it may pay for take part.",
)
@click.option("--members-only", is_flag=True, help="Refuse ballots of who is no member that day.")
@click.option("--currency", help="The currency  [default: the file's, else the books'].")
@click.option("--write", is_flag=True, help="Write the result into the books.")
@click.option("--decision", help="The decision's number, such as GM-2026-12.")
@click.option(
    "--date",
    "day",
    type=common.DAY,
    metavar="YYYY-MM-DD",
    help="The day of the vote  [default: the books' last, where nothing is written].",
)
@click.option("--year", type=click.IntRange(1900, 9998), help="The year the money is for.")
@click.option("--under", metavar="ACCOUNT", help="Where projects without an account get one.")
@common.format_option("text", "json", "csv", "md")
@common.output_option
@desk.writing_options
def vote_command(**given: Any) -> None:  # noqa: ANN401  # one value per option, typed by Asked
    """Count ballots on projects and say who paid for what, and why a project was not chosen.

    BALLOTS is a CSV with a column for each project, a row "cost" and a row for each voter
    (docs/books.md), or a Pabulib file (.pb). Shares are exact fractions; ties follow a rule that
    is printed. One ballot that is wrong and nothing is counted. The ledger is read only for
    --source, --members-only, --write and --dry-run.
    """
    asked = VoteOptions(**given)
    if asked.writes and not (asked.decision and asked.day and asked.year):
        common.fail("to write, name --decision, its --date, and the --year the money is for.")
    from coopfund.voting.election import BallotsError  # noqa: PLC0415  # starts fast

    try:
        election = asked.read()
    except BallotsError as error:
        for fault in error.faults[:MANY] if len(error.faults) > 1 else ():
            click.echo(common.plain(error.line(fault)), err=True)
        common.fail(str(error))
    loaded = _books(asked)
    case = loaded.analysis.case(asked.day.date() if asked.day else None) if loaded else None
    counted = Counted(asked, election, case)
    if loaded is None or not asked.writes:
        common.emit(counted.shown(), asked.output)
        return
    proposal = desk.proposed(loaded, counted.entries(), f"budget vote {asked.decision}")
    desk.settle(
        proposal,
        dry_run=asked.dry_run,
        yes=asked.yes,
        despite_stop=asked.despite_stop,
    )


def _books(asked: VoteOptions) -> "Loaded | None":
    """The books, where anything is asked of them."""
    if not (asked.writes or asked.sources or asked.members_only):
        return None
    return common.open_ledger(asked.ledger, despite_errors=False)
