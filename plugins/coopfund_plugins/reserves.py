"""Members and what is put by: collection, retention, reserve, surplus (CF504 to CF507)."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from coopfund import language, words
from coopfund.books import marks
from coopfund.books.books import month_end, months_before
from coopfund.findings import Finding, Place, Window
from coopfund.language import _, numeral
from coopfund.measures.lowpoint import YEAR, low_point
from coopfund.measures.membership import Collected, collected, kept
from coopfund.measures.reserves import covered_months
from coopfund.money import ZERO, index, percent, share
from coopfund.rules import catalogue
from coopfund.rules.case import Case, Rule
from coopfund.wording import clauses

DAY = timedelta(days=1)


def collection(case: Case) -> Iterator[Finding]:
    """CF504: received for the period ÷ (assessed − waived) is at least 85 % (policy).

    Twelve months that are over: a month's dues may still come while it runs.
    """
    declared = case.books.declared
    if not declared.dues or not declared.members:
        return
    end = case.as_of if case.as_of == month_end(case.as_of) else case.as_of.replace(day=1) - DAY
    window = Window(months_before(end, YEAR), end)
    found = collected(case.accounts(window.end), window)
    rate = found.rate
    if rate is None or rate >= case.number("CF504", "warn"):
        return
    yield _uncollected(case, window, found)


def _last_dues(case: Case) -> int | None:
    """The last dues posting: nothing in the books stands for dues that nobody paid."""
    rows = case.books.rows
    income = case.books.rows_of("Income", case.last_row)
    return next((row for row in reversed(income) if rows.source[row] == words.DUES), None)


def _uncollected(case: Case, window: Window, found: Collected) -> Finding:
    rate = found.rate or Fraction(0)
    message = _(
        "Of {amount} of dues asked in the twelve months to {day}, {received} came in, {share}.",
        amount=case.named(found.assessed - found.waived),
        day=language.day(window.end),
        received=case.shown(found.received),
        share=percent(rate),
    )
    evidence = {
        "received": case.money(found.received),
        "assessed": case.money(found.assessed),
        "waived": case.money(found.waived),
        "rate": share(rate),
    }
    row = _last_dues(case)
    if row is not None:
        return case.finding("CF504", row, message, evidence, standing=True)
    place = case.books.declared.dues[-1].place
    return _declared("CF504", case, place, message, evidence)


def retention(case: Case) -> Iterator[Finding]:
    """CF505: the retention of the year is at most ten points below the year before (policy).

    A waived member is retained.
    """
    events = case.books.declared.members
    if not events:
        return
    last = case.year.start - DAY
    at_start, still = kept(events, case.year)
    before, still_before = kept(events, Window(months_before(last, YEAR), last))
    if not at_start or not before:
        return
    now, then = Fraction(still, at_start), Fraction(still_before, before)
    if then - now <= case.number("CF505", "warn"):
        return
    left = [e for e in events if e.event == "leave" and e.date <= case.year.end]
    message = _(
        "{share} of the members of a year ago are still there on {day}; the year before it was "
        "{before}.",
        share=percent(now, 2),
        day=language.day(case.year.end),
        before=percent(then, 2),
    )
    evidence = {
        "at_start": at_start,
        "still_there": still,
        "retention": share(now),
        "before": share(then),
        "drop": share(then - now),
    }
    yield _declared("CF505", case, left[-1].place, message, evidence)


def _declared(
    code: str, case: Case, place: Place, message: str, evidence: Mapping[str, object]
) -> Finding:
    """A finding at a directive."""
    return Finding(
        code=code,
        name=catalogue.get(code).name,
        action=case.action(code, None, case.as_of),
        date=case.as_of,
        place=place,
        message=message,
        evidence=evidence,
        standing=True,
    )


def reserve(case: Case) -> Iterator[Finding]:
    """CF506: the reserve on the year's worst day is 25 % of annual expense (NORI) to three years.

    Judged once the books cover twelve months.
    """
    books, year = case.books, case.year
    if books.plain or covered_months(books, year) < YEAR:
        return
    annual = case.stock.running
    lowest = low_point(books, year, case.last_row)
    if lowest is None or annual <= 0:
        return
    part = Fraction(lowest.amount) / Fraction(annual)
    least, most = case.number("CF506", "warn"), case.number("CF506", "most")
    if least <= part <= most:
        return
    there = _(
        "On {day}, the year's lowest point, {amount} was there: {share} of annual expense, or "
        "{months} months",
        day=language.day(lowest.date),
        amount=case.named(lowest.amount),
        share=percent(part),
        months=numeral(index(part * YEAR)),
    )
    wanted = (
        _("it should be at least {limit}", limit=percent(least))
        if part < least
        else _("it should be no more than {limit}", limit=percent(most))
    )
    evidence = {
        "reserve": case.money(lowest.amount),
        "date": lowest.date.isoformat(),
        "annual_expense": case.money(annual),
        "share": share(part),
        "months": index(part * YEAR),
    }
    yield case.finding("CF506", lowest.row, f"{clauses(there, wanted)}.", evidence, standing=True)


def surplus(case: Case) -> Iterator[Finding]:
    """CF507: every year's surplus leaves part to common reserves; refunds follow use (ICA 3)."""
    years: dict[int, list[int]] = {}
    for txn, marked in case.books.marks.txns.items():
        if marks.SURPLUS in marked and txn < case.stop:
            years.setdefault(int(marked[marks.SURPLUS]), []).append(txn)
    for year, txns in sorted(years.items()):
        rows = [row for txn in txns for row in _postings(case, txn)]
        yield from _nothing_kept(case, year, rows)
        for row in rows:
            yield from _by_capital(case, year, row)


def _postings(case: Case, txn: int) -> range:
    start = case.books.transactions.start
    return range(start[txn], start[txn + 1])


def _nothing_kept(case: Case, year: int, rows: list[int]) -> Iterator[Finding]:
    values, infos = case.books.rows.value, case.books.rows.account
    allotted = held = ZERO
    for row in rows:
        value = -(values[row] or ZERO)
        allotted += max(value, ZERO)
        held += value if infos[row].kind == words.RESERVE else ZERO
    if allotted <= 0:
        return
    part = Fraction(held) / Fraction(allotted)
    if held > 0 and part >= case.number("CF507", "least", _day(case, rows[0])):
        return
    message = _(
        "Of the surplus of {year}, {amount}, {kept} stayed in common reserves.",
        year=year,
        amount=case.named(allotted),
        kept=case.shown(max(held, ZERO)),
    )
    evidence = {
        "year": str(year),
        "surplus": case.money(allotted),
        "kept": case.money(max(held, Decimal(0))),
        "share": share(part),
    }
    yield case.finding("CF507", rows[0], message, evidence)


def _day(case: Case, row: int) -> date:
    return case.books.transactions.date[case.books.rows.txn[row]]


def _by_capital(case: Case, year: int, row: int) -> Iterator[Finding]:
    rows = case.books.rows
    basis = case.books.marks.get(rows.txn[row], row, marks.REFUND)
    value = -(rows.value[row] or ZERO)
    if basis in (None, "use") or value <= 0 or rows.account[row].kind == words.RESERVE:
        return
    message = _(
        "{amount} of the surplus of {year} went out by {basis}; refunds follow what members used, "
        "not what they put in.",
        amount=case.named(value),
        year=year,
        basis=basis,
    )
    evidence = {"year": str(year), "amount": case.money(value), "basis": basis}
    yield case.finding("CF507", row, message, evidence, contributor=rows.contributor[row])


RULES = (
    Rule("CF504", collection),
    Rule("CF505", retention),
    Rule("CF506", reserve),
    Rule("CF507", surplus),
)
