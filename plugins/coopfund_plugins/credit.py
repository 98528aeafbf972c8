"""Who the organisation owes, and what belongs to all: CF306 of ``donor_dependence``."""

from collections.abc import Iterator
from fractions import Fraction

from coopfund import words
from coopfund.findings import Finding
from coopfund.language import _
from coopfund.measures.credit import Credit
from coopfund.measures.credit import credit as credit_of
from coopfund.money import percent, share
from coopfund.rules.case import Case


def credit(case: Case) -> Iterator[Finding]:
    """CF306: outside loans ÷ assets at most 5 %, common reserves ÷ assets at least 10 %.

    Judged where the books keep loans or members' shares (WOCCU PEARLS E6, E8).
    """
    books = case.books
    if words.SHARES not in books.kinds and words.LOAN not in books.rows.source:
        return
    found = credit_of(books, case.last_row)
    if not found.declared or found.row is None:
        return
    loans, reserves = found.outside_ratio, found.reserves_ratio
    most, least = case.number("CF306", "loans"), case.number("CF306", "reserves")
    if loans is not None and loans > most:
        message = _(
            "Loans from outside are {amount}, {share} of assets of {assets}; the most is {limit}.",
            amount=case.named(found.outside),
            share=percent(loans),
            assets=case.shown(found.assets),
            limit=percent(most),
        )
        yield _credit(case, found, "outside-loans", message, loans, most)
    if reserves is not None and reserves < least:
        message = _(
            "Common reserves are {amount}, {share} of assets of {assets}; the least is {limit}.",
            amount=case.named(found.reserves),
            share=percent(reserves),
            assets=case.shown(found.assets),
            limit=percent(least),
        )
        yield _credit(case, found, "common-reserves", message, reserves, least)


def _credit(  # noqa: PLR0913, PLR0917  # what differs between the two ratios
    case: Case, found: Credit, why: str, message: str, value: Fraction, bound: Fraction
) -> Finding:
    evidence = {
        "why": why,
        "share": share(value),
        "limit": share(bound),
        "assets": case.money(found.assets),
        "outside_loans": case.money(found.outside),
        "member_loans": case.money(found.inside),
        "member_shares": case.money(found.shares),
        "common_reserves": case.money(found.reserves),
    }
    return case.finding("CF306", found.row or 0, message, evidence, standing=True)
