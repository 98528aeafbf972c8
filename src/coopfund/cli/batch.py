"""``coopfund batch``: a collection sheet or a cash box, counted by two, booked when it is right."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from coopfund import words
from coopfund.cli import asking, common, desk
from coopfund.wording import counted

if TYPE_CHECKING:
    from coopfund.books.load import Loaded
    from coopfund.desk.collection import Collection, Gift
    from coopfund.desk.desk import Desk


@click.command(
    "batch",
    epilog="""\
\b
Examples:
  coopfund batch
  coopfund batch --date 2026-07-04 --counted-by "m-0003 m-0017" --count 14 \\
      --total 86.50 --file sheet.csv --yes
""",
)
@common.ledger_argument
@click.option("--date", metavar="YYYY-MM-DD|today", help="The day of the collection.")
@click.option(
    "--counted-by",
    metavar="IDS",
    help='The two who counted: "m-0003 m-0017".',
    shell_complete=desk.completes(desk.members),
)
@click.option("--count", metavar="NUMBER", help="How many gifts they counted.")
@click.option("--total", metavar="AMOUNT", help="How much money they counted.")
@click.option(
    "--file",
    "sheet",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The gifts as CSV: amount, and donor, member, note as needed.",
)
@click.option("--book", type=click.Choice(words.COLLECTIONS), help="Not as the assembly chose.")
@click.option("--narration", metavar="TEXT", help="What it was  [default: collection].")
@click.option(
    "--program",
    metavar="PROGRAM",
    help="What the givers were told it is for.",
    shell_complete=desk.completes(desk.programs),
)
@click.option(
    "--account",
    metavar="ACCOUNT",
    help="The cash box or bank account.",
    shell_complete=desk.completes(desk.accounts("Assets")),
)
@click.option(
    "--income-account",
    metavar="ACCOUNT",
    help="The account of gifts, where several would do.",
    shell_complete=desk.completes(desk.accounts("Income")),
)
@click.option("--currency", metavar="CURRENCY", help="Another currency than the books' own.")
@click.option("--resume", is_flag=True, help="Go on with the batch that was not closed.")
@click.option("--drop", is_flag=True, help="Forget the batch that was not closed, and stop.")
@desk.writing_options
def command(ledger: Path, **given: Any) -> None:  # noqa: ANN401  # whatever Click parses
    """Record a collection sheet or a cash box, counted by two.

    The gifts come from a CSV file or are asked for one by one. The batch closes only when their
    number and their sum are what the two counted. An entry for each gift, or one with a line for
    each: as custom "coopfund-collection" in the books says. Ctrl-C keeps what was typed;
    --resume goes on with it.
    """
    from coopfund.books.load import load  # noqa: PLC0415  # starts fast
    from coopfund.desk.books_folder import BooksFolder  # noqa: PLC0415
    from coopfund.desk.collection_draft import drop  # noqa: PLC0415

    said = {key.replace("_", "-"): value for key, value in given.items()}
    main = desk.main_of(ledger)
    with desk.refusing():
        state = BooksFolder.of(main).state
        if said["drop"]:
            drop(state)
            click.echo("No batch is open any more.", err=True)
            return
        with common.waiting("Reading the books"):
            before = load(main)
        person = _person(main, said)
        batch = _opened(state, person, resume=said["resume"])
        _show_limits(before, batch)
        batch = _filled(state, person, batch, said["sheet"])
        _close(main, person, batch, before)
    drop(state)


def _person(main: Path, said: Mapping[str, Any]) -> "Desk":
    from coopfund.desk.answers import Answers  # noqa: PLC0415  # starts fast
    from coopfund.desk.desk import Desk  # noqa: PLC0415
    from coopfund.desk.names import names_of  # noqa: PLC0415

    today = date.today()  # noqa: DTZ011  # the day where the treasurer is
    return Desk(names_of(main), Answers(said, asking.asker()), today)


def _opened(state: Path, person: "Desk", *, resume: bool) -> "Collection":
    """The batch that was not closed, or a new one."""
    from coopfund.desk.answers import AnswerError  # noqa: PLC0415  # starts fast
    from coopfund.desk.collection_draft import kept  # noqa: PLC0415

    known = kept(state)
    if resume and known is None:
        message = "no batch is open; begin one without --resume."
        raise AnswerError(message)
    if known and not resume:
        what = f"a batch of {known.date} with {counted(len(known.gifts), 'gift')} is open"
        if not person.answers.ask:
            message = f"{what}; go on with --resume, or forget it with --drop."
            raise AnswerError(message)
        resume = asking.confirmed(f"{what[:1].upper()}{what[1:]}. Go on with it?", default=True)
    return known if known and resume else _new(person)


def _new(person: "Desk") -> "Collection":
    from coopfund.desk.answers import Question, read_amount  # noqa: PLC0415  # starts fast
    from coopfund.desk.collection import Collection, read_count, read_counters  # noqa: PLC0415

    get, day = person.answers.get, person.day()
    return Collection(
        date=day,
        currency=person.currency,
        account=person.finder(day).cash("account", "where the money is"),
        counted_by=get(
            Question("counted-by", "the two who counted, such as m-0003 m-0017"),
            lambda text: read_counters(text, person.names),
        ),
        count=get(Question("count", "how many gifts they counted"), read_count),
        total=get(
            Question("total", f"how much they counted, in {person.currency}"),
            lambda text: read_amount(text, person.currency),
        ),
        narration=person.narration("collection"),
        program=person.program(),
    )


def _show_limits(before: "Loaded", batch: "Collection") -> None:
    """What a gift may be when nobody knows who gave it."""
    case = before.analysis.case()
    limit = case.money(case.number("CF202", "single", batch.date))
    click.echo(f"Above {limit} a gift names its giver (CF202).", err=True)


def _filled(state: Path, person: "Desk", batch: "Collection", sheet: Path | None) -> "Collection":
    """The batch with its gifts, from the sheet or by questions."""
    from dataclasses import replace  # noqa: PLC0415  # only here

    from coopfund.desk.answers import AnswerError  # noqa: PLC0415
    from coopfund.desk.collection_sheet import read_sheet  # noqa: PLC0415

    if sheet is not None:
        try:
            content = sheet.read_bytes()
        except OSError as error:
            message = f"{sheet} cannot be read: {error.strerror}."
            raise AnswerError(message) from error
        try:
            gifts, wrong = read_sheet(content, batch.currency, person.names)
        except AnswerError as error:
            message = f"{sheet.name}: {error}"
            raise AnswerError(message) from error
        for sentence in wrong:
            click.echo(common.plain(f"{sheet.name}, {sentence}"), err=True)
        if wrong:
            message = (
                f"{counted(len(wrong), 'row')} of {sheet.name} cannot be read; none is booked."
            )
            raise AnswerError(message)
        batch = replace(batch, gifts=(*batch.gifts, *gifts))
    elif person.answers.ask:
        batch = _asked(state, person, batch)
    why = batch.difference()
    if why:
        message = f"the batch is not closed: {why}"
        raise AnswerError(message)
    return batch


def _asked(state: Path, person: "Desk", batch: "Collection") -> "Collection":
    """Gift by gift, each kept at once, until the counts agree."""
    from coopfund.desk.collection_draft import keep  # noqa: PLC0415  # starts fast

    click.echo(
        "A gift a line: its amount, then the giver's id where one is known, then a note. "
        "- takes the last one off.",
        err=True,
    )
    keep(state, batch)
    while batch.difference():
        left = f"{len(batch.gifts) + 1} of {batch.count}, {batch.sum} of {batch.total}"
        try:
            line = click.prompt(f"Gift {left}", err=True)
        except click.Abort:
            click.echo("\nKept. Go on with: coopfund batch --resume", err=True)
            raise
        if line.strip() == "-":
            batch = batch.without_last()
        else:
            gift = _gift(line, person, batch)
            if gift is None:
                continue
            batch = batch.with_gift(gift)
        keep(state, batch)
        if len(batch.gifts) >= batch.count and batch.difference():
            click.echo(f"Not right yet: {batch.difference()}", err=True)
    return batch


def _gift(line: str, person: "Desk", batch: "Collection") -> "Gift | None":
    """One gift from its line; ``None``, and a sentence, where it is none."""
    from coopfund.desk.answers import AnswerError  # noqa: PLC0415  # starts fast
    from coopfund.desk.collection import read_gift  # noqa: PLC0415
    from coopfund.desk.texts import BadTextError  # noqa: PLC0415

    amount, _, rest = line.strip().partition(" ")
    who, _, note = rest.strip().partition(" ")
    known = who in person.names.members or who in person.names.givers or who.startswith("d-")
    told = {"donor": who, "note": note} if known else {"note": rest}
    try:
        return read_gift({"amount": amount, **told}, batch.currency, person.names)
    except (AnswerError, BadTextError) as error:
        click.echo(common.plain(str(error)), err=True)
        return None


def _close(main: Path, person: "Desk", batch: "Collection", before: "Loaded") -> None:
    """Show the entries, and write them."""
    from coopfund.desk.collection import free_link  # noqa: PLC0415  # starts fast
    from coopfund.desk.names import source_for  # noqa: PLC0415
    from coopfund.desk.proposal import propose  # noqa: PLC0415

    said = person.answers.given
    finder = person.finder(batch.date)
    found: dict[str, str] = {}

    def account(gift: "Gift") -> str:
        source = source_for(person.kind_of(gift.who))
        if source not in found:
            text = f"the account of gifts ({source})"
            found[source] = finder.income(text, source, batch.program, ("people", "-members"))
        return found[source]

    how = str(said.get("book") or person.names.collection or words.COLLECTIONS[0])
    drafts = batch.drafts(how, free_link(main, batch.date), account)
    nameless = [gift.amount for gift in batch.gifts if not gift.who]
    click.echo(
        f"{counted(len(batch.gifts), 'gift')}, {batch.sum} {batch.currency}; "
        f"{len(nameless)} of them without a giver, {sum(nameless)} {batch.currency}.",
        err=True,
    )
    with common.waiting("Reading the books"):
        entries = [draft.transaction() for draft in drafts]
        proposal = propose(main, entries, f"batch of {batch.date}", before=before)
    flags = {key.replace("-", "_"): said[key] for key in ("dry-run", "yes", "despite-stop")}
    desk.settle(proposal, **{key: bool(flag) for key, flag in flags.items()})
