"""How each member stands on a day: asked, paid, ahead, in arrears and for how long."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

from coopfund.measures.dues import DuesPayment, Ledger, member_ledgers
from coopfund.measures.membership import Collected, collected, members_on
from coopfund.measures.schedule import Period
from coopfund.money import ZERO

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from coopfund.findings import Window
    from coopfund.rules.case import Case

AGES: Final = ((0, 30), (31, 60), (61, 90), (91, None))
"""Days since a period became due, both ends inclusive."""


class Open(NamedTuple):
    """What of a period is not paid, and for how many days it has been due."""

    period: Period
    unpaid: Decimal
    age: int


@dataclass(frozen=True)
class Standing:
    """One member's dues on a day.

    Whatever was paid is dues of periods that are due, dues ahead, or a gift:
    ``paid`` + ``worked`` = ``settled`` + ``prepaid`` + ``gift``.

    Attributes:
        ledger: the member's account, until the day.
        day: the day.
        present: whether they are a member on it.
        payments: every payment until then, split by the schedule.
        periods: every period that is due by then.
    """

    ledger: Ledger
    day: date
    present: bool
    payments: "Sequence[DuesPayment]"
    periods: "Sequence[Period]"

    @property
    def member(self) -> str:
        """The id."""
        return self.ledger.member

    @property
    def tier(self) -> str | None:
        """The tier of the last period, or of the day; ``None`` for somebody who is no member."""
        tier = self.ledger.timeline.tier(self.day) if self.present else None
        return tier.tier if tier else None

    @cached_property
    def asked(self) -> Decimal:
        """What was asked to the day, waived periods left out."""
        return sum((its.asked for its in self.periods if not its.waived), ZERO)

    @cached_property
    def dues(self) -> Decimal:
        """What was paid and is dues, in money and in hours."""
        return sum((payment.dues for payment in self.payments), ZERO)

    @cached_property
    def paid(self) -> Decimal:
        """Money booked as dues, refunds taken off."""
        return sum((its.amount for its in self.payments if not its.hours), ZERO)

    @cached_property
    def worked(self) -> Decimal:
        """What the hours stand for that count as dues."""
        return sum((its.dues for its in self.payments if its.hours), ZERO)

    @cached_property
    def gift(self) -> Decimal:
        """What was booked as dues and exceeds the schedule (CF101)."""
        return sum((payment.gift for payment in self.payments), ZERO)

    @property
    def settled(self) -> Decimal:
        """Dues that periods due by the day have taken up."""
        return min(self.dues, self.asked)

    @property
    def prepaid(self) -> Decimal:
        """Dues paid ahead."""
        return max(ZERO, self.dues - self.asked)

    @property
    def arrears(self) -> Decimal:
        """Dues that are due and not paid."""
        return max(ZERO, self.asked - self.dues)

    @property
    def last_paid(self) -> date | None:
        """The day of the last payment, in money or hours."""
        return max((its.date for its in self.payments if its.amount > 0), default=None)

    @cached_property
    def open(self) -> "Sequence[Open]":
        """The periods that are not paid in full; what is paid settles the oldest first."""
        return tuple(self._open())

    def _open(self) -> "Iterator[Open]":
        left = self.dues
        for period in self.periods:
            if period.waived:
                continue
            unpaid = period.asked - min(left, period.asked)
            left -= period.asked - unpaid
            if unpaid > 0:
                yield Open(period, unpaid, (self.day - period.start).days)

    def aged(self) -> "Sequence[Decimal]":
        """The arrears by age, as in :data:`AGES`.

        What was paid back beyond all that was paid is due at once.
        """
        ages = [
            sum((its.unpaid for its in self.open if its.age >= least and _within(its, most)), ZERO)
            for least, most in AGES
        ]
        ages[0] += self.arrears - sum(ages, ZERO)
        return ages

    def collected(self, window: "Window") -> Collected:
        """What was asked and waived in a window, and what came in for it."""
        return collected([(self.ledger.timeline, self.dues)], window)


def _within(its: Open, most: int | None) -> bool:
    return most is None or its.age <= most


def standings(case: "Case") -> list[Standing]:
    """Everybody who joined or paid dues, by id, as of the case's day."""
    present = members_on(case.books.declared.members, case.as_of)
    return [
        standing_of(ledger, case.as_of, present=ledger.member in present)
        for ledger in member_ledgers(case.books, case.last_row, until=case.as_of)
        if ledger.booked or (ledger.joined and ledger.joined <= case.as_of)
    ]


def standing_of(ledger: Ledger, day: date, *, present: bool) -> Standing:
    """How one member stands on a day, by what is booked until then."""
    payments = tuple(payment for payment in ledger.payments() if payment.date <= day)
    periods = tuple(period for period in ledger.timeline.periods if period.start <= day)
    return Standing(ledger, day, present, payments, periods)
