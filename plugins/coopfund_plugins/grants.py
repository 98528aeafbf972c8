"""Large grants that stopped or are about to: CF307 of ``donor_dependence``."""

from bisect import bisect_left
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from coopfund import language, vocabulary, words
from coopfund.books.books import month_end
from coopfund.findings import Finding, Window
from coopfund.language import _
from coopfund.measures.cliffs import Cliff, cliffs, endings
from coopfund.measures.income import Income
from coopfund.measures.reserves import covered_months
from coopfund.money import percent, share
from coopfund.rules.case import Case

YEAR = 12
HALF = 6
"""With fewer months of the year before, nobody can say what a year's income was."""


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
    # Translators: begins a sentence: The source donation gave 100.00 USD in the twelve months …
    source = _("The source {source}", source=vocabulary.source(cliff.source or words.UNKNOWN))
    message = _(
        "{who} gave {before} in the twelve months to {day}, {share} of all income, and {now} in "
        "the twelve months since.",
        who=cliff.contributor or source,
        before=case.named(cliff.before),
        day=language.day(then.window.end),
        share=percent(cliff.share),
        now=case.shown(cliff.now),
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
        message = _(
            "{group} gave {share} of all income in the twelve months to {day} and ends on {end}.",
            group=group,
            share=percent(part),
            day=language.day(case.year.end),
            end=language.day(day),
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
    return case.finding("CF307", row, message, evidence, standing=True, contributor=contributor)
