"""CF303 to CF305: who could switch the organisation off."""

from collections.abc import Sequence

import pytest

from tests.ledgers import Judged, judge, judged


def given(amounts: Sequence[str], cost: str = "", more: str = "") -> Judged:
    """Gifts of d-1, d-2 and so on, of one year, and what the year cost."""
    gifts = "".join(
        f"""
2026-03-01 * "gift"
  donor: "d-{number}"
  Assets:Bank            {amount} USD
  Income:Gifts          -{amount} USD
"""
        for number, amount in enumerate(amounts, 1)
    )
    rent = f"""
2026-12-31 * "rent"
  Expenses:Rent        {cost} USD
  Assets:Bank
"""
    return judge(more + gifts + (rent if cost else ""))


def members(number: int, amount: str) -> str:
    """Dues of so many members."""
    return "".join(
        f"""
2026-02-01 * "dues"
  member: "m-{member:03}"
  Assets:Bank            {amount} USD
  Income:Dues
"""
        for member in range(number)
    )


# CF303


def test_cf303_example_42000_with_gifts_of_15000_and_3_times_3000() -> None:
    books = given(["15000.00", "3000.00", "3000.00", "3000.00"], "40000.00", members(150, "120.00"))
    found = books.one("CF303")
    assert (found.action, found.name, str(found.date)) == ("warn", "patron", "2026-12-31")
    assert books.line(found) == "Income:Gifts          -15000.00 USD"
    assert found.message == (
        "d-1 gave 35.7 % of all income in the twelve months to 2026-12-31; without it, income "
        "would cover 67.5 % of the essential cost."
    )
    assert found.contributor == "d-1"
    assert found.evidence == {
        "share": "0.357143",
        "amount": "15000.00",
        "income": "42000.00",
        "ranked": [
            {"group": "d-1", "amount": "15000.00", "share": "0.357143"},
            {"group": "d-2", "amount": "3000.00", "share": "0.071429"},
            {"group": "d-3", "amount": "3000.00", "share": "0.071429"},
            {"group": "d-4", "amount": "3000.00", "share": "0.071429"},
        ],
        "lapse_stress": {"1": "0.675000", "3": "0.525000", "5": "0.450000"},
        # 2,000 are left; without 15,000 of 42,000, 13,000 are short in the eleven months since
        # February, 1,181.82 a month.
        "months_until_empty": "1.69",
        "red": True,
    }


def patron(amount: str, cost: str = "1.00") -> Judged:
    """One giver, beside 900.00 of dues."""
    return given([amount], cost, members(9, "100.00"))


def test_cf303_fails_at_a_tenth() -> None:
    found = patron("100.00").one("CF303")
    assert (found.evidence["share"], found.evidence["red"]) == ("0.100000", False)
    assert found.message.endswith("; without it, income would still cover the essential cost.")
    assert found.evidence["months_until_empty"] is None


def test_cf303_passes_a_cent_below_a_tenth() -> None:
    assert patron("99.99").found("CF303") == []


def test_cf303_is_red_from_a_third_up() -> None:
    assert patron("450.00").one("CF303").evidence["red"] is True
    assert patron("449.99").one("CF303").evidence["red"] is False


def test_cf303_fails_where_living_without_the_largest_is_short_by_a_cent() -> None:
    found = patron("10.00", "900.01").one("CF303")
    assert found.evidence["lapse_stress"]["1"] == "0.999989"
    # 910.00 less 900.01 are left; 0.01 is short in eleven months.
    assert found.evidence["months_until_empty"] == "10989.00"


def test_cf303_passes_where_it_just_covers_the_cost() -> None:
    assert patron("10.00", "900.00").found("CF303") == []


def three_gifts(cost: str, more: str = "") -> Judged:
    """Three gifts of 50.00, each below a tenth, beside 900.00 of dues."""
    return given(["50.00"] * 3, cost, more + members(9, "100.00"))


def test_cf303_fails_where_a_few_together_could_switch_it_off() -> None:
    found = three_gifts("900.01").one("CF303")
    assert found.message == (
        "d-1 gave 4.8 % of all income in the twelve months to 2026-12-31; without it, income "
        "would still cover the essential cost, without the 3 largest 100.0 % of it."
    )
    assert found.evidence["lapse_stress"] == {"1": "1.111099", "3": "0.999989", "5": "0.999989"}


def test_cf303_passes_where_income_without_the_few_just_covers_the_cost() -> None:
    assert three_gifts("900.00").found("CF303") == []
    vote = '2026-01-01 custom "coopfund-rule" "CF303"\n  lapse: 0.90\n'
    assert three_gifts("1000.00", vote).found("CF303") == []
    assert three_gifts("1000.01", vote).found("CF303") != []


def test_cf303_tells_where_income_falls_short_with_everybody() -> None:
    assert patron("10.00", "1000.00").one("CF303").message == (
        "d-1 gave 1.1 % of all income in the twelve months to 2026-12-31; income covers 91.0 % of "
        "the essential cost, without it 90.0 %."
    )


def test_cf303_passes_for_dues_whatever_their_size() -> None:
    assert given([], more=members(1, "900.00")).found("CF303") == []


VOTED = """
2026-01-01 custom "coopfund-rule" "CF303"
  stop: 0.20
"""


@pytest.mark.parametrize(
    ("amount", "vote", "action"),
    [
        ("225.00", VOTED, "stop"),
        ("224.99", VOTED, "warn"),
        ("900.00", "", "warn"),
        ("225.00", VOTED.replace("2026", "2027"), "warn"),
    ],
)
def test_cf303_stops_only_where_voted(amount: str, vote: str, action: str) -> None:
    books = given([amount], more=members(9, "100.00") + vote)
    assert books.one("CF303").action == action


def test_cf303_judges_groups() -> None:
    household = "".join(
        f'2026-01-01 custom "coopfund-contributor" "d-{number}"\n  household: "h-1"\n'
        for number in (1, 2)
    )
    apart = given(["60.00", "60.00"], more=members(9, "100.00"))
    together = given(["60.00", "60.00"], more=members(9, "100.00") + household)
    assert apart.found("CF303") == []
    assert together.one("CF303").evidence["amount"] == "120.00"


# CF304


def test_cf304_example_50_30_10_5_5() -> None:
    books = given(["50.00", "30.00", "10.00", "5.00", "5.00"])
    found = books.one("CF304")
    assert (found.action, found.name, str(found.date)) == ("warn", "concentration", "2026-03-01")
    assert books.line(found) == "Income:Gifts          -50.00 USD"
    assert found.message == (
        "Income of the twelve months to 2026-03-31 is as concentrated as if 2.82 equal "
        "contributors gave it (HHI 3550.00)."
    )
    assert found.evidence == {
        "hhi": "3550.00",
        "effective_contributors": "2.816901",
        "hhi_normalised": "0.193750",
        "gini": "0.460000",
        "contributors": 5,
        "red": True,
    }


def test_cf304_example_a_third_from_one_among_200_is_no_finding() -> None:
    # 199 members with two thirds: (1/3)² + 199 × (2/3 ÷ 199)² = 203 ÷ 1,791 = 0.1133445003.
    books = given(["9950.00"], more=members(199, "100.00"))
    assert books.found("CF304") == []
    assert books.shown("hhi")["value"] == "1133.45"


def nine(largest: str) -> Judged:
    """With 5.00: 20.00 in all, and squares that add up to 60 of 400, a HHI of 1,500."""
    return given([largest, "3.00", "3.00", "3.00", "2.00", "1.00", "1.00", "1.00", "1.00"])


def test_cf304_fails_from_1500_up() -> None:
    assert nine("5.00").one("CF304").evidence["hhi"] == "1500.00"


def test_cf304_passes_a_cent_below() -> None:
    assert nine("4.99").found("CF304") == []


@pytest.mark.parametrize(("fifth", "red"), [([], True), (["0.01"], False)])
def test_cf304_is_red_from_2500_up(fifth: list[str], *, red: bool) -> None:
    assert given(["1.00"] * 4 + fifth).one("CF304").evidence["red"] is red


def test_cf304_stops_only_where_voted() -> None:
    rule = '2026-01-01 custom "coopfund-rule" "CF304"\n  stop: 2500\n'
    assert given(["1.00"] * 4, more=rule).one("CF304").action == "stop"
    assert given(["1.00"] * 5, more=rule).one("CF304").action == "warn"


# CF305


def state(amount: str, own: str, more: str = "") -> Judged:
    return judge(
        more
        + f"""
2026-01-31 * "dues"
  Assets:Bank           {own} USD
  Income:Dues
2026-06-30 * "grant"
  Assets:Bank           {amount} USD
  Income:State         -{amount} USD
"""
    )


def test_cf305_example_50000_to_46000() -> None:
    books = state("50000.00", "46000.00")
    found = books.one("CF305")
    assert (found.action, found.name, str(found.date)) == ("warn", "state-ceiling", "2026-06-30")
    assert books.line(found) == "Income:State         -50000.00 USD"
    assert found.message == (
        "The state paid 50000.00 USD in the twelve months to 2026-06-30, 108.7 % of own income of "
        "46000.00."
    )
    assert found.evidence == {
        "state": "50000.00",
        "own_income": "46000.00",
        "ratio": "1.086957",
        "red": True,
    }


def test_cf305_fails_a_cent_above_a_quarter() -> None:
    found = state("25.01", "100.00").one("CF305")
    assert (found.evidence["ratio"], found.evidence["red"]) == ("0.250100", False)


def test_cf305_passes_at_exactly_a_quarter() -> None:
    assert state("25.00", "100.00").found("CF305") == []


def test_cf305_is_red_above_one() -> None:
    assert state("100.00", "100.00").one("CF305").evidence["red"] is False
    assert state("100.01", "100.00").one("CF305").evidence["red"] is True


STOP = '2026-01-01 custom "coopfund-rule" "CF305"\n  stop: 1\n'


@pytest.mark.parametrize(
    ("amount", "vote", "action"),
    [("100.01", STOP, "stop"), ("100.00", STOP, "warn"), ("100.01", "", "warn")],
)
def test_cf305_stops_only_where_voted(amount: str, vote: str, action: str) -> None:
    assert state(amount, "100.00", vote).one("CF305").action == action


def without_own_income(vote: str = "") -> Judged:
    return judge(
        vote
        + """
2026-06-30 * "grant"
  Assets:Bank            100.00 USD
  Income:State
"""
    )


def test_cf305_fails_without_any_own_income() -> None:
    found = without_own_income().one("CF305")
    assert (found.action, found.evidence["ratio"], found.evidence["red"]) == ("warn", None, True)
    assert found.message == (
        "The state paid 100.00 USD in the twelve months to 2026-06-30, and there was no own income."
    )
    assert without_own_income(STOP).one("CF305").action == "stop"


@judged
def test_cf305_a_sale_to_the_state_is_state(books: Judged) -> None:
    """
    2026-01-01 custom "coopfund-contributor" "d-1"
      kind: "state"
    2026-01-01 custom "coopfund-contributor" "d-2"
      same-as: "d-1"
    2026-06-29 * "dues"
      Assets:Bank            100.00 USD
      Income:Dues
    2026-06-30 * "meals for the town hall"
      donor: "d-2"
      Assets:Bank            100.00 USD
      Income:Misc           -100.00 USD
        source: "event"
    """
    assert books.one("CF305").evidence["ratio"] == "1.000000"
