"""How the figures were made: period, method, costs, what could not be converted, all measures."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from coopfund import vocabulary
from coopfund.findings import Figure, Measure
from coopfund.language import _, marked
from coopfund.report import names, show
from coopfund.report.page import Item, Listing, Section, Table
from coopfund.report.tables import reasons
from coopfund.wording import clauses, listed, on_day, with_colon

if TYPE_CHECKING:
    from coopfund.report.frame import Frame
    from coopfund.report.gaps import Gaps
    from coopfund.report.show import Coin

TITLE = marked("How these figures were made")

MONEY_PAID: Final = marked(
    "Every sum is followed from the day it came in. A program is paid from the money it may use, "
    "the most restricted program first; everything else is paid from what no program needs; oldest "
    "money first. The strictest reading turns this round and lets everything else use up the "
    "programs' money first. L3 and L2 hold under both readings, L1 under the members' own only; "
    "at L0 other money paid."
)
COSTS: Final = marked(
    "Running costs are all expenses but purchases of lasting things and gifts in kind. Essential "
    "costs leave out accounts marked as not essential. Reserves are what the general accounts "
    "hold; money owed to the group, equipment, and the funds of programs do not count."
)
INCOME: Final = marked(
    "Income is what came in, less what was given back; loans, transfers between chapters and money "
    "in quarantine are no income. Dues payers are counted one by one for concentration and never "
    "listed. Contributors that belong together are one."
)
FINDINGS: Final = marked(
    "All rules were judged as of the last day of the month, with the thresholds and waivers in "
    "force on that day. A finding asks for a look; it accuses nobody."
)

BY_SOURCE: Final = "income_by_source"
ELSEWHERE: Final = frozenset({"independence_price"})
"""Breakdowns that have a table of their own."""


def section(measures: Mapping[str, Measure], gaps: "Gaps", frame: "Frame") -> Section:
    """The words, and a table of every measure."""
    period = _(
        "{month} is the month to {end}. The window is {start} to {window_end}, of which the books "
        "cover {count} of 12 months. Figures are rounded half up; – is undefined, not zero.",
        month=frame.name,
        end=on_day(frame.as_of),
        start=on_day(frame.year.start),
        window_end=on_day(frame.year.end),
        count=frame.covered,
    )
    items = (
        Item(_("Period"), period),
        Item(_("Which money paid"), _(MONEY_PAID)),
        Item(_("Costs and reserves"), _(COSTS)),
        Item(_("Income and contributors"), _(INCOME)),
        Item(_("Rules"), _(FINDINGS)),
        Item(_("Currencies"), currencies(gaps, frame)),
    )
    return Section(0, "method", _(TITLE), "", (Listing("", items), table(measures, frame)))


def currencies(gaps: "Gaps", frame: "Frame") -> str:
    """What the figures are in, and what is missing from them."""
    told = (
        _("All figures are in {currency}, at cost.", currency=frame.coin.name)
        if frame.coin.name
        else _("No currency.")
    )
    left = left_out(gaps) or _("Nothing was left out for want of a price.")
    return f"{told} {left}"


def left_out(gaps: "Gaps") -> str:
    """What no figure holds because it has no price; empty where there is none of it."""
    if not gaps.unconverted:
        return ""
    sums = listed([f"{show.signed(f'{amount:,f}')} {name}" for name, amount in gaps.unconverted])
    return _(
        "Left out for want of a price (income and spending together): {amounts}.", amounts=sums
    )


def table(measures: Mapping[str, Measure], frame: "Frame") -> Table:
    """Every measure with its formula, and why it is undefined where it is."""
    return Table(
        _("All measures"),
        (_("Measure"), _("Figure"), _("How it is computed, or why it is not")),
        tuple(_row(measure, frame.coin) for measure in measures.values()),
        texts=frozenset({2}),
    )


def _row(measure: Measure, coin: "Coin") -> tuple[str, str, str]:
    """A measure; the parts of a breakdown follow its formula."""
    name = names.measure(measure.name)
    how = clauses(*filter(None, reasons(measure)))
    if measure.value is not None and measure.name in ELSEWHERE:
        return name, "", how
    if measure.unit != "breakdown" or measure.value is None:
        return name, show.shown(measure.value, measure.unit, coin), how
    by_source = measure.name == BY_SOURCE
    told = clauses(
        *(f"{path} {text}" for path, text in parts(measure.value, coin, sources=by_source))
    )
    # Translators: how a breakdown is computed, and its figures
    return name, "", _("{how}: {figures}", how=how, figures=told)


def parts(
    value: Mapping[str, Any], coin: "Coin", path: str = "", *, sources: bool = False
) -> Iterator[tuple[str, str]]:
    """The figures of a breakdown; those of one thing stand on one line.

    Args:
        value: the breakdown.
        coin: what its amounts are in.
        path: the things that it is part of, in words.
        sources: whether its things are sources.
    """
    for key, inner in value.items():
        numbered = with_colon(f"k = {key}") if key.isdigit() else key
        thing = vocabulary.source(key) if sources else numbered
        here = f"{path} {thing}".strip()
        if isinstance(inner, Figure):
            yield here, show.shown(inner.value, inner.unit, coin)
        elif all(isinstance(one, Figure) for one in inner.values()):
            yield here, ", ".join(_told(name, one, coin) for name, one in inner.items())
        else:
            branch = f"{path} {names.part(key)}".strip()
            yield from parts(inner, coin, branch, sources=key == "source")


def _told(name: str, figure: Figure, coin: "Coin") -> str:
    text = show.shown(figure.value, figure.unit, coin)
    return text if name in ("amount", "share") else f"{names.part(name)} {text}"
