"""What must hold of every report, whatever the books say."""

import json
from datetime import date
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from coopfund.money import ZERO, add_up
from coopfund.report import data, html, markdown, tables
from coopfund.report.month import MonthReport
from coopfund.report.spread import parts
from tests.ledgers import Judged, judge
from tests.report.reports import report_of
from tests.report.test_page import Page

PAIRS = [
    ("Assets:Bank", "Income:Dues"),
    ("Assets:Bank", "Income:Gifts"),
    ("Assets:Savings", "Income:State"),
    ("Assets:Bank", "Income:Misc"),
    ("Expenses:Rent", "Assets:Bank"),
    ("Expenses:Childcare", "Assets:Bank"),
    ("Income:Gifts", "Assets:Bank"),
]
"""Everything is paid at once, from a pool: what is booked is what is paid."""

PROGRAMS = """
2026-01-01 custom "coopfund-program" "childcare"
  funded-by: "dues"
"""

entries = st.lists(
    st.tuples(
        st.dates(date(2026, 1, 1), date(2026, 3, 31)),
        st.sampled_from(PAIRS),
        st.integers(1, 200_00).map(lambda cents: Decimal(cents).scaleb(-2)),
        st.sampled_from(["d-1", "d-2", "m-1"]),
    ),
    min_size=1,
    max_size=20,
)
Entries = list[tuple[date, tuple[str, str], Decimal, str]]


def books(found: Entries) -> Judged:
    """These entries, and a last one in March, so that there is a March to report on."""
    text = "".join(
        f'{day} * "x"\n  donor: "{who}"\n  {debit}  {amount} USD\n  {credit}  {-amount} USD\n'
        for day, (debit, credit), amount, who in found
    )
    return judge(f'{PROGRAMS}{text}2026-03-31 * "end"\n')


@settings(max_examples=30)
@given(entries)
def test_tables_add_up(found: Entries) -> None:
    report = report_of(books(found), "2026-03")
    for table, period in (
        (report.paid.main.month, report.cover.month),
        (report.paid.main.year, report.cover.year),
    ):
        assert sum((add_up(row) for row in table.values()), ZERO) == period.booked
    income = report.givers
    if income.total > 0:
        assert sum((part.amount for part in parts(income)), ZERO) == income.total
    assert report.cover.year.received == sum((p.received for p in report.cover.trend), ZERO)
    assert report.cover.month == report.cover.trend[-1]
    assert report.cover.year.running == report.measures["running_cost"].value


@settings(max_examples=12)
@given(entries)
def test_every_page_can_be_made_and_is_the_same_twice(found: Entries) -> None:
    first, second = (files(report_of(books(found), "2026-03")) for _ in range(2))
    assert first == second
    Page(first[0])


def files(report: MonthReport) -> list[str]:
    """Every rendering."""
    plain = json.dumps(data.report_data(report), sort_keys=True)
    csvs = "".join(tables.render(report).values())
    return [html.render(report), markdown.render(report), plain, csvs]
