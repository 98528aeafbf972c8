"""What the voted schedule asks of a member: every period, and the running sum."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Final, NamedTuple

from coopfund import words
from coopfund.books.records import DuesTier, MemberEvent
from coopfund.money import ZERO, digits_of, half_up

if TYPE_CHECKING:
    from coopfund.books.books import Books

CODE: Final = "CF101"
"""The rule whose settings say how the schedule is read."""
DAY: Final = timedelta(days=1)
EXACT: Final = frozenset({"days", "next"})
"""The ways to ask of those who join for which the very day of joining matters."""


class Period(NamedTuple):
    """A period that is due from ``start`` on, until ``end``; nothing of it is owed where waived.

    ``waived`` periods have what would have been ``asked``.
    """

    start: date
    end: date
    tier: str
    asked: Decimal
    waived: bool


@dataclass(frozen=True, slots=True)
class Timeline:
    """What the schedule asks of members with the same events.

    Attributes:
        periods: every period until the books end, in order.
        first: the month of the first, as :func:`month_number`.
        owed: what was asked before the first month, by its end, by the next one's, and so on.
        tiers: what each of these months is on; ``None`` for somebody who is no member.
        digits: the currency's decimals.
    """

    periods: tuple[Period, ...]
    first: int
    owed: tuple[Decimal, ...]
    tiers: tuple[DuesTier | None, ...]
    digits: int

    def due(self, day: date) -> Decimal:
        """What was asked up to a day, waived periods left out."""
        return self.owed[self._position(day)]

    def tier(self, day: date) -> DuesTier | None:
        """The tier of a member on a day; ``None`` for somebody who is no member."""
        return self.tiers[self._position(day)]

    def ahead(self, day: date, months: int) -> Decimal:
        """What so many months cost at the tier of a day."""
        tier = self.tier(day)
        return tier.for_months(months, self.digits) if tier else ZERO

    def worth(self, day: date) -> Fraction:
        """What an hour stands for in dues on a day; nothing where the tier takes none."""
        tier = self.tier(day)
        return Fraction(tier.amount) / Fraction(tier.hours) if tier and tier.hours else Fraction(0)

    def _position(self, day: date) -> int:
        return min(max(0, month_number(day) - self.first + 1), len(self.owed) - 1)


class Schedule:
    """The voted amounts by tier, and what they ask of a member with given events."""

    def __init__(self, books: "Books", until: date) -> None:
        """Take every ``coopfund-dues`` directive; periods are counted until a day."""
        self.until = until
        self.digits = books.digits
        self.takes_hours = any(tier.hours for tier in books.declared.dues)
        self._settings = books.settings
        joining = self._settings.timeline(CODE, "joining")
        self._exact = any(value in EXACT for _, value in joining)
        self._days: dict[str, list[date]] = {}
        self._tiers: dict[str, list[DuesTier]] = {}
        self._known: dict[tuple[tuple[date, str, str | None], ...], Timeline] = {}
        for tier in books.declared.dues:
            self._days.setdefault(tier.tier, []).append(tier.date)
            self._tiers.setdefault(tier.tier, []).append(tier)

    def setting(self, key: str, day: date) -> str:
        """How the assembly reads the schedule on a day."""
        return str(self._settings.get(CODE, key, day))

    def prepay_months(self, day: date) -> int:
        """How many months ahead a member may pay."""
        return int(self._settings.get(CODE, "prepay-months", day))

    def asked(self, tier: str | None, day: date) -> DuesTier | None:
        """What a tier asks on a day."""
        days = self._days.get(tier) if tier else None
        position = bisect_right(days, day) if days and tier else 0
        return self._tiers[tier][position - 1] if tier and position else None

    def timeline(self, events: Sequence[MemberEvent]) -> Timeline:
        """What is asked of a member with these events; shared among members who have the same.

        A period starts on the first of a month. What was true on that day counts for it; what
        changes later in a month counts from the next one, except that joining counts at once.
        """
        what = tuple(
            (
                event.date if self._exact and event.event == "join" else effective(event),
                event.event,
                event.tier,
            )
            for event in events
        )
        known = self._known.get(what)
        if known is None:
            known = self._known[what] = _Walk(self, what).timeline()
        return known


class _Walk:
    """One way through the months, from the first event until the schedule's last day."""

    def __init__(self, schedule: Schedule, events: Sequence[tuple[date, str, str | None]]) -> None:
        self.schedule = schedule
        self.events = events
        self.position = 0
        self.tier: str | None = None
        self.member = False
        self.waived = False
        self.joined: date | None = None
        self.next_due = date.max

    def timeline(self) -> Timeline:
        """The periods, and the running sum by month."""
        schedule = self.schedule
        periods: list[Period] = []
        owed, tiers = [ZERO], list[DuesTier | None]([None])
        start = first = self.events[0][0].replace(day=1) if self.events else date.max
        while start <= schedule.until:
            following = months_on(start, 1)
            self._take_events(following)
            asked = schedule.asked(self.tier, start) or schedule.asked(self.tier, following - DAY)
            tiers.append(asked)
            owed.append(owed[-1])
            if asked and start >= self.next_due:
                period = self._period(asked, start)
                if period is not None:
                    periods.append(period)
                    owed[-1] += ZERO if period.waived else period.asked
            start = following
        return Timeline(
            tuple(periods), month_number(first), tuple(owed), tuple(tiers), schedule.digits
        )

    def _take_events(self, following: date) -> None:
        """What counts in the month before ``following``."""
        while self.position < len(self.events) and self.events[self.position][0] < following:
            day, event, named = self.events[self.position]
            self.position += 1
            if event == "join":
                self.joined = day
                self.member = True
                self.next_due = date.min if self.next_due == date.max else self.next_due
            self.member = self.member and event != "leave"
            self.tier = (named or self.tier) if self.member else None
            self.waived = event == "waive" or (self.waived and event not in ("join", "unwaive"))

    def _period(self, asked: DuesTier, start: date) -> Period | None:
        """The period that begins in a month, or ``None`` where joining makes it free."""
        length = words.INTERVALS[asked.interval]
        calendar = self.schedule.setting("periods", start) == "calendar"
        begins = months_on(start, -((start.month - 1) % length)) if calendar else start
        following = months_on(begins, length)
        how = self.schedule.setting("joining", start) if self.joined else "months"
        since = max(start, self.joined or start)
        self.joined = None
        if how == "next" and since > begins:
            self.next_due = following if calendar else months_on(start, 1)
            return None
        self.next_due = following
        part = _part(how, since, begins, following)
        digits = max(self.schedule.digits, digits_of(asked.amount))
        amount = asked.amount if part == 1 else half_up(Fraction(asked.amount) * part, digits)
        return Period(start, following - DAY, asked.tier, amount, self.waived)


def _part(how: str, since: date, begins: date, following: date) -> Fraction:
    """The part of a period that is asked of somebody who comes into it on a day."""
    if how == "months":
        months = month_number(following) - month_number(begins)
        return Fraction(month_number(following) - month_number(since), months)
    if how == "days":
        return Fraction((following - since).days, (following - begins).days)
    return Fraction(1)


def effective(event: MemberEvent) -> date:
    """The first of the month from which an event counts: joining now, the rest from the next."""
    first = event.date.replace(day=1)
    if event.event == "join" or event.date == first:
        return first
    return months_on(first, 1)


def month_number(day: date) -> int:
    """Months since the year nothing."""
    return day.year * 12 + day.month - 1


def months_on(first: date, months: int) -> date:
    """The first of a month so many months later."""
    year, month = divmod(month_number(first) + months, 12)
    return date(year, month + 1, 1)
