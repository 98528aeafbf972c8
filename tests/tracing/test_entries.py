"""What each kind of entry does to the pools."""

from tests.tracing.ledgers import first, held, paid, tracing_of, used

POOLED = """
2020-01-01 custom "coopfund-program" "childcare"
  funded-by: "dues"
  pool: "fund"
"""


def test_a_purchase_on_a_liability_is_unpaid_until_it_is_settled() -> None:
    trace = tracing_of(
        """
        2026-01-01 * "gift"
          Assets:Bank             100.00 USD
          Income:Gifts
        2026-01-05 * "toys on account"
          Expenses:Childcare       80.00 USD
          Liabilities:Shop
        2026-01-20 * "dues"
          Assets:Bank             100.00 USD
          Income:Dues
        2026-02-01 * "settled"
          Liabilities:Shop         80.00 USD
          Assets:Bank
        """
    ).trace("designated")
    assert paid(trace) == [("2026-02-01", "childcare", {"dues": "80.00"})]


def test_a_settlement_goes_to_the_linked_purchase_first() -> None:
    trace = tracing_of(
        """
        2026-01-01 * "dues"
          Assets:Bank             100.00 USD
          Income:Dues
        2026-01-05 * "paper" ^p
          Expenses:Rent            30.00 USD
          Liabilities:Shop
        2026-01-06 * "toys" ^t
          Expenses:Childcare       30.00 USD
          Liabilities:Shop
        2026-02-01 * "settled" ^t
          Liabilities:Shop         30.00 USD
          Assets:Bank
        """
    ).trace("designated")
    assert [program for _, program, _ in paid(trace)] == ["childcare"]


def test_money_owed_cannot_pay() -> None:
    trace = tracing_of(
        """
        2026-01-01 * "dues owed"
          Assets:Receivable       100.00 USD
          Income:Dues
        2026-01-05 * "gift"
          Assets:Bank             100.00 USD
          Income:Gifts
        2026-01-06 * "childcare"
          Expenses:Childcare       40.00 USD
          Assets:Bank
        2026-01-10 * "dues paid"
          Assets:Bank             100.00 USD
          Assets:Receivable
        2026-01-11 * "childcare"
          Expenses:Childcare       40.00 USD
          Assets:Bank
        """
    ).trace("designated")
    assert paid(trace) == [
        ("2026-01-06", "childcare", {"donation": "40.00"}),
        ("2026-01-11", "childcare", {"dues": "40.00"}),
    ]
    assert held(trace, "receivable") == {}


def test_a_transfer_inside_a_pool_moves_nothing() -> None:
    trace = tracing_of(
        """
        2026-01-01 * "dues"
          Assets:Bank             100.00 USD
          Income:Dues
        2026-01-02 * "to savings"
          Assets:Savings           60.00 USD
          Assets:Bank
        """
    ).trace("designated")
    assert not trace.payments
    assert held(trace) == {"dues": "100.00"}


def test_a_transfer_to_a_programs_fund_is_drawn_for_the_program() -> None:
    trace = tracing_of(
        """
        2026-01-01 * "gift"
          Assets:Bank             100.00 USD
          Income:Gifts
        2026-01-01 * "dues"
          Assets:Bank             100.00 USD
          Income:Dues
        2026-01-02 * "into the fund"
          Assets:Fund              80.00 USD
          Assets:Bank
        """,
        POOLED,
    ).trace("designated")
    assert held(trace, "fund") == {"dues": "80.00"}
    assert held(trace) == {"dues": "20.00", "donation": "100.00"}


def test_a_fund_fed_from_mixed_money_is_never_called_segregated() -> None:
    """By fifo the fund would hold the gift: not every method agrees, so it is not L3."""
    entries = """
        2026-01-01 * "first in"
          Assets:Bank             100.00 USD
          {first}
        2026-01-01 * "dues"
          Assets:Bank             100.00 USD
          Income:Dues
        2026-01-02 * "into the fund"
          Assets:Fund              80.00 USD
          Assets:Bank
        2026-01-03 * "childcare"
          Expenses:Childcare       80.00 USD
          Assets:Fund
        """
    mixed = tracing_of(entries.format(first="Income:Gifts"), POOLED).levels()
    pure = tracing_of(entries.format(first="Income:Dues"), POOLED).levels()
    assert [level for _, level in mixed] == ["L2"]
    assert [level for _, level in pure] == ["L3"]


def test_a_refund_from_a_shop_goes_back_to_what_had_paid() -> None:
    trace = tracing_of(
        """
        2026-01-01 * "dues"
          Assets:Bank              50.00 USD
          Income:Dues
        2026-01-01 * "gift"
          Assets:Bank              50.00 USD
          Income:Gifts
        2026-01-02 * "childcare"
          Expenses:Childcare       70.00 USD
          Assets:Bank
        2026-01-09 * "half of it returned"
          Expenses:Childcare      -35.00 USD
          Assets:Bank
        """
    ).trace("designated")
    payment = first(trace, "childcare")
    assert str(payment.breach) == "20.00"
    assert str(payment.shortfall) == "0.00"
    assert str(payment.repaired) == "2026-01-09"
    assert used(trace, "childcare") == {"dues": "35.00"}
    assert held(trace) == {"dues": "15.00", "donation": "50.00"}


def test_a_refund_to_a_giver_takes_the_source_it_came_from() -> None:
    trace = tracing_of(
        """
        2026-01-01 * "gift"
          donor: "d-1"
          Assets:Bank             100.00 USD
          Income:Gifts
        2026-01-01 * "dues"
          Assets:Bank             100.00 USD
          Income:Dues
        2026-01-09 * "given back"
          donor: "d-1"
          Income:Gifts             40.00 USD
          Assets:Bank
        """
    ).trace("adverse")
    assert held(trace) == {"dues": "100.00", "donation": "60.00"}
    assert trace.incoming["USD", "donation"] == 60


def test_a_loan_is_a_loan_and_pays_itself_back_first() -> None:
    trace = tracing_of(
        """
        2026-01-01 * "loan, whatever the entry says"
          source: "dues"
          Assets:Bank             100.00 USD
          Liabilities:Loan
        2026-01-02 * "dues"
          Assets:Bank              50.00 USD
          Income:Dues
        2026-01-03 * "half paid back"
          Liabilities:Loan         60.00 USD
          Assets:Bank
        """
    ).trace("designated")
    assert held(trace) == {"dues": "50.00", "loan": "40.00"}


def test_an_overdraft_is_a_loan_that_later_income_repays_first() -> None:
    tracing = tracing_of(
        """
        2026-01-01 * "dues"
          Assets:Bank              30.00 USD
          Income:Dues
        2026-01-02 * "childcare"
          Expenses:Childcare       80.00 USD
          Assets:Bank
        2026-01-03 * "dues"
          Assets:Bank              70.00 USD
          Income:Dues
        """
    )
    trace = tracing.trace("designated")
    assert paid(trace) == [("2026-01-02", "childcare", {"dues": "30.00", "loan": "50.00"})]
    assert held(trace) == {"dues": "20.00"}
    assert [level for _, level in tracing.levels()] == ["L0"]


def test_fees_kept_by_a_platform_are_spending() -> None:
    trace = tracing_of(
        """
        2026-01-01 * "gross and fee apart"
          Assets:Bank              97.00 USD
          Expenses:Rent             3.00 USD
          Income:Gifts           -100.00 USD
        """
    ).trace("designated")
    assert paid(trace) == [("2026-01-01", "core", {"donation": "3.00"})]
    assert held(trace) == {"donation": "97.00"}


def test_who_pays_a_bill_directly_has_paid_for_the_program() -> None:
    tracing = tracing_of(
        """
        2026-01-01 * "a friend paid the bill"
          Expenses:Childcare       40.00 USD
          Income:Gifts
        """
    )
    assert [level for _, level in tracing.levels()] == ["L0"]
    assert used(tracing.trace("adverse"), "childcare") == {"donation": "40.00"}


def test_a_forgiven_debt_was_paid_by_whoever_forgave_it() -> None:
    trace = tracing_of(
        """
        2026-01-01 * "toys on account"
          Expenses:Childcare       40.00 USD
          Liabilities:Shop
        2026-02-01 * "the shop gives them"
          Liabilities:Shop         40.00 USD
          Income:Gifts
        """
    ).trace("designated")
    assert paid(trace) == [("2026-02-01", "childcare", {"donation": "40.00"})]


def test_a_cost_moved_to_core_takes_its_money_along() -> None:
    tracing = tracing_of(
        """
        2026-01-01 * "gift"
          Assets:Bank             100.00 USD
          Income:Gifts
        2026-01-02 * "childcare" ^outing
          Expenses:Childcare       30.00 USD
          Assets:Bank
        2026-02-01 * "core bears it" ^outing
          Expenses:Childcare      -30.00 USD
          Expenses:Rent            30.00 USD
        """
    )
    trace = tracing.trace("designated")
    assert used(trace, "childcare") == {}
    assert used(trace, "core") == {"donation": "30.00"}
    assert str(first(trace, "childcare").repaired) == "2026-02-01"


def test_reclassified_gifts_stay_gifts_without_a_decision() -> None:
    entries = """
        2026-01-01 * "gift"
          Assets:Bank             100.00 USD
          Income:Gifts
        2026-01-02 * "made dues"
          decision: "GM-1"
          Income:Gifts             40.00 USD
          Income:Dues
        """
    vote = '2026-01-01 custom "coopfund-decision" "GM-1"\n'
    assert held(tracing_of(entries).trace("designated")) == {"donation": "100.00"}
    voted = tracing_of(entries, vote).trace("designated")
    assert held(voted) == {"dues": "40.00", "donation": "60.00"}


def test_opening_balances_are_unknown_until_somebody_says() -> None:
    trace = tracing_of(
        """
        2026-01-01 * "opening"
          Assets:Bank              60.00 USD
            source: "dues"
          Assets:Savings           40.00 USD
          Equity:Opening         -100.00 USD
        """
    ).trace("designated")
    assert held(trace) == {"dues": "60.00", "unknown": "40.00"}


def test_a_pad_is_money_without_a_source() -> None:
    trace = tracing_of(
        """
        2026-01-01 pad Assets:Bank Equity:Opening
        2026-01-02 balance Assets:Bank  100.00 USD
        """
    ).trace("designated")
    assert held(trace) == {"unknown": "100.00"}


def test_closing_and_opening_a_year_changes_nothing() -> None:
    trace = tracing_of(
        """
        2025-12-01 * "dues"
          Assets:Bank              90.00 USD
          Income:Dues
        2025-12-02 * "toys on account"
          Expenses:Childcare       40.00 USD
          Liabilities:Shop
        2025-12-31 * "closing"
          Assets:Bank             -90.00 USD
          Liabilities:Shop         40.00 USD
          Equity:Opening           50.00 USD
        2026-01-01 * "opening"
          Assets:Bank              90.00 USD
          Liabilities:Shop        -40.00 USD
          Equity:Opening          -50.00 USD
        2026-01-05 * "settled"
          Liabilities:Shop         40.00 USD
          Assets:Bank
        """
    ).trace("designated")
    assert paid(trace) == [("2026-01-05", "childcare", {"dues": "40.00"})]
    assert held(trace) == {"dues": "50.00"}


def test_a_thing_that_lasts_is_drawn_for_the_program_that_bought_it() -> None:
    tracing = tracing_of(
        """
        2026-01-01 * "gift"
          Assets:Bank             500.00 USD
          Income:Gifts
        2026-01-02 * "van for childcare"
          program: "childcare"
          Assets:Van              400.00 USD
          Assets:Bank
        2026-12-31 * "worn"
          program: "childcare"
          Expenses:Childcare      100.00 USD
          Assets:Van
        """
    )
    assert [(str(j.payment.date), j.level) for j in tracing.levels()] == [("2026-01-02", "L0")]
    trace = tracing.trace("designated")
    assert held(trace, "fixed-asset") == {"donation": "300.00"}
    assert used(trace, "childcare") == {"donation": "100.00"}


def test_exchanged_money_keeps_its_source() -> None:
    trace = tracing_of(
        """
        2026-01-01 * "dues"
          Assets:Bank             110.00 USD
          Income:Dues
        2026-01-02 * "changed"
          Assets:Savings          100.00 EUR @ 1.10 USD
          Assets:Bank            -110.00 USD
        """
    ).trace("designated")
    assert held(trace, currency="USD") == {}
    assert held(trace, currency="EUR") == {"dues": "100.00"}


def test_income_in_another_currency_arrives_in_the_accounts_own() -> None:
    """8.00 CAD that arrived as 5.56 USD is 5.56 USD."""
    trace = tracing_of(
        """
        2026-01-01 * "platform"
          Assets:Bank              20.56 USD
          Income:Gifts            -15.00 USD
          Income:Gifts             -8.00 CAD @@ 5.56 USD
        """
    ).trace("designated")
    assert held(trace) == {"donation": "20.56"}


def test_a_discount_on_the_same_bill_is_no_refund_of_an_earlier_one() -> None:
    trace = tracing_of(
        """
        2026-01-01 * "dues"
          Assets:Bank             200.00 USD
          Income:Dues
        2026-01-02 * "toys"
          Expenses:Childcare       50.00 USD
          Assets:Bank
        2026-01-03 * "toys with a discount"
          Expenses:Childcare       60.00 USD
          Expenses:Childcare      -10.00 USD
          Assets:Bank             -50.00 USD
        """
    ).trace("designated")
    assert [p.amount for p in trace.payments] == [50, 50]
    assert not any(p.restored for p in trace.payments)


def test_two_pools_in_one_entry() -> None:
    """Rent of 50 out of the bank, the rest of what left it goes to the fund."""
    trace = tracing_of(
        """
        2026-01-01 * "dues"
          Assets:Bank             200.00 USD
          Income:Dues
        2026-01-02 * "rent and fund"
          Assets:Fund              60.00 USD
          Expenses:Rent            50.00 USD
          Income:Gifts            -10.00 USD
          Assets:Bank            -100.00 USD
        """,
        POOLED,
    ).trace("designated")
    assert held(trace, "fund") == {"dues": "60.00"}
    assert held(trace) == {"dues": "100.00"}
    assert used(trace, "core") == {"dues": "40.00", "donation": "10.00"}


SHARES = """
        2026-01-01 * "gift"
          Assets:Bank            1000.00 USD
          Income:Gifts
"""


def test_what_the_tolerance_leaves_over_stays_in_no_pool() -> None:
    tracing = tracing_of(
        SHARES
        + """
        2026-01-02 * "bought"
          Assets:Savings            1.111 VX {100.0054 USD}
          Assets:Bank            -111.11 USD
        2026-01-03 * "bought"
          Assets:Savings            1.111 VX {100.0054 USD}
          Assets:Bank            -111.11 USD
        """
    )
    for method in ("designated", "adverse", "fifo", "lifo", "pro-rata"):
        trace = tracing.trace(method)
        assert held(trace) == {"donation": "777.78"}, method
        assert held(trace, currency="VX") == {"donation": "2.22"}, method


def test_a_loss_and_a_fee_are_paid_in_money() -> None:
    trace = tracing_of(
        SHARES
        + """
        2026-01-02 * "bought"
          Assets:Savings           10 VX {100.00 USD}
          Assets:Bank           -1000.00 USD
        2026-01-03 * "sold below cost"
          Assets:Savings          -10 VX {100.00 USD} @ 90.00 USD
          Assets:Bank             895.00 USD
          Expenses:Rent             5.00 USD
          Income:Other            100.00 USD
        """
    ).trace("designated")
    assert held(trace) == {"donation": "895.00"}
    assert held(trace, currency="VX") == {}
    assert used(trace, "core") == {"donation": "105.00"}


def test_paying_back_is_no_spending() -> None:
    trace = tracing_of(
        """
        2026-01-01 * "rent out of an empty bank"
          Expenses:Rent           100.00 USD
          Assets:Bank
        2026-01-02 * "gift"
          Assets:Bank              70.00 USD
          Income:Gifts
        """
    ).trace("designated")
    assert used(trace, "core") == {"loan": "100.00"}
    assert used(trace, "repaid") == {"donation": "70.00"}
