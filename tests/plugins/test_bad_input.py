"""Every kind of bad input at once: each is a finding at its line, and the rest is judged."""

from tests.ledgers import Judged, judge

ACCOUNTS = """
option "operating_currency" "USD"
2020-01-01 open Assets:Bank
2020-01-01 open Income:Dues
  source: "dues"
2020-01-01 open Income:Gifts
  source: "donation"
2020-01-01 open Expenses:Rent
2020-01-01 open Expenses:Childcare
  program: "childcare"
2020-01-01 open Expenses:Hours:Childcare
  program: "childcare"
2020-01-01 open Equity:Hours
2020-01-01 commodity HOUR
  kind: "hours"
2020-01-01 custom "coopfund-program" "childcare"
  funded-by: "dues"
2020-01-01 custom "coopfund-dues" "standard" 10.00 USD "monthly"
2026-01-01 custom "coopfund-office" "treasurer" "m-2"
2026-01-01 custom "coopfund-office" "chair" "m-4"
"""

SOUND = """
2026-01-01 custom "coopfund-member" "m-1" "join" "standard"
2026-02-01 * "dues"
  member: "m-1"
  Assets:Bank             10.00 USD
  Income:Dues
2026-02-02 * "an envelope"
  Assets:Bank            900.00 USD
  Income:Gifts
2026-02-03 * "paint"
  Expenses:Childcare      40.00 USD
  Assets:Bank
2026-02-05 * "Landlord" "rent"
  approved-by: "m-2 m-4"
  Expenses:Rent          100.00 USD
  Assets:Bank
"""

BAD = """
2026-01-01 custom "coopfund-contributor" "d-1"
  controlled-by: "d-2"
2026-01-01 custom "coopfund-contributor" "d-2"
  controlled-by: "d-3"
2026-01-01 custom "coopfund-contributor" "d-3"
  controlled-by: "d-1"
2026-01-01 custom "coopfund-waiver" "CF999" "no such rule"
  entry: "^x"
  expires: 2026-12-31
2026-01-01 custom "coopfund-rule" "CF303"
  warn: 0.10
2026-01-01 custom "coopfund-rule" "CF303"
  warn: 0.20
2026-01-01 custom "coopfund-rule" "CF304"
  warn: "fifteen hundred"
2025-12-01 custom "coopfund-member" "m-1" "leave"
2026-01-01 custom "coopfund-dues" "reduced" -5.00 USD "monthly"
2026-02-04 * "two hours of childcare, whose nobody says"
  Expenses:Hours:Childcare   2 HOUR
  Equity:Hours
"""

BOOKS = SOUND.replace("m-2 m-4", "m-2 m-3 m-4") + BAD

TOLD = {
    (
        "CF610",
        '2026-01-01 custom "coopfund-contributor" "d-1"',
        "coopfund-contributor: d-1 is controlled by d-2, d-2 by d-3, d-3 by d-1: a circle",
    ),
    (
        "CF610",
        '2026-01-01 custom "coopfund-waiver" "CF999" "no such rule"',
        'coopfund-waiver: there is no rule "CF999" (did you mean "CF609"?)',
    ),
    (
        "CF610",
        '2026-01-01 custom "coopfund-rule" "CF303"',
        (
            "coopfund-rule: CF303 warn is 0.20 here and 0.10 in line 48, both from 2026-01-01 on; "
            "keep one"
        ),
    ),
    (
        "CF610",
        '2026-01-01 custom "coopfund-rule" "CF304"',
        'coopfund-rule: warn has the wrong type (text "fifteen hundred"); write warn: 1500',
    ),
    (
        "CF610",
        '2025-12-01 custom "coopfund-member" "m-1" "leave"',
        'coopfund-member: m-1 has "leave" before any "join"',
    ),
    (
        "CF610",
        '2026-01-01 custom "coopfund-dues" "reduced" -5.00 USD "monthly"',
        "coopfund-dues: dues cannot be negative (-5.00 USD)",
    ),
    (
        "CF509",
        "Expenses:Hours:Childcare   2 HOUR",
        "2.00 volunteer hours of childcare name nobody; write member: or person: at the posting.",
    ),
    (
        "CF601",
        "Expenses:Rent          100.00 USD",
        (
            "100.00 USD was paid to Landlord, to review who signed: m-3 approved it but never held "
            "office."
        ),
    ),
}


def told(books: Judged) -> set[tuple[str, str, str]]:
    return {(found.code, books.line(found), found.message) for found in books.findings}


def test_each_is_a_finding_at_its_line_and_the_rest_is_judged_all_the_same() -> None:
    sound = told(judge(SOUND, accounts=ACCOUNTS))
    assert {code for code, _, _ in sound} >= {"CF102", "CF202", "CF301", "CF502"}
    everything = judge(BOOKS, accounts=ACCOUNTS)
    assert told(everything) == sound | TOLD
    assert all(f.place.file and f.place.line for f in everything.findings)


def test_every_family_ran_to_its_end() -> None:
    everything = judge(BOOKS, accounts=ACCOUNTS).analysis
    assert set(everything.findings) == everything.started
    assert len(everything.started) == 6  # the families
