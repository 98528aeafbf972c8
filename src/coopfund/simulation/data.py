"""A simulation as CSV and as JSON."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from coopfund import words
from coopfund.money import ZERO, share
from coopfund.money import amount as plain
from coopfund.report import independence
from coopfund.report.months import key
from coopfund.rules import catalogue
from coopfund.simulation.assumed import assumptions
from coopfund.simulation.course import Month
from coopfund.simulation.fan import PERCENTILES
from coopfund.simulation.judging import Judged
from coopfund.simulation.page import SimulationPage
from coopfund.tables import Row, csv_table

FIGURES = ("dues", "other", "core", "programs", "cash", "unpaid")


@dataclass(frozen=True, slots=True)
class SimulationData:
    """The same figures as the page shows, for programs."""

    page: SimulationPage

    def csv(self) -> str:
        """A line for each month."""
        sim = self.page.sim
        funds, programs = list(sim.outlook.funds), sim.programs
        fan = [] if sim.fan is None else [f"p{part}" for part in PERCENTILES]
        head = [
            "month",
            *FIGURES,
            *(f"paid {name}" for name in programs),
            *(f"fund {name}" for name in funds),
            *fan,
            *sim.rules,
            "events",
        ]
        return csv_table(head, [self._row(number) for number in range(len(sim.months))])

    def _row(self, number: int) -> Row:
        sim = self.page.sim
        its = sim.months[number]
        cash = {} if sim.fan is None else sim.fan.cash[number]
        rules = (judged[number + 1].value for judged in sim.rules.values())
        return (
            key(its.first),
            *self._figures(its).values(),
            *(self._plain(its.paid.get(name, ZERO)) for name in sim.programs),
            *(self._plain(its.funds[name]) for name in sim.outlook.funds),
            *map(self._plain, cash.values()),
            *(None if value is None else share(value) for value in rules),
            "; ".join(sim.events()[its.first]),
        )

    def data(self) -> dict[str, Any]:
        """Everything as JSON."""
        sim = self.page.sim
        scenario, events = sim.scenario, sim.events()
        return {
            "schema_version": words.SCHEMA_VERSION,
            "as_of": sim.case.as_of.isoformat(),
            "currency": sim.case.books.currency,
            "start": key(scenario.start),
            "supposed": {
                "drop": list(scenario.drop),
                "members": share(scenario.members),
                "price_rise": share(scenario.price_rise),
                "dues_rise": share(scenario.dues_rise),
            },
            "answers": self.page.answers(),
            "months": [self._month(its) | {"events": events[its.first]} for its in sim.months],
            "stops": {name: self._stop(name) for name in (words.CORE, *sim.programs)},
            "rules": {code: self._rule(code, its) for code, its in sim.rules.items()},
            "strike": self._strike(),
            "fan": self._fan(),
            "independence": independence.data(sim.prices, self.page.coin),
            "assumptions": [
                {"key": its.key, "what": its.what, "figure": its.figure, "from": its.origin}
                for its in assumptions(sim)
            ],
        }

    def _plain(self, value: Decimal) -> str:
        return plain(value, self.page.coin.digits)

    def _figures(self, its: Month) -> dict[str, str]:
        programs = sum((v for name, v in its.paid.items() if name != words.CORE), ZERO)
        values = (its.dues, its.other, its.needed[words.CORE], programs, its.cash, its.unpaid)
        return {name: self._plain(v) for name, v in zip(FIGURES, values, strict=True)}

    def _month(self, its: Month) -> dict[str, Any]:
        return {
            "month": key(its.first),
            **self._figures(its),
            "needed": {name: self._plain(v) for name, v in its.needed.items()},
            "paid": {name: self._plain(v) for name, v in its.paid.items()},
            "to_funds": {name: self._plain(v) for name, v in its.put.items()},
            "funds": {name: self._plain(v) for name, v in its.funds.items()},
        }

    def _stop(self, name: str) -> dict[str, str] | None:
        month = self.page.sim.stops(name)
        if month is None:
            return None
        return {"month": key(month.first), "short": self._plain(month.short(name))}

    def _rule(self, code: str, its: Sequence[Judged]) -> dict[str, Any]:
        first = next((one for one in its[1:] if one.broken), None)
        return {
            "name": catalogue.get(code).name,
            "broken_at_start": its[0].broken,
            "breaks_in": key(first.first) if first else None,
            "months": [
                {
                    "month": key(one.first),
                    "value": None if one.value is None else share(one.value),
                    "limit": share(one.limit),
                    "broken": one.broken,
                    "about": one.why,
                }
                for one in its
            ],
        }

    def _strike(self) -> dict[str, Any] | None:
        pay = self.page.sim.strike
        if pay is None:
            return None
        return {
            "program": pay.program,
            "members": pay.strike.members,
            "weeks": pay.strike.weeks,
            "weekly": self._plain(pay.strike.weekly),
            "begins": key(pay.begins) if pay.begins else None,
            "fund": self._plain(pay.fund),
            "runway_weeks": share(pay.runway),
            "due": self._plain(pay.due),
            "paid": self._plain(pay.paid),
            "weeks_paid": pay.weeks_paid,
        }

    def _fan(self) -> dict[str, Any] | None:
        sim = self.page.sim
        fan = sim.fan
        if fan is None:
            return None
        return {
            "runs": fan.runs,
            "seed": fan.seed,
            "months": [
                {
                    "month": key(month.first),
                    **{f"p{part}": self._plain(v) for part, v in cash.items()},
                    "core_unpaid": share(dry),
                }
                for month, cash, dry in zip(sim.months, fan.cash, fan.dry, strict=True)
            ],
            "stopped": {name: share(v) for name, v in fan.stopped.items()},
            "half_stopped_by": {name: key(day) for name, day in fan.stops.items()},
        }
