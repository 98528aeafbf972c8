"""The course of cash as a drawing: the expected line, the fan around it, and when what stops."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Final

from coopfund import words
from coopfund.money import ZERO
from coopfund.report import show, svg
from coopfund.report.charts import BOTTOM, HEIGHT, LEFT, LEGEND_ROW, Scale, key_rows
from coopfund.report.months import label, short
from coopfund.simulation.page import SimulationPage
from coopfund.simulation.simulation import Simulation
from coopfund.wording import harmless

WIDE: Final = "#e3d6bf"
NARROW: Final = "#c9a877"
DASHES: Final = ("6 3", "2 3", "8 3 2 3")
LABELS: Final = 12
"""So many months are named at most."""


def chart(page: SimulationPage) -> str:
    """The drawing as a file of its own."""
    sim = page.sim
    first, last = sim.months[0].first, sim.months[-1].first
    title = f"Cash in {page.coin.name}, {label(first)} to {label(last)}"
    legend = list(key_rows(0, 10, _legend(sim)))
    extra = LEGEND_ROW * (sum(1 for part in legend if part.startswith('<rect x="1"')) - 1)
    moved = [f'<g transform="translate(0 {extra})">', *_parts(sim), "</g>"]
    return svg.standalone("cash", title, page.answers()[0], HEIGHT + extra, [*legend, *moved])


def _parts(sim: Simulation) -> Iterator[str]:
    lines = [[its.cash for its in sim.months]]
    lines += [[its.funds[name] for its in sim.months] for name in sim.outlook.funds]
    bands = [] if sim.fan is None else [list(its.values()) for its in sim.fan.cash]
    up = Scale([*(v for line in lines for v in line), *(v for band in bands for v in band), ZERO])
    slot = Fraction(svg.WIDTH - LEFT, len(sim.months))
    across = [LEFT + slot * number + slot / 2 for number in range(len(sim.months))]
    yield from _fan(sim, up, across)
    for value in up.lines():
        yield svg.line(LEFT, up(value), svg.WIDTH, up(value))
        yield svg.text(LEFT - 6, up(value) + 4, show.number(value, 0 if up.step >= 1 else 2), "end")
    yield svg.line(LEFT, up(ZERO), svg.WIDTH, up(ZERO), svg.INK)
    for number, line in enumerate(lines):
        dash = DASHES[(number - 1) % len(DASHES)] if number else ""
        yield svg.curve(_points(line, up, across), svg.BROWN if number else svg.TEAL, dash)
    yield from _stops(sim, across)
    every = -(-len(across) // LABELS)
    for number, x in enumerate(across):
        if number % every == 0:
            yield svg.text(x, HEIGHT - 6, short(sim.months[number].first), "middle")


def _legend(sim: Simulation) -> list[tuple[str, svg.Paint]]:
    found = [("Cash", svg.Paint(svg.TEAL, svg.TEAL))]
    dashed = svg.Paint("#ffffff", svg.BROWN)
    found += [(f"Fund {harmless(name)} (dashed)", dashed) for name in sim.outlook.funds]
    if sim.fan is not None:
        found.append(("half of the runs", svg.Paint(NARROW, NARROW)))
        found.append(("nine of ten", svg.Paint(WIDE, NARROW)))
    return found


def _points(
    line: Sequence[Decimal], up: Scale, across: Sequence[Fraction]
) -> list[tuple[Fraction, Fraction]]:
    return [(x, up(value)) for x, value in zip(across, line, strict=True)]


def _fan(sim: Simulation, up: Scale, across: Sequence[Fraction]) -> Iterator[str]:
    if sim.fan is None:
        return
    for low, high, fill in ((5, 95, WIDE), (25, 75, NARROW)):
        lower = _points([its[low] for its in sim.fan.cash], up, across)
        upper = _points([its[high] for its in sim.fan.cash], up, across)
        yield svg.area([*upper, *reversed(lower)], fill)
    yield svg.curve(_points([its[50] for its in sim.fan.cash], up, across), svg.BROWN, "1 4")


def _stops(sim: Simulation, across: Sequence[Fraction]) -> Iterator[str]:
    """An upright line where core runs dry or a program stops, with its name."""
    for row, name in enumerate((words.CORE, *sim.programs)):
        month = sim.stops(name)
        if month is not None:
            x = across[[its.first for its in sim.months].index(month.first)]
            yield svg.line(x, 40, x, HEIGHT - BOTTOM, svg.INK)
            what = "core runs dry" if name == words.CORE else f"{harmless(name)} stops"
            right = x > svg.WIDTH * Fraction(2, 3)
            yield svg.text(
                x + (-4 if right else 4), 52 + 14 * row, what, "end" if right else "start"
            )
