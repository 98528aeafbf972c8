"""Dues: what came in of what was asked, who is behind by group, who stayed, and my own dues."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from markupsafe import Markup

from coopfund.books.books import month_end
from coopfund.dues.groups import LEAST, neighbours, together
from coopfund.dues.standing import Standing, standings
from coopfund.dues.status import Totals, tier_name
from coopfund.findings import Window
from coopfund.measures.membership import Collected, kept, members_on
from coopfund.measures.record import ratio
from coopfund.measures.schedule import months_on
from coopfund.money import ZERO, percent
from coopfund.report.months import short
from coopfund.views.my_dues import has_codes
from coopfund.views.pages.asked import Asked
from coopfund.views.spark import Point, spark
from coopfund.wording import listed

if TYPE_CHECKING:
    from coopfund.books.books import Books
    from coopfund.rules.case import Case

MONTHS: Final = 12
AGES: Final = (30, 60, 90)
"""Days since the oldest unpaid dues became due, by which members in arrears are grouped."""


class Behind(NamedTuple):
    """Members by the age of their oldest unpaid dues, and all that they owe."""

    name: str
    members: int
    amount: Decimal


class Tier(NamedTuple):
    """The members of a tier, or of several that are small, and what was asked of them."""

    name: str
    members: int
    collected: Collected


class Cohort(NamedTuple):
    """Those who first joined in some years, and how many are still members."""

    name: str
    joined: int
    still: int
    share: Fraction | None


class Month(NamedTuple):
    """One month: members at its end, and what was asked and came in for it."""

    first: date
    members: int
    collected: Collected

    @property
    def name(self) -> str:
        """``Apr 2026``."""
        return f"{short(self.first)} {self.first.year}"


@dataclass(frozen=True, slots=True)
class Dues:
    """The page; ``as_of`` is ``None`` where no dues are declared or the period has no month.

    Attributes:
        as_of: the last day that counts.
        window: the months for which asked and received are compared.
        members: members on that day.
        collected: what was asked, waived and received.
        ahead: what is paid ahead.
        behind: who is in arrears, in groups; empty where they are too few to show.
        few: whether some are in arrears, and too few to show.
        tiers, cohorts: of the members.
        stayed: members at the start of the period, and those of them still there.
        months: the trend.
        drawings: the collection rate and the members by month, as bars.
        codes: whether members can see their own dues.
    """

    as_of: date | None = None
    window: Window | None = None
    members: int = 0
    collected: Collected = field(default_factory=lambda: Collected(ZERO, ZERO, ZERO))
    ahead: Decimal = ZERO
    behind: Sequence[Behind] = ()
    few: bool = False
    tiers: Sequence[Tier] = ()
    cohorts: Sequence[Cohort] = ()
    stayed: tuple[int, int] = (0, 0)
    months: Sequence[Month] = ()
    drawings: Mapping[str, Markup] = field(default_factory=dict)
    codes: bool = False

    @property
    def least(self) -> int:
        """The smallest group that is shown."""
        return LEAST

    @property
    def owed(self) -> Decimal:
        """All arrears that are shown."""
        return sum((its.amount for its in self.behind), ZERO)


def view(asked: Asked) -> Dues:
    """The group's dues at the end of a period."""
    window = _window(asked)
    codes = has_codes(asked.main)
    if window is None or not asked.audit.analysis.books.declared.dues:
        return Dues(codes=codes)
    made = asked.audit.kept(("dues", window), lambda: _dues(asked, window))
    return replace(made, codes=codes)


def _window(asked: Asked) -> Window | None:
    """The period in whole months, as far as the books reach."""
    books, window = asked.audit.analysis.books, asked.period.window
    if window is None or books.begin is None or books.end is None:
        return None
    first, last = window.start.replace(day=1), month_end(min(window.end, books.end))
    return Window(first, last) if first <= last and _begin(books) <= last else None


def _begin(books: "Books") -> date:
    """The first day with an entry or a member."""
    days = [event.date for event in books.declared.members[:1]]
    return min([*days, books.begin or date.max])


def _dues(asked: Asked, window: Window) -> Dues:
    case = asked.audit.analysis.case(window.end)
    people = standings(case)
    events = case.books.declared.members
    whole = Totals(people, window)
    behind = list(_behind(people))
    months = list(_months(case, people))
    return Dues(
        as_of=window.end,
        window=window,
        members=len(members_on(events, window.end)),
        collected=whole.collected,
        ahead=whole.prepaid,
        behind=behind,
        few=whole.arrears > 0 and not behind,
        tiers=list(_tiers(people, window)),
        cohorts=list(_cohorts(case.books, window.end)),
        stayed=kept(events, window),
        months=months,
        drawings=_drawings(months),
    )


def _behind(people: Sequence[Standing]) -> Iterator[Behind]:
    """Each member counts once, by the oldest dues that are unpaid."""
    names = [f"up to {AGES[0]} days"]
    names += [f"{least + 1}–{most} days" for least, most in pairwise(AGES)]
    names += [f"over {AGES[-1]} days"]
    groups: dict[str, list[Standing]] = {name: [] for name in names}
    for its in people:
        if its.arrears > 0:
            oldest = its.open[0].age if its.open else 0
            groups[names[sum(oldest > age for age in AGES)]].append(its)
    for joined, members in neighbours(groups):
        amount = sum((its.arrears for its in members), ZERO)
        yield Behind(_ages(joined), len(members), amount)


def _ages(names: Sequence[str]) -> str:
    """Neighbouring ages in words.

    >>> _ages(["up to 30 days", "31–60 days"])
    'up to 60 days'
    >>> _ages(["31–60 days", "over 90 days"])
    'over 30 days'
    >>> _ages(["up to 30 days", "over 90 days"])
    'any time'
    """
    first, last = names[0], names[-1]
    if first == last:
        return first
    begins = 0 if first.startswith("up") else int(first.split("–")[0]) - 1
    if last.startswith("over"):
        return f"over {begins} days" if begins else "any time"
    ends = last.partition("–")[2]
    return f"{begins + 1}–{ends}" if begins else f"up to {ends}"


def _tiers(people: Sequence[Standing], window: Window) -> Iterator[Tier]:
    """Everybody who was asked anything counts once, so that no rest can be reckoned."""
    groups: dict[str, list[Standing]] = {}
    for its in people:
        if its.present or its.collected(window).assessed:
            groups.setdefault(tier_name(its), []).append(its)
    for names, members in together(dict(sorted(groups.items()))):
        yield Tier(listed(names), len(members), Totals(members, window).collected)


def _cohorts(books: "Books", day: date) -> Iterator[Cohort]:
    """Members by the year in which they first joined."""
    events = books.declared.members
    still, first = members_on(events, day), dict[str, int]()
    for event in events:
        if event.event == "join" and event.date <= day:
            first.setdefault(event.member, event.date.year)
    groups: dict[str, list[str]] = {str(year): [] for year in sorted(set(first.values()))}
    for member, year in first.items():
        groups[str(year)].append(member)
    for years, members in neighbours(groups):
        name = years[0] if len(years) == 1 else f"{years[0]} to {years[-1]}"
        there = sum(1 for member in members if member in still)
        part = ratio(Decimal(there), Decimal(len(members)))
        yield Cohort(name, len(members), there, part)


def _months(case: "Case", people: Sequence[Standing]) -> Iterator[Month]:
    """Twelve months to the day, or those that the books hold; what came in for each until then."""
    begin, last = _begin(case.books).replace(day=1), case.as_of.replace(day=1)
    for back in reversed(range(MONTHS)):
        first = months_on(last, -back)
        if first >= begin:
            window = Window(first, month_end(first))
            there = len(members_on(case.books.declared.members, window.end))
            yield Month(first, there, Totals(people, window).collected)


def _drawings(months: Sequence[Month]) -> Mapping[str, Markup]:
    rates = [
        Point(its.name, rate, "nothing asked" if rate is None else percent(rate))
        for its in months
        for rate in (its.collected.rate,)
    ]
    counts = [Point(its.name, Fraction(its.members), str(its.members)) for its in months]
    named = {"part of the month’s dues that came in": rates, "members at the end of it": counts}
    return {
        told: Markup(spark(told, points))  # noqa: S704  # spark escapes every text
        for told, points in named.items()
    }
