"""The dues still to come: what the schedule asks, times the share of it that comes in."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from coopfund import words
from coopfund.findings import Window
from coopfund.measures.dues import paid_accounts
from coopfund.measures.membership import collected, members_on

if TYPE_CHECKING:
    from coopfund.rules.case import Case


@dataclass(frozen=True, slots=True)
class DuesAhead:
    """Dues of days to come.

    Attributes:
        window: the days.
        asked: what the schedule asks in them of whoever is a member now, waived dues left out.
        rate: received ÷ (assessed − waived) of the twelve months to the case's day; ``None`` where
            nothing was asked.
        members: how many members there are now.
    """

    window: Window
    asked: Decimal
    rate: Fraction | None
    members: int

    @property
    def expected(self) -> Fraction:
        """Asked × collection rate."""
        return Fraction(self.asked) * (Fraction(1) if self.rate is None else self.rate)


def asked(case: "Case", window: Window) -> Decimal:
    """What the schedule asks in a window, waived dues left out; voted changes to come count."""
    found = collected(paid_accounts(case.books, case.last_row, window.end), window)
    return found.assessed - found.waived


def dues_ahead(case: "Case", window: Window) -> DuesAhead:
    """The dues of a window after the case's day."""
    accounts = paid_accounts(case.books, case.last_row, case.year.end)
    return DuesAhead(
        window=window,
        asked=asked(case, window) if window.start <= window.end else Decimal(0),
        rate=collected(accounts, case.year).rate,
        members=len(members_on(case.books.declared.members, case.as_of)),
    )


def dues_received(case: "Case", first: date, last: date) -> Decimal:
    """Dues that came in from a day to another, refunds netted."""
    return case.income(Window(first, last)).by_source.get(words.DUES, Decimal(0))
