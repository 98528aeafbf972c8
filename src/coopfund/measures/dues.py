"""What the schedule asks of each member, and what each has paid: dues as a running account."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from coopfund import words
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


@dataclass(slots=True)
class Ledger:
    """One member's dues.

    Attributes:
        member: the id.
        joined: the day of the first joining, ``None`` for somebody who never joined.
        events: their own events in order.
        booked: postings booked as their dues: row, day, amount (refunds negative).
    """

    member: str
    schedule: "Schedule"
    joined: date | None = None
    events: list[MemberEvent] = field(default_factory=list)
    booked: list[tuple[int, date, Decimal]] = field(default_factory=list)

    def periods(self, until: date) -> Iterator[Period]:
        """Every period due on or before a day, whole months, in order."""
        yield from self.schedule.periods(self.events, until)

    def payments(self, prepay_months: int) -> Iterator[DuesPayment]:
        """Each payment split into dues and gift, in order of day."""
        paid = due = ZERO
        periods = self.periods(date.max) if self.joined else iter(())
        upcoming = next(periods, None)
        for row, day, amount in self.booked:
            while upcoming is not None and upcoming.start <= day:
                due += ZERO if upcoming.waived else upcoming.asked
                upcoming = next(periods, None)
            prepay = self.schedule.prepay(self.events, day, prepay_months)
            dues = min(amount, max(ZERO, due + prepay - paid)) if amount > 0 else amount
            yield DuesPayment(row, day, amount, due, prepay, paid, dues, amount - dues)
            paid += dues


class Schedule:
    """The voted amounts by tier, and what they ask of a member with given events."""

    def __init__(self, tiers: tuple[DuesTier, ...]) -> None:
        """Take every ``coopfund-dues`` directive."""
        self._days: dict[str, list[date]] = {}
        self._tiers: dict[str, list[DuesTier]] = {}
        for tier in tiers:
            self._days.setdefault(tier.tier, []).append(tier.date)
            self._tiers.setdefault(tier.tier, []).append(tier)

    def asked(self, tier: str, day: date) -> DuesTier | None:
        """What a tier asks on a day."""
        days = self._days.get(tier)
        position = bisect_right(days, day) if days else 0
        return self._tiers[tier][position - 1] if position else None

    def periods(self, events: list[MemberEvent], until: date) -> Iterator[Period]:
        """Every period of a member due on or before ``until``: each starts on a first of a month.

        The period in which somebody joins counts in full; after leaving, none starts.
        """
        if not events or not any(event.event == "join" for event in events):
            return
        tier: str | None = None
        waived, position = False, 0
        start = next(event.date for event in events if event.event == "join").replace(day=1)
        next_due: date | None = None
        while start <= until:
            end = _next_month(start)
            while position < len(events) and events[position].date < end:
                event = events[position]
                position += 1
                if event.event == "join":
                    tier, waived, next_due = event.tier, False, start
                elif event.event == "tier":
                    tier = event.tier
                elif event.event == "leave":
                    tier = None
                else:
                    waived = event.event == "waive"
            asked = self.asked(tier, max(start, end - ONE_DAY)) if tier else None
            if asked and next_due is not None and start >= next_due:
                yield Period(start, asked.amount, waived)
                next_due = _months_on(start, words.INTERVALS[asked.interval])
            if tier is None and position >= len(events):
                return
            start = end

    def prepay(self, events: list[MemberEvent], day: date, months: int) -> Decimal:
        """How far ahead a member may pay on a day: that many months at the tier's rate."""
        tier = None
        for event in events:
            if event.date <= day or tier is None:
                tier = event.tier or (None if event.event == "leave" else tier)
        asked = self.asked(tier, day) if tier else None
        if asked is None:
            return ZERO
        return asked.amount * months / words.INTERVALS[asked.interval]


def member_ledgers(books: "Books", last_row: int) -> list[Ledger]:
    """The dues account of everybody who joined or paid dues, by id.

    Args:
        books: the books.
        last_row: how many postings count.
    """
    schedule = Schedule(books.declared.dues)
    ledgers: dict[str, Ledger] = {}
    for event in books.declared.members:
        ledger = ledgers.get(event.member)
        if ledger is None:
            ledger = ledgers[event.member] = Ledger(event.member, schedule)
        if ledger.joined is None and event.event == "join":
            ledger.joined = event.date
        ledger.events.append(event)
    rows, dates = books.rows, books.transactions.date
    infos, people, values, txns = rows.account, rows.contributor, rows.value, rows.txn
    for row, source in enumerate(rows.source):
        if row >= last_row:
            break
        if source != words.DUES or infos[row].root != "Income":
            continue
        member, value = people[row], values[row]
        if member is None or value is None:
            continue
        ledger = ledgers.get(member)
        if ledger is None:
            ledger = ledgers[member] = Ledger(member, schedule)
        ledger.booked.append((row, dates[txns[row]], -value))
    return [ledgers[member] for member in sorted(ledgers)]


ONE_DAY = date(2000, 1, 2) - date(2000, 1, 1)
LAST_MONTH = 12


def _next_month(first: date) -> date:
    return _months_on(first, 1)


def _months_on(first: date, months: int) -> date:
    number = first.year * 12 + first.month - 1 + months
    year, month = divmod(number, 12)
    return date(min(year, date.max.year), month + 1, 1)
