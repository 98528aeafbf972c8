"""Who the organisation owes, and what of it belongs to nobody: the ratios of CF306."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from coopfund import words
from coopfund.findings import Measure
from coopfund.language import marked
from coopfund.measures.record import Maker, money, ratio
from coopfund.measures.reserves import balances
from coopfund.money import ZERO

if TYPE_CHECKING:
    from coopfund.books.books import Books

NO_ASSETS = marked("no assets")


@dataclass(frozen=True, slots=True)
class Credit:
    """What is owned and owed at the end of a day, at cost in the operating currency.

    Attributes:
        assets: every asset account that holds something.
        outside: loans of whoever is no member.
        inside: loans of members.
        shares: members' shares.
        reserves: what belongs to nobody in particular: assets less everything owed and the shares.
        row: the last posting that raised an outside loan, or else the last on any loan or share.
        declared: whether the books keep loans or shares at all.
    """

    assets: Decimal
    outside: Decimal
    inside: Decimal
    shares: Decimal
    reserves: Decimal
    row: int | None
    declared: bool

    @property
    def outside_ratio(self) -> Fraction | None:
        """Outside loans ÷ assets (WOCCU PEARLS E6)."""
        return ratio(self.outside, self.assets)

    @property
    def reserves_ratio(self) -> Fraction | None:
        """Common reserves ÷ assets (WOCCU PEARLS E8)."""
        return ratio(self.reserves, self.assets)


def credit(books: "Books", last_row: int) -> Credit:
    """What is owned and owed before ``last_row``."""
    held = balances(books, last_row)
    rows, infos = books.rows, books.rows.account
    owed = shares = ZERO
    loans: dict[str, Decimal] = {}
    members: dict[str, Decimal] = {}
    last: dict[str, int] = {}
    of_members = _members(books)
    for root in ("Liabilities", "Equity"):
        for row in books.rows_of(root, last_row):
            value, info = rows.value[row], infos[row]
            if value is None:
                continue
            if info.kind == words.SHARES:
                shares -= value
                last["share"] = row
                continue
            if root == "Equity":
                continue
            owed -= value
            if info.source == words.LOAN or info.name in loans or rows.source[row] == words.LOAN:
                loans[info.name] = loans.get(info.name, ZERO) - value
                inside = rows.contributor[row] in of_members
                if inside:
                    members[info.name] = members.get(info.name, ZERO) - value
                last["loan" if inside or value > 0 else "outside"] = row
    owing = {
        name: min(max(ZERO, total), max(ZERO, members.get(name, ZERO)))
        for name, total in loans.items()
    }
    inside_total = sum(owing.values(), ZERO)
    outside = sum((max(ZERO, v) - owing[name] for name, v in loans.items()), ZERO)
    place = next((last[what] for what in ("outside", "loan", "share") if what in last), None)
    return Credit(
        assets=sum((value for value in held.values() if value > 0), ZERO),
        outside=outside,
        inside=inside_total,
        shares=shares,
        reserves=sum(held.values(), ZERO) - owed - shares,
        row=place,
        declared=bool(loans) or "share" in last,
    )


def _members(books: "Books") -> set[str]:
    """Everybody who ever joined, by whatever id."""
    groups = books.groups
    joined = {groups.of(event.member) for event in books.declared.members}
    return {name for group in joined for name in (group, *groups.members(group))}


def credit_measures(books: "Books", last_row: int, make: Maker) -> Iterator[Measure]:
    """The two ratios, whether or not the books keep loans."""
    found = credit(books, last_row)
    inputs = {
        "assets": money(found.assets),
        "outside_loans": money(found.outside),
        "member_loans": money(found.inside),
        "member_shares": money(found.shares),
        "common_reserves": money(found.reserves),
    }
    yield make(
        "outside_loans_ratio",
        "share",
        found.outside_ratio,
        marked("loans of whoever is no member ÷ assets"),
        inputs,
        NO_ASSETS,
    )
    yield make(
        "common_reserves_ratio",
        "share",
        found.reserves_ratio,
        marked("(assets − everything owed − members' shares) ÷ assets"),
        inputs,
        NO_ASSETS,
    )
