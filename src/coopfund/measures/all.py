"""Every measure of a case, by its stable identifier."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from coopfund import words
from coopfund.findings import Measure, Window
from coopfund.measures import irs
from coopfund.measures.endurance import dues_measures, endurance_measures
from coopfund.measures.membership import membership_measures
from coopfund.measures.programs import ProgramFigures, program_measures, volunteer_hours
from coopfund.measures.record import Maker
from coopfund.measures.reserves import reserves
from coopfund.measures.shares import (
    member_support,
    source_measures,
    spread_measures,
    state_measures,
    top_measures,
)

if TYPE_CHECKING:
    from coopfund.rules.case import Case

YEAR = 12


def measure(
    case: "Case",
    months: int = YEAR,
    program: str | None = None,
    methods: Sequence[str] = words.METHODS,
) -> dict[str, Measure]:
    """Every measure, by identifier.

    Args:
        case: the books as of a day.
        months: length of the window; it ends with the month of that day.
        program: restrict the measures that are by program to this one.
        methods: the tracing methods that ``dues_coverage`` shows.
    """
    return {found.name: found for found in _all(case, months, program, methods)}


def _all(
    case: "Case", months: int, program: str | None, methods: Sequence[str]
) -> Iterator[Measure]:
    books, window = case.books, case.window(months)
    make, income = Maker(window), case.income(window)
    yield from source_measures(income, make)
    yield from state_measures(income, make)
    yield from top_measures(income, make)
    yield from spread_measures(income, make)
    yield from _five_years(case)
    stock = reserves(books, window, case.as_of)
    yield from endurance_measures(income, stock, make)
    yield from dues_measures(income, stock, make)
    yield from membership_measures(books, window, case.last_row, make)
    bounded = Window(window.start, min(window.end, case.as_of))
    yield from program_measures(ProgramFigures(case.tracing, bounded, program), methods, make)
    yield volunteer_hours(books, bounded, program, make)


def _five_years(case: "Case") -> Iterator[Measure]:
    """The measures that look five years back, marked provisional where the books are younger."""
    window = irs.five_years(case.as_of)
    make, income = Maker(window), case.income(window)
    begin = case.books.begin or case.as_of
    years = min(irs.YEARS, case.as_of.year - max(begin, date(window.start.year, 1, 1)).year + 1)
    yield member_support(income, make, years)
    yield irs.public_support(case.books, income, make, years)
