"""Statement and books side by side, with the proof that what is left explains the difference."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any, Final

from beancount.core.amount import Amount
from beancount.core.data import Balance

from coopfund.books.books import Books
from coopfund.books.reader import place_of
from coopfund.imports.movement import UnprovenError
from coopfund.money import ZERO
from coopfund.reconcile.bank import Bank, normal
from coopfund.reconcile.matching import DAYS, REFERENCE_DAYS, Match, Matching, match
from coopfund.reconcile.sides import Entry

IDS: Final = ("import-id", "import-also")
REFERENCES: Final = ("invoice", "cheque", "check", "reference", "end-to-end")


@dataclass(frozen=True)
class Asserted:
    """A balance that the books assert already, at the beginning of a day."""

    date: date
    amount: Decimal
    currency: str


@dataclass(frozen=True)
class Reconciliation:
    """One account's statement against the books.

    Attributes:
        account: in the books, with what is below it.
        bank: the statement.
        matching: which row is which entry.
        entries: every posting of the account in the statement's currency.
        since: the last day before the statement at whose beginning the books assert a balance.
        asserted: every balance that the books assert.
    """

    account: str
    bank: Bank
    matching: Matching
    entries: tuple[Entry, ...]
    since: date | None
    asserted: tuple[Asserted, ...]

    @cached_property
    def only_bank(self) -> Decimal:
        """On the statement, not in the books."""
        return _sum(row.amount for row in self.matching.rows)

    @cached_property
    def in_period(self) -> tuple[Entry, ...]:
        """In the books in the statement's days, not on the statement."""
        return tuple(e for e in self.matching.entries if self.bank.start <= e.date <= self.bank.end)

    @cached_property
    def only_books(self) -> Decimal:
        """The sum of these."""
        return _sum(entry.amount for entry in self.in_period)

    @cached_property
    def later(self) -> tuple[Match, ...]:
        """On the statement, and in the books under a day after its end."""
        return tuple(
            match
            for match in self.matching.matches
            if any(entry.date > self.bank.end for entry in match.entries)
        )

    @cached_property
    def booked_later(self) -> Decimal:
        """The sum of these."""
        end = self.bank.end
        return _sum(e.amount for one in self.later for e in one.entries if e.date > end)

    @cached_property
    def before(self) -> Decimal:
        """How far apart books and bank are before the statement, but for what it settles."""
        start = self.bank.start
        earlier = _sum(entry.amount for entry in self.entries if entry.date < start)
        settled = _sum(
            e.amount for one in self.matching.matches for e in one.entries if e.date < start
        )
        return earlier - settled - (self.bank.opening or ZERO)

    @cached_property
    def outstanding(self) -> tuple[Entry, ...]:
        """Entries before the statement that no statement shows yet, where books and bank are apart.

        Only those since the last asserted balance: what was before it was the bank's then.
        """
        if not self.before or self.since is None:
            return ()
        left = self.matching.entries
        return tuple(entry for entry in left if self.since <= entry.date < self.bank.start)

    @cached_property
    def unexplained(self) -> Decimal:
        """What of ``before`` these entries do not explain."""
        return self.before - _sum(entry.amount for entry in self.outstanding)

    @cached_property
    def books(self) -> Decimal:
        """The balance of the books at the statement's end."""
        return _sum(entry.amount for entry in self.entries if entry.date <= self.bank.end)

    @property
    def left(self) -> int:
        """How many things are left, on both sides; 0: the books are the bank's, to the cent."""
        found = len(self.matching.rows) + len(self.in_period) + len(self.later)
        return found + (bool(self.before) if self.bank.closing is not None else 0)

    @property
    def settled(self) -> bool:
        """Whether nothing is left and the balances prove it."""
        return self.bank.closing is not None and not self.left

    def proven(self) -> None:
        """Check that what is left explains the difference exactly.

        Raises:
            UnprovenError: it does not, which would be a mistake of ours.
        """
        if self.bank.closing is None:
            return
        explained = self.only_books - self.only_bank - self.booked_later + self.before
        if self.bank.closing + explained != self.books:
            raise UnprovenError(
                f"What is left makes {explained:f}, but the books have {self.books:f} and the bank "
                f"{self.bank.closing:f}: this is a mistake of coopfund's."
            )

    def assertion(self) -> Balance | None:
        """The balance to assert on the day after the end; ``None`` where it stands there already.

        Beancount's balances are those at the beginning of their day.
        """
        if self.bank.closing is None:
            return None
        day = self.bank.end + timedelta(days=1)
        if Asserted(day, self.bank.closing, self.bank.currency) in self.asserted:
            return None
        amount = Amount(self.bank.closing, self.bank.currency)
        return Balance({}, day, self.account, amount, None, None)


def reconcile(  # noqa: PLR0913  # each by its name
    books: Books,
    account: str,
    bank: Bank,
    *,
    days: int = DAYS,
    together: bool = False,
    texts: Iterable[str] = (),
) -> Reconciliation:
    """A statement against the books.

    Args:
        books: the books.
        account: the account, with what is below it.
        bank: the statement.
        days: how far apart the same payment may be dated.
        together: whether as many equal entries as rows match as a group.
        texts: the files of the books, where asserted balances are looked for.

    Raises:
        UnprovenError: what is left does not explain the difference: a mistake of ours.
    """
    entries = tuple(entries_of(books, account, bank.currency))
    asserted = tuple(_asserted(account, texts))
    return compare(account, bank, entries, asserted, days=days, together=together)


def compare(  # noqa: PLR0913  # each by its name
    account: str,
    bank: Bank,
    entries: Sequence[Entry],
    asserted: Sequence[Asserted] = (),
    *,
    days: int = DAYS,
    together: bool = False,
) -> Reconciliation:
    """A statement against postings; what is before the last asserted balance is settled.

    Raises:
        UnprovenError: what is left does not explain the difference: a mistake of ours.
    """
    since = max((one.date for one in asserted if one.date <= bank.start), default=None)
    earliest = bank.start - timedelta(days=max(days, REFERENCE_DAYS))
    latest = bank.end + timedelta(days=days)
    ids = {row.id for row in bank.rows}
    candidates = [
        entry
        for entry in entries
        if entry.ids & ids
        or (earliest <= entry.date <= latest and (since is None or entry.date >= since))
    ]
    near = set(map(id, candidates))
    outside = {name for entry in entries if id(entry) not in near for name in entry.references}
    found = match(bank.rows, candidates, days, together=together, outside=outside)
    taken = {id(entry) for one in found.matches for entry in one.entries}
    left = tuple(entry for entry in entries if id(entry) not in taken)
    matching = replace(found, entries=left)
    result = Reconciliation(account, bank, matching, tuple(entries), since, tuple(asserted))
    result.proven()
    return result


def entries_of(books: Books, account: str, currency: str) -> Iterator[Entry]:
    """The postings on an account and what is below it, in one currency."""
    rows, txns = books.rows, books.transactions
    below = f"{account}:"
    for number, info in enumerate(rows.account):
        if (info.name != account and not info.name.startswith(below)) or not rows.number[number]:
            continue
        if rows.currency[number] != currency:
            continue
        txn = rows.txn[number]
        own: dict[str, Any] = rows.meta[number] or {}
        meta = {**txns.meta[txn], **own}
        yield Entry(
            place=place_of(own) if own.get("lineno") else txns.place(txn),
            txn=txn,
            date=txns.date[txn],
            amount=rows.number[number],
            ids=frozenset(" ".join(str(meta.get(key, "")) for key in IDS).split()),
            references=normal(
                {str(meta.get(key, "")) for key in REFERENCES} | set(txns.links[txn])
            ),
            text=" · ".join(filter(None, (txns.payee[txn], txns.narration[txn]))),
        )


def _asserted(account: str, texts: Iterable[str]) -> Iterator[Asserted]:
    pattern = re.compile(
        rf"^(\d{{4}})[-/](\d\d)[-/](\d\d)\s+balance\s+{re.escape(account)}\s+"
        r"(-?[\d,]+(?:\.\d*)?)\s+([A-Z][A-Z0-9'._-]*)",
        re.MULTILINE,
    )
    for text in texts:
        for year, month, day, number, currency in pattern.findall(text):
            amount = Decimal(number.replace(",", ""))
            yield Asserted(date(int(year), int(month), int(day)), amount, currency)


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, ZERO)
