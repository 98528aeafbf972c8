"""Joining, changing tier, being waived, leaving: the directive, and what it changes."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Final

from beancount.core.data import Custom, new_metadata
from beancount.parser.grammar import ValueType

from coopfund.books.records import MemberEvent
from coopfund.desk.roster_file import ID
from coopfund.findings import Place
from coopfund.measures.dues import member_events
from coopfund.measures.schedule import Schedule, effective, months_on
from coopfund.money import amount as money
from coopfund.wording import did_you_mean, listed, on_day

if TYPE_CHECKING:
    from coopfund.books.books import Books

NOWHERE: Final = Place("", 0)


class MembershipError(ValueError):
    """Something that cannot happen to this member on this day; the message is one sentence."""


def event(books: "Books", member: str, what: str, tier: str | None, day: date) -> MemberEvent:
    """What happens to a member, checked against what happened before.

    Args:
        books: the books.
        member: the id.
        what: ``join``, ``tier``, ``waive``, ``unwaive`` or ``leave``.
        tier: the tier, for the first two.
        day: the day it happens.

    Raises:
        MembershipError: it cannot happen.
    """
    if not ID.fullmatch(member):
        message = f'"{member}" is no id such as m-0042; names stand in the roster alone.'
        raise MembershipError(message)
    history = member_events(books).get(member, ())
    present, waived, now = _before(history, day)
    if tier is not None:
        _check_tier(books, tier, day)
    faults = {
        "join": present and f"{member} is a member already, on the tier {now}; to change it: tier.",
        "tier": tier == now and f"{member} is on the tier {now} already.",
        "waive": waived and f"{member} is waived already.",
        "unwaive": not waived and f"{member} is not waived.",
    }
    if what != "join" and not present:
        known = {its.member for its in books.declared.members}
        hint = "" if member in known else did_you_mean(member, known)
        message = f"{member} is no member on {on_day(day)}{hint}."
        raise MembershipError(message)
    fault = faults.get(what)
    if fault:
        raise MembershipError(fault)
    later = next((its for its in history if its.date > day), None)
    if later is not None:
        message = (
            f'{member} has a "{later.event}" on {on_day(later.date)} already; '
            "what comes before it can only be mended in the file."
        )
        raise MembershipError(message)
    return MemberEvent(day, member, what, tier, NOWHERE)


def _before(history: Sequence[MemberEvent], day: date) -> tuple[bool, bool, str | None]:
    """Whether somebody is a member at the end of a day, is waived, and on which tier."""
    present, waived, tier = False, False, None
    for its in history:
        if its.date <= day:
            present = its.event == "join" or (present and its.event != "leave")
            waived = its.event == "waive" or (waived and its.event not in ("join", "unwaive"))
            tier = its.tier or tier
    return present, waived, tier


def _check_tier(books: "Books", tier: str, day: date) -> None:
    tiers = sorted({its.tier for its in books.declared.dues})
    if tier not in tiers:
        message = (
            f'there is no tier "{tier}"{did_you_mean(tier, tiers)}; '
            f"the books have {listed(tiers) or 'none'}."
        )
        raise MembershipError(message)
    first = min(its.date for its in books.declared.dues if its.tier == tier)
    if effective(MemberEvent(day, "", "tier", tier, NOWHERE)) < first.replace(day=1):
        message = f"the tier {tier} begins on {on_day(first)} only."
        raise MembershipError(message)


def directive(its: MemberEvent, decision: str | None = None) -> Custom:
    """The line in the books, with the vote it follows from."""
    values = [its.member, its.event, *([its.tier] if its.tier else [])]
    return Custom(
        new_metadata("<desk>", 0, {"decision": decision} if decision else None),
        its.date,
        "coopfund-member",
        [ValueType(value, str) for value in values],
    )


def effect(books: "Books", its: MemberEvent) -> str:
    """What the schedule asks of the member from then on, in one sentence."""
    since = effective(its)
    history = [*member_events(books).get(its.member, ()), its]
    timeline = Schedule(books, months_on(since, 24)).timeline(history)
    if its.event == "leave":
        return f"From {on_day(since)} on, nothing more is asked of {its.member}."
    if its.event == "waive":
        return f"What is asked of {its.member} from {on_day(since)} on is waived."
    coming = next((p for p in timeline.periods if p.start >= since), None)
    if coming is None:
        return f"The schedule asks nothing of {its.member}."
    tier = timeline.tier(coming.start)
    every = {"monthly": "month", "quarterly": "quarter", "yearly": "year"}
    first = f"From {on_day(coming.start)} on, {its.member} is asked "
    asked = f"{money(coming.asked, books.digits)} {books.currency}"
    if tier is None:
        return f"{first}{asked}."
    usual = f"{money(tier.amount, books.digits)} {books.currency} a {every[tier.interval]}"
    if coming.asked == tier.amount:
        return f"{first}{usual}."
    return f"{first}{asked} for the first {every[tier.interval]}, then {usual}."
