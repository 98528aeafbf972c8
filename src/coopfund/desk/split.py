"""What of a payment the dues schedule does not ask for is a gift, and is booked as one (CF101)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from beancount.core.amount import Amount
from beancount.core.data import Posting, Transaction

from coopfund import words
from coopfund.desk.draft import Draft, Leg
from coopfund.desk.find import Finder
from coopfund.measures.dues import Splitter, split_dues

if TYPE_CHECKING:
    from coopfund.books.books import Books
    from coopfund.desk.answers import Answers
    from coopfund.desk.desk import Desk
    from coopfund.desk.names import Names

GIFT: Final = "donation"
"""The source of what a member pays beyond the dues."""


def split_off(desk: "Desk", draft: Draft, books: "Books") -> Draft:
    """A member's payment as dues and a gift, where the schedule asks for less.

    Args:
        desk: whoever records it.
        draft: the payment, all of it as dues.
        books: the books without it.

    Raises:
        AnswerError: there is no account, or there are several, for the gift.
    """
    bank, dues = draft.legs
    if not books.declared.dues or dues.currency != books.currency:
        return draft
    parts = split_dues(books, str(draft.meta["member"]), draft.date, bank.number)
    if parts.gift <= 0:
        return draft
    gift = Leg(_gift_account(desk.finder(draft.date)), -parts.gift, dues.currency)
    rest = [replace(dues, number=-parts.dues)] if parts.dues > 0 else []
    return replace(draft, legs=(bank, *rest, gift))


def _gift_account(finder: Finder) -> str:
    text = "the account for what exceeds the dues"
    return finder.income(text, GIFT, None, ("members", "people"), option="gift-account")


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

    def entries(self, entries: Sequence[Transaction]) -> list[Transaction]:
        """The entries in their order, what exceeds the schedule as a gift.

        Only members who have joined are looked at: of others nothing is dues, which is for a
        person to look at.

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
        for entry in sorted(entries, key=lambda entry: entry.date):
            postings = [
                p
                for posting in entry.postings
                for p in self._split(splitter, members, entry, posting)
            ]
            found.append(entry._replace(postings=postings))
        return found

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
            self.account = _gift_account(finder)
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
