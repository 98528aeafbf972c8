"""The names that books use: accounts, programs, members, givers, votes, as far as a look tells.

Read by pattern, not by Beancount, so that completing a word takes no time. What it proposes is
judged by :mod:`coopfund.desk.verdict` like everything else.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NamedTuple

from coopfund import words
from coopfund.desk.tree import files_of

DIRECTIVE: Final = re.compile(
    r"^(?P<date>\d{4}[-/]\d\d[-/]\d\d)[ \t]+(?P<kind>open|close|commodity|custom)[ \t]+(?P<rest>.*)"
    r"(?P<meta>(?:\n[ \t]+[a-z][\w-]*:.*|\n[ \t]+;.*)*)",
    re.MULTILINE,
)
META: Final = re.compile(r"^[ \t]+([a-z][\w-]*):[ \t]*(.*)", re.MULTILINE)
TOKEN: Final = re.compile(r'"((?:[^"\\]|\\.)*)"|([^\s;"]+)|(;)')
OPTION: Final = re.compile(r'^option\s+"(?P<name>[^"]+)"\s+"(?P<value>[^"]*)"', re.MULTILINE)
GIVER: Final = re.compile(r'^[ \t]+donor:[ \t]*"([^"]+)"', re.MULTILINE)
ROOTS: Final = ("Assets", "Liabilities", "Equity", "Income", "Expenses")


class Said(NamedTuple):
    """A directive as it was found: its day, its words, its metadata."""

    date: str
    words: tuple[str, ...]
    meta: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Account:
    """An account that is open, with what its own directive says of it."""

    name: str
    opened: str
    closed: str | None
    currencies: frozenset[str]
    meta: Mapping[str, str]

    def is_open(self, day: str) -> bool:
        """Whether entries of a day (``2026-01-31``) may use it."""
        return self.opened <= day and (self.closed is None or day < self.closed)


@dataclass(frozen=True)
class Names:
    """What the books name.

    Attributes:
        currency: the operating currency, empty where none is set.
        documents: the folder of Beancount's ``documents`` option, where there is one.
        accounts: every account, by name.
        programs: the title of each program.
        members: the tier of each member who has not left.
        contributors: the kind of each declared contributor, empty where none is told.
        givers: every donor id that an entry or a directive names.
        decisions: the name of each vote.
        offices: who was ever given an office.
        hours: the commodities that count hours.
        collection: how a collection is booked, as last voted.
    """

    currency: str = ""
    documents: str | None = None
    accounts: Mapping[str, Account] = field(default_factory=dict)
    programs: Mapping[str, str] = field(default_factory=dict)
    members: Mapping[str, str] = field(default_factory=dict)
    contributors: Mapping[str, str] = field(default_factory=dict)
    givers: Sequence[str] = ()
    decisions: Sequence[str] = ()
    offices: Mapping[str, str] = field(default_factory=dict)
    hours: Sequence[str] = ()
    roots: Mapping[str, str] = field(default_factory=dict)
    collection: str | None = None

    def tag(self, account: str, key: str) -> str | None:
        """What an account says of itself, or inherits from the nearest opened ancestor."""
        parts = account.split(":")
        for length in range(len(parts), 0, -1):
            known = self.accounts.get(":".join(parts[:length]))
            if known is not None and key in known.meta:
                return known.meta[key]
        return None

    def open_accounts(self, root: str, day: str, currency: str = "") -> list[Account]:
        """The accounts of a root (in English) that take a currency on a day, by name."""
        first = self.roots.get(root, root)
        return [
            account
            for name, account in sorted(self.accounts.items())
            if name.startswith(f"{first}:")
            and account.is_open(day)
            and (not currency or not account.currencies or currency in account.currencies)
        ]


def names_of(main: Path) -> Names:
    """Look into the books; files that cannot be read tell nothing."""
    main = main.expanduser()
    main = (main / "main.beancount" if main.is_dir() else main).absolute()
    try:
        contents = files_of(main)
    except OSError:
        return Names()
    return names_in(content.decode("utf-8", "replace") for content in contents.values())


def names_in(texts: Iterable[str]) -> Names:
    """What texts of books name."""
    options: dict[str, str] = {}
    givers: set[str] = set()
    said: dict[str, list[Said]] = {}
    for text in texts:
        for found in OPTION.finditer(text):
            options.setdefault(found["name"], found["value"])
        givers.update(GIVER.findall(text))
        for kind, one in _directives(text):
            said.setdefault(kind, []).append(one)
    for ones in said.values():
        ones.sort(key=lambda one: one.date)
    return _names(options, said, givers)


def _directives(text: str) -> Iterator[tuple[str, Said]]:
    for found in DIRECTIVE.finditer(text):
        kind, tokens = found["kind"], tokens_of(found["rest"])
        if kind == "custom" and tokens:
            kind, tokens = tokens[0], tokens[1:]
        if tokens:
            meta = {key: " ".join(tokens_of(value)) for key, value in META.findall(found["meta"])}
            yield kind, Said(found["date"].replace("/", "-"), tokens, meta)


def tokens_of(text: str) -> tuple[str, ...]:
    """The words of a line up to its comment, texts without their quotes."""
    tokens = []
    for found in TOKEN.finditer(text):
        if found[3]:
            break
        quoted = found[1] is not None
        tokens.append(re.sub(r"\\(.)", r"\1", found[1]) if quoted else found[2])
    return tuple(tokens)


def _names(
    options: Mapping[str, str], said: Mapping[str, Sequence[Said]], givers: set[str]
) -> Names:
    contributors = {
        one.words[0]: one.meta.get("kind", "") for one in said.get("coopfund-contributor", ())
    }
    members = _members(said.get("coopfund-member", ()))
    return Names(
        currency=options.get("operating_currency", ""),
        documents=options.get("documents"),
        accounts=_accounts(said),
        programs={
            one.words[0]: one.meta.get("title", one.words[0])
            for one in said.get("coopfund-program", ())
        },
        members=members,
        contributors=contributors,
        givers=sorted(givers | contributors.keys() - members.keys()),
        decisions=[one.words[0] for one in said.get("coopfund-decision", ())],
        offices={
            one.words[1]: one.words[0] for one in said.get("coopfund-office", ()) if one.words[1:]
        },
        hours=[
            one.words[0] for one in said.get("commodity", ()) if one.meta.get("kind") == "hours"
        ],
        roots={root: options.get(f"name_{root.lower()}", root) for root in ROOTS},
        collection=next(
            (one.words[0] for one in reversed(said.get("coopfund-collection", ()))), None
        ),
    )


def _accounts(said: Mapping[str, Sequence[Said]]) -> dict[str, Account]:
    closed = {one.words[0]: one.date for one in said.get("close", ())}
    tagged = {one.words[0]: one.meta for one in said.get("coopfund-account", ())}
    found = {}
    for one in said.get("open", ()):
        name = one.words[0]
        currencies = frozenset(part for word in one.words[1:] for part in word.split(",") if part)
        meta = {**one.meta, **tagged.get(name, {})}
        found[name] = Account(name, one.date, closed.get(name), currencies, meta)
    return found


def _members(events: Iterable[Said]) -> dict[str, str]:
    members: dict[str, str] = {}
    for one in events:
        member, event, *tier = (*one.words, "", "")[:3] if len(one.words) > 1 else ("", "", "")
        if event in {"join", "tier"}:
            members[member] = tier[0] if tier else ""
        elif event == "leave":
            members.pop(member, None)
    return dict(sorted(members.items()))


def source_for(kind: str) -> str:
    """The class of money that comes from a contributor of a kind.

    >>> source_for("person"), source_for("state")
    ('donation', 'state')
    """
    return kind if kind in words.SOURCES else "donation"
