"""The price of independence in the report: a table, a motion, and the same as JSON."""

import json

from coopfund.report import html, markdown
from coopfund.report.data import report_data
from coopfund.report.month import MonthReport
from coopfund.report.page import Note
from tests.ledgers import judge
from tests.report.reports import blocks, report_of, table

YEAR = """
2026-01-05 * "dues"
  member: "m-1"
  Assets:Bank  60 USD
  Income:Dues
2026-01-06 * "dues"
  member: "m-2"
  Assets:Bank  60 USD
  Income:Dues
2026-01-09 * "gift"
  donor: "d-7"
  Assets:Bank  100 USD
  Income:Gifts
2026-01-10 * "rent"
  Expenses:Rent  30 USD
  Assets:Bank
"""
"""Two members paid 60 each in one month; d-7 gave 100: 50 more each, or 1.7 members like them."""

CAPTION = "The price of independence"


def motions(report: MonthReport) -> list[str]:
    return [
        b.text for b in blocks(report, 3) if isinstance(b, Note) and b.text.startswith("Motion")
    ]


def test_a_motion_that_could_be_voted_on() -> None:
    report = report_of(judge(YEAR), "2026-01")
    assert table(report, 3, CAPTION).rows == (
        ("Gifts from people", "100.00", "50.00", "2"),
        ("d-7", "100.00", "50.00", "2"),
    )
    (motion,) = motions(report)
    assert motion == (
        "Motion: that every paying member’s dues rise by 50.00 USD a month, or 2 new members be "
        "won at today’s mean dues, so that the group can live without d-7."
    )
    assert motion in markdown.render(report)
    assert "Motion: that" in html.render(report)


def test_the_same_as_json() -> None:
    data = report_data(report_of(judge(YEAR), "2026-01"))["independence"]
    price = {"amount": "100.00", "per_member_and_month": "50.00", "new_members": 2}
    assert data["contributors"] == {"d-7": price}
    assert data["sources"] == {"donation": price}
    assert data["paying_members"] == 2
    assert json.dumps(data)


def test_nobody_to_live_without_is_no_motion() -> None:
    alone = YEAR.partition('2026-01-09 * "gift"')[0]
    report = report_of(judge(alone), "2026-01")
    assert motions(report) == []
    assert report_data(report)["independence"]["motion"] is None


def test_where_nobody_pays_dues_there_is_no_price() -> None:
    report = report_of(judge(YEAR.replace("Income:Dues", "Income:Gifts")), "2026-01")
    assert motions(report) == []
    assert report_data(report)["independence"] is None
