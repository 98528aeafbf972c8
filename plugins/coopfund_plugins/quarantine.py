"""Refused or unknown money in quarantine: it pays for nothing, and it leaves (CF209)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from coopfund import language, words
from coopfund.findings import Finding
from coopfund.language import _
from coopfund.money import ZERO
from coopfund.rules.case import Case, Rule

PAPER = frozenset({words.RECEIVABLE, words.FIXED_ASSET})


@dataclass(slots=True)
class Held:
    """One sum in quarantine, and how much of it is still there."""

    row: int
    date: date
    links: frozenset[str]
    left: Decimal


@dataclass(slots=True)
class Daily:
    """What one day did to the money at hand and to what of it is in quarantine."""

    at_hand: Decimal = ZERO
    held: Decimal = ZERO
    row: int = 0


def quarantine(case: Case) -> Iterator[Finding]:
    """CF209: quarantined money leaves within 30 days (policy) and pays for nothing.

    Three times the amount is the exposure where it is kept (PartG section 31c).
    """
    if words.QUARANTINE not in case.books.kinds:
        return
    rows = case.books.rows
    inside = [
        row
        for row in case.books.rows_of("Liabilities", case.last_row)
        if rows.account[row].kind == words.QUARANTINE
    ]
    if inside:
        yield from _kept(case, inside)
        yield from _spent(case, inside)


def _kept(case: Case, inside: list[int]) -> Iterator[Finding]:
    """Sums that are there too long; what leaves is what shares its link, else the oldest."""
    rows, txns = case.books.rows, case.books.transactions
    sums: dict[tuple[str, str], list[Held]] = {}
    for row in inside:
        its = sums.setdefault((rows.account[row].name, rows.currency[row]), [])
        txn, number = rows.txn[row], rows.number[row]
        if number < 0:
            its.append(Held(row, txns.date[txn], txns.links[txn], -number))
        else:
            _let_go(its, number, txns.links[txn])
    for (account, currency), its in sorted(sums.items()):
        for held in its:
            if held.left > 0:
                yield from _too_long(case, held, account, currency)


def _let_go(its: list[Held], number: Decimal, links: frozenset[str]) -> None:
    for held in sorted(its, key=lambda held: not held.links & links):
        part = min(number, held.left)
        held.left -= part
        number -= part


def _too_long(case: Case, held: Held, account: str, currency: str) -> Iterator[Finding]:
    days = int(case.number("CF209", "days", held.date))
    if (case.as_of - held.date).days < days:
        return
    due = held.date + timedelta(days=days)
    exposure = case.number("CF209", "multiple", held.date) * Fraction(held.left)
    message = _(
        "{amount} of {since} is still on {account} on {day}; it had to leave by {due}, and up to "
        "{exposure} is at stake.",
        amount=case.named(held.left, currency),
        since=language.day(held.date),
        account=account,
        day=language.day(case.as_of),
        due=language.day(due),
        exposure=case.named(exposure, currency),
    )
    evidence = {
        "why": "kept",
        "amount": case.money(held.left),
        "since": held.date.isoformat(),
        "days": (case.as_of - held.date).days,
        "limit": days,
        "exposure": case.money(exposure),
    }
    person = case.books.rows.contributor[held.row]
    yield case.finding("CF209", held.row, message, evidence, contributor=person)


def _spent(case: Case, inside: list[int]) -> Iterator[Finding]:
    """Days from which less money was at hand than is in quarantine: some of it was spent.

    That holds under every method. The funds of programs do not count as money at hand, unless
    quarantined money was paid into them.
    """
    for currency, days in sorted(_days(case, inside).items()):
        at_hand = held = ZERO
        short = False
        for day in sorted(days):
            at_hand += days[day].at_hand
            held += days[day].held
            was_short, short = short, at_hand < held
            if short and not was_short:
                yield _used(case, days[day].row, currency, at_hand, held)


def _days(case: Case, inside: list[int]) -> dict[str, dict[date, Daily]]:
    rows, txns = case.books.rows, case.books.transactions
    apart = _funds(case, inside) | PAPER
    tables: dict[str, dict[date, Daily]] = {rows.currency[row]: {} for row in inside}
    assets = case.books.rows_of("Assets", case.last_row)
    for row in assets:
        table = tables.get(rows.currency[row])
        if table is not None and rows.account[row].pool not in apart:
            daily = table.setdefault(txns.date[rows.txn[row]], Daily())
            daily.at_hand += rows.number[row]
            if rows.number[row] < 0 or not daily.row:
                daily.row = row
    for row in inside:
        daily = tables[rows.currency[row]].setdefault(txns.date[rows.txn[row]], Daily())
        daily.held -= rows.number[row]
        daily.row = daily.row or row
    return tables


def _funds(case: Case, inside: list[int]) -> set[str]:
    """The programs' own pools into which no quarantined money was paid."""
    books = case.books
    rows, start = books.rows, books.transactions.start
    entries = {rows.txn[row] for row in inside}
    into = {rows.account[r].pool for txn in entries for r in range(start[txn], start[txn + 1])}
    return {p.pool for p in books.declared.programs if p.pool and p.pool not in into}


def _used(case: Case, row: int, currency: str, at_hand: Decimal, held: Decimal) -> Finding:
    spent = held - max(ZERO, at_hand)
    message = _(
        "{held} is in quarantine, but only {at_hand} was at hand after this day: {spent} of it "
        "was spent.",
        held=case.named(held, currency),
        at_hand=case.named(max(ZERO, at_hand), currency),
        spent=case.shown(spent),
    )
    evidence = {
        "why": "spent",
        "amount": case.money(spent),
        "held": case.money(held),
        "at_hand": case.money(at_hand),
    }
    return case.finding("CF209", row, message, evidence, action="stop")


RULES = (Rule("CF209", quarantine),)
