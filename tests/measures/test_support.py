"""Five years of support: the members' share, and the IRS percentage line by line."""

from fractions import Fraction

from tests.ledgers import judge


def gift(donor: str, amount: int, account: str = "Gifts", source: str = "donation") -> str:
    return f"""
2026-03-01 * "given"
  donor: "{donor}"
  Assets:Bank         {amount}.00 USD
  Income:{account}   -{amount}.00 USD
    source: "{source}"
"""


KINDS = """
2026-01-01 custom "coopfund-contributor" "f-1"
  kind: "foundation"
2026-01-01 custom "coopfund-contributor" "s-1"
  kind: "state"
"""
EXAMPLE = (
    KINDS
    + """
2026-02-01 * "dues"
  Assets:Bank          60000.00 USD
  Income:Dues
"""
    + gift("d-0", 20_000)
    + "".join(gift(f"d-{number}", 500) for number in range(1, 11))
    + gift("s-1", 10_000, "State", "state")
    + gift("f-1", 5_000, source="foundation")
)
"""The catalogue's: support of 100,000, so that 2,000 of a giver's money count."""


def test_member_support_share_of_the_catalogue() -> None:
    found = judge(EXAMPLE).measure("member_support_share")
    assert found.value == Fraction(60_000 + 2_000 + 5_000, 100_000)
    assert (found.status, found.because) == ("provisional", "1 of five years")


def test_interest_is_no_support() -> None:
    books = judge(EXAMPLE + gift("b-1", 4_000, "Misc", "capital"))
    assert books.measure("member_support_share").value == Fraction(67, 100)


def test_one_household_has_one_limit() -> None:
    joined = "".join(
        f'2026-01-01 custom "coopfund-contributor" "d-{number}"\n  household: "h-1"\n'
        for number in range(1, 11)
    )
    found = judge(joined + EXAMPLE).measure("member_support_share")
    assert found.value == Fraction(60_000 + 2_000 + 2_000, 100_000)


def test_public_support_line_by_line() -> None:
    # 18,000 of d-0 and 3,000 of the foundation stand above 2 %; the state has no limit.
    found = judge(EXAMPLE).shown("public_support")
    assert found["value"] == "0.790000"
    assert found["inputs"]["lines"] == {
        "1 gifts, grants, contributions, membership fees": "100000.00",
        "3 facilities lent by the state": "0.00",
        "4 total of lines 1 to 3": "100000.00",
        "5 excess over 2 % of line 11": "21000.00",
        "6 public support": "79000.00",
        "8 interest, dividends, rents": "0.00",
        "10 other income": "0.00",
        "11 total support": "100000.00",
        "12 receipts from related activities": "0.00",
    }


def test_public_support_what_was_bought_is_neither_given_nor_above_a_limit() -> None:
    books = judge(EXAMPLE + gift("c-1", 30_000, "Misc", "event"))
    found = books.shown("public_support")
    assert found["value"] == "0.790000"
    assert found["inputs"]["lines"]["12 receipts from related activities"] == "30000.00"


def test_public_support_knows_no_limit_for_givers_whom_nobody_knows() -> None:
    # Line 11 is 200,000 with what came through a processor; 2 % are 4,000: 16,000 of d-0 and
    # 1,000 of f-1 are too much.
    processor = '2026-01-01 custom "coopfund-contributor" "p-1"\n  kind: "processor"\n'
    books = judge(processor + EXAMPLE + gift("p-1", 100_000))
    assert books.measure("public_support").value == Fraction(183_000, 200_000)


def test_public_support_counts_interest_in_the_whole_only() -> None:
    # Line 11 is 125,000 with it, 2 % are 2,500: 17,500 of d-0 and 2,500 of f-1 are too much.
    books = judge(EXAMPLE + gift("b-1", 25_000, "Misc", "capital"))
    assert books.measure("public_support").value == Fraction(80_000, 125_000)


def test_five_years_are_no_longer_provisional() -> None:
    early = '2022-12-31 * "dues"\n  Assets:Bank  1.00 USD\n  Income:Dues\n'
    for name in ("member_support_share", "public_support"):
        four = judge(EXAMPLE + early.replace("2022", "2023")).measure(name)
        five = judge(EXAMPLE + early).measure(name)
        assert (four.status, four.because) == ("provisional", "4 of five years")
        assert (five.status, five.because) == ("ok", None)


def test_what_is_older_than_five_years_does_not_count() -> None:
    old = '2021-12-31 * "dues"\n  Assets:Bank  900000.00 USD\n  Income:Dues\n'
    assert judge(EXAMPLE + old).measure("member_support_share").value == Fraction(67, 100)
