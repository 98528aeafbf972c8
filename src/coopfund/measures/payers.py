"""Who really paid: the payer, or the account, that an entry names beside member or donor."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from coopfund.books.marks import PAYER, PAYER_ACCOUNT

if TYPE_CHECKING:
    from coopfund.books.books import Books

NOBODY = frozenset({"processor", "anonymous"})
"""Kinds of contributors that stand for nobody in particular."""


def groups_of_givers(books: "Books") -> Mapping[str, tuple[str, str | None]]:
    """The group of everybody whom income names, and the group's kind; ask for it once."""
    groups = books.groups
    people = {giver.contributor for giver in books.income.givers if giver.contributor is not None}
    return {person: (group := groups.of(person), groups.kind(group)) for person in people}


def owners_of(books: "Books") -> dict[str, list[str]]:
    """Who is declared to pay from each account."""
    owners: dict[str, list[str]] = {}
    for name, record in books.declared.contributors.items():
        for purse in record.payer_accounts:
            owners.setdefault(purse, []).append(name)
    return owners


def sole_owner(owners: Mapping[str, Sequence[str]], account: str | None) -> str | None:
    """The only one who is declared to pay from an account, if there is one."""
    names = owners.get(account, ()) if account is not None else ()
    return names[0] if len(names) == 1 else None


def groups_by_payer(books: "Books", rows: Iterable[int]) -> dict[int, str]:
    """The group of whoever really gave, for the gifts whose entry names a payer or an account.

    An account that nobody is declared to own, and that gifts of several groups came from, is a
    giver of its own, named as the account. It makes no group of those people: that two of them once
    paid from one account does not make them one for everything else.
    """
    if not books.marks.has(PAYER, PAYER_ACCOUNT):
        return {}
    owners, groups, people = owners_of(books), books.groups, books.rows.contributor
    found: dict[int, str] = {}
    shared: dict[str, dict[int, str]] = {}
    for row in rows:
        txn, person = books.rows.txn[row], people[row]
        if person is None:
            continue
        account = books.marks.get(txn, row, PAYER_ACCOUNT)
        payer = books.marks.get(txn, row, PAYER) or next(iter(owners.get(account, ())), None)
        if payer is not None and groups.kind_of(payer) not in NOBODY:
            found[row] = groups.of(payer)
        elif payer is None and account is not None:
            shared.setdefault(account, {})[row] = groups.of(person)
    for account, givers in shared.items():
        if len(set(givers.values())) > 1:
            found.update(dict.fromkeys(givers, account))
    return found
