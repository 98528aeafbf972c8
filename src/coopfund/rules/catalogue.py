"""The rule catalogue as records, read from ``catalogue_texts/``, one file per family.

Imports neither Beancount nor pandas: ``coopfund explain`` and completion answer from it at once.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from coopfund.words import FAMILIES

TYPES: dict[str, type[Any]] = {"number": Decimal, "text": str, "date": date, "yes-no": bool}


@dataclass(frozen=True, slots=True)
class Setting:
    """One thing about a rule that a ``coopfund-rule`` directive may change.

    ``default`` is ``None`` where nothing is set until the assembly votes it.
    """

    key: str
    type: type[Any]
    default: Fraction | str | None
    example: str
    meaning: str


ACTION = Setting("action", str, None, '"warn"', "stop, warn, note, or off")
"""Every rule's action can be changed by a vote."""


@dataclass(frozen=True, slots=True)
class RuleText:
    """Everything the tool knows of a rule besides how to judge it.

    ``checked`` is what was read to confirm the sources of its default; empty where it has none.
    """

    code: str
    name: str
    family: str
    action: str
    statement: str
    principle: str
    formula: str
    default: str
    checked: str
    example: str
    fix: str
    waive: str
    settings: tuple[Setting, ...]
    evidence: Mapping[str, str]

    def setting(self, key: str) -> Setting:
        """A setting by its key; KeyError where the rule has none of that name."""
        for setting in self.settings:
            if setting.key == key:
                return setting
        raise KeyError(key)


@cache
def _rules() -> Mapping[str, RuleText]:
    rules = {}
    for family in FAMILIES:
        file = Path(__file__).parent / "catalogue_texts" / f"{family}.toml"
        for code, table in tomllib.loads(file.read_text(encoding="utf-8")).items():
            rules[code] = _rule(code, family, table)
    return dict(sorted(rules.items()))


def _rule(code: str, family: str, table: dict[str, Any]) -> RuleText:
    settings = tuple(_setting(entry) for entry in table.pop("settings", ()))
    return RuleText(
        code=code,
        family=family,
        settings=(*settings, ACTION),
        evidence=table.pop("evidence", {}),
        checked=table.pop("checked", ""),
        **table,
    )


def _setting(entry: dict[str, str]) -> Setting:
    kind, default = TYPES[entry["type"]], entry["default"]
    parsed: Fraction | str | None = default or None
    if kind is Decimal and default:
        parsed = Fraction(default)
    elif kind is str:
        parsed = default
    return Setting(entry["key"], kind, parsed, entry["example"], entry["meaning"])


def find(code: str) -> RuleText | None:
    """A rule by its code, such as ``CF102``, or ``None``."""
    return _rules().get(code)


def get(code: str) -> RuleText:
    """A rule by its code; KeyError where there is none."""
    return _rules()[code]


def codes() -> tuple[str, ...]:
    """Every code, sorted."""
    return tuple(_rules())
