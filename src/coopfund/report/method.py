"""How the figures were made: period, method, costs, what could not be converted, all measures."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from coopfund.findings import Figure, Measure
from coopfund.report import show
from coopfund.report.page import Item, Listing, Section, Table
from coopfund.wording import listed, on_day

if TYPE_CHECKING:
    from coopfund.report.frame import Frame
    from coopfund.report.gaps import Gaps
    from coopfund.report.show import Coin

TITLE = "How these figures were made"

MONEY_PAID: Final = (
    "Every sum is followed from the day it came in. A program is paid from the money it may use, "
    "the most restricted program first; everything else is paid from what no program needs; oldest "
    "money first. The strictest reading turns this round and lets everything else use up the "
    "programs' money first. L3 and L2 hold under both readings, L1 under the members' own only; "
    "at L0 other money paid."
)
COSTS: Final = (
    "Running costs are all expenses but purchases of lasting things and gifts in kind. Essential "
    "costs leave out accounts marked as not essential. Reserves are what the general accounts "
    "hold; money owed to the group, equipment, and the funds of programs do not count."
)
INCOME: Final = (
    "Income is what came in, less what was given back; loans, transfers between chapters and money "
    "in quarantine are no income. Dues payers are counted one by one for concentration and never "
    "listed. Contributors that belong together are one."
)
FINDINGS: Final = (
    "All rules were judged as of the last day of the month, with the thresholds and waivers in "
    "force on that day. A finding asks for a look; it accuses nobody."
)

ELSEWHERE: Final = frozenset({"independence_price"})
"""Breakdowns that have a table of their own."""


def section(measures: Mapping[str, Measure], gaps: "Gaps", frame: "Frame") -> Section:
    """The words, and a table of every measure."""
    period = (
        f"{frame.name} is the month to {on_day(frame.as_of)}. The window is "
        f"{on_day(frame.year.start)} to {on_day(frame.year.end)}, of which the books cover "
        f"{frame.covered} of 12 months. Figures are rounded half up; – is undefined, not zero."
    )
    items = (
        Item("Period", period),
        Item("Which money paid", MONEY_PAID),
        Item("Costs and reserves", COSTS),
        Item("Income and contributors", INCOME),
        Item("Rules", FINDINGS),
        Item("Currencies", currencies(gaps, frame)),
    )
    return Section(0, "method", TITLE, "", (Listing("", items), table(measures, frame)))


def currencies(gaps: "Gaps", frame: "Frame") -> str:
    """What the figures are in, and what is missing from them."""
    told = f"All figures are in {frame.coin.name}, at cost." if frame.coin.name else "No currency."
    left = left_out(gaps) or "Nothing was left out for want of a price."
    return f"{told} {left}"


def left_out(gaps: "Gaps") -> str:
    """What no figure holds because it has no price; empty where there is none of it."""
    if not gaps.unconverted:
        return ""
    sums = listed([f"{show.signed(f'{amount:,f}')} {name}" for name, amount in gaps.unconverted])
    return f"Left out for want of a price (income and spending together): {sums}."


def table(measures: Mapping[str, Measure], frame: "Frame") -> Table:
    """Every measure with its formula, and why it is undefined where it is."""
    return Table(
        "All measures",
        ("Measure", "Figure", "How it is computed, or why it is not"),
        tuple(_row(measure, frame.coin) for measure in measures.values()),
        texts=frozenset({2}),
    )


def _row(measure: Measure, coin: "Coin") -> tuple[str, str, str]:
    """A measure; the parts of a breakdown follow its formula."""
    name = measure.name.replace("_", " ")
    how = f"{measure.formula}; {measure.because}" if measure.because else measure.formula
    if measure.value is not None and measure.name in ELSEWHERE:
        return name, "", how
    if measure.unit != "breakdown" or measure.value is None:
        return name, show.shown(measure.value, measure.unit, coin), how
    told = "; ".join(f"{path} {text}" for path, text in parts(measure.value, coin))
    return name, "", f"{how}: {told}"


def parts(value: Mapping[str, Any], coin: "Coin", path: str = "") -> Iterator[tuple[str, str]]:
    """The figures of a breakdown; those of one thing stand on one line."""
    for key, inner in value.items():
        here = f"{path} {f'k = {key}:' if key.isdigit() else key}".strip()
        if isinstance(inner, Figure):
            yield here, show.shown(inner.value, inner.unit, coin)
        elif all(isinstance(one, Figure) for one in inner.values()):
            yield here, ", ".join(_told(name, one, coin) for name, one in inner.items())
        else:
            yield from parts(inner, coin, here)


def _told(name: str, figure: Figure, coin: "Coin") -> str:
    text = show.shown(figure.value, figure.unit, coin)
    return text if name in ("amount", "share") else f"{name.replace('_', ' ')} {text}"
