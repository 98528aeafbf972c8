"""Gifts that hide: behind the dues of others, or behind small sums (CF204, CF205)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from coopfund import words
from coopfund.books.groups import Groups
from coopfund.books.marks import PAYER, PAYER_ACCOUNT
from coopfund.findings import Finding
from coopfund.measures import gifts as measure
from coopfund.measures.gifts import Gift
from coopfund.money import ZERO
from coopfund.rules.case import Case, Rule
from coopfund.wording import counted, listed


class Paid(NamedTuple):
    """Dues that an entry says somebody paid; ``payer`` is an id where one is known."""

    row: int
    year: int
    payer: str
    account: str | None
    member: str
    amount: Decimal


def straw_payer(case: Case) -> Iterator[Finding]:
    """CF204: one payer pays dues for no more than its household; by calendar year.

    Whoever pays for others besides their own household gives a gift of their own (policy: one
    person; payer is not the member: PartG section 25(2) no. 6).
    """
    contributors = case.books.declared.contributors
    accounts = {
        name: its.payer_accounts[0] for name, its in contributors.items() if its.payer_accounts
    }
    if not accounts and not case.books.marks.has(PAYER, PAYER_ACCOUNT):
        return
    purses = {name: replace(its, payer_accounts=()) for name, its in contributors.items()}
    households = Groups(purses) if accounts else case.books.groups
    by_payer: dict[tuple[int, str], list[Paid]] = {}
    for paid in _paid(case, accounts):
        by_payer.setdefault((paid.year, paid.payer), []).append(paid)
    for _, its in sorted(by_payer.items()):
        yield from _too_many(case, its, households)


def _paid(case: Case, accounts: Mapping[str, str]) -> Iterator[Paid]:
    """Dues whose payer is named, or the account they came from, by the entry or for the member."""
    rows, dates, marks = case.books.rows, case.books.transactions.date, case.books.marks
    owners: dict[str, list[str]] = {}
    for name, record in case.books.declared.contributors.items():
        for purse in record.payer_accounts:
            owners.setdefault(purse, []).append(name)
    for row in case.books.rows_of("Income", case.last_row):
        member, value, txn = rows.contributor[row], rows.value[row], rows.txn[row]
        if rows.source[row] != words.DUES or member is None or value is None:
            continue
        payer = marks.get(txn, row, PAYER)
        account = marks.get(txn, row, PAYER_ACCOUNT) or accounts.get(member)
        if payer is None and account is not None and len(owners.get(account, ())) == 1:
            payer = owners[account][0]
        if payer or account:
            known = None if payer else account
            yield Paid(row, dates[txn].year, str(payer or account), known, member, -value)


def _too_many(case: Case, its: Sequence[Paid], households: Groups) -> Iterator[Finding]:
    members = list(dict.fromkeys(paid.member for paid in its))
    household = _household(households, its[0], members)
    others = [member for member in members if member not in household]
    day = min(date(its[0].year, 12, 31), case.as_of)
    allowed = int(case.number("CF204", "people", day))
    strangers = others[max(0, allowed - max(1, len(household))) :]
    excess = [paid for paid in its if paid.member in strangers]
    amount = sum((paid.amount for paid in excess), ZERO)
    if amount <= 0:
        return
    payer, year = its[0].payer, its[0].year
    who = f"The account {payer}" if its[0].account else payer
    own = counted(len(members) - len(strangers), "of them", "of them")
    message = (
        f"{who} paid the dues of {listed(members)} in {year}; "
        if len(members) == 1
        else f"{who} paid the dues of {len(members)} members in {year}; "
    ) + (
        f"{case.named(amount)} is for nobody of its household and counts as its own gift."
        if len(strangers) == len(members)
        else f"{own} may be its household, and {case.named(amount)} for {len(strangers)} more "
        "counts as its own gift."
    )
    evidence = {
        "payer": payer,
        "year": year,
        "members": members,
        "unexplained": strangers,
        "gift": case.money(amount),
    }
    person = None if its[0].account else payer
    yield case.finding("CF204", excess[-1].row, message, evidence, contributor=person)


def _household(groups: Groups, paid: Paid, members: Sequence[str]) -> list[str]:
    """The members of the payer's own household; of an account that is nobody's, its largest one."""
    if paid.account is None:
        return [member for member in members if groups.of(member) == groups.of(paid.payer)]
    sizes: dict[str, list[str]] = {}
    for member in members:
        sizes.setdefault(groups.of(member), []).append(member)
    return max(sizes.values(), key=len)


def splitting(case: Case) -> Iterator[Finding]:
    """CF205: three or more gifts within 30 days, each just below a limit, together above it.

    Limits: the one voted for this rule, and that on publishing a gift at once (CF206). Policy,
    after the repeated gifts of 400 pounds in the United Kingdom.
    """
    given = [gift for gift in measure.at_once(case.gifts) if gift.source in measure.HANDED_OVER]
    number, days = (int(case.number("CF205", key)) for key in ("gifts", "days"))
    for code, key in (("CF205", "limit"), ("CF206", "at-once")):
        for group, its in sorted(measure.by_group(_just_below(case, given, code, key)).items()):
            for run in measure.runs(its, max(1, number), days):
                limit = case.number(code, key, run[-1].date)
                if measure.total(run) > limit:
                    yield _split(case, group, run, limit)


def _just_below(case: Case, gifts: Iterable[Gift], code: str, key: str) -> Iterator[Gift]:
    """The gifts just below a limit as it was on their day."""
    bounds: dict[date, tuple[int, Fraction, Fraction]] = {}
    for gift in gifts:
        known = bounds.get(gift.date)
        if known is None:
            limit = case.number(code, key, gift.date)
            least = case.number("CF205", "share", gift.date) * limit
            known = bounds[gift.date] = int(least), least, limit
        whole, least, limit = known  # most gifts are small, and whole numbers compare fast
        if gift.amount >= whole and least <= gift.amount <= limit:
            yield gift


def _split(case: Case, group: str, run: Sequence[Gift], limit: Fraction) -> Finding:
    amount = measure.total(run)
    days = (run[-1].date - run[0].date).days
    message = (
        f"{group} gave {len(run)} times within {days} days, each time just below "
        f"{case.money(limit)}: {case.named(amount)} together."
    )
    evidence = {
        "amount": case.money(amount),
        "limit": case.money(limit),
        "days": days,
        "timeline": [
            {"date": gift.date.isoformat(), "amount": case.money(gift.amount)} for gift in run
        ],
    }
    return case.finding("CF205", run[-1].row, message, evidence, contributor=group)


RULES = (
    Rule("CF204", straw_payer),
    Rule("CF205", splitting),
)
