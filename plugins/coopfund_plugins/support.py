"""What carries the organisation: members, the public, credit, grants (CF301, CF302, CF306, CF307).

These rules belong to the family ``donor_dependence``, whose module lists them.
"""

from bisect import bisect_left
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from coopfund import words
from coopfund.books.books import month_end
from coopfund.findings import Finding, Window
from coopfund.measures import irs
from coopfund.measures.cliffs import Cliff, cliffs, endings
from coopfund.measures.credit import Credit
from coopfund.measures.credit import credit as credit_of
from coopfund.measures.income import Income
from coopfund.measures.irs import YEARS
from coopfund.measures.member_support import member_support as support_of
from coopfund.measures.received import full_years
from coopfund.measures.reserves import covered_months
from coopfund.money import add_up, percent, share
from coopfund.rules.case import Case

YEAR = 12
HALF = 6
"""With fewer months of the year before, nobody can say what a year's income was."""


def member_support(case: Case) -> Iterator[Finding]:
    """CF301: [dues + Σ groups of persons min(gift, 2 % S)] ÷ S over five years.

    Amber below one half, red below one third; the cap is that of the IRS public support test.
    """
    if not any(case.books.rows.contributor):
        return
    window = irs.five_years(case.as_of)
    income = case.income(window)
    if not (income.dues or income.gifts):
        return
    found = support_of(income, case.number("CF301", "cap"))
    part = found.share
    if part is None or part >= case.number("CF301", "warn"):
        return
    years = full_years(case.books, window, case.as_of)
    stop = case.setting("CF301", "stop")
    message = (
        f"Dues and people's gifts up to {case.named(found.cap)} each are {percent(part)} of the "
        f"support of {_span(case, years)}."
    )
    evidence = {
        "share": share(part),
        "dues": case.money(found.dues),
        "gifts": case.money(found.gifts),
        "support": case.money(found.support),
        "cap": case.money(found.cap),
        "years": years,
        "provisional": years < YEARS,
        "red": part < case.number("CF301", "red"),
    }
    yield case.finding(
        "CF301",
        _largest_row(case, income),
        message,
        evidence,
        action="stop" if stop is not None and part < Fraction(stop) else "warn",
        day=case.as_of,
    )


def _span(case: Case, years: int) -> str:
    last = case.as_of.year
    return str(last) if years == 1 else f"{last - years + 1} to {last}"


def _largest_row(case: Case, income: Income) -> int:
    """The posting of the largest contributor, else the last that counts."""
    ranked = income.ranked()
    return income.rows[ranked[0][0]] if ranked else max(0, case.last_row - 1)


def public_support(case: Case) -> Iterator[Finding]:
    """CF302: IRS Form 990 Schedule A Part II, line 14; exactly one third passes."""
    if not any(case.books.rows.contributor):
        return
    part, years = irs.case_part_two(case)
    value = part.line14
    if value is None or value >= irs.THIRD or not part.over:
        return
    largest = sorted(part.over.items(), key=lambda item: (-item[1], item[0]))
    income = case.income(irs.five_years(case.as_of))
    message = (
        f"Public support of {_span(case, years)} is {percent(value)}, less than one third; "
        f"gifts above {case.named(part.limit)} each do not count, "
        f"{case.money(part.line5)} in all."
    )
    evidence = {
        "share": share(value),
        "public_support": case.money(part.line6),
        "total_support": case.money(add_up(part.line11)),
        "limit": case.money(part.limit),
        "excess": case.money(part.line5),
        "over": {group: case.money(amount) for group, amount in largest},
        "years": years,
        "provisional": years < YEARS,
    }
    yield case.finding(
        "CF302",
        income.rows.get(largest[0][0], _largest_row(case, income)),
        message,
        evidence,
        action="warn" if case.setting("CF302", "charity") else "note",
        day=case.as_of,
    )


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
        message = (
            f"Loans from outside are {case.named(found.outside)}, {percent(loans)} of assets of "
            f"{case.money(found.assets)}; the most is {percent(most)}."
        )
        yield _credit(case, found, "outside-loans", message, loans, most)
    if reserves is not None and reserves < least:
        message = (
            f"Common reserves are {case.named(found.reserves)}, {percent(reserves)} of assets of "
            f"{case.money(found.assets)}; the least is {percent(least)}."
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
    return case.finding("CF306", found.row or 0, message, evidence, day=case.as_of)


def grant_cliff(case: Case) -> Iterator[Finding]:
    """CF307: over 20 % of last year's income, and less than half of it this year, or ending soon.

    Judged where the books reach half a year into the twelve months before.
    """
    yield from _announced(case)
    start = case.window(2 * YEAR).start
    if start == case.year.start:  # the first year that there is
        return
    earlier = Window(start, case.year.start - timedelta(days=1))
    if covered_months(case.books, earlier) < HALF:
        return
    then, now = case.income(earlier), case.income(case.year)
    if then.total <= 0:
        return
    most, left = case.number("CF307", "share"), case.number("CF307", "left")
    for cliff in cliffs(case.books, then, now, most, left):
        yield _fallen(case, then, cliff)


def _fallen(case: Case, then: Income, cliff: Cliff) -> Finding:
    who = cliff.contributor or f"The source {cliff.source}"
    message = (
        f"{who} gave {case.named(cliff.before)} in the twelve months to "
        f"{then.window.end.isoformat()}, {percent(cliff.share)} of all income, and "
        f"{case.money(cliff.now)} in the twelve months since."
    )
    evidence = {
        "why": "fell",
        "source": cliff.source,
        "before": case.money(cliff.before),
        "now": case.money(cliff.now),
        "income": case.money(then.total),
        "share": share(cliff.share),
    }
    row = then.rows[cliff.contributor] if cliff.contributor else _source_row(case, then, cliff)
    return _cliff(case, row, message, evidence, cliff.contributor)


def _source_row(case: Case, then: Income, cliff: Cliff) -> int:
    """The largest posting of a source in a window."""
    rows, txns = case.books.rows, case.books.transactions
    first = txns.start[bisect_left(txns.date, then.window.start)]
    income = case.books.rows_of("Income", case.last_row)
    its = [
        row
        for row in income[bisect_left(income, first) :]
        if rows.source[row] == cliff.source and txns.date[rows.txn[row]] in then.window
    ]
    return min(its, key=lambda row: rows.value[row] or 0)


def _announced(case: Case) -> Iterator[Finding]:
    """Contributors who have said when they stop, within the months that a budget looks ahead."""
    if not any(record.ends for record in case.books.declared.contributors.values()):
        return
    income = case.income(case.year)
    most, ahead = case.number("CF307", "share"), int(case.number("CF307", "horizon"))
    large = {
        group: amount
        for group, amount in income.ranked()
        if income.total > 0 and Fraction(amount) / Fraction(income.total) > most
    }
    until = month_end(date(*_month_after(case.as_of, ahead), 1))
    found = endings(case.books, frozenset(large), case.as_of, until)
    for group, day in sorted(found.items()):
        part = Fraction(large[group]) / Fraction(income.total)
        message = (
            f"{group} gave {percent(part)} of all income in the twelve months to "
            f"{case.year.end.isoformat()} and ends on {day.isoformat()}."
        )
        evidence = {
            "why": "ends",
            "before": case.money(large[group]),
            "income": case.money(income.total),
            "share": share(part),
            "ends": day.isoformat(),
        }
        yield _cliff(case, income.rows[group], message, evidence, group)


def _month_after(day: date, months: int) -> tuple[int, int]:
    """Year and month so many months later, within what a calendar holds."""
    number = min(day.year * YEAR + day.month - 1 + months, date.max.year * YEAR + YEAR - 1)
    return number // YEAR, number % YEAR + 1


def _cliff(
    case: Case, row: int, message: str, evidence: dict[str, Any], contributor: str | None
) -> Finding:
    return case.finding("CF307", row, message, evidence, day=case.as_of, contributor=contributor)
