"""How sure it is that each program was paid from the money it may use."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from coopfund import words
from coopfund.findings import Window
from coopfund.language import _, marked, plural
from coopfund.money import ZERO
from coopfund.report import show
from coopfund.report.months import short
from coopfund.report.page import Table
from coopfund.report.show import Coin
from coopfund.tracing.data import digits_in, sorted_sources
from coopfund.tracing.levels import lowest
from coopfund.wording import clauses, listed

if TYPE_CHECKING:
    from coopfund.report.frame import Basis, Frame

NAMED: Final = 3
"""So many programs are named in a sentence; more are in the table."""

READINGS: Final = {
    "L0": marked("partly from other money"),
    "L1": marked("by the members' own rule"),
    "L2": marked("even under the strictest reading"),
    "L3": marked("from a fund of its own"),
}
"""How sure a payment is, in a few words."""

LEVELS: Final = {
    "L0": marked("L0: not covered, other money paid {amount}"),
    "L1": marked("L1: right by the members' own rule, not by the strictest reading"),
    "L2": marked("L2: sure even under the strictest reading"),
    "L3": marked("L3: sure, its own fund never held other money"),
}
"""The same with what it rests on."""


@dataclass(frozen=True, slots=True)
class Program:
    """A program, what it may be paid from, and how sure it is that it was.

    Attributes:
        name, title: its name in the books and for people.
        whitelist: what it may be paid from, ``None`` for anything.
        month_level, year_level: that of its weakest payment, ``None`` without a payment.
        shortfalls: what other money still stands in for, in the window, by currency.
        undecided: whether it rests on a vote that nobody recorded.
    """

    name: str
    title: str
    whitelist: tuple[str, ...] | None
    month_level: str | None
    year_level: str | None
    shortfalls: Mapping[Coin, Decimal]
    undecided: bool

    @property
    def shortfall(self) -> str:
        """What other money still stands in for, in words."""
        return listed([coin.named(amount) for coin, amount in self.shortfalls.items()])

    @property
    def reading(self) -> str:
        """How sure it is, in a few words."""
        return _(READINGS[self.year_level or "L0"])


def gather(basis: "Basis", spent: set[str], undecided: set[str | None]) -> list[Program]:
    """Every program declared by the month's end or paid for in the window, without core."""
    case = basis.case
    declared = {p.name for p in basis.books.declared.programs if p.date <= case.as_of}
    found = []
    for name in sorted((declared | spent) - {words.CORE}):
        program = basis.books.program(name, case.as_of)
        whitelist = program.whitelist if program else None
        month, _ = _level(basis, name, basis.month)
        year, shortfalls = _level(basis, name, basis.year)
        found.append(
            Program(
                name=name,
                title=(program.title if program else "") or name,
                whitelist=None if whitelist is None else tuple(sorted_sources(whitelist)),
                month_level=month,
                year_level=year,
                shortfalls=shortfalls,
                undecided=name in undecided,
            )
        )
    return found


def _level(basis: "Basis", name: str, window: Window) -> tuple[str | None, dict[Coin, Decimal]]:
    judged = [
        one
        for one in basis.case.tracing.levels(basis.case.as_of)
        if one.payment.program == name and one.payment.date in window
    ]
    sums: dict[str, Decimal] = {}
    for one in judged:
        if one.payment.shortfall > 0:
            currency = one.payment.key.currency
            sums[currency] = sums.get(currency, ZERO) + one.payment.shortfall
    coins = {Coin(name, digits_in(basis.books, name)): sums[name] for name in sorted(sums)}
    return lowest(one.level for one in judged), coins


def sentence(restricted: Sequence[Program], mended: int, frame: "Frame") -> str:
    """Whether restricted programs were paid from the money they may use.

    Args:
        restricted: those that were paid in the window.
        mended: how many breaches of the window were made good since.
        frame: of the report.
    """
    short = [program for program in restricted if program.year_level == "L0"]
    if short:
        named = listed([f"{p.title} ({p.shortfall})" for p in short[:NAMED]])
        return _(
            "In {span}, other money had to stand in for {programs}.",
            span=frame.span,
            programs=named,
        )
    if not restricted:
        return _("No program with payments is restricted to certain money.")
    told = _kept(restricted, frame)
    if not mended:
        return f"{told}."
    since = plural(
        "one breach was made good since", "{number} breaches were made good since", mended
    )
    return f"{clauses(told, since)}."


def _kept(restricted: Sequence[Program], frame: "Frame") -> str:
    """That each was paid from the money it may use, and how sure that is."""
    if len(restricted) == 1:
        return _(
            "In {span}, {program} was paid from the money it may use, {reading}",
            span=frame.span,
            program=restricted[0].title,
            reading=restricted[0].reading,
        )
    if len(restricted) > NAMED:
        return _(
            "In {span}, every restricted program was paid from the money it may use",
            span=frame.span,
        )
    readings = [
        # Translators: a program, and how sure it is, as in "Childcare by the members' own rule"
        _("{program} {reading}", program=program.title, reading=program.reading)
        for program in restricted
    ]
    return _(
        "In {span}, every restricted program was paid from the money it may use: {programs}",
        span=frame.span,
        programs=listed(readings),
    )


def table(programs: Sequence[Program], frame: "Frame") -> Table:
    """Every program, what it may be paid from, and its level in words."""
    return Table(
        _("How sure that is"),
        (
            _("Program"),
            _("May be paid from"),
            # Translators: the title of a column, as in "Over 12 months"
            _("Over {span}", span=frame.heading),
            short(frame.month),
        ),
        tuple(
            (
                program.title,
                _("any money") if program.whitelist is None else _whitelist(program.whitelist),
                level_words(program),
                program.month_level or show.UNDEFINED,
            )
            for program in programs
        ),
        texts=frozenset({1, 2, 3}),
    )


def _whitelist(sources: Sequence[str]) -> str:
    return show.sources(sources) or _("nothing")


def level_words(program: Program) -> str:
    """A level as a meeting understands it."""
    if program.whitelist is None:
        return _("nothing to prove")
    if program.year_level is None:
        return _("nothing was paid")
    told = _(LEVELS[program.year_level], amount=program.shortfall)
    if program.year_level == "L1" and program.undecided:
        undecided = _("no vote recorded before the payment allows it")
        return clauses(told, undecided)
    return told
