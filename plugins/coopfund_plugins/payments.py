"""What was paid, and how: split, paid twice, without receipt, in cash (CF602–CF604, CF607)."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from coopfund.findings import Finding
from coopfund.measures.cash import Custody, custody
from coopfund.measures.documents import Covered, begun, gaps, receipts
from coopfund.measures.outlays import Outlay, texts
from coopfund.money import ZERO, index, percent, share
from coopfund.rules.case import Case, Rule
from coopfund.wording import counted, harmless, on_day

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
    within = "on one day" if not days else f"within {counted(days, 'day')}"
    message = (
        f"{case.named(total)} went to {payee} in {len(run)} payments {within}, each "
        f"below the limit of {case.money(limit)}."
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
    if invoice is not None:
        what = f"Invoice {harmless(invoice)} of {payee} was booked on {on_day(one.day)} and again"
    else:
        what = f"{case.named(two.amount)} went to {payee} on {on_day(one.day)} and again"
    after = "the same day" if not days else f"{counted(days, 'day')} later"
    evidence = {
        "payee": payee,
        "amount": case.money(two.amount),
        "first": one.day.isoformat(),
        "days": days,
        "invoice": invoice and harmless(invoice),
    }
    return case.finding("CF603", two.row, f"{what} {after}.", evidence)


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
            to = f" to {harmless(spending.payee)}" if spending.payee else ""
            message = (
                f"{case.named(spending.amount)}{to} has no document; "
                f"from {case.money(limit)} up one is needed."
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
    message = (
        f"{case.named(without)} of what {year} cost has no document, {percent(part)} of "
        f"{case.money(spent)}; {percent(allowed)} may be without."
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
        more = len(missing) - LISTED
        message = (
            f"After receipt {before} comes {after}; missing: {', '.join(missing[:LISTED])}"
            f"{f' and {more} more' if more > 0 else ''}."
        )
        evidence = {"why": "gap", "missing": missing, "before": before, "after": after}
        place = case.books.transactions.place(gap.after.txn)
        yield case.entry_finding("CF604", gap.after.txn, place, message, evidence)


def kept_cash(case: Case) -> Iterator[Finding]:
    """CF607: cash banked later than 10 days (11 CFR 103.3), or a large bill paid from it."""
    for kept in custody(case.books, case.last_row, case.as_of):
        limit = case.number("CF607", "petty" if kept.why == "petty" else "days", kept.day)
        if kept.why == "petty" and kept.amount > limit:
            message = (
                f"{case.named(kept.amount)} was paid from {kept.account}; "
                f"above {case.money(limit)} a payment goes through the bank."
            )
            yield _in_cash(case, kept, message, limit=case.money(limit))
        elif kept.why != "petty" and kept.waited > limit:
            told = (
                f"{case.named(kept.amount)} of {kept.account} was banked"
                if kept.why == "late"
                else f"{case.named(kept.amount)} on {kept.account} still waits to be banked"
            )
            message = (
                f"{told}, the oldest of it {counted(kept.waited, 'day')} after it came in on "
                f"{on_day(kept.since)}; {_number(limit)} days are allowed."
            )
            yield _in_cash(case, kept, message, since=kept.since.isoformat(), days=kept.waited)


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
