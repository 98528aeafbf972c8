"""Transactions as columns: parallel lists, one element per posting or per transaction.

Lists rather than a dataframe because ``bean-check`` runs the rules on every save of a treasurer's
file and must not wait for pandas; :attr:`coopfund.books.books.Books.postings` shows the same
columns as a table with Arrow decimals.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from coopfund import words
from coopfund.books.accounts import AccountTable
from coopfund.books.prices import Prices
from coopfund.books.reader import BEANCOUNT_KEYS, did_you_mean, place_of
from coopfund.books.records import AccountInfo, Contributor, Problem
from coopfund.findings import Place

if TYPE_CHECKING:
    from beancount.core.data import Transaction

FINE = Decimal("1e-12")
FINE_DIGITS = 12
PAD_FLAG = "P"

CORRECTED_BY_KIND = {
    "state": frozenset(words.SOURCES) - {"loan", "transfer", "in-kind"},
    "company": frozenset({"dues", "levy", "donation", "union", "foundation", "other", "unknown"}),
    "foundation": frozenset({"dues", "levy", "donation", "company", "union", "other", "unknown"}),
    "union": frozenset({"dues", "levy", "donation", "company", "foundation", "other", "unknown"}),
}
"""Which declared sources a contributor's kind overrules, by kind."""


@dataclass(slots=True)
class Transactions:
    """One element per transaction; ``start[i]:start[i + 1]`` are its postings."""

    date: list[date] = field(default_factory=list)
    payee: list[str | None] = field(default_factory=list)
    narration: list[str | None] = field(default_factory=list)
    tags: list[frozenset[str]] = field(default_factory=list)
    links: list[frozenset[str]] = field(default_factory=list)
    meta: list[dict[str, Any]] = field(default_factory=list)
    padded: list[bool] = field(default_factory=list)
    start: list[int] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.date)

    def place(self, number: int) -> Place:
        """Where the entry stands."""
        return place_of(self.meta[number])


@dataclass(slots=True)
class Postings:
    """One element per posting.

    Attributes:
        txn: index into :class:`Transactions`.
        account: what is known of the account.
        number, currency: the posting's own units.
        weight, weight_currency: its balancing amount (at cost or price).
        value: its amount at cost in the operating currency, ``None`` without a price.
        source: for income, equity and liabilities the source after look-up and correction by the
            contributor's kind; for assets and expenses only a source on the posting itself.
        contributor: member or donor id, or ``None``.
        program: after look-up; ``None`` is core.
        meta: the posting's own metadata (file and line among it), or ``None``.
    """

    txn: list[int] = field(default_factory=list)
    account: list[AccountInfo] = field(default_factory=list)
    number: list[Decimal] = field(default_factory=list)
    currency: list[str] = field(default_factory=list)
    weight: list[Decimal] = field(default_factory=list)
    weight_currency: list[str] = field(default_factory=list)
    value: list[Decimal | None] = field(default_factory=list)
    source: list[str | None] = field(default_factory=list)
    contributor: list[str | None] = field(default_factory=list)
    program: list[str | None] = field(default_factory=list)
    meta: list[dict[str, Any] | None] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.txn)


class ColumnBuilder:
    """Turns transactions into columns, resolving source, contributor and program on the way."""

    def __init__(
        self,
        accounts: AccountTable,
        contributors: "dict[str, Contributor]",
        currency: str,
        prices: Prices,
        problems: list[Problem],
    ) -> None:
        """Resolve against these declarations; slips in metadata land in ``problems``."""
        self.accounts = accounts
        self.kinds = {name: record.kind for name, record in contributors.items()}
        self.currency = currency
        self.prices = prices
        self.problems = problems
        self.transactions = Transactions()
        self.postings = Postings()

    def build(self, entries: Iterable[Any]) -> None:
        """Append every transaction, in order (booked: every posting has its units).

        The common entry (no metadata on its postings, one currency, no cost or price) takes the
        short way; it is the same way, with the look-ups that find nothing left out.
        """
        txns, rows, accounts = self.transactions, self.postings, self.accounts
        add_txn, add_account = rows.txn.append, rows.account.append
        add_number, add_currency = rows.number.append, rows.currency.append
        add_weight, add_weight_currency = rows.weight.append, rows.weight_currency.append
        add_value, add_source = rows.value.append, rows.source.append
        add_contributor, add_program = rows.contributor.append, rows.program.append
        add_meta = rows.meta.append
        operating, start, own = self.currency, len(rows.txn), _Own.of
        for number, entry in enumerate(entries, len(txns)):
            meta = entry.meta
            txns.date.append(entry.date)
            txns.payee.append(entry.payee)
            txns.narration.append(entry.narration)
            txns.tags.append(entry.tags)
            txns.links.append(entry.links)
            txns.meta.append(meta)
            txns.padded.append(entry.flag == PAD_FLAG)
            txns.start.append(start)
            outer = own(meta)
            for posting in entry.postings:
                info = accounts[posting.account]
                units = posting.units
                add_txn(number)
                add_account(info)
                add_number(units.number)
                add_currency(units.currency)
                posting_meta = posting.meta
                add_meta(posting_meta)
                if posting.cost is None and posting.price is None:
                    add_weight(units.number)
                    add_weight_currency(units.currency)
                    add_value(
                        units.number
                        if units.currency == operating
                        else self._value(units.number, units.currency, entry.date)
                    )
                else:
                    self._weigh(posting, entry.date)
                inner = own(posting_meta) if posting_meta and len(posting_meta) > 2 else None
                source, contributor, program = self._resolve(info, inner, outer, entry)
                add_source(source)
                add_contributor(contributor)
                add_program(program)
                start += 1
        txns.start.append(start)

    def _value(self, number: Decimal, currency: str, day: date) -> Decimal | None:
        converted = self.prices.convert(number, currency, self.currency, day)
        return None if converted is None else tidy(converted)

    def _weigh(self, posting: Any, day: date) -> None:
        units = posting.units
        per_unit = posting.cost if posting.cost is not None else posting.price
        rate = per_unit.number
        weight = tidy(units.number * rate) if isinstance(rate, Decimal) else units.number
        currency = per_unit.currency
        rows = self.postings
        rows.weight.append(weight)
        rows.weight_currency.append(currency)
        if currency == self.currency:
            rows.value.append(weight)
        elif units.currency == self.currency:
            rows.value.append(units.number)
        else:
            value = self._value(weight, currency, day)
            if value is None:
                value = self._value(units.number, units.currency, day)
            rows.value.append(value)

    def _resolve(
        self,
        info: AccountInfo,
        inner: "_Own | None",
        outer: "_Own | None",
        entry: "Transaction",
    ) -> tuple[str | None, str | None, str | None]:
        """Source, contributor and program of a posting: posting, transaction, account."""
        source = contributor = program = None
        for own in (inner, outer):
            if own is None:
                continue
            program = program or own.program
            if source is None and (own is inner or info.root in DECLARE_SOURCE):
                source = own.source
        if source is None and info.root in DECLARE_SOURCE:
            source = info.source
        if source is not None and source not in words.SOURCE_RANK:
            self._unknown_source(source, entry)
            source = words.UNKNOWN
        if info.root == "Income" and source is None:
            source = words.UNKNOWN
        for own in (inner, outer):
            if own is not None and contributor is None:
                contributor = own.contributor(source)
        if contributor is None:
            first, second = info.member, info.donor
            contributor = (first or second) if source == words.DUES else (second or first)
        if source is not None and contributor is not None:
            kind = self.kinds.get(contributor)
            if kind and source in CORRECTED_BY_KIND.get(kind, ()):
                source = kind
        return source, contributor, program or info.program

    def _unknown_source(self, source: str, entry: "Transaction") -> None:
        text = f'source "{source}" is none of {", ".join(words.SOURCES)}'
        hint = did_you_mean(source, words.SOURCES)
        self.problems.append(Problem(place_of(entry.meta), entry.date, text + hint))


DECLARE_SOURCE = frozenset({"Income", "Equity", "Liabilities"})


@dataclass(frozen=True, slots=True)
class _Own:
    """What a posting's or a transaction's own metadata says."""

    source: str | None
    program: str | None
    member: str | None
    donor: str | None

    @classmethod
    def of(cls, meta: "dict[str, Any]") -> "_Own | None":
        get = meta.get
        source, program, member, donor = get("source"), get("program"), get("member"), get("donor")
        if source is None and program is None and member is None and donor is None:
            return None
        return cls(_text(source), _text(program), _text(member), _text(donor))

    def contributor(self, source: str | None) -> str | None:
        """The member for dues, else the donor, where both are named."""
        if source == words.DUES:
            return self.member or self.donor
        return self.donor or self.member


def _text(value: object) -> str | None:
    return None if value is None else str(value).strip() or None


def tidy(number: Decimal) -> Decimal:
    """Drop the digits that a division left: 6.34 for 6.340000000000000000000000001."""
    exponent = number.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -FINE_DIGITS:
        number = number.quantize(FINE, ROUND_HALF_UP).normalize()
        if number.as_tuple().exponent > 0:  # type: ignore[operator]  # a finite number
            number = number.quantize(Decimal(1))
    return number


def user_meta(meta: "dict[str, Any] | None") -> "Sequence[tuple[str, Any]]":
    """The metadata a person wrote, without what Beancount adds."""
    if not meta:
        return ()
    return [
        (key, value)
        for key, value in meta.items()
        if key not in BEANCOUNT_KEYS and not key.startswith("_")
    ]
