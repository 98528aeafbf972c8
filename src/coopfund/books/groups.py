"""Contributor groups: who is declared one, and what these declarations contradict.

``same-as`` is another spelling, ``controlled-by`` a firm and its owner, ``household`` people of one
purse, ``payer-account`` whoever pays from one account: all of them share one limit.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from coopfund import vocabulary
from coopfund.books.records import Contributor, Problem
from coopfund.language import _, numeral
from coopfund.wording import listed


class Groups:
    """Which contributors are one. Whoever is declared nowhere is a group of their own."""

    def __init__(self, contributors: Mapping[str, Contributor]) -> None:
        """Join what the declarations say is one."""
        self._parent: dict[str, str] = {}
        self._contributors = contributors
        shared: dict[tuple[str, str], str] = {}
        controlled: set[str] = set()
        for name, record in contributors.items():
            for other in (*record.same_as, *record.controlled_by):
                self._join(name, other)
            controlled.update([name] if record.controlled_by else [])
            purses = [("payer-account", account) for account in record.payer_accounts]
            purses += [("household", record.household)] if record.household else []
            for purse in purses:
                self._join(name, shared.setdefault(purse, name))
        members: dict[str, list[str]] = {}
        for name in self._parent:
            members.setdefault(self._find(name), []).append(name)
        self._members = {}
        self._group: dict[str, str] = {}
        for names in members.values():
            leader = min(names, key=lambda name: (name in controlled, name))
            self._members[leader] = tuple(sorted(names))
            self._group.update(dict.fromkeys(names, leader))
        self._kinds: dict[str, str | None] = {}

    @classmethod
    def people(cls, contributors: Mapping[str, Contributor]) -> "Groups":
        """Which ids are the same person: ``same-as`` alone, without household or control."""
        spelled = {
            name: replace(its, controlled_by=(), household=None, payer_accounts=())
            for name, its in contributors.items()
            if its.same_as
        }
        return cls(spelled)

    def _find(self, name: str) -> str:
        parent = self._parent.setdefault(name, name)
        while parent != name:
            name, parent = parent, self._parent[parent]
        return name

    def _join(self, one: str, other: str) -> None:
        self._parent[self._find(one)] = self._find(other)

    def of(self, contributor: str) -> str:
        """The id that stands for the whole group: the controller, else the first by name."""
        return self._group.get(contributor, contributor)

    def members(self, group: str) -> tuple[str, ...]:
        """Every id of a group, sorted."""
        return self._members.get(group, (group,))

    def kind(self, group: str) -> str | None:
        """The group's kind: its leader's, else the first declared by name; ``None`` if none."""
        if group not in self._kinds:
            self._kinds[group] = self._declared_kind(group)
        return self._kinds[group]

    def kinds(self) -> dict[str, str | None]:
        """Every known id's own kind, else that of its group."""
        names = {*self._contributors, *self._group}
        return {name: self.kind_of(name) for name in names}

    def kind_of(self, contributor: str) -> str | None:
        """A contributor's own kind, else that of its group."""
        record = self._contributors.get(contributor)
        return (record.kind if record else None) or self.kind(self.of(contributor))

    def _declared_kind(self, group: str) -> str | None:
        for name in (group, *self.members(group)):
            record = self._contributors.get(name)
            if record and record.kind:
                return record.kind
        return None


def contradictions(contributors: Mapping[str, Contributor]) -> list[Problem]:
    """What cannot be true of groups (CF610); the groups stand as declared all the same."""
    found = [*_kinds_apart(contributors), *_two_controllers(contributors), *_cycles(contributors)]
    return sorted(found, key=lambda problem: (problem.date, problem.place))


def _problem(record: Contributor, key: str, text: str) -> Problem:
    place = record.places.get(key, record.place)
    return Problem(place, record.date, f"coopfund-contributor: {text}")


def _kinds_apart(contributors: Mapping[str, Contributor]) -> Iterator[Problem]:
    """Two spellings of one contributor cannot be of two kinds; a firm and its owner can."""
    for name, record in contributors.items():
        for other in record.same_as:
            kind = contributors[other].kind if other in contributors else None
            if record.kind and kind and kind != record.kind:
                text = _(
                    "{name} is a {kind} and cannot be the same as {other}, a {other_kind}",
                    name=name,
                    kind=vocabulary.kind(record.kind),
                    other=other,
                    other_kind=vocabulary.kind(kind),
                )
                yield _problem(record, "same-as", text)


def _two_controllers(contributors: Mapping[str, Contributor]) -> Iterator[Problem]:
    """One contributor has one controller, by whatever spelling."""
    spellings = Groups({name: _spelling(record) for name, record in contributors.items()})
    for name, record in contributors.items():
        names = sorted({spellings.of(other) for other in record.controlled_by})
        if len(names) > 1:
            text = _(
                "{name} has {count} controllers, {names}: name one of them",
                name=name,
                count=numeral(str(len(names))),
                names=listed(names),
            )
            yield _problem(record, "controlled-by", text)


def _spelling(record: Contributor) -> Contributor:
    return replace(record, controlled_by=(), household=None, payer_accounts=())


def _cycles(contributors: Mapping[str, Contributor]) -> Iterator[Problem]:
    """Nobody controls whoever controls them; each circle is told once."""
    told: set[str] = set()
    for start in sorted(contributors):
        circle = _circle(contributors, start)
        if circle and not told & set(circle):
            told.update(circle)
            first, *others = zip(circle, [*circle[1:], circle[0]], strict=True)
            links = [
                _("{name} is controlled by {other}", name=first[0], other=first[1]),
                # Translators: goes on: d-1 is controlled by d-2, d-2 by d-1: a circle
                *(_("{name} by {other}", name=name, other=other) for name, other in others),
            ]
            text = _("{links}: a circle", links=", ".join(links))
            yield _problem(contributors[circle[0]], "controlled-by", text)


def _circle(contributors: Mapping[str, Contributor], start: str) -> list[str]:
    """The ids from a contributor back to itself, following who controls whom; else none."""
    came: dict[str, str] = {}
    waiting = [start]
    while waiting:
        name = waiting.pop()
        record = contributors.get(name)
        for other in record.controlled_by if record else ():
            if other == start:
                circle = [name]
                while name != start:
                    name = came[name]
                    circle.append(name)
                return circle[::-1]
            if other not in came:
                came[other] = name
                waiting.append(other)
    return []
