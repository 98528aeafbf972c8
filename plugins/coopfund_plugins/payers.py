"""Who really pays the dues of whom (CF204)."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from coopfund import words
from coopfund.books.marks import PAYER, PAYER_ACCOUNT
from coopfund.findings import Finding
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
    if not case.books.marks.has(PAYER, PAYER_ACCOUNT):
        return
    by_payer: dict[tuple[int, str], list[Paid]] = {}
    for paid in _paid(case):
        by_payer.setdefault((paid.year, paid.payer), []).append(paid)
    for _, its in sorted(by_payer.items()):
        yield from _too_many(case, its)


def _paid(case: Case) -> Iterator[Paid]:
    """Dues whose entry names a payer, or the account they came from."""
    rows, dates, marks = case.books.rows, case.books.transactions.date, case.books.marks
    owners = {
        account: name
        for name, record in case.books.declared.contributors.items()
        for account in record.payer_accounts
    }
    for row in case.books.rows_of("Income", case.last_row):
        member, value, txn = rows.contributor[row], rows.value[row], rows.txn[row]
        if rows.source[row] != words.DUES or member is None or value is None:
            continue
        account = marks.get(txn, row, PAYER_ACCOUNT)
        payer = marks.get(txn, row, PAYER) or owners.get(account)
        if payer or account:
            known = None if payer else account
            year = dates[txn].year
            yield Paid(row, year, str(payer or account), known, member, -value)


def _too_many(case: Case, its: Sequence[Paid]) -> Iterator[Finding]:
    members = list(dict.fromkeys(paid.member for paid in its))
    household = _household(case, its[0], members)
    others = [member for member in members if member not in household]
    allowed = int(case.number("CF204", "people"))
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


def _household(case: Case, paid: Paid, members: Sequence[str]) -> list[str]:
    """The members of the payer's own group; of an account that nobody owns, its largest group."""
    groups = case.books.groups
    if paid.account is None:
        return [member for member in members if groups.of(member) == groups.of(paid.payer)]
    sizes: dict[str, list[str]] = {}
    for member in members:
        sizes.setdefault(groups.of(member), []).append(member)
    return max(sizes.values(), key=len)


RULES = (Rule("CF204", straw_payer),)
