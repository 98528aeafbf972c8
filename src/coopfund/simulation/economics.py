"""Unit economics: what a member brings, what a participant costs, and what a chapter needs."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from coopfund import words
from coopfund.books.books import month_end
from coopfund.findings import Window
from coopfund.measures.draw import draw
from coopfund.measures.hours import hours_given
from coopfund.measures.membership import kept, members_on
from coopfund.measures.programs import participants
from coopfund.measures.record import ratio
from coopfund.measures.reserves import covered_months
from coopfund.measures.schedule import months_on
from coopfund.money import ZERO

if TYPE_CHECKING:
    from coopfund.rules.case import Case

NONE: Final = Fraction(0)


class ScaleError(ValueError):
    """Nothing can be said of a further chapter; the message names the directive that is missing."""


@dataclass(frozen=True, slots=True)
class Service:
    """A program as it grows with its participants; amounts and hours are of a month.

    Attributes:
        cost: what was spent for it.
        people: the mean of its counts of participants.
        reach: participants per member.
        hours: volunteer hours.
    """

    cost: Fraction
    people: Fraction
    reach: Fraction
    hours: Fraction

    @property
    def each(self) -> Fraction:
        """Cost per participant and month."""
        return self.cost / self.people

    @property
    def per_member(self) -> Fraction:
        """Cost per member and month."""
        return self.each * self.reach


@dataclass(frozen=True, slots=True)
class Economics:
    """What the books say of one chapter, per month.

    Attributes:
        window: the months it is drawn from.
        months: how many of them the books cover.
        members: the mean number of members at the months' ends.
        dues: dues received per member.
        fixed: what does not grow with members: core, and programs without counted participants.
        services: the programs that grow with their participants.
        uncounted: programs without counted participants, in ``fixed``.
        retention: the part of the members who stay for a year; ``None`` where unknown.
        wage: the reference wage of an hour; ``None`` where none is declared.
        volunteers: the part of today's volunteer hours per participant that volunteers give.
        other: income besides dues, of the whole group, not counted on.
    """

    window: Window
    months: int
    members: Fraction
    dues: Fraction
    fixed: Fraction
    services: Mapping[str, Service]
    uncounted: Mapping[str, Fraction]
    retention: Fraction | None
    wage: Fraction | None
    volunteers: Fraction
    other: Fraction

    @property
    def hours(self) -> Fraction:
        """Volunteer hours per member and month."""
        return sum((its.hours / its.people * its.reach for its in self.services.values()), NONE)

    @property
    def variable(self) -> Fraction:
        """What a member's share of the programs costs, with the hours that must be paid."""
        unpaid = max(NONE, 1 - self.volunteers) * self.hours * (self.wage or NONE)
        return sum((its.per_member for its in self.services.values()), NONE) + unpaid

    @property
    def margin(self) -> Fraction:
        """What a member leaves for the fixed cost."""
        return self.dues - self.variable

    @property
    def size(self) -> int | None:
        """The members from which on dues carry everything; ``None`` where no size is enough."""
        if self.margin <= 0:
            return 0 if not self.fixed and not self.margin else None
        return int(-(-self.fixed // self.margin))

    @property
    def founders(self) -> int | None:
        """The members to begin with, so that a year without a newcomer still leaves enough.

        As many as :attr:`size` where retention is unknown; ``None`` where no number is enough.
        """
        size = self.size
        if size is None or self.retention is None:
            return size
        return int(-(-size // self.retention)) if self.retention else None

    def left(self, members: int) -> Fraction:
        """What so many members leave over in a month."""
        return self.margin * members - self.fixed


@dataclass(frozen=True, slots=True)
class Swing:
    """What an assumption does to the members that are needed.

    Attributes:
        key: the assumption.
        low, high: the members needed at 20 % less and 20 % more of it; ``None`` for no size.
    """

    key: str
    low: int | None
    high: int | None

    @property
    def width(self) -> int | None:
        """How far apart they are; ``None`` where one of them is no size at all."""
        return None if self.low is None or self.high is None else abs(self.high - self.low)


STEP: Final = Fraction(1, 5)
"""Each assumption is changed by a fifth."""


def economics(
    case: "Case", programs: Sequence[str] = (), fixed: Decimal | None = None
) -> Economics:
    """The unit economics of the twelve months to the case's day.

    Args:
        case: the books as of a day.
        programs: the programs that a chapter would have; none for all.
        fixed: a chapter's fixed cost of a month, instead of what the core cost.

    Raises:
        ScaleError: the books declare no members, or no dues came in.
    """
    books, window = case.books, case.year
    months = covered_months(books, window)
    dues = case.income(window).by_source.get(words.DUES, ZERO)
    members = _mean_members(case, window, months)
    if not books.declared.members or not members:
        message = (
            "no member is declared in these months; add lines such as "
            '2026-01-15 custom "coopfund-member" "m-0042" "join" "standard".'
        )
        raise ScaleError(message)
    if dues <= 0:
        message = (
            'no dues came in in these months; an account needs source: "dues" for them to count.'
        )
        raise ScaleError(message)
    found = draw(case.tracing, Window(window.start, min(window.end, case.as_of)), dues)
    costs = {n: Fraction(c) / months for n, c in found.costs.items() if n in (programs or (n,))}
    people, hours = participants(books, window), _hours(case, window)
    services = {
        name: Service(cost, people[name], people[name] / members, hours.get(name, NONE) / months)
        for name, cost in costs.items()
        if people.get(name)
    }
    uncounted = {name: cost for name, cost in costs.items() if name not in services}
    core = Fraction(found.core) / months if fixed is None else Fraction(fixed)
    at_start, still = kept(books.declared.members, window)
    wages = [its for its in books.declared.wages if its.date <= case.as_of]
    return Economics(
        window=window,
        months=months,
        members=members,
        dues=Fraction(dues) / members / months,
        fixed=core + sum(uncounted.values(), NONE),
        services=services,
        uncounted=uncounted,
        retention=ratio(Decimal(still), Decimal(at_start)),
        wage=Fraction(wages[-1].amount) if wages else None,
        volunteers=Fraction(1),
        other=Fraction(case.income(window).total - dues) / months,
    )


def _mean_members(case: "Case", window: Window, months: int) -> Fraction:
    last = window.end.replace(day=1)
    days = [min(month_end(months_on(last, -number)), case.as_of) for number in range(months)]
    counts = [len(members_on(case.books.declared.members, day)) for day in days]
    return Fraction(sum(counts), len(counts)) if counts else NONE


def _hours(case: "Case", window: Window) -> dict[str, Fraction]:
    """Volunteer hours of a window, by program."""
    found: dict[str, Fraction] = {}
    for its in hours_given(case.books, window, case.last_row):
        if not its.paid:
            found[its.program] = found.get(its.program, NONE) + Fraction(its.number)
    return found


def swings(its: Economics) -> list[Swing]:
    """What each assumption does alone, the one that decides most first."""
    found = [
        Swing(key, low.founders, high.founders)
        for key in _keys(its)
        for low, high in [(_changed(its, key, 1 - STEP), _changed(its, key, 1 + STEP))]
    ]
    return sorted(found, key=lambda swing: (swing.width is not None, -(swing.width or 0)))


def _keys(its: Economics) -> Iterator[str]:
    yield "dues"
    yield "fixed"
    yield from (f"cost {name}" for name in its.services)
    if its.services:
        yield "reach"
    if its.retention is not None:
        yield "retention"
    if its.hours and its.wage is not None:
        yield "volunteers"


def _changed(its: Economics, key: str, by: Fraction) -> Economics:
    """The same with one assumption changed."""
    if key == "dues":
        return replace(its, dues=its.dues * by)
    if key == "fixed":
        return replace(its, fixed=its.fixed * by)
    if key == "retention":
        return replace(its, retention=min(Fraction(1), (its.retention or NONE) * by))
    if key == "volunteers":
        return replace(its, volunteers=its.volunteers * by)
    if key == "reach":
        services = {n: replace(s, reach=s.reach * by) for n, s in its.services.items()}
        return replace(its, services=services)
    name = key.removeprefix("cost ")
    service = its.services[name]
    return replace(its, services={**its.services, name: replace(service, cost=service.cost * by)})
