"""Every measure is there, defined where it can be, and says why where it cannot."""

from pathlib import Path

import pytest

from coopfund.measures.all import measure
from tests.ledgers import judge

UNDEFINED = {
    "income_by_source": "no income in the window",
    "dues_share": "no income in the window",
    "recurring_share": "no income in the window",
    "unknown_share": "no income in the window",
    "unresolved_share": "no income in the window",
    "state_ratio": "no own income",
    "top1_share": "no income in the window",
    "top3_share": "no income in the window",
    "top5_share": "no income in the window",
    "hhi": "no contributor in the window",
    "hhi_normalised": "no contributor in the window",
    "effective_contributors": "no contributor in the window",
    "gini": "no contributor in the window",
    "member_support_share": "no support in the window",
    "public_support": "no support in the window",
    "months_of_reserves": "no essential cost in the window",
    "months_without_top1": "no contributor gave anything besides dues",
    "lapse_stress": "no essential cost in the window",
    "dues_to_running_cost": "no running cost in the window",
    "breakeven_dues": "nobody paid dues in the window",
    "independence_price": "nobody paid dues in the window",
    "dues_collection_rate": "no dues schedule is declared",
    "retention": "no member is declared",
    "dues_coverage": "no program spent anything in the window",
    "cost_per_participant": "no program has both payments and participants in the window",
    "capital_intensity": "no program spent anything in the window",
    "payroll_from_donations": "no wages were paid in the window (accounts of kind payroll)",
    "volunteer_hours": 'no volunteer hours in the window (a commodity with kind: "hours")',
    "common_reserves_ratio": "no assets",
    "cost_elasticity": "no program has payments and changed participants in this window and the "
    "one before",
    "hourly_pay": "nobody has both pay and paid hours in the window",
    "key_person_share": 'no volunteer hours in the window (a commodity with kind: "hours")',
    "outside_loans_ratio": "no assets",
    "pay_ratio": "fewer than two people have both pay and paid hours in the window",
    "program_draw": "no program spent anything in the window",
    "reserve_low_point": "no money in the window",
    "retention_by_cohort": "nobody has joined",
    "self_sustaining_chapters": "no account names a chapter",
}
"""Why each is undefined in empty books."""
SUMS = {"income_total", "own_minus_state", "running_cost"}
"""Sums: of nothing, they are nothing."""


@pytest.mark.parametrize("name", sorted(UNDEFINED))
def test_undefined_is_null_with_its_reason(name: str) -> None:
    shown = judge("").shown(name)
    assert (shown["value"], shown["status"], shown["because"]) == (
        None,
        "undefined",
        UNDEFINED[name],
    )


def test_no_measure_is_without_a_test() -> None:
    found = set(measure(judge("").analysis.case()))
    assert found == set(UNDEFINED) | SUMS
    tests = "".join(
        file.read_text(encoding="utf-8")
        for folder in (Path(__file__).parent, Path(__file__).parents[1] / "plugins")
        for file in folder.glob("test_*.py")
        if file != Path(__file__)
    )
    assert not [name for name in found if f'"{name}"' not in tests]


def test_a_single_contributor_has_no_normalised_index() -> None:
    books = judge('2026-01-01 * "dues"\n  member: "m-1"\n  Assets:Bank  1.00 USD\n  Income:Dues\n')
    found = books.measure("hhi_normalised")
    assert (found.value, found.because) == (None, "a single contributor")


def test_every_measure_says_how_it_is_computed() -> None:
    for found in measure(judge("").analysis.case()).values():
        assert found.formula
        assert found.window is not None
