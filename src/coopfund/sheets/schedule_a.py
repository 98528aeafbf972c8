"""IRS Form 990 Schedule A, Parts II and III, over five tax years (CF302).

Part II is compared with the form for 2021, Part III with that for 2015 and its instructions of 2016
(line 19a: more than one third, where Part II asks for one third or more).
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from coopfund.findings import Window
from coopfund.measures.irs import GIVEN, THIRD, PartTwo, five_years, part_two
from coopfund.measures.irs_sales import PartThree, part_three
from coopfund.measures.received import Received, received
from coopfund.money import ZERO, spaced
from coopfund.sheets.sheet import Line, Part, Sheet, Value

if TYPE_CHECKING:
    from coopfund.rules.case import Case

GIFTS: Final = "Gifts, grants, contributions, membership fees"
TAXES: Final = "Tax revenues levied for its benefit"
LENT: Final = "Services and facilities lent by governmental units"
INVESTED: Final = "Interest, dividends, rents, royalties"
UNRELATED: Final = "Net income from unrelated business"
OTHER: Final = "Other income"
SALES: Final = "Admissions, goods sold, services performed"

FORMS: Final = (
    "Lines as on the forms for 2021 (Part II) and 2015 (Part III); compare them with your year's."
)

Amounts = Mapping[int, Decimal] | Mapping[int, Fraction]


def schedule_a(case: "Case") -> Sheet:
    """Part II with its 2 % limit, and Part III with its two tests beside it."""
    window = five_years(case.as_of)
    found = received(case.books, window, case.last_row)
    since = Window(date.min, window.end)
    ever = received(case.books, since, case.last_row, unusual_apart=False)
    two = part_two(case.books, found)
    three = part_three(case.books, found, two.line3, ever)
    return Sheet(
        name="schedule-a",
        title=f"IRS Form 990 Schedule A, public support: {case.books.title}".rstrip(": "),
        currency=case.books.currency,
        digits=case.books.digits,
        columns=(*map(str, found.years), "total"),
        parts=(_two(two), _three(three)),
        notes=_notes(case, found, two, three),
    )


def _each(number: str, text: str, amounts: Amounts) -> Line:
    """A line with a figure for each year, and their total."""
    values = [Fraction(amount) for amount in amounts.values()]
    return Line(number, text, (*values, sum(values, Fraction(0))))


def _total(number: str, text: str, value: Value, years: int, unit: str = "money") -> Line:
    """A line that the form has in its last column only."""
    return Line(number, text, (*[None] * years, value), unit)


def _nothing(part: "PartTwo | PartThree") -> Mapping[int, Decimal]:
    return dict.fromkeys(part.line1, ZERO)


def _two(part: PartTwo) -> Part:
    years, value = len(part.line1), part.line14
    lines = (
        _each("1", GIFTS, part.line1),
        _each("2", TAXES, _nothing(part)),
        _each("3", LENT, part.line3),
        _each("4", "Total of lines 1 to 3", part.line4),
        _total("5", "What each giver gave above 2 % of line 11", part.line5, years),
        _total("6", "Public support: line 4 − line 5", part.line6, years),
        _each("7", "Amounts from line 4", part.line4),
        _each("8", INVESTED, part.line8),
        _each("9", UNRELATED, _nothing(part)),
        _each("10", OTHER, part.line10),
        _each("11", "Total support: lines 7 to 10", part.line11),
        _each("12", "Gross receipts from related activities", part.line12),
        _total("14", "Public support percentage: line 6 ÷ line 11", value, years, "share"),
        _total(
            "16a",
            "Passes the 33⅓ % support test",
            None if value is None else value >= THIRD,
            years,
            "yes-no",
        ),
    )
    return Part("II", "Part II: sections 170(b)(1)(A)(iv) and (vi)", lines)


def _three(part: PartThree) -> Part:
    years = len(part.line1)
    lines = (
        _each("1", GIFTS, part.line1),
        _each("2", SALES, part.line2),
        _each("3", "Other sales that are no unrelated business", _nothing(part)),
        _each("4", TAXES, _nothing(part)),
        _each("5", LENT, part.line5),
        _each("6", "Total of lines 1 to 5", part.line6),
        _each("7a", "Of lines 1 to 3: from disqualified persons", part.line7a),
        _each("7b", "Of lines 2 and 3: above 5,000 or 1 % of line 13", part.line7b),
        _each("7c", "Lines 7a and 7b", part.line7),
        _total("8", "Public support: line 6 − line 7c", part.line8, years),
        _each("9", "Amounts from line 6", part.line6),
        _each("10a", INVESTED, part.line10),
        _each("11", UNRELATED, _nothing(part)),
        _each("12", OTHER, part.line12),
        _each("13", "Total support: lines 9 to 12", part.line13),
        _total("15", "Public support percentage: line 8 ÷ line 13", part.line15, years, "share"),
        _total(
            "17", "Investment income percentage: line 10 ÷ line 13", part.line17, years, "share"
        ),
        _total("19a", "Passes both 33⅓ % tests", part.passes, years, "yes-no"),
    )
    return Part("III", "Part III: section 509(a)(2)", lines)


def _notes(case: "Case", found: Received, two: PartTwo, three: PartThree) -> tuple[str, ...]:
    digits = case.books.digits
    unusual = sum(found.unusual.values(), ZERO)
    kind = found.of(("in-kind",)) - sum(two.line3.values(), ZERO)
    nobody = sum((v for (_, s, who), v in found.sums.items() if who is None and s in GIVEN), ZERO)
    notes = {
        FORMS: True,
        f"Line 5 of Part II: {_listed(two.over, digits)}; the limit is "
        f"{spaced(two.limit, digits)}.": bool(two.over),
        f"Line 7a of Part III: {_listed(three.disqualified, digits)}.": bool(three.disqualified),
        f"Unusual grants of {spaced(unusual, digits)} are on no line.": bool(unusual),
        f"In-kind gifts of {spaced(kind, digits)} are on no line: goods belong on line 1, work and "
        "the use of rooms nowhere.": bool(kind),
        f"Line 1 holds {spaced(nobody, digits)} whose giver is not known, counted without limit.": (
            nobody > 0
        ),
        "A tax year is a calendar year; where money of the state pays for a service, move it from "
        "line 1 to line 12 (Part II) or line 2 (Part III).": any(
            source == "state" for _, source, _ in found.sums
        ),
    }
    return tuple(note for note, said in notes.items() if said)


def _listed(amounts: Mapping[str, Decimal] | Mapping[str, Fraction], digits: int) -> str:
    exact = {group: Fraction(amount) for group, amount in amounts.items()}
    ranked = sorted(exact.items(), key=lambda item: (-item[1], item[0]))
    return ", ".join(f"{group} {spaced(amount, digits)}" for group, amount in ranked)
