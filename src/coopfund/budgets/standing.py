"""The figures of a year's budget, and the formula of each: the records."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from coopfund.budgets.ahead import DuesAhead
from coopfund.budgets.lines import Line
from coopfund.money import ZERO

if TYPE_CHECKING:
    from coopfund.books.records import Decision

FORMULAS: Final[Mapping[str, str]] = {
    "plan": "what the budget directives allow, day by day, as Fava adds them up; a line without a "
    "budget of its own has none",
    "actual": "what was spent on the account and its sub-accounts, but for those with a budget of "
    "their own",
    "authorised": "amounts of this year's decisions for the account or its program, on top of the "
    "plan (CF501)",
    "committed": "what is left of those decisions: the amount − what was spent under it (CF608); "
    "nothing where a decision names entries that are booked already",
    "left": "plan of the year + authorised − actual − committed",
    "recurring": "spending that comes again: monthly, on an account that spent in at least 3 of "
    "the last 12 months; yearly, on one that also spent about a year before or after, or tagged "
    "scheduled; one-off is the rest, and what is tagged one-off or of kind capital",
    "forecast": "actual + for each month left of the year the mean of the monthly spending in "
    "this year's whole months, since the line's first + what came a year ago in the months left "
    "and comes once a year + committed; a month that runs counts at least at the mean",
    "dues_forecast": "dues received + what the schedule asks in the rest of the year × the "
    "collection rate of the last 12 months",
}
"""Each figure's formula, in words."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The figures of one line, program or total.

    Plans are ``None`` without a budget, the forecast until a month of the year and two of the books
    are whole.
    """

    month_plan: Fraction | None
    month_actual: Decimal
    todate_plan: Fraction | None
    todate_actual: Decimal
    year_plan: Fraction | None
    authorised: Decimal
    committed: Decimal
    recurring: Decimal
    forecast: Fraction | None

    @property
    def one_off(self) -> Decimal:
        """Actual − recurring."""
        return self.todate_actual - self.recurring

    @property
    def left(self) -> Fraction | None:
        """Plan of the year + authorised − actual − committed."""
        if self.year_plan is None:
            return None
        granted = Fraction(self.authorised - self.todate_actual - self.committed)
        return self.year_plan + granted


@dataclass(frozen=True, slots=True)
class OpenDecision:
    """A decision of the year that authorises an amount, and what was spent under it."""

    decision: "Decision"
    spent: Decimal

    @property
    def amount(self) -> Decimal:
        """What it authorises."""
        return self.decision.amount or ZERO

    @property
    def committed(self) -> Decimal:
        """What is left of it."""
        return max(ZERO, self.amount - self.spent)


@dataclass(frozen=True, slots=True)
class DuesStanding:
    """Dues of the year so far, and those to come."""

    asked: Decimal
    received: Decimal
    ahead: DuesAhead

    @property
    def forecast(self) -> Fraction:
        """Received + asked in the rest of the year × collection rate."""
        return Fraction(self.received) + self.ahead.expected


@dataclass(frozen=True)
class Status:
    """Where the year's budget stands.

    Attributes:
        as_of: the last day that counts.
        lines: every line with a budget, or with spending this year.
        programs: each program's lines in the operating currency, added up.
        total: all of these.
        decisions: the year's decisions with an amount.
        dues: of the whole group; ``None`` without a schedule.
    """

    as_of: date
    lines: Mapping[Line, Standing]
    programs: Mapping[str, Standing]
    total: Standing
    decisions: Sequence[OpenDecision]
    dues: DuesStanding | None
