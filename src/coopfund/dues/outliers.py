"""Dues out of the ordinary: paid too much, too little, twice, ahead of the cap, or not for long."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from coopfund.books.books import months_before
from coopfund.dues.arrears import Named
from coopfund.dues.listing import Listing, base
from coopfund.dues.standing import Standing
from coopfund.measures.dues import DuesPayment
from coopfund.money import ZERO
from coopfund.wording import counted, in_months, listed, on_day

if TYPE_CHECKING:
    from decimal import Decimal

    from coopfund.findings import Window
    from coopfund.rules.case import Case

BEYOND, TWICE, MORE, LESS, SILENT = (
    "beyond the cap",
    "paid twice",
    "paid more",
    "paid less",
    "silent",
)
KINDS: Final = (BEYOND, TWICE, MORE, LESS, SILENT)


@dataclass(frozen=True, slots=True)
class Limits:
    """What counts as out of the ordinary.

    Attributes:
        more: so many times what was asked, or more, was paid.
        less: less than this part of what was asked came in.
        silent: months without a payment while dues are open.
    """

    more: Fraction = Fraction(2)
    less: Fraction = Fraction(1, 2)
    silent: int = 3


class Outlier(NamedTuple):
    """One thing to look at."""

    member: str
    kind: str
    what: str
    amount: "Decimal"


class Search:
    """Looks at one member's payments of a window."""

    def __init__(self, case: "Case", window: "Window", limits: Limits) -> None:
        """Set what all members have in common."""
        self.case = case
        self.window = window
        self.limits = limits
        self.since = months_before(case.as_of, limits.silent)

    def outliers(self, its: Standing) -> Iterator[Outlier]:
        """What is out of the ordinary about a member."""
        payments = [payment for payment in its.payments if payment.date in self.window]
        yield from self._beyond(its, payments)
        yield from self._twice(its, payments)
        yield from self._more(its, payments)
        silent = list(self._silent(its))
        yield from silent or self._less(its)

    def _beyond(self, its: Standing, payments: Sequence[DuesPayment]) -> Iterator[Outlier]:
        for payment in payments:
            if payment.gift > 0:
                why = (
                    "is more than the schedule lets them pay ahead"
                    if its.ledger.joined
                    else "is all a gift, since they never joined"
                )
                gift = self.case.money(payment.gift)
                what = f"of {self._paid(payment)}, {gift} {why} (CF101)"
                yield Outlier(its.member, BEYOND, what, payment.gift)

    def _twice(self, its: Standing, payments: Sequence[DuesPayment]) -> Iterator[Outlier]:
        """Two payments of a month, the last of which was not due; catching up is no outlier."""
        money = [payment for payment in payments if payment.amount > 0 and not payment.hours]
        for month, group in groupby(money, key=lambda payment: payment.date.replace(day=1)):
            found = list(group)
            last = found[-1]
            early = last.amount - max(ZERO, last.due - last.before)
            if len(found) > 1 and early > 0:
                sums = listed([self.case.money(payment.amount) for payment in found])
                what = f"{sums} in {in_months([month])}; {self.case.money(early)} was not due yet"
                yield Outlier(its.member, TWICE, what, early)

    def _more(self, its: Standing, payments: Sequence[DuesPayment]) -> Iterator[Outlier]:
        paid = sum((payment.amount for payment in payments if not payment.hours), ZERO)
        asked = self._asked(its)
        if asked > 0 and Fraction(paid) >= Fraction(asked) * self.limits.more:
            money = self.case.money
            what = f"paid {money(paid)} where {money(asked)} was due or overdue"
            yield Outlier(its.member, MORE, what, paid - asked)

    def _asked(self, its: Standing) -> "Decimal":
        """What was due in the window, with what was overdue when it began."""
        found = its.collected(self.window)
        before = [payment.dues for payment in its.payments if payment.date < self.window.start]
        due = sum(
            (p.asked for p in its.periods if p.start < self.window.start and not p.waived), ZERO
        )
        return found.assessed - found.waived + max(ZERO, due - sum(before, ZERO))

    def _less(self, its: Standing) -> Iterator[Outlier]:
        found = its.collected(self.window)
        rate = found.rate
        if its.arrears and rate is not None and rate < self.limits.less:
            money = self.case.money
            asked = found.assessed - found.waived
            what = f"{money(found.received)} came in of {money(asked)} asked"
            yield Outlier(its.member, LESS, what, asked - found.received)

    def _silent(self, its: Standing) -> Iterator[Outlier]:
        last = its.last_paid
        if not its.present or not its.open or its.open[0].period.start >= self.since:
            return
        if last is None or last < self.since:
            said = "never paid" if last is None else f"paid last on {on_day(last)}"
            what = f"{said}; {self.case.money(its.arrears)} is open"
            yield Outlier(its.member, SILENT, what, its.arrears)

    def _paid(self, payment: DuesPayment) -> str:
        return f"{self.case.money(payment.amount)} on {on_day(payment.date)}"


def outliers(
    case: "Case",
    people: Sequence[Standing],
    window: "Window",
    limits: Limits,
    named: Named = str,
) -> Listing:
    """Whatever is out of the ordinary, by member.

    Args:
        case: the books as of a day.
        people: everybody's standing on it.
        window: the months whose payments are looked at.
        limits: what counts as out of the ordinary.
        named: what to call a member in the table for people.
    """
    search = Search(case, window, limits)
    found = [outlier for its in people for outlier in search.outliers(its)]
    members = len({outlier.member for outlier in found})
    return Listing(
        title=f"Dues out of the ordinary in {case.books.currency}, {window.start:%Y-%m} to "
        f"{window.end:%Y-%m}, as of {on_day(case.as_of)}",
        head=("member", "what", "look at"),
        rows=[(named(its.member), its.kind, its.what) for its in found],
        plain=[(its.member, its.kind, its.what) for its in found],
        left=3,
        notes=[f"{counted(members, 'member').capitalize()} of {len(people)}."] if found else (),
        empty="Nothing is out of the ordinary.",
        data={
            **base(case),
            "window": {"from": window.start.isoformat(), "to": window.end.isoformat()},
            "outliers": [_data(case, its) for its in found],
        },
    )


def _data(case: "Case", its: Outlier) -> dict[str, Any]:
    return {
        "member": its.member,
        "kind": its.kind.replace(" ", "-"),
        "what": its.what,
        "amount": case.money(its.amount),
    }
