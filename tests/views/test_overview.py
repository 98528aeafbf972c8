"""The overview: six answers, each with its page and its trend."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from beancount import loader

from coopfund.findings import Window
from coopfund.views.audit import Audit, audit_of
from coopfund.views.pages import TABS
from coopfund.views.pages.asked import Asked
from coopfund.views.pages.overview import Overview, view
from coopfund.views.spark import Point, spark
from tests.views.ledgers import KITCHEN


def overview(ledger: str, chosen: Window | None = None) -> Overview:
    entries, _, options = loader.load_string(ledger)
    audit: Audit = audit_of(entries, options)
    return view(Asked(audit, audit.period(chosen), {}, (), Path("main.beancount")))


def test_six_answers_of_the_last_month_each_lead_to_a_page() -> None:
    shown = overview(KITCHEN)
    assert shown.month == "March 2026"
    assert [line.answer.number for line in shown.lines] == [1, 2, 3, 4, 5, 6]
    assert {line.page for line in shown.lines} <= {tab.key for tab in TABS}
    paid = shown.lines[1]
    assert "Jan 2026 33.3 %; Feb 2026 100.0 %; Mar 2026 undefined" in paid.drawing
    assert "Jan 2026 1; " not in shown.lines[4].drawing


def test_a_chosen_period_is_answered_as_of_its_last_month() -> None:
    january = Window(date(2026, 1, 1), date(2026, 1, 31))
    assert overview(KITCHEN, january).month == "January 2026"
    assert not overview(KITCHEN, Window(date(2031, 1, 1), date(2031, 1, 31))).lines
    assert not overview(KITCHEN, Window(date(2001, 1, 1), date(2001, 1, 31))).lines
    assert not overview('option "title" "Nothing yet"\n').lines


@pytest.mark.parametrize(
    ("value", "bar"),
    [
        (Fraction(2), 'y="0" width="12" height="40"'),
        (Fraction(1, 1000), 'y="39" width="12" height="1"'),
        (Fraction(-2), 'y="20" width="12" height="20"'),
    ],
)
def test_bars_stand_on_zero(value: Fraction, bar: str) -> None:
    drawn = spark("dues", [Point("Jan", Fraction(2), "2"), Point("Feb", value, "<b>")])
    assert f'<g><title>Feb: &lt;b&gt;</title><rect x="14" {bar}' in drawn
    assert 'aria-label="dues: Jan 2; Feb &lt;b&gt;"' in drawn


def test_nothing_known_draws_nothing() -> None:
    assert not spark("dues", [Point("Jan", None, "undefined")])
