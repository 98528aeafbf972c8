"""Members: what they were asked and paid, and who stayed."""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from coopfund.findings import Measure, Window
from coopfund.measures.dues import Ledger, member_ledgers
from coopfund.measures.record import Maker, count, money, ratio
from coopfund.money import ZERO

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coopfund.books.books import Books
    from coopfund.books.records import MemberEvent


def membership_measures(
    books: "Books", window: Window, last_row: int, make: Maker
) -> "Iterator[Measure]":
    """Collection and retention of a window."""
    ledgers = member_ledgers(books, last_row, until=window.end)
    yield collection_rate(books, ledgers, window, make)
    yield retention(books, window, make)


def collection_rate(books: "Books", ledgers: list[Ledger], window: Window, make: Maker) -> Measure:
    """Received for the window's periods ÷ (assessed − waived); payments settle the oldest first."""
    assessed = waived = received = ZERO
    for ledger in ledgers:
        before = asked = ZERO
        for period in ledger.timeline.periods:
            if period.start > window.end:
                break
            if period.start < window.start:
                before += ZERO if period.waived else period.asked
            else:
                assessed += period.asked
                if period.waived:
                    waived += period.asked
                else:
                    asked += period.asked
        paid = sum((amount for _, day, amount in ledger.booked if day <= window.end), ZERO)
        received += min(max(paid - before, ZERO), asked)
    because = "no dues schedule is declared" if not books.declared.dues else "no dues were asked"
    return make(
        "dues_collection_rate",
        "share",
        ratio(received, assessed - waived),
        "dues received for the window's periods (oldest period first) ÷ (assessed − waived)",
        {"received": money(received), "assessed": money(assessed), "waived": money(waived)},
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
    at_start = members_on(events, window.start)
    kept = at_start & members_on(events, window.end)
    because = "no member is declared" if not events else "no member at the window's start"
    return make(
        "retention",
        "share",
        ratio(Decimal(len(kept)), Decimal(len(at_start))),
        "members on the window's first day who are still there on its last ÷ members on its first",
        {
            "at_start": count(len(at_start)),
            "still_there": count(len(kept)),
            "at_end": count(len(members_on(events, window.end))),
        },
        because,
    )
