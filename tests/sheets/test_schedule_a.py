"""Schedule A, Parts II and III: every figure worked out by hand."""

import json

import pytest

from coopfund.measures.record import plain
from coopfund.sheets.schedule_a import schedule_a
from coopfund.sheets.sheet import Sheet, sheet_csv, sheet_data, sheet_markdown, sheet_text
from tests.ledgers import Judged, judge

ACCOUNT = {
    "dues": "Income:Dues",
    "donation": "Income:Gifts",
    "state": "Income:State",
}


def came(year: int, source: str, amount: str, donor: str = "", more: str = "") -> str:
    """An entry of a source; sources without an account of their own are named on the posting."""
    who = f'  donor: "{donor}"\n' if donor else ""
    account = ACCOUNT.get(source, f'Income:Misc\n    source: "{source}"')
    return f'{year}-06-30 * "came" {more}\n{who}  Assets:Bank  {amount} USD\n  {account}\n'


def sheet(books: Judged) -> Sheet:
    return schedule_a(books.analysis.case())


def filled(books: Judged, part: str, number: str) -> list[str | bool | None]:
    """A line's values as they are printed."""
    line = sheet(books).part(part).line(number)
    return [v if isinstance(v, bool) else plain(v, line.unit, 2) for v in line.values]


def total(books: Judged, part: str, number: str) -> str | bool | None:
    return filled(books, part, number)[-1]


FIVE_YEARS = (
    '2020-01-01 custom "coopfund-contributor" "s-1"\n  kind: "state"\n'
    '2020-01-01 custom "coopfund-contributor" "d-2"\n  controlled-by: "d-1"\n'
    + came(2021, "donation", "99999.00", "d-9")
    + came(2022, "dues", "1000.00", "m-1")
    + came(2022, "donation", "5000.00", "d-1")
    + came(2023, "state", "8000.00", "s-1")
    + came(2023, "in-kind", "600.00", "s-1")
    + came(2023, "donation", "7000.00", "d-2")
    + came(2024, "capital", "400.00")
    + came(2024, "donation", "50000.00", "d-3", "#unusual-grant")
    + came(2025, "event", "9000.00", "d-4")
    + came(2026, "other", "2000.00")
    + came(2026, "donation", "1000.00")
)
"""Line 1: 6,000 + 15,000 + 0 + 0 + 1,000 = 22,000; lines 3, 8 and 10: 600, 400 and 2,000.

Line 11 is 25,000, its two per cent 500. d-1 and d-2 are one: 12,000 − 500 = 11,500 are too much;
m-1's 1,000 − 500 = 500 as well; nobody is behind 1,000. Line 5 is 12,000, line 6 is 22,600 −
12,000 = 10,600; 10,600 ÷ 25,000 = 42.4 %.
"""


def test_part_two_line_by_line() -> None:
    books = judge(FIVE_YEARS)
    assert sheet(books).columns == ("2022", "2023", "2024", "2025", "2026", "total")
    expected = {
        "1": ["6000.00", "15000.00", "0.00", "0.00", "1000.00", "22000.00"],
        "2": ["0.00"] * 6,
        "3": ["0.00", "600.00", "0.00", "0.00", "0.00", "600.00"],
        "4": ["6000.00", "15600.00", "0.00", "0.00", "1000.00", "22600.00"],
        "5": [None] * 5 + ["12000.00"],
        "6": [None] * 5 + ["10600.00"],
        "7": ["6000.00", "15600.00", "0.00", "0.00", "1000.00", "22600.00"],
        "8": ["0.00", "0.00", "400.00", "0.00", "0.00", "400.00"],
        "9": ["0.00"] * 6,
        "10": ["0.00", "0.00", "0.00", "0.00", "2000.00", "2000.00"],
        "11": ["6000.00", "15600.00", "400.00", "0.00", "3000.00", "25000.00"],
        "12": ["0.00", "0.00", "0.00", "9000.00", "0.00", "9000.00"],
        "14": [None] * 5 + ["0.424000"],
        "16a": [None] * 5 + [True],
    }
    assert {number: filled(books, "II", number) for number in expected} == expected


def test_part_three_line_by_line() -> None:
    """All gifts since 2021 are 171,999.00, of which 2 % are 3,439.98, so 5,000 is the bound.

    d-9, d-3 and d-1 with d-2 gave more; of them, only d-1 and d-2 are on these lines.

    d-4 bought for 9,000 in a year of 9,000 in all: above 5,000, so 4,000 do not count. Line 6 is
    22,600 + 9,000 = 31,600, line 8 is 31,600 − 12,000 − 4,000 = 15,600, line 13 is 34,000.
    """
    books = judge(FIVE_YEARS)
    expected = {
        "1": ["6000.00", "15000.00", "0.00", "0.00", "1000.00", "22000.00"],
        "2": ["0.00", "0.00", "0.00", "9000.00", "0.00", "9000.00"],
        "5": ["0.00", "600.00", "0.00", "0.00", "0.00", "600.00"],
        "6": ["6000.00", "15600.00", "0.00", "9000.00", "1000.00", "31600.00"],
        "7a": ["5000.00", "7000.00", "0.00", "0.00", "0.00", "12000.00"],
        "7b": ["0.00", "0.00", "0.00", "4000.00", "0.00", "4000.00"],
        "7c": ["5000.00", "7000.00", "0.00", "4000.00", "0.00", "16000.00"],
        "8": [None] * 5 + ["15600.00"],
        "10a": ["0.00", "0.00", "400.00", "0.00", "0.00", "400.00"],
        "12": ["0.00", "0.00", "0.00", "0.00", "2000.00", "2000.00"],
        "13": ["6000.00", "15600.00", "400.00", "9000.00", "3000.00", "34000.00"],
        "15": [None] * 5 + ["0.458824"],
        "17": [None] * 5 + ["0.011765"],
        "19a": [None] * 5 + [True],
    }
    assert {number: filled(books, "III", number) for number in expected} == expected


def test_what_no_line_holds_is_told() -> None:
    assert sheet(judge(FIVE_YEARS)).notes[1:] == (
        "Line 5 of Part II: d-1 11,500.00, m-1 500.00; the limit is 500.00.",
        "Line 7a of Part III: d-1 12,000.00.",
        "Unusual grants of 50,000.00 are on no line.",
        "Line 1 holds 1,000.00 whose giver is not known, counted without limit.",
        (
            "A tax year is a calendar year; where money of the state pays for a service, move it "
            "from line 1 to line 12 (Part II) or line 2 (Part III)."
        ),
    )


@pytest.mark.parametrize(
    ("sold", "given", "passes"),
    [
        # One per cent of a large year: 1,000,000 in all, so 10,000 of each buyer counts.
        ("20000.00", "980000.00", True),
        ("5000.00", "0.00", True),
    ],
)
def test_a_buyer_counts_up_to_5000_or_one_per_cent(sold: str, given: str, *, passes: bool) -> None:
    books = judge(came(2026, "event", sold, "d-4") + came(2026, "donation", given))
    beyond = {"20000.00": "10000.00", "5000.00": "0.00"}[sold]
    assert total(books, "III", "7b") == beyond
    assert total(books, "III", "19a") is passes


def test_exactly_one_third_passes_part_two_and_fails_part_three() -> None:
    public = '2020-01-01 custom "coopfund-contributor" "s-1"\n  kind: "state"\n'
    books = judge(public + came(2026, "state", "100.00", "s-1") + came(2026, "other", "200.00"))
    assert (total(books, "II", "14"), total(books, "II", "16a")) == ("0.333333", True)
    assert (total(books, "III", "15"), total(books, "III", "19a")) == ("0.333333", False)


@pytest.mark.parametrize(("invested", "passes"), [("50.00", True), ("50.01", False)])
def test_exactly_one_third_may_be_invested(invested: str, *, passes: bool) -> None:
    books = judge(came(2026, "donation", "100.00") + came(2026, "capital", invested))
    assert total(books, "III", "19a") is passes


def test_whoever_is_declared_disqualified_counts_nowhere_in_part_three() -> None:
    declared = '2020-01-01 custom "coopfund-contributor" "d-1"\n  disqualified: TRUE\n'
    books = judge(declared + came(2026, "event", "10.00", "d-1") + came(2026, "donation", "90.00"))
    assert (total(books, "III", "7a"), total(books, "III", "8")) == ("10.00", "90.00")


def test_a_publicly_supported_organisation_is_neither_limited_nor_disqualified() -> None:
    public = '2020-01-01 custom "coopfund-contributor" "d-1"\n  public: TRUE\n'
    books = judge(public + came(2026, "donation", "90000.00", "d-1"))
    assert (total(books, "II", "5"), total(books, "III", "7a")) == ("0.00", "0.00")


def test_without_support_nothing_passes_or_fails() -> None:
    books = judge('2026-01-01 * "rent"\n  Expenses:Rent  1.00 USD\n  Assets:Bank\n')
    assert (total(books, "II", "14"), total(books, "II", "16a")) == (None, None)
    assert total(books, "III", "19a") is None


def test_every_form_of_print_holds_every_line() -> None:
    found = sheet(judge(FIVE_YEARS))
    data = json.loads(json.dumps(sheet_data(found)))
    assert data["parts"]["II"]["lines"][0] == {
        "line": "1",
        "text": "Gifts, grants, contributions, membership fees",
        "unit": "money",
        "values": ["6000.00", "15000.00", "0.00", "0.00", "1000.00", "22000.00"],
    }
    assert "II,14,Public support percentage: line 6 ÷ line 11,,,,,,0.424000\n" in sheet_csv(found)
    assert "II,16a,Passes the 33⅓ % support test,,,,,,yes\n" in sheet_csv(found)
    text, page = sheet_text(found), sheet_markdown(found)
    assert "42.40 %\n" in text
    for line in (line for part in found.parts for line in part.lines):
        assert f"\n{line.number} " in text
        assert f"\n| {line.number} | " in page
