"""CF204: who really pays the dues of whom."""

import pytest

from tests.ledgers import Judged, judge

HOUSEHOLD = """
2026-01-01 custom "coopfund-contributor" "m-1"
  household: "h-1"
2026-01-01 custom "coopfund-contributor" "m-2"
  household: "h-1"
"""


def dues(member: str, payer: str, day: str = "2026-03-01") -> str:
    return f"""
{day} * "dues"
  member: "{member}"
  {payer}
  Assets:Bank             10.00 USD
  Income:Dues
"""


def paid(number: int, payer: str, more: str = "") -> Judged:
    return judge(more + "".join(dues(f"m-{n}", payer) for n in range(1, number + 1)))


def test_cf204_example_one_account_for_seven() -> None:
    books = paid(7, 'payer-account: "p-3"', HOUSEHOLD)
    found = books.one("CF204")
    assert (found.action, str(found.date), found.contributor) == ("warn", "2026-03-01", None)
    assert found.message == (
        "The account p-3 paid the dues of 7 members in 2026; 2 of them may be its household, and "
        "50.00 USD for 5 more counts as its own gift."
    )
    assert found.evidence == {
        "payer": "p-3",
        "year": 2026,
        "members": [f"m-{n}" for n in range(1, 8)],
        "unexplained": [f"m-{n}" for n in range(3, 8)],
        "gift": "50.00",
    }


def test_cf204_fails_the_same_where_two_people_are_voted() -> None:
    vote = '2026-01-01 custom "coopfund-rule" "CF204"\n  people: 2\n'
    assert paid(7, 'payer-account: "p-3"', vote).one("CF204").evidence["gift"] == "50.00"


def test_cf204_fails_where_the_payer_is_not_the_member() -> None:
    found = judge(dues("m-1", 'payer: "d-7"')).one("CF204")
    assert found.message == (
        "d-7 paid the dues of m-1 in 2026; 10.00 USD is for nobody of its household and counts "
        "as its own gift."
    )
    assert (found.contributor, found.evidence["unexplained"]) == ("d-7", ["m-1"])


@pytest.mark.parametrize("payer", ['payer: "m-1"', 'payer: "m-2"', 'payer-account: "p-3"'])
def test_cf204_passes_for_oneself_and_the_household(payer: str) -> None:
    assert judge(HOUSEHOLD + dues("m-1", payer)).found("CF204") == []


def test_cf204_passes_for_a_household_on_one_account() -> None:
    assert paid(2, 'payer-account: "p-3"', HOUSEHOLD).found("CF204") == []


def test_cf204_passes_where_two_years_have_two_payers() -> None:
    both = dues("m-1", 'payer-account: "p-3"', "2025-12-31") + dues("m-2", 'payer-account: "p-3"')
    assert judge(both).found("CF204") == []


def test_cf204_fails_for_the_owner_of_an_account() -> None:
    owner = '2026-01-01 custom "coopfund-contributor" "m-1"\n  payer-account: "p-3"\n'
    found = paid(2, 'payer-account: "p-3"', owner).one("CF204")
    assert (found.contributor, found.evidence["unexplained"]) == ("m-1", ["m-2"])


def test_a_payer_that_is_no_text_is_a_fault() -> None:
    books = judge(dues("m-1", "payer: 42"))
    assert books.one("CF610").message == 'payer cannot be 42; write payer: "m-0042"'
    assert books.found("CF204") == []


@pytest.mark.parametrize("household", ['"h-1"', '"h-{}"'])
def test_cf204_fails_for_members_who_are_declared_to_pay_from_one_account(household: str) -> None:
    # One account makes them one giver, with one limit; only a household explains it.
    members = "".join(
        f'2026-01-01 custom "coopfund-contributor" "m-{n}"\n  payer-account: "p-3"\n'
        f"  household: {household.format(n)}\n"
        for n in (1, 2)
    )
    paid = "".join(dues(f"m-{n}", 'note: "by transfer"') for n in (1, 2))
    found = judge(members + paid).found("CF204")
    strangers = [f.evidence["unexplained"] for f in found]
    assert strangers == ([] if household == '"h-1"' else [["m-2"]])


def test_the_dues_of_others_count_with_the_payers_gifts() -> None:
    """CF206 and CF207 see what CF204 found: 190.00 as a gift and 20.00 as dues of two strangers."""
    gift = """
2026-02-01 * "gift"
  donor: "d-7"
  Assets:Bank            190.00 USD
  Income:Gifts
"""
    alone = judge(gift)
    assert alone.found("CF206") == []
    assert alone.one("CF207").evidence["amount"] == "190.00"
    both = judge(gift + dues("m-1", 'payer: "d-7"') + dues("m-2", 'payer: "d-7"'))
    assert both.one("CF204").evidence["gift"] == "20.00"
    assert both.one("CF206").evidence["amount"] == "210.00"
    cap = both.one("CF207")
    assert cap.message == (
        "d-7 gave 210.00 USD besides dues in the twelve months to 2026-03-01, 20.00 of it as dues "
        "of others; 2.0 % of receipts is 4.20, 205.80 is too much."
    )
    assert cap.evidence["dues_of_others"] == "20.00"


def test_public_gifts_tell_what_came_as_dues_of_others() -> None:
    vote = '2026-01-01 custom "coopfund-rule" "CF206"\n  public: 5\n'
    found = judge(vote + dues("m-1", 'payer: "d-7"')).one("CF206")
    assert found.message == (
        "d-7 gave 10.00 USD in 2026, 10.00 of it as dues of others; above 5.00 it is published, "
        "and no coopfund-published says that it was."
    )
    assert found.evidence["dues_of_others"] == "10.00"


def test_dues_within_the_household_count_nowhere() -> None:
    found = judge(HOUSEHOLD + dues("m-1", 'payer: "m-2"'))
    assert found.found("CF204") == found.found("CF207") == []


def test_a_processor_pays_nobodys_dues() -> None:
    kind = '2026-01-01 custom "coopfund-contributor" "d-7"\n  kind: "processor"\n'
    found = judge(kind + dues("m-1", 'payer: "d-7"') + dues("m-2", 'payer: "d-7"'))
    assert found.found("CF204") == found.found("CF207") == []


def gift(donor: str, payer: str) -> str:
    return f"""
2026-02-01 * "gift"
  donor: "{donor}"
  {payer}
  Assets:Bank            150.00 USD
  Income:Gifts
"""


def given(text: str) -> list[tuple[str, str]]:
    return [(str(f.contributor), f.evidence["amount"]) for f in judge(text).found("CF207")]


def test_a_gift_is_the_payers() -> None:
    assert given(gift("d-1", 'payer: "d-7"') + gift("d-7", 'note: "own"')) == [("d-7", "300.00")]
    owner = '2026-01-01 custom "coopfund-contributor" "d-7"\n  payer-account: "p-3"\n'
    assert given(owner + gift("d-1", 'payer-account: "p-3"')) == [("d-7", "150.00")]


def test_gifts_of_two_from_one_account_that_nobody_owns_share_one_limit() -> None:
    one, two = gift("d-1", 'payer-account: "p-3"'), gift("d-2", 'payer-account: "p-3"')
    assert given(one + one) == [("d-1", "300.00")]
    assert given(one + two) == [("p-3", "300.00")]
    # They are no group: what each gives by other ways stays their own.
    own = gift("d-1", 'note: "own"')
    assert given(one + two + own) == [("p-3", "300.00"), ("d-1", "150.00")]


def test_a_gift_that_a_processor_passed_on_stays_the_givers() -> None:
    kind = '2026-01-01 custom "coopfund-contributor" "d-7"\n  kind: "processor"\n'
    assert given(kind + gift("d-1", 'payer: "d-7"')) == [("d-1", "150.00")]
