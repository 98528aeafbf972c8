"""Ledgers as text, traced."""

import textwrap
from decimal import Decimal

from beancount import loader

from coopfund.books.books import Books, build
from coopfund.tracing.trace import Payment, Trace
from coopfund.tracing.tracing import Tracing

ACCOUNTS = """
option "operating_currency" "USD"
2020-01-01 open Assets:Bank
2020-01-01 open Assets:Savings
2020-01-01 open Assets:Fund
  pool: "fund"
2020-01-01 open Assets:Receivable
  kind: "receivable"
2020-01-01 open Assets:Van
  kind: "fixed-asset"
2020-01-01 open Liabilities:Shop
2020-01-01 open Liabilities:Loan
2020-01-01 open Equity:Opening
2020-01-01 open Income:Dues
  source: "dues"
2020-01-01 open Income:Gifts
  source: "donation"
2020-01-01 open Income:State
  source: "state"
2020-01-01 open Income:Other
2020-01-01 open Expenses:Rent
2020-01-01 open Expenses:Childcare
  program: "childcare"
2020-01-01 open Expenses:Clinic
  program: "clinic"
"""

DUES_ONLY = """
2020-01-01 custom "coopfund-program" "childcare"
  funded-by: "dues"
"""


def books_of(text: str, programs: str = DUES_ONLY) -> Books:
    """The books of a ledger's entries, with the usual accounts; Beancount must accept them."""
    ledger = ACCOUNTS + programs + textwrap.dedent(text)
    entries, errors, options = loader.load_string(ledger)
    assert not errors, errors
    return build(entries, options)


def tracing_of(text: str, programs: str = DUES_ONLY) -> Tracing:
    return Tracing(books_of(text, programs))


def paid(trace: Trace) -> list[tuple[str, str, dict[str, str]]]:
    """Day, program and sources of every payment, as text to the cent."""
    return [(str(p.date), p.program, cents(p.by_source())) for p in trace.payments if p.counts]


def cents(amounts: dict[str, Decimal]) -> dict[str, str]:
    return {source: f"{amount:.2f}" for source, amount in amounts.items()}


def held(trace: Trace, pool: str = "general", currency: str = "USD") -> dict[str, str]:
    return cents(trace.held_by(currency).get(pool, {}))


def used(trace: Trace, program: str, currency: str = "USD") -> dict[str, str]:
    return cents(trace.used_by(currency).get(program, {}))


def first(trace: Trace, program: str) -> Payment:
    return next(p for p in trace.payments if p.program == program and p.counts)
