"""CF106: what is given below its price."""

import pytest

from tests.ledgers import Judged, judge, judged

DUES_ONLY = """
2020-01-01 custom "coopfund-program" "childcare"
  funded-by: "dues"
2026-01-01 * "dues"
  Assets:Bank           5000.00 USD
  Income:Dues
"""


def let_at(price: str, account: str = "Expenses:Rent", more: str = "") -> Judged:
    return judge(
        more
        + f"""
2026-03-01 * "room" ^room
  {account}  {price} USD
    quote: 400.00 USD
    donor: "d-7"
  Assets:Bank
"""
    )


def test_cf106_example_a_room_worth_400_let_at_100() -> None:
    books = let_at("100.00")
    found = books.one("CF106")
    assert (found.action, found.program, found.contributor) == ("warn", None, "d-7")
    assert found.message == (
        "What is quoted at 400.00 USD cost 100.00: 300.00 USD is a gift in kind for core."
    )
    assert found.evidence == {
        "quote": "400.00",
        "paid": "100.00",
        "gift": "300.00",
        "booked": "0.00",
        "beneficiary": "core",
    }
    assert books.line(found) == "Expenses:Rent  100.00 USD"


def test_cf106_fails_and_stops_inside_a_dues_only_program() -> None:
    found = let_at("100.00", "Expenses:Childcare", DUES_ONLY).one("CF106")
    assert (found.action, found.program) == ("stop", "childcare")
    assert found.message.endswith(
        "300.00 USD is a gift in kind for childcare, which may not be paid from in-kind."
    )


def test_cf106_passes_at_the_price() -> None:
    assert let_at("400.00").found("CF106") == []


def test_cf106_passes_within_a_voted_discount() -> None:
    vote = '2026-01-01 custom "coopfund-rule" "CF106"\n  discount: 0.10\n'
    assert let_at("360.00", more=vote).found("CF106") == []
    assert let_at("359.99", more=vote).one("CF106").evidence["gift"] == "40.01"


@judged
def test_cf106_passes_where_the_gift_is_booked(books: Judged) -> None:
    """
    2020-01-01 open Income:InKind
      source: "in-kind"
    2026-03-01 * "room"
      quote: 400.00 USD
      Expenses:Rent          400.00 USD
      Assets:Bank           -100.00 USD
      Income:InKind         -300.00 USD
        donor: "d-7"
    """
    assert books.found("CF106") == []


@judged
def test_cf106_fails_for_a_debt_forgiven_and_what_is_booked_too_low(books: Judged) -> None:
    """
    2020-01-01 open Income:InKind
      source: "in-kind"
    2026-03-01 * "room"
      quote: 400.00 USD
      Expenses:Rent          300.00 USD
      Assets:Bank           -100.00 USD
      Income:InKind         -200.00 USD
        donor: "d-7"
    2026-03-02 * "shop takes half"
      Liabilities:Shop        50.00 USD
        quote: 100.00 USD
      Assets:Bank
    """
    first, second = books.found("CF106")
    assert (first.evidence["gift"], first.evidence["booked"]) == ("100.00", "200.00")
    assert (second.evidence["gift"], books.line(second)) == (
        "50.00",
        "Liabilities:Shop        50.00 USD",
    )


@pytest.mark.parametrize("quote", ["400.00", '"400.00 USD"', "-400.00 USD"])
def test_a_quote_that_is_no_amount_is_a_fault(quote: str) -> None:
    books = judge(
        f"""
2026-03-01 * "room"
  quote: {quote}
  Expenses:Rent          100.00 USD
  Assets:Bank
"""
    )
    shown = quote.strip('"')
    assert books.one("CF610").message == f"quote cannot be {shown}; write quote: 400.00 USD"
    assert books.found("CF106") == []
