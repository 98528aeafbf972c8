"""``coopfund simulate``: the months to come, month by month, under changes somebody supposes."""

import sys
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from coopfund.cli import common, desk
from coopfund.cli.simulate_scale import scale_command

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from coopfund.books.books import Books
    from coopfund.rules.case import Case
    from coopfund.simulation.scenario import Scenario
    from coopfund.simulation.simulation import Simulation

DEFAULT = "months"
HELP = {"-h", "--help"}
LONGEST, MOST_RUNS = 120, 100_000
WORDS = len(("120", "members", "8", "weeks", "200.00/week"))


class Simulate(click.Group):
    """A group whose first command need not be named: ``simulate LEDGER`` is ``simulate months``."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the first command's name where no other stands."""
        named = args and (args[0] in self.commands or args[0] in HELP)
        return super().parse_args(ctx, args if named else [DEFAULT, *args])


class Months(click.Command):
    """Takes a strike without quotes too: ``--strike 120 members 8 weeks 200.00/week``."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the words of a strike together."""
        return super().parse_args(ctx, _whole_strike(args) if "--strike" in args else args)


def _whole_strike(args: list[str]) -> list[str]:
    from coopfund.simulation.scenario import STRIKE  # noqa: PLC0415  # starts fast

    first = args.index("--strike") + 1
    for last in (first + WORDS, first + WORDS + len(("from", "2027-03"))):
        text = " ".join(args[first:last])
        if STRIKE.fullmatch(text) and args[last : last + 1] != ["from"]:
            return [*args[:first], text, *args[last:]]
    return args


@click.group(
    "simulate",
    cls=Simulate,
    epilog="""\
\b
`coopfund simulate LEDGER …` is `coopfund simulate months LEDGER …`. For example:
  coopfund simulate ledger/main.beancount --drop d-007 --members -10%
  coopfund simulate scale ledger/main.beancount
""",
)
def command() -> None:
    """Look ahead: the months to come, under changes, and what growth takes."""


@command.command(
    DEFAULT,
    cls=Months,
    epilog="""\
\b
Examples:
  coopfund simulate months ledger/main.beancount
  coopfund simulate ledger --drop d-007 --drop source:state --members -10%
  coopfund simulate ledger --price-rise 5% --months 36 --format csv
  coopfund simulate ledger --strike "120 members 8 weeks 200.00/week from 2027-03"
  coopfund simulate ledger --runs 1000 --seed 7 --chart fan.svg
""",
)
@common.ledger_argument
@click.option(
    "--start",
    metavar="YYYY-MM",
    help="First month  [default: the one after the books' last whole month].",
)
@click.option(
    "--months",
    type=click.IntRange(1, LONGEST),
    default=24,
    show_default=True,
    help="How many months.",
)
@click.option(
    "--drop",
    multiple=True,
    metavar="WHOM",
    help="A giver (d-007) or a source (source:state) from whom nothing comes any more.",
    shell_complete=desk.completes(desk.givers),
)
@click.option("--members", metavar="-10%", help="So many more members, or fewer.")
@click.option("--dues-rise", metavar="5%", help="Dues are raised beyond what is voted already.")
@click.option("--price-rise", metavar="5%", help="Everything costs so much more.")
@click.option(
    "--strike",
    metavar="TEXT",
    help='Strike pay, such as "120 members 8 weeks 200.00/week", and "from 2027-03" if later.',
)
@click.option(
    "--strike-program",
    metavar="PROGRAM",
    help="Which program pays it  [default: the one with a fund of its own].",
    shell_complete=desk.completes(desk.programs),
)
@click.option(
    "--runs",
    type=click.IntRange(0, MOST_RUNS),
    default=0,
    help="Also a fan of so many runs, from the books' own variation.",
)
@click.option(
    "--seed",
    type=click.IntRange(0),
    default=1,
    show_default=True,
    help="What chance begins with; the same seed gives the same fan.",
)
@common.chart_option
@common.format_option("text", "json", "csv", "md")
@common.output_option
@common.despite_errors_option
def months_command(**given: Any) -> None:  # noqa: ANN401  # one value per option, typed by _Asked
    """Simulate the months to come: cash, which program stops when, which rule breaks when.

    Dues come by the schedule at the collection rate of the last twelve months, everything else as
    in the same month before. Core is served first, then the programs, each only with money that
    its whitelist allows. Every assumption is printed with its figure and where that comes from.
    Nothing is written into the books.
    """
    asked = _Asked(**given)
    loaded = common.open_ledger(asked.ledger, despite_errors=asked.despite_errors)
    books = loaded.analysis.books
    if books.begin is None or books.end is None:
        common.fail(f"{loaded.path.name} has no transactions, so nothing can be simulated.")
    if asked.strike_program is not None:
        common.check_program(loaded, asked.strike_program)
    scenario = asked.scenario(books)
    case = loaded.analysis.case(scenario.start - timedelta(days=1))
    sim = _simulated(case, scenario, asked)
    common.emit(_shown(sim, asked.form), asked.output)
    if asked.chart is not None:
        from coopfund.simulation.chart import chart  # noqa: PLC0415  # starts fast
        from coopfund.simulation.page import SimulationPage  # noqa: PLC0415

        common.emit(chart(SimulationPage(sim)), asked.chart)


@dataclass(frozen=True)
class _Asked:
    """The options."""

    ledger: Path
    start: str | None
    months: int
    drop: tuple[str, ...]
    members: str | None
    dues_rise: str | None
    price_rise: str | None
    strike: str | None
    strike_program: str | None
    runs: int
    seed: int
    chart: Path | None
    form: str
    output: Path | None
    despite_errors: bool

    def scenario(self, books: "Books") -> "Scenario":
        """What is supposed; exit 2 where an option cannot be read or names what is not there."""
        from coopfund.simulation.scenario import (  # noqa: PLC0415  # starts fast
            Scenario,
            SimulationError,
            read_strike,
        )

        found = Scenario(
            start=_start(books, self.start),
            months=self.months,
            drop=tuple(dict.fromkeys(self.drop)),
            members=common.percentage("--members", self.members),
            price_rise=common.percentage("--price-rise", self.price_rise),
            dues_rise=common.percentage("--dues-rise", self.dues_rise),
        )
        _check_drop(books, found)
        if self.strike is None:
            if self.strike_program is not None:
                common.fail("--strike-program says who pays a --strike; name the strike too.")
            return found
        try:
            strike = read_strike(self.strike)
        except SimulationError as error:
            common.fail(f"--strike {error}")
        if strike.begins is not None and strike.begins < found.start:
            common.fail(f"--strike begins before the first month, {found.start:%Y-%m}.")
        return replace(found, strike=strike, strike_program=self._payer(books, found.start))

    def _payer(self, books: "Books", day: date) -> str | None:
        """The program that pays a strike; exit 2 where several could."""
        from coopfund.budgets.needs import own_pools  # noqa: PLC0415

        if self.strike_program is not None:
            return self.strike_program
        funds = list(own_pools(books, day))
        if len(funds) > 1:
            common.fail(
                f"Several programs have a fund of their own ({', '.join(funds)}); say which pays "
                "with --strike-program."
            )
        return funds[0] if funds else None


def _start(books: "Books", text: str | None) -> date:
    """The first month; exit 2 where the books do not reach up to it."""
    from coopfund.books.books import month_end  # noqa: PLC0415
    from coopfund.measures.schedule import months_on  # noqa: PLC0415
    from coopfund.report.months import MonthError, key, read_month  # noqa: PLC0415

    begin, end = books.begin or date.min, books.end or date.min
    month = end.replace(day=1)
    following = months_on(month, 1)
    if text is None:
        return following if end == month_end(end) or begin >= month else month
    try:
        first = read_month(text)
    except MonthError as error:
        common.fail(f"--start {error}")
    if not begin < first <= following:
        common.fail(
            f"--start {text} does not follow the books: they go from {begin} to {end}, so the "
            f"first month may be any up to {key(following)} that has one before it."
        )
    return first


def _check_drop(books: "Books", scenario: "Scenario") -> None:
    """Exit 2 where nobody of that name gives and no source is called so."""
    from coopfund import words  # noqa: PLC0415
    from coopfund.wording import did_you_mean  # noqa: PLC0415

    people = {*books.declared.contributors, *filter(None, books.rows.contributor)}
    for name in sorted(scenario.sources - set(words.SOURCES)):
        close = did_you_mean(name, words.SOURCES)
        common.fail(f'--drop: there is no source "{name}"{close}; see docs/books.md.')
    for name in scenario.people:
        if name not in people:
            source = " (for a source write source:NAME)" if name in words.SOURCES else ""
            close = did_you_mean(name, people)
            common.fail(f'--drop: there is no giver "{name}"{source or close}.')


def _simulated(case: "Case", scenario: "Scenario", asked: _Asked) -> "Simulation":
    from coopfund.simulation.scenario import SimulationError  # noqa: PLC0415
    from coopfund.simulation.simulation import simulate  # noqa: PLC0415

    try:
        with _progress(asked.runs) as told:
            return simulate(case, scenario, asked.runs, asked.seed, told)
    except SimulationError as error:
        common.fail(f"Nothing can be simulated: {error}")


@contextmanager
def _progress(runs: int) -> "Iterator[Callable[[int], None] | None]":
    """A bar on a terminal's stderr, where there are runs."""
    if not runs or not sys.stderr.isatty():
        yield None
        return
    with click.progressbar(length=runs, label="Runs", file=sys.stderr) as bar:
        yield lambda _: bar.update(1)


def _shown(sim: "Simulation", form: str) -> str:
    """The simulation in the format asked for."""
    from coopfund.simulation.data import SimulationData  # noqa: PLC0415  # starts fast
    from coopfund.simulation.page import SimulationPage  # noqa: PLC0415

    page = SimulationPage(sim)
    if form == "json":
        return common.as_json(SimulationData(page).data())
    if form == "csv":
        return SimulationData(page).csv()
    return page.text(markdown=form == "md")


command.add_command(scale_command)
