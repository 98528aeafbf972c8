"""Dues of the months to come: by the schedule, at the rate at which they came in so far."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from coopfund import words
from coopfund.books.books import month_end
from coopfund.findings import Window
from coopfund.measures.dues import accounts_by_member, paid_accounts
from coopfund.measures.membership import collected, members_on
from coopfund.measures.schedule import Timeline, month_number
from coopfund.money import ZERO, half_up
from coopfund.simulation.outlook import Dues
from coopfund.simulation.scenario import Scenario

if TYPE_CHECKING:
    from coopfund.rules.case import Case

Account = tuple[Timeline, Decimal]
"""What the schedule asks of a member, and what they have paid."""


def forecast_dues(
    case: "Case", base: Window, covered: int, scenario: Scenario, dropped: frozenset[str]
) -> Dues:
    """The dues of each month to come.

    Members pay what the schedule asks, times the collection rate of the base months; what they have
    paid ahead is not asked again. Without a schedule, dues come in as in the same month of the
    base, or, where the base is shorter than a year, at its mean.

    Args:
        case: the books as of the base's last day.
        base: the months before.
        covered: how many of them the books cover.
        scenario: what is supposed.
        dropped: members whose dues no longer come.
    """
    days, digits = scenario.days, case.books.digits
    last = month_end(days[-1])
    everybody = accounts_by_member(case.books, case.last_row, last, case.ahead)
    accounts = [account for name, account in everybody.items() if name not in dropped]
    asked, ahead = _asked(accounts, days, case.as_of)
    received = _received(case, base, covered, dropped)
    paid = paid_accounts(case.books, case.last_row, base.end, case.ahead)
    rate = collected(paid, base).rate
    scale = (1 + scenario.members) * (1 + scenario.dues_rise)
    if words.DUES in scenario.sources:
        scale = Fraction(0)
    if rate is None and not any(asked):
        exact = [_as_before(received, day) * scale for day in days]
        usual = [sum(received.values(), Fraction(0)) / covered] * covered
    else:
        exact = [Fraction(amount) * (1 if rate is None else rate) * scale for amount in asked]
        usual = [_asked_in(accounts, month) * (rate or 0) for month in received]
    return Dues(
        asked=asked,
        rate=rate,
        expected=[max(ZERO, half_up(amount, digits)) for amount in exact],
        surprises=_surprises(list(received.values()), usual, scale, digits),
        ahead=ahead,
        members=len(members_on(case.books.declared.members, case.as_of) - dropped),
        before=case.income(base).by_source.get(words.DUES, ZERO),
    )


def _asked(
    accounts: Iterable[Account], days: Sequence[date], as_of: date
) -> tuple[list[Decimal], Decimal]:
    """What is asked in each month, after what was paid ahead; and all that was paid ahead."""
    first = month_number(days[0])
    asked, ahead = [ZERO] * len(days), ZERO
    for timeline, paid in accounts:
        credit = max(ZERO, paid - timeline.due(as_of))
        ahead += credit
        for period in timeline.periods:
            number = month_number(period.start) - first
            if number >= 0 and not period.waived:
                used = min(credit, period.asked)
                credit -= used
                asked[number] += period.asked - used
    return asked, ahead


def _asked_in(accounts: Iterable[Account], month: int) -> Fraction:
    """What was asked in a month, without waived dues."""
    return Fraction(
        sum(
            (
                period.asked
                for timeline, _ in accounts
                for period in timeline.periods
                if month_number(period.start) == month and not period.waived
            ),
            ZERO,
        )
    )


def _received(
    case: "Case", base: Window, covered: int, dropped: frozenset[str]
) -> dict[int, Fraction]:
    """Dues that came in in each month of the base that the books cover, by month number."""
    last = month_number(base.end)
    found = {month: Fraction(0) for month in range(last - covered + 1, last + 1)}
    rows, txns = case.books.rows, case.books.transactions
    for row in case.books.rows_of("Income", case.last_row):
        value, day = rows.value[row], txns.date[rows.txn[row]]
        if rows.source[row] != words.DUES or value is None or day not in base:
            continue
        if rows.contributor[row] not in dropped:
            found[month_number(day)] -= Fraction(value)
    return found


def _as_before(received: Mapping[int, Fraction], day: date) -> Fraction:
    """Dues of the same month of the base; where that is shorter than a year, its mean."""
    same = month_number(day)
    while same > max(received):
        same -= 12
    if same in received and len(received) == 12:  # noqa: PLR2004  # months of a year
        return received[same]
    return sum(received.values(), Fraction(0)) / len(received)


def _surprises(
    received: Sequence[Fraction], usual: Sequence[Fraction], scale: Fraction, digits: int
) -> list[Decimal]:
    """Each month's dues beyond what was to be expected, less the mean of that."""
    beyond = [came - expected for came, expected in zip(received, usual, strict=True)]
    mean = sum(beyond, Fraction(0)) / len(beyond)
    return [half_up((its - mean) * scale, digits) for its in beyond]
