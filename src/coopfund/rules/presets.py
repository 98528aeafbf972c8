"""Presets: the thresholds of a law or norm, to be put in force by one dated directive.

Read from ``presets.toml``. Imports neither Beancount nor pandas.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from coopfund.rules import catalogue


@dataclass(frozen=True, slots=True)
class Value:
    """One threshold of a preset: what it sets, and the text it was taken from, as of a day.

    ``checked`` is what was read to confirm it, empty where nothing was.
    """

    code: str
    setting: str
    value: object
    source: str
    date: date
    checked: str


@dataclass(frozen=True, slots=True)
class Preset:
    """Thresholds that go together."""

    name: str
    title: str
    values: tuple[Value, ...]

    def by_code(self) -> dict[str, dict[str, object]]:
        """The settings of each rule, as a ``coopfund-rule`` directive would give them."""
        table: dict[str, dict[str, object]] = {}
        for value in self.values:
            table.setdefault(value.code, {})[value.setting] = value.value
        return table


@cache
def _presets() -> Mapping[str, Preset]:
    file = Path(__file__).parent / "presets.toml"
    tables = tomllib.loads(file.read_text(encoding="utf-8"))
    return {name: _preset(name, table) for name, table in sorted(tables.items())}


def _preset(name: str, table: dict[str, Any]) -> Preset:
    values = (
        Value(
            code=entry["code"],
            setting=entry["setting"],
            value=_typed(entry["code"], entry["setting"], entry["value"]),
            source=entry["source"],
            date=entry["date"],
            checked=entry.get("checked", ""),
        )
        for entry in table["values"]
    )
    return Preset(name, table["title"], tuple(values))


def _typed(code: str, setting: str, value: object) -> object:
    """The value as a directive would have it: numbers exact, words as they are."""
    kind = catalogue.get(code).setting(setting).type
    return Decimal(str(value)) if kind is Decimal else value


def find(name: str) -> Preset | None:
    """A preset by its name, or ``None``."""
    return _presets().get(name)


def names() -> tuple[str, ...]:
    """Every preset, sorted."""
    return tuple(_presets())


def setting(code: str) -> list[tuple[Preset, Value]]:
    """Every preset that sets something of a rule, with what it sets."""
    return [
        (preset, value)
        for preset in _presets().values()
        for value in preset.values
        if value.code == code
    ]
