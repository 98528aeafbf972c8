"""What a simulation assumes: each assumption with its figure, and where that comes from."""

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Final, NamedTuple

from coopfund import words
from coopfund.budgets.lines import YEAR
from coopfund.money import ZERO
from coopfund.report import show
from coopfund.report.months import key, label
from coopfund.report.show import Coin
from coopfund.simulation.scenario import SOURCE_PREFIX
from coopfund.wording import counted, harmless, listed, on_day

if TYPE_CHECKING:
    from coopfund.simulation.simulation import Simulation


MEMBERS_CHANGE: Final = (
    "Members change once, at the start; whoever goes pays no dues, whoever comes pays like the "
    "others; costs stay."
)


class Assumption(NamedTuple):
    """One thing that is taken for granted.

    Attributes:
        key: its name in JSON.
        what: the assumption in words.
        figure: the figure it rests on, as shown.
        origin: where the figure comes from.
    """

    key: str
    what: str
    figure: str
    origin: str


def assumptions(sim: "Simulation") -> list[Assumption]:
    """Everything that is assumed, in the order of its weight."""
    its = _Assumed(sim)
    return [*its.start(), *its.dues(), *its.other(), *its.costs(), *its.rules(), *its.fan()]


class _Assumed:
    """The words for one simulation."""

    def __init__(self, sim: "Simulation") -> None:
        self.sim, self.scenario, self.outlook = sim, sim.scenario, sim.outlook
        self.coin = Coin(sim.case.books.currency, sim.case.books.digits)
        self.year = sim.months[:YEAR]
        base = self.outlook.base
        self.base = f"{key(base.start)} to {key(base.end)}"
        covered = self.outlook.covered
        if covered == 1:
            self.base = f"the only month of the books, {key(base.end)}"
        elif covered < YEAR:
            self.base = f"the {covered} months of the books to {key(base.end)}"

    def start(self) -> Iterator[Assumption]:
        coin, outlook = self.coin, self.outlook
        day = on_day(outlook.base.end)
        held = sum(outlook.held.values(), ZERO) - outlook.owed
        parts = [f"{show.source(s)} {coin.bare(v)}" for s, v in outlook.held.items()]
        yield Assumption(
            "start",
            "The general pool starts with what is held, and core and programs may only use it by "
            "their whitelists. Core is served first.",
            coin.named(held) + (f" ({listed(parts)})" if parts else ""),
            f"lots held on {day}, designated method",
        )
        if outlook.liabilities:
            yield Assumption(
                "liabilities",
                "Loans and bills that are owed now are not paid back; money owed to the group does "
                "not come in.",
                coin.named(outlook.liabilities),
                f"liabilities on {day}",
            )
        for currency, amount in outlook.foreign.items():
            yield Assumption(
                f"foreign_{currency}",
                f"Money in {currency} is left out.",
                f"{amount} {currency}",
                f"lots held on {day}",
            )

    def dues(self) -> Iterator[Assumption]:
        coin, dues = self.coin, self.outlook.dues
        if words.DUES in self.scenario.sources:
            yield Assumption("dues", "No dues come in.", coin.named(ZERO), "--drop source:dues")
            return
        expected = sum((its.dues for its in self.year), ZERO)
        span = counted(len(self.year), "month")
        if not dues.before and not expected:
            yield Assumption(
                "dues",
                "No dues are expected: no schedule asks any, and none came in.",
                coin.named(ZERO),
                f"dues of {self.base}",
            )
        elif dues.rate is None:
            yield Assumption(
                "dues",
                "Dues come in as in the same month before, or at the mean of less than a year.",
                f"{coin.named(expected)} in {span}",
                f"no dues are asked by a schedule; dues received in {self.base}",
            )
        else:
            asked = sum(dues.asked[: len(self.year)], ZERO)
            yield Assumption(
                "dues",
                "Members stay as many as now and pay what the schedule asks, as often as so far.",
                f"{coin.named(expected)} in {span}: {coin.bare(asked)} asked × "
                f"{show.percent(dues.rate)}; {coin.bare(dues.before)} came in before",
                f"coopfund-dues, {counted(dues.members, 'member')}, collection rate of {self.base}",
            )
        if dues.ahead:
            yield Assumption(
                "paid_ahead",
                "Dues paid ahead are not asked again.",
                coin.named(dues.ahead),
                f"members' accounts on {on_day(self.outlook.base.end)}",
            )

    def other(self) -> Iterator[Assumption]:
        coin, scenario = self.coin, self.scenario
        total = sum((its.other for its in self.year), ZERO)
        yield Assumption(
            "other_income",
            "Other income comes as in the same month before, from whoever has not ended; nothing "
            "in kind, nothing of unknown source, no loan.",
            f"{coin.named(total)} in {counted(len(self.year), 'month')}",
            f"income of {self.base}, without what drops out",
        )
        if self.outlook.once_income:
            yield Assumption(
                "once_income",
                "Income that came once, or of unknown source, does not come again.",
                coin.named(self.outlook.once_income),
                f"income of {self.base} tagged or marked one-off, or unknown",
            )
        if scenario.drop:
            yield Assumption(
                "drop",
                "Nothing comes any more of what drops out, and nobody takes its place.",
                listed([harmless(name) for name in scenario.drop]),
                "--drop",
            )
        changes = (
            (
                "members",
                scenario.members,
                MEMBERS_CHANGE,
            ),
            (
                "dues_rise",
                scenario.dues_rise,
                "Dues are raised at the start, and nobody leaves for it.",
            ),
            (
                "price_rise",
                scenario.price_rise,
                "All costs but strike pay rise once, at the start.",
            ),
        )
        for name, change, what in changes:
            if change:
                figure = ("+" if change > 0 else "") + show.percent(change)
                yield Assumption(name, what, figure, f"--{name.replace('_', '-')}")

    def costs(self) -> Iterator[Assumption]:
        coin = self.coin
        total = sum(
            (
                sum(cost.programs.values(), ZERO) - cost.strike
                for cost in self.outlook.costs[: len(self.year)]
            ),
            ZERO,
        )
        yield Assumption(
            "costs",
            "Costs that come again come in the same month again; where the last three months "
            "were alike, as these. What a program cannot pay from its whitelist is not spent; "
            "what core cannot pay is owed on.",
            f"{coin.named(total)} in {counted(len(self.year), 'month')}",
            f"spending of {self.base}, without gifts in kind",
        )
        if self.outlook.once_cost:
            yield Assumption(
                "once_cost",
                "What was spent once is not spent again, and nothing new is bought.",
                coin.named(self.outlook.once_cost),
                f"one-off and capital spending of {self.base}",
            )
        funds = [sum(its.to_funds.values(), ZERO) for its in self.outlook.costs[: len(self.year)]]
        if any(funds):
            yield Assumption(
                "to_funds",
                "As much goes into the programs' own funds as before, where their whitelists "
                "leave it.",
                f"{coin.named(sum(funds, ZERO))} in {counted(len(self.year), 'month')}",
                f"transfers of {self.base}",
            )
        strike = self.sim.strike
        if strike is not None:
            yield Assumption(
                "strike",
                "Whoever strikes goes on paying dues; a week is paid when it begins.",
                f"{counted(strike.strike.members, 'striker')}; the books know "
                f"{counted(self.outlook.dues.members, 'member')}",
                "--strike",
            )

    def rules(self) -> Iterator[Assumption]:
        kept = self.sim.rules["CF505"]
        if any(its.value is not None for its in kept):
            yield Assumption(
                "retention",
                "In months to come as many members stay as in the last twelve (CF505), less those "
                "whom --members takes away.",
                "joins replace leaves",
                f"membership to {on_day(self.outlook.base.end)}",
            )
        yield Assumption(
            "least_cash",
            "Of a month to come the least cash is that at its end (CF506); within it there may "
            "be less.",
            "income before costs",
            "a month is one step",
        )

    def fan(self) -> Iterator[Assumption]:
        fan, dues = self.sim.fan, self.outlook.dues
        if fan is None:
            return
        low, high = min(dues.surprises), max(dues.surprises)
        gifts = [sum(its.values(), ZERO) for its in self.outlook.gifts]
        yield Assumption(
            "chance_dues",
            "In each run, each month's dues differ from what is expected as in one of the months "
            "before, drawn by chance: payments late, ahead or missing.",
            f"{self.coin.bare(low)} to {self.coin.named(high)}",
            f"dues received − asked × rate, each month of {self.base}, around their mean",
        )
        yield Assumption(
            "chance_gifts",
            "In each run, each month's gifts are those of one of the months before, drawn by "
            "chance.",
            f"{self.coin.bare(min(gifts))} to {self.coin.named(max(gifts))}",
            f"gifts of people, companies, unions and foundations, each month of {self.base}",
        )
        yield Assumption(
            "no_chance",
            "Costs, state money, events and who leaves do not vary; months are drawn one by one, "
            "so a run of bad months is as rare as chance makes it. Life is wider than this fan.",
            f"{fan.runs} runs",
            f"--runs, seed {fan.seed}",
        )


def supposed(sim: "Simulation") -> list[str]:
    """The scenario in a few words each."""
    scenario = sim.scenario
    found = [f"nothing from {_named(name)}" for name in scenario.drop]
    for what, change in (
        ("members", scenario.members),
        ("prices", scenario.price_rise),
        ("dues", scenario.dues_rise),
    ):
        if change:
            found.append(f"{what} {'+' if change > 0 else ''}{show.percent(Fraction(change))}")
    if sim.strike is not None:
        strike = sim.strike.strike
        pay = Coin(sim.case.books.currency, sim.case.books.digits).named(strike.pay)
        begins = f" from {label(strike.begins)}" if strike.begins else ""
        found.append(
            f"a strike of {counted(strike.members, 'member')} for {counted(strike.weeks, 'week')}"
            f"{begins} at {pay} a week each"
        )
    return found


def _named(dropped: str) -> str:
    source = dropped.removeprefix(SOURCE_PREFIX)
    return show.source(source) if source != dropped else harmless(dropped)
