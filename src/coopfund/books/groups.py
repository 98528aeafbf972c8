"""Contributor groups: ``same-as``, ``controlled-by`` and ``household`` joined into one."""

from collections.abc import Mapping

from coopfund.books.records import Contributor


class Groups:
    """Which contributors are one. Whoever is declared nowhere is a group of their own."""

    def __init__(self, contributors: Mapping[str, Contributor]) -> None:
        """Join what the declarations say is one."""
        self._parent: dict[str, str] = {}
        self._contributors = contributors
        households: dict[str, str] = {}
        controlled: set[str] = set()
        for name, record in contributors.items():
            for other in (*record.same_as, *record.controlled_by):
                self._join(name, other)
            controlled.update([name] if record.controlled_by else [])
            if record.household:
                self._join(name, households.setdefault(record.household, name))
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
