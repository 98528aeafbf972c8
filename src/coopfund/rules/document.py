"""What is known of a rule, as text, Markdown and data; ``docs/rules.md`` is made of it.

``python -m coopfund.rules.document > docs/rules.md`` writes that page. Imports neither Beancount
nor pandas.
"""

import sys
import textwrap
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any, Final

from coopfund import words
from coopfund.findings import UNWAIVABLE
from coopfund.money import half_up
from coopfund.rules import catalogue, presets
from coopfund.rules.catalogue import TYPES, RuleText, Setting
from coopfund.tables import escaped, markdown_table, text_table
from coopfund.wording import did_you_mean, listed

WIDTH: Final = 88
DECIMALS: Final = 10
"""A default with more decimals than this is shown as a fraction."""

SETTINGS_HEAD: Final = ("setting", "default", "for example", "meaning")
EVIDENCE_HEAD: Final = ("evidence", "meaning")
PRESETS_HEAD: Final = ("preset", "setting", "taken from", "as of")
LISTING_HEAD: Final = ("code", "name", "action", "statement")

POLICY: Final = "policy"
NOT_CHECKED: Final = "not verified against its text"

CHANGE: Final = "With your own date, figures and vote; what you leave out stays as it is:"

INTRODUCTION: Final = """\
# The rules

What `coopfund check` judges, rule by rule, as `coopfund explain CODE` prints it. A finding of
action **stop** fails the check, **warn** must be answered, **note** informs. A rule is changed by a
dated `coopfund-rule` directive that names the vote; a single finding is excused by a
`coopfund-waiver` that gives the reason and ends.

Laws and standards are cited as precedent for a rule, not as legal advice. *Policy* marks a default
without an outside norm: the assembly sets it, the tool only has to start somewhere. Each source is
followed by what was read to check it, on 26 November 2026; where that is less than its text, it
says so. Laws change: look before you rely on one.

This page is made from the catalogue by `python -m coopfund.rules.document`.
"""


class UnknownRuleError(LookupError):
    """There is no such rule; the message is one sentence."""

    def __init__(self, code: str) -> None:
        """Name the nearest code."""
        begun = [known for known in catalogue.codes() if known.startswith(code.upper())]
        near = did_you_mean(code, catalogue.codes())
        hint = f", but there is {listed(begun, 'or')}" if begun else near
        super().__init__(f'There is no rule "{code}"{hint}; coopfund explain lists them all.')


def find_rule(word: str) -> RuleText:
    """A rule by its code or its name, in capitals or not.

    Raises:
        UnknownRuleError: there is none.
    """
    for rule in all_rules():
        if word.lower() in (rule.code.lower(), rule.name.lower()):
            return rule
    raise UnknownRuleError(word)


def all_rules() -> list[RuleText]:
    """Every rule, by code."""
    return [catalogue.get(code) for code in catalogue.codes()]


def default_text(rule: RuleText, setting: Setting) -> str | None:
    """A setting's default as text; ``None`` where nothing is set until it is voted."""
    default = rule.action if setting is catalogue.ACTION else setting.default
    if isinstance(default, Fraction):
        shown = half_up(default, DECIMALS)
        return f"{shown.normalize():f}" if Fraction(shown) == default else str(default)
    return default


def settings_of(rule: RuleText) -> list[Setting]:
    """What a vote may change; nothing about a rule that guards all the others."""
    return [] if rule.code in UNWAIVABLE else list(rule.settings)


def change_example(rule: RuleText) -> str | None:
    """A ``coopfund-rule`` directive that changes the rule; ``None`` where no vote can."""
    if not settings_of(rule):
        return None
    own = [setting for setting in rule.settings if setting is not catalogue.ACTION]
    lines = [f"  {setting.key}: {setting.example}" for setting in own or [catalogue.ACTION]]
    head = f'2026-02-01 custom "coopfund-rule" "{rule.code}"'
    return "\n".join([head, *lines, '  decision: "GM-2026-02"'])


def rule_data(rule: RuleText) -> dict[str, Any]:
    """A rule as plain data."""
    kinds = {kind: name for name, kind in TYPES.items()}
    return {
        "schema_version": words.SCHEMA_VERSION,
        "code": rule.code,
        "name": rule.name,
        "family": rule.family,
        "action": rule.action,
        "statement": rule.statement,
        "principle": rule.principle,
        "formula": rule.formula,
        "default_source": rule.default,
        "checked": rule.checked or None,
        "example": rule.example,
        "fix": rule.fix,
        "waive": rule.waive,
        "change": change_example(rule),
        "evidence": dict(rule.evidence),
        "settings": [
            {
                "key": setting.key,
                "type": kinds[setting.type],
                "default": default_text(rule, setting),
                "example": setting.example,
                "meaning": setting.meaning,
            }
            for setting in settings_of(rule)
        ],
        "presets": [
            {
                "preset": preset.name,
                "key": value.setting,
                "value": _written(value.value),
                "source": value.source,
                "date": value.date.isoformat(),
                "checked": value.checked or None,
            }
            for preset, value in presets.setting(rule.code)
        ],
    }


def listing_data(rules: Iterable[RuleText]) -> dict[str, Any]:
    """All rules in short, as plain data."""
    keys = ("code", "name", "family", "action", "statement")
    return {
        "schema_version": words.SCHEMA_VERSION,
        "rules": [{key: getattr(rule, key) for key in keys} for rule in rules],
    }


def sections(rule: RuleText) -> Sequence[tuple[str, str]]:
    """The prose of a rule under its headings."""
    found = (
        ("Why", rule.principle),
        ("How it is judged", rule.formula),
        ("Where the defaults come from", rule.default),
        ("What was read to check that", rule.checked),
        ("Example", rule.example),
        ("What to do", rule.fix),
    )
    return [section for section in found if section[1]]


def rule_text(rule: RuleText) -> str:
    """A rule for the terminal."""
    head = _filled(f"{rule.code} {rule.name}: {rule.statement}")
    blocks = [f"{head}Family {rule.family}; action {rule.action}.\n"]
    blocks += [f"{heading}\n{_indented(text)}" for heading, text in sections(rule)]
    change = change_example(rule)
    if change:
        settings = textwrap.indent(text_table(SETTINGS_HEAD, _settings(rule), 4), "  ")
        blocks.append(f"Settings\n{settings}")
        told = textwrap.indent(f"{CHANGE}\n\n{change}\n", "  ")
        blocks.append(f"To change it by a vote\n{told}")
    preset = textwrap.indent(text_table(PRESETS_HEAD, _presets(rule), 4), "  ")
    blocks.append(f"What presets set\n{preset}" if _presets(rule) else "")
    read = "".join(_indented(line) for line in _checked(rule))
    blocks.append(f"What was read to check the presets\n{read}" if read else "")
    blocks.append(f"To waive one finding\n{_indented(rule.waive)}")
    evidence = textwrap.indent(text_table(EVIDENCE_HEAD, rule.evidence.items(), 2), "  ")
    blocks.append(f"Evidence, as --format json has it\n{evidence}" if rule.evidence else "")
    return "\n".join(block for block in blocks if block)


def rule_markdown(rule: RuleText) -> str:
    """A rule as Markdown, under a heading of the second level."""
    blocks = [
        f"## {rule.code} {rule.name}\n",
        f"**{escaped(rule.statement)}** Family `{rule.family}`, action *{rule.action}*.\n",
    ]
    blocks += [f"*{heading}.* {escaped(text)}\n" for heading, text in sections(rule)]
    change = change_example(rule)
    if change:
        blocks.append(markdown_table(SETTINGS_HEAD, _settings(rule), 4))
        told = f"```beancount\n{change}\n```\n"
        blocks.append(f"*To change it by a vote.* {CHANGE}\n\n{told}")
    if _presets(rule):
        blocks.append(markdown_table(PRESETS_HEAD, _presets(rule), 4))
    if _checked(rule):
        read = "".join(f"- {escaped(line)}\n" for line in _checked(rule))
        blocks.append(f"*What was read to check the presets.*\n\n{read}")
    blocks.append(f"*To waive one finding.* {escaped(rule.waive)}\n")
    if rule.evidence:
        blocks.append(markdown_table(EVIDENCE_HEAD, rule.evidence.items(), 2))
    return "\n".join(blocks)


def listing_text(rules: Iterable[RuleText]) -> str:
    """All rules in short, for the terminal."""
    return text_table(LISTING_HEAD, _listing(rules), 4)


def listing_markdown(rules: Iterable[RuleText]) -> str:
    """All rules in short, as Markdown."""
    return markdown_table(LISTING_HEAD, _listing(rules), 4)


def page() -> str:
    """``docs/rules.md``."""
    rules = all_rules()
    return "\n".join(
        [INTRODUCTION, listing_markdown(rules), *(rule_markdown(rule) for rule in rules)]
    )


def _settings(rule: RuleText) -> list[tuple[str, str, str, str]]:
    return [
        (
            setting.key,
            _shown_default(default_text(rule, setting)),
            f"{setting.key}: {setting.example}",
            setting.meaning,
        )
        for setting in settings_of(rule)
    ]


def _presets(rule: RuleText) -> list[tuple[str, str, str, str]]:
    return [
        (
            preset.name,
            f"{value.setting}: {_written(value.value)}",
            value.source,
            value.date.isoformat(),
        )
        for preset, value in presets.setting(rule.code)
    ]


def _checked(rule: RuleText) -> list[str]:
    """What was read to confirm each preset's values; a policy is nobody else's text."""
    read: dict[tuple[str, str], list[str]] = {}
    for preset, value in presets.setting(rule.code):
        if value.source != POLICY:
            what = value.checked or NOT_CHECKED
            read.setdefault((preset.name, what), []).append(value.setting)
    return [f"{name}, {listed(keys)}: {what}." for (name, what), keys in read.items()]


def _written(value: object) -> str:
    """A value as a directive has it: ``TRUE`` for yes, words in quotes."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return f'"{value}"' if isinstance(value, str) else str(value)


def _shown_default(default: str | None) -> str:
    if default is None:
        return "not set"
    return default or "empty"


def _listing(rules: Iterable[RuleText]) -> list[tuple[str, str, str, str]]:
    return [(rule.code, rule.name, rule.action, rule.statement) for rule in rules]


def _indented(text: str) -> str:
    return textwrap.indent(_filled(text), "  ")


def _filled(text: str) -> str:
    """Lines that a terminal holds; no directive's name is broken at its hyphen."""
    return textwrap.fill(text, WIDTH, break_on_hyphens=False, break_long_words=False) + "\n"


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # the real stdout has it
    sys.stdout.write(page())
