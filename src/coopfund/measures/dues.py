"""What the schedule asks of each member, and what each has paid: dues as a running account."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from coopfund import words
from coopfund.books.books import month_end
from coopfund.books.records import DuesTier, MemberEvent
from coopfund.money import ZERO

if TYPE_CHECKING:
    from coopfund.books.books import Books


class DuesPayment(NamedTuple):
    """A dues payment split by the schedule: ``dues`` + ``gift`` = ``amount``."""

    row: int
    date: date
    amount: Decimal
    due: Decimal
    prepay: Decimal
    before: Decimal
    dues: Decimal
    gift: Decimal


class Period(NamedTuple):
    """A period that is due from ``start`` on; ``assessed`` is 0 where waived."""

    start: date
    asked: Decimal
    waived: bool


@dataclass(frozen=True, slots=True)
class Timeline:
    """What the schedule asks of members with the same events: every period, and the running sum.

    Attributes:
        periods: every period until the books end, in order.
        starts: the first day of each.
        owed: for each number of periods begun, what they ask together without waived ones.
        rates: the days from which a monthly rate holds, and the rate.
    """

    periods: tuple[Period, ...]
    starts: tuple[date, ...]
    owed: tuple[Decimal, ...]
    rates: tuple[tuple[date, Decimal], ...]

    def due(self, day: date) -> Decimal:
        """What was asked up to a day."""
        return self.owed[bisect_right(self.starts, day)]

    def monthly_rate(self, day: date) -> Decimal:
        """What a month costs on a day; nothing for somebody who is no member."""
        rate = ZERO
        for since, value in self.rates:
            if since > day:
                break
            rate = value
        return rate


@dataclass(slots=True)
class Ledger:
    """One member's dues.

    Attributes:
        member: the id.
        timeline: what the schedule asks of them.
        joined: the day of the first joining, ``None`` for somebody who never joined.
        booked: postings booked as their dues: row, day, amount (refunds negative).
    """

    member: str
    timeline: Timeline
    joined: date | None = None
    booked: list[tuple[int, date, Decimal]] = field(default_factory=list)

    def payments(self, prepay_months: int) -> Iterator[DuesPayment]:
        """Each payment split into dues and gift, in order of day."""
        timeline, paid = self.timeline, ZERO
        for row, day, amount in self.booked:
            due = timeline.due(day)
            prepay = timeline.monthly_rate(day) * prepay_months
            dues = min(amount, max(ZERO, due + prepay - paid)) if amount > 0 else amount
            yield DuesPayment(row, day, amount, due, prepay, paid, dues, amount - dues)
            paid += dues

    def beyond(self, prepay_months: int) -> list[DuesPayment]:
        """The payments of which a part is a gift; none for most members, told at a glance.

        Whoever never paid more than was due by the day, prepayment aside, paid no gift.
        """
        owed, starts, paid = self.timeline.owed, self.timeline.starts, ZERO
        for _, day, amount in self.booked:
            paid += amount
            if paid > owed[bisect_right(starts, day)] or amount < 0:
                return [p for p in self.payments(prepay_months) if p.gift > 0]
        return []


class Schedule:
    """The voted amounts by tier, and what they ask of a member with given events."""

    def __init__(self, tiers: tuple[DuesTier, ...], until: date) -> None:
        """Take every ``coopfund-dues`` directive; periods are counted until a day."""
        self.until = until
        self._days: dict[str, list[date]] = {}
        self._tiers: dict[str, list[DuesTier]] = {}
        self._known: dict[tuple[tuple[date, str, str | None], ...], Timeline] = {}
        for tier in tiers:
            self._days.setdefault(tier.tier, []).append(tier.date)
            self._tiers.setdefault(tier.tier, []).append(tier)

    def asked(self, tier: str | None, day: date) -> DuesTier | None:
        """What a tier asks on a day."""
        days = self._days.get(tier) if tier else None
        position = bisect_right(days, day) if days and tier else 0
        return self._tiers[tier][position - 1] if tier and position else None

    def timeline(self, events: list[MemberEvent]) -> Timeline:
        """What is asked of a member with these events; shared among members who have the same.

        A period starts on the first of a month. What was true on that day counts for it, except
        that the month in which somebody joins counts in full.
        """
        what = tuple((_effective(event), event.event, event.tier) for event in events)
        known = self._known.get(what)
        if known is None:
            known = self._known[what] = self._timeline(what)
        return known

    def _timeline(self, events: tuple[tuple[date, str, str | None], ...]) -> Timeline:
        periods, owed = [], [ZERO]
        rates: list[tuple[date, Decimal]] = []
        tier, waived, next_due, position = None, False, date.max, 0
        start = events[0][0] if events else date.max
        while start <= self.until:
            while position < len(events) and events[position][0] <= start:
                _, event, named = events[position]
                position += 1
                next_due = start if event == "join" else next_due
                tier = None if event == "leave" else named or tier
                waived = event == "waive" or (waived and event not in ("join", "unwaive"))
            asked = self.asked(tier, start) or self.asked(tier, _months_on(start, 1))
            rate = asked.amount / words.INTERVALS[asked.interval] if asked else ZERO
            if not rates or rates[-1][1] != rate:
                rates.append((start, rate))
            if asked and start >= next_due:
                periods.append(Period(start, asked.amount, waived))
                owed.append(owed[-1] + (ZERO if waived else asked.amount))
                next_due = _months_on(start, words.INTERVALS[asked.interval])
            start = _months_on(start, 1)
        starts = tuple(period.start for period in periods)
        return Timeline(tuple(periods), starts, tuple(owed), tuple(rates))


def _effective(event: MemberEvent) -> date:
    """The first of the month from which an event counts: joining at once, the rest when one begins."""
    first = event.date.replace(day=1)
    if event.event == "join" or event.date == first:
        return first
    return _months_on(first, 1)


def member_ledgers(books: "Books", last_row: int) -> list[Ledger]:
    """The dues account of everybody who joined or paid dues, by id.

    Args:
        books: the books.
        last_row: how many postings count.
    """
    schedule = Schedule(books.declared.dues, month_end(books.end or date.min))
    events: dict[str, list[MemberEvent]] = {}
    for event in books.declared.members:
        events.setdefault(event.member, []).append(event)
    ledgers = {
        member: Ledger(member, schedule.timeline(its), _joined(its))
        for member, its in events.items()
    }
    nothing = schedule.timeline([])
    rows, dates = books.rows, books.transactions.date
    infos, people, values, txns = rows.account, rows.contributor, rows.value, rows.txn
    for row, source in enumerate(rows.source[:last_row]):
        if source == words.DUES and infos[row].root == "Income":
            member, value = people[row], values[row]
            if member is None or value is None:
                continue
            ledger = ledgers.get(member)
            if ledger is None:
                ledger = ledgers[member] = Ledger(member, nothing)
            ledger.booked.append((row, dates[txns[row]], -value))
    return [ledgers[member] for member in sorted(ledgers)]


def _joined(events: list[MemberEvent]) -> date | None:
    return next((event.date for event in events if event.event == "join"), None)


def _months_on(first: date, months: int) -> date:
    number = first.year * 12 + first.month - 1 + months
    year, month = divmod(number, 12)
    return date(year, month + 1, 1)
