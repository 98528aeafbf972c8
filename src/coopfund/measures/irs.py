"""IRS Form 990 Schedule A, Part II: the public support percentage, line by line (CF302)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from coopfund import words
from coopfund.findings import Measure, Window
from coopfund.language import marked
from coopfund.measures.received import Received, full_years, received
from coopfund.measures.record import Maker, count, money
from coopfund.money import ZERO, add_up, exceeds

if TYPE_CHECKING:
    from coopfund.books.books import Books
    from coopfund.rules.case import Case

YEARS = 5
GIVEN = ("dues", "levy", "affiliation", "donation", "company", "union", "foundation", "state")
"""Line 1: gifts, grants, contributions and membership fees."""
INVESTED = ("capital",)
ELSE = ("other", words.UNKNOWN)
SOLD = ("event",)
TWO_PERCENT = Fraction(2, 100)
THIRD = Fraction(1, 3)

Columns = Mapping[int, Decimal]


def five_years(as_of: date) -> Window:
    """The tax years (calendar years) that count: this one and the four before it."""
    first = max(date.min.year, as_of.year - YEARS + 1)
    return Window(date(first, 1, 1), date(as_of.year, 12, 31))


@dataclass(frozen=True, slots=True)
class PartTwo:
    """The lines of Part II by tax year; what the form has in its total column only is one figure.

    Attributes:
        line1: gifts, grants, contributions, membership fees; no unusual grants.
        line3: services and facilities that a governmental unit lends without charge.
        line8: interest, dividends, rents.
        line10: other income.
        line12: receipts from related activities, which stand outside.
        over: what each limited group gave above the limit; together line 5.
    """

    line1: Columns
    line3: Columns
    line8: Columns
    line10: Columns
    line12: Columns
    over: Mapping[str, Fraction]

    @property
    def line4(self) -> Columns:
        """Lines 1 to 3."""
        return {year: self.line1[year] + self.line3[year] for year in self.line1}

    @property
    def line11(self) -> Columns:
        """Total support."""
        line4 = self.line4
        return {year: line4[year] + self.line8[year] + self.line10[year] for year in line4}

    @property
    def limit(self) -> Fraction:
        """Two per cent of total support: what one person's gifts count up to."""
        return limit(add_up(self.line11))

    @property
    def line5(self) -> Fraction:
        """What givers gave above the limit."""
        return sum(self.over.values(), Fraction(0))

    @property
    def line6(self) -> Fraction:
        """Public support."""
        return Fraction(add_up(self.line4)) - self.line5

    @property
    def line14(self) -> Fraction | None:
        """Public support percentage; undefined without support."""
        support = add_up(self.line11)
        return self.line6 / Fraction(support) if support > 0 else None


def limit(support: Decimal) -> Fraction:
    """Two per cent of support."""
    return max(Fraction(0), Fraction(support) * TWO_PERCENT)


def part_two(books: "Books", found: Received) -> PartTwo:
    """Part II of what was received; givers of one group share one limit.

    Governmental units and publicly supported organisations are not limited. Nor is money whose
    giver nobody knows, since that may be of many.
    """
    lent = dict.fromkeys(found.years, ZERO)
    for (year, source, group), amount in found.sums.items():
        if source == "in-kind" and group and is_state(books, group):
            lent[year] += amount
    line1 = found.by_year(GIVEN)
    line8, line10 = found.by_year(INVESTED), found.by_year(ELSE)
    cap = limit(sum(map(add_up, (line1, lent, line8, line10)), ZERO))
    over = {
        group: Fraction(amount) - cap
        for group, amount in found.by_group(GIVEN).items()
        if exceeds(amount, cap) and not is_public(books, group)
    }
    return PartTwo(line1, lent, line8, line10, found.by_year(SOLD), over)


def is_state(books: "Books", group: str) -> bool:
    """Whether a group is a governmental unit."""
    return books.groups.kind(group) == "state"


def is_public(books: "Books", group: str) -> bool:
    """Whether a group is a governmental unit or a publicly supported organisation."""
    known = books.declared.contributors
    names = (group, *books.groups.members(group))
    return is_state(books, group) or any(n in known and known[n].public for n in names)


def case_part_two(case: "Case") -> tuple[PartTwo, int]:
    """Part II of a case, and how many of its five years the books reach into; computed once."""
    return case.once(_case_part_two)


def _case_part_two(case: "Case") -> tuple[PartTwo, int]:
    window = five_years(case.as_of)
    found = received(case.books, window, case.last_row)
    return part_two(case.books, found), full_years(case.books, window, case.as_of)


def public_support(case: "Case", make: Maker) -> Measure:
    """Line 14: public support percentage, line 6 ÷ line 11."""
    part, years = case_part_two(case)
    value, given = part.line14, money(add_up(part.line1))
    lines = {
        "1 gifts, grants, contributions, membership fees": given,  # English: the form’s
        "3 facilities lent by the state": money(add_up(part.line3)),  # English: the form’s
        "4 total of lines 1 to 3": money(add_up(part.line4)),  # English: the form’s
        "5 excess over 2 % of line 11": money(part.line5),  # English: the form’s
        "6 public support": money(part.line6),  # English: the form’s
        "8 interest, dividends, rents": money(add_up(part.line8)),  # English: the form’s
        "10 other income": money(add_up(part.line10)),  # English: the form’s
        "11 total support": money(add_up(part.line11)),  # English: the form’s
        "12 receipts from related activities": money(add_up(part.line12)),  # English: the form’s
    }
    return make(
        "public_support",
        "share",
        value,
        marked("IRS Form 990 Schedule A Part II line 14: line 6 ÷ line 11, five years"),
        {"lines": lines, "two_per_cent_limit": money(part.limit), "years": count(years)},
        marked("no support in the window")
        if value is None
        else marked("{years} of five years", years=years),
        provisional=years < YEARS,
    )
