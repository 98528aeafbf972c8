"""What members and the public carry: CF301 and CF302 of ``donor_dependence``."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import islice

from coopfund.findings import Finding
from coopfund.language import _
from coopfund.measures import irs
from coopfund.measures.income import Income
from coopfund.measures.member_support import member_support as support_of
from coopfund.measures.received import full_years
from coopfund.money import add_up, percent, share
from coopfund.rules.case import Case
from coopfund.wording import clauses


def member_support(case: Case) -> Iterator[Finding]:
    """CF301: [dues + Σ groups of persons min(gift, 2 % S)] ÷ S over five years.

    Amber below one half, red below one third; the cap is that of the IRS public support test.
    """
    if not any(islice(case.books.rows.contributor, case.last_row)):
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
    message = _(
        "Dues and people's gifts up to {cap} each are {share} of the support of {years}.",
        cap=case.named(found.cap),
        share=percent(part),
        years=_span(case, years),
    )
    evidence = {
        "share": share(part),
        "dues": case.money(found.dues),
        "gifts": case.money(found.gifts),
        "support": case.money(found.support),
        "cap": case.money(found.cap),
        "years": years,
        "provisional": years < irs.YEARS,
        "red": part < case.number("CF301", "red"),
    }
    yield case.finding(
        "CF301",
        _largest_row(case, income),
        message,
        evidence,
        action="stop" if stop is not None and part < Fraction(stop) else "warn",
        standing=True,
    )


def _span(case: Case, years: int) -> str:
    last = case.as_of.year
    return str(last) if years == 1 else _("{first} to {last}", first=last - years + 1, last=last)


def _largest_row(case: Case, income: Income) -> int:
    """The posting of the largest contributor, else the last that counts."""
    ranked = income.ranked()
    return _giver_row(case, income, ranked[0][0] if ranked else None)


def _giver_row(case: Case, income: Income, group: str | None) -> int:
    """The largest posting of a group, else the last posting that counts."""
    return income.rows.get(group or "", max(0, case.last_row - 1))


def public_support(case: Case) -> Iterator[Finding]:
    """CF302: IRS Form 990 Schedule A Part II, line 14; exactly one third passes."""
    if not any(islice(case.books.rows.contributor, case.last_row)):
        return
    part, years = irs.case_part_two(case)
    value = part.line14
    if value is None or value >= irs.THIRD:
        return
    largest = sorted(part.over.items(), key=lambda item: (-item[1], item[0]))
    income = case.income(irs.five_years(case.as_of))
    message = _(
        "Public support of {years} is {share}, less than one third",
        years=_span(case, years),
        share=percent(value),
    )
    if largest:
        limit, excess = case.named(part.limit), case.shown(part.line5)
        left_out = (
            _(
                "gifts and dues above {limit} each do not count, {amount} in all",
                limit=limit,
                amount=excess,
            )
            if any(map(income.dues.get, part.over))
            else _(
                "gifts above {limit} each do not count, {amount} in all",
                limit=limit,
                amount=excess,
            )
        )
        message = clauses(message, left_out)
    evidence = {
        "share": share(value),
        "public_support": case.money(part.line6),
        "total_support": case.money(add_up(part.line11)),
        "limit": case.money(part.limit),
        "excess": case.money(part.line5),
        "over": {group: case.money(amount) for group, amount in largest},
        "years": years,
        "provisional": years < irs.YEARS,
    }
    yield case.finding(
        "CF302",
        _giver_row(case, income, largest[0][0] if largest else None),
        f"{message}.",
        evidence,
        action="warn" if case.setting("CF302", "charity") else "note",
        standing=True,
    )
