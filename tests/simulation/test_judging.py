"""Which rule breaks when; figures worked out by hand, and the same as the rules find today."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from coopfund.books.load import load
from coopfund.simulation.judging import CODES
from coopfund.simulation.scenario import Scenario
from coopfund.simulation.simulation import Simulation, simulate
from coopfund_plugins import RULES
from tests.simulation.books import START, alike, came, simulated, went

DEMO = Path(__file__).parents[2] / "ledger"


def values(sim: Simulation, code: str) -> list[Fraction | None]:
    return [its.value for its in sim.rules[code]]


def breaks(sim: Simulation, code: str) -> list[str]:
    return [its.first.isoformat()[:7] for its in sim.rules[code] if its.broken]


def test_without_one_giver_the_next_one_is_the_patron() -> None:
    """1,200 of dues, 600 of gifts, 240 of the state: 600 of 2,040. After a year: 240 of 1,440."""
    text = alike(dues=100, gifts=50, state=20, rent=10)
    sim = simulated(text, drop=("d-7",))
    found = values(sim, "CF303")
    assert found[0] == Fraction(600, 2040)
    assert found[1] == Fraction(550, 1990)
    assert found[12] == Fraction(240, 1440)
    assert sim.rules["CF303"][12].why == "d-2"
    assert breaks(sim, "CF303") == [its.first.isoformat()[:7] for its in sim.rules["CF303"]]


def test_a_voted_threshold_counts_from_its_day() -> None:
    """The largest giver has a third from the start; from July 2027 the assembly accepts it."""
    rule = '2027-07-01 custom "coopfund-rule" "CF303"\n  warn: 0.50\n'
    sim = simulated(alike(dues=100, gifts=50, rent=10) + rule)
    assert breaks(sim, "CF303")[-1] == "2027-06"


def test_state_money_outgrows_what_is_left_of_own_income() -> None:
    """State 240 to own income of 1,800: 13 %. Without d-7 240 to 1,200; with less dues 25.1 %."""
    text = alike(dues=100, gifts=50, state=20, rent=10)
    sim = simulated(text, drop=("d-7",), members=Fraction(-2037, 10000))
    found = values(sim, "CF305")
    assert found[0] == Fraction(240, 1800)
    assert found[12] == Fraction(24000, 95556)
    assert breaks(sim, "CF305") == ["2027-12"]


def test_programs_overwhelm_the_dues_when_members_leave() -> None:
    """Childcare draws 600 of 1,200 dues; when half of these stay away, all of the 600.

    In April it draws 600 of 1,000, just the 60 % that are allowed.
    """
    text = alike(dues=100, gifts=50, rent=10, childcare=50)
    sim = simulated(text, members=Fraction(-1, 2))
    assert values(sim, "CF502")[0] == Fraction(1, 2)
    assert values(sim, "CF502")[-1] == 1
    assert breaks(sim, "CF502")[0] == "2027-05"


def test_the_reserve_breaks_when_cash_falls_below_a_quarter_of_a_year() -> None:
    """1,200 of cost a year; 600 held, and 50 less each month of 2027: below 300 in July.

    In 2026 the least was 600, half of a year's cost.
    """
    text = alike(dues=100, rent=100, more=came("2026-01-01", "Gifts", 600, "one-off: TRUE"))
    sim = simulated(text, dues_rise=Fraction(-1, 2))
    assert values(sim, "CF506")[:3] == [Fraction(1, 2), Fraction(550, 1200), Fraction(500, 1200)]
    assert breaks(sim, "CF506")[0] == "2027-07"


def test_of_a_strike_only_what_is_paid_is_cost() -> None:
    sim = simulated(alike(dues=100, gifts=10, rent=50, childcare=500), drop=("d-7",))
    assert values(sim, "CF506")[-1] is not None
    assert sim.months[-1].paid["childcare"] < 500


def test_retention_falls_by_those_who_leave_at_once() -> None:
    """Ten members for years; 11 % are gone on 1 January 2027, one point more than is allowed.

    The twelve months to December begin with those who are left, so nobody leaves in them.
    """
    text = alike(dues=100, rent=10) + "".join(
        f'2023-01-01 custom "coopfund-member" "m-{n}" "join" "standard"\n' for n in range(10)
    )
    sim = simulated(text, members=Fraction(-11, 100), months=14)
    assert values(sim, "CF505")[:2] == [0, Fraction(11, 100)]
    assert values(sim, "CF505")[11:] == [
        Fraction(11, 100),
        0,
        Fraction(-11, 100),
        -Fraction(11, 100),
    ]
    assert breaks(sim, "CF505") == [f"2027-{m:02}" for m in range(1, 12)]
    assert not breaks(simulated(text, members=Fraction(-1, 10)), "CF505")


def test_young_books_have_no_reserve_to_judge() -> None:
    text = "".join(
        came(f"2026-{m}-02", "Dues", 9, 'member: "m-1"') + went(f"2026-{m}-20", "Rent", 9)
        for m in (10, 11, 12)
    )
    found = values(simulated(text), "CF506")
    assert found[:9] == [None] * 9
    assert found[9] is not None


@pytest.mark.parametrize("end", ["2025-12-31", "2026-10-31"])
def test_today_is_what_the_rules_find(end: str) -> None:
    """Each rule is broken at the start exactly where ``coopfund check`` finds it in the demo."""
    day = date.fromisoformat(end)
    analysis = load(DEMO).analysis
    start = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    sim = simulate(analysis.case(day), Scenario(start, 1))
    judging = [rule for rule in RULES if rule.code in CODES]
    found = {its.code: its for its in analysis.judge(judging, day) if its.date == day}
    assert {code for code, its in sim.rules.items() if its[0].broken} == set(found)
    for code, key in (("CF303", "share"), ("CF305", "ratio"), ("CF502", "share")):
        if code in found:
            value = sim.rules[code][0].value
            assert value is not None
            assert round(float(value), 6) == float(found[code].evidence[key])


def test_the_months_of_a_simulation_begin_where_it_says() -> None:
    assert simulated(alike(dues=1, rent=1)).rules["CF303"][1].first == START
