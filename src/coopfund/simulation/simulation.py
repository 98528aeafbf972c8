"""One simulation: what was supposed, what the months come to, and what happens when."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from coopfund import words
from coopfund.budgets.lines import YEAR
from coopfund.measures.endurance import dues_measures
from coopfund.measures.record import Maker
from coopfund.measures.reserves import reserves
from coopfund.money import ZERO
from coopfund.report.independence import Independence, gather
from coopfund.simulation.course import Month, course, first_short
from coopfund.simulation.fan import Fan, fan
from coopfund.simulation.forecast import outlook
from coopfund.simulation.judging import Judged, judged
from coopfund.simulation.outlook import Outlook
from coopfund.simulation.scenario import Scenario, Strike

if TYPE_CHECKING:
    from coopfund.rules.case import Case


@dataclass(frozen=True, slots=True)
class StrikePay:
    """How far strike pay goes.

    Attributes:
        strike: what was supposed.
        program: which program pays.
        begins: the month in which it begins; ``None`` where no week of it lies in the months.
        fund: what the program's own fund holds when it begins.
        due, paid: strike pay that falls into the months, and what of it is paid.
    """

    strike: Strike
    program: str
    begins: date | None
    fund: Decimal
    due: Decimal
    paid: Decimal

    @property
    def runway(self) -> Fraction:
        """How many weeks the fund alone pays for."""
        return Fraction(self.fund) / Fraction(self.strike.weekly)

    @property
    def weeks_paid(self) -> int:
        """How many whole weeks are paid in all."""
        return int(Fraction(self.paid) / Fraction(self.strike.weekly))


@dataclass(frozen=True)
class Simulation:
    """What a scenario comes to.

    Attributes:
        case: the books as of the day before the first month.
        scenario: what was supposed.
        outlook: what the months start from, bring and cost.
        months: the course of the months.
        rules: each rule at the books' last month, then at the end of each month.
        strike: how far strike pay goes, where there is a strike.
        fan: the spread of many runs, where some were asked for.
        prices: the price of independence; ``None`` where nobody pays dues.
    """

    case: "Case"
    scenario: Scenario
    outlook: Outlook
    months: Sequence[Month]
    rules: Mapping[str, Sequence[Judged]]
    strike: StrikePay | None
    fan: Fan | None
    prices: Independence | None

    @property
    def lowest(self) -> Month:
        """The first of the months with the least cash."""
        return min(self.months, key=lambda its: its.cash)

    @property
    def programs(self) -> list[str]:
        """The programs that cost something in some month, in the order in which they are served."""
        return [
            name
            for name in self.outlook.order
            if name != words.CORE and any(its.needed.get(name) for its in self.months)
        ]

    def stops(self, program: str) -> Month | None:
        """The first month in which a program, or core, is not paid in full."""
        return first_short(self.months, program)

    def events(self) -> dict[date, list[str]]:
        """What happens for the first time, by month."""
        found: dict[date, list[str]] = {its.first: [] for its in self.months}
        for name in (words.CORE, *self.programs):
            month = self.stops(name)
            if month is not None:
                what = "core bills unpaid" if name == words.CORE else f"{name} stops"
                found[month.first].append(what)
        for before, now in self._steps():
            if before.broken != now.broken:
                found[now.first].append(f"{now.code} {'breaks' if now.broken else 'holds'}")
        return found

    def _steps(self) -> Iterator[tuple[Judged, Judged]]:
        for its in self.rules.values():
            yield from pairwise(its)


def simulate(
    case: "Case",
    scenario: Scenario,
    runs: int = 0,
    seed: int = 0,
    told: Callable[[int], None] | None = None,
) -> Simulation:
    """Simulate the months to come.

    Args:
        case: the books as of the day before the first month.
        scenario: what is supposed.
        runs: how many runs the fan has; none for no fan.
        seed: what chance begins with; the same seed gives the same fan.
        told: called with how many runs are done.

    Raises:
        SimulationError: the books hold no whole month before it, or no program can pay a strike.
    """
    ahead = outlook(case, scenario)
    months = course(ahead)
    return Simulation(
        case=case,
        scenario=scenario,
        outlook=ahead,
        months=months,
        rules=judged(case, scenario, ahead, months),
        strike=_strike(scenario, ahead, months),
        fan=fan(ahead, runs, seed, told) if runs else None,
        prices=_prices(case),
    )


def _strike(scenario: Scenario, ahead: Outlook, months: Sequence[Month]) -> StrikePay | None:
    strike, name = scenario.strike, scenario.strike_program
    if strike is None or name is None:
        return None
    fund, begins, paid = ahead.funds.get(name, ZERO), None, ZERO
    for month, cost in zip(months, ahead.costs, strict=True):
        if cost.strike:
            begins = begins or month.first
            other = month.needed[name] - cost.strike
            paid += max(ZERO, month.paid[name] - other)
        elif begins is None:
            fund = month.funds.get(name, ZERO)
    due = sum((cost.strike for cost in ahead.costs), ZERO)
    return StrikePay(strike, name, begins, fund, due, paid)


def _prices(case: "Case") -> Independence | None:
    window = case.window(YEAR)
    income, stock = case.income(window), reserves(case.books, window, case.as_of)
    found = {its.name: its for its in dues_measures(income, stock, Maker(window))}
    return gather(found["independence_price"])
