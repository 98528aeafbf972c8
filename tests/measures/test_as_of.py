"""What is looked at once serves every day: asked in any order, books say what they say afresh."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from beancount import loader
from hypothesis import given, settings
from hypothesis import strategies as st

from coopfund.measures.all import measure
from coopfund.rules.analysis import Analysis
from coopfund_plugins import RULES
from tests.ledgers import ACCOUNTS, judge

BEGIN, LAST = date(2025, 11, 1), date(2026, 4, 30)

DECLARED = """
option "title" "Group"
2020-01-01 open Assets:Fund
  pool: "fund"
2020-01-01 open Assets:Van
  pool: "fixed-asset"
2020-01-01 open Assets:Debts
  kind: "receivable"
2020-01-01 open Assets:Cash
2020-01-01 open Expenses:Wages
  kind: "payroll"
2020-01-01 open Expenses:Things
  kind: "capital"
  program: "childcare"
2020-01-01 open Liabilities:Loan
2020-01-01 commodity HOUR
  kind: "hours"
2025-01-01 custom "coopfund-program" "childcare"
  funded-by: "dues"
  pool: "fund"
2026-02-10 custom "coopfund-program" "childcare"
  funded-by: "dues donation"
2025-10-01 custom "coopfund-dues" "standard" 10.00 USD "monthly"
2026-02-01 custom "coopfund-dues" "standard" 12.00 USD "monthly"
2025-11-01 custom "coopfund-member" "m-1" "join" "standard"
2025-11-01 custom "coopfund-member" "m-2" "join" "standard"
2026-01-15 custom "coopfund-member" "m-3" "join" "standard"
2026-03-03 custom "coopfund-member" "m-2" "leave"
2025-11-01 custom "coopfund-office" "treasurer" "m-1"
2026-01-01 custom "coopfund-contributor" "d-2"
  controlled-by: "d-1"
"""
"""Dues, programs and kin that change while the books go on."""

ENTRIES = (
    '* "dues"\n  member: "m-1"\n  Assets:Bank  {amount} USD\n  Income:Dues',
    '* "dues"\n  member: "m-2"\n  Assets:Bank  {amount} USD\n  Income:Dues',
    '* "dues back"\n  member: "m-1"\n  Income:Dues  {amount} USD\n  Assets:Bank',
    '* "dues"\n  member: "m-3"\n  payer: "d-1"\n  Assets:Bank  {amount} USD\n  Income:Dues',
    '* ""\n  donor: "d-1"\n  receipt: "R-{number}"\n  Assets:Bank  {amount} USD\n  Income:Gifts',
    '* "gift"\n  donor: "d-2"\n  Assets:Fund  {amount} USD\n  Income:Gifts',
    '* "gift back"\n  donor: "d-1"\n  Income:Gifts  {amount} USD\n  Assets:Bank',
    '* "grant"\n  donor: "s-1"\n  unusual: TRUE\n  Assets:Savings  {amount} USD\n  Income:State',
    '* "<b>box"\n  receipt: "R-{number}"\n  Assets:Cash  {amount} USD\n  Income:Misc',
    '* "m-1" "rent"\n  approved-by: "m-1 m-2"\n  Expenses:Rent  {amount} USD\n  Assets:Bank',
    '* "Shop" "bill"\n  Expenses:Childcare  {amount} USD\n  Liabilities:Shop',
    '* "Shop" "bill paid"\n  Liabilities:Shop  {amount} USD\n  Assets:Bank',
    '* "Toys" "toys"\n  Expenses:Childcare  {amount} USD\n  Assets:Fund',
    '* "Toys" "toys sent back"\n  Assets:Fund  {amount} USD\n  Expenses:Childcare',
    '* "move"\n  Assets:Fund  {amount} USD\n  Assets:Bank',
    '* "Van" "van"\n  Assets:Van  {amount} USD\n  Assets:Bank',
    '* "m-2" "wages"\n  member: "m-2"\n  Expenses:Wages  {amount} USD\n  Assets:Cash',
    '* "m-1" "lent"\n  member: "m-1"\n  Assets:Debts  {amount} USD\n  Assets:Bank',
    '* "loan"\n  donor: "d-2"\n  Assets:Bank  {amount} USD\n  Liabilities:Loan',
)
days = st.dates(BEGIN, LAST)
entries = st.lists(
    st.tuples(days, st.sampled_from(ENTRIES), st.integers(1, 20_000_00)), min_size=1, max_size=20
)


def books(found: list[tuple[date, str, int]]) -> Callable[[], Analysis]:
    """Reads these books, each time anew."""
    text = "".join(
        f"{day} {entry.format(amount=Decimal(cents).scaleb(-2), number=number)}\n"
        for number, (day, entry, cents) in enumerate(found)
    )
    read, errors, options = loader.load_string(ACCOUNTS + DECLARED + text)
    assert errors == []

    def fresh() -> Analysis:
        analysis = Analysis()
        analysis.read(read, options)
        return analysis

    return fresh


def told(analysis: Analysis, day: date) -> dict[str, Any]:
    """All that books say of themselves as of a day."""
    case = analysis.case(day)
    traces = [analysis.tracing.sums(method, day) for method in ("designated", "adverse")]
    return {
        "findings": analysis.judge(RULES, day),
        "used": [trace.used_by("USD") for trace in traces],
        "held": [trace.held_by("USD") for trace in traces],
        **{
            f"{months} {name}": its
            for months in (3, 12)
            for name, its in measure(case, months).items()
        },
    }


@settings(max_examples=15)
@given(entries, st.lists(days, min_size=2, max_size=5))
def test_no_day_says_anything_else_because_another_was_asked_for(
    found: list[tuple[date, str, int]], asked: list[date]
) -> None:
    fresh = books(found)
    kept = fresh()
    for day in [*asked, *reversed(asked)]:
        now, anew = told(kept, day), told(fresh(), day)
        assert [name for name in anew if now[name] != anew[name]] == []


@settings(max_examples=25)
@given(entries, days)
def test_what_comes_later_says_nothing_of_an_earlier_day(
    found: list[tuple[date, str, int]], day: date
) -> None:
    earlier = [one for one in found if one[0] <= day]
    if earlier:
        later = [one for one in found if one[0] > day]
        whole, cut = told(books([*earlier, *later])(), day), told(books(earlier)(), day)
        assert [name for name in cut if whole[name] != cut[name]] == []


WITHIN = """
2026-04-01 * "gift"
  donor: "d-1"
  Assets:Cash  900.00 USD
  Income:Misc
2026-04-28 * "m-2" "wages"
  Expenses:Wages  400.00 USD
  Assets:Cash
2026-04-29 * "Van" "van"
  Expenses:Things  400.00 USD
  Assets:Cash
"""


def test_a_day_in_the_middle_of_a_month_knows_nothing_of_its_end() -> None:
    analysis = judge(DECLARED + WITHIN, accounts=ACCOUNTS).analysis
    middle, end = (
        {finding.code for finding in analysis.judge(RULES, date(2026, 4, day))} for day in (8, 30)
    )
    assert {"CF403", "CF503"} <= end
    assert not {"CF403", "CF503"} & middle
