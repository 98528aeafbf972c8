"""Programs: what each may spend and spent, who paid, whom it reached, and who works for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Final, NamedTuple

from markupsafe import Markup

from coopfund import words
from coopfund.books.books import month_end
from coopfund.budgets.status import status
from coopfund.findings import Window
from coopfund.measures.hours import hours_given, key_people
from coopfund.measures.programs import ProgramFigures, participants
from coopfund.measures.record import ratio
from coopfund.measures.schedule import months_on
from coopfund.money import ZERO, add_up
from coopfund.views.pages.asked import Asked
from coopfund.views.paid import METHOD, Paid, paid, payments, title_of
from coopfund.views.program_cards import Card, Fund, Month
from coopfund.views.spark import Point, spark

if TYPE_CHECKING:
    from coopfund.measures.hours import KeyPerson
    from coopfund.rules.analysis import Analysis
    from coopfund.rules.case import Case

MONTHS: Final = 12
RING_FENCE: Final = "CF103"
"""The rule that a program's own fund holds nothing but what it may, and pays for nothing else."""


@dataclass(slots=True)
class _Sums:
    """What happened in one month of a program."""

    spent: Decimal = ZERO
    counts: list[Decimal] = field(default_factory=list)
    hours: Decimal = ZERO


class Quiet(NamedTuple):
    """A program that the period shows nothing of; ``last`` is the day of its last payment."""

    title: str
    last: date | None


@dataclass(frozen=True, slots=True)
class Programs:
    """The page; without cards where the books hold nothing of the period.

    Attributes:
        as_of: the last day of which budgets know.
        cards: every program that spent, counted, worked, or may spend; ``core`` last.
        quiet: the others.
    """

    as_of: date | None
    cards: Sequence[Card]
    quiet: Sequence[Quiet]

    @property
    def worked(self) -> bool:
        """Whether anybody gave hours."""
        return any(card.hours for card in self.cards)


def view(asked: Asked) -> Programs:
    """Every program in a period."""
    books, period = asked.audit.analysis.books, asked.period
    window = period.window
    if window is None or books.begin is None or books.end is None:
        return Programs(None, (), ())
    if window.end < books.begin or window.start > month_end(books.end):
        return Programs(None, (), ())
    return asked.audit.kept(("programs", period), lambda: _Reading(asked, window).page())


class _Reading:
    """One period, read once for all programs."""

    def __init__(self, asked: Asked, window: Window) -> None:
        analysis = asked.audit.analysis
        self.asked, self.analysis, self.window = asked, analysis, window
        self.case = _case(analysis, window)
        self.end = self.case.as_of
        self.months = _months(self.case)
        self.paid = {row.name: row for row in _paid(asked).rows}
        self.budgets = status(self.case).programs
        self.people = participants(analysis.books, window)
        given = hours_given(analysis.books, window, self.case.last_row)
        self.hours: Mapping[str, KeyPerson] = key_people(given)
        figures = ProgramFigures(analysis.tracing, window, None)
        self.capital, self.costs = figures.capital(), figures.costs()
        self.held = analysis.tracing.trace(METHOD, window.end).held_by(analysis.books.currency)
        self.monthly = _monthly(analysis, self.case, self.months)

    def page(self) -> Programs:
        """The cards, and the programs that have none."""
        declared = {p.name for p in self.analysis.books.declared.programs if p.date <= self.end}
        busy = {*self.paid, *self.budgets, *self.people, *self.hours, *self.monthly}
        busy |= {name for name in declared if self._fund(name)}
        order = sorted(busy, key=lambda name: (name == words.CORE, name))
        return Programs(
            self.end,
            [self.card(name) for name in order],
            [Quiet(self._title(name), self._last(name)) for name in sorted(declared - busy)],
        )

    def card(self, name: str) -> Card:
        """One program."""
        row, people, given = self.paid.get(name), self.people.get(name), self.hours.get(name)
        spent = Fraction(row.total) if row else Fraction(0)
        months = [self._month(name, first) for first in self.months]
        points = [
            Point(its.name, Fraction(its.spent), self.asked.money(its.spent)) for its in months
        ]
        told = f"{self._title(name)}, spent by month"
        return Card(
            name=name,
            title=self._title(name),
            paid=row,
            budget=self.budgets.get(name),
            participants=people,
            each=spent / people if people else None,
            hours=given.hours if given else ZERO,
            key_share=given.share() if given and given.people else None,
            capital=ratio(self.capital.get(name, ZERO), self.costs.get(name, ZERO)),
            fund=self._fund(name),
            trend=months,
            drawing=Markup(spark(told, points)),  # noqa: S704  # spark escapes every text
        )

    def _title(self, name: str) -> str:
        return title_of(self.analysis.books.program(name, self.end), name)

    def _month(self, name: str, first: date) -> Month:
        its = self.monthly.get(name, {}).get(first, _Sums())
        people = Fraction(sum(its.counts)) / len(its.counts) if its.counts else None
        return Month(first, its.spent, people, its.hours)

    def _fund(self, name: str) -> Fund | None:
        program = self.analysis.books.program(name, self.end)
        if program is None or program.pool is None:
            return None
        held, allowed = self.held.get(program.pool, {}), program.whitelist
        foreign = (v for source, v in held.items() if allowed and source not in allowed)
        broken = [
            finding
            for finding in self.asked.audit.findings
            if finding.code == RING_FENCE and finding.evidence.get("pool") == program.pool
        ]
        left = sum(1 for finding in broken if finding.open and finding.date <= self.end)
        waived = sum(1 for finding in broken if not finding.open and finding.date <= self.end)
        return Fund(program.pool, held, sum(foreign, ZERO), left, waived)

    def _last(self, name: str) -> date | None:
        """The day of its last payment until the period's end."""
        paid_for = (
            payment.date
            for payment in self.analysis.tracing.trace(METHOD).payments
            if payment.program == name and payment.counts and payment.date <= self.end
        )
        return max(paid_for, default=None)


def _case(analysis: "Analysis", window: Window) -> "Case":
    """The books as of the period's end, or as they are where it lies later."""
    last = analysis.books.end
    return analysis.case(window.end if last and window.end < last else None)


def _paid(asked: Asked) -> Paid:
    """Who paid in the period; Money's way shows the same."""
    analysis, period = asked.audit.analysis, asked.period
    return asked.audit.kept(("paid", period, METHOD), lambda: paid(analysis, period))


def _months(case: "Case") -> list[date]:
    """The first days of twelve months, or of those that the books hold."""
    begin = (case.books.begin or case.as_of).replace(day=1)
    last = case.as_of.replace(day=1)
    months = (months_on(last, -back) for back in reversed(range(MONTHS)))
    return [first for first in months if first >= begin]


def _monthly(
    analysis: "Analysis", case: "Case", months: Sequence[date]
) -> Mapping[str, dict[date, _Sums]]:
    """Program to month to what happened in it."""
    window = Window(months[0], month_end(months[-1]))
    table: dict[str, dict[date, _Sums]] = {}

    def sums(program: str, day: date) -> _Sums:
        return table.setdefault(program, {}).setdefault(day.replace(day=1), _Sums())

    for payment in payments(analysis, window):
        if payment.date <= case.as_of:
            sums(payment.program, payment.date).spent += add_up(payment.net_by_source())
    for record in case.books.declared.participants:
        if record.date in window and record.date <= case.as_of:
            sums(record.program, record.date).counts.append(record.count)
    for given in hours_given(case.books, window, case.last_row):
        if not given.paid:
            sums(given.program, given.date).hours += given.number
    return table
