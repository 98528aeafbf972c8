"""Does it scale? The unit economics, the size that pays, and what decides it, in all formats."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from coopfund import words
from coopfund.measures.scale import chapters, growth, year_before
from coopfund.money import amount as plain
from coopfund.money import half_up, share
from coopfund.report import show
from coopfund.report.months import key
from coopfund.report.show import Coin
from coopfund.simulation.economics import STEP, Economics, Swing, swings
from coopfund.simulation.layout import Layout
from coopfund.tables import Row, csv_table
from coopfund.wording import counted, harmless, listed

if TYPE_CHECKING:
    from coopfund.rules.case import Case

SIZES: Final = tuple(Fraction(part, 4) for part in (1, 2, 3, 4, 5, 6, 8))
NEVER: Final = "no size"
NAMES: Final = {
    "dues": "dues per member",
    "fixed": "fixed cost",
    "reach": "participants per member",
    "retention": "retention",
    "volunteers": "volunteer hours",
}


def name_of(assumption: str) -> str:
    """An assumption in words."""
    program = assumption.removeprefix("cost ")
    return NAMES.get(assumption) or f"cost per participant, {harmless(program)}"


@dataclass(frozen=True, slots=True)
class ScalePage:
    """What is shown."""

    case: "Case"
    found: Economics

    @property
    def coin(self) -> Coin:
        """The operating currency."""
        return Coin(self.case.books.currency, self.case.books.digits)

    @property
    def swings(self) -> list[Swing]:
        """What each assumption does, the one that decides most first."""
        return swings(self.found)

    def answers(self) -> list[str]:
        """What it comes to, in sentences."""
        found, coin = self.found, self.coin
        margin = (
            f"A member brings {coin.bare(found.dues)} of dues a month and costs "
            f"{coin.bare(found.variable)} in programs"
        )
        if found.size is None:
            first = (
                f"{margin}, so no number of members pays for the {coin.named(found.fixed)} a month "
                "that a chapter costs before it serves anybody."
            )
            return [first, *self._deciding()]
        first = (
            f"{margin}: {coin.bare(found.margin)} is left for the {coin.named(found.fixed)} a "
            f"month that a chapter costs before it serves anybody. From "
            f"{counted(found.size, 'member')} on it pays its own way."
        )
        return [first, *self._founders(), *self._deciding()]

    def _founders(self) -> Iterator[str]:
        found = self.found
        if found.retention is None or found.size is None:
            yield "How many members stay for a year is not known; see what is missing."
        elif found.founders is None:
            yield "Nobody stayed for a year, so no number of founders lasts."
        else:
            leaving = half_up(found.size * (1 - found.retention), 0)
            yield (
                f"As {show.percent(found.retention)} stay for a year, it takes "
                f"{counted(found.founders, 'founder')} for that number to be left after a year "
                f"without a newcomer, or {counted(int(leaving), 'newcomer')} every year."
            )

    def _deciding(self) -> Iterator[str]:
        ranked = self.swings
        if not ranked:
            return
        first = ranked[0]
        ends = f"{_members(first.low)} at 20 % less, {_members(first.high)} at 20 % more"
        yield f"The assumption that decides most is {name_of(first.key)}: {ends}."

    def missing(self) -> list[str]:
        """What the books do not say, and the directive that would."""
        found = self.found
        lines = [
            f"{harmless(name)} counts no participants, so its {self.coin.named(cost)} a month "
            "stand as fixed cost; add lines such as 2026-10-31 custom "
            f'"coopfund-participants" "{harmless(name)}" 40.'
            for name, cost in found.uncounted.items()
        ]
        if found.retention is None:
            lines.append(
                "No member is declared a year before, so retention is unknown; add "
                '"coopfund-member" lines from the day on which members joined.'
            )
        if not found.hours:
            lines.append(
                "No volunteer hours are recorded; declare a commodity with kind: "
                '"hours" and book hours on it.'
            )
        elif found.wage is None:
            lines.append(
                "No reference wage is declared, so hours have no price; add a line such as "
                '2026-01-01 custom "coopfund-wage" 22.50 USD "regional transport workers".'
            )
        return lines

    def limits(self) -> list[str]:
        """What the books cannot tell."""
        found, coin = self.found, self.coin
        other = coin.named(found.other)
        lines = [
            ONLY_DUES.format(other),
            SAME_CORE,
            f"{IN_PROPORTION} {self._elasticity()}",
            UNKNOWN,
        ]
        if found.hours:
            lines.append(
                f"Volunteers are supposed to give {show.number(found.hours, 2)} hours per member "
                "and month as here; 20 % fewer are supposed to be paid at the reference wage."
            )
        branches = chapters(self.case.books, found.window, self.case.last_row)
        if branches:
            alone = sum(1 for its in branches.values() if its.pays_its_way)
            lines.append(
                f"Of {counted(len(branches), 'chapter')} in these books, {alone} paid its own way "
                "in these months (CF508)."
            )
        return lines

    def _elasticity(self) -> str:
        grown = growth(self.case.tracing, self.found.window, year_before(self.found.window))
        known = {name: its.elasticity for name, its in grown.items() if its.elasticity is not None}
        if not known:
            return "Whether cost grows more slowly than people the books do not show yet."
        parts = [f"{harmless(n)} {show.number(value, 2)}" for n, value in known.items()]
        return (
            f"From the year before to this one, cost grew with people by an elasticity of "
            f"{listed(parts)} (1 is in proportion)."
        )

    def text(self, *, markdown: bool) -> str:
        """Sentences and tables."""
        lay, window = Layout(markdown=markdown), self.found.window
        span = f"From {key(window.start)} to {key(window.end)}; amounts are of a month."
        tornado = "Members needed to begin with, each assumption 20 % lower and higher"
        parts = [
            lay.title(f"{self.case.books.title}, {self.coin.name}: does it scale?"),
            f"{span}\n",
            lay.bullets(self.answers()),
            lay.head("What one chapter is made of") + lay.table(UNIT_HEAD, self._units()),
            lay.head("By size") + lay.table(SIZE_HEAD, self._sizes()),
            lay.head(tornado) + lay.table(TORNADO_HEAD, self._tornado()),
        ]
        if self.missing():
            parts.append(lay.head("Missing in the books") + lay.bullets(self.missing()))
        parts.append(lay.head("What the books cannot tell") + lay.bullets(self.limits()))
        return "\n".join(parts)

    def _units(self) -> Iterator[Row]:
        found, bare = self.found, self.coin.bare
        yield "members, mean", show.number(found.members), "coopfund-member"
        yield "dues per member", bare(found.dues), "dues received ÷ members"
        yield "fixed cost", bare(found.fixed), "payments of core, and what counts nobody"
        for name, its in found.services.items():
            shown = harmless(name)
            yield f"{shown}: per participant", bare(its.each), "payments ÷ participants counted"
            yield f"{shown}: participants per member", show.number(its.reach, 2), "counts ÷ members"
            yield f"{shown}: volunteer hours", show.number(its.hours), "hours booked, unpaid"
        retention = show.percent(found.retention)
        yield "stay for a year", retention, "members a year ago who are still there"
        yield "left per member", bare(found.margin), "dues − program cost"

    def _sizes(self) -> Iterator[Row]:
        found, bare = self.found, self.coin.bare
        base = found.founders or found.size or int(found.members)
        for number in sorted(
            {max(1, int(half_up(base * part, 0))) for part in SIZES} | {found.size or 1}
        ):
            newcomers = (
                None if found.retention is None else half_up(number * (1 - found.retention), 0)
            )
            yield (
                number,
                bare(found.dues * number),
                bare(found.variable * number),
                bare(found.fixed),
                bare(found.left(number)),
                show.number(found.hours * number),
                show.number(newcomers, 0),
            )

    def _tornado(self) -> Iterator[Row]:
        for swing in self.swings:
            width = NEVER if swing.width is None else swing.width
            yield name_of(swing.key), _members(swing.low), _members(swing.high), width

    def csv(self) -> str:
        """A line for each assumption."""
        found = self.found
        base = found.founders
        rows: list[Row] = [(its.key, base, its.low, its.high, its.width) for its in self.swings]
        return csv_table(
            ("assumption", "members", "at_80_percent", "at_120_percent", "swing"), rows
        )

    def data(self) -> dict[str, Any]:
        """Everything as JSON."""
        found, digits = self.found, self.coin.digits
        return {
            "schema_version": words.SCHEMA_VERSION,
            "as_of": self.case.as_of.isoformat(),
            "window": {
                "from": found.window.start.isoformat(),
                "to": found.window.end.isoformat(),
            },
            "currency": self.coin.name,
            "answers": self.answers(),
            "members": share(found.members),
            "dues_per_member": plain(found.dues, digits),
            "program_cost_per_member": plain(found.variable, digits),
            "fixed_cost": plain(found.fixed, digits),
            "left_per_member": plain(found.margin, digits),
            "retention": None if found.retention is None else share(found.retention),
            "hours_per_member": share(found.hours),
            "wage": None if found.wage is None else plain(found.wage, digits),
            "programs": {
                name: {
                    "per_participant": plain(its.each, digits),
                    "participants": share(its.people),
                    "participants_per_member": share(its.reach),
                    "hours": share(its.hours),
                }
                for name, its in found.services.items()
            },
            "pays_from": found.size,
            "founders": found.founders,
            "step": share(STEP),
            "swings": [
                {"assumption": its.key, "low": its.low, "high": its.high, "swing": its.width}
                for its in self.swings
            ],
            "missing": self.missing(),
            "limits": self.limits(),
        }


ONLY_DUES: Final = (
    "Only dues are counted. The {} a month of other income that this group has may not come to a "
    "further chapter."
)
SAME_CORE: Final = (
    "A chapter is supposed to cost before it serves anybody what this group's core costs; rent and "
    "pay elsewhere may differ (--fixed says another amount)."
)
IN_PROPORTION: Final = (
    "People are supposed to come in the same proportion to members, at the same cost each."
)
UNKNOWN: Final = (
    "The books do not know how fast a chapter grows, what its start costs, or whether members "
    "elsewhere would pay and stay as here."
)
SIZE_HEAD: Final = (
    "members",
    "dues",
    "programs",
    "fixed",
    "left over",
    "volunteer hours",
    "newcomers a year",
)
UNIT_HEAD: Final = ("what", "figure", "from")
TORNADO_HEAD: Final = ("assumption", "−20 %", "+20 %", "swing")


def _members(number: int | None) -> str:
    return NEVER if number is None else f"{number:,}"
