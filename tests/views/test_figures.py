"""Evidence in words."""

from datetime import date

import pytest

from coopfund.findings import Finding, Place
from coopfund.views.figures import figures, shown


@pytest.mark.parametrize(
    ("key", "value", "text"),
    [
        ("spent", "1600.00", "1600.00"),
        ("share", "0.357143", "35.7 %"),
        ("limit", "0.250000", "25.0 %"),
        ("effective_contributors", "2.816901", "2.817"),
        ("hhi", "1440.80", "1440.80"),
        ("red", True, "yes"),
        ("red", False, "no"),
        ("months_until_empty", None, "undefined"),
        ("payments", 12, "12"),
        ("whose", [], "none"),
        ("whose", ["d-001", "d-002"], "d-001, d-002"),
        ("paid_by", {"dues": "1500.00", "donation": "100.00"}, "dues 1500.00, donation 100.00"),
        ("lapse_stress", {"1": "0.675000", "3": None}, "1 67.5 %, 3 undefined"),
        ("ranked", [{"group": "d-1", "amount": "9.00", "share": "0.500000"}], "d-1 9.00 50.0 %"),
        ("days", list(range(14)), "0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 2 more"),
    ],
)
def test_a_value_reads_as_people_write_it(key: str, value: object, text: str) -> None:
    assert shown(key, value) == text


def test_a_key_that_the_catalogue_does_not_explain_stands_for_itself() -> None:
    place = Place("main.beancount", 1)
    finding = Finding("CF999", "new", "note", date.min, place, "Look.", {"new_key": "1.00"})
    assert figures(finding) == (("new key", "1.00"),)
