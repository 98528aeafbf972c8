"""Which rule breaks when: the figures of a few rules, month by month, at the thresholds in force.

The formulas are those of the rules themselves (``coopfund explain CODE``), over twelve months:
those to come, and before them those of the books.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from coopfund.books.books import month_end, months_before
from coopfund.budgets.lines import YEAR
from coopfund.findings import Window
from coopfund.measures.draw import Draw
from coopfund.measures.income import Income
from coopfund.measures.membership import kept
from coopfund.measures.record import ratio
from coopfund.measures.reserves import lapse_stress
from coopfund.measures.schedule import months_on
from coopfund.money import ZERO
from coopfund.simulation.course import Month
from coopfund.simulation.outlook import Outlook
from coopfund.simulation.past import Facts, past, supposed
from coopfund.simulation.scenario import Scenario

if TYPE_CHECKING:
    from coopfund.rules.case import Case

CODES: Final = ("CF303", "CF305", "CF502", "CF505", "CF506")
"""The rules that can be judged of months to come."""

STATE: Final = "state"


@dataclass(frozen=True, slots=True)
class Judged:
    """A rule at a month's end.

    Attributes:
        code: the rule.
        first: the first day of the month.
        value: its figure; ``None`` where it is undefined.
        limit: the threshold in force.
        broken: whether the rule would find something.
        why: what its figure is about, or what else breaks it, in words.
    """

    code: str
    first: date
    value: Fraction | None
    limit: Fraction
    broken: bool
    why: str


def judged(
    case: "Case", scenario: Scenario, outlook: Outlook, months: Sequence[Month]
) -> dict[str, list[Judged]]:
    """Each rule at the last month of the books and at the end of each month to come."""
    facts = [*past(case, outlook), *supposed(case, months, outlook)]
    found: dict[str, list[Judged]] = {code: [] for code in CODES}
    for stop in range(outlook.covered, len(facts) + 1):
        year = facts[max(0, stop - YEAR) : stop]
        for its in _Year(case, scenario, year).judged():
            found[its.code].append(its)
    return found


class _Year:
    """Twelve months, or fewer where the books are younger."""

    def __init__(self, case: "Case", scenario: Scenario, facts: Sequence[Facts]) -> None:
        self.case, self.scenario, self.facts = case, scenario, facts
        self.first = facts[-1].first
        self.day = month_end(self.first)
        self.income = _added(facts, self.day)

    def judged(self) -> Iterator[Judged]:
        yield self._patron()
        yield self._state()
        yield self._overwhelm()
        yield self._retention()
        yield self._reserve()

    def _number(self, code: str, key: str) -> Fraction:
        return self.case.number(code, key, self.day)

    def _made(self, code: str, value: Fraction | None, *, broken: bool, why: str = "") -> Judged:
        return Judged(code, self.first, value, self._number(code, "warn"), broken, why)

    def _patron(self) -> Judged:
        """CF303: the largest contributor's share, and whether the rest covers essential cost."""
        ranked, total = self.income.ranked(), self.income.total
        if not ranked or total <= 0:
            return self._made("CF303", None, broken=False, why="nobody gives besides dues")
        group, amount = ranked[0]
        share = Fraction(amount) / Fraction(total)
        cost = sum((its.essential for its in self.facts), ZERO)
        stress = lapse_stress(self.income, cost, 1)
        lapses = stress is not None and stress < self._number("CF303", "lapse")
        why = f"{group}; without it, income would not cover essential cost" if lapses else group
        over = share >= self._number("CF303", "warn")
        return self._made("CF303", share, broken=over or lapses, why=why)

    def _state(self) -> Judged:
        """CF305: state money against own income."""
        state, own = self.income.by_source.get(STATE, ZERO), self.income.own
        if state <= 0:
            return self._made("CF305", Fraction(0), broken=False, why="no state money")
        share = Fraction(state) / Fraction(own) if own > 0 else None
        broken = share is None or share > self._number("CF305", "warn")
        return self._made("CF305", share, broken=broken, why="" if own > 0 else "no own income")

    def _overwhelm(self) -> Judged:
        """CF502: the largest draw against dues, and whether dues leave enough for the core."""
        found = _draws(self.facts)
        if found.dues <= 0 or not found.costs:
            why = "no dues" if found.costs else "no program spends anything"
            return self._made("CF502", None, broken=False, why=why)
        largest = max(found.costs, key=found.of)
        share = found.share(largest) or Fraction(0)
        uncovered = found.left < found.core
        over = share > self._number("CF502", "warn") or uncovered
        why = f"{largest}; dues leave less than core costs" if uncovered else largest
        return self._made("CF502", share, broken=found.of(largest) > 0 and over, why=why)

    def _retention(self) -> Judged:
        """CF505: by how many points fewer members stay than in the year before."""
        now, then = self._kept(self.day), self._kept(months_on(self.first, -YEAR))
        if now is None or then is None:
            return self._made("CF505", None, broken=False, why="no members a year or two before")
        drop = then - now
        return self._made("CF505", drop, broken=drop > self._number("CF505", "warn"))

    def _kept(self, day: date) -> Fraction | None:
        """The part of the members of a year before a month who are still there at its end.

        Of months to come: as many as in the last twelve months of the books, less those whom the
        scenario loses at its start.
        """
        end = month_end(day)
        known = min(end, self.case.as_of)
        window = Window(months_before(known, YEAR), known)
        at_start, still = kept(self.case.books.declared.members, window)
        share = ratio(Decimal(still), Decimal(at_start))
        start = self.scenario.start
        lost = min(Fraction(0), self.scenario.members)
        if share is not None and months_before(end, YEAR) < start <= end:
            share *= 1 + lost
        return share

    def _reserve(self) -> Judged:
        """CF506: the least cash against a year's cost."""
        annual = sum((its.running for its in self.facts), ZERO)
        if len(self.facts) < YEAR or annual <= 0 or self.case.books.plain:
            why = "no cost" if len(self.facts) == YEAR else "the books are younger than a year"
            return self._made("CF506", None, broken=False, why=why)
        lowest = min(self.facts, key=lambda its: its.lowest)
        share = Fraction(lowest.lowest) / Fraction(annual)
        least, most = self._number("CF506", "warn"), self._number("CF506", "most")
        why = f"least cash in {lowest.first.isoformat()[:7]}"
        return self._made("CF506", share, broken=not least <= share <= most, why=why)


def _added(facts: Sequence[Facts], day: date) -> Income:
    """The income of several months."""
    whole = Income(Window(facts[0].first, day))
    for its in facts:
        for source, amount in its.income.by_source.items():
            whole.by_source[source] += amount
        for group, amount in its.income.gifts.items():
            whole.gifts[group] += amount
    return whole


def _draws(facts: Sequence[Facts]) -> Draw:
    """The draws of several months."""
    dues = sum((its.draw.dues for its in facts), ZERO)
    core = sum((its.draw.core for its in facts), ZERO)
    costs: dict[str, Decimal] = {}
    earmarked: dict[str, Decimal] = {}
    for its in facts:
        for into, table in ((costs, its.draw.costs), (earmarked, its.draw.earmarked)):
            for name, amount in table.items():
                into[name] = into.get(name, ZERO) + amount
    return Draw(dues, core, dict(sorted(costs.items())), earmarked, {})
