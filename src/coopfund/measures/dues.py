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

    def __init__(self, books: "Books", until: date) -> None:
        """Take the books as they are; payments after ``until`` cannot be split.

        Args:
            books: the books without the payments.
            until: the last day of any of the payments.
        """
        last = max(until, books.end or until)
        self._ledgers = {its.member: its for its in member_ledgers(books, None, until=last)}
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
    return Splitter(books, day).take(member, day, amount)


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
    nothing = schedule.timeline([])
    rows, dates = books.rows, books.transactions.date
    hours = _hours(books, last_row)
    for row in books.rows_of("Income", last_row):
        member, value = rows.contributor[row], rows.value[row]
        if (
            rows.source[row] != words.DUES
            or member is None
            or (only is not None and member not in only)
        ):
            continue
        if row in hours or value is not None:
            ledger = ledgers.get(member)
            if ledger is None:
                ledger = ledgers[member] = Ledger(member, schedule, nothing)
            amount, worked = (ZERO, hours[row]) if row in hours else (-(value or ZERO), ZERO)
            ledger.booked.append(Booked(row, dates[rows.txn[row]], amount, worked))
    return [ledgers[member] for member in sorted(ledgers)]


def _hours(books: "Books", last_row: int | None) -> Mapping[int, Decimal]:
    """The postings of hours on income accounts, and how many; a price makes no money of them."""
    memo = books.declared.hours
    if not memo:
        return {}
    rows = books.rows
    currencies, numbers = rows.currency, rows.number
    return {
        row: -numbers[row] for row in books.rows_of("Income", last_row) if currencies[row] in memo
    }


class Tally(NamedTuple):
    """What everybody paid in dues until a day.

    Attributes:
        accounts: of everybody who joined or paid dues: what the schedule asks, and what came in.
        ahead: whoever ever paid more than was due by the day, or got dues back.
    """

    accounts: Mapping[str, tuple[Timeline, Decimal]]
    ahead: frozenset[str]


def tally(books: "Books", last_row: int, until: date) -> Tally:
    """What everybody paid in dues, in one pass.

    Nobody but those ``ahead`` can have paid a gift as dues; their accounts need a closer look.

    Args:
        books: the books.
        last_row: how many postings count.
        until: the last day for which dues are asked and payments count.
    """
    schedule = Schedule(books, until)
    txns = books.transactions
    last_row = min(last_row, txns.start[books.until(until)])
    timelines = {m: schedule.timeline(its) for m, its in member_events(books).items()}
    paid, ahead = dict.fromkeys(timelines, ZERO), set()
    nothing = schedule.timeline([])
    rows, dates = books.rows, txns.date
    sources, people, values, txn = rows.source, rows.contributor, rows.value, rows.txn
    hours = _hours(books, last_row)
    for row in books.rows_of("Income", last_row):
        member, value = people[row], values[row]
        if sources[row] != words.DUES or member is None:
            continue
        if row in hours:
            ahead.add(member)
            paid.setdefault(member, ZERO)
        elif value is not None:
            total = paid[member] = paid.get(member, ZERO) - value
            if value > 0 or total > timelines.get(member, nothing).due(dates[txn[row]]):
                ahead.add(member)
    accounts = {m: (timelines.get(m, nothing), total) for m, total in paid.items()}
    return Tally(accounts, frozenset(ahead))


def paid_accounts(books: "Books", last_row: int, until: date) -> list[tuple[Timeline, Decimal]]:
    """The accounts of :func:`accounts_by_member`, without their names."""
    return list(accounts_by_member(books, last_row, until).values())


def accounts_by_member(
    books: "Books", last_row: int, until: date
) -> dict[str, tuple[Timeline, Decimal]]:
    """Of everybody who joined or paid dues: what the schedule asks until a day, and their dues.

    Only what is dues counts, as CF101 splits it, and hours for what they stand for.

    Args:
        books: the books.
        last_row: how many postings count.
        until: the last day for which dues are asked and payments count.
    """
    found = tally(books, last_row, until)
    accounts = dict(found.accounts)
    if found.ahead:
        last_row = min(last_row, books.transactions.start[books.until(until)])
        for ledger in member_ledgers(books, last_row, found.ahead, until):
            dues = sum((payment.dues for payment in ledger.payments()), ZERO)
            accounts[ledger.member] = (accounts[ledger.member][0], dues)
    return accounts


def member_events(books: "Books") -> Mapping[str, Sequence[MemberEvent]]:
    """What happened to each member, in order of day."""
    events: dict[str, list[MemberEvent]] = {}
    for event in books.declared.members:
        events.setdefault(event.member, []).append(event)
    return events


def _joined(events: Sequence[MemberEvent]) -> date | None:
    return next((event.date for event in events if event.event == "join"), None)
