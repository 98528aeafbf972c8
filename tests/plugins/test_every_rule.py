"""No rule without books that fail, their nearest neighbour that passes, and the worked example.

A test says by its name what it shows: ``test_cf102_fails_…``, ``test_cf102_passes_…``,
``test_cf102_example_…``.
"""

import ast
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

import pytest

import coopfund_plugins
from coopfund.rules import catalogue

SHOWS = {"fails", "passes", "example"}
PARTS = 4


def shown() -> Mapping[str, set[str]]:
    """Code to what its tests show."""
    table: dict[str, set[str]] = defaultdict(set)
    for file in Path(__file__).parent.glob("test_*.py"):
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef):
                parts = node.name.split("_")
                if len(parts) >= PARTS and parts[1].startswith("cf"):
                    table[parts[1].upper()].add(parts[2])
    return table


@pytest.mark.parametrize("code", [rule.code for rule in coopfund_plugins.RULES])
def test_each_rule_is_shown(code: str) -> None:
    missing = SHOWS - shown()[code]
    assert not missing, f"{code} has no test_{code.lower()}_{{{','.join(sorted(missing))}}}_…"


def test_the_catalogue_has_every_rule_and_no_other() -> None:
    assert sorted(rule.code for rule in coopfund_plugins.RULES) == list(catalogue.codes())


def test_each_rule_is_of_the_family_that_runs_it() -> None:
    for family in coopfund_plugins.FAMILIES:
        for rule in family.RULES:
            assert catalogue.get(rule.code).family == family.__name__.rpartition(".")[2]
