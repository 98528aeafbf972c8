"""Collection and retention."""

from fractions import Fraction

import pytest

from tests.ledgers import Judged, judge, judged


def collected() -> Judged:
    """A hundred members at 10.00 a month, five waived; 76 paid the year, one half of it."""
    lines = ['2026-01-01 custom "coopfund-dues" "standard" 10.00 USD "monthly"']
    for number in range(100):
        lines.append(f'2026-01-01 custom "coopfund-member" "m-{number}" "join" "standard"')
        if number >= 95:
            lines.append(f'2026-01-01 custom "coopfund-member" "m-{number}" "waive"')
    for number in range(77):
        amount = "120.00" if number < 76 else "60.00"
        lines.append(f'2026-12-01 * "dues"\n  member: "m-{number}"')
        lines.append(f"  Assets:Bank  {amount} USD\n  Income:Dues")
    return judge("\n".join(lines))


def test_dues_collection_rate_of_the_catalogue() -> None:
    shown = collected().shown("dues_collection_rate", "2026-12-31")
    assert shown["value"] == "0.805263"
    assert shown["inputs"] == {
        "received": "9180.00",
        "assessed": "12000.00",
        "waived": "600.00",
    }


PAYING = """
2025-12-01 custom "coopfund-dues" "standard" 10.00 USD "monthly"
2025-12-01 custom "coopfund-dues" "yearly" 120.00 USD "yearly"
2025-12-01 custom "coopfund-member" "m-1" "join" "{tier}"
2026-01-15 * "dues"
  member: "m-1"
  Assets:Bank            {amount} USD
  Income:Dues
"""


@pytest.mark.parametrize(
    ("tier", "amount", "as_of", "received", "assessed"),
    [
        # What is paid settles the oldest month first: December's, before the window.
        ("standard", "10.00", "2026-01-31", 0, 10),
        ("standard", "15.00", "2026-01-31", 5, 10),
        # What is paid ahead is not received for these months.
        ("standard", "50.00", "2026-01-31", 10, 10),
        # Months after the last entry are asked for too.
        ("standard", "50.00", "2026-06-30", 40, 60),
        ("yearly", "120.00", "2026-06-30", 0, 0),
    ],
)
def test_dues_collection_rate_settles_the_oldest_first(
    tier: str, amount: str, as_of: str, received: int, assessed: int
) -> None:
    books = judge(PAYING.format(tier=tier, amount=amount))
    months = 1 if as_of == "2026-01-31" else 6
    found = books.measure("dues_collection_rate", as_of, months)
    assert found.inputs["received"].value == received
    assert found.inputs["assessed"].value == assessed
    if assessed:
        assert found.value == Fraction(received, assessed)
    else:
        assert (found.value, found.because) == (None, "no dues were asked")


@judged
def test_retention_of_four_of_whom_one_left_and_one_was_waived(books: Judged) -> None:
    """
    2025-01-01 custom "coopfund-dues" "standard" 10.00 USD "monthly"
    2025-06-01 custom "coopfund-member" "m-1" "join" "standard"
    2025-06-01 custom "coopfund-member" "m-2" "join" "standard"
    2025-06-01 custom "coopfund-member" "m-3" "join" "standard"
    2026-01-01 custom "coopfund-member" "m-4" "join" "standard"
    2026-01-02 custom "coopfund-member" "m-5" "join" "standard"
    2026-03-01 custom "coopfund-member" "m-1" "waive"
    2026-12-31 custom "coopfund-member" "m-2" "leave"
    2026-12-31 * "dues"
      member: "m-3"
      Assets:Bank             10.00 USD
      Income:Dues
    """
    shown = books.shown("retention")
    assert shown["value"] == "0.750000"
    assert shown["inputs"] == {"at_start": 4, "still_there": 3, "at_end": 4}


@judged
def test_retention_is_undefined_where_nobody_was_there_at_the_start(books: Judged) -> None:
    """
    2026-01-01 custom "coopfund-dues" "standard" 10.00 USD "monthly"
    2026-02-02 custom "coopfund-member" "m-1" "join" "standard"
    2026-12-31 * "dues"
      member: "m-1"
      Assets:Bank             10.00 USD
      Income:Dues
    """
    found = books.measure("retention")
    assert (found.value, found.because) == (None, "no member at the window's start")
