"""Two years of books in which every rule has something to judge, and none finds anything."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from beancount import loader
from beancount.core.data import Transaction

from coopfund import words
from coopfund.books.load import Loaded, load
from coopfund.doctor.unjudged import unjudged
from coopfund.trust.seal_file import FILE, seals_text
from coopfund.trust.seals import make_seal

MEMBERS, DONORS, VOLUNTEERS = range(1, 61), range(1, 11), range(1, 5)

DECLARED = """\
option "operating_currency" "USD"
plugin "coopfund_plugins"
2025-01-01 commodity HOUR
  kind: "hours"
2025-01-01 open Assets:Bank
2025-01-01 open Assets:Cash
  kind: "cash"
2025-01-01 open Assets:StrikeFund
  pool: "strike-fund"
2025-01-01 open Liabilities:Shares
  kind: "shares"
2025-01-01 open Liabilities:Loans
  source: "loan"
2025-01-01 open Liabilities:Quarantine
  kind: "quarantine"
2025-01-01 open Equity:Opening
2025-01-01 open Equity:Surplus
2025-01-01 open Equity:Reserve
  kind: "reserve"
2025-01-01 open Equity:Hours
2025-01-01 open Income:Dues
  source: "dues"
2025-01-01 open Income:Gifts
  source: "donation"
2025-01-01 open Income:State
  source: "state"
2025-01-01 open Income:Stall
  source: "event"
2025-01-01 open Expenses:Rent
2025-01-01 open Expenses:Insurance
2025-01-01 open Expenses:Wages
  kind: "payroll"
  program: "staff"
2025-01-01 open Expenses:Childcare
  program: "childcare"
2025-01-01 open Expenses:Childcare:Things
  kind: "capital"
2025-01-01 open Expenses:Strike
  program: "strike"
2025-01-01 open Expenses:Hours
  program: "childcare"
2025-01-01 open Expenses:PaidHours
2025-01-01 custom "coopfund-decision" "GM-1"
2025-01-01 custom "coopfund-decision" "GM-2" 1000.00 USD
2025-01-01 custom "coopfund-program" "childcare"
  funded-by: "dues"
  decision: "GM-1"
2025-01-01 custom "coopfund-program" "staff"
  funded-by: "dues"
  decision: "GM-1"
2025-01-01 custom "coopfund-program" "strike"
  funded-by: "dues"
  pool: "strike-fund"
  decision: "GM-1"
2025-01-01 custom "coopfund-dues" "standard" 20.00 USD "monthly"
2025-01-01 custom "coopfund-wage" 22.50 USD "transport workers"
2025-01-01 custom "coopfund-rule" "CF608"
  amount: 500
2025-01-01 custom "coopfund-office" "treasurer" "m-1"
2025-01-01 custom "coopfund-office" "chair" "m-2"
2025-01-01 custom "coopfund-office" "secretary" "m-3"
2025-01-01 custom "budget" Expenses:Childcare "monthly" 150.00 USD
2025-01-01 * "members' shares"
  Assets:Bank                3000.00 USD
  Liabilities:Shares
2025-01-01 * "brought forward"
  Assets:Bank                4000.00 USD
  Equity:Opening
2026-02-01 * "last year's surplus"
  surplus: 2025
  Equity:Surplus              500.00 USD
  Equity:Reserve
2025-03-01 * "a member's loan" ^loan
  member: "m-4"
  Assets:Bank                 100.00 USD
  Liabilities:Loans
2025-05-02 * "nobody knows from whom" ^stray
  Assets:Bank                  50.00 USD
  Liabilities:Quarantine
2025-05-20 * "sent back" ^stray
  Liabilities:Quarantine       50.00 USD
  Assets:Bank
2026-06-05 * "Mutual Assurance" "insurance"
  prepared-by: "m-1"
  approved-by: "m-2 m-3"
  decision: "GM-2"
  receipt: "I-1"
  Expenses:Insurance          600.00 USD
  Assets:Bank
2026-06-06 * "Toy shop" "a shelf"
  receipt: "T-1"
  Expenses:Childcare:Things    45.00 USD
  Assets:Bank
"""


def months() -> Iterator[date]:
    for year in (2025, 2026):
        for number in range(1, 13):
            yield date(year, number, 1)


def monthly(first: date, receipt: int) -> str:
    """What comes and goes each month; nothing in it is out of the ordinary."""
    month, later = f"{first:%Y-%m}", first + timedelta(days=9)
    dues = "".join(
        f'{month}-03 * "dues"\n  member: "m-{n}"\n  payer: "m-{n}"\n'
        "  Assets:Bank  20.00 USD\n  Income:Dues\n"
        for n in MEMBERS
    )
    gifts = "".join(
        f'{month}-04 * "gift"\n  donor: "d-{n}"\n  Assets:Bank  5.00 USD\n  Income:Gifts\n'
        for n in DONORS
    )
    hours = "".join(
        f'{month}-14 * "care"\n  Expenses:Hours  4 HOUR\n    member: "m-{n}"\n  Equity:Hours\n'
        for n in VOLUNTEERS
    )
    return f"""{dues}{gifts}{hours}
{month}-05 * "cake stall"
  Assets:Cash   30.00 USD
  Income:Stall
{month}-07 * "cash box banked"
  Assets:Bank   30.00 USD
  Assets:Cash
{month}-10 * "to the strike fund"
  Assets:StrikeFund  50.00 USD
  Assets:Bank
{later} * "Parish" "room"
  receipt: "{receipt}"
  Expenses:Childcare  100.00 USD
    quote: 100.00 USD
  Assets:Bank
{month}-20 * "Landlord" "rent"
  receipt: "{receipt + 1}"
  Expenses:Rent  300.00 USD
  Assets:Bank
{month}-25 * "Payroll" "coordinator, 20 hours"
  receipt: "{receipt + 2}"
  Expenses:Wages  400.00 USD
    member: "m-60"
  Assets:Bank
{month}-25 * "hours of the coordinator"
  Expenses:PaidHours  20 HOUR
    member: "m-60"
    paid: TRUE
  Equity:Hours
{month}-28 custom "coopfund-participants" "childcare" 20
"""


YEARLY = """
{year}-07-01 * "city grant"
  donor: "s-1"
  Assets:Bank   100.00 USD
  Income:State
{year}-09-26 * "strike pay" #strike
  receipt: "S-{year}"
  Expenses:Strike   100.00 USD
  Assets:StrikeFund
"""


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    """The books, with January 2026 sealed."""
    people = "".join(
        f'2025-01-01 custom "coopfund-member" "m-{n}" "join" "standard"\n' for n in MEMBERS
    )
    text = DECLARED + people + '2025-01-01 custom "coopfund-contributor" "s-1"\n  kind: "state"\n'
    text += "".join(monthly(first, 100 + 3 * number) for number, first in enumerate(months()))
    text += "".join(YEARLY.format(year=year) for year in (2025, 2026))
    main = tmp_path_factory.mktemp("clean") / "main.beancount"
    main.write_text(text, encoding="utf-8")
    entries = [e for e in loader.load_file(str(main))[0] if isinstance(e, Transaction)]
    seal = make_seal("2026-01", entries, date(2026, 2, 10), "m-1")
    (main.parent / FILE).write_text(seals_text([seal]), encoding="utf-8")
    return load(main)


def test_all_families_run_and_find_nothing(loaded: Loaded) -> None:
    assert loaded.families == sorted(words.FAMILIES)
    assert loaded.errors == []
    assert [(f.code, f.message) for f in loaded.findings] == []


def test_every_rule_has_something_to_judge(loaded: Loaded) -> None:
    assert unjudged(loaded.analysis.case()) == []


@pytest.mark.parametrize("day", ["2025-06-30", "2025-12-31", "2026-06-30"])
def test_nothing_is_found_on_earlier_days_either(loaded: Loaded, day: str) -> None:
    then = load(loaded.path)
    then.judge_as_of(date.fromisoformat(day))
    assert [(f.code, f.message) for f in then.findings] == []
