"""What was paid, and how: split, paid twice, without receipt, in cash (CF602–CF604, CF607)."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from coopfund import vocabulary
from coopfund.findings import Finding
from coopfund.language import _, numeral, plural
from coopfund.measures.cash import Custody, custody
from coopfund.measures.documents import Covered, begun, gaps, receipts
from coopfund.measures.outlays import Outlay, texts
from coopfund.money import ZERO, index, percent, share
from coopfund.rules.case import Case, Rule
from coopfund.wording import clauses, harmless, on_day

LISTED = 10
"""So many missing receipts are named in the sentence; the evidence has them all."""


def split_payments(case: Case) -> Iterator[Finding]:
    """CF602: payments to one payee within seven days, each below the limit, together not."""
    if case.books.plain:
        return
    by_group: dict[str, list[Outlay]] = {}
    for payment in case.payments:
        if payment.group and not payment.scheduled and payment.amount < _limit(case, payment.day):
            by_group.setdefault(payment.group, []).append(payment)
    for members in by_group.values():
        yield from _splits(case, members)


def _limit(case: Case, day: date) -> Fraction:
    own = case.setting("CF602", "limit", day)
    return case.number("CF601", "amount", day) if own is None else Fraction(own)


def _splits(case: Case, members: Sequence[Outlay]) -> Iterator[Finding]:
    """Each run of payments that reaches the limit, reported once."""
    run: list[Outlay] = []
    for payment in members:
        span = int(case.number("CF602", "days", payment.day))
        run = [its for its in run if (payment.day - its.day).days <= span] + [payment]
        total = sum((its.amount for its in run), ZERO)
        limit = _limit(case, payment.day)
        if len(run) > 1 and total >= limit:
            yield _split(case, run, total, limit)
            run = []


def _split(case: Case, run: Sequence[Outlay], total: Decimal, limit: Fraction) -> Finding:
    days, payee = (run[-1].day - run[0].day).days, harmless(str(run[-1].payee))
    told = {
        "amount": case.named(total),
        "payee": payee,
        "payments": numeral(str(len(run))),
        "limit": case.shown(limit),
    }
    message = (
        plural(
            "{amount} went to {payee} in {payments} payments within one day, each below the limit "
            "of {limit}.",
            "{amount} went to {payee} in {payments} payments within {number} days, each below the "
            "limit of {limit}.",
            days,
            **told,
        )
        if days
        else _(
            "{amount} went to {payee} in {payments} payments on one day, each below the limit of "
            "{limit}.",
            **told,
        )
    )
    evidence = {
        "payee": payee,
        "amount": case.money(total),
        "limit": case.money(limit),
        "payments": [
            {"date": its.day.isoformat(), "amount": case.money(its.amount)} for its in run
        ],
    }
    return case.finding("CF602", run[-1].row, message, evidence)


def duplicates(case: Case) -> Iterator[Finding]:
    """CF603: the same payee and amount within 30 days, or the same invoice number ever."""
    if case.books.plain:
        return
    paid = {payment.txn for payment in case.payments}
    owed = [spending for spending in case.spendings if spending.txn not in paid]
    for outlays in (case.payments, owed):
        yield from _twice(case, [its for its in outlays if its.group and not its.scheduled])


def _twice(case: Case, outlays: Sequence[Outlay]) -> Iterator[Finding]:
    invoices: dict[tuple[str, str], Outlay] = {}
    same: dict[tuple[str, Decimal], list[Outlay]] = {}
    for its in outlays:
        same.setdefault((str(its.group), its.amount), []).append(its)
    billed = {its.txn: next(iter(texts(case.books, its, "invoice")), None) for its in outlays}
    told: set[int] = set()
    for its in outlays:
        invoice = billed[its.txn]
        if invoice is not None:
            first = invoices.setdefault((str(its.group), invoice), its)
            if first is not its:
                told.add(its.txn)
                yield _duplicate(case, first, its, invoice)
    for members in same.values():
        for one, two in pairwise(members):
            days = case.number("CF603", "days", two.day)
            numbered = billed[one.txn] is not None and billed[two.txn] is not None
            if two.txn in told or numbered or (two.day - one.day).days > days:
                continue
            if not _monthly(members, one, two):
                yield _duplicate(case, one, two, None)


def _monthly(members: Sequence[Outlay], one: Outlay, two: Outlay) -> bool:
    """Whether both are alone in their months, and a third month nearby has the same amount."""
    months = [its.day.year * 12 + its.day.month for its in members]
    first, second = (its.day.year * 12 + its.day.month for its in (one, two))
    near = {month for month in months if abs(month - second) <= 12} - {first, second}  # noqa: PLR2004  # a year around
    return bool(near) and first != second and months.count(first) == months.count(second) == 1


def _duplicate(case: Case, one: Outlay, two: Outlay, invoice: str | None) -> Finding:
    days, payee = (two.day - one.day).days, harmless(str(two.payee))
    message = (
        _paid_again(case.named(two.amount), payee, on_day(one.day), days)
        if invoice is None
        else _booked_again(harmless(invoice), payee, on_day(one.day), days)
    )
    evidence = {
        "payee": payee,
        "amount": case.money(two.amount),
        "first": one.day.isoformat(),
        "days": days,
        "invoice": invoice and harmless(invoice),
    }
    return case.finding("CF603", two.row, message, evidence)


def _paid_again(amount: str, payee: str, day: str, days: int) -> str:
    if not days:
        return _(
            "{amount} went to {payee} on {day} and again the same day.",
            amount=amount,
            payee=payee,
            day=day,
        )
    return plural(
        "{amount} went to {payee} on {day} and again one day later.",
        "{amount} went to {payee} on {day} and again {number} days later.",
        days,
        amount=amount,
        payee=payee,
        day=day,
    )


def _booked_again(invoice: str, payee: str, day: str, days: int) -> str:
    if not days:
        return _(
            "Invoice {invoice} of {payee} was booked on {day} and again the same day.",
            invoice=invoice,
            payee=payee,
            day=day,
        )
    return plural(
        "Invoice {invoice} of {payee} was booked on {day} and again one day later.",
        "Invoice {invoice} of {payee} was booked on {day} and again {number} days later.",
        days,
        invoice=invoice,
        payee=payee,
        day=day,
    )


def missing_receipts(case: Case) -> Iterator[Finding]:
    """CF604: no document from 25 upward; above 2 % of a year uncovered; gaps in the numbers."""
    since = begun(case.books)
    if since is None:
        return
    covered = Covered(case.books)
    years: dict[int, list[Decimal]] = {}
    last: dict[int, int] = {}
    for spending in case.spendings:
        if spending.day < since:
            continue
        totals = years.setdefault(spending.day.year, [ZERO, ZERO])
        totals[0] += spending.amount
        if spending.txn in covered:
            continue
        totals[1] += spending.amount
        last[spending.day.year] = spending.row
        limit = case.number("CF604", "amount", spending.day)
        if spending.amount >= limit:
            payee = spending.payee and harmless(spending.payee)
            message = _(
                "{spent} has no document; from {limit} up one is needed.",
                spent=vocabulary.to_payee(case.named(spending.amount), payee),
                limit=case.shown(limit),
            )
            evidence = {
                "why": "no-document",
                "amount": case.money(spending.amount),
                "limit": case.money(limit),
            }
            yield case.finding("CF604", spending.row, message, evidence)
    for year, row in sorted(last.items()):
        yield from _uncovered(case, year, years[year], row)
    yield from _gaps(case)


def _uncovered(case: Case, year: int, totals: Sequence[Decimal], row: int) -> Iterator[Finding]:
    spent, without = totals
    allowed = case.number("CF604", "share", min(date(year, 12, 31), case.as_of))
    part = Fraction(without) / Fraction(spent)
    if part <= allowed:
        return
    message = _(
        "{amount} of what {year} cost has no document, {share} of {spent}; {allowed} may be "
        "without.",
        amount=case.named(without),
        year=year,
        share=percent(part),
        spent=case.shown(spent),
        allowed=percent(allowed),
    )
    evidence = {
        "why": "uncovered",
        "amount": case.money(without),
        "limit": case.money(allowed * Fraction(spent)),
        "spent": case.money(spent),
        "share": share(part),
        "year": year,
    }
    yield case.finding("CF604", row, message, evidence)


def _gaps(case: Case) -> Iterator[Finding]:
    for gap in gaps(case.books, receipts(case.books, case.stop)):
        missing = [harmless(number) for number in gap.missing]
        before, after = harmless(gap.before.text), harmless(gap.after.text)
        message = _missing(before, after, missing)
        evidence = {"why": "gap", "missing": missing, "before": before, "after": after}
        place = case.books.transactions.place(gap.after.txn)
        yield case.entry_finding("CF604", gap.after.txn, place, message, evidence)


def _missing(before: str, after: str, missing: Sequence[str]) -> str:
    told = {"before": before, "after": after, "missing": ", ".join(missing[:LISTED])}
    more = len(missing) - LISTED
    if more <= 0:
        return _("After receipt {before} comes {after}; missing: {missing}.", **told)
    return plural(
        "After receipt {before} comes {after}; missing: {missing} and {number} more.",
        "After receipt {before} comes {after}; missing: {missing} and {number} more.",
        more,
        **told,
    )


def kept_cash(case: Case) -> Iterator[Finding]:
    """CF607: cash banked later than 10 days (11 CFR 103.3), or a large bill paid from it."""
    for kept in custody(case.books, case.last_row, case.as_of):
        limit = case.number("CF607", "petty" if kept.why == "petty" else "days", kept.day)
        if kept.why == "petty" and kept.amount > limit:
            message = _(
                "{amount} was paid from {account}; above {limit} a payment goes through the bank.",
                amount=case.named(kept.amount),
                account=kept.account,
                limit=case.shown(limit),
            )
            yield _in_cash(case, kept, message, limit=case.money(limit))
        elif kept.why != "petty" and kept.waited > limit:
            allowed = plural(
                "{days} days are allowed",
                "{days} days are allowed",
                int(limit),
                days=numeral(_number(limit)),
            )
            message = f"{clauses(_waited(case, kept), allowed)}."
            yield _in_cash(case, kept, message, since=kept.since.isoformat(), days=kept.waited)


def _waited(case: Case, kept: Custody) -> str:
    """The first clause: how long cash waited, or still waits, to be banked."""
    told = {
        "amount": case.named(kept.amount),
        "account": kept.account,
        "day": on_day(kept.since),
    }
    if kept.why == "late":
        return plural(
            "{amount} of {account} was banked, the oldest of it one day after it came in on {day}",
            "{amount} of {account} was banked, the oldest of it {number} days after it came in on "
            "{day}",
            kept.waited,
            **told,
        )
    return plural(
        "{amount} on {account} still waits to be banked, the oldest of it one day after it came in "
        "on {day}",
        "{amount} on {account} still waits to be banked, the oldest of it {number} days after it "
        "came in on {day}",
        kept.waited,
        **told,
    )


def _number(limit: Fraction) -> str:
    """A limit as it was voted: 10, or 7.50."""
    return str(limit) if limit.denominator == 1 else index(limit)


def _in_cash(case: Case, kept: Custody, message: str, **evidence: object) -> Finding:
    told = {"why": kept.why, "account": kept.account, "amount": case.money(kept.amount)}
    waits = kept.why == "waiting"
    return case.finding(
        "CF607", kept.row, message, {**told, **evidence}, day=kept.day, standing=waits
    )


RULES = (
    Rule("CF602", split_payments),
    Rule("CF603", duplicates),
    Rule("CF604", missing_receipts),
    Rule("CF607", kept_cash),
)
