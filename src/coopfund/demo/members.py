"""Who belongs to the demo cooperative: joins, tiers, waivers, leaves, and how each one pays."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from random import Random
from typing import Final, NamedTuple

from coopfund.demo.calendar import MONTH_COUNT, end_of, month, months_from, number_of
from coopfund.demo.entries import usd

FOUNDED: Final = date(2024, 11, 2)
FOUNDERS: Final = 50
RAISED: Final = date(2026, 1, 1)
"""From when on the standard tier is dearer."""

STANDARD, REDUCED, SUSTAINING = "standard", "reduced", "sustaining"


class Tier(NamedTuple):
    """A line of the schedule: what one payment is, and for how many months."""

    date: date
    name: str
    amount: Decimal
    months: int
    decision: str

    @property
    def monthly(self) -> Decimal:
        """What the tier asks per month."""
        return self.amount / self.months


SCHEDULE: Final = (
    Tier(FOUNDED, STANDARD, usd("18.00"), 1, "GM-2024-01"),
    Tier(FOUNDED, REDUCED, usd("7.00"), 1, "GM-2024-01"),
    Tier(FOUNDED, SUSTAINING, usd("90.00"), 3, "GM-2024-01"),
    Tier(RAISED, STANDARD, usd("20.00"), 1, "GM-2025-10"),
)


def rate(tier: str, first: date) -> Decimal:
    """What ``tier`` asks for the month that begins on ``first``."""
    return [row.monthly for row in SCHEDULE if row.name == tier and row.date <= end_of(first)][-1]


class Event(NamedTuple):
    """What a ``coopfund-member`` directive says of a member."""

    date: date
    event: str
    tier: str | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """One member: the first event is the joining.

    Attributes:
        every: months per payment: 1, 3 or 12.
        day: the day of the month on which the standing order runs.
        silent: months in which nothing came.
    """

    name: str
    events: tuple[Event, ...]
    every: int
    day: int
    silent: frozenset[date] = frozenset()

    @property
    def joined(self) -> date:
        """The day of joining."""
        return self.events[0].date

    @property
    def left(self) -> date | None:
        """The day from which on they are no member, or ``None``."""
        last = self.events[-1]
        return last.date if last.event == "leave" else None

    def tier(self, first: date) -> str:
        """The tier in force at the end of a month."""
        tiers = [e.tier for e in self.events if e.tier and e.date <= end_of(first)]
        return tiers[-1]

    def asked(self, first: date) -> Decimal:
        """What a month costs this member: nothing before joining, after leaving, while waived."""
        if end_of(first) < self.joined or (self.left is not None and self.left <= first):
            return usd(0)
        states = [e.event for e in self.events if e.date <= first and "waive" in e.event]
        if states and states[-1] == "waive":
            return usd(0)
        return rate(self.tier(first), first)


def _events(*rest: tuple[str, str, str | None]) -> tuple[Event, ...]:
    return tuple(Event(date.fromisoformat(day), event, tier) for day, event, tier in rest)


def _months(first: str, last: str) -> frozenset[date]:
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    return frozenset(day for day in months_from(start) if day <= end)


LATER: Final[Mapping[str, tuple[Event, ...]]] = {
    "m-0005": _events(("2025-06-01", "waive", None), ("2025-11-01", "unwaive", None)),
    "m-0011": _events(("2026-10-01", "leave", None)),
    "m-0014": _events(("2025-09-01", "tier", REDUCED)),
    "m-0018": _events(("2026-02-01", "waive", None)),
    "m-0024": _events(("2025-08-01", "leave", None)),
    "m-0029": _events(("2026-03-01", "tier", STANDARD)),
    "m-0033": _events(("2026-08-01", "waive", None)),
    "m-0037": _events(("2026-01-01", "leave", None)),
    "m-0040": _events(("2026-04-01", "leave", None)),
    "m-0047": _events(("2025-05-01", "leave", None)),
    "m-0053": _events(("2026-06-01", "leave", None)),
}
"""What happened to members after they joined."""

SILENT: Final[Mapping[str, frozenset[date]]] = {
    "m-0012": _months("2026-05-01", "2026-10-01"),
    "m-0027": _months("2025-08-01", "2025-11-01"),
    "m-0040": _months("2025-11-01", "2026-03-01"),
    "m-0056": _months("2026-08-01", "2026-10-01"),
}
"""Members in arrears, and the months in which nothing came from them."""

REDUCED_FOUNDERS: Final = frozenset({3, 5, 16, 22, 29, 34, 41, 45, 48})
SUSTAINING_FOUNDERS: Final = frozenset({1, 2, 7, 13, 17, 20, 30, 38, 43})
YEARLY: Final = frozenset({"m-0008", "m-0021", "m-0036"})
QUARTERLY: Final = frozenset({"m-0004", "m-0010", "m-0019", "m-0026", "m-0035", "m-0042"})
JOINERS: Final = 31
NEW_REDUCED, NEW_SUSTAINING = 0.22, 0.08


def make_members(rng: Random) -> tuple[Member, ...]:
    """All members there ever were, in order of their ids."""
    joined = sorted(_joining_day(rng) for _ in range(JOINERS))
    days = [FOUNDED] * FOUNDERS + joined
    return tuple(_member(number, day, rng) for number, day in enumerate(days, 1))


def _joining_day(rng: Random) -> date:
    first = month(1 + rng.randrange(MONTH_COUNT - 2))
    return first.replace(day=1 + rng.randrange(20))


def _member(number: int, joined: date, rng: Random) -> Member:
    name = f"m-{number:04d}"
    tier = _founding_tier(number) if number <= FOUNDERS else _new_tier(rng.random())
    day = 1 + rng.randrange(9)
    every = 3 if tier == SUSTAINING or name in QUARTERLY else 12 if name in YEARLY else 1
    events = (Event(joined, "join", tier), *LATER.get(name, ()))
    return Member(name, events, every, day, SILENT.get(name, frozenset()))


def _founding_tier(number: int) -> str:
    if number in SUSTAINING_FOUNDERS:
        return SUSTAINING
    return REDUCED if number in REDUCED_FOUNDERS else STANDARD


def _new_tier(lot: float) -> str:
    if lot < NEW_REDUCED:
        return REDUCED
    return SUSTAINING if lot < NEW_REDUCED + NEW_SUSTAINING else STANDARD


def is_paying_month(member: Member, first: date) -> bool:
    """Whether a standing order of this member runs in the month."""
    return (number_of(first) - number_of(member.joined)) % member.every == 0
