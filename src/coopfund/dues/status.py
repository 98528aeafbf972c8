"""The group's dues: asked, waived, received, ahead and in arrears, by tier."""

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from coopfund.dues.listing import Listing, base, shown
from coopfund.dues.standing import AGES, Standing
from coopfund.language import marked
from coopfund.measures.membership import Collected
from coopfund.money import ZERO, percent, share
from coopfund.wording import counted, on_day

if TYPE_CHECKING:
    from coopfund.findings import Window
    from coopfund.rules.case import Case

# Translators: stands in place of a tier, after "tier", for somebody who left the group.
LEFT: Final = marked("left")
# Translators: stands in place of a tier, for somebody who never was a member.
NO_MEMBER: Final = marked("no member")
NO_TIER: Final = marked("no tier")
TIERLESS: Final = (LEFT, NO_MEMBER, NO_TIER)
"""What :func:`tier_name` says where there is no tier; tables and JSON have it in English."""

HEAD: Final = ("tier", "members", "asked", "waived", "received", "rate", "ahead", "arrears")


class Totals:
    """Sums over some members."""

    def __init__(self, people: Sequence[Standing], window: "Window") -> None:
        """Add up; a window's figures are what CF504 compares."""
        found = [its.collected(window) for its in people]
        self.members = len(people)
        self.collected = Collected(
            sum((its.assessed for its in found), ZERO),
            sum((its.waived for its in found), ZERO),
            sum((its.received for its in found), ZERO),
        )
        self.prepaid = sum((its.prepaid for its in people), ZERO)
        self.arrears = sum((its.arrears for its in people), ZERO)
        self.gift = sum((its.gift for its in people), ZERO)
        self.worked = sum((its.worked for its in people), ZERO)
        self.aged = [
            sum(column, ZERO) for column in zip(*(its.aged() for its in people), strict=True)
        ]

    def cells(self, case: "Case", name: str) -> Sequence[str]:
        """A line of the table."""
        rate = self.collected.rate
        return (
            name,
            str(self.members),
            shown(case, self.collected.assessed),
            shown(case, self.collected.waived),
            shown(case, self.collected.received),
            "–" if rate is None else percent(rate),
            shown(case, self.prepaid),
            shown(case, self.arrears),
        )

    def plain(self, case: "Case", name: str) -> Sequence[str | int]:
        """The same for a spreadsheet."""
        its, rate = self.collected, self.collected.rate
        money = [case.money(value) for value in (its.assessed, its.waived, its.received)]
        stocks = [case.money(value) for value in (self.prepaid, self.arrears)]
        return name, self.members, *money, "" if rate is None else share(rate), *stocks

    def data(self, case: "Case") -> dict[str, Any]:
        """The same for JSON."""
        rate = self.collected.rate
        found = {
            "members": self.members,
            "assessed": case.money(self.collected.assessed),
            "waived": case.money(self.collected.waived),
            "received": case.money(self.collected.received),
            "collection_rate": None if rate is None else share(rate),
            "prepaid": case.money(self.prepaid),
            "arrears": case.money(self.arrears),
            "gift": case.money(self.gift),
            "worked": case.money(self.worked),
        }
        return found if rate is not None else {**found, "because": "no dues were asked"}


def status(case: "Case", people: Sequence[Standing], window: "Window") -> Listing:
    """How the group's dues stand.

    Args:
        case: the books as of a day.
        people: everybody's standing on it.
        window: the months for which what was asked and received is compared.
    """
    tiers: dict[str, list[Standing]] = {}
    for its in people:
        tiers.setdefault(tier_name(its), []).append(its)
    order = sorted(tiers, key=lambda name: (name in (LEFT, NO_MEMBER), name))
    by_tier = {name: Totals(tiers[name], window) for name in order}
    whole = Totals(people, window)
    ages = {age_name(age): value for age, value in zip(AGES, whole.aged, strict=False)}
    return Listing(
        title=f"Dues in {case.books.currency}, {window.start:%Y-%m} to {window.end:%Y-%m}, "
        f"as of {on_day(case.as_of)}",
        head=HEAD,
        rows=[totals.cells(case, name) for name, totals in by_tier.items()],
        plain=[totals.plain(case, name) for name, totals in by_tier.items()],
        total=whole.cells(case, "together"),
        notes=_notes(case, people, whole, ages),
        empty="Nobody has joined, and nobody has paid dues.",
        data={
            **base(case),
            "window": {"from": window.start.isoformat(), "to": window.end.isoformat()},
            "together": whole.data(case),
            "tiers": {name: totals.data(case) for name, totals in by_tier.items()},
            "arrears_by_age": {name: case.money(value) for name, value in ages.items()},
        },
    )


def _notes(
    case: "Case", people: Sequence[Standing], whole: Totals, ages: dict[str, Decimal]
) -> list[str]:
    behind = [its for its in people if its.arrears]
    notes = []
    if behind:
        parts = ", ".join(f"{name} days {case.money(v)}" for name, v in ages.items() if v)
        notes.append(f"{counted(len(behind), 'member').capitalize()} in arrears: {parts}.")
    if whole.worked:
        notes.append(f"Of all dues, {case.named(whole.worked)} was given in hours.")
    if whole.gift:
        notes.append(
            f"{case.named(whole.gift)} booked as dues exceeds the schedule and is a gift (CF101)."
        )
    return notes


def tier_name(its: Standing) -> str:
    """The tier, or why there is none."""
    if its.present:
        return its.tier or NO_TIER
    return LEFT if its.ledger.joined else NO_MEMBER


def age_name(age: tuple[int, int | None]) -> str:
    """``0–30``, ``over 90``."""
    least, most = age
    return f"over {least - 1}" if most is None else f"{least}–{most}"
