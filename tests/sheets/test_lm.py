"""LM-3 and LM-2: each kind of money on its item, the rest in none, and the cash explained."""

from coopfund import words
from coopfund.measures.record import plain
from coopfund.sheets.lm import LM2, LM3, OTHER_IN, OTHER_OUT, PLACES, RESIDUE, TOTALS, USES, lm
from coopfund.sheets.sheet import Sheet
from tests.ledgers import Judged, judge, judged
from tests.sheets.test_schedule_a import came


def sheet(books: Judged) -> Sheet:
    return lm(books.analysis.case())


def filled(books: Judged, part: str) -> dict[str, str]:
    """The items of a form that hold something, in the first year."""
    lines = sheet(books).part(part).lines
    shown = {line.number: str(plain(line.values[0], line.unit, 2)) for line in lines}
    return {number: text for number, text in shown.items() if text not in {"0.00", "None"}}


def test_each_source_has_one_item() -> None:
    """Powers of two, so that every sum says what is in it."""
    books = judge(
        "".join(
            came(2026, source, f"{2**rank}.00")
            for rank, source in enumerate(words.SOURCES)
            if source != "in-kind"
        )
    )
    assert filled(books, "LM-3") == {
        "38": "1.00",
        "39": "4.00",
        "40": "2.00",
        "41": "512.00",
        "43": str(8 + 16 + 32 + 64 + 128 + 256 + 1024 + 2048 + 8192) + ".00",
        "44": "12287.00",
        RESIDUE: "16384.00",
    }
    assert filled(books, "LM-2")["44"] == "2048.00"
    assert filled(books, "LM-2")["49"] == "12287.00"


@judged
def test_money_paid_stands_where_the_books_tell(books: Judged) -> None:
    """
    2020-01-01 open Expenses:Wages
      kind: "payroll"
    2020-01-01 open Assets:Van
      kind: "fixed-asset"
    2020-01-01 open Liabilities:Loan
      source: "loan"

    2025-12-31 * "opening"
      Assets:Bank  500.00 USD
      Equity:Opening
    2026-01-01 * "dues, less the bank's fee"
      Assets:Bank     98.00 USD
      Expenses:Rent    2.00 USD
      Income:Dues  -100.00 USD
    2026-01-02 * "a loan"
      Assets:Bank  1,000.00 USD
      Liabilities:Loan
    2026-01-03 * "wages"
      Expenses:Wages  40.00 USD
      Assets:Bank
    2026-01-04 * "a van"
      Assets:Van  300.00 USD
      Assets:Bank
    2026-01-05 * "childcare"
      Expenses:Childcare  16.00 USD
      Assets:Bank
    2026-01-06 * "a bill, not paid yet"
      Expenses:Rent  80.00 USD
      Liabilities:Shop
    2026-01-07 * "half of the bill"
      Liabilities:Shop  40.00 USD
      Assets:Bank
    2026-01-08 * "loan paid back"
      Liabilities:Loan  250.00 USD
      Assets:Bank
    2026-01-09 * "a gift given back"
      Income:Gifts  5.00 USD
      Assets:Bank
    2026-01-10 * "rent came back"
      Assets:Bank  1.00 USD
      Expenses:Rent
    2026-01-11 * "to the savings"
      Assets:Savings  100.00 USD
      Assets:Bank
    2026-01-12 * "a room, given"
      Expenses:Rent  70.00 USD
      Income:Misc
        source: "in-kind"
    """
    assert filled(books, "LM-3") == {
        "38": "100.00",
        "43": "1001.00",
        "44": "1101.00",
        "46": "40.00",
        "48": "2.00",
        "52": "300.00",
        "54": "311.00",
        "55": "653.00",
    }
    assert filled(books, "LM-2") == {
        "36": "100.00",
        "44": "1000.00",
        "48": "1.00",
        "49": "1101.00",
        "53": "2.00",
        "60": "300.00",
        "62": "250.00",
        "68": "552.00",
        RESIDUE: "101.00",
    }
    proof = sheet(books).part("cash").lines
    assert [str(plain(line.values[0], "money", 2)) for line in proof] == [
        "500.00",
        "1101.00",
        "653.00",
        "0.00",
        "948.00",
        "0.00",
    ]
    assert [line.values[1] for line in proof][3:] == [500, 500, 0]


def test_what_the_sheet_cannot_know_is_said() -> None:
    notes = sheet(judge(came(2026, "dues", "9.00") + came(2026, "unknown", "5.00"))).notes
    assert "compare all numbers with your year's form" in notes[0]
    assert notes[1].startswith("Receipts of 9.00 so far call for LM-4")
    assert notes[2] == "5.00 have no item: nobody declared their source."
    assert "call for LM-3" in sheet(judge(came(2026, "dues", "10000.00"))).notes[1]
    assert "call for LM-2" in sheet(judge(came(2026, "dues", "250000.00"))).notes[1]


def test_another_currency_stands_at_its_price_and_without_one_in_no_item() -> None:
    foreign = '2026-06-30 * "abroad"\n  Assets:Bank  10.00 EUR\n  Income:Dues\n'
    priced = judge("2026-01-01 price EUR 1.20 USD\n" + foreign)
    assert filled(priced, "LM-3")["38"] == "12.00"
    assert sheet(judge(foreign)).notes[-1] == "Without a price, and so in no item: EUR."


def test_every_item_is_one_of_the_form() -> None:
    for form, lines in enumerate((LM2, LM3)):
        used = {items[form] for items in (*PLACES.values(), *USES.values(), OTHER_IN, OTHER_OUT)}
        assert used - {RESIDUE} <= set(lines)
    assert set(TOTALS["LM-3"]) <= set(LM3)
    assert set(TOTALS["LM-2"]) <= set(LM2)
