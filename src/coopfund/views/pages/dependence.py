"""Who we depend on: who gave how much, how concentrated that is, and what if one of them left."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Final, NamedTuple

from coopfund.findings import Figure, Measure
from coopfund.measures import irs
from coopfund.measures.endurance import endurance_measures
from coopfund.measures.member_support import member_support_share
from coopfund.measures.received import full_years
from coopfund.measures.record import Maker, ratio
from coopfund.measures.reserves import reserves
from coopfund.measures.shares import spread_measures, state_measures, top_measures
from coopfund.money import half_up, percent
from coopfund.sheets.part_g import part_g
from coopfund.sheets.schedule_a import schedule_a
from coopfund.sheets.sheet import Sheet, Value, shown_value
from coopfund.views.givers import Givers, givers
from coopfund.views.pages.asked import Asked

if TYPE_CHECKING:
    from collections.abc import Callable

    from coopfund.findings import Window
    from coopfund.rules.case import Case

ASKED_OF: Final = 12
"""So many of the largest contributors the page asks "what if" about."""


class Reading(NamedTuple):
    """A figure in plain words: what it is called, what it is, what it says, its limit."""

    name: str
    shown: str
    meaning: str


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The period without one contributor or source.

    Attributes:
        who: the group that leaves.
        gave: what it gave besides dues.
        share: of all income.
        essential, running: how much of the cost the rest would still cover.
        lasts: months until the money would be gone; ``None`` where it would not end.
        price: extra dues per paying member and month that would take its place.
    """

    who: str
    gave: Decimal
    share: Fraction | None
    essential: Fraction | None
    running: Fraction | None
    lasts: Fraction | None
    price: Fraction | None


@dataclass(frozen=True, slots=True)
class Dependence:
    """The page; empty where there is no period."""

    givers: Givers | None
    readings: Sequence[Reading]
    groups: Sequence[str]
    what_if: WhatIf | None
    sheets: Sequence[Sheet]
    value: "Callable[[Value, str, int], str]" = shown_value


def view(asked: Asked) -> Dependence:
    """Who gave in a period, and the period without whom the address names."""
    audit, period = asked.audit, asked.period
    case, window = audit.analysis.case(), period.window
    made = audit.kept(("givers", period), lambda: givers(case, period))
    if window is None or made is None:
        return Dependence(made, (), (), None, ())
    groups = [group for group, _ in case.income(window).ranked()[:ASKED_OF]]
    return Dependence(
        givers=made,
        readings=audit.kept(("readings", period), lambda: list(_readings(case, window))),
        groups=groups,
        what_if=_what_if(case, window, asked.arguments.get("without"), groups),
        sheets=audit.kept(("sheets",), lambda: [schedule_a(case), part_g(case)]),
    )


def _what_if(
    case: "Case", window: "Window", who: str | None, groups: Sequence[str]
) -> WhatIf | None:
    """The same period without one of the contributors that the page lists."""
    if who not in groups or who is None:
        return None
    income = case.income(window)
    stock = reserves(case.books, window, min(window.end, case.as_of))
    gave = dict(income.ranked())[who]
    left = income.total - gave
    payers = sum(1 for amount in income.dues.values() if amount > 0) * stock.months
    return WhatIf(
        who=who,
        gave=gave,
        share=ratio(gave, income.total),
        essential=ratio(left, stock.cost),
        running=ratio(left, stock.running),
        lasts=stock.months_until_empty(Fraction(left)) if stock.cost else None,
        price=Fraction(gave) / payers if payers else None,
    )


def _readings(case: "Case", window: "Window") -> Iterator[Reading]:
    """The measures of dependence of a period, each with what it says."""
    make, income = Maker(window), case.income(window)
    stock = reserves(case.books, window, min(window.end, case.as_of))
    found: dict[str, Measure] = {
        measure.name: measure
        for measure in (
            *state_measures(income, make),
            *top_measures(income, make),
            *spread_measures(income, make),
            *endurance_measures(income, stock, make),
            _five_years(case),
        )
    }
    for name, (title, meaning) in WORDS.items():
        measure = found[name]
        said = f"{meaning} ({measure.because})" if measure.because else meaning
        yield Reading(title, _shown(measure.value, measure.unit) or "–", said)
    stress = found["lapse_stress"].value or {}
    for k in ("1", "3", "5"):
        figure: Figure = stress.get(k, Figure(None, "share"))
        who = "the largest contributor" if k == "1" else f"the {k} largest contributors"
        yield Reading(
            f"Cover without {who}",
            _shown(figure.value, "share") or "–",
            f"what income without {who} covers of the essential cost; amber below 100 %",
        )


def _five_years(case: "Case") -> Measure:
    """Member support looks at five years, whatever the period."""
    window = irs.five_years(case.as_of)
    years = full_years(case.books, window, case.as_of)
    cap = case.number("CF301", "cap")
    return member_support_share(case.income(window), Maker(window), years, cap)


WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "top1_share": ("Largest contributor", "of all income; amber from 10 %, red from a third"),
    "top3_share": ("Three largest", "of all income"),
    "top5_share": ("Five largest", "of all income"),
    "hhi": (
        "Concentration (HHI)",
        "0 is countless equal givers, 10,000 a single one; amber from 1,500, red from 2,500",
    ),
    "effective_contributors": (
        "Effective contributors",
        "as many equal givers would be just as concentrated",
    ),
    "state_ratio": (
        "State money to own income",
        "amber above 25 %, red above 100 %; contracts with the state count",
    ),
    "member_support_share": (
        "Member support, five years",
        "dues and gifts of people, each up to 2 %, of all support; amber below a half",
    ),
    "months_of_reserves": ("Reserves", "months of essential cost that the money would last"),
}
"""What each measure is called, and what it says."""


def _shown(value: object, unit: str) -> str:
    if not isinstance(value, Decimal | Fraction | int):
        return ""
    if unit == "share":
        return percent(Fraction(value))
    return f"{half_up(Fraction(value), 0 if unit == 'index' else 1):,}"
