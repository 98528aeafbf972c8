"""Imported dues of members: what exceeds the schedule is split off as a gift (CF101)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from beancount.core.amount import Amount
from beancount.core.data import Posting, Transaction

from coopfund import words
from coopfund.desk.find import Finder
from coopfund.desk.split import GIFT, gift_account
from coopfund.imports.entry import gift_first
from coopfund.imports.known import IMPORT_ID, Known
from coopfund.measures.dues import Splitter

if TYPE_CHECKING:
    from coopfund.books.books import Books
    from coopfund.desk.answers import Answers
    from coopfund.desk.names import Names


@dataclass
class DuesSplit:
    """Splits the dues in entries that are not in the books yet, as they come in.

    Attributes:
        books: the books without the entries.
        names: what the books name.
        answers: says which account the gifts belong on, where there are several.
        gifts: what was split off so far, one amount for each payment.
        account: where to; ``None`` before there was any.
    """

    books: "Books"
    names: "Names"
    answers: "Answers"
    gifts: list[Decimal] = field(default_factory=list)
    account: str | None = None
    _seen: Known = field(default_factory=Known)

    def entries(
        self, entries: Sequence[Transaction], returns: Mapping[str, str]
    ) -> list[Transaction]:
        """The entries in their order, what exceeds the schedule as a gift.

        Only members who have joined are looked at: of others nothing is dues, which is for a
        person to look at.

        Args:
            entries: what is imported.
            returns: the id of the payment that each refund gives back, by the refund's own.

        Raises:
            AnswerError: there is no account, or there are several, for the gifts.
        """
        joined = {event.member for event in self.books.declared.members}
        paying = {self._member(entry, posting) for entry in entries for posting in entry.postings}
        members = {member for member in paying if member in joined}
        if not self.books.declared.dues or not members:
            return list(entries)
        splitter = Splitter(self.books, max(entry.date for entry in entries), members)
        found = []
        for booked in sorted(entries, key=lambda entry: entry.date):
            entry = self._given_back(booked, returns)
            postings = [
                part
                for posting in entry.postings
                for part in self._split(splitter, members, entry, posting)
            ]
            found.append(entry._replace(postings=postings))
            self._seen.add(found[-1])
        return found

    def _given_back(self, entry: Transaction, returns: Mapping[str, str]) -> Transaction:
        """A refund of what was split here gives back the gift first."""
        origin = self._seen.by_id.get(returns.get(str(entry.meta.get(IMPORT_ID)), ""))
        last = entry.postings[-1]
        back = last.units.number if last.units else None
        if origin is None or origin.gift is None or not back or self._member(entry, last) is None:
            return entry
        return gift_first(entry, back, origin.gift)

    def _split(
        self, splitter: Splitter, members: set[str], entry: Transaction, posting: Posting
    ) -> Iterator[Posting]:
        """A posting; in two where a part of it is a gift."""
        member, units = self._member(entry, posting), posting.units
        if member is None or member not in members or units is None or units.number is None:
            yield posting
            return
        parts = splitter.take(member, entry.date, -units.number)
        if parts.gift <= 0:
            yield posting
            return
        if parts.dues > 0:
            yield posting._replace(units=Amount(-parts.dues, units.currency))
        if self.account is None:
            finder = Finder(self.names, self.answers, entry.date, units.currency)
            self.account = gift_account(finder)
        self.gifts.append(parts.gift)
        meta = {key: value for key, value in (posting.meta or {}).items() if key != "source"}
        said = entry.meta.get("source") or self.names.tag(self.account, "source")
        meta |= {} if said == GIFT else {"source": GIFT}
        yield posting._replace(
            account=self.account, units=Amount(-parts.gift, units.currency), meta=meta
        )

    def _member(self, entry: Transaction, posting: Posting) -> str | None:
        """Whose dues a posting is; ``None`` where it is none."""
        meta = {**entry.meta, **(posting.meta or {})}
        source = meta.get("source") or self.names.tag(posting.account, "source")
        member, units = meta.get("member"), posting.units
        if source != words.DUES or units is None or units.currency != self.books.currency:
            return None
        income = self.names.roots.get("Income", "Income")
        mine = posting.account.partition(":")[0] == income and isinstance(member, str)
        return member if mine else None
