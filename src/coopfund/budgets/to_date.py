"""How far each program's budget of the year is spent: the plan and the actual alone, and quickly.

The figures are those of :func:`coopfund.budgets.status.status`, without the forecast and what it
needs to know of every posting.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from coopfund import words
from coopfund.budgets.lines import Lines, total
from coopfund.measures.budget import DAY, ZERO_F
from coopfund.money import ZERO

if TYPE_CHECKING:
    from coopfund.rules.case import Case


@dataclass(frozen=True, slots=True)
class ToDate:
    """A program's budget of the year in the operating currency.

    Attributes:
        program: its name in the books.
        plan: what the budget allows until the case's day.
        actual: what was spent until then, on lines without a budget too.
        year: what the budget allows in the whole year.
    """

    program: str
    plan: Fraction
    actual: Decimal
    year: Fraction


def to_date(case: "Case") -> tuple[ToDate, ...]:
    """Every program with a budget this year, core first; nothing where no budget is declared."""
    if not case.books.declared.budgets:
        return ()
    lines, day = Lines(case, rhythms=False), case.as_of
    first, after = date(day.year, 1, 1), date(day.year + 1, 1, 1)
    found: dict[str, ToDate] = {}
    budgeted: set[str] = set()
    for line in lines.all():
        if line.currency != case.books.currency:
            continue
        before = found.get(line.program) or ToDate(line.program, ZERO_F, ZERO, ZERO_F)
        plan, year = lines.planned(line, first, day + DAY), lines.planned(line, first, after)
        if year:
            budgeted.add(line.program)
        found[line.program] = ToDate(
            line.program,
            before.plan + (plan or ZERO_F),
            before.actual + total(lines.spent(line, first, day)),
            before.year + (year or ZERO_F),
        )
    names = sorted(budgeted, key=lambda name: (name != words.CORE, name))
    return tuple(found[name] for name in names)
