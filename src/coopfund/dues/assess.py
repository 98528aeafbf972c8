"""What the schedule asks of each member in some months."""

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

from coopfund.dues.arrears import Named
from coopfund.dues.listing import Listing, base, shown
from coopfund.measures.dues import Ledger, member_ledgers
from coopfund.measures.schedule import Period, month_number, months_on
from coopfund.money import ZERO, index
from coopfund.wording import counted, in_months

if TYPE_CHECKING:
    from decimal import Decimal

    from coopfund.findings import Window
    from coopfund.rules.case import Case


class Assessed(NamedTuple):
    """What is asked of one member."""

    ledger: Ledger
    periods: Sequence[Period]

    @property
    def asked(self) -> "Decimal":
        """What is to be paid."""
        return sum((its.asked for its in self.periods if not its.waived), ZERO)

    @property
    def waived(self) -> "Decimal":
        """What would be, were it not waived."""
        return sum((its.asked for its in self.periods if its.waived), ZERO)

    @property
    def hours(self) -> Fraction:
        """The hours that may stand in its place, where the tier takes them."""
        worths = [(its, self.ledger.timeline.worth(its.start)) for its in self.periods]
        return sum(
            (Fraction(its.asked) / worth for its, worth in worths if worth and not its.waived),
            Fraction(0),
        )


def assess(case: "Case", window: "Window", named: Named = str) -> Listing:
    """What is asked of whom in a window's months, waived periods apart.

    Args:
        case: the books; what the schedule asks does not depend on its day.
        window: whole months, also after the books' last.
        named: what to call a member in the table for people.
    """
    found = []
    for ledger in member_ledgers(case.books, case.last_row, until=window.end):
        periods = [its for its in ledger.timeline.periods if its.start in window]
        if periods:
            found.append(Assessed(ledger, periods))
    asked = sum((its.asked for its in found), ZERO)
    waived = sum((its.waived for its in found), ZERO)
    months = f"{window.start:%Y-%m}"
    if window.end.replace(day=1) != window.start:
        months += f" to {window.end:%Y-%m}"
    with_hours = any(its.hours for its in found)
    head = ("member", "tier", "for", "asked", "waived", *(("or hours",) if with_hours else ()))
    return Listing(
        title=f"What the schedule asks in {case.books.currency}, {months}",
        head=head,
        rows=[_cells(case, its, named, with_hours=with_hours) for its in found],
        plain=[_cells(case, its, str, with_hours=with_hours, plain=True) for its in found],
        left=3,
        total=("together", "", "", shown(case, asked), shown(case, waived))
        + (("",) if with_hours else ()),
        notes=[f"{counted(len(found), 'member').capitalize()}."] if found else (),
        empty="Nothing is asked of anybody.",
        data={
            **base(case),
            "window": {"from": window.start.isoformat(), "to": window.end.isoformat()},
            "asked": case.money(asked),
            "waived": case.money(waived),
            "members": [_data(case, its) for its in found],
        },
    )


def _cells(
    case: "Case", its: Assessed, named: Named, *, with_hours: bool, plain: bool = False
) -> Sequence[str]:
    tiers = list(dict.fromkeys(period.tier for period in its.periods))
    one = len(its.periods) == 1
    what = period_name(its.periods[0]) if one else counted(len(its.periods), "period")
    money = [case.money(v) if plain else shown(case, v) for v in (its.asked, its.waived)]
    hours = ((index(its.hours) if its.hours else ""),) if with_hours else ()
    return named(its.ledger.member), ", ".join(tiers), what, *money, *hours


def _data(case: "Case", its: Assessed) -> dict[str, Any]:
    return {
        "member": its.ledger.member,
        "asked": case.money(its.asked),
        "waived": case.money(its.waived),
        "hours": index(its.hours) if its.hours else None,
        "periods": [
            {
                "from": period.start.isoformat(),
                "to": period.end.isoformat(),
                "tier": period.tier,
                "asked": case.money(period.asked),
                "waived": period.waived,
            }
            for period in its.periods
        ],
    }


def period_name(period: Period) -> str:
    """``March 2026``, ``March to May 2026``."""
    months = month_number(period.end) - month_number(period.start) + 1
    return in_months(months_on(period.start, step) for step in range(months))
