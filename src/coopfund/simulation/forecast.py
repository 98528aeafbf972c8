"""Draws from the books what the months to come bring and cost."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from coopfund import words
from coopfund.books.books import months_before
from coopfund.budgets.lines import ONE_OFF, YEAR, Line, Lines, Spent, first_books_month
from coopfund.budgets.needs import fixed_price, own_pools, put_into, serving_rank
from coopfund.findings import Window
from coopfund.measures.reserves import NOT_RUNNING, PAPER
from coopfund.measures.schedule import month_number, months_on
from coopfund.money import ZERO, half_up
from coopfund.simulation.dues import forecast_dues
from coopfund.simulation.giving import OtherIncome
from coopfund.simulation.outlook import Cost, Outlook
from coopfund.simulation.scenario import Scenario, SimulationError
from coopfund.tracing.flow import EQUITY_POOL

if TYPE_CHECKING:
    from coopfund.rules.case import Case


def outlook(case: "Case", scenario: Scenario) -> Outlook:
    """What the months of a scenario start from, bring and cost.

    Args:
        case: the books as of the day before the first month.
        scenario: what is supposed.

    Raises:
        SimulationError: the books hold no whole month before it, or no program can pay a strike.
    """
    return _Forecast(case, scenario).outlook()


class _Forecast:
    """One outlook in the making."""

    def __init__(self, case: "Case", scenario: Scenario) -> None:
        self.case, self.books, self.scenario = case, case.books, scenario
        self.base = Window(months_before(case.as_of, YEAR), case.as_of)
        begin = max(self.base.start, first_books_month(self.books))
        self.covered = month_number(case.as_of) - month_number(begin) + 1
        if self.covered < 1:
            message = f"these books hold no whole month before {scenario.start}."
            raise SimulationError(message)
        self.pools = own_pools(self.books, case.as_of)
        self.lines = Lines(case)
        self.once_cost = ZERO
        self._check_strike()

    def outlook(self) -> Outlook:
        """All of it."""
        held, funds, owed = self._held()
        given = OtherIncome(self.case, self.base, self.covered, self._dropped())
        costs = self._costs()
        names = {words.CORE, *funds, *(name for cost in costs for name in cost.programs)}
        order = sorted(names, key=lambda name: serving_rank(self.books, name))
        return Outlook(
            months=self.scenario.days,
            base=self.base,
            covered=self.covered,
            order=order,
            whitelists={name: self._whitelist(name) for name in order},
            held=held,
            owed=owed,
            funds=funds,
            dues=forecast_dues(self.case, self.base, self.covered, self.scenario, self._people()),
            other=[given.other(day) for day in self.scenario.days],
            gifts=[given.gifts(day) for day in self._base_months()],
            gone=[given.gone(day) for day in self.scenario.days],
            costs=costs,
            once_income=given.once(),
            once_cost=self.once_cost,
            liabilities=self._liabilities(),
            foreign=self._foreign(),
            digits=self.books.digits,
        )

    def _check_strike(self) -> None:
        scenario = self.scenario
        if scenario.strike is not None and scenario.strike_program is None:
            message = (
                "no program has a fund of its own that could pay a strike; name the program that "
                "pays with --strike-program."
            )
            raise SimulationError(message)

    def _whitelist(self, name: str) -> frozenset[str] | None:
        program = self.books.program(name, self.case.as_of)
        return program.whitelist if program is not None else None

    def _people(self) -> frozenset[str]:
        """Every spelling of whoever drops out."""
        groups = self.books.groups
        dropped = {groups.of(name) for name in self.scenario.people}
        known = {*self.scenario.people, *(its for its in self.books.rows.contributor if its)}
        return frozenset(its for its in known if groups.of(its) in dropped)

    def _dropped(self) -> frozenset[str]:
        return self._people() | self.scenario.sources

    def _base_months(self) -> list[date]:
        last = self.base.end.replace(day=1)
        return [months_on(last, -number) for number in reversed(range(self.covered))]

    # What there is.

    def _held(self) -> tuple[dict[str, Decimal], dict[str, Decimal], Decimal]:
        """The general pool by source, the programs' own funds, and an overdraft of the former."""
        trace = self.case.tracing.sums("designated", self.case.as_of)
        funds = dict.fromkeys(self.pools, ZERO)
        owners = {pool: name for name, pool in self.pools.items()}
        held: dict[str, Decimal] = {}
        owed = ZERO
        for pool, sources in trace.held_by(self.books.currency).items():
            if pool in owners:
                funds[owners[pool]] += sum(sources.values(), ZERO)
            elif pool not in PAPER and pool != EQUITY_POOL:
                for source, amount in sources.items():
                    held[source] = held.get(source, ZERO) + max(amount, ZERO)
                    owed += max(-amount, ZERO)
        return {s: held[s] for s in words.SOURCES if held.get(s)}, funds, owed

    def _liabilities(self) -> Decimal:
        values = self.books.rows.value
        rows = self.books.rows_of("Liabilities", self.case.last_row)
        return max(ZERO, -sum((values[row] or ZERO for row in rows), ZERO))

    def _foreign(self) -> dict[str, Decimal]:
        trace, own = self.case.tracing.sums("designated", self.case.as_of), self.books.currency
        found = {}
        for currency in sorted({key.currency for key in trace.purses} - {own}):
            pools = trace.held_by(currency).items()
            total = sum((sum(its.values(), ZERO) for pool, its in pools if pool not in PAPER), ZERO)
            if total:
                found[currency] = total
        return found

    # What it costs.

    def _costs(self) -> list[Cost]:
        costs = [
            (line, self._by_month(line))
            for line in self.lines.all()
            if line.currency == self.books.currency and self._kind(line) != "in-kind"
        ]
        puts = {name: put_into(self.case, pool, self.base) for name, pool in self.pools.items()}
        return [self._cost(day, costs, puts) for day in self.scenario.days]

    def _by_month(self, line: Line) -> list[Fraction]:
        """What a line costs in January, February and so on, in today's prices."""
        spent = self.lines.spent(line, self.base.start, self.base.end)
        again = [its for its in spent if its.rhythm != ONE_OFF]
        self.once_cost += sum((its.amount for its in spent if its.rhythm == ONE_OFF), ZERO)
        fixed = fixed_price(again, self.base.end) if self.covered > 2 else None  # noqa: PLR2004  # months
        if fixed:
            return [Fraction(fixed)] * YEAR
        if self.covered < YEAR:
            whole = sum((Fraction(its.amount) for its in again), Fraction(0))
            return [whole / self.covered] * YEAR
        return _by_calendar_month(again)

    def _kind(self, line: Line) -> str | None:
        info = self.books.accounts.get(line.account)
        return info.kind if info is not None else None

    def _cost(
        self,
        day: date,
        lines: list[tuple[Line, list[Fraction]]],
        puts: Mapping[str, Mapping[int, Decimal]],
    ) -> Cost:
        scale, digits = 1 + self.scenario.price_rise, self.books.digits
        programs, running, essential = {words.CORE: ZERO}, ZERO, ZERO
        for line, by_month in lines:
            amount = max(ZERO, half_up(by_month[day.month - 1] * scale, digits))
            programs[line.program] = programs.get(line.program, ZERO) + amount
            info = self.books.accounts.get(line.account)
            if self._kind(line) not in NOT_RUNNING:
                running += amount
                essential += amount if info is None or info.essential else ZERO
        strike = self._strike_pay(day)
        if self.scenario.strike_program is not None and strike:
            name = self.scenario.strike_program
            programs[name] = programs.get(name, ZERO) + strike
            running += strike
        funds = {name: self._put(put, day) for name, put in puts.items()}
        return Cost(programs, running, essential, funds, strike)

    def _strike_pay(self, day: date) -> Decimal:
        strike = self.scenario.strike
        return ZERO if strike is None else strike.weekly * strike.weeks_in(day, self.scenario.start)

    def _put(self, put: Mapping[int, Decimal], day: date) -> Decimal:
        if self.covered < YEAR:
            return half_up(
                sum(map(Fraction, put.values()), Fraction(0)) / self.covered, self.books.digits
            )
        return sum((its for month, its in put.items() if month % YEAR == day.month - 1), ZERO)


def _by_calendar_month(spent: list[Spent]) -> list[Fraction]:
    found = [Fraction(0)] * YEAR
    for its in spent:
        found[its.day.month - 1] += Fraction(its.amount)
    return found
