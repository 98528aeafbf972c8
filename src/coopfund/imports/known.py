"""What the books hold already of what files say: by the platform's own ids."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from beancount.core.data import Directive, Transaction

from coopfund.imports.contributors import PSEUDONYM, Contributor
from coopfund.imports.identity import DIGEST

if TYPE_CHECKING:
    from coopfund.books.books import Books

IMPORT_ID: Final = "import-id"
IMPORT_ALSO: Final = "import-also"
"""Other ids of the same movement: the processor's beside the platform's."""
BOTH: Final = 2
"""Dues and a gift."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a payment was booked, for its refund to go back to.

    Attributes:
        amount: of the first posting, which is the platform's account.
        account: what it was booked against; ``None`` where that cannot be told.
        gift: the part of a member's dues that is booked as a gift.
    """

    amount: Decimal | None
    currency: str | None
    account: str | None
    source: str | None
    program: str | None
    contributor: Contributor | None
    gift: "Share | None" = None


class Share(NamedTuple):
    """What of a payment was beyond the dues, and where that was booked."""

    account: str
    source: str | None
    amount: Decimal
    currency: str


@dataclass(frozen=True)
class Known:
    """Every imported id, and where it was booked."""

    by_id: dict[str, Origin] = field(default_factory=dict)
    wholes: set[str] = field(default_factory=set)
    """Entries of a bank that were booked payment by payment, out of a notice with more detail."""

    def add(self, entry: Transaction) -> None:
        """Remember an entry by all of its ids."""
        units = [posting.units for posting in entry.postings]
        parts = [
            (posting.account, posting.meta or {}, posting.units.number if posting.units else None)
            for posting in entry.postings
        ]
        self._add(entry.meta, parts, units[0].currency if units and units[0] else None)

    def _add(
        self,
        meta: Mapping[str, Any],
        postings: Sequence[tuple[str, Mapping[str, Any], Decimal | None]],
        currency: str | None,
    ) -> None:
        ids = [str(meta.get(key, "")) for key in (IMPORT_ID, IMPORT_ALSO)]
        if not ids[0]:
            return
        other = [p for p in postings if p[0].startswith(("Income:", "Expenses:", "Liabilities:"))]
        # Where dues were split, the gift is the posting after them.
        income = [p for p in other if p[0].startswith("Income:")]
        gift = _share(income[1], currency) if len(income) == BOTH else None
        account, own, _ = income[0] if gift else other[-1] if other else (None, {}, None)
        origin = Origin(
            postings[0][2] if postings else None,
            currency,
            account,
            _text(own.get("source") or meta.get("source")),
            _text(own.get("program") or meta.get("program")),
            _contributor({**meta, **own}),
            gift,
        )
        for name in " ".join(ids).split():
            self.by_id[name] = origin
            if name.startswith("camt:"):
                self.wholes.add(name.rpartition(":")[0])

    @property
    def pseudonyms(self) -> bool:
        """Whether any imported entry names a payer, or is told apart, by what the key made."""
        return any(
            DIGEST.fullmatch(name)
            or (origin.contributor and PSEUDONYM.fullmatch(origin.contributor.id))
            for name, origin in self.by_id.items()
        )


def known_of(entries: Iterable[Directive] | None) -> Known:
    """What Beancount's own directives hold."""
    known = Known()
    for entry in entries or ():
        if isinstance(entry, Transaction) and IMPORT_ID in entry.meta:
            known.add(entry)
    return known


def known_in(books: "Books") -> Known:
    """What loaded books hold."""
    known, postings = Known(), books.rows
    transactions = books.transactions
    for number, meta in enumerate(transactions.meta):
        if IMPORT_ID not in meta:
            continue
        rows = range(transactions.start[number], transactions.start[number + 1])
        parts = [
            (postings.account[row].name, postings.meta[row] or {}, postings.number[row])
            for row in rows
        ]
        currency = postings.currency[rows[0]] if rows else None
        known._add(meta, parts, currency)  # noqa: SLF001  # its own module's
    return known


def _share(
    part: tuple[str, Mapping[str, Any], Decimal | None], currency: str | None
) -> Share | None:
    account, meta, number = part
    if not number or not currency:
        return None
    return Share(account, _text(meta.get("source")), -number, currency)


def _contributor(meta: Mapping[str, Any]) -> Contributor | None:
    for key in ("member", "donor"):
        found = meta.get(key)
        if isinstance(found, str) and found:
            return Contributor("member" if key == "member" else "donor", found)
    return None


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
