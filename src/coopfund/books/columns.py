"""Transactions as columns: parallel sequences, one element per posting or per transaction.

Sequences rather than a dataframe because ``bean-check`` runs the rules on every save of a
treasurer's file and must not wait for pandas;
:attr:`coopfund.books.books.Books.postings` shows the same columns as a table with Arrow decimals.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import partial
from itertools import accumulate, chain, repeat
from typing import Any, NamedTuple, TypeVar

from coopfund import words
from coopfund.books.accounts import AccountTable
from coopfund.books.prices import Prices
from coopfund.books.reader import BEANCOUNT_KEYS, none_of, place_of
from coopfund.books.records import AccountInfo, Problem
from coopfund.findings import Place

Key = TypeVar("Key")
Value = TypeVar("Value")

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
    """One element per transaction; ``start[i]:start[i + 1]`` are its postings.

    ``by_key`` are the transactions whose metadata has a key that a person wrote, so that nobody
    has to look for it in all of them.
    """

    date: Sequence[date] = ()
    payee: Sequence[str | None] = ()
    narration: Sequence[str | None] = ()
    tags: Sequence[frozenset[str]] = ()
    links: Sequence[frozenset[str]] = ()
    meta: Sequence[dict[str, Any]] = ()
    padded: Sequence[bool] = ()
    start: Sequence[int] = (0,)
    by_key: Mapping[str, Sequence[int]] = field(default_factory=dict)

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
        unpriced: the postings without a ``value``, by number.
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
    unpriced: Sequence[int] = ()

    def __len__(self) -> int:
        return len(self.txn)


class Own(NamedTuple):
    """What a posting's or a transaction's own metadata says, as it was written."""

    source: object = None
    program: object = None
    member: object = None
    donor: object = None
    kind: object = None

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
OWN_KIND = frozenset({"Income", "Expenses"})
"""Where an entry may name a kind; what an asset or a liability is does not change by entry."""


class ColumnBuilder:
    """Turns transactions into columns, resolving source, contributor and program on the way.

    It runs over every posting of the ledger on every save, so entries are transposed with ``zip``
    and look-ups are remembered; the rare posting (with metadata of its own, a cost, a price or
    another currency) is mended afterwards.
    """

    def __init__(
        self,
        accounts: AccountTable,
        kinds: Mapping[str, str | None],
        currency: str,
        prices: Prices,
        problems: list[Problem],
    ) -> None:
        """Resolve against these declarations; slips in metadata land in ``problems``.

        ``kinds`` is what is known of contributors, by id.
        """
        self.accounts = accounts
        self.kinds = kinds
        self.currency = currency
        self.prices = prices
        self.problems = problems
        self._misspelt: dict[str, set[str]] = {"source": set(), "kind": set()}
        self._as_kind: dict[tuple[str, str], AccountInfo] = {}

    def build(self, entries: Sequence[Any]) -> tuple[Transactions, Postings]:
        """The columns of booked transactions, in order."""
        if not entries:
            return Transactions(), Postings()
        metas, dates, flags, payees, narrations, tags, links, postings = zip(*entries, strict=True)
        sizes = list(map(len, postings))
        transactions = Transactions(
            date=dates,
            payee=payees,
            narration=narrations,
            tags=tags,
            links=links,
            meta=metas,
            padded=[flag == PAD_FLAG for flag in flags],
            start=[0, *accumulate(sizes)],
            by_key=_by_key(metas),
        )
        flat = list(chain.from_iterable(postings))
        return transactions, self._postings(transactions, sizes, flat) if flat else Postings()

    def _postings(self, txns: Transactions, sizes: list[int], flat: list[Any]) -> Postings:
        names, units, costs, prices, _, metas = zip(*flat, strict=True)
        numbers = [unit.number for unit in units]
        currencies = [unit.currency for unit in units]
        txn = list(chain.from_iterable(map(repeat, range(len(sizes)), sizes)))
        plain = len(BEANCOUNT_KEYS)
        tagged = [row for row, meta in enumerate(metas) if meta and len(meta) > plain]
        found = self._look_up(txns, sizes, names, metas, txn, tagged)
        weights, weight_currencies, values = numbers.copy(), currencies.copy(), numbers.copy()
        special = self._special(costs, prices, currencies)
        for row in special:
            weighed = self._weigh(flat[row], txns.date[txn[row]])
            weights[row], weight_currencies[row], values[row] = weighed
        return Postings(
            txn=txn,
            number=numbers,
            currency=currencies,
            weight=weights,
            weight_currency=weight_currencies,
            value=values,
            meta=metas,
            account=[resolved.account for resolved in found],
            source=[resolved.source for resolved in found],
            contributor=[resolved.contributor for resolved in found],
            program=[resolved.program for resolved in found],
            tagged=tagged,
            unpriced=[row for row in special if values[row] is None],
        )

    def _special(
        self, costs: Sequence[object], prices: Sequence[object], currencies: Sequence[str]
    ) -> list[int]:
        """The postings at a cost or a price, or in another currency."""
        special: set[int] = set()
        for column, usual in ((costs, None), (prices, None), (currencies, self.currency)):
            if column.count(usual) < len(column):
                special.update(row for row, held in enumerate(column) if held != usual)
        return sorted(special)

    def _look_up(  # noqa: PLR0913, PLR0917  # the columns it reads
        self,
        txns: Transactions,
        sizes: list[int],
        names: Sequence[str],
        metas: Sequence[dict[str, Any] | None],
        txn: Sequence[int],
        tagged: Sequence[int],
    ) -> list[Resolved]:
        """What look-up finds for each posting: its own word, the entry's, the account's."""
        known: Mapping[tuple[object, ...], Mapping[str, Resolved]] = _Remembered(
            lambda outer: _Remembered(partial(self._resolve, NOTHING, Own(*outer)))
        )
        by_entry = [
            known[get("source"), get("program"), get("member"), get("donor"), get("kind")]
            for get in (meta.get for meta in txns.meta)
        ]
        by_row = chain.from_iterable(map(repeat, by_entry, sizes))
        found = [by_name[name] for by_name, name in zip(by_row, names, strict=True)]
        for row in tagged:
            inner = _own(metas[row] or {})
            if inner != NOTHING:
                found[row] = self._resolve(inner, _own(txns.meta[txn[row]]), names[row])
        if any(txns.padded):
            for row, resolved in enumerate(found):
                if resolved.source is not None and txns.padded[txn[row]]:
                    found[row] = resolved._replace(source=words.UNKNOWN)
        if any(self._misspelt.values()):
            self._complain(txns, [*txns.meta, *(metas[row] or {} for row in tagged)])
        return found

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

    def _resolve(self, inner: Own, outer: Own, account: str) -> Resolved:
        """Look up a posting: its own metadata, the entry's, the account's, the ancestors'."""
        info = self._of_kind(self.accounts[account], _text(inner.kind) or _text(outer.kind))
        source = _text(inner.source)
        if source is None and info.root in DECLARE_SOURCE:
            source = _text(outer.source) or info.source
        if source is not None and source not in words.SOURCE_RANK:
            self._misspelt["source"].add(source)
            source = words.UNKNOWN
        if source is None and info.root == "Income":
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
        return Resolved(info, source, contributor, program)

    def _of_kind(self, info: AccountInfo, kind: str | None) -> AccountInfo:
        """The account as an entry has it: what is earned or spent may be of a kind of its own."""
        if kind is None or info.root not in OWN_KIND or kind == info.kind:
            return info
        if kind not in words.ACCOUNT_KINDS:
            self._misspelt["kind"].add(kind)
            return info
        known = self._as_kind.get((info.name, kind))
        if known is None:
            known = self._as_kind[info.name, kind] = replace(info, kind=kind)
        return known

    @property
    def kinds_of_entries(self) -> frozenset[str]:
        """The kinds that entries name themselves."""
        return frozenset(kind for _, kind in self._as_kind)

    def _complain(self, txns: Transactions, metas: Iterable[dict[str, Any]]) -> None:
        """A problem for every place that names a source or a kind there is none of."""
        day = txns.date[-1]
        choices = {"source": words.SOURCES, "kind": words.ACCOUNT_KINDS}
        for meta in metas:
            for key, misspelt in self._misspelt.items():
                word = _text(meta.get(key))
                if word in misspelt:
                    text = none_of(key, str(word), choices[key])
                    self.problems.append(Problem(place_of(meta), day, text))


def _by_key(metas: Sequence[dict[str, Any]]) -> dict[str, list[int]]:
    """The transactions that have a key, in order; most have the same keys as many others."""
    alike: dict[tuple[str, ...], list[int]] = {}
    for txn, keys in enumerate(map(tuple, metas)):
        txns = alike.get(keys)
        if txns is None:
            txns = alike[keys] = []
        txns.append(txn)
    found: dict[str, list[int]] = {}
    for keys, txns in alike.items():
        for key in filter(_is_written, keys):
            found.setdefault(key, []).extend(txns)
    return {key: sorted(txns) for key, txns in found.items()}


class _Remembered(dict[Key, Value]):
    """Look-ups, each made once."""

    def __init__(self, look_up: Callable[[Key], Value]) -> None:
        super().__init__()
        self._look_up = look_up

    def __missing__(self, key: Key) -> Value:
        found = self[key] = self._look_up(key)
        return found


def _own(meta: dict[str, Any]) -> Own:
    get = meta.get
    return Own(get("source"), get("program"), get("member"), get("donor"), get("kind"))


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
    return [(key, value) for key, value in meta.items() if _is_written(key)]


def _is_written(key: str) -> bool:
    """Whether a person wrote a key, rather than Beancount."""
    return key not in BEANCOUNT_KEYS and not key.startswith("_")
