"""Small ledgers of twelve alike months, and what is simulated from them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from coopfund.simulation.scenario import Scenario
from coopfund.simulation.simulation import Simulation, simulate
from tests.ledgers import judge

MONTHS = range(1, 13)
START = date(2027, 1, 1)
PROGRAMS = """
2025-01-01 open Assets:Strike
  pool: "strike-fund"
2025-01-01 open Expenses:Clinic
  program: "clinic"
2025-01-01 custom "coopfund-program" "childcare"
  funded-by: "dues"
2025-01-01 custom "coopfund-program" "clinic"
  funded-by: "dues donation"
"""
STRIKE = """
2025-01-01 custom "coopfund-program" "strike"
  funded-by: "dues"
  pool: "strike-fund"
"""


def came(day: str, account: str, amount: int | str, meta: str = "", to: str = "Bank") -> str:
    """Money that came in."""
    line = f"  {meta}\n" if meta else ""
    return f'{day} * "came in"\n{line}  Assets:{to}  {amount} USD\n  Income:{account}\n'


def went(day: str, account: str, amount: int | str, tags: str = "", of: str = "Bank") -> str:
    """Money that was spent."""
    return f'{day} * "spent" {tags}\n  Expenses:{account}  {amount} USD\n  Assets:{of}\n'


def alike(  # noqa: PLR0913  # one argument per kind of entry
    *,
    dues: int = 0,
    gifts: int = 0,
    state: int = 0,
    rent: int = 0,
    childcare: int = 0,
    clinic: int = 0,
    more: str = "",
) -> str:
    """Twelve months of 2026, one like the other, after what is held on the first day."""
    entries = [PROGRAMS, more]
    for month in MONTHS:
        day = f"2026-{month:02}"
        for account, amount, meta in (
            ("Dues", dues, 'member: "m-1"'),
            ("Gifts", gifts, 'donor: "d-7"'),
            ("State", state, 'donor: "d-2"'),
        ):
            if amount:
                entries.append(came(f"{day}-02", account, amount, meta))
        for account, amount in (("Rent", rent), ("Childcare", childcare), ("Clinic", clinic)):
            if amount:
                entries.append(went(f"{day}-20", account, amount))
    return "\n".join(entries)


def simulated(
    text: str,
    runs: int = 0,
    seed: int = 0,
    day: date = date(2026, 12, 31),
    **changes: Any,  # noqa: ANN401  # by name, in tests
) -> Simulation:
    """A simulation of the months after a day."""
    scenario = Scenario(**{"start": START, "months": 12, **changes})
    return simulate(judge(text).analysis.case(day), scenario, runs, seed)


def cash(sim: Simulation) -> list[str]:
    """Cash at each month's end."""
    return [f"{its.cash.normalize():f}" for its in sim.months]


def stops(sim: Simulation) -> Mapping[str, str | None]:
    """When core and each program stop."""
    return {
        name: month.first.isoformat()[:7] if (month := sim.stops(name)) else None
        for name in ("core", *sim.programs)
    }
