"""How spread income is: its parts, and what concentration and state money amount to."""

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from coopfund.language import _, plural
from coopfund.money import ZERO
from coopfund.report import show
from coopfund.report.page import Table

if TYPE_CHECKING:
    from coopfund.report.givers import Givers

LISTED = 10
"""So many contributors stand in the tables one by one."""

WHOLE = 10_000
"""The concentration of income that comes from one contributor alone."""


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
    count = plural(
        "one further contributor",
        "{number} further contributors",
        givers.other_count + len(rest),
    )
    found = [
        *((giver.name, giver.amount) for giver in shown),
        (show.once(count), others),
        (_("Via payment services"), givers.processors),
        (_("No contributor named"), givers.nameless),
    ]
    whole = Fraction(givers.total)
    dues = Part(
        plural("Dues of one member", "Dues of {number} members", givers.payers),
        givers.dues,
        Fraction(givers.dues) / whole,
        dues=True,
    )
    split = [dues, *(Part(label, amount, Fraction(amount) / whole) for label, amount in found)]
    return [part for part in split if part.amount]


def table(givers: "Givers") -> Table:
    """State money and concentration, with words to each figure."""
    return Table(
        _("How spread income is"),
        ("", _("Figure"), _("In words")),
        (
            (_("State money ÷ own income"), show.percent(givers.state_ratio), _state_words(givers)),
            (_("Concentration (HHI)"), show.number(givers.hhi, 0), _hhi_words(givers)),
            (
                _("As if so many equal contributors gave it"),
                show.number(givers.effective),
                _("the fewer, the more depends on each"),
            ),
        ),
        texts=frozenset({2}),
    )


def _state_words(givers: "Givers") -> str:
    if givers.state is None:
        return _("no state money")
    limit = show.percent(givers.state_warn)
    if givers.state_ratio is not None and givers.state_ratio <= givers.state_warn:
        return _("not above {share}, where the rules warn", share=limit)
    return _("above {share}, where the rules warn", share=limit)


def _hhi_words(givers: "Givers") -> str:
    if givers.hhi is None or givers.hhi < givers.hhi_warn:
        limit, whole = show.number(givers.hhi_warn, 0), show.number(WHOLE, 0)
        # Translators: of income: it is spread
        return _("spread: below {limit} of {whole}", limit=limit, whole=whole)
    # Translators: of income
    return _("highly concentrated") if givers.hhi >= givers.hhi_red else _("concentrated")
