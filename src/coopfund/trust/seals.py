"""Seals: what each sealed month held, and how the books differ from it now."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

from beancount.core.data import Transaction

from coopfund.findings import Place
from coopfund.trust.canonical import Fields, canonical, entry_digest, entry_fields, month_digest

TIMES = "times"


class Held(NamedTuple):
    """One entry of a sealed month as it was sealed: what it said, how often, and its line."""

    fields: Fields
    times: int
    place: Place


@dataclass(frozen=True, slots=True)
class Seal:
    """What closed a month: the digest of each entry, and what the entry said."""

    month: str
    sealed_on: date
    by: str
    digest: str
    entries: Mapping[str, Held]
    place: Place


class Kept(NamedTuple):
    """An entry of a sealed month as the books have it now."""

    txn: int
    digest: str
    text: str


def make_seal(
    month: str, entries: Iterable[Transaction], sealed_on: date, by: str
) -> dict[str, Any]:
    """The record that seals a month, ready to be written; ``month`` is such as ``2026-03``."""
    held: dict[str, dict[str, Any]] = {}
    times: Counter[str] = Counter()
    for entry in entries:
        if month_of(entry.date) == month:
            fields = entry_fields(entry)
            digest = entry_digest(canonical(fields))
            held[digest] = dict(fields)
            times[digest] += 1
    for digest, count in times.items():
        if count > 1:
            held[digest][TIMES] = count
    return {
        "month": month,
        "sealed-on": sealed_on.isoformat(),
        "by": by,
        "digest": month_digest(times.elements()),
        "entries": held,
    }


def month_of(day: date) -> str:
    """A day's month, such as ``2026-03``."""
    return f"{day.year:04}-{day.month:02}"


def keep(seals: Sequence[Seal], entries: Sequence[Transaction]) -> dict[str, list[Kept]]:
    """The entries of sealed months as they are now, by month; nothing where no seal exists."""
    kept: dict[str, list[Kept]] = {seal.month: [] for seal in seals}
    if kept:
        for txn, entry in enumerate(entries):
            month = kept.get(month_of(entry.date))
            if month is not None:
                text = canonical(entry_fields(entry))
                month.append(Kept(txn, entry_digest(text), text))
    return kept


class Difference(NamedTuple):
    """What is not as it was sealed: gone (``now`` is ``None``), added, or changed."""

    was: Held | None
    now: Kept | None
    fields: Sequence[tuple[str, str | None, str | None]]


def differences(seal: Seal, kept: Sequence[Kept]) -> Iterator[Difference]:
    """Each entry that is gone from a month, was added to it, or says something else now."""
    left = {digest: held.times for digest, held in seal.entries.items()}
    added = []
    for entry in kept:
        if left.get(entry.digest):
            left[entry.digest] -= 1
        else:
            added.append(entry)
    gone = [seal.entries[digest] for digest, times in left.items() for _ in range(times)]
    for was, now in _paired(gone, added):
        changed = changes(was.fields if was else {}, json.loads(now.text) if now else {})
        yield Difference(was, now, changed)


def _paired(
    gone: Sequence[Held], added: Sequence[Kept]
) -> Iterator[tuple[Held | None, Kept | None]]:
    """What is gone beside what came in its place: those that have most in common first."""
    flats = [dict(_flat(held.fields)) for held in gone]
    others = [dict(_flat(json.loads(entry.text))) for entry in added]
    few = len(gone) * len(added) <= MOST_PAIRS
    likeness = sorted(
        (-_alike(flats[i], others[j]), i, j)
        for i in (range(len(gone)) if few else ())
        for j in range(len(added))
    )
    free_gone, free_added = set(range(len(gone))), set(range(len(added)))
    for alike, i, j in likeness:
        if -alike >= ALIKE and i in free_gone and j in free_added:
            free_gone.remove(i)
            free_added.remove(j)
            yield gone[i], added[j]
    for i in sorted(free_gone):
        yield gone[i], None
    for j in sorted(free_added):
        yield None, added[j]


ALIKE = Fraction(1, 2)
"""Entries with half of their fields in common are one entry that was changed."""

MOST_PAIRS = 250_000
"""Beyond this a month was rewritten, and nothing is gained by pairing."""


def _alike(one: Mapping[str, str], other: Mapping[str, str]) -> Fraction:
    """The part of all fields of two entries that say the same."""
    same = sum(other.get(field) == text for field, text in one.items())
    return Fraction(same, len(one.keys() | other.keys()) or 1)


def changes(was: Fields, now: Fields) -> list[tuple[str, str | None, str | None]]:
    """What two entries say differently: the field, what it said, what it says."""
    before, after = dict(_flat(was)), dict(_flat(now))
    fields = [*before, *(field for field in after if field not in before)]
    return [
        (field, before.get(field), after.get(field))
        for field in fields
        if before.get(field) != after.get(field)
    ]


def _flat(fields: Fields) -> Iterator[tuple[str, str]]:
    """An entry's fields by names that people read: ``posting 1 amount``."""
    for name in ("date", "flag", "payee", "narration"):
        if fields.get(name):
            yield name, str(fields[name])
    for name in ("tags", "links"):
        for text in _list(fields.get(name)):
            yield f"{name[:-1]} {text}", str(text)
    yield from _flat_meta("metadata", fields.get("meta"))
    for number, posting in enumerate(_list(fields.get("postings")), start=1):
        if isinstance(posting, dict):
            for name in ("flag", "account", "amount", "price"):
                if posting.get(name):
                    yield f"posting {number} {name}", str(posting[name])
            yield from _flat_meta(f"posting {number} cost", posting.get("cost"))
            yield from _flat_meta(f"posting {number} metadata", posting.get("meta"))


def _flat_meta(name: str, meta: object) -> Iterator[tuple[str, str]]:
    if isinstance(meta, dict):
        for key in sorted(meta):
            text = str(meta[key])
            yield f"{name} {key}", text.partition(" ")[2] or text


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
