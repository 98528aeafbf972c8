"""Givers whose names look alike: perhaps one, perhaps not; only the group can know.

Ids are pseudonyms, so what is compared are the payees of gifts and the titles of contributors.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from coopfund import words

if TYPE_CHECKING:
    from datetime import date

    from coopfund.books.books import Books

LEGAL: Final = re.compile(
    r"(?<=\S) (ab|ag|aps|as|bv|co|company|corp|corporation|ev|eg|gmbh|inc|incorporated|kg|limited"
    r"|llc|llp|ltd|mbh|nv|oy|plc|pty|sa|sarl|sas|spa|srl|ug)$"
)
"""What a body is by law, in short; it tells no two bodies apart."""

CLOSE: Final = 90
"""From this likeness of 100 up, two names look alike."""
SHORTEST: Final = 5
"""Shorter names look alike too easily."""
MANY: Final = 3
"""A payee of more ids than this is a counter or a processor, nobody's name."""
MOST: Final = 2000
"""Of more names than this, only those that are spelt alike are compared."""
NUMBERS: Final = re.compile(r"\d+")
POINTS: Final = re.compile(r"[.'’]")
BREAKS: Final = re.compile(r"[^\w@]+")


class Name(NamedTuple):
    """A name as the books write it, and the id it stands beside, if any."""

    text: str
    contributor: str | None


class Pair(NamedTuple):
    """Two names that look alike."""

    one: Name
    other: Name


def plain_name(text: str) -> str:
    """A name without case, accents, punctuation and what the body is by law.

    >>> plain_name("Café Zürich GmbH"), plain_name("Anna@Example.ORG")
    ('cafe zurich', 'anna@example.org')
    """
    if "@" in text:
        return text.strip().casefold()
    letters = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    name = BREAKS.sub(" ", POINTS.sub("", bare)).strip()
    while LEGAL.search(name):
        name = LEGAL.sub("", name)
    return name


def names(books: "Books") -> list[Name]:
    """The payees of gifts and the titles of contributors, in order of text."""
    rows, txns = books.rows, books.transactions
    found: dict[str, set[str | None]] = {}
    for row in books.rows_of("Income"):
        payee = txns.payee[rows.txn[row]]
        if payee and rows.source[row] in words.GIFT_SOURCES and rows.weight[row] < 0:
            found.setdefault(" ".join(payee.split()), set()).add(rows.contributor[row])
    found = {text: ids for text, ids in found.items() if len(ids) <= MANY}
    for name, record in books.declared.contributors.items():
        if record.title:
            found.setdefault(" ".join(record.title.split()), set()).add(name)
    return sorted(
        (Name(text, its) for text, ids in found.items() for its in ids),
        key=lambda name: (name.text, name.contributor or ""),
    )


def pairs(books: "Books") -> list[Pair]:
    """Every two names that look alike and do not stand for one group already."""
    spelt: dict[str, list[Name]] = {}
    for name in names(books):
        key = plain_name(name.text)
        if key:
            spelt.setdefault(key, []).append(name)
    found = [Pair(group[0], other) for group in spelt.values() for other in group[1:]]
    found += [Pair(spelt[one][0], spelt[other][0]) for one, other in _close(list(spelt))]
    return [pair for pair in found if not _settled(books, pair)]


def _settled(books: "Books", pair: Pair) -> bool:
    """Whether both stand for one group, or for nobody under one spelling."""
    one, other = pair.one.contributor, pair.other.contributor
    if one is None or other is None:
        return one is other and pair.one.text == pair.other.text
    return books.groups.of(one) == books.groups.of(other)


def _close(spellings: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Spellings that differ by a slip; never in a number, and never addresses."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415  # only the doctor needs it

    long = [its for its in spellings if len(its) >= SHORTEST and "@" not in its]
    if len(long) > MOST:
        return
    for place, one in enumerate(long):
        later = long[place + 1 :]
        for other, _, _ in process.extract(
            one, later, scorer=fuzz.ratio, score_cutoff=CLOSE, limit=None
        ):
            if NUMBERS.findall(one) == NUMBERS.findall(other):
                yield one, other


def choice(pair: Pair, day: "date") -> tuple[str, ...]:
    """What to add to the books where the two are one; commented out, since nobody knows."""
    one, other = pair.one, pair.other
    if one.contributor and other.contributor:
        return (
            f'; choose: {day} custom "coopfund-contributor" "{other.contributor}"  ; {other.text}',
            f';   same-as: "{one.contributor}"  ; {one.text}',
        )
    known = one.contributor or other.contributor or "d-001"
    return (f'; choose: donor: "{known}"  ; where the payee is {one.text} or {other.text}',)
