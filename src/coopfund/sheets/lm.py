"""Receipts and disbursements as the US Department of Labor asks unions for them: LM-2 and LM-3.

Statement B counts money when it comes and when it goes, and nets nothing: a refund is money paid,
what came back of an expense is money received. So the sheet reads only entries that move money, and
whatever such an entry books elsewhere is a receipt or a disbursement.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from coopfund import words
from coopfund.findings import Window
from coopfund.measures.reserves import PAPER, balances
from coopfund.money import ZERO, spaced
from coopfund.sheets.sheet import Line, Part, Sheet
from coopfund.sheets.unpriced import unpriced
from coopfund.wording import listed

if TYPE_CHECKING:
    from coopfund.books.books import Books
    from coopfund.books.records import AccountInfo
    from coopfund.rules.case import Case

RESIDUE: Final = "–"

CHECKED: Final = (
    "Not compared with the forms line by line: items 24, 25 and 43 of LM-3 are as the Department "
    "explains them, items 36, 43 and 60 of LM-2 as accountants do; compare all numbers with your "
    "year's form. This is no legal advice."
)

LM3: Final[Mapping[str, str]] = {
    "38": "Dues (dues)",
    "39": "Per capita tax (affiliation)",
    "40": "Fees, fines, assessments, work permits (levy)",
    "41": "Interest and dividends (capital; rents belong on 43)",
    "42": "Sale of investments and fixed assets",
    "43": "Other receipts",
    "44": "Total receipts: items 38 to 43",
    "45": "To officers (in 46: the books do not tell them apart)",
    "46": "To employees (payroll)",
    "47": "Per capita tax (not told apart)",
    "48": "Office and administrative expense (core)",
    "49": "Professional fees (not told apart)",
    "50": "Benefits (not told apart)",
    "51": "Contributions, gifts and grants (not told apart)",
    "52": "Purchase of investments and fixed assets (capital)",
    "53": "Loans made",
    "54": "Other disbursements (programs, refunds, debts paid)",
    "55": "Total disbursements: items 45 to 54",
}

LM2: Final[Mapping[str, str]] = {
    "36": "Dues and agency fees (dues)",
    "37": "Per capita tax (affiliation)",
    "38": "Fees, fines, assessments, work permits (levy)",
    "40": "Interest (capital; dividends belong on 41, rents on 42)",
    "43": "Sale of investments and fixed assets",
    "44": "Loans obtained (loan)",
    "45": "Repayments of loans made (not told apart)",
    "48": "Other receipts",
    "49": "Total receipts: items 36 to 48",
    "53": "General overhead (core)",
    "60": "Purchase of investments and fixed assets (capital)",
    "61": "Loans made",
    "62": "Repayment of loans obtained",
    "68": "Total disbursements: items 50 to 67",
}

TOTALS: Final = {"LM-3": ("44", "55"), "LM-2": ("49", "68")}

PLACES: Final[Mapping[str, tuple[str, str]]] = {
    "dues": ("36", "38"),
    "affiliation": ("37", "39"),
    "levy": ("38", "40"),
    "capital": ("40", "41"),
    "sold": ("43", "42"),
    "loan": ("44", "43"),
    "unknown": (RESIDUE, RESIDUE),
}
"""What came in: its items on LM-2 and on LM-3; every other source is an other receipt."""
OTHER_IN: Final = ("48", "43")

USES: Final[Mapping[str, tuple[str, str]]] = {
    "payroll": (RESIDUE, "46"),
    "core": ("53", "48"),
    "capital": ("60", "52"),
    "lent": ("61", "53"),
    "loan": ("62", "54"),
}
"""What was paid, likewise; LM-2 asks for the rest by purpose, which books do not tell."""
OTHER_OUT: Final = (RESIDUE, "54")


@dataclass
class _Year:
    """Money of a year by what it was; ``apart`` is what equity and in-kind stand against."""

    came: dict[str, Decimal] = field(default_factory=dict)
    went: dict[str, Decimal] = field(default_factory=dict)
    apart: Decimal = ZERO
    start: Decimal = ZERO
    end: Decimal = ZERO

    def items(self, form: int) -> tuple[dict[str, Decimal], dict[str, Decimal]]:
        """Receipts and disbursements by the items of a form: 0 for LM-2, 1 for LM-3."""
        came, went = dict[str, Decimal](), dict[str, Decimal]()
        for kind, amount in self.came.items():
            item = PLACES.get(kind, OTHER_IN)[form]
            came[item] = came.get(item, ZERO) + amount
        for kind, amount in self.went.items():
            item = USES.get(kind, OTHER_OUT)[form]
            went[item] = went.get(item, ZERO) + amount
        return came, went

    @property
    def difference(self) -> Decimal:
        """What the change of cash leaves open."""
        moved = sum(self.came.values(), ZERO) - sum(self.went.values(), ZERO)
        return self.end - self.start - moved - self.apart


def lm(case: "Case") -> Sheet:
    """Statement B of the calendar year and, where the books reach it, of the year before."""
    books, year = case.books, case.as_of.year
    first = year - 1 if books.begin and books.begin.year < year else year
    found = {its: _year(case, its) for its in range(year, first - 1, -1)}
    years = list(found.values())
    return Sheet(
        name="lm",
        title=f"LM-2 and LM-3, receipts and disbursements: {books.title}".rstrip(": "),
        currency=books.currency,
        digits=books.digits,
        columns=tuple(str(its) for its in found),
        parts=(
            Part("LM-2", "LM-2, Statement B", tuple(_lines(LM2, "LM-2", years))),
            Part("LM-3", "LM-3, Statement B", tuple(_lines(LM3, "LM-3", years))),
            Part("cash", "Whether it adds up", tuple(_proof(years))),
        ),
        notes=_notes(case, years[0]),
    )


def _year(case: "Case", year: int) -> _Year:
    """Read the entries of a year that move money."""
    books, found = case.books, _Year()
    txns, last = books.transactions, min(date(year, 12, 31), case.as_of)
    before, stop = books.until(date(year, 1, 1) - timedelta(days=1)), books.until(last)
    found.start, found.end = (_cash(books, txns.start[txn]) for txn in (before, stop))
    infos = books.rows.account
    for txn in range(before, stop):
        rows = range(txns.start[txn], txns.start[txn + 1])
        if any(_is_cash(infos[row]) for row in rows):
            for row in rows:
                _file(found, books, row)
    return found


def _is_cash(info: "AccountInfo") -> bool:
    return info.root == "Assets" and info.kind not in PAPER


def _cash(books: "Books", last_row: int) -> Decimal:
    held = balances(books, last_row).items()
    return sum((value for name, value in held if _is_cash(books.accounts[name])), ZERO)


def _file(found: _Year, books: "Books", row: int) -> None:
    """Add a posting that stands against money where it belongs."""
    info, value = books.rows.account[row], books.rows.value[row]
    if not value or _is_cash(info):
        return
    source = books.rows.source[row]
    if info.root == "Equity" or info.kind == "in-kind" or source == "in-kind":
        found.apart -= value
    elif value < 0:
        kind = _receipt(info, source)
        found.came[kind] = found.came.get(kind, ZERO) - value
    else:
        kind = _use(info, books.rows.program[row], source)
        found.went[kind] = found.went.get(kind, ZERO) + value


def _receipt(info: "AccountInfo", source: str | None) -> str:
    if info.root == "Income":
        return source or words.UNKNOWN
    if info.root == "Assets":
        return "sold" if info.kind == words.FIXED_ASSET else "owed to us"
    return words.LOAN if info.root == "Liabilities" and info.source == words.LOAN else "back"


def _use(info: "AccountInfo", program: str | None, source: str | None) -> str:
    if info.root == "Assets":
        return "capital" if info.kind == words.FIXED_ASSET else "lent"
    if info.root == "Liabilities":
        return words.LOAN if words.LOAN in (info.source, source) else "debt"
    if info.root == "Income":
        return "refund"
    if info.kind in ("payroll", "capital"):
        return str(info.kind)
    return "program" if program not in (None, words.CORE) or info.kind else "core"


def _lines(form: Mapping[str, str], name: str, years: list[_Year]) -> Iterator[Line]:
    """The items of a form, its totals, and what has no item."""
    split = [year.items(("LM-2", "LM-3").index(name)) for year in years]
    into, out = TOTALS[name]
    for item, text in form.items():
        if item in (into, out):
            side = (into, out).index(item)
            values = [
                sum((v for n, v in sides[side].items() if n != RESIDUE), ZERO) for sides in split
            ]
            yield Line(item, text, tuple(values))
        elif text.endswith(("(not told apart)", "them apart)")):
            yield Line(item, text, (None,) * len(years))
        else:
            side = int(int(item) > int(into))
            yield Line(item, text, tuple(sides[side].get(item, ZERO) for sides in split))
    for side, text in enumerate(("Received", "Paid")):
        rest = tuple(sides[side].get(RESIDUE, ZERO) for sides in split)
        what = "unknown source" if not side else "by purpose: 50 to 52, 54 to 59, 63 to 65"
        if any(rest):
            yield Line(RESIDUE, f"{text}, in no item above ({what})", rest)


def _proof(years: list[_Year]) -> Iterator[Line]:
    """Cash at both ends of the year, and whether what came and went explains the change."""
    yield Line("25A", "Cash at the start (LM-3)", tuple(y.start for y in years))
    yield Line("in", "All that was received", tuple(sum(y.came.values(), ZERO) for y in years))
    yield Line("out", "All that was paid", tuple(sum(y.went.values(), ZERO) for y in years))
    yield Line("apart", "Against equity or gifts in kind", tuple(y.apart for y in years))
    yield Line("25B", "Cash at the end (LM-3)", tuple(y.end for y in years))
    yield Line(RESIDUE, "Not explained: 25B − the lines above", tuple(y.difference for y in years))


def _notes(case: "Case", year: _Year) -> tuple[str, ...]:
    books, first = case.books, date(case.as_of.year, 1, 1)
    digits = books.digits
    total = sum((v for k, v in year.came.items() if k != words.UNKNOWN), ZERO)
    unknown = year.came.get(words.UNKNOWN, ZERO)
    foreign = sorted(unpriced(books, Window(first, case.as_of)))
    debt = year.went.get("debt", ZERO)
    notes = {
        CHECKED: True,
        _which(total, digits): books.currency == "USD",
        f"{spaced(unknown, digits)} have no item: nobody declared their source.": bool(unknown),
        f"Item 54 of LM-3 holds {spaced(debt, digits)} of bills that were booked before they were "
        "paid: move them to what they were for.": bool(debt),
        "Wages are as booked on accounts of kind payroll; the form asks for what was paid to each "
        "officer (LM-3 item 24) and for deductions apart.": bool(year.went.get("payroll")),
        f"Cash changed by {spaced(year.difference, digits)} more than the entries explain: prices "
        "of other currencies.": bool(year.difference),
        f"Without a price, and so in no item: {listed(foreign)}.": bool(foreign),
    }
    return tuple(note for note, said in notes.items() if said)


def _which(total: Decimal, digits: int) -> str:
    """Which form the receipts ask for, by the Department's limits."""
    form = "LM-4" if total < 10_000 else "LM-3" if total < 250_000 else "LM-2"  # noqa: PLR2004
    return (
        f"Receipts of {spaced(total, digits)} so far call for {form}: LM-4 below 10,000, LM-2 from "
        "250,000; of LM-4 only total receipts and total disbursements are on this sheet."
    )
