"""CF602, CF603, CF604 and CF607: what was paid, and how."""

import pytest

from tests.ledgers import Judged, judge, judged


def bills(*lines: str, more: str = "") -> Judged:
    """Entries written as ``day amount payee rest``."""
    text = more
    for line in lines:
        day, amount, payee, *rest = line.split(" ", 3)
        extra = rest[0] if rest else ""
        tags, _, meta = extra.partition("; ")
        text += f'\n{day} * "{payee}" "bill" {tags}\n' + (f"  {meta}\n" if meta else "")
        text += f"  Expenses:Rent  {amount} USD\n  Assets:Bank\n"
    return judge(text)


# CF602


def test_cf602_example_two_parts() -> None:
    books = bills("2026-03-02 480.00 Printer", "2026-03-05 470.00 Printer")
    found = books.one("CF602")
    assert (found.action, found.name, str(found.date)) == ("warn", "split-payments", "2026-03-05")
    assert books.line(found) == "Expenses:Rent  470.00 USD"
    assert found.message == (
        "950.00 USD went to Printer in 2 payments within 3 days, each below the limit of 500.00."
    )
    assert found.evidence == {
        "payee": "Printer",
        "amount": "950.00",
        "limit": "500.00",
        "payments": [
            {"date": "2026-03-02", "amount": "480.00"},
            {"date": "2026-03-05", "amount": "470.00"},
        ],
    }


GROUP = '2020-01-01 custom "coopfund-contributor" "d-1"\n  same-as: "d-2"\n'


def test_cf602_fails_at_the_limit_on_the_seventh_day_for_a_group() -> None:
    assert len(bills("2026-03-02 250 A", "2026-03-09 250 A").found("CF602")) == 1
    assert len(bills("2026-03-02 250 d-1", "2026-03-02 250 d-2", more=GROUP).found("CF602")) == 1
    three = bills("2026-03-02 200 A", "2026-03-03 200 a", "2026-03-04 200 A", "2026-03-05 9 A")
    assert len(three.one("CF602").evidence["payments"]) == 3


@pytest.mark.parametrize(
    "lines",
    [
        ("2026-03-02 250 A", "2026-03-10 250 A"),
        ("2026-03-02 250 A", "2026-03-09 249.99 A"),
        ("2026-03-02 250 A", "2026-03-02 250 B"),
        ("2026-03-02 500 A", "2026-03-02 250 A"),
        ("2026-03-02 250 A #scheduled", "2026-03-02 251 A"),
        ("2026-03-02 250 A ; scheduled: TRUE", "2026-03-02 251 A"),
    ],
)
def test_cf602_passes_for_its_neighbours(lines: tuple[str, ...]) -> None:
    assert bills(*lines).found("CF602") == []


# CF603


def test_cf603_example_325_twice() -> None:
    books = bills("2026-03-03 325.00 Printer", "2026-03-05 325.00 Printer")
    found = books.one("CF603")
    assert (found.action, found.name, str(found.date)) == ("warn", "duplicates", "2026-03-05")
    assert books.line(found) == "Expenses:Rent  325.00 USD"
    assert found.message == "325.00 USD went to Printer on 3 March 2026 and again 2 days later."
    assert found.evidence == {
        "payee": "Printer",
        "amount": "325.00",
        "first": "2026-03-03",
        "days": 2,
        "invoice": None,
    }


def test_cf603_fails_on_the_thirtieth_day_and_no_later() -> None:
    assert bills("2026-03-03 325 A", "2026-04-02 325 A").one("CF603").evidence["days"] == 30
    assert bills("2026-03-03 325 A", "2026-04-03 325 A").found("CF603") == []


def test_cf603_fails_for_the_same_invoice_ever() -> None:
    books = bills('2026-03-03 325 A ; invoice: "R-17"', '2026-09-05 300 A ; invoice: "R-17"')
    found = books.one("CF603")
    assert found.message == (
        "Invoice R-17 of A was booked on 3 March 2026 and again 186 days later."
    )
    assert (found.evidence["invoice"], found.evidence["days"]) == ("R-17", 186)


def test_cf603_fails_for_the_same_invoice_on_one_day() -> None:
    books = bills('2026-03-03 200 A ; invoice: "R-17"', '2026-03-03 200 A ; invoice: "R-17"')
    assert books.one("CF603").message == (
        "Invoice R-17 of A was booked on 3 March 2026 and again the same day."
    )


def test_cf603_fails_for_a_bill_owed_twice_and_for_a_month_paid_twice() -> None:
    owed = '2026-03-0{} * "A" "bill"\n  Expenses:Rent  9 USD\n  Liabilities:Shop\n'
    assert len(judge(owed.format(1) + owed.format(2)).found("CF603")) == 1
    months = [f"2026-0{month}-03 540 Landlord" for month in range(1, 7)]
    assert str(bills(*months, "2026-06-20 540 Landlord").one("CF603").date) == "2026-06-20"


@pytest.mark.parametrize(
    "lines",
    [
        ("2026-03-03 325 A", "2026-04-03 325 A"),
        ("2026-03-03 325 A", "2026-03-05 325.01 A"),
        ("2026-03-03 325 A", "2026-03-05 325 B"),
        ("2026-03-03 325 A #scheduled", "2026-03-05 325 A #scheduled"),
        ('2026-03-03 325 A ; invoice: "1"', '2026-03-05 325 A ; invoice: "2"'),
        ('2026-03-03 325 A ; invoice: "1"', '2026-03-05 326 B ; invoice: "1"'),
        # Rent, once a month: February is short.
        ("2026-01-03 325 A", "2026-02-03 325 A", "2026-03-03 325 A"),
    ],
)
def test_cf603_passes_for_its_neighbours(lines: tuple[str, ...]) -> None:
    assert bills(*lines).found("CF603") == []


@judged
def test_cf603_passes_for_a_bill_and_its_settlement(books: Judged) -> None:
    """
    2026-03-01 * "Shop" "bill"
      Expenses:Rent   90.00 USD
      Liabilities:Shop
    2026-03-10 * "Shop" "settled"
      Liabilities:Shop   90.00 USD
      Assets:Bank
    """
    assert books.found("CF603") == []


# CF604


def test_cf604_example_a_gap() -> None:
    books = bills(
        '2026-03-01 30 A ; receipt: "101"',
        '2026-03-02 30 B ; receipt: "102"',
        '2026-03-03 30 C ; receipt: "104"',
    )
    found = books.one("CF604")
    assert (found.action, found.name, str(found.date)) == ("warn", "receipts", "2026-03-03")
    assert books.line(found) == '2026-03-03 * "C" "bill"'
    assert found.message == "After receipt 102 comes 104; missing: 103."
    assert found.evidence == {"why": "gap", "missing": ["103"], "before": "102", "after": "104"}


def test_cf604_names_the_first_ten_gaps_and_counts_the_others() -> None:
    lines = [f'2026-03-{n:02} 30 A{n} ; receipt: "{2 * n - 1}"' for n in range(1, 14)]
    message = bills(*lines).one("CF604").message
    assert message.startswith("After receipt 1 comes 3; missing: 2, 4, 6, ")
    assert message.endswith(", 18, 20 and 2 more.")


def test_cf604_fails_without_a_document_from_25_up() -> None:
    books = bills('2026-03-01 975 A ; document: "a.pdf"', "2026-03-02 25 B")
    no_document, uncovered = books.found("CF604")
    assert books.line(no_document) == books.line(uncovered) == "Expenses:Rent  25 USD"
    assert no_document.message == "25.00 USD to B has no document; from 25.00 up one is needed."
    assert no_document.evidence == {"why": "no-document", "amount": "25.00", "limit": "25.00"}
    assert uncovered.message == (
        "25.00 USD of what 2026 cost has no document, 2.5 % of 1000.00; 2.0 % may be without."
    )
    assert uncovered.evidence == {
        "why": "uncovered",
        "amount": "25.00",
        "limit": "20.00",
        "spent": "1000.00",
        "share": "0.025000",
        "year": 2026,
    }


def test_cf604_passes_below_25_and_at_two_per_cent() -> None:
    assert bills('2026-03-01 980 A ; document: "a.pdf"', "2026-03-02 20 B").found("CF604") == []


@judged
def test_cf604_passes_for_each_way_to_name_a_document(books: Judged) -> None:
    """
    2026-02-28 * "before the first document"
      Expenses:Rent       90.00 USD
      Assets:Bank
    2026-03-01 * "on the posting"
      Expenses:Rent       90.00 USD
        document-2: "a.pdf"
      Assets:Bank
    2026-03-02 * "by link" ^bill-1
      Expenses:Rent       90.00 USD
      Assets:Bank
    2026-03-20 document Assets:Bank "/dev/null" ^bill-1
    2026-03-03 * "by account and day"
      Expenses:Rent       90.00 USD
      Assets:Bank
    2026-03-03 document Expenses:Rent "/dev/null"
    2026-03-04 * "by number"
      receipt: 7
      Expenses:Rent       90.00 USD
      Assets:Bank
    2026-03-05 * "settled: the bill has the document"
      Liabilities:Shop    90.00 USD
      Assets:Bank
    """
    assert books.found("CF604") == []


def test_cf604_numbers_may_begin_again_each_year_and_each_series_is_its_own() -> None:
    def gaps(*numbers: str) -> list[list[str]]:
        lines = [
            f'{number.split()[0]} 1 A{number.split()[1]} ; receipt: "{number.split()[1]}"'
            for number in numbers
        ]
        return [f.evidence["missing"] for f in bills(*lines).found("CF604")]

    assert gaps("2025-12-01 8", "2025-12-02 9", "2026-01-01 10") == []
    assert gaps("2025-12-01 8", "2025-12-02 9", "2026-01-01 11") == [["10"]]
    assert gaps("2025-12-01 1", "2025-12-02 2", "2025-12-03 3", "2026-01-01 1") == []
    assert gaps("2025-12-01 1", "2025-12-02 2", "2026-01-01 1", "2026-01-02 3") == [["2"]]
    assert gaps("2026-01-01 A-009", "2026-01-01 B-1", "2026-01-02 A-012") == [["A-010–A-011"]]


# CF607

CASH = """
2020-01-01 open Assets:Cash
  kind: "cash"
2026-03-01 * "collection"
  Assets:Cash           80.00 USD
  Income:Dues
"""


def test_cf607_example_banked_after_14_days() -> None:
    books = judge(
        f"""{CASH}
2026-03-15 * "to the bank"
  Assets:Bank           80.00 USD
  Assets:Cash
"""
    )
    found = books.one("CF607")
    assert (found.action, found.name, str(found.date)) == ("warn", "custody", "2026-03-15")
    assert books.line(found) == "Assets:Cash"
    assert found.message == (
        "80.00 USD of Assets:Cash was banked, the oldest of it 14 days after it came in on "
        "1 March 2026; 10 days are allowed."
    )
    assert found.evidence == {
        "why": "late",
        "account": "Assets:Cash",
        "amount": "80.00",
        "since": "2026-03-01",
        "days": 14,
    }


def test_cf607_fails_for_cash_that_waits_and_for_a_large_bill() -> None:
    books = judge(
        f"""{CASH}
2026-03-12 * "fetched"
  Assets:Cash          100.01 USD
  Assets:Bank
2026-03-12 * "printer"
  Expenses:Rent        100.01 USD
  Assets:Cash
"""
    )
    waiting, petty = sorted(books.found("CF607"), key=lambda found: found.message, reverse=True)
    assert petty.message == (
        "100.01 USD was paid from Assets:Cash; above 100.00 a payment goes through the bank."
    )
    assert petty.evidence == {
        "why": "petty",
        "account": "Assets:Cash",
        "amount": "100.01",
        "limit": "100.00",
    }
    assert waiting.message == (
        "80.00 USD on Assets:Cash still waits to be banked, the oldest of it 11 days after it "
        "came in on 1 March 2026; 10 days are allowed."
    )


@pytest.mark.parametrize(
    "after",
    [
        # Banked on the tenth day.
        '2026-03-11 * "x"\n  Assets:Bank  80 USD\n  Assets:Cash\n',
        # Spent, and nothing waits.
        (
            '2026-03-05 * "x"\n  Expenses:Rent  80 USD\n  Assets:Cash\n'
            '2026-05-11 * "x"\n  Assets:Bank  8 USD\n  Income:Dues\n'
        ),
        # A float that was there when the books began.
        (
            '2026-03-01 * "x"\n  Assets:Cash  50 USD\n  Equity:Opening\n'
            '2026-03-02 * "x"\n  Assets:Bank  80 USD\n  Assets:Cash\n'
            '2026-05-11 * "x"\n  Assets:Bank   8 USD\n  Income:Dues\n'
        ),
        # Into another box: no bill.
        (
            '2026-03-02 open Assets:Till\n  kind: "cash"\n'
            '2026-03-02 * "x"\n  Assets:Cash  500 USD\n  Assets:Bank\n'
            '2026-03-03 * "x"\n  Assets:Till  500 USD\n  Assets:Cash\n'
        ),
        # A bill at the petty limit.
        (
            '2026-03-02 * "x"\n  Assets:Bank  80 USD\n  Assets:Cash\n'
            '2026-03-02 * "x"\n  Assets:Cash  100 USD\n  Assets:Bank\n'
            '2026-03-03 * "x"\n  Expenses:Rent  100 USD\n  Assets:Cash\n'
        ),
        # A float need not go back.
        (
            '2026-03-02 * "x"\n  Assets:Bank  80 USD\n  Assets:Cash\n'
            '2026-03-02 * "x"\n  Assets:Cash  50 USD\n  Assets:Bank\n'
            '2026-05-11 * "x"\n  Assets:Bank  50 USD\n  Assets:Cash\n'
        ),
    ],
)
def test_cf607_passes_for_its_neighbours(after: str) -> None:
    assert judge(CASH + after).found("CF607") == []


def test_cf602_fails_however_many_days_were_voted() -> None:
    vote = '2026-01-01 custom "coopfund-rule" "CF602"\n  days: 10000000000\n'
    books = bills("2026-03-03 480 A", "2026-11-03 470 A", more=vote)
    assert books.one("CF602").evidence["amount"] == "950.00"


def test_cf607_tells_a_part_of_a_day_as_it_was_voted() -> None:
    vote = '2026-01-01 custom "coopfund-rule" "CF607"\n  days: 7.5\n'
    later = '2026-03-09 * "rent"\n  Expenses:Rent  1.00 USD\n  Assets:Bank\n'
    assert judge(CASH + vote + later).one("CF607").message.endswith("; 7.50 days are allowed.")
