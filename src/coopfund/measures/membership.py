"""Members: what they were asked and paid, and who stayed."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from coopfund.findings import Measure, Window
from coopfund.language import marked
from coopfund.measures.record import Maker, count, money, ratio, share
from coopfund.measures.schedule import Timeline
from coopfund.money import ZERO

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from coopfund.books.books import Books
    from coopfund.books.records import MemberEvent
    from coopfund.rules.case import Case


def membership_measures(case: "Case", window: Window, make: Maker) -> "Iterator[Measure]":
    """Collection and retention of a window."""
    yield collection_rate(case, window, make)
    yield retention(case.books, window, make)
    yield retention_by_cohort(case.books, window, make)


@dataclass(frozen=True, slots=True)
class Collected:
    """Dues of a window's periods: what was asked, what was waived, what came in."""

    assessed: Decimal
    waived: Decimal
    received: Decimal

    @property
    def rate(self) -> Fraction | None:
        """Received ÷ (assessed − waived); undefined where nothing was asked."""
        return ratio(self.received, self.assessed - self.waived)


def collected(accounts: "Iterable[tuple[Timeline, Decimal]]", window: Window) -> Collected:
    """What came in for a window's periods; payments settle the oldest period first.

    Args:
        accounts: of each member, what the schedule asks and what was paid until the window's end.
        window: whole months.
    """
    assessed = waived = received = ZERO
    known: dict[int, tuple[Decimal, Decimal, Decimal]] = {}
    for timeline, paid in accounts:
        sums = known.get(id(timeline))
        if sums is None:
            sums = known[id(timeline)] = _asked(timeline, window)
        before, asked, excused = sums
        assessed += asked + excused
        waived += excused
        received += min(max(paid - before, ZERO), asked)
    return Collected(assessed, waived, received)


def _asked(timeline: Timeline, window: Window) -> tuple[Decimal, Decimal, Decimal]:
    """What was asked before a window and in it, and what was waived in it."""
    before = asked = excused = ZERO
    for period in timeline.periods:
        if period.start > window.end:
            break
        if period.start < window.start:
            before += ZERO if period.waived else period.asked
        elif period.waived:
            excused += period.asked
        else:
            asked += period.asked
    return before, asked, excused


def collection_rate(case: "Case", window: Window, make: Maker) -> Measure:
    """Received for the window's periods ÷ (assessed − waived); payments settle the oldest first."""
    found = collected(case.accounts(window.end), window)
    undeclared = not case.books.declared.dues
    because = marked("no dues schedule is declared") if undeclared else marked("no dues were asked")
    return make(
        "dues_collection_rate",
        "share",
        found.rate,
        marked(
            "dues received for the window's periods (oldest period first) ÷ (assessed − waived)"
        ),
        {
            "received": money(found.received),
            "assessed": money(found.assessed),
            "waived": money(found.waived),
        },
        because,
    )


def members_on(events: "tuple[MemberEvent, ...]", day: date) -> set[str]:
    """Who is a member at the end of a day."""
    present: set[str] = set()
    for event in events:
        if event.date > day:
            break
        if event.event == "leave":
            present.discard(event.member)
        elif event.event == "join":
            present.add(event.member)
    return present


def retention(books: "Books", window: Window, make: Maker) -> Measure:
    """Members at the window's start who are still there at its end; waived members are retained."""
    events = books.declared.members
    at_start, still_there = kept(events, window)
    because = (
        marked("no member is declared") if not events else marked("no member at the window's start")
    )
    return make(
        "retention",
        "share",
        ratio(Decimal(still_there), Decimal(at_start)),
        marked(
            "members on the window's first day who are still there on its last ÷ members on its "
            "first"
        ),
        {
            "at_start": count(at_start),
            "still_there": count(still_there),
            "at_end": count(len(members_on(events, window.end))),
        },
        because,
    )


def kept(events: "tuple[MemberEvent, ...]", window: Window) -> tuple[int, int]:
    """How many were members on a window's first day, and how many of them on its last."""
    at_start = members_on(events, window.start)
    return len(at_start), len(at_start & members_on(events, window.end))


def retention_by_cohort(books: "Books", window: Window, make: Maker) -> Measure:
    """Those who first joined in one calendar year, and how many of them are still there."""
    events = books.declared.members
    still = members_on(events, window.end)
    cohorts: dict[int, set[str]] = {}
    seen: set[str] = set()
    for event in events:
        if event.event == "join" and event.date <= window.end and event.member not in seen:
            seen.add(event.member)
            cohorts.setdefault(event.date.year, set()).add(event.member)
    return make(
        "retention_by_cohort",
        "breakdown",
        {
            str(year): {
                "joined": count(len(joined)),
                "still_there": count(len(joined & still)),
                "share": share(ratio(Decimal(len(joined & still)), Decimal(len(joined)))),
            }
            for year, joined in sorted(cohorts.items())
        },
        marked("members by the calendar year in which they first joined, and those still there"),
        {},
        marked("nobody has joined"),
    )
