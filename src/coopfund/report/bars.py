"""Bars that fill up: each program's budget of the year, and how many of a cohort stayed."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from coopfund.language import _, day, numeral, plural
from coopfund.measures.record import ratio
from coopfund.report import show, svg
from coopfund.report.charts import LEGEND_ROW, SOLID, Chart, Legend, chart, key_lines, key_rows
from coopfund.report.page import Pair, Section, Table
from coopfund.wording import clauses, with_colon

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


def _drawn(
    name: str, title: str, desc: str, bars: Sequence[Bar], words: tuple[str, str, str]
) -> Chart:
    """The bars above their legend: what is filled, what is not, and what goes beyond."""
    beyond = svg.patterned(f"{name}-beyond", svg.BROWN, "lattice")
    legend = [(words[0], SOLID), (words[1], EMPTY)]
    if any(bar.filled > bar.full for bar in bars):
        legend.append((words[2], beyond))
    height = ROW * len(bars) + LEGEND_ROW * key_lines(legend) + 4
    return chart(name, title, desc, height, _bars(bars, beyond, legend))


def _bars(bars: Sequence[Bar], beyond: svg.Paint, legend: Legend) -> Iterator[str]:
    """Label and figure above each bar; what goes beyond the frame is hatched."""
    yield beyond.pattern
    most = max((max(bar.full, bar.filled) for bar in bars), default=Fraction(1)) or 1
    unit = Fraction(svg.WIDTH - 2) / most
    for position, bar in enumerate(bars):
        y, full, filled = ROW * position, bar.full * unit, max(bar.filled, Fraction(0)) * unit
        room = svg.WIDTH - svg.LETTER * (len(bar.shown) + 1)
        yield svg.text(0, y + 14, svg.fitted(bar.label, room))
        yield svg.text(svg.WIDTH, y + 14, bar.shown, "end")
        yield svg.rect(1, y + 20, full, BAR, EMPTY)
        yield svg.rect(1, y + 20, min(full, filled), BAR, SOLID)
        if filled > full:
            yield svg.rect(1 + full, y + 20, filled - full, BAR, beyond)
        if bar.mark is not None:
            x, foot = 1 + bar.mark * unit, y + 20 + BAR
            yield svg.line(x, y + 20, x, foot, "#ffffff")
            yield svg.area([(x - 4, foot + 7), (x + 4, foot + 7), (x, foot + 1)], svg.INK)
    yield from key_rows(0, ROW * len(bars) + 16, legend)


def budget_section(
    its: "Sequence[ToDate]", title_of: "Callable[[str], str]", frame: "Frame"
) -> Section:
    """Where the year's budget stands; empty where no program has one."""
    year = frame.month.year
    question = _("Where does the budget of {year} stand?", year=year)
    if not its:
        return Section(0, "budget", question, "", ())
    coin, over = frame.coin, [one for one in its if one.actual > one.plan]
    names = ", ".join(title_of(one.program) for one in over)
    sentence = (
        _(
            "Until {day}, no program spent more than its budget allows until then.",
            day=day(frame.as_of),
        )
        if not over
        else _(
            "More was spent until {day} than the budget allows until then: {programs}.",
            day=day(frame.as_of),
            programs=names,
        )
    )
    bars = [
        Bar(title_of(one.program), _of_year(one), one.year, Fraction(one.actual), one.plan)
        for one in its
    ]
    title = _(
        "Budget of {year} and what was spent of it, in {currency}", year=year, currency=coin.name
    )
    desc = _("A bar for each program, with an arrow where the budget stands by now.")
    # Translators: under bars of budgets: what was spent, all of it, and what was spent beyond it
    legend = (_("Spent"), _("Budget of the year (arrow: by now)"), _("Beyond it"))
    made = _drawn("budget", title, f"{desc} {_told(bars)}.", bars, legend)
    return Section(0, "budget", question, sentence, (Pair(made, _table(its, title_of, frame)),))


def _told(bars: Sequence[Bar]) -> str:
    return clauses(*(with_colon(bar.label, bar.shown) for bar in bars))


def _table(its: "Sequence[ToDate]", title_of: "Callable[[str], str]", frame: "Frame") -> Table:
    coin = frame.coin
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
    head = (
        _("Program"),
        _("Budget by now"),
        _("Spent"),
        _("Spent ÷ budget"),
        _("Budget of the year"),
    )
    return Table(_("From 1 January to {day}", day=day(frame.as_of)), head, tuple(rows))


def _of_year(one: "ToDate") -> str:
    share = show.percent(ratio(one.actual, one.year))
    return _("{share} of the year’s budget", share=share)  # typeset


def members_section(cohorts: Mapping[str, Mapping[str, Any]] | None) -> Section:
    """Who stayed, by the year they joined; empty without members.

    Args:
        cohorts: the measure ``retention_by_cohort`` by year ``joined``, ``still_there``, ``share``.
    """
    question = _("Who stayed?")
    if not cohorts:
        return Section(0, "members", question, "", ())
    found = {
        year: (int(row["joined"].value), int(row["still_there"].value), row["share"].value)
        for year, row in cohorts.items()
    }
    joined, still = (sum(row[at] for row in found.values()) for at in (0, 1))
    sentence = plural(
        "Of one member who ever joined, {still} are still there: {share}.",
        "Of {number} members who ever joined, {still} are still there: {share}.",
        joined,
        still=numeral(str(still)),
        share=show.percent(ratio(Decimal(still), Decimal(joined))),
    )
    bars = [
        Bar(
            _("Joined in {year}", year=year),
            _(
                # Translators: under "Joined in 2024", as in: 12 of 15, 80.0 %
                "{there} of {joined}, {share}",
                there=numeral(str(there)),
                joined=numeral(str(count)),
                share=show.percent(share),
            ),
            Fraction(count),
            Fraction(there),
        )
        for year, (count, there, share) in found.items()
    ]
    title = _("Members by the year they joined, and those still there")
    each = _("A bar for each year.")
    desc = f"{each} {_told(bars)}."
    # Translators: how many members of a year are still there, and how many joined in it
    legend = (_("Still there"), _("Joined"), "")
    made = _drawn("cohorts", title, desc, bars, legend)
    rows = [
        (year, numeral(str(count)), numeral(str(there)), show.percent(share))
        for year, (count, there, share) in found.items()
    ]
    # Translators: the title of a column of years
    head = (_("Joined in"), _("Joined"), _("Still there"), _("Share"))
    table = Table(_("Who came back counts with the year of joining first"), head, tuple(rows))
    return Section(0, "members", question, sentence, (Pair(made, table),))
