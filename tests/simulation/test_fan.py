"""The fan: chance chooses months, never amounts; the same seed is the same fan."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

from coopfund.simulation.page import SimulationPage
from tests.simulation.books import alike, came, cash, simulated, stops, went

UNEVEN = alike(dues=100, rent=100, childcare=20) + "".join(
    came(f"2026-{month:02}-09", "Gifts", 10 * month, 'donor: "d-9"') for month in range(1, 13)
)


def test_alike_months_have_a_fan_of_no_width() -> None:
    sim = simulated(alike(dues=100, gifts=50, rent=140, childcare=30), runs=20, seed=3)
    assert sim.fan is not None
    for expected, lines in zip(sim.months, sim.fan.cash, strict=True):
        assert set(lines.values()) == {expected.cash}
    assert stops(sim) == {"core": "2027-01", "childcare": "2027-01"}
    assert sim.fan.stopped["childcare"] == 1
    assert sim.fan.stops == {"childcare": sim.months[0].first}


def test_the_same_seed_is_the_same_fan_and_another_is_another() -> None:
    one, same = simulated(UNEVEN, runs=40, seed=7), simulated(UNEVEN, runs=40, seed=7)
    assert one.fan == same.fan
    assert one.fan != simulated(UNEVEN, runs=40, seed=8).fan


def test_lines_lie_in_order_around_amounts_that_some_run_came_to() -> None:
    """Each month brings a gift of 10, 20 or so on to 120, so a month can end in twelve ways."""
    sim = simulated(UNEVEN, runs=200, seed=1)
    assert sim.fan is not None
    for lines in sim.fan.cash:
        assert list(lines.values()) == sorted(lines.values())
    held = sim.outlook.held["dues"] + sim.outlook.held.get("donation", Decimal(0))
    possible = {held - 20 + 10 * month for month in range(1, 13)}
    assert set(sim.fan.cash[0].values()) <= possible


def test_dues_surprise_as_they_did() -> None:
    """Dues of 160 in January and 100 in all other months: 55 above the mean, or 5 below."""
    text = alike(dues=100, rent=10).replace("Assets:Bank  100 USD", "Assets:Bank  160 USD", 1)
    sim = simulated(text + went("2026-12-31", "Rent", 1, "#one-off"), runs=3)
    assert max(sim.outlook.dues.surprises) == 55
    assert sum(sim.outlook.dues.surprises) == 0


def test_dropped_gifts_are_in_no_run() -> None:
    sim = simulated(UNEVEN, runs=20, seed=1, drop=("d-9",))
    assert sim.fan is not None
    assert [f"{its[5].normalize():f}" for its in sim.fan.cash] == cash(sim)
    assert not any(sim.outlook.gifts)


def test_how_often_core_and_programs_go_short() -> None:
    """Dues of 100 and gifts of 65 on the mean, for a rent of 200 and childcare of 40."""
    sim = simulated(UNEVEN, runs=50, seed=2, price_rise=Fraction(1))
    assert sim.fan is not None
    assert list(sim.fan.dry) == sorted(sim.fan.dry)
    assert 0 < sim.fan.dry[-1] <= 1
    assert sim.fan.stopped["childcare"] >= sim.fan.dry[-1]
    assert sim.fan.stops["childcare"] <= sim.months[-1].first


def test_core_that_owes_while_there_is_cash_is_explained() -> None:
    """Gifts for the clinic pile up beside a core that costs more than its dues."""
    given = "".join(
        came(f"2026-{month:02}-09", "Gifts", 50, 'program: "clinic"') for month in range(1, 13)
    )
    dearer: dict[str, Any] = {"runs": 5, "seed": 1, "price_rise": Fraction(1)}
    told = "Core can owe while there is cash: gifts for a program are not for core."
    apart = simulated(alike(dues=100, rent=100) + given, **dearer)
    assert told in SimulationPage(apart).answers()
    alone = simulated(alike(dues=100, rent=100), **dearer)
    assert told not in SimulationPage(alone).answers()
