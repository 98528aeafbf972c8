"""What the schedule asks of each member, and what each has paid: dues as a running account."""

from bisect import bisect_right
from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from coopfund import words
from coopfund.books.books import month_end
from coopfund.books.income_rows import Giver
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
        first: the month of the first, as :func:`month_number`.
        owed: what was asked before the first month, by its end, by the next one's, and so on.
        rates: what each of these months costs.
    """

    periods: tuple[Period, ...]
    first: int
    owed: tuple[Decimal, ...]
    rates: tuple[Decimal, ...]

    def due(self, day: date) -> Decimal:
        """What was asked up to a day, waived periods left out."""
        return self.owed[self.position(month_number(day))]

    def monthly_rate(self, day: date) -> Decimal:
        """What a month costs on a day; nothing for somebody who is no member."""
        return self.rates[self.position(month_number(day))]

    def position(self, month: int) -> int:
        """Where a month stands in ``owed`` and ``rates``."""
        return min(max(0, month - self.first + 1), len(self.owed) - 1)


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

    def payments(self, prepay_months: Callable[[date], int]) -> Iterator[DuesPayment]:
        """Each payment split into dues and gift, in order of day.

        Args:
            prepay_months: how many months ahead a member may pay, by day.
        """
        timeline, paid = self.timeline, ZERO
        for row, day, amount in self.booked:
            due = timeline.due(day)
            prepay = timeline.monthly_rate(day) * prepay_months(day)
            dues = min(amount, max(ZERO, due + prepay - paid)) if amount > 0 else amount
            yield DuesPayment(row, day, amount, due, prepay, paid, dues, amount - dues)
            paid += dues


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
        periods, owed, rates = [], [ZERO], [ZERO]
        tier, waived, next_due, position = None, False, date.max, 0
        start = first = events[0][0] if events else date.max
        while start <= self.until:
            while position < len(events) and events[position][0] <= start:
                _, event, named = events[position]
                position += 1
                next_due = start if event == "join" else next_due
                tier = None if event == "leave" else named or tier
                waived = event == "waive" or (waived and event not in ("join", "unwaive"))
            following = months_on(start, 1)
            asked = self.asked(tier, start) or self.asked(tier, month_end(start))
            rates.append(asked.amount / words.INTERVALS[asked.interval] if asked else ZERO)
            owed.append(owed[-1])
            if asked and start >= next_due:
                periods.append(Period(start, asked.amount, waived))
                owed[-1] += ZERO if waived else asked.amount
                next_due = months_on(start, words.INTERVALS[asked.interval])
            start = following
        return Timeline(tuple(periods), month_number(first), tuple(owed), tuple(rates))


def _effective(event: MemberEvent) -> date:
    """The first of the month from which an event counts: joining now, the rest from the next."""
    first = event.date.replace(day=1)
    if event.event == "join" or event.date == first:
        return first
    return months_on(first, 1)


def member_ledgers(
    books: "Books",
    last_row: int,
    only: Container[str] | None = None,
    until: date | None = None,
) -> list[Ledger]:
    """The dues account of everybody who joined or paid dues, by id.

    Args:
        books: the books.
        last_row: how many postings count.
        only: leave out everybody else.
        until: the last day for which dues are asked, by default the end of the books' last month.
    """
    schedule = Schedule(books.declared.dues, until or month_end(books.end or date.min))
    ledgers = {
        member: Ledger(member, schedule.timeline(its), _joined(its))
        for member, its in _events(books).items()
        if only is None or member in only
    }
    nothing = schedule.timeline([])
    rows, dates = books.rows, books.transactions.date
    for row in books.income.of(lambda giver: _pays_dues(giver, only), last_row):
        member, day = str(rows.contributor[row]), dates[rows.txn[row]]
        ledger = ledgers.get(member)
        if ledger is None:
            ledger = ledgers[member] = Ledger(member, nothing)
        ledger.booked.append((row, day, -(rows.value[row] or ZERO)))
    return [ledgers[member] for member in sorted(ledgers)]


def paid_accounts(books: "Books", last_row: int, until: date) -> list[tuple[Timeline, Decimal]]:
    """Of everybody who joined or paid dues: what the schedule asks until a day, and what came in.

    Args:
        books: the books.
        last_row: how many postings count.
        until: the last day for which dues are asked and payments count.
    """
    schedule = Schedule(books.declared.dues, until)
    events = _events(books)
    paid = dict.fromkeys(events, ZERO)
    stop = min(last_row, books.transactions.start[books.until(until)])
    for giver, amount in books.income.sums(0, stop).items():
        if _pays_dues(giver):
            paid[str(giver.contributor)] = amount
    return [(schedule.timeline(events.get(member, [])), total) for member, total in paid.items()]


def ahead_of_schedule(books: "Books", last_row: int) -> set[str]:
    """Whoever ever paid more than was due by the day, or got dues back.

    Nobody else can have paid a gift as dues; their accounts need no closer look.
    """
    schedule = Schedule(books.declared.dues, month_end(books.end or date.min))
    events, income, found = _events(books), books.income, set()
    timelines = [
        schedule.timeline(events.get(str(giver.contributor), [])) if _pays_dues(giver) else None
        for giver in income.givers
    ]
    distinct = {id(timeline): timeline for timeline in timelines if timeline is not None}
    paid = [ZERO] * len(income.givers)
    for day, part in _months(books, last_row):
        due = {its: timeline.due(day) for its, timeline in distinct.items()}
        for number, value in zip(income.numbers[part], income.values[part], strict=True):
            timeline = timelines[number]
            if timeline is not None:
                total = paid[number] = paid[number] - value
                if value > ZERO or total > due[id(timeline)]:
                    found.add(str(income.givers[number].contributor))
    return found


def _months(books: "Books", last_row: int) -> Iterator[tuple[date, slice]]:
    """The first day with postings of each month, and the month's part of the income postings.

    What a member owes changes by the month, so it need not be looked up for each payment.
    """
    rows, txns, first = books.rows, books.transactions, 0
    while first < last_row:
        day = txns.date[rows.txn[first]]
        last = min(last_row, txns.start[books.until(month_end(day))])
        yield day, books.income.between(first, last)
        first = last


def _pays_dues(giver: Giver, only: Container[str] | None = None) -> bool:
    source, member = giver
    return source == words.DUES and member is not None and (only is None or member in only)


def _events(books: "Books") -> dict[str, list[MemberEvent]]:
    events: dict[str, list[MemberEvent]] = {}
    for event in books.declared.members:
        events.setdefault(event.member, []).append(event)
    return events


def _joined(events: list[MemberEvent]) -> date | None:
    return next((event.date for event in events if event.event == "join"), None)


def month_number(day: date) -> int:
    """Months since the year nothing."""
    return day.year * 12 + day.month - 1


def months_on(first: date, months: int) -> date:
    """The first of a month so many months later."""
    year, month = divmod(month_number(first) + months, 12)
    return date(year, month + 1, 1)
