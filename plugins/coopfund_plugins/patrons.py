"""What is given below its price: gifts in kind that no gift account shows (CF106)."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from beancount.core.amount import Amount

from coopfund import vocabulary, words
from coopfund.books.marks import QUOTE
from coopfund.findings import Finding
from coopfund.language import _
from coopfund.money import ZERO
from coopfund.rules.case import Case, Rule

IN_KIND = "in-kind"
BOUGHT = frozenset({"Expenses", "Assets", "Liabilities"})


class Bargain(NamedTuple):
    """A purchase with its quote: ``given`` of the price was booked as a gift in kind."""

    row: int
    quote: Decimal
    currency: str
    paid: Decimal
    given: Decimal


def hidden_patron(case: Case) -> Iterator[Finding]:
    """CF106: goods, rooms, rent or debts given below price are in-kind gifts at market price.

    PartG section 26(1). Stops where the program may not be paid with gifts in kind; members'
    unpaid work has no quote and is none.
    """
    marks = case.books.marks
    for txn in sorted({*marks.txns, *(case.books.rows.txn[row] for row in marks.rows)}):
        if txn < case.stop:
            for bargain in _bargains(case, txn):
                yield from _gift(case, bargain)


def _bargains(case: Case, txn: int) -> Iterator[Bargain]:
    """The quoted purchases of an entry; a quote on the entry is for all of its expenses."""
    rows, txns, marks = case.books.rows, case.books.transactions, case.books.marks
    members = range(txns.start[txn], txns.start[txn + 1])
    given = [r for r in members if rows.source[r] == IN_KIND and rows.account[r].root == "Income"]
    quoted = [
        (marks.rows[row][QUOTE], [row])
        for row in members
        if QUOTE in marks.rows.get(row, {}) and rows.account[row].root in BOUGHT
    ]
    whole = [row for row in members if rows.account[row].root == "Expenses"]
    if QUOTE in marks.txns.get(txn, {}) and whole:
        quoted.append((marks.txns[txn][QUOTE], whole))
    for quote, bought in quoted:
        currency = quote.currency
        booked = _sum(case, bought, currency)
        in_kind = -_sum(case, given, currency) if len(quoted) == 1 else ZERO
        if booked > 0:
            yield Bargain(bought[0], _number(quote), currency, booked - in_kind, in_kind)


def _sum(case: Case, members: Sequence[int], currency: str) -> Decimal:
    rows = case.books.rows
    return sum((rows.weight[r] for r in members if rows.weight_currency[r] == currency), ZERO)


def _number(quote: Amount) -> Decimal:
    return quote.number or ZERO


def _gift(case: Case, bargain: Bargain) -> Iterator[Finding]:
    rows = case.books.rows
    row, currency = bargain.row, bargain.currency
    day = case.books.transactions.date[rows.txn[row]]
    gift = bargain.quote - bargain.paid - bargain.given
    if gift <= case.number("CF106", "discount", day) * Fraction(bargain.quote):
        return
    program = rows.program[row] or words.CORE
    declared = case.books.program(program, day)
    whitelist = declared.whitelist if declared else None
    refused = whitelist is not None and IN_KIND not in whitelist
    told = {
        "quote": case.named(bargain.quote, currency),
        "paid": case.shown(bargain.paid),
        "gift": case.named(gift, currency),
        "program": program,
    }
    message = (
        _(
            "What is quoted at {quote} cost {paid}: {gift} is a gift in kind for {program}, which "
            "may not be paid from {source}.",
            source=vocabulary.source(IN_KIND),
            **told,
        )
        if refused
        else _(
            "What is quoted at {quote} cost {paid}: {gift} is a gift in kind for {program}.", **told
        )
    )
    evidence = {
        "quote": case.money(bargain.quote),
        "paid": case.money(bargain.paid),
        "gift": case.money(gift),
        "booked": case.money(bargain.given),
        "beneficiary": program,
    }
    yield case.finding(
        "CF106",
        row,
        message,
        evidence,
        action="stop" if refused else None,
        program=rows.program[row],
        contributor=rows.contributor[row],
    )


RULES = (Rule("CF106", hidden_patron),)
