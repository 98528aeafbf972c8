"""A simulation as text and Markdown."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from coopfund import words
from coopfund.money import ZERO
from coopfund.report import independence, show
from coopfund.report.months import key, label
from coopfund.report.page import Note
from coopfund.report.page import Table as Block
from coopfund.report.show import Coin
from coopfund.rules import catalogue
from coopfund.simulation.assumed import assumptions, supposed
from coopfund.simulation.course import Month
from coopfund.simulation.fan import PERCENTILES, Fan
from coopfund.simulation.judging import Judged
from coopfund.simulation.layout import Layout
from coopfund.simulation.simulation import Simulation
from coopfund.tables import Row
from coopfund.wording import counted, harmless, listed

LOW = 5
LOWEST = Fraction(LOW, 100)
"""The percentile of cash below which few runs are, and their share."""
FAN = ("month", "5 %", "25 %", "median", "75 %", "95 %", "core unpaid")


@dataclass(frozen=True, slots=True)
class SimulationPage:
    """What is shown."""

    sim: Simulation

    @property
    def coin(self) -> Coin:
        """The operating currency."""
        return Coin(self.sim.case.books.currency, self.sim.case.books.digits)

    @property
    def title(self) -> str:
        """What it is about."""
        sim = self.sim
        span = f"{counted(len(sim.months), 'month')} from {label(sim.scenario.start)}"
        return f"{sim.case.books.title}, {self.coin.name}: {span}"

    def answers(self) -> list[str]:
        """What it comes to, in sentences."""
        return [*self._core(), *self._programs(), *self._strike(), *self._fan()]

    def text(self, *, markdown: bool) -> str:
        """Sentences and tables."""
        lay, sim = Layout(markdown=markdown), self.sim
        what = listed(supposed(sim)) or "everything goes on as before"
        parts = [
            lay.title(self.title),
            f"Supposed: {what}.\n",
            lay.head("What it comes to") + lay.bullets(self.answers()),
            lay.head("Month by month") + lay.table(self._month_head(), self._months()),
            lay.head("Rules") + lay.table(RULES, self._rules()),
        ]
        if sim.fan is not None:
            title = f"Cash in {counted(sim.fan.runs, 'run')}, seed {sim.fan.seed}"
            parts.append(lay.head(title) + lay.table(FAN, self._fan_rows(sim.fan)))
        parts += self._independence(lay)
        parts.append(lay.head("What this assumes") + lay.bullets(self._assumed()))
        return "\n".join(parts)

    def _core(self) -> Iterator[str]:
        sim, coin = self.sim, self.coin
        month, least = sim.stops(words.CORE), sim.lowest
        if month is None:
            yield (
                f"Core is paid in all {len(sim.months)} months. Cash is lowest at the end of "
                f"{label(least.first)}: {coin.named(least.cash)}."
            )
            return
        most = max(sim.months, key=lambda its: its.unpaid)
        yield (
            f"Money for core runs out in {label(month.first)}: {coin.named(month.unpaid)} of its "
            f"bills cannot be paid. Most is owed at the end of {label(most.first)}: "
            f"{coin.named(most.unpaid)}."
        )

    def _programs(self) -> Iterator[str]:
        for name in self.sim.programs:
            month = self.sim.stops(name)
            shown = harmless(name)
            if month is None:
                yield f"{shown} is paid in full in every month."
            else:
                yield f"{shown} stops in {label(month.first)}: {self._stop(name, month)}"

    def _stop(self, name: str, month: Month) -> str:
        needed, paid = month.needed[name], month.paid[name]
        whitelist = self.sim.outlook.whitelists.get(name)
        money = "any money" if whitelist is None else show.sources(whitelist) or "nothing"
        later = [its for its in self.sim.months if its.first >= month.first]
        full = sum(1 for its in later if its.needed.get(name) and not its.short(name))
        again = f" Later {counted(full, 'month')} could be paid in full." if full else ""
        return (
            f"of {self.coin.named(needed)} its money ({money}, after core and whoever is "
            f"served before) pays {self.coin.bare(paid)}.{again}"
        )

    def _strike(self) -> Iterator[str]:
        pay, coin = self.sim.strike, self.coin
        if pay is None:
            return
        strike = pay.strike
        yield (
            f"Strike pay is {coin.named(strike.weekly)} a week, {coin.bare(strike.total)} in all. "
            f"The fund of {harmless(pay.program)} holds {coin.bare(pay.fund)} when it begins: it "
            f"lasts {show.number(pay.runway)} weeks."
        )
        if pay.begins is None:
            yield "The strike begins after the last month shown."
            return
        yield (
            f"With what its whitelist leaves it of the general pool, {coin.named(pay.paid)} of "
            f"the {coin.bare(pay.due)} due in these months is paid: {pay.weeks_paid} whole weeks "
            f"of {strike.weeks}."
        )

    def _fan(self) -> Iterator[str]:
        fan = self.sim.fan
        if fan is None:
            return
        last = fan.cash[-1]
        yield (
            f"In half of {fan.runs} runs, cash at the end is between {self.coin.named(last[25])} "
            f"and {self.coin.bare(last[75])}; in nine of ten between {self.coin.bare(last[5])} and "
            f"{self.coin.bare(last[95])}."
        )
        worst = max(fan.dry)
        when = self.sim.months[fan.dry.index(worst)].first
        if worst:
            yield (
                f"At worst, in {label(when)}, core bills are unpaid in {show.percent(worst)} of "
                "the runs."
            )
            if any(
                its[LOW] > 0 and dry > LOWEST for its, dry in zip(fan.cash, fan.dry, strict=True)
            ):
                yield "Core can owe while there is cash: gifts for a program are not for core."
        else:
            yield "Core is paid in every run."
        for name in self.sim.programs:
            share = fan.stopped[name]
            half = f", in half of all by {label(fan.stops[name])}" if name in fan.stops else ""
            yield f"{harmless(name)} stops at some time in {show.percent(share)} of the runs{half}."

    def _month_head(self) -> list[str]:
        funds = [f"fund {harmless(name)}" for name in self.sim.outlook.funds]
        spent = ["from funds"] if funds else []
        return [*MONTHS[: -1 if not funds else None], "cash", *spent, *funds, "what happens"]

    def _months(self) -> Iterator[Row]:
        events, bare = self.sim.events(), self.coin.bare
        for its in self.sim.months:
            funds = its.funds
            cells = [its.dues, its.other, its.needed[words.CORE], its.from_general]
            cells += [sum(its.put.values(), ZERO)] if funds else []
            cells += [its.cash]
            cells += [its.from_funds, *funds.values()] if funds else []
            yield key(its.first), *map(bare, cells), "; ".join(map(harmless, events[its.first]))

    def _rules(self) -> Iterator[Row]:
        for code, (today, *ahead) in self.sim.rules.items():
            first = next((one for one in ahead if one.broken), None)
            worst = max(ahead, key=lambda one: badness(code, one))
            yield (
                code,
                catalogue.get(code).name,
                shown(code, today.value),
                shown(code, worst.limit),
                "yes" if today.broken else "no",
                key(first.first) if first else "never",
                shown(code, worst.value),
                key(worst.first),
                harmless(worst.why),
            )

    def _fan_rows(self, fan: Fan) -> Iterator[Row]:
        for month, cash, dry in zip(self.sim.months, fan.cash, fan.dry, strict=True):
            lines = (self.coin.bare(cash[part]) for part in PERCENTILES)
            yield key(month.first), *lines, show.percent(dry)

    def _independence(self, lay: Layout) -> Iterator[str]:
        span = "the last 12 months of the books"
        for block in independence.blocks(self.sim.prices, self.coin, span):
            if isinstance(block, Block):
                yield lay.head(block.caption) + lay.table(block.head, block.rows)
            elif isinstance(block, Note):
                yield f"{block.text}\n"

    def _assumed(self) -> list[str]:
        return [
            f"{its.what} {show.once(its.figure)} ({its.origin})." for its in assumptions(self.sim)
        ]


MONTHS = ("month", "dues", "other", "core", "programs", "to funds")
RULES = (
    "rule",
    "",
    "at the start",
    "limit",
    "broken then",
    "breaks in",
    "worst",
    "in",
    "about",
)


def shown(code: str, value: Fraction | None) -> str:
    """A rule's figure."""
    text = show.percent(value)
    return text.replace(" %", " points") if code == "CF505" else text


def badness(code: str, its: Judged) -> tuple[bool, bool, Fraction]:
    """How bad a figure is, to find the worst; of a reserve, the least."""
    value = its.value or Fraction(0)
    return its.broken, its.value is not None, -value if code == "CF506" else value
