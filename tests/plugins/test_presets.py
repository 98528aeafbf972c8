"""Presets: the thresholds of a law, put in force by one dated directive, overridden by votes."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from coopfund.rules import catalogue, document, presets
from tests.ledgers import Judged, judge, judged

NAMES = ("de-partg", "policy", "uk-ppera", "us-501c3", "us-fec")


def test_these_presets_are_there() -> None:
    assert presets.names() == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_each_value_is_of_a_setting_and_says_where_it_is_from(name: str) -> None:
    preset = presets.find(name)
    assert preset is not None
    assert preset.title
    seen = [(value.code, value.setting) for value in preset.values]
    assert len(set(seen)) == len(seen)
    for value in preset.values:
        kind = catalogue.get(value.code).setting(value.setting).type
        assert isinstance(value.value, kind)
        assert isinstance(value.date, date)
        assert value.source
        assert (value.source == "policy") == (not value.checked)


def test_each_rule_with_a_source_says_what_was_read_to_check_it() -> None:
    own = {code for code in catalogue.codes() if not catalogue.get(code).checked}
    for code in own:
        default = catalogue.get(code).default
        assert "policy" in default or "project's own" in default, code
        assert not re.search(r"section|CFR|IRS|standard|WOCCU", default), code


def test_a_value_that_nobody_checked_is_told_so() -> None:
    preset = presets.find("us-fec")
    assert preset is not None
    assert "us-fec, days: the section as of 2009." in document.rule_text(catalogue.get("CF607"))
    unchecked = replace(preset, values=tuple(replace(v, checked="") for v in preset.values))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(presets, "_presets", lambda: {"us-fec": unchecked})
        told = document.rule_text(catalogue.get("CF607"))
    assert "us-fec, days and petty: not verified against its text." in told


def test_the_policy_preset_is_what_the_catalogue_starts_with() -> None:
    preset = presets.find("policy")
    assert preset is not None
    for value in preset.values:
        assert isinstance(value.value, Decimal)
        assert Fraction(value.value) == catalogue.get(value.code).setting(value.setting).default


GIFTS = """
2026-03-01 * "gift"
  Assets:Bank            100.00 USD
  Income:Gifts
2026-05-01 * "gift"
  Assets:Bank            100.00 USD
  Income:Gifts
"""


def found(text: str) -> list[tuple[str, str]]:
    return [(str(f.date), f.evidence["limit"]) for f in judge(text + GIFTS).found("CF202")]


def test_a_preset_counts_from_its_day() -> None:
    assert found('2026-04-01 custom "coopfund-preset" "de-partg"\n') == [("2026-03-01", "50.00")]


def test_a_later_vote_counts_above_a_preset() -> None:
    text = """
2026-01-01 custom "coopfund-preset" "de-partg"
  decision: "GM-2026-01"
2026-05-01 custom "coopfund-rule" "CF202"
  single: 80
"""
    assert found(text) == [("2026-05-01", "80.00")]


def test_a_vote_of_the_same_day_counts_above_a_preset_wherever_it_stands() -> None:
    preset = '2026-01-01 custom "coopfund-preset" "de-partg"\n'
    vote = '2026-01-01 custom "coopfund-rule" "CF202"\n  single: 80\n'
    for text in (preset + vote, vote + preset):
        assert [limit for _, limit in found(text)] == ["80.00", "80.00"]
        assert judge(text + GIFTS).found("CF610") == []


def test_a_later_preset_counts_above_an_earlier_vote() -> None:
    vote = '2026-01-01 custom "coopfund-rule" "CF202"\n  single: 80\n'
    preset = '2026-04-01 custom "coopfund-preset" "de-partg"\n'
    assert found(vote + preset) == [("2026-03-01", "80.00")]


@judged
def test_an_unknown_preset_is_a_fault(books: Judged) -> None:
    """
    2026-01-01 custom "coopfund-preset" "de-part"
    2026-03-01 * "gift"
      Assets:Bank             50.01 USD
      Income:Gifts
    """
    assert books.problems() == [
        (
            '2026-01-01 custom "coopfund-preset" "de-part"',
            (
                'coopfund-preset: there is no preset "de-part"; there are de-partg, policy, '
                'uk-ppera, us-501c3, us-fec (did you mean "de-partg"?)'
            ),
        )
    ]
    assert books.one("CF202").evidence["limit"] == "50.00"


@judged
def test_two_thresholds_of_one_day_are_a_fault(books: Judged) -> None:
    """
    2026-01-01 custom "coopfund-rule" "CF202"
      single: 80
      yearly: 600
    2026-01-01 custom "coopfund-rule" "CF202"
      single: 90
      yearly: 600
    2026-01-02 custom "coopfund-rule" "CF202"
      single: 95
    2026-03-01 * "gift"
      Assets:Bank             95.00 USD
      Income:Gifts
    """
    ((line, message),) = books.problems()
    assert line == '2026-01-01 custom "coopfund-rule" "CF202"'
    assert message.startswith("coopfund-rule: CF202 single is 90 here and 80 in line ")
    assert message.endswith(", both from 2026-01-01 on; keep one")


def test_two_presets_of_one_day_that_differ_are_a_fault() -> None:
    text = "".join(
        f'2026-01-01 custom "coopfund-preset" "{name}"\n' for name in ("de-partg", "us-fec")
    )
    messages = [f.message for f in judge(text + GIFTS).found("CF610")]
    assert any("CF202 single is 50 here and 500 in line " in message for message in messages)
