"""How spread income is: its parts, and what concentration and state money amount to."""

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from coopfund.money import ZERO
from coopfund.report import show
from coopfund.report.few import FEWEST
from coopfund.report.page import Table
from coopfund.wording import counted

if TYPE_CHECKING:
    from coopfund.report.givers import Givers

LISTED = 10
"""So many contributors stand in the tables one by one."""


class Part(NamedTuple):
    """A part of all income; ``dues`` marks the members' own."""

    label: str
    amount: Decimal
    share: Fraction
    dues: bool = False


def parts(givers: "Givers", limit: int = LISTED) -> list[Part]:
    """Where all income came from, in parts that add up."""
    shown, rest = givers.ranked[:limit], givers.ranked[limit:]
    others = givers.others + sum((giver.amount for giver in rest), ZERO)
    count = counted(givers.other_count + len(rest), "further contributor")
    found = [
        *((giver.name, giver.amount) for giver in shown),
        (show.once(count), others),
        ("Via payment services", givers.processors),
        ("No contributor named", givers.nameless),
    ]
    whole = Fraction(givers.total)
    dues = Part(
        f"Dues of {counted(givers.payers, 'member')}" if givers.payers >= FEWEST else "Dues",
        givers.dues,
        Fraction(givers.dues) / whole,
        dues=True,
    )
    split = [dues, *(Part(label, amount, Fraction(amount) / whole) for label, amount in found)]
    return [part for part in split if part.amount]


def table(givers: "Givers") -> Table:
    """State money and concentration, with words to each figure."""
    return Table(
        "How spread income is",
        ("", "Figure", "In words"),
        (
            ("State money ÷ own income", show.percent(givers.state_ratio), _state_words(givers)),
            ("Concentration (HHI)", show.number(givers.hhi, 0), _hhi_words(givers)),
            (
                "As if so many equal contributors gave it",
                show.number(givers.effective),
                "the fewer, the more depends on each",
            ),
        ),
        texts=frozenset({2}),
    )


def _state_words(givers: "Givers") -> str:
    if givers.state is None:
        return "no state money"
    if givers.state_ratio is not None and givers.state_ratio <= givers.state_warn:
        return f"not above {show.percent(givers.state_warn)}, where the rules warn"
    return f"above {show.percent(givers.state_warn)}, where the rules warn"


def _hhi_words(givers: "Givers") -> str:
    if givers.hhi is None or givers.hhi < givers.hhi_warn:
        return f"spread: below {show.number(givers.hhi_warn, 0)} of 10,000"
    return "highly concentrated" if givers.hhi >= givers.hhi_red else "concentrated"
