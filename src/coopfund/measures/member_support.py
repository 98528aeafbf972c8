"""Whether members and people carry the organisation: member support over five years (CF301)."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from coopfund import words
from coopfund.language import marked
from coopfund.measures.irs import TWO_PERCENT, YEARS
from coopfund.measures.record import Maker, count, money
from coopfund.money import ZERO, exceeds, half_up

if TYPE_CHECKING:
    from coopfund.findings import Measure
    from coopfund.measures.income import Income


@dataclass(frozen=True, slots=True)
class MemberSupport:
    """What members and people gave of all support from outside.

    Attributes:
        dues: all dues.
        gifts: what groups of natural persons gave, each up to the cap.
        support: all income but interest and rents, state money included.
        cap: the most that counts of one group's gifts.
    """

    dues: Decimal
    gifts: Fraction
    support: Decimal
    cap: Fraction

    @property
    def share(self) -> Fraction | None:
        """Of all support; undefined where there is none."""
        if self.support <= 0:
            return None
        return (Fraction(self.dues) + self.gifts) / Fraction(self.support)


def member_support(income: "Income", part: Fraction = TWO_PERCENT) -> MemberSupport:
    """Member support of a window; a group's gifts count up to ``part`` of support."""
    support = income.total - income.by_source.get("capital", ZERO)
    cap = Fraction(support) * part
    given = [v for v in income.people.values() if v > 0]
    below = [v for v in given if not exceeds(v, cap)]
    gifts = Fraction(sum(below, ZERO)) + cap * (len(given) - len(below))
    return MemberSupport(income.by_source.get(words.DUES, ZERO), gifts, support, cap)


def member_support_share(
    income: "Income", make: Maker, years: int, part: Fraction = TWO_PERCENT
) -> "Measure":
    """CF301: dues and people's gifts, each up to a part of support, as a share of support."""
    found = member_support(income, part)
    cap = Decimal(2) if part == TWO_PERCENT else half_up(part * 100, 1)
    return make(
        "member_support_share",
        "share",
        found.share,
        marked(
            "[dues + Σ groups of natural persons min(gift, {cap} % S)] ÷ S over five years, S all "
            "outside support including state",
            cap=cap,
        ),
        {
            "dues": money(found.dues),
            "gifts": money(found.gifts),
            "support": money(found.support),
            "cap": money(found.cap),
            "years": count(years),
        },
        marked("no support in the window")
        if found.share is None
        else marked("{years} of five years", years=years),
        provisional=years < YEARS,
    )
