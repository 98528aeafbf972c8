"""What measures and their parts are called on a page.

In English their identifiers are the words, so that whoever reads the page finds them in the tables
and in JSON; there they stay as they are in every language.
"""

from typing import Final

from coopfund.language import _, marked

MEASURES: Final = (
    marked("income total"),
    marked("income by source"),
    marked("dues share"),
    marked("recurring share"),
    marked("unknown share"),
    marked("unresolved share"),
    marked("state ratio"),
    marked("own minus state"),
    marked("top1 share"),
    marked("top3 share"),
    marked("top5 share"),
    # Translators: the Herfindahl-Hirschman index
    marked("hhi"),
    marked("hhi normalised"),
    marked("effective contributors"),
    # Translators: the Gini coefficient
    marked("gini"),
    marked("member support share"),
    marked("public support"),
    marked("running cost"),
    marked("months of reserves"),
    marked("months without top1"),
    # Translators: what income would cover if the k largest contributors left
    marked("lapse stress"),
    marked("dues to running cost"),
    marked("breakeven dues"),
    marked("independence price"),
    marked("outside loans ratio"),
    marked("common reserves ratio"),
    marked("dues collection rate"),
    # Translators: how many members of a year ago are still members
    marked("retention"),
    marked("retention by cohort"),
    marked("dues coverage"),
    marked("cost per participant"),
    marked("capital intensity"),
    marked("payroll from donations"),
    marked("volunteer hours"),
    marked("key person share"),
    marked("hourly pay"),
    marked("pay ratio"),
    # Translators: what a program draws from dues
    marked("program draw"),
    marked("reserve low point"),
    marked("self sustaining chapters"),
    marked("cost elasticity"),
)
"""The measures of a report."""

PARTS: Final = (
    # Translators: "source" and "contributor" stand before the name of one
    marked("source"),
    marked("contributor"),
    marked("amount"),
    marked("share"),
    marked("per member and month"),
    marked("new members"),
    marked("joined"),
    marked("still there"),
    # Translators: the method that follows the members' own rule
    marked("designated"),
    # Translators: the method that reads the entries as strictly as can be
    marked("adverse"),
    marked("cost"),
    marked("participants"),
    marked("per participant"),
    # Translators: what was spent on things that last; also the source "interest and rent"
    marked("capital"),
    marked("hours"),
    # Translators: of so many hours in all, as in "hours 12.0, of 40.0"
    marked("of"),
    marked("two people"),
    marked("earmarked"),
    # Translators: what a program draws from dues
    marked("draw"),
    marked("gross"),
    marked("allowances"),
    # Translators: pay of an hour
    marked("hourly"),
    # Translators: pay of an hour ÷ the reference wage
    marked("to reference"),
    marked("cost before"),
    marked("participants before"),
    marked("elasticity"),
)
"""The parts of a breakdown."""


def measure(name: str) -> str:
    """``months of reserves`` of ``months_of_reserves``."""
    return _known(name.replace("_", " "), MEASURES)


def part(name: str) -> str:
    """``per participant`` of ``per_participant``."""
    return _known(name.replace("_", " "), PARTS)


def _known(text: str, texts: tuple[str, ...]) -> str:
    return _(text) if text in texts else text
