"""The months behind a report, and the charts of them: every figure worked out by hand."""

from decimal import Decimal
from fractions import Fraction

from coopfund.budgets.status import status
from coopfund.budgets.to_date import to_date
from coopfund.findings import Window
from coopfund.report.frame import Basis
from coopfund.report.page import Pair
from tests.ledgers import Judged, judge, judged
from tests.report.reports import report_of

YEARS = "".join(
    f"""
{year}-{month:02}-03 * "dues"
  Assets:Bank  100.00 USD
  Income:Dues
{year}-{month:02}-04 * "rent"
  Expenses:Rent  50.00 USD
  Assets:Bank
"""
    for year in (2024, 2025, 2026)
    for month in range(1, 13)
)
GIFTS = """
2025-06-10 * "gift"
  donor: "d-1"
  Assets:Bank  400.00 USD
  Income:Gifts
2026-06-10 * "gift"
  donor: "d-2"
  Assets:Bank  800.00 USD
  Income:Gifts
"""


def pairs(books: Judged, month: str) -> dict[str, Pair]:
    """The charts that have a table beside them, by key."""
    sections = report_of(books, month).sections
    found = [b for section in sections for b in section.blocks if isinstance(b, Pair)]
    return {block.chart.key: block for block in found}


def test_month_ends_look_back_twelve_months() -> None:
    ends = {
        end.start.isoformat()[:7]: end for end in report_of(judge(YEARS + GIFTS), "2026-07").ends
    }
    assert len(ends) == 24
    assert min(ends) == "2024-08"
    assert ends["2025-05"].top is None
    assert ends["2025-05"].share == 0
    assert (ends["2025-06"].top, ends["2025-06"].share) == ("d-1", Fraction(400, 1600))
    assert (ends["2026-05"].top, ends["2026-05"].share) == ("d-1", Fraction(400, 1600))
    assert (ends["2026-06"].top, ends["2026-06"].share) == ("d-2", Fraction(800, 2000))
    assert ends["2025-06"].liquid == Decimal(18 * 50 + 400)
    assert ends["2025-06"].runway == Fraction(1300, 50)


def test_the_last_month_end_is_what_the_measures_say() -> None:
    report = report_of(judge(YEARS + GIFTS), "2026-07")
    last = report.ends[-1]
    assert last.runway == report.measures["months_of_reserves"].value
    assert last.liquid == report.lasting.liquid
    assert report.givers.top is not None
    assert (last.top, last.share) == (report.givers.top.name, report.givers.top.share)


def test_the_first_two_months_say_nothing_yet() -> None:
    ends = report_of(judge(YEARS + GIFTS), "2024-04").ends
    assert [end.runway for end in ends] == [None, None, Fraction(150, 50), Fraction(200, 50)]
    assert [end.share for end in ends][:2] == [None, None]


def test_the_trend_has_24_months_and_the_year_the_last_twelve() -> None:
    cover = report_of(judge(YEARS + GIFTS), "2026-07").cover
    assert len(cover.trend) == 24
    assert cover.year.received == Decimal(1200)
    assert cover.year.running == Decimal(600)


def test_sums_of_a_month_are_read_once() -> None:
    basis = Basis(judge(YEARS).analysis, report_of(judge(YEARS), "2026-07").frame.month)
    month = Window(basis.month.start, basis.month.end)
    assert basis.sums(month) is basis.sums(month)


def test_the_flow_adds_up_by_source() -> None:
    ways = report_of(judge(YEARS + GIFTS), "2026-07").paid.ways
    came = {way.source: (way.came, way.spent, way.kept) for way in ways}
    assert sum(way.spent for way in ways) == Decimal(600)
    assert came["donation"][0] == Decimal(800)
    assert all(row[0] - row[1] == row[2] for row in came.values())
    table = pairs(judge(YEARS + GIFTS), "2026-07")["flow"].table
    assert table.rows[-1][0] == "Total"
    assert "2,000.00 USD came in" in pairs(judge(YEARS + GIFTS), "2026-07")["flow"].chart.desc


BUDGET = """
2026-01-01 custom "budget" Expenses:Rent "monthly" 60.00 USD
2026-01-01 custom "budget" Expenses:Childcare "yearly" 365.00 USD
2026-03-01 * "childcare"
  Expenses:Childcare  400.00 USD
  Assets:Bank
"""


def test_budget_bars_have_the_figures_of_budget_status() -> None:
    case = judge(YEARS + BUDGET).analysis.case()
    slow, quick = status(case), {its.program: its for its in to_date(case)}
    assert set(quick) == {"core", "childcare"}
    for name, its in quick.items():
        standing = slow.programs[name]
        assert (its.plan, its.actual, its.year) == (
            standing.todate_plan,
            standing.todate_actual,
            standing.year_plan,
        )


def test_what_went_beyond_the_budget_is_told_and_hatched() -> None:
    report = report_of(judge(YEARS + BUDGET), "2026-07")
    (section,) = (its for its in report.sections if its.key == "budget")
    assert section.sentence.endswith("than the budget allows until then: Saturday childcare.")
    drawn = pairs(judge(YEARS + BUDGET), "2026-07")["budget"].chart.svg
    assert 'fill="url(#budget-beyond)"' in drawn


@judged
def test_charts_without_anything_to_draw_are_left_out(books: Judged) -> None:
    """
    2026-03-04 * "nobody"
      Assets:Bank  10.00 USD
      Income:Misc
    """
    found = pairs(books, "2026-03")
    assert not {"dependence", "reserve", "flow", "budget", "cohorts"} & set(found)
