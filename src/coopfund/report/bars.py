"""Bars that fill up: each program's budget of the year, and how many of a cohort stayed."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from coopfund.measures.record import ratio
from coopfund.report import show, svg
from coopfund.report.charts import LEGEND_ROW, LONGEST, SOLID, chart, key_rows
from coopfund.report.page import Pair, Section, Table
from coopfund.wording import counted

if TYPE_CHECKING:
    from collections.abc import Callable

    from coopfund.budgets.to_date import ToDate
    from coopfund.report.frame import Frame

ROW: Final = 48
BAR: Final = 14
EMPTY: Final = svg.Paint("#ffffff", svg.INK)


class Bar(NamedTuple):
    """A bar within its frame: both in the same unit; ``mark`` is where it should be by now."""

    label: str
    shown: str
    full: Fraction
    filled: Fraction
    mark: Fraction | None = None


def _bars(name: str, bars: Sequence[Bar], legend: tuple[str, str, str]) -> Iterator[str]:
    """Label and figure above each bar; what goes beyond the frame is hatched."""
    beyond = svg.patterned(f"{name}-beyond", svg.BROWN, "lattice")
    yield beyond.pattern
    most = max((max(bar.full, bar.filled) for bar in bars), default=Fraction(1)) or 1
    unit = Fraction(svg.WIDTH - 2) / most
    for position, bar in enumerate(bars):
        y, full, filled = ROW * position, bar.full * unit, max(bar.filled, Fraction(0)) * unit
        yield svg.text(0, y + 14, svg.brief(bar.label, LONGEST))
        yield svg.text(svg.WIDTH, y + 14, bar.shown, "end")
        yield svg.rect(1, y + 20, full, BAR, EMPTY)
        yield svg.rect(1, y + 20, min(full, filled), BAR, SOLID)
        if filled > full:
            yield svg.rect(1 + full, y + 20, filled - full, BAR, beyond)
        if bar.mark is not None:
            x, foot = 1 + bar.mark * unit, y + 20 + BAR
            yield svg.line(x, y + 20, x, foot, "#ffffff")
            yield svg.area([(x - 4, foot + 7), (x + 4, foot + 7), (x, foot + 1)], svg.INK)
    entries = [(legend[0], SOLID), (legend[1], EMPTY)]
    if any(bar.filled > bar.full for bar in bars):
        entries.append((legend[2], beyond))
    yield from key_rows(0, ROW * len(bars) + 16, entries)


def _height(bars: Sequence[Bar]) -> int:
    return ROW * len(bars) + LEGEND_ROW + 4


def budget_section(
    its: "Sequence[ToDate]", title_of: "Callable[[str], str]", frame: "Frame"
) -> Section:
    """Where the year's budget stands; empty where no program has one."""
    question = f"Where does the budget of {frame.month.year} stand?"
    if not its:
        return Section(0, "budget", question, "", ())
    coin, over = frame.coin, [one for one in its if one.actual > one.plan]
    names = ", ".join(title_of(one.program) for one in over)
    sentence = (
        f"Until {frame.as_of.isoformat()}, no program spent more than its budget allows until then."
        if not over
        else f"More was spent until {frame.as_of.isoformat()} than the budget allows until then: "
        f"{names}."
    )
    bars = [
        Bar(title_of(one.program), _of_year(one), one.year, Fraction(one.actual), one.plan)
        for one in its
    ]
    title = f"Budget of {frame.month.year} and what was spent of it, in {coin.name}"
    told = "; ".join(f"{bar.label}: {bar.shown}" for bar in bars)
    desc = f"A bar for each program, with an arrow where the budget stands by now. {told}."
    legend = ("Spent", "Budget of the year (arrow: by now)", "Beyond it")
    made = chart("budget", title, desc, _height(bars), _bars("budget", bars, legend))
    rows = [
        (
            title_of(one.program),
            coin.bare(one.plan),
            coin.bare(one.actual),
            show.percent(ratio(one.actual, one.plan)),
            coin.bare(one.year),
        )
        for one in its
    ]
    head = ("Program", "Budget by now", "Spent", "Spent ÷ budget", "Budget of the year")
    table = Table(f"From 1 January to {frame.as_of.isoformat()}", head, tuple(rows))
    return Section(0, "budget", question, sentence, (Pair(made, table),))


def _of_year(one: "ToDate") -> str:
    return f"{show.percent(ratio(one.actual, one.year))} of the year’s budget"  # typeset


def members_section(cohorts: Mapping[str, Mapping[str, Any]] | None) -> Section:
    """Who stayed, by the year they joined; empty without members.

    Args:
        cohorts: the measure ``retention_by_cohort`` by year ``joined``, ``still_there``, ``share``.
    """
    question = "Who stayed?"
    if not cohorts:
        return Section(0, "members", question, "", ())
    found = {
        year: (int(row["joined"].value), int(row["still_there"].value), row["share"].value)
        for year, row in cohorts.items()
    }
    joined, still = (sum(row[at] for row in found.values()) for at in (0, 1))
    sentence = (
        f"Of {counted(joined, 'member')} who ever joined, {still} are still there: "
        f"{show.percent(ratio(Decimal(still), Decimal(joined)))}."
    )
    bars = [
        Bar(
            f"Joined in {year}",
            f"{there} of {count}, {show.percent(share)}",
            Fraction(count),
            Fraction(there),
        )
        for year, (count, there, share) in found.items()
    ]
    title = "Members by the year they joined, and those still there"
    desc = "A bar for each year. " + "; ".join(f"{bar.label}: {bar.shown}" for bar in bars) + "."
    legend = ("Still there", "Joined", "")
    made = chart("cohorts", title, desc, _height(bars), _bars("cohorts", bars, legend))
    rows = [
        (year, str(count), str(there), show.percent(share))
        for year, (count, there, share) in found.items()
    ]
    head = ("Joined in", "Joined", "Still there", "Share")
    table = Table("Who came back counts with the year of joining first", head, tuple(rows))
    return Section(0, "members", question, sentence, (Pair(made, table),))
