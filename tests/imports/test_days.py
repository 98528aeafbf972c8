"""Dates: one way to read each, or none."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopfund.imports.days import DayError, Days, Order, settle


@pytest.mark.parametrize(
    ("text", "order", "day"),
    [
        ("2026-09-14", None, date(2026, 9, 14)),
        ("2026-09-14 10:02:11", None, date(2026, 9, 14)),
        ("2026-09-14T10:02:11Z", None, date(2026, 9, 14)),
        ("2026/9/4", None, date(2026, 9, 4)),
        ("20260914", None, date(2026, 9, 14)),
        ("14.09.2026", None, date(2026, 9, 14)),
        ("09/14/2026", None, date(2026, 9, 14)),
        ("14/09/26", None, date(2026, 9, 14)),
        ("03/03/2026", None, date(2026, 3, 3)),
        ("03/04/2026", "dmy", date(2026, 4, 3)),
        ("03/04/2026", "mdy", date(2026, 3, 4)),
        ("September 9, 2014", None, date(2014, 9, 9)),
        ("Sep 9, 2014", None, date(2014, 9, 9)),
        ("9 September 2014", None, date(2014, 9, 9)),
        ("9. März 2026", None, date(2026, 3, 9)),
        ("9. Marz 2026", None, date(2026, 3, 9)),
        ("9 mars 2026", None, date(2026, 3, 9)),
        ("9 de marzo de 2026", None, date(2026, 3, 9)),
        ("\u0662\u0660\u0662\u0666-\u0660\u0669-\u0661\u0664", None, date(2026, 9, 14)),
    ],
)
def test_read(text: str, order: Order | None, day: date) -> None:
    assert Days(order).read(text) == day


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("03/04/2026", "could be two dates"),
        ("", "the date is empty"),
        ("yesterday", "is no date"),
        ("2026-02-30", "is no date"),
        ("13/13/2026", "is no date"),
        ("31.02.2026", "is no date"),
        ("0001-01-01", "is no date"),
        ("9 Septober 2026", "is no date"),
        ("x" * 61, "is too long"),
    ],
)
def test_refused(text: str, why: str) -> None:
    with pytest.raises(DayError, match=why):
        Days().read(text)


def test_the_other_rows_settle_it() -> None:
    assert settle(["03/04/2026", "13/04/2026"]).order == "dmy"
    assert settle(["03/04/2026", "04/13/2026"]).order == "mdy"
    assert settle(["03/04/2026", "05/06/2026"]).order is None
    assert settle(["03/04/2026"], default="mdy").order == "mdy"
    with pytest.raises(DayError, match="some dates are written day first"):
        settle(["13/04/2026", "04/13/2026"])


def test_summer_time_settles_it() -> None:
    """9 December is no day of Pacific Daylight Time, 12 September is."""
    zone = [("10:00:00", "PDT")]
    assert settle(["12/09/2026"], zone).order == "dmy"
    assert settle(["12/09/2026"], [("10:00:00", "PST")]).order == "mdy"
    assert settle(["12/09/2026"], [("10:00:00", "XYZ")]).order is None


# slow machines are no failure
@given(st.dates(date(1970, 1, 1), date(2199, 12, 31)))
def test_every_day_comes_back(day: date) -> None:
    assert Days().read(day.isoformat()) == day
    assert Days("dmy").read(f"{day:%d.%m.%Y}") == day
    assert Days("mdy").read(f"{day:%m/%d/%Y}") == day
    assert Days().read(f"{day:%d %B %Y}") == day


# slow machines are no failure
@given(st.text(max_size=65))
def test_anything_is_a_date_or_refused(text: str) -> None:
    with suppress(DayError):
        Days().read(text)
