"""What work is paid, and with whose money: wage cap, pay ratio, donations (CF401 to CF403).

Whoever works for the members earns no more than they do, by the hour and allowances included.
"""

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from coopfund import words
from coopfund.findings import Finding
from coopfund.language import _, day, numeral
from coopfund.measures.hours import PAYROLL, Hours, hours_given
from coopfund.measures.pay import Pay, extremes, pay_by_person
from coopfund.measures.programs import ProgramFigures
from coopfund.money import ZERO, index, percent, share
from coopfund.rules.case import Case, Rule
from coopfund.rules.plugin import family_plugin

if TYPE_CHECKING:
    from decimal import Decimal


def workers_wage(case: Case) -> Iterator[Finding]:
    """CF401: (gross + taxable or unreceipted allowances) ÷ paid hours ÷ reference wage ≤ 1.

    The reference is dated and named; published dependant allowances are left out.
    """
    books = case.books
    if not books.declared.wages or not books.declared.hours:
        return
    given = hours_given(books, case.year, case.last_row)
    yield from _nameless(case, given)
    for person, pay in sorted(pay_by_person(books, case.year, case.last_row, given).items()):
        ratio = pay.ratio
        if ratio is not None and ratio > case.number("CF401", "warn"):
            yield _above_reference(case, person, pay, ratio)


def _nameless(case: Case, given: list[Hours]) -> Iterator[Finding]:
    """Paid hours that nobody can be found for."""
    for entry in given:
        if entry.paid and not entry.person:
            number = index(entry.number)
            message = _(
                "{hours} paid hours name nobody; write person: at the posting.",
                hours=numeral(number),
            )
            yield case.finding("CF401", entry.row, message, {"hours": number})


def _above_reference(case: Case, person: str, pay: Pay, ratio: Fraction) -> Finding:
    hourly = pay.hourly or Fraction(0)
    reference = Fraction(pay.reference) / Fraction(pay.hours)
    wages = [w for w in case.books.declared.wages if w.currency == case.books.currency]
    label = ([wage for wage in wages if wage.date <= case.as_of] or wages[:1])[-1].label
    message = _(
        "{person} was paid {hourly} an hour in the twelve months to {day}, {share} of the "
        "reference wage of {reference} ({label}).",
        person=person,
        hourly=case.named(hourly),
        day=day(case.year.end),
        share=percent(ratio),
        reference=case.shown(reference),
        label=label,
    )
    evidence = {
        "gross": case.money(pay.gross),
        "allowances": case.money(pay.allowances),
        "hours": index(pay.hours),
        "hourly": case.money(hourly),
        "reference": case.money(reference),
        "reference_name": label,
        "ratio": share(ratio),
    }
    row = pay.row or 0
    return case.finding("CF401", row, message, evidence, standing=True, contributor=person)


def pay_ratio(case: Case) -> Iterator[Finding]:
    """CF402: highest ÷ lowest hourly pay; warn above 3, stop above 6 (Mondragon)."""
    if not case.books.declared.hours:
        return
    people = pay_by_person(case.books, case.year, case.last_row)
    found = extremes(people)
    if found is None:
        return
    highest, lowest, ratio = found
    if ratio <= case.number("CF402", "warn"):
        return
    top, bottom = people[highest].hourly or ZERO, people[lowest].hourly or ZERO
    message = _(
        "{highest} was paid {hourly} an hour in the twelve months to {day}, {times} times the "
        "{lowest_hourly} of {lowest}.",
        highest=highest,
        hourly=case.named(top),
        day=day(case.year.end),
        times=numeral(index(ratio)),
        lowest_hourly=case.shown(bottom),
        lowest=lowest,
    )
    evidence = {
        "highest": highest,
        "highest_hourly": case.money(top),
        "lowest": lowest,
        "lowest_hourly": case.money(bottom),
        "ratio": share(ratio),
    }
    yield case.finding(
        "CF402",
        people[highest].row or 0,
        message,
        evidence,
        action="stop" if ratio > case.number("CF402", "stop") else "warn",
        standing=True,
        contributor=highest,
    )


def class_on_donations(case: Case) -> Iterator[Finding]:
    """CF403: share of payroll paid with lots that are not dues; above 0 warn, above 25 % stop.

    Only judged where members pay dues at all; the method is the designated one.
    """
    if PAYROLL not in case.books.kinds or not case.books.declared.dues:
        return
    figures = ProgramFigures(case.tracing, case.so_far, None)
    sources: dict[str, Decimal] = {}
    last = -1
    for payment in figures.wages():
        net = payment.net_by_source()
        for source, amount in net.items():
            sources[source] = sources.get(source, ZERO) + amount
        last = payment.row if set(net) - {words.DUES} else last
    paid, dues = sum(sources.values(), ZERO), sources.get(words.DUES, ZERO)
    if paid <= 0 or last < 0:
        return
    part = Fraction(paid - dues) / Fraction(paid)
    if part <= case.number("CF403", "warn"):
        return
    message = _(
        "Of {amount} of payroll in the twelve months to {day}, dues paid {dues}; {share} came "
        "from other money.",
        amount=case.named(paid),
        day=day(case.year.end),
        dues=case.shown(dues),
        share=percent(part),
    )
    evidence = {
        "payroll": case.money(paid),
        "paid_with_dues": case.money(dues),
        "paid_by": {s: case.money(sources[s]) for s in words.SOURCES if sources.get(s)},
        "share": share(part),
    }
    action = "stop" if part > case.number("CF403", "stop") else "warn"
    yield case.finding("CF403", last, message, evidence, action=action, standing=True)


RULES = (
    Rule("CF401", workers_wage),
    Rule("CF402", pay_ratio),
    Rule("CF403", class_on_donations),
)

run = family_plugin("pay", RULES)
__plugins__ = (run,)
