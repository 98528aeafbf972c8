"""``imports.toml``, beside the main file: which accounts each platform's files are booked on.

Without it every platform has accounts of its own name, and money whose source nobody declared is
``unknown``: a finding, never a default.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from coopfund.imports.bank_form import forms
from coopfund.imports.platform import (
    ACCOUNT,
    BANK,
    NAME,
    TITLES,
    ConfigError,
    Platform,
    Rule,
    default,
)
from coopfund.wording import did_you_mean, listed
from coopfund.words import SOURCES

ACCOUNT_KEYS: Final = ("account", "clearing", "fees", "income", "expense")
TEXT_KEYS: Final = ("source",)
BANK_KEYS: Final = ("numbers", "payees")
TARGET_KEYS: Final = ("account", "source", "program", "narration", "payee")
MATCH_KEYS: Final = (
    *("kind", "campaign", "tier", "designation", "code", "category", "type", "tag", "item"),
    *("description", "counterparty", "frequency", "company", "recurring", "direction"),
)


@dataclass(frozen=True)
class Config:
    """All of ``imports.toml``."""

    platforms: Mapping[str, Platform] = field(default_factory=dict)

    def platform(self, name: str) -> Platform:
        """A platform's accounts: as declared, else by its name."""
        return self.platforms.get(name) or default(name)


def read_config(folder: Path) -> Config:
    """The ``imports.toml`` of a folder of books; empty where there is none.

    Raises:
        ConfigError: it cannot be read, or says what cannot be.
    """
    path = folder / NAME
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        data = {}
    except OSError as error:
        raise ConfigError(f"{NAME} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{NAME} is not UTF-8.") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{NAME}: {error}.") from error
    sections = {name: section for name, section in data.items() if isinstance(section, dict)}
    found = {
        name: _platform(name, section, default(name))
        for name, section in sections.items()
        if name in TITLES
    }
    return Config({**found, **_described(folder, sections, found.get(BANK) or default(BANK))})


def _described(
    folder: Path, sections: Mapping[str, Mapping[str, Any]], bank: Platform
) -> dict[str, Platform]:
    """A platform for each bank's CSV that a form describes: as ``[bank]``, on its own account."""
    found = {}
    for form in forms(folder):
        base = replace(bank, account=form.account, numbers={})
        section = sections.get(form.name)
        found[form.name] = base if section is None else _platform(form.name, section, base)
    return found


def _platform(name: str, section: Mapping[str, Any], base: Platform) -> Platform:
    where = f"{NAME}, [{name}]"
    bank = BANK_KEYS if base.payees else ()
    _known(where, section, (*ACCOUNT_KEYS, *TEXT_KEYS, *bank, "map"))
    accounts = {key: _account(where, key, section) for key in ACCOUNT_KEYS if key in section}
    rules = section.get("map", [])
    if not isinstance(rules, list):
        raise ConfigError(f"{where}: map is written as [[{name}.map]].")
    return Platform(
        base.title,
        accounts.get("account", base.account),
        accounts.get("clearing", base.clearing),
        accounts.get("fees", base.fees),
        accounts.get("income", base.income),
        accounts.get("expense", base.expense),
        _source(where, section) or base.source,
        (
            *(_rule(f"{NAME}, [[{name}.map]] {n}", rule) for n, rule in enumerate(rules, 1)),
            *base.rules,
        ),
        _numbers(where, section) or base.numbers,
        base.payees and section.get("payees") is not False,
    )


def _numbers(where: str, section: Mapping[str, Any]) -> dict[str, str]:
    """The ends of accounts' numbers to accounts."""
    numbers = section.get("numbers", {})
    if not isinstance(numbers, dict):
        raise ConfigError(f"{where}: numbers is written as [bank.numbers].")
    return {end: _account(f"{where}, numbers", end, numbers) for end in numbers}


def _rule(where: str, section: object) -> Rule:
    if not isinstance(section, dict):
        raise ConfigError(f"{where}: it is no table.")
    _known(where, section, (*TARGET_KEYS, "match"))
    match = section.get("match", {})
    if not isinstance(match, dict) or not match:
        raise ConfigError(
            f'{where}: match is missing, such as match = {{ campaign = "Strike fund" }}.'
        )
    _known(f"{where}, match", match, MATCH_KEYS)
    for name in match:
        _text(where, name, match)
    return Rule(
        match=match,
        account=_account(where, "account", section) if "account" in section else None,
        source=_source(where, section),
        **{
            name: _text(where, name, section) if name in section else None
            for name in ("program", "narration", "payee")
        },
    )


def _known(where: str, section: Mapping[str, Any], names: Sequence[str]) -> None:
    for name in section:
        if name not in names:
            hint = did_you_mean(name, names)
            raise ConfigError(f"{where}: “{name}” means nothing here{hint}.")


def _text(where: str, name: str, section: Mapping[str, Any]) -> str:
    value = section[name]
    if not isinstance(value, str):
        raise ConfigError(f"{where}: {name} is no text in quotes.")
    return value


def _account(where: str, name: str, section: Mapping[str, Any]) -> str:
    value = _text(where, name, section)
    if not ACCOUNT.fullmatch(value):
        raise ConfigError(f"{where}: “{value}” is no account.")
    return value


def _source(where: str, section: Mapping[str, Any]) -> str | None:
    if "source" not in section:
        return None
    value = _text(where, "source", section)
    if value not in SOURCES:
        hint = did_you_mean(value, SOURCES) or f"; there are {listed(SOURCES)}"
        raise ConfigError(f"{where}: “{value}” is no source{hint}.")
    return value
