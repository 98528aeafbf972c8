"""Where the year's budget stands: plan, actual, committed, left and forecast.

Every figure has its formula in :data:`coopfund.budgets.standing.FORMULAS`.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from coopfund import words
from coopfund.books.books import month_end
from coopfund.budgets.ahead import dues_ahead, dues_received
from coopfund.budgets.lines import (
    LEAST,
    MONTHLY,
    YEARLY,
    Line,
    Lines,
    Spent,
    first_books_month,
    recurring,
    total,
)
from coopfund.budgets.standing import DuesStanding, OpenDecision, Standing, Status
from coopfund.findings import Window
from coopfund.measures.budget import DAY, ZERO_F
from coopfund.measures.decisions import concerns, votes
from coopfund.measures.schedule import months_on
from coopfund.money import ZERO

if TYPE_CHECKING:
    from coopfund.books.records import Decision
    from coopfund.rules.case import Case

YEAR: Final = 12


def status(case: "Case", program: str | None = None) -> Status:
    """Where the budget of the case's year stands on its day, of all programs or one."""
    return _Reckoning(case, program).status()


class _Reckoning:
    """One year, month and day, shared by every figure."""

    def __init__(self, case: "Case", program: str | None) -> None:
        self.case, self.program, self.lines = case, program, Lines(case)
        day = case.as_of
        self.first, self.next_year = date(day.year, 1, 1), date(day.year + 1, 1, 1)
        self.month = day.replace(day=1)
        self.next_month = months_on(self.month, 1)
        self.whole = self.next_month if day == month_end(day) else self.month
        """The first day of the first month that is not whole yet."""
        self.decisions = _open_decisions(case)

    def status(self) -> Status:
        """All of it."""
        shown = [line for line in self.lines.all() if self.program in (None, line.program)]
        found = {line: self.line(line) for line in shown}
        found = {line: its for line, its in found.items() if its.todate_actual or its.year_plan}
        currency = self.case.books.currency
        own = {line: its for line, its in found.items() if line.currency == currency}
        names = sorted({line.program for line in own}, key=lambda name: (name != words.CORE, name))
        programs = {
            name: self.sum([its for line, its in own.items() if line.program == name], name)
            for name in names
        }
        return Status(
            as_of=self.case.as_of,
            lines=found,
            programs=programs,
            total=self.sum(list(own.values()), None),
            decisions=[its for its in self.decisions if self._shown(its.decision)],
            dues=self.dues() if self.program is None else None,
        )

    def _shown(self, decision: "Decision") -> bool:
        return self.program in (None, self._program(decision))

    def _program(self, decision: "Decision") -> str | None:
        """The program that a decision's amount is for, on top of the plan; ``None`` for none."""
        info = self.case.books.accounts.get(decision.entry or "")
        return decision.program or ((info.program or words.CORE) if info else None)

    def line(self, line: Line) -> Standing:
        """The figures of one line."""
        day = self.case.as_of
        spent = self.lines.spent(line, self.first, day)
        month = [its for its in spent if its.day >= self.month]
        votes = [
            its
            for its in self.decisions
            if its.decision.currency == line.currency
            and concerns(its.decision, line.account, line.program)
        ]
        budgeted = self.lines.planned(line, self.first, self.first) is not None
        authorised = sum((its.amount for its in votes), ZERO) if budgeted else ZERO
        committed = sum((its.committed for its in votes), ZERO) if budgeted else ZERO
        return Standing(
            month_plan=self.lines.planned(line, self.month, self.next_month),
            month_actual=total(month),
            todate_plan=self.lines.planned(line, self.first, day + DAY),
            todate_actual=total(spent),
            year_plan=self.lines.planned(line, self.first, self.next_year),
            authorised=authorised,
            committed=committed,
            recurring=recurring(spent),
            forecast=self.forecast(line, spent, committed),
        )

    def forecast(self, line: Line, spent: Sequence[Spent], committed: Decimal) -> Fraction | None:
        """What the year will have cost; ``None`` before its first month is whole."""
        known = _months(first_books_month(self.case.books), self.whole)
        if self.whole == self.first or known < LEAST:
            return None
        monthly = [its for its in spent if its.rhythm == MONTHLY]
        before = [its for its in monthly if its.day < self.whole]
        months = _months(before[0].day, self.whole) if before else 1
        rate = Fraction(total(before)) / months
        coming = rate * _months(self.next_month, self.next_year) + self._yearly(line)
        if self.whole < self.next_month:
            running = total(its for its in monthly if its.day >= self.whole)
            coming += max(ZERO_F, rate - Fraction(running))
        return Fraction(total(spent)) + coming + Fraction(committed)

    def _yearly(self, line: Line) -> Fraction:
        """What came a year before, in the months after this one, and comes once a year."""
        start = months_on(self.next_month, -YEAR)
        ago = self.lines.spent(line, start, self.first - DAY)
        return Fraction(total(its for its in ago if its.rhythm == YEARLY))

    def sum(self, its: Sequence[Standing], program: str | None) -> Standing:
        """Lines added up; each decision counts once."""
        votes = [
            vote
            for vote in self.decisions
            if vote.decision.currency == self.case.books.currency
            and self._program(vote.decision) is not None
            and self._shown(vote.decision)
            and program in (None, self._program(vote.decision))
        ]
        authorised = sum((vote.amount for vote in votes), ZERO)
        committed = sum((vote.committed for vote in votes), ZERO)
        forecasts = [line.forecast for line in its]
        doubled = sum((line.committed for line in its), ZERO)
        forecast = _add(forecasts) if None not in forecasts else None
        if forecast is not None:
            forecast += Fraction(committed - doubled)
        return Standing(
            month_plan=_add([line.month_plan for line in its]),
            month_actual=sum((line.month_actual for line in its), ZERO),
            todate_plan=_add([line.todate_plan for line in its]),
            todate_actual=sum((line.todate_actual for line in its), ZERO),
            year_plan=_add([line.year_plan for line in its]),
            authorised=authorised,
            committed=committed,
            recurring=sum((line.recurring for line in its), ZERO),
            forecast=forecast,
        )

    def dues(self) -> DuesStanding | None:
        """Dues so far and to come."""
        if not self.case.books.declared.dues:
            return None
        day, last = self.case.as_of, self.next_year - DAY
        rest = Window(self.next_month, last)
        ahead = dues_ahead(self.case, rest)
        so_far = dues_ahead(self.case, Window(self.first, last)).asked - ahead.asked
        return DuesStanding(so_far, dues_received(self.case, self.first, day), ahead)


def _add(values: Sequence[Fraction | None]) -> Fraction | None:
    """The sum of what is there; ``None`` where nothing is."""
    known = [value for value in values if value is not None]
    return sum(known, ZERO_F) if known else None


def _months(first: date, until: date) -> int:
    """How many months from the first of one to the first of another."""
    return (until.year - first.year) * YEAR + until.month - first.month


def _open_decisions(case: "Case") -> list[OpenDecision]:
    """The year's decisions that authorise an amount, in order."""
    taken: dict[str, Decimal] = {}
    for vote in votes(case):
        if vote.decision is not None:
            name = vote.decision.name
            taken[name] = taken.get(name, ZERO) + vote.spending.amount
    links = case.books.transactions.links[: case.stop]
    booked = {link for its in links for link in its}
    return [
        OpenDecision(its, its.amount if _link(its) in booked else taken.get(its.name, ZERO))
        for its in case.books.declared.decisions
        if its.amount and its.date.year == case.as_of.year and its.date <= case.as_of
    ]


def _link(decision: "Decision") -> str | None:
    """The link of the entries that a decision is about."""
    return decision.entry.removeprefix("^") if decision.entry else None
