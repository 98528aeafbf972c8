"""Who held office on a day: terms, and recalls that end them."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from coopfund.books.records import Office
from coopfund.language import _
from coopfund.language import day as printed


class Term(NamedTuple):
    """A member's time in an office; the day of a recall is no longer part of it."""

    office: str
    member: str
    start: date
    until: date | None
    recalled: date | None

    def holds(self, day: date) -> bool:
        """Whether the member holds the office on a day."""
        ended = self.until is not None and day > self.until
        return self.start <= day and not ended and (self.recalled is None or day < self.recalled)


def terms(offices: Iterable[Office]) -> tuple[Term, ...]:
    """The terms that these directives make, in order."""
    found: list[Term] = []
    for event in offices:
        if not event.recall:
            found.append(Term(event.office, event.member, event.date, event.until, None))
            continue
        for number, term in enumerate(found):
            if term[:2] == (event.office, event.member) and term.holds(event.date):
                found[number] = term._replace(recalled=event.date)
    return tuple(found)


def officers(held: Iterable[Term], day: date) -> frozenset[str]:
    """Everyone who holds an office on a day."""
    return frozenset(term.member for term in held if term.holds(day))


def why_not(held: Iterable[Term], member: str, day: date) -> str | None:
    """Why a member's signature of a day does not count, as a clause; ``None`` where it does."""
    of_member = [term for term in held if term.member == member]
    if any(term.holds(day) for term in of_member):
        return None
    begun = [term for term in of_member if term.start <= day]
    if not of_member:
        return _("{name} approved it but never held office", name=member)
    if not begun:
        return _("{name} approved it but did not hold office yet", name=member)
    last = begun[-1]
    if last.recalled is not None and last.recalled <= day:
        recalled = printed(last.recalled)
        return _("{name} approved it but was recalled on {day}", name=member, day=recalled)
    until = printed(last.until) if last.until else ""
    return _("{name} approved it but held office until {day}", name=member, day=until)
