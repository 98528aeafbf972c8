"""A sample that anyone can draw again: all that is flagged, waived or large, and a random rest.

The random part is drawn by digest: each entry's own text and the seed make a number, and the lowest
numbers are drawn. Neither the order of the files nor the machine has a say in it, and nobody can
choose entries without choosing the seed, which the audit names.

The honest bound is the rule of three (Hanley and Lippman-Hand, JAMA 1983): where none of *n*
entries drawn at random is at fault, at most 3/n of those they stand for are, with 95 % confidence.
"""

import hashlib
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from coopfund.findings import Finding, Place, Window
from coopfund.money import ZERO
from coopfund.trust.canonical import canonical, plain_number

if TYPE_CHECKING:
    from coopfund.books.books import Books

FLAGGED: Final = "flagged"
WAIVED: Final = "waived"
LARGE: Final = "large"
RANDOM: Final = "random"
STRATA: Final = (FLAGGED, WAIVED, LARGE, RANDOM)
"""Why an entry is in a sample, the first that holds."""

CONFIDENT: Final = 3
LARGE_PART: Final = Fraction(1, 20)
"""What moves so much of a period's spending is looked at in any case (policy)."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """One entry of a sample.

    Attributes:
        txn: the transaction.
        identity: the first twelve digits of its digest, by which an answer finds it again.
        stratum: why it is in the sample.
        because: the codes of its findings; empty where there are none.
        amount: what it moves, in the operating currency.
        place: its line.
    """

    txn: int
    identity: str
    stratum: str
    because: tuple[str, ...]
    amount: Decimal
    place: Place


@dataclass(frozen=True, slots=True)
class Sample:
    """What an audit of a period looks at.

    Attributes:
        window: the period.
        seed: what the random part was drawn with.
        drawn: the entries, by stratum, then in the order of the books.
        population: how many entries the period has.
        rest: how many of them the random part stands for.
    """

    window: Window
    seed: str
    drawn: Sequence[Drawn]
    population: int
    rest: int

    @property
    def counts(self) -> dict[str, int]:
        """How many entries each stratum has."""
        counted = Counter(entry.stratum for entry in self.drawn)
        return {stratum: counted[stratum] for stratum in STRATA}


def draw(
    books: "Books", findings: Iterable[Finding], window: Window, size: int, seed: str
) -> Sample:
    """Draw a sample of a period's entries.

    Args:
        books: the books.
        findings: every finding, waived ones too.
        window: the period.
        size: how many entries to draw at random, besides all that must be looked at.
        seed: any text; the same text draws the same entries of the same books.
    """
    dates = books.transactions.date
    among = range(bisect_left(dates, window.start), bisect_right(dates, window.end))
    marked = _marked(books, findings)
    amounts = {txn: moved(books, txn) for txn in among}
    large = _large(amounts)
    identities = dict(_identities(books, among))
    drawn: list[Drawn] = []
    rest: list[Drawn] = []
    for txn in among:
        open_codes, waived = marked.get(txn, ((), ()))
        stratum = FLAGGED if open_codes else WAIVED if waived else LARGE if txn in large else RANDOM
        place = books.transactions.place(txn)
        codes = (*open_codes, *waived)
        entry = Drawn(txn, identities[txn][:12], stratum, codes, amounts[txn], place)
        (rest if stratum == RANDOM else drawn).append(entry)
    chosen = sorted(rest, key=lambda entry: _ticket(seed, identities[entry.txn]))[:size]
    drawn = sorted(drawn, key=lambda entry: (STRATA.index(entry.stratum), entry.txn))
    drawn += sorted(chosen, key=lambda entry: entry.txn)
    return Sample(window, seed, tuple(drawn), len(among), len(rest))


def bound(sample: Sample, faults: int) -> Fraction | None:
    """The most that may be wrong among the entries not looked at, with 95 % confidence.

    Zero where every entry was looked at; ``None`` where the random part is empty or has a fault,
    because the rule says nothing then.
    """
    number = sample.counts[RANDOM]
    if number == sample.rest:
        return None if faults else Fraction(0)
    if faults or not number:
        return None
    return min(Fraction(CONFIDENT, number), Fraction(1))


def moved(books: "Books", txn: int) -> Decimal:
    """What an entry moves: the sum of its positive postings, in the operating currency."""
    start, values = books.transactions.start, books.rows.value
    every = (values[row] or ZERO for row in range(start[txn], start[txn + 1]))
    return sum((value for value in every if value > 0), ZERO)


def _large(amounts: dict[int, Decimal]) -> frozenset[int]:
    """The entries that move a twentieth of the period's money or more."""
    limit = Fraction(sum(amounts.values(), ZERO)) * LARGE_PART
    return frozenset(txn for txn, amount in amounts.items() if amount and amount >= limit)


def _marked(
    books: "Books", findings: Iterable[Finding]
) -> dict[int, tuple[tuple[str, ...], tuple[str, ...]]]:
    """The codes of open and of waived findings at the lines of each entry."""
    lines = {place: txn for txn, place in _lines(books)}
    marked: dict[int, tuple[tuple[str, ...], tuple[str, ...]]] = {}
    for finding in findings:
        txn = lines.get(finding.place)
        if txn is not None:
            stands, waived = marked.get(txn, ((), ()))
            if finding.open:
                stands = (*stands, finding.code)
            else:
                waived = (*waived, finding.code)
            marked[txn] = stands, waived
    return marked


def _lines(books: "Books") -> Iterator[tuple[int, Place]]:
    txns, rows = books.transactions, books.rows
    for txn in range(len(txns.date)):
        entry = txns.place(txn)
        yield txn, entry
        for row in range(txns.start[txn], txns.start[txn + 1]):
            meta = rows.meta[row]
            if meta and meta.get("lineno"):
                yield txn, Place(str(meta.get("filename", entry.file)), int(meta["lineno"]))


def _identities(books: "Books", among: range) -> Iterator[tuple[int, str]]:
    """Each entry's digest; entries that say the same are told apart by their number."""
    seen: Counter[str] = Counter()
    for txn in among:
        text = canonical(_said(books, txn))
        seen[text] += 1
        yield txn, hashlib.sha256(f"{text}\n{seen[text]}".encode()).hexdigest()


def _said(books: "Books", txn: int) -> dict[str, object]:
    """What an entry says, as far as its identity goes: never where it stands."""
    txns, rows = books.transactions, books.rows
    return {
        "date": txns.date[txn].isoformat(),
        "payee": txns.payee[txn] or "",
        "narration": txns.narration[txn] or "",
        "links": sorted(txns.links[txn]),
        "postings": [
            [rows.account[row].name, plain_number(rows.number[row]), rows.currency[row]]
            for row in range(txns.start[txn], txns.start[txn + 1])
        ],
    }


def _ticket(seed: str, identity: str) -> str:
    """The number that an entry draws."""
    return hashlib.sha256(f"{seed}\n{identity}".encode()).hexdigest()
