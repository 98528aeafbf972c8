"""Drafts a year's budget: what twelve months cost, what will come in, what must be cut."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from coopfund import words
from coopfund.books.books import month_end, months_before
from coopfund.budgets.ahead import dues_ahead, income_again
from coopfund.budgets.draft import Assumptions, Draft, DraftError, Funded, Planned
from coopfund.budgets.funding import Money, Need, fund
from coopfund.budgets.lines import ONE_OFF, YEAR, Line, Lines, first_books_month, total
from coopfund.budgets.needs import fixed_price, own_pools, put_into, serving_rank
from coopfund.findings import Window
from coopfund.measures.budget import DAY
from coopfund.measures.schedule import month_number
from coopfund.money import ZERO, half_up

if TYPE_CHECKING:
    from coopfund.rules.case import Case

REGULAR: Final = 9
"""In so many months of twelve something is spent that is the same in each month."""

EVEN: Final = Fraction(5, 4)
"""Quarters are even where the largest is at most so many times the smallest."""

RARE: Final = 2
"""In so few months something is spent that has a budget of the year."""


def draft(case: "Case", assumptions: Assumptions) -> Draft:
    """Draft a year's budget from the twelve whole months to the case's day.

    Raises:
        DraftError: the year is not after the case's day, or no month is whole.
    """
    return _Drafting(case, assumptions).draft()


class _Drafting:
    """One draft in the making."""

    def __init__(self, case: "Case", assumptions: Assumptions) -> None:
        self.case, self.books, self.assumed = case, case.books, assumptions
        if date(assumptions.year, 1, 1) <= case.as_of:
            message = f"{assumptions.year} is not after {case.as_of}; a draft is of a year to come."
            raise DraftError(message)
        day = case.as_of
        last = day if day == month_end(day) else day.replace(day=1) - DAY
        self.base = Window(months_before(last, YEAR), last)
        begin = max(self.base.start, first_books_month(self.books))
        self.months = month_number(last) - month_number(begin) + 1
        if self.months < 1:
            message = f"No month is whole by {day}, so there is nothing to draft from."
            raise DraftError(message)
        self.year = Window(date(assumptions.year, 1, 1), date(assumptions.year, 12, 31))
        self.lines = Lines(case)
        self.pools = own_pools(self.books, day)

    def draft(self) -> Draft:
        """All of it."""
        lines = [line for line in self.lines.all() if line.currency == self.books.currency]
        planned = [
            its
            for line in lines
            if line.program not in self.pools and (its := self._planned(line)) is not None
        ]
        ahead = dues_ahead(self.case, self.year)
        rise = (1 + self.assumed.members) * (1 + self.assumed.dues_rise)
        dues = self._down(ahead.expected * rise)
        income = {Money(words.DUES): dues, **self._income()}
        needs = self._needs(planned)
        given = fund(needs, income)
        funded = [Funded(need, self._to_fund(need.name), given[need.name]) for need in needs]
        shares = {
            its.need.name: Fraction(its.amount) / Fraction(its.need.amount)
            for its in funded
            if its.need.amount
        }
        return Draft(
            assumptions=self.assumed,
            base=self.base,
            months=self.months,
            lines=[self._cut(its, shares.get(its.line.program)) for its in planned],
            funded=funded,
            dues=ahead,
            dues_expected=dues,
            income=income,
            foreign=[line for line in self.lines.all() if self._foreign(line)],
            unpriced=dict(self.case.income(self.base).unconverted),
        )

    def _foreign(self, line: Line) -> bool:
        """Whether a line in another currency has spending or a budget."""
        spent = self.lines.spent(line, self.base.start, self.base.end)
        budgeted = self.lines.planned(line, self.base.end, self.base.end) is not None
        return line.currency != self.books.currency and (bool(spent) or budgeted)

    def _planned(self, line: Line) -> Planned | None:
        """What a line needs; ``None`` where it has neither spending nor a budget."""
        spent = self.lines.spent(line, self.base.start, self.base.end)
        budgeted = self.lines.planned(line, self.base.end, self.base.end) is not None
        again = [its for its in spent if its.rhythm != ONE_OFF]
        if not spent and not budgeted:
            return None
        by_month = [ZERO] * YEAR
        for its in again:
            by_month[its.day.month - 1] += its.amount
        interval, parts = _shape(by_month, self.months)
        fixed = fixed_price(again, self.base.end) if interval == "monthly" else None
        if fixed is not None:
            parts = (Fraction(fixed),)
        scale = 1 + self.assumed.price_rise
        if line.account in self.assumed.set:
            interval, parts, scale = self._set(line, interval, parts)
        asked = tuple(max(ZERO, self._round(Fraction(part) * scale)) for part in parts)
        once = total(its for its in spent if its.rhythm == ONE_OFF)
        return Planned(line, total(again), once, interval, asked, asked)

    def _set(
        self, line: Line, interval: str, parts: tuple[Fraction, ...]
    ) -> tuple[str, tuple[Fraction, ...], Fraction]:
        """A line's periods with the year's amount that somebody set."""
        wanted = Fraction(self.assumed.set[line.account])
        whole = sum(parts, Fraction(0)) * (YEAR if interval == "monthly" else 1)
        if not whole:
            return "yearly", (wanted,), Fraction(1)
        return interval, parts, wanted / whole

    def _cut(self, its: Planned, share: Fraction | None) -> Planned:
        """The same with what its program gets of its need."""
        if share is None or share >= 1:
            return its
        amounts = tuple(self._down(Fraction(amount) * share) for amount in its.asked)
        return Planned(its.line, its.before, its.once, its.interval, its.asked, amounts)

    def _round(self, value: Fraction) -> Decimal:
        return half_up(value / Fraction(self.assumed.unit), 0) * self.assumed.unit

    def _down(self, value: Fraction) -> Decimal:
        unit = Fraction(self.assumed.unit)
        return Decimal(int(value / unit)) * self.assumed.unit

    def _needs(self, planned: Sequence[Planned]) -> list[Need]:
        """Core, then the programs in the order in which they are served."""
        names = {its.line.program for its in planned} | set(self.pools)
        needs = []
        for name in sorted(names, key=lambda its: serving_rank(self.books, its, self.assumed.keep)):
            cost = sum((its.need for its in planned if its.line.program == name), ZERO)
            program = self.books.program(name, self.case.as_of)
            whitelist = program.whitelist if program is not None else None
            amount = cost + self._to_fund(name)
            if amount > 0:
                needs.append(Need(name, amount, whitelist))
        return needs

    def _to_fund(self, name: str) -> Decimal:
        """What goes into a program's own fund in a year: as in the base months."""
        pool = self.pools.get(name)
        if pool is None:
            return ZERO
        put = sum(put_into(self.case, pool, self.base).values(), ZERO)
        return self._round(Fraction(put) * Fraction(YEAR, self.months))

    def _income(self) -> dict[Money, Decimal]:
        """Income besides dues, as in the base months, from whoever has not ended."""
        scale = Fraction(YEAR, self.months) * self.assumed.other_income
        found = {
            money: self._down(amount * scale)
            for money, amount in income_again(
                self.case, self.base, self.year, self.assumed.without
            ).items()
        }
        return {money: amount for money, amount in found.items() if amount > 0}


def _shape(by_month: Sequence[Decimal], months: int) -> tuple[str, tuple[Fraction, ...]]:
    """How a year's spending is planned, and what each period needs.

    Even spending gets a budget of the month, rare spending one of the year, anything else one of
    each quarter, as the same quarter had. Of less than a year nobody knows the seasons.
    """
    quarters = tuple(
        Fraction(sum(by_month[start : start + 3], ZERO)) for start in range(0, YEAR, 3)
    )
    busy = sum(1 for amount in by_month if amount)
    whole = sum(quarters, Fraction(0))
    if busy <= RARE:
        return "yearly", (whole,)
    if months < YEAR:
        return "monthly", (whole / months,)
    if busy >= REGULAR and max(quarters) <= EVEN * min(quarters):
        return "monthly", (whole / YEAR,)
    return "quarterly", quarters
