"""The German income statement: each source in its own position, the unknown in none."""

from decimal import Decimal

from coopfund import words
from coopfund.measures.record import plain
from coopfund.sheets.part_g import LASTING, NOT_TOLD, PLACES, POSITIONS, part_g
from tests.ledgers import Judged, judge
from tests.sheets.test_schedule_a import came

GIVERS = "".join(
    f'2020-01-01 custom "coopfund-contributor" "{kind}-1"\n  kind: "{kind}"\n'
    for kind in ("person", "company", "foundation", "union", "party", "state")
)


def statement(books: Judged) -> dict[str, list[str]]:
    part = part_g(books.analysis.case()).part("24(4)")
    return {line.number: [str(plain(v, line.unit, 2)) for v in line.values] for line in part.lines}


def test_each_source_has_one_position() -> None:
    """Powers of two, so that every sum says what is in it."""
    books = judge(
        "".join(
            came(2026, source, f"{2**rank}.00")
            for rank, source in enumerate(words.SOURCES)
            if source != "in-kind"
        )
    )
    assert statement(books) == {
        "1": ["1.00"],
        "2": ["2.00"],
        "3": ["8.00"],
        "4": ["116.00"],  # affiliation 4, company 16, union 32, foundation 64
        "5": ["0.00"],
        "5a": ["0.00"],
        "6": ["512.00"],
        "7": ["256.00"],
        "8": ["128.00"],
        "9": ["8192.00"],
        "10": ["1024.00"],
        "11": ["10239.00"],
        "–": ["16384.00"],
    }


def test_gifts_in_kind_stand_where_their_giver_s_money_would() -> None:
    kinds = ("person", "company", "foundation", "union", "party", "state")
    gifts = "".join(
        came(2026, "in-kind", f"{2**rank}.00", f"{kind}-1") for rank, kind in enumerate(kinds)
    )
    found = statement(judge(GIVERS + gifts + came(2026, "in-kind", "64.00", "d-1")))
    assert {number: found[number] for number in ("3", "4", "8", "11", "–")} == {
        "3": ["1.00"],
        "4": ["30.00"],
        "8": ["32.00"],
        "11": ["63.00"],
        "–": ["64.00"],
    }


def test_the_year_before_stands_beside_it() -> None:
    books = judge(came(2025, "dues", "7.00") + came(2026, "dues", "9.00"))
    assert part_g(books.analysis.case()).columns == ("2026", "2025")
    assert statement(books)["1"] == ["9.00", "7.00"]
    assert part_g(judge(came(2026, "dues", "9.00")).analysis.case()).columns == ("2026",)


def test_an_unusual_grant_is_income_like_any_other() -> None:
    books = judge(came(2026, "donation", "9.00", "d-1", "#unusual-grant"))
    assert statement(books)["3"] == ["9.00"]


def test_what_has_no_position_is_told_and_never_spread() -> None:
    books = judge(came(2026, "dues", "9.00") + came(2026, "unknown", "5.00"))
    assert statement(books)["11"] == ["9.00"]
    assert part_g(books.analysis.case()).notes[1:] == (
        "5.00 of 2026 have no number: nobody declared their source.",
    )


def test_other_income_above_two_per_cent_is_told() -> None:
    told = "Number 9 is above 2 % of numbers 1 to 6, so section 27(2) asks for it item by item."
    books = judge(came(2026, "dues", "100.00") + came(2026, "other", "2.01"))
    assert part_g(books.analysis.case()).notes[1:] == (told,)
    books = judge(came(2026, "dues", "100.00") + came(2026, "other", "2.00"))
    assert part_g(books.analysis.case()).notes[1:] == ()


def test_another_currency_stands_at_its_price() -> None:
    foreign = '2026-06-30 * "abroad"\n  Assets:Bank  10.00 EUR\n  Income:Dues\n'
    priced = judge("2026-01-01 price EUR 1.20 USD\n" + foreign)
    assert statement(priced)["1"] == ["12.00"]
    unpriced = part_g(judge(foreign).analysis.case())
    assert unpriced.notes[1:] == ("Without a price, and so in no number: EUR.",)


SPENT = """\
2020-01-01 custom "coopfund-program" "school"
2020-01-01 open Expenses:Wages
  kind: "payroll"
2020-01-01 open Expenses:Office
2020-01-01 open Expenses:School
  program: "school"
2026-03-01 * "spent"
  Expenses:Wages    1.00 USD
  Expenses:Office   2.00 USD
  Expenses:School   4.00 USD
  Assets:Bank
2025-03-01 * "spent"
  Expenses:Office   8.00 USD
  Assets:Bank
"""
ELECTION = """\
2020-01-01 open Expenses:School:Election
  partg: "2c"
2026-05-01 * "posters"
  Expenses:School:Election  16.00 USD
  Assets:Bank
"""


def expenses(books: Judged) -> dict[str, list[str | None]]:
    part = part_g(books.analysis.case()).part("24(5)")
    return {line.number: [plain(v, line.unit, 2) for v in line.values] for line in part.lines}


def test_spending_stands_by_what_it_is_and_the_rest_is_blank() -> None:
    books = judge(SPENT + came(2026, "dues", "10.00"))
    assert expenses(books) == {
        "1": ["1.00", "0.00"],
        "2a": ["2.00", "8.00"],
        "2b": ["4.00", "0.00"],
        "2c": [None, None],
        "2d": [None, None],
        "2e": [None, None],
        "2f": [None, None],
        "3": [None, None],
        "4": ["7.00", "8.00"],
    }
    sheet = part_g(books.analysis.case())
    assert sheet.part("result").line("±").values == (Decimal(3), Decimal(-8))
    assert NOT_TOLD in sheet.notes


def test_an_account_says_where_its_spending_stands() -> None:
    books = judge(SPENT + ELECTION)
    found = expenses(books)
    assert (found["2b"], found["2c"]) == (["4.00", "0.00"], ["16.00", "0.00"])
    assert found["2d"] == ["0.00", "0.00"]
    assert found["4"] == ["23.00", "8.00"]
    assert NOT_TOLD not in part_g(books.analysis.case()).notes


def test_a_number_that_the_act_does_not_have_is_a_fault() -> None:
    (fault,) = judge(SPENT + ELECTION.replace("2c", "2g")).found("CF610")
    assert fault.message == (
        'Expenses:School:Election: partg "2g" is none of 1, 2a, 2b, 2c, 2d, 2e, 2f, 3'
    )


def test_what_is_given_back_lowers_spending_and_what_lasts_is_told() -> None:
    back = """\
2020-01-01 open Expenses:Van
  kind: "capital"
2026-06-01 * "returned"
  Expenses:Office  -0.50 USD
  Assets:Bank
"""
    books = judge(SPENT + back)
    assert expenses(books)["2a"] == ["1.50", "8.00"]
    assert LASTING in part_g(books.analysis.case()).notes


def test_every_source_has_a_place_or_a_reason() -> None:
    assert set(PLACES.values()) <= set(POSITIONS)
    assert set(words.SOURCES) - set(PLACES) == {"loan", "in-kind", "unknown"}
