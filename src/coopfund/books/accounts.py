"""What each account is for: metadata of ``open`` and ``coopfund-account``, inherited downwards."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from coopfund import words
from coopfund.books.reader import none_of, place_of
from coopfund.books.records import AccountInfo, Problem
from coopfund.findings import Place
from coopfund.language import _

if TYPE_CHECKING:
    from beancount.core.data import Open

KEYS = (
    "source",
    "program",
    "kind",
    "pool",
    "member",
    "donor",
    "essential",
    "gross",
    "chapter",
    "partg",
)
CHOICES: Mapping[str, Sequence[str]] = {
    "source": words.SOURCES,
    "kind": words.ACCOUNT_KINDS,
    "partg": words.PARTG_EXPENSES,
}
YES_NO = ("yes", "no")
FLAGS = ("essential", "gross")
POOL_KINDS = (words.RECEIVABLE, words.FIXED_ASSET)


@dataclass(slots=True)
class AccountTable:
    """Look-up of accounts by name; names never opened inherit too, and are remembered.

    ``roots`` maps the first component, as the books spell it, to its English name.
    """

    roots: Mapping[str, str]
    tags: dict[str, dict[str, str]] = field(default_factory=dict)
    opened: dict[str, date] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    _known: dict[str, AccountInfo] = field(default_factory=dict)

    def __getitem__(self, name: str) -> AccountInfo:
        """The account's own declarations over those of its nearest opened ancestors."""
        info = self._known.get(name)
        if info is None:
            info = self._known[name] = self._resolve(name)
        return info

    def _resolve(self, name: str) -> AccountInfo:
        found: dict[str, str] = {}
        ancestor = name
        while ancestor:
            for key, value in self.tags.get(ancestor, {}).items():
                found.setdefault(key, value)
            ancestor = ancestor.rpartition(":")[0]
        root = self.roots.get(name.partition(":")[0], "Assets")
        kind = found.get("kind")
        pool = None
        if root == "Assets":
            pool = found.get("pool") or (kind if kind in POOL_KINDS else words.GENERAL)
        return AccountInfo(
            name=name,
            root=root,
            source=found.get("source"),
            program=found.get("program"),
            kind=kind,
            pool=pool,
            member=found.get("member"),
            donor=found.get("donor"),
            essential=found.get("essential") != "no",
            opened=self.opened.get(name),
            gross=found.get("gross") != "no",
            chapter=found.get("chapter"),
            partg=found.get("partg"),
        )

    def infos(self) -> dict[str, AccountInfo]:
        """Every account that was opened or used."""
        for name in self.opened:
            self[name]
        return dict(sorted(self._known.items()))


def read_open(table: AccountTable, entry: "Open", problems: list[Problem]) -> None:
    """Take an ``open`` directive's metadata."""
    table.opened.setdefault(entry.account, entry.date)
    tag_account(table, entry.account, entry.meta, entry.date, problems)


def tag_account(
    table: AccountTable,
    account: str,
    meta: Mapping[str, object],
    day: date,
    problems: list[Problem],
) -> None:
    """Take the metadata that says what an account is for; wrong values are problems."""
    tags = table.tags.setdefault(account, {})
    place = place_of(dict(meta))
    table.places.setdefault(account, place)
    for key in KEYS:
        value = meta.get(key)
        if value is None:
            continue
        if isinstance(value, bool) and key in FLAGS:
            value = "yes" if value else "no"
        fault = _fault(key, value)
        if fault:
            problems.append(Problem(place, day, f"{account}: {fault}"))
        else:
            tags[key] = str(value)


def _fault(key: str, value: object) -> str | None:
    if key in FLAGS:
        return (
            None
            if isinstance(value, str) and value in YES_NO
            else _("{key} is TRUE or FALSE, not {value}", key=key, value=str(value))
        )
    if not isinstance(value, str) or not value.strip():
        return _("{key} must be a text in quotes, not {value}", key=key, value=str(value))
    choices = CHOICES.get(key)
    if choices is not None and value not in choices:
        return none_of(key, value, choices)
    return None
