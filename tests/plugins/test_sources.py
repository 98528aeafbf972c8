"""CF201, CF202, CF208: refused, anonymous and unexplained money."""

from collections.abc import Iterable
from decimal import Decimal

import pytest

from coopfund.findings import Finding
from tests.ledgers import Judged, judge, judged

# CF201


def fee(amount: str) -> Judged:
    return judge(
        f"""
2020-01-01 open Expenses:Fundraiser
  kind: "fundraising"
2026-03-01 * "gift through a fundraiser" ^gift
  donor: "d-007"
  Assets:Bank            700.00 USD
  Assets:Savings
  Income:Gifts         -1000.00 USD
  Expenses:Fundraiser   {amount} USD
"""
    )


def test_cf201_example_fee_300_on_1000() -> None:
    books = fee("300.00")
    found = books.one("CF201")
    assert (found.action, found.name, str(found.date)) == (
        "stop",
        "prohibited-source",
        "2026-03-01",
    )
    assert books.line(found) == "Expenses:Fundraiser   300.00 USD"
    assert found.message == (
        "A fundraiser kept 300.00 USD of a gift of 1000.00, 30.0 %; the limit is 25.0 %."
    )
    assert (found.contributor, *found.links) == ("d-007", "gift")
    assert found.evidence == {
        "amount": "1000.00",
        "source": "donation",
        "why": "fee",
        "fee": "300.00",
        "share": "0.300000",
        "limit": "0.250000",
    }


def test_cf201_fails_by_a_cent_of_fee() -> None:
    assert fee("250.01").one("CF201").evidence["share"] == "0.250010"


def test_cf201_passes_at_a_quarter() -> None:
    assert fee("250.00").found("CF201") == []


GIFT = """
2026-03-01 * "gift"
  donor: "{donor}"
  Assets:Bank              0.01 USD
  Income:Gifts            -0.01 USD
"""


def refusing(what: str, donor: str, contributors: str = "") -> Judged:
    rule = f'2026-01-01 custom "coopfund-rule" "CF201"\n  {what}\n'
    return judge(rule + contributors + GIFT.format(donor=donor))


KINDS = """
2026-01-01 custom "coopfund-contributor" "d-1"
  kind: "company"
2026-01-01 custom "coopfund-contributor" "d-2"
  same-as: "d-1"
2026-01-01 custom "coopfund-contributor" "d-3"
  controlled-by: "d-2"
2026-01-01 custom "coopfund-contributor" "d-4"
  kind: "person"
2026-01-01 custom "coopfund-contributor" "d-5"
  kind: "company"
  controlled-by: "d-4"
2026-01-01 custom "coopfund-contributor" "d-6"
  kind: "person"
  household: "h-1"
2026-01-01 custom "coopfund-contributor" "d-7"
  household: "h-1"
"""


@pytest.mark.parametrize(
    ("what", "donor", "why"),
    [
        ('sources: "state donation"', "d-9", "source"),
        ('contributors: "d-9, d-8"', "d-9", "contributor"),
        # The whole group is refused, whichever of its names was voted or gave.
        ('contributors: "d-1"', "d-3", "contributor"),
        ('contributors: "d-3"', "d-1", "contributor"),
        ('contributors: "d-6"', "d-7", "contributor"),
        ('kinds: "company"', "d-1", "kind"),
        # An alias has the kind of whom it stands for, a firm stays one whoever controls it.
        ('kinds: "company"', "d-2", "kind"),
        ('kinds: "company"', "d-5", "kind"),
        ('kinds: "person"', "d-5", "kind"),
        # A contributor's kind corrects the source, so refusing the source refuses the firm.
        ('sources: "company"', "d-1", "source"),
    ],
)
def test_cf201_fails_for_what_the_assembly_refuses(what: str, donor: str, why: str) -> None:
    books = refusing(what, donor, KINDS)
    found = books.one("CF201")
    assert found.action == "stop"
    assert books.line(found) == "Income:Gifts            -0.01 USD"
    assert found.message.startswith("0.01 USD came from ")
    assert found.message.endswith(", which the assembly refuses.")
    assert (found.evidence["why"], found.evidence["amount"]) == (why, "0.01")
    assert found.contributor == donor


@pytest.mark.parametrize(
    ("what", "donor"),
    [
        ('sources: "state company"', "d-9"),
        ('contributors: "d-8"', "d-9"),
        ('contributors: "d-4"', "d-6"),
        ('kinds: "company"', "d-4"),
        ('kinds: "company"', "d-9"),
    ],
)
def test_cf201_passes_for_what_it_does_not(what: str, donor: str) -> None:
    assert refusing(what, donor, KINDS).found("CF201") == []


@judged
def test_cf201_a_refusal_counts_from_its_day(books: Judged) -> None:
    """
    2026-03-01 * "before"
      Assets:Bank              1.00 USD
      Income:State            -1.00 USD
    2026-03-02 custom "coopfund-rule" "CF201"
      sources: "state"
    2026-03-02 * "on the day"
      Assets:Bank              2.00 USD
      Income:State            -2.00 USD
    2026-04-01 custom "coopfund-rule" "CF201"
      sources: "company"
    2026-04-01 * "after the second vote"
      Assets:Bank              3.00 USD
      Income:State            -3.00 USD
    """
    assert [f.evidence["amount"] for f in books.found("CF201")] == ["2.00"]


def state_owned(share: str, donor: str = "d-1") -> Judged:
    return judge(
        f"""
2026-01-01 custom "coopfund-contributor" "d-1"
  kind: "company"
  state-owned: {share}
2026-01-01 custom "coopfund-contributor" "d-2"
  same-as: "d-1"
"""
        + GIFT.format(donor=donor)
    )


@pytest.mark.parametrize("donor", ["d-1", "d-2"])
def test_cf201_fails_for_a_firm_26_per_cent_the_states(donor: str) -> None:
    found = state_owned("0.26", donor).one("CF201")
    assert found.message == (
        f"0.01 USD came from {donor}, of which the state owns 26.0 %; the limit is 25.0 %."
    )
    assert found.evidence == {
        "amount": "0.01",
        "source": "company",
        "why": "state-owned",
        "share": "0.260000",
        "limit": "0.250000",
    }


def test_cf201_passes_for_a_firm_25_per_cent_the_states() -> None:
    assert state_owned("0.25").found("CF201") == []


# CF202


def nameless(amount: str, meta: str = "") -> Judged:
    return judge(
        f"""
2026-01-01 custom "coopfund-contributor" "d-0"
  kind: "anonymous"
2026-01-01 custom "coopfund-contributor" "p-1"
  kind: "processor"
2026-03-01 * "gift" ^envelope
  {meta or 'note: "in an envelope"'}
  Assets:Bank            {amount} USD
  Income:Gifts          -{amount} USD
"""
    )


@pytest.mark.parametrize("meta", ["", 'donor: "d-0"'])
def test_cf202_fails_a_cent_above_50(meta: str) -> None:
    books = nameless("50.01", meta)
    found = books.one("CF202")
    assert (found.action, found.name, str(found.date)) == ("stop", "anonymous", "2026-03-01")
    assert books.line(found) == "Income:Gifts          -50.01 USD"
    assert found.message == (
        "A gift of 50.01 USD names no giver; above 50.00 a giver must be known."
    )
    assert found.evidence == {"amount": "50.01", "limit": "50.00", "over": "0.01"}


@pytest.mark.parametrize(
    ("amount", "meta"), [("50.00", ""), ("50.01", 'donor: "d-9"'), ("50.01", 'donor: "p-1"')]
)
def test_cf202_passes_to_the_cent_or_with_a_giver(amount: str, meta: str) -> None:
    assert nameless(amount, meta).found("CF202") == []


def collected(last: str, dues: str) -> Judged:
    """Boxes of 50.00, nineteen at most, and whatever else makes up the receipts."""
    boxes = "".join(
        f"""
2026-01-{day:02} * "box"
  Assets:Bank             50.00 USD
  Income:Gifts
"""
        for day in range(1, 19)
    )
    return judge(
        boxes
        + f"""
2026-02-01 * "dues"
  Assets:Bank          {dues} USD
  Income:Dues
2026-12-31 * "the last box"
  Assets:Bank             {last} USD
  Income:Gifts           -{last} USD
"""
    )


def test_cf202_example_receipts_80000_and_950_without_a_giver() -> None:
    books = collected("50.00", "79050.00")
    found = books.one("CF202")
    assert (found.action, str(found.date)) == ("warn", "2026-12-31")
    assert books.line(found) == "Income:Gifts           -50.00 USD"
    assert found.message == (
        "Gifts without a giver came to 950.00 USD in 2026; the cap is 800.00, 150.00 is too much."
    )
    assert found.evidence == {
        "amount": "950.00",
        "limit": "800.00",
        "over": "150.00",
        "receipts": "80000.00",
        "year": 2026,
    }


def test_cf202_fails_by_a_cent_in_a_year() -> None:
    # Receipts of 94,999.00 allow 949.99.
    assert collected("50.00", "94049.00").one("CF202").evidence["over"] == "0.01"


def test_cf202_passes_at_one_per_cent_of_receipts() -> None:
    assert collected("50.00", "94050.00").found("CF202") == []


# CF208


def unexplained(amount: str, own: str = "40000.00", year: int = 2026) -> Judged:
    return judge(
        f"""
2026-01-31 * "dues"
  Assets:Bank          {own} USD
  Income:Dues
{year}-02-01 * "whatever"
  Assets:Bank            {amount} USD
  Income:Misc           -{amount} USD
"""
    )


def test_cf208_example_950_of_40000() -> None:
    books = unexplained("950.00")
    found = books.one("CF208")
    assert (found.action, found.name, str(found.date)) == ("warn", "unexplained", "2026-02-01")
    assert books.line(found) == "Income:Misc           -950.00 USD"
    assert found.message == (
        "950.00 USD of 2026 has no known source, most of it on Income:Misc; 2.0 % of own income is "
        "800.00, 150.00 is too much."
    )
    assert found.evidence == {
        "amount": "950.00",
        "own_income": "40000.00",
        "limit": "800.00",
        "over": "150.00",
        "accounts": {"Income:Misc": "950.00"},
        "year": 2026,
    }


def test_cf208_fails_by_a_cent_or_in_another_year() -> None:
    assert unexplained("800.01").one("CF208").evidence["over"] == "0.01"
    assert unexplained("0.01", year=2027).one("CF208").evidence["own_income"] == "0.00"


def test_cf208_passes_at_two_per_cent() -> None:
    assert unexplained("800.00").found("CF208") == []


def test_cf208_fails_for_an_item_a_cent_above_10000() -> None:
    books = unexplained("10000.01", own="1000000.00")
    found = books.one("CF208")
    assert books.line(found) == "Income:Misc           -10000.01 USD"
    assert found.message == (
        "10000.01 USD on Income:Misc has no known source; no single item may exceed 10000.00."
    )
    assert found.evidence == {
        "amount": "10000.01",
        "limit": "10000.00",
        "over": "0.01",
        "accounts": {"Income:Misc": "10000.01"},
    }


def test_cf208_passes_for_an_item_of_10000() -> None:
    assert unexplained("10000.00", own="1000000.00").found("CF208") == []


def test_cf208_tells_other_from_unknown() -> None:
    """Money that somebody booked as other has a source; it is the source that says nothing."""
    other = """
2020-01-01 open Income:Sundry
  source: "other"
2026-02-01 * "sundry"
  Assets:Bank            {} USD
  Income:Sundry
"""
    alone = judge(other.format("30.00")).one("CF208")
    assert alone.message.startswith(
        '30.00 USD of 2026 is booked as "other", which says no more, most of it on Income:Sundry; '
    )
    misc = '2026-02-02 * "x"\n  Assets:Bank  20.00 USD\n  Income:Misc\n'
    both = judge(other.format("30.00") + misc).one("CF208")
    assert both.message.startswith(
        "50.00 USD of 2026 is unexplained, 20.00 without a known source and 30.00 as other, most "
    )
    large = judge(other.format("10000.01")).found("CF208")[0]
    assert large.message == (
        '10000.01 USD on Income:Sundry is booked as "other", which says no more; no single item '
        "may exceed 10000.00."
    )


VOTED = '2020-01-01 custom "coopfund-rule" "CF208"\n  benford: TRUE\n'


def gifts_of(amounts: Iterable[str], vote: str = VOTED) -> list[Finding]:
    entry = '2026-03-01 * "gift"\n  donor: "d-1"\n  Assets:Bank  {} USD\n  Income:Gifts\n'
    return judge(vote + "".join(map(entry.format, amounts))).found("CF208")


def test_first_digits_are_compared_only_where_that_was_voted() -> None:
    spread = ["1.00", "1000.00", *["500.00"] * 498]
    (found,) = gifts_of(spread)
    assert found.action == "note"
    assert found.message == (
        "The first digits of 500 gifts stray from Benford's law, most of all 5: it begins 99.6 % "
        "of them, not 7.9 %. Round and repeated sums do that too; look at them, it proves nothing."
    )
    # By hand: Σ |found − expected| ÷ 9, and 500 × Σ (found − expected)² ÷ expected.
    assert (found.evidence["gifts"], found.evidence["deviation"]) == (500, "0.2037")
    assert found.evidence["chi_square"] == "5764.24"
    assert found.evidence["digits"]["5"] == "0.9960"
    assert gifts_of(spread, "") == []
    assert gifts_of(spread, VOTED.replace("TRUE", "FALSE")) == []


def test_first_digits_need_many_gifts_of_several_magnitudes() -> None:
    assert gifts_of(["1.00", "1000.00", *["500.00"] * 497]) == []
    assert gifts_of(["1.00", "999.99", *["500.00"] * 498]) == []


@pytest.mark.parametrize(
    ("counts", "findings"),
    [
        ((161, 79, 72, 39, 49, 24, 38, 16, 22), 0),  # deviation 0.0171, but chi-square 16.3
        ((165, 77, 74, 37, 51, 22, 40, 14, 20), 1),  # chi-square 24.6
    ],
)
def test_first_digits_must_stray_further_than_by_chance(
    counts: tuple[int, ...], findings: int
) -> None:
    amounts = ["1.00", "1000.00"]
    for digit, count in enumerate(counts, 1):
        amounts += [f"{digit}0.00"] * (count - 2 * (digit == 1))
    assert len(gifts_of(amounts)) == findings


def test_first_digits_as_the_law_has_them_are_no_finding() -> None:
    # 1.0000, 1.0139 …: equal steps of the logarithm have the law's digits by construction.
    steps = (Decimal(10) ** (Decimal(4 * n) / 600) for n in range(600))
    assert gifts_of(f"{amount:.2f}" for amount in steps) == []


@judged
def test_cf208_what_went_back_is_not_held_against_the_year(books: Judged) -> None:
    """
    2026-01-01 * "whatever"
      Assets:Bank             10.00 USD
      Income:Misc
    2026-01-02 * "given back"
      Assets:Bank            -10.00 USD
      Income:Misc
    """
    assert books.found("CF208") == []
