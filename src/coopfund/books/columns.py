"""Transactions as columns: parallel sequences, one element per posting or per transaction.

Sequences rather than a dataframe because ``bean-check`` runs the rules on every save of a treasurer's
file and must not wait for pandas; :attr:`coopfund.books.books.Books.postings` shows the same
columns as a table with Arrow decimals.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple

from coopfund import words
from coopfund.books.accounts import AccountTable
from coopfund.books.prices import Prices
from coopfund.books.reader import BEANCOUNT_KEYS, did_you_mean, place_of
from coopfund.books.records import AccountInfo, Contributor, Problem
from coopfund.findings import Place

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


@dataclass(frozen=True, slots=True)
class Transactions:
    """One element per transaction; ``start[i]:start[i + 1]`` are its postings."""

    date: Sequence[date] = ()
    payee: Sequence[str | None] = ()
    narration: Sequence[str | None] = ()
    tags: Sequence[frozenset[str]] = ()
    links: Sequence[frozenset[str]] = ()
    meta: Sequence[dict[str, Any]] = ()
    padded: Sequence[bool] = ()
    start: Sequence[int] = (0,)

    def __len__(self) -> int:
        return len(self.date)

    def place(self, number: int) -> Place:
        """Where the entry stands."""
        return place_of(self.meta[number])


@dataclass(frozen=True, slots=True)
class Postings:
    """One element per posting.

    Attributes:
        txn: index into :class:`Transactions`.
        number, currency: the posting's own units.
        weight, weight_currency: its balancing amount (at cost or price).
        value: its amount at cost in the operating currency, ``None`` without a price.
        meta: the posting's own metadata (file and line among it), or ``None``.
        account: what is known of the account.
        source: for income, equity and liabilities the source after look-up and correction by the
            contributor's kind; for assets and expenses only a source on the posting itself.
        contributor: member or donor id, or ``None``.
        program: after look-up; ``None`` is core.
        tagged: the postings that carry metadata of their own, by number.
    """

    txn: Sequence[int] = ()
    number: Sequence[Decimal] = ()
    currency: Sequence[str] = ()
    weight: Sequence[Decimal] = ()
    weight_currency: Sequence[str] = ()
    value: Sequence[Decimal | None] = ()
    meta: Sequence[dict[str, Any] | None] = ()
    account: Sequence[AccountInfo] = ()
    source: Sequence[str | None] = ()
    contributor: Sequence[str | None] = ()
    program: Sequence[str | None] = ()
    tagged: Sequence[int] = ()

    def __len__(self) -> int:
        return len(self.txn)


class Own(NamedTuple):
    """What a posting's or a transaction's own metadata says, as it was written."""

    source: object = None
    program: object = None
    member: object = None
    donor: object = None

    def contributor(self, source: str | None) -> str | None:
        """The member for dues, else the donor, where both are named."""
        member, donor = _text(self.member), _text(self.donor)
        return (member or donor) if source == words.DUES else (donor or member)


class Resolved(NamedTuple):
    """What look-up found for a posting: posting, transaction, account, ancestor."""

    account: AccountInfo
    source: str | None
    contributor: str | None
    program: str | None


NOTHING = Own()
DECLARE_SOURCE = frozenset({"Income", "Equity", "Liabilities"})


class ColumnBuilder:
    """Turns transactions into columns, resolving source, contributor and program on the way."""

    def __init__(
        self,
        accounts: AccountTable,
        contributors: Mapping[str, Contributor],
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
        self._known: dict[tuple[str, Own, Own], Resolved] = {}

    def build(self, entries: Iterable[Any]) -> tuple[Transactions, Postings]:
        """The columns of booked transactions, in order.

        A loop over every posting of the ledger on every save: postings become tuples, which one
        ``zip`` turns into columns, and look-ups are remembered.
        """
        heads: list[tuple[Any, ...]] = []
        rows: list[tuple[Any, ...]] = []
        starts: list[int] = []
        tagged: list[int] = []
        add, known, operating = rows.append, self._known, self.currency
        for number, entry in enumerate(entries):
            meta, day, flag, payee, narration, tags, links, postings = entry
            heads.append((day, payee, narration, tags, links, meta, flag == PAD_FLAG))
            starts.append(len(rows))
            get = meta.get
            outer = (get("source"), get("program"), get("member"), get("donor"))
            for posting in postings:
                account, units, cost, price, _, own_meta = posting
                inner: Any = NOTHING
                if own_meta and len(own_meta) > len(BEANCOUNT_KEYS):
                    inner = _own(own_meta)
                    tagged.append(len(rows))
                found = known.get((account, inner, outer))  # type: ignore[arg-type]  # equal to an Own
                if found is None:
                    found = self._resolve(account, inner, Own(*outer), meta, day)
                amount, currency = units
                if cost is None and price is None and currency == operating:
                    add((number, amount, currency, amount, currency, amount, own_meta, *found))
                else:
                    add((number, amount, currency, *self._weigh(posting, day), own_meta, *found))
        starts.append(len(rows))
        head_columns: list[Any] = list(zip(*heads, strict=True))
        columns: list[Any] = list(zip(*rows, strict=True))
        return (
            Transactions(*head_columns, starts) if heads else Transactions(),
            Postings(*columns, tagged) if rows else Postings(),
        )

    def _value(self, number: Decimal, currency: str, day: date) -> Decimal | None:
        if currency == self.currency:
            return number
        converted = self.prices.convert(number, currency, self.currency, day)
        return None if converted is None else tidy(converted)

    def _weigh(self, posting: Any, day: date) -> tuple[Decimal, str, Decimal | None]:  # noqa: ANN401  # Beancount's type allows postings not yet booked
        """Weight, its currency, and the value in the operating currency."""
        units = posting.units
        per_unit = posting.cost if posting.cost is not None else posting.price
        if per_unit is None or not isinstance(per_unit.number, Decimal):
            return units.number, units.currency, self._value(units.number, units.currency, day)
        weight = tidy(units.number * per_unit.number)
        if units.currency == self.currency:
            return weight, per_unit.currency, units.number
        value = self._value(weight, per_unit.currency, day)
        if value is None:
            value = self._value(units.number, units.currency, day)
        return weight, per_unit.currency, value

    def _resolve(
        self, account: str, inner: Own, outer: Own, meta: dict[str, Any], day: date
    ) -> Resolved:
        """Look up a posting; remembered, unless there is something to complain about each time."""
        info = self.accounts[account]
        declares = info.root in DECLARE_SOURCE
        source = _text(inner.source)
        if source is None and declares:
            source = _text(outer.source) or info.source
        misspelt = source is not None and source not in words.SOURCE_RANK
        if misspelt:
            self._unknown_source(str(source), meta, day)
        if misspelt or (source is None and info.root == "Income"):
            source = words.UNKNOWN
        contributor = (
            inner.contributor(source)
            or outer.contributor(source)
            or Own(member=info.member, donor=info.donor).contributor(source)
        )
        kind = self.kinds.get(contributor) if contributor else None
        if kind is not None and source in CORRECTED_BY_KIND.get(kind, ()):
            source = kind
        program = _text(inner.program) or _text(outer.program) or info.program
        found = Resolved(info, source, contributor, program)
        if not misspelt:
            self._known[account, inner, outer] = found
        return found

    def _unknown_source(self, source: str, meta: dict[str, Any], day: date) -> None:
        text = f'source "{source}" is none of {", ".join(words.SOURCES)}'
        hint = did_you_mean(source, words.SOURCES)
        self.problems.append(Problem(place_of(meta), day, text + hint))


def _own(meta: dict[str, Any]) -> Own:
    get = meta.get
    return Own(get("source"), get("program"), get("member"), get("donor"))


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
