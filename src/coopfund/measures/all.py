"""Every measure of a case, by its stable identifier."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from coopfund import words
from coopfund.findings import Measure, Window
from coopfund.measures import irs
from coopfund.measures.credit import credit_measures
from coopfund.measures.draw import draw, draw_measure
from coopfund.measures.endurance import dues_measures, endurance_measures
from coopfund.measures.hours import hours_given, hours_measures
from coopfund.measures.lowpoint import low_point, reserve_measure
from coopfund.measures.member_support import member_support_share
from coopfund.measures.membership import membership_measures
from coopfund.measures.pay import pay_by_person, pay_measures
from coopfund.measures.programs import ProgramFigures, program_measures
from coopfund.measures.received import full_years
from coopfund.measures.record import Maker
from coopfund.measures.reserves import covered_months, reserves
from coopfund.measures.scale import scale_measures
from coopfund.measures.shares import (
    source_measures,
    spread_measures,
    state_measures,
    top_measures,
)
from coopfund.money import ZERO

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
    yield from credit_measures(books, case.last_row, make)
    yield from membership_measures(case, window, make)
    bounded = Window(window.start, min(window.end, case.as_of))
    yield from program_measures(ProgramFigures(case.tracing, bounded, program), methods, make)
    yield from _pay_and_scale(case, bounded, program, make)


def _pay_and_scale(
    case: "Case", window: Window, program: str | None, make: Maker
) -> Iterator[Measure]:
    """What work costs and who does it; what programs draw, and how they grow."""
    books, last = case.books, case.last_row
    given = hours_given(books, window, last)
    yield from hours_measures(given, program, make)
    yield from pay_measures(pay_by_person(books, window, last, given), make)
    dues = case.income(make.window).by_source.get(words.DUES, ZERO)
    yield from draw_measure(draw(case.tracing, window, dues), program, make)
    annual = reserves(books, make.window, case.as_of).running
    months = covered_months(books, make.window)
    yield reserve_measure(low_point(books, window, last), annual, months, make)
    yield from scale_measures(case, window, program, make)


def _five_years(case: "Case") -> Iterator[Measure]:
    """The measures that look five years back, marked provisional where the books are younger."""
    window = irs.five_years(case.as_of)
    make, income = Maker(window), case.income(window)
    years = full_years(case.books, window, case.as_of)
    yield member_support_share(income, make, years, case.number("CF301", "cap"))
    yield irs.public_support(case, make)
