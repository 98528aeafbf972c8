"""Income besides dues, as the months before have it: who gives what in which month."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from coopfund import words
from coopfund.books.books import month_end
from coopfund.budgets.ahead import part_given, rows_again
from coopfund.budgets.lines import YEAR
from coopfund.findings import Window
from coopfund.money import ZERO, half_up
from coopfund.simulation.outlook import Inflow

if TYPE_CHECKING:
    from coopfund.rules.case import Case

GIVEN: Final = frozenset({"donation", "company", "union", "foundation"})
"""Income that is somebody's gift: it need not come in the same month again."""

Amounts = Mapping[Inflow, Fraction]


class OtherIncome:
    """Income of the base months that may come again."""

    def __init__(self, case: "Case", base: Window, covered: int, without: frozenset[str]) -> None:
        """Read it; nothing of the sources and contributors in ``without``."""
        self.case, self.books, self.base, self.covered = case, case.books, base, covered
        self.again = list(rows_again(case, base, without))
        self._parts: dict[Inflow, Fraction] | None = None

    def other(self, day: date) -> dict[Inflow, Decimal]:
        """Other income of a month: as in the same month of the base, or a mean of few months."""
        ahead, sums = Window(day, month_end(day)), dict[Inflow, Fraction]()
        for row, amount in self.again:
            if self.covered < YEAR or self._month_of(row) == day.month:
                part = part_given(self.case, self.books.rows.contributor[row], ahead)
                self._add(sums, row, Fraction(amount) * part)
        if self.covered < YEAR:
            return self._rounded({its: amount / self.covered for its, amount in sums.items()})
        kept = self._kept()
        return self._rounded({its: amount * kept[its] for its, amount in sums.items()})

    def gifts(self, day: date) -> dict[Inflow, Decimal]:
        """The gifts of a base month."""
        sums = dict[Inflow, Fraction]()
        for row, amount in self.again:
            if self.books.rows.source[row] in GIVEN and self._month_of(row) == day.month:
                self._add(sums, row, Fraction(amount))
        kept = self._kept()
        return self._rounded({its: amount * kept[its] for its, amount in sums.items()})

    def _kept(self) -> dict[Inflow, Fraction]:
        """The part of each inflow that was not given back in some other month of the base."""
        if self._parts is None:
            months: dict[int, dict[Inflow, Fraction]] = {}
            for row, amount in self.again:
                self._add(months.setdefault(self._month_of(row), {}), row, Fraction(amount))
            gains, losses = dict[Inflow, Fraction](), dict[Inflow, Fraction]()
            for sums in months.values():
                for its, sum_ in sums.items():
                    table = gains if sum_ > 0 else losses
                    table[its] = table.get(its, Fraction(0)) + abs(sum_)
            self._parts = {
                its: max(Fraction(0), 1 - losses.get(its, Fraction(0)) / gain)
                for its, gain in gains.items()
            } | {its: Fraction(0) for its in losses if its not in gains}
        return self._parts

    def gone(self, day: date) -> frozenset[str]:
        """The groups that gave in the base and have all ended before a month."""
        ahead, groups = Window(day, month_end(day)), self.books.groups
        people = {
            its for row, _ in self.again if (its := self.books.rows.contributor[row]) is not None
        }
        there = {groups.of(its) for its in people if part_given(self.case, its, ahead)}
        return frozenset({groups.of(its) for its in people} - there)

    def _month_of(self, row: int) -> int:
        rows, txns = self.books.rows, self.books.transactions
        return txns.date[rows.txn[row]].month

    def _add(self, sums: dict[Inflow, Fraction], row: int, amount: Fraction) -> None:
        rows, groups = self.books.rows, self.books.groups
        person = rows.contributor[row]
        group = groups.of(person) if person is not None else None
        inflow = Inflow(rows.source[row] or words.UNKNOWN, rows.program[row], group)
        sums[inflow] = sums.get(inflow, Fraction(0)) + amount

    def _rounded(self, sums: Amounts) -> dict[Inflow, Decimal]:
        found = {its: half_up(amount, self.books.digits) for its, amount in sums.items()}
        rank = words.SOURCE_RANK
        return {
            its: found[its]
            for its in sorted(found, key=lambda its: (rank[its[0]], its[1] or "", its[2] or ""))
            if found[its] > 0
        }

    def once(self) -> Decimal:
        """Other income of the base that is not counted on, but for what was dropped."""
        income = self.case.income(self.base)
        dues = income.by_source.get(words.DUES, ZERO) + income.by_source.get("in-kind", ZERO)
        counted = sum((amount for _, amount in rows_again(self.case, self.base)), ZERO)
        return income.total - dues - counted
