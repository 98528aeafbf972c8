"""Whether what works once works again: chapters that pay their own way, cost as people come."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from coopfund import words
from coopfund.books.books import months_before
from coopfund.findings import Figure, Measure, Window
from coopfund.language import marked
from coopfund.measures.programs import ProgramFigures, participants
from coopfund.measures.record import Maker, count, money, ratio
from coopfund.measures.reserves import covered_months
from coopfund.measures.schedule import months_on
from coopfund.money import ZERO

if TYPE_CHECKING:
    from coopfund.books.books import Books
    from coopfund.rules.case import Case
    from coopfund.tracing.tracing import Tracing

DAY = timedelta(days=1)


@dataclass(slots=True)
class Chapter:
    """What a chapter earned and spent in a window; ``row`` is its last posting."""

    income: Decimal = ZERO
    cost: Decimal = ZERO
    row: int = 0

    @property
    def pays_its_way(self) -> bool:
        """Whether its income, without loans and money of sister chapters, covers its cost."""
        return self.income >= self.cost


@dataclass(frozen=True, slots=True)
class Growth:
    """A program's cost and participants, before and now."""

    cost_before: Decimal
    cost: Decimal
    people_before: Fraction
    people: Fraction

    @property
    def elasticity(self) -> Fraction | None:
        """ln(C₂ ÷ C₁) ÷ ln(Q₂ ÷ Q₁); undefined unless both are there and people came or left."""
        if min(self.cost_before, self.cost) <= 0 or min(self.people_before, self.people) <= 0:
            return None
        people = _logarithm(self.people / self.people_before)
        if not people:
            return None
        return Fraction(_logarithm(Fraction(self.cost) / Fraction(self.cost_before)) / people)


def _logarithm(value: Fraction) -> Decimal:
    return (Decimal(value.numerator) / Decimal(value.denominator)).ln()


def chapters(books: "Books", window: Window, last_row: int) -> dict[str, Chapter]:
    """Every chapter by name, as the accounts' ``chapter`` tells them apart."""
    if not any(info.chapter for info in books.accounts.values()):
        return {}
    rows, dates = books.rows, books.transactions.date
    first = books.transactions.start[bisect_left(dates, window.start)]
    found: dict[str, Chapter] = {}
    for root in ("Income", "Expenses"):
        its = books.rows_of(root, last_row)
        for row in its[bisect_left(its, first) :]:
            name, value = rows.account[row].chapter, rows.value[row]
            if name is None or value is None or dates[rows.txn[row]] > window.end:
                continue
            chapter = found.setdefault(name, Chapter())
            chapter.row = max(chapter.row, row)
            if root == "Expenses":
                chapter.cost += value
            elif rows.source[row] not in words.NOT_INCOME:
                chapter.income -= value
    return dict(sorted(found.items()))


def year_before(window: Window) -> Window:
    """The whole months, as many, that end where a window begins."""
    months = (window.end.year - window.start.year) * 12 + window.end.month - window.start.month + 1
    return Window(months_before(window.start - DAY, months), window.start - DAY)


def growth(tracing: "Tracing", window: Window, before: Window) -> dict[str, Growth]:
    """Every program with payments and counted participants in both windows.

    Nothing where the books cover fewer months of one window than of the other, or where the
    program first paid later than in the first month of the earlier one: half a year is no year.
    """
    books = tracing.books
    if covered_months(books, before) != covered_months(books, window):
        return {}
    people, people_before = participants(books, window), participants(books, before)
    names = sorted(people.keys() & people_before.keys())
    if not names:
        return {}
    begun = _begun(tracing, window, months_on(before.start, 1))
    costs = ProgramFigures(tracing, window, None).costs()
    costs_before = ProgramFigures(tracing, before, None).costs()
    return {
        name: Growth(costs_before[name], costs[name], people_before[name], people[name])
        for name in names
        if name in begun and name in costs and name in costs_before
    }


def _begun(tracing: "Tracing", window: Window, day: date) -> set[str]:
    """The programs that had paid for something before a day."""
    payments = tracing.sums("designated", window.end).payments
    return {payment.program for payment in payments if payment.date < day and payment.counts}


def scale_measures(
    case: "Case", window: Window, program: str | None, make: Maker
) -> Iterator[Measure]:
    """Chapters that pay their own way, and how cost grows with participants."""
    branches = chapters(case.books, window, case.last_row)
    alone = sum(1 for chapter in branches.values() if chapter.pays_its_way)
    yield make(
        "self_sustaining_chapters",
        "share",
        ratio(Decimal(alone), Decimal(len(branches))),
        marked("chapters whose income, without loans and transfers, covers their cost ÷ chapters"),
        {
            "self_sustaining": count(alone),
            "chapters": {
                name: {"income": money(chapter.income), "cost": money(chapter.cost)}
                for name, chapter in branches.items()
            },
        },
        marked("no account names a chapter"),
    )
    grown = growth(case.tracing, window, year_before(make.window))
    yield make(
        "cost_elasticity",
        "breakdown",
        {
            name: {
                "cost_before": money(its.cost_before),
                "cost": money(its.cost),
                "participants_before": Figure(its.people_before, "number"),
                "participants": Figure(its.people, "number"),
                "elasticity": Figure(its.elasticity, "number"),
            }
            for name, its in grown.items()
            if program in (None, name) and its.elasticity is not None
        },
        marked(
            "ln(cost ÷ cost before) ÷ ln(participants ÷ participants before), this window to the "
            "last"
        ),
        {},
        marked(
            "no program has payments and changed participants in this window and the one before"
        ),
    )
