"""What each member has paid, against what the schedule asks: dues as a running account.

Everything that says what of a payment is dues goes through :meth:`Ledger.payments`: the rule CF101,
the measures of collection, the dues commands, and the desk when it books a payment.
"""

from bisect import insort
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from coopfund import words
from coopfund.books.books import month_end
from coopfund.books.income_rows import Giver
from coopfund.books.records import MemberEvent
from coopfund.measures.schedule import Schedule, Timeline
from coopfund.money import ZERO, half_up

if TYPE_CHECKING:
    from coopfund.books.books import Books

NO_ROW = -1
"""The row of a payment that is not in the books yet."""


class Booked(NamedTuple):
    """A posting booked as dues: ``amount`` of money (refunds negative), or ``hours`` of work."""

    row: int
    date: date
    amount: Decimal
    hours: Decimal = ZERO


class DuesPayment(NamedTuple):
    """A dues payment split by the schedule.

    ``dues`` + ``gift`` = ``amount``, which for ``hours`` is what they stand for. Hours beyond the
    schedule are no gift; there ``dues`` alone counts.
    """

    row: int
    date: date
    amount: Decimal
    due: Decimal
    prepay: Decimal
    before: Decimal
    dues: Decimal
    gift: Decimal
    hours: Decimal = ZERO


class Split(NamedTuple):
    """A payment as it is to be booked."""

    dues: Decimal
    gift: Decimal


@dataclass(slots=True)
class Ledger:
    """One member's dues.

    Attributes:
        member: the id.
        schedule: the voted schedule.
        timeline: what it asks of them.
        joined: the day of the first joining, ``None`` for somebody who never joined.
        booked: what is booked as their dues, in order of day.
    """

    member: str
    schedule: Schedule
    timeline: Timeline
    joined: date | None = None
    booked: list[Booked] = field(default_factory=list)

    def payments(self) -> Iterator[DuesPayment]:
        """Each payment split into dues and gift, in order of day."""
        timeline, schedule = self.timeline, self.schedule
        paid, worked, counted = ZERO, Fraction(0), ZERO
        for row, day, amount, hours in self.booked:
            value = amount
            if hours:
                worked += Fraction(hours) * timeline.worth(day)
                value = half_up(worked, schedule.digits) - counted
                counted += value
            due = timeline.due(day)
            prepay = timeline.ahead(day, schedule.prepay_months(day))
            dues = min(value, max(ZERO, due + prepay - paid)) if value > 0 else value
            gift = ZERO if hours else value - dues
            yield DuesPayment(row, day, value, due, prepay, paid, dues, gift, hours)
            paid += dues

    def split(self, day: date, amount: Decimal) -> Split:
        """What of another payment on a day would be dues; what came in later is left aside."""
        earlier = [booked for booked in self.booked if booked.date <= day]
        probe = Ledger(self.member, self.schedule, self.timeline, self.joined, earlier)
        probe.booked.append(Booked(NO_ROW, day, amount))
        *_, last = probe.payments()
        return Split(last.dues, last.gift)


class Splitter:
    """Splits payments that come in, each with those before it in mind."""

    def __init__(self, books: "Books", until: date, only: Container[str] | None = None) -> None:
        """Take the books as they are; payments after ``until`` cannot be split.

        Args:
            books: the books without the payments.
            until: the last day of any of the payments.
            only: whose payments will be split, where that is known.
        """
        last = max(until, books.end or until)
        self._ledgers = {its.member: its for its in member_ledgers(books, None, only, last)}
        self._schedule = Schedule(books, month_end(last))

    def take(self, member: str, day: date, amount: Decimal) -> Split:
        """Split a payment, and keep it in mind for the next one."""
        ledger = self._ledgers.get(member)
        if ledger is None:
            ledger = Ledger(member, self._schedule, self._schedule.timeline([]))
            self._ledgers[member] = ledger
        found = ledger.split(day, amount)
        insort(ledger.booked, Booked(NO_ROW, day, found.dues), key=lambda its: its.date)
        return found


def split_dues(books: "Books", member: str, day: date, amount: Decimal) -> Split:
    """What of a member's payment is dues, and what a gift to be booked as such.

    Args:
        books: the books without the payment.
        member: the id; of somebody who never joined all is a gift.
        day: the day of the payment.
        amount: how much, in the operating currency.
    """
    return Splitter(books, day, {member}).take(member, day, amount)


def member_ledgers(
    books: "Books",
    last_row: int | None,
    only: Container[str] | None = None,
    until: date | None = None,
) -> list[Ledger]:
    """The dues account of everybody who joined or paid dues, by id.

    Args:
        books: the books.
        last_row: how many postings count; ``None`` for all.
        only: leave out everybody else.
        until: a day in the last month for which dues are asked, by default the books' last.
    """
    schedule = Schedule(books, month_end(until or books.end or date.min))
    ledgers = {
        member: Ledger(member, schedule, schedule.timeline(its), _joined(its))
        for member, its in member_events(books).items()
        if only is None or member in only
    }
    nothing, stop = schedule.timeline([]), len(books.rows) if last_row is None else last_row
    rows, dates = books.rows, books.transactions.date
    hours = {
        row: number
        for row, number in _hours(books, stop).items()
        if _pays_dues(Giver(str(rows.source[row]), rows.contributor[row]), only)
    }
    money = books.income.of(lambda giver: _pays_dues(giver, only), stop)
    for row in sorted({*money, *hours}) if hours else money:
        member, day = str(rows.contributor[row]), dates[rows.txn[row]]
        ledger = ledgers.get(member)
        if ledger is None:
            ledger = ledgers[member] = Ledger(member, schedule, nothing)
        worked = hours.get(row, ZERO)
        amount = ZERO if worked else -(rows.value[row] or ZERO)
        ledger.booked.append(Booked(row, day, amount, worked))
    return [ledgers[member] for member in sorted(ledgers)]


def _hours(books: "Books", last_row: int) -> Mapping[int, Decimal]:
    """The postings of hours on income accounts, and how many; a price makes no money of them."""
    memo = books.declared.hours
    if not memo:
        return {}
    rows = books.rows
    currencies, numbers = rows.currency, rows.number
    return {
        row: -numbers[row] for row in books.rows_of("Income", last_row) if currencies[row] in memo
    }


def ahead_of_schedule(books: "Books", last_row: int) -> frozenset[str]:
    """Whoever ever paid more than was due by the day, got dues back, or gave hours for them.

    The dues of everybody else are what they paid; their accounts need no closer look.
    """
    since = books.once(_ahead_since)
    return frozenset(member for member, row in since.items() if row < last_row)


def _ahead_since(books: "Books") -> Mapping[str, int]:
    """Whoever is ever ahead of the schedule, and the posting since which they are."""
    schedule = Schedule(books, month_end(books.end or date.min))
    events, income = member_events(books), books.income
    people, last_row = books.rows.contributor, len(books.rows)
    found: dict[str, int] = {}
    for row in _hours(books, last_row):
        if people[row] is not None:
            found.setdefault(str(people[row]), row)
    timelines = [
        schedule.timeline(events.get(str(giver.contributor), [])) if _pays_dues(giver) else None
        for giver in income.givers
    ]
    distinct = {id(timeline): timeline for timeline in timelines if timeline is not None}
    paid = [ZERO] * len(income.givers)
    for day, part in _months(books, last_row):
        due = {its: timeline.due(day) for its, timeline in distinct.items()}
        its = zip(income.rows[part], income.numbers[part], income.values[part], strict=True)
        for row, number, value in its:
            timeline = timelines[number]
            if timeline is not None:
                total = paid[number] = paid[number] - value
                if value > ZERO or total > due[id(timeline)]:
                    member = str(income.givers[number].contributor)
                    found[member] = min(row, found.get(member, row))
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


def paid_accounts(
    books: "Books", last_row: int, until: date, ahead: Container[str]
) -> list[tuple[Timeline, Decimal]]:
    """The accounts of :func:`accounts_by_member`, without their names."""
    return list(accounts_by_member(books, last_row, until, ahead).values())


def accounts_by_member(
    books: "Books", last_row: int, until: date, ahead: Container[str]
) -> dict[str, tuple[Timeline, Decimal]]:
    """Of everybody who joined or paid dues: what the schedule asks until a day, and their dues.

    Only what is dues counts, as CF101 splits it, and hours for what they stand for.

    Args:
        books: the books.
        last_row: how many postings count.
        until: the last day for which dues are asked and payments count.
        ahead: whose accounts need a closer look; see :func:`ahead_of_schedule`.
    """
    schedule = Schedule(books, until)
    stop = min(last_row, books.transactions.start[books.until(until)])
    nothing, timelines = schedule.timeline([]), _timelines(books, schedule)
    paid = dict.fromkeys(timelines, ZERO)
    for giver, amount in books.income.sums(0, stop).items():
        if _pays_dues(giver):
            paid[str(giver.contributor)] = amount
    for ledger in member_ledgers(books, stop, ahead, until):
        paid[ledger.member] = sum((payment.dues for payment in ledger.payments()), ZERO)
    return {member: (timelines.get(member, nothing), total) for member, total in paid.items()}


def _timelines(books: "Books", schedule: Schedule) -> Mapping[str, Timeline]:
    """What a schedule asks of each member; looked up once for all whose events are the same."""
    found: dict[str, Timeline] = {}
    for events, members in books.once(_alike):
        found.update(dict.fromkeys(members, schedule.timeline(events)))
    return found


def _alike(books: "Books") -> Sequence[tuple[Sequence[MemberEvent], Sequence[str]]]:
    """Events, and the members to whom the same happened on the same days."""
    alike: dict[tuple[tuple[date, str, str | None], ...], list[str]] = {}
    events = member_events(books)
    for member, its in events.items():
        key = tuple((event.date, event.event, event.tier) for event in its)
        alike.setdefault(key, []).append(member)
    return [(events[members[0]], members) for members in alike.values()]


def member_events(books: "Books") -> Mapping[str, Sequence[MemberEvent]]:
    """What happened to each member, in order of day."""
    events: dict[str, list[MemberEvent]] = {}
    for event in books.declared.members:
        events.setdefault(event.member, []).append(event)
    return events


def _joined(events: Sequence[MemberEvent]) -> date | None:
    return next((event.date for event in events if event.event == "join"), None)
