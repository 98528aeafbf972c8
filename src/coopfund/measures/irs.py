"""IRS Form 990 Schedule A, Part II: the public support percentage, line by line (CF302)."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from coopfund import words
from coopfund.findings import Figure, Measure, Window
from coopfund.measures.income import CONTRIBUTIONS, Income
from coopfund.measures.record import Maker, count, money
from coopfund.money import ZERO

if TYPE_CHECKING:
    from coopfund.books.books import Books

YEARS = 5
TWO_PERCENT = Fraction(2, 100)
PUBLIC_KINDS = frozenset({"state"})


def five_years(as_of: date) -> Window:
    """The tax years (calendar years) that count: this one and the four before it."""
    first = max(date.min.year, as_of.year - YEARS + 1)
    return Window(date(first, 1, 1), date(as_of.year, 12, 31))


def public_support(books: "Books", income: Income, make: Maker, years: int) -> Measure:
    """Line 14: public support percentage, line 6 ÷ line 11.

    Lines 1 to 4 are gifts, grants and membership fees; line 5 is what each giver gave of them above
    2 % of line 11 (governmental units have no limit); line 8 interest and rents; line 10 other
    income. Sales (line 12) stand outside. Givers of one group share one limit.
    """
    by_source = income.by_source
    line1 = sum((by_source.get(s, ZERO) for s in CONTRIBUTIONS), ZERO)
    line8, line10 = by_source.get("capital", ZERO), _other(by_source)
    line11 = line1 + line8 + line10
    limit = Fraction(line11) * TWO_PERCENT
    excess = sum(
        (
            max(Fraction(0), Fraction(value) - limit)
            for group, value in income.contributed.items()
            if books.groups.kind(group) not in PUBLIC_KINDS
        ),
        Fraction(0),
    )
    line6 = Fraction(line1) - excess
    value = line6 / Fraction(line11) if line11 > 0 else None
    lines: dict[str, Figure] = {
        "1 gifts, grants, contributions, membership fees": money(line1),
        "4 total of lines 1 to 3": money(line1),
        "5 excess over 2 % of line 11": money(excess),
        "6 public support": money(line6),
        "8 interest, dividends, rents": money(line8),
        "10 other income": money(line10),
        "11 total support": money(line11),
        "12 receipts from related activities": money(by_source.get("event", ZERO)),
    }
    return make(
        "public_support",
        "share",
        value,
        "IRS Form 990 Schedule A Part II line 14: line 6 ÷ line 11, five years",
        {"lines": lines, "two_per_cent_limit": money(limit), "years": count(years)},
        "no support in the window" if value is None else f"{years} of five years",
        provisional=years < YEARS,
    )


def _other(by_source: "dict[str, Decimal]") -> Decimal:
    return by_source.get("other", ZERO) + by_source.get(words.UNKNOWN, ZERO)
