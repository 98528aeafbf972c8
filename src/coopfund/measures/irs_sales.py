"""IRS Form 990 Schedule A, Part III: public support of who sells what it is there for.

The tests of section 509(a)(2): more than one third from the public, at most one third invested.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from coopfund.measures.irs import (
    ELSE,
    GIVEN,
    INVESTED,
    SOLD,
    THIRD,
    TWO_PERCENT,
    Columns,
    is_public,
)
from coopfund.money import ZERO, add_up

if TYPE_CHECKING:
    from coopfund.books.books import Books
    from coopfund.measures.received import Received

FLOOR = Decimal(5000)
ONE_PERCENT = Fraction(1, 100)


@dataclass(frozen=True, slots=True)
class PartThree:
    """The lines of Part III by tax year.

    Attributes:
        line1: gifts, grants, contributions, membership fees; no unusual grants.
        line2: admissions, goods sold, services performed.
        line5: services and facilities that a governmental unit lends without charge.
        line7a: of lines 1 and 2, from disqualified persons.
        line7b: of line 2, from each other person beyond 5,000 or 1 % of the year's support.
        line10: interest, dividends, rents.
        line12: other income.
        disqualified: whom line 7a holds, with what they gave.
    """

    line1: Columns
    line2: Columns
    line5: Columns
    line7a: Columns
    line7b: Mapping[int, Fraction]
    line10: Columns
    line12: Columns
    disqualified: Mapping[str, Decimal]

    @property
    def line6(self) -> Columns:
        """Lines 1 to 5."""
        return {y: self.line1[y] + self.line2[y] + self.line5[y] for y in self.line1}

    @property
    def line7(self) -> Mapping[int, Fraction]:
        """What does not count."""
        return {y: Fraction(self.line7a[y]) + self.line7b[y] for y in self.line1}

    @property
    def line8(self) -> Fraction:
        """Public support."""
        return Fraction(add_up(self.line6)) - sum(self.line7.values(), Fraction(0))

    @property
    def line13(self) -> Columns:
        """Total support."""
        line6 = self.line6
        return {y: line6[y] + self.line10[y] + self.line12[y] for y in line6}

    @property
    def line15(self) -> Fraction | None:
        """Public support percentage."""
        return _part(self.line8, add_up(self.line13))

    @property
    def line17(self) -> Fraction | None:
        """Investment income percentage."""
        return _part(Fraction(add_up(self.line10)), add_up(self.line13))

    @property
    def passes(self) -> bool | None:
        """More than one third from the public, and at most one third invested."""
        if self.line15 is None or self.line17 is None:
            return None
        return self.line15 > THIRD and self.line17 <= THIRD


def _part(amount: Fraction, support: Decimal) -> Fraction | None:
    return amount / Fraction(support) if support > 0 else None


def part_three(books: "Books", found: "Received", lent: Columns, ever: "Received") -> PartThree:
    """Part III of what was received.

    Args:
        books: the books, for who is disqualified.
        found: what the five years brought.
        lent: what governmental units lent, by year.
        ever: what came in since the books begin, for who is a substantial contributor.
    """
    barred = disqualified(books, ever)
    columns = {
        name: found.by_year(sources)
        for name, sources in (("1", GIVEN), ("2", SOLD), ("10", INVESTED), ("12", ELSE))
    }
    line13 = {
        year: sum((column[year] for column in columns.values()), lent[year]) for year in found.years
    }
    barred_by_year = {
        year: {
            group: amount
            for group, amount in found.by_group((*GIVEN, *SOLD), year).items()
            if group in barred
        }
        for year in found.years
    }
    line7b = {
        year: sum(
            (
                Fraction(amount) - bound
                for group, amount in found.by_group(SOLD, year).items()
                if group not in barred and amount > bound
            ),
            Fraction(0),
        )
        for year in found.years
        for bound in (max(Fraction(FLOOR), Fraction(line13[year]) * ONE_PERCENT),)
    }
    totals: dict[str, Decimal] = {}
    for amounts in barred_by_year.values():
        for group, amount in amounts.items():
            totals[group] = totals.get(group, ZERO) + amount
    return PartThree(
        line1=columns["1"],
        line2=columns["2"],
        line5=lent,
        line7a={year: add_up(amounts) for year, amounts in barred_by_year.items()},
        line7b=line7b,
        line10=columns["10"],
        line12=columns["12"],
        disqualified=totals,
    )


def disqualified(books: "Books", ever: "Received") -> frozenset[str]:
    """Who is declared disqualified, and who gave over 5,000 and 2 % of all gifts ever.

    Governmental units and publicly supported organisations are never disqualified.
    """
    groups = books.groups
    declared = {
        groups.of(name) for name, its in books.declared.contributors.items() if its.disqualified
    }
    bound = max(Fraction(FLOOR), Fraction(ever.of(GIVEN)) * TWO_PERCENT)
    gave = {group for group, amount in ever.by_group(GIVEN).items() if amount > bound}
    return frozenset(group for group in declared | gave if not is_public(books, group))
