"""What people are paid for an hour of work, allowances included."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from coopfund.books import marks
from coopfund.findings import Figure, Measure, Window
from coopfund.language import marked
from coopfund.measures.hours import PAYROLL, Hours, hours_given, person_of
from coopfund.measures.record import Maker, money
from coopfund.money import ZERO

if TYPE_CHECKING:
    from coopfund.books.books import Books
    from coopfund.books.records import Wage

RECEIPTS = ("receipt", "document")
EXTREMES = 2


@dataclass(slots=True)
class Pay:
    """One person's pay of a window.

    Attributes:
        gross: wages before tax, at cost in the operating currency.
        allowances: the allowances that count as pay: taxable, or without a receipt.
        hours: paid hours.
        reference: what the same hours cost at the reference wage of their days.
        row: the last posting of pay, ``None`` where there is none.
    """

    gross: Decimal = ZERO
    allowances: Decimal = ZERO
    hours: Decimal = ZERO
    reference: Decimal = ZERO
    row: int | None = None

    @property
    def hourly(self) -> Fraction | None:
        """(gross + allowances) ÷ paid hours; undefined without either."""
        if self.row is None or self.hours <= 0:
            return None
        return Fraction(self.gross + self.allowances) / Fraction(self.hours)

    @property
    def ratio(self) -> Fraction | None:
        """Hourly pay ÷ reference wage; undefined where one of them is."""
        hourly = self.hourly
        if hourly is None or self.reference <= 0:
            return None
        return hourly * Fraction(self.hours) / Fraction(self.reference)


def pay_by_person(
    books: "Books", window: Window, last_row: int, given: list[Hours] | None = None
) -> dict[str, Pay]:
    """Everybody who was paid or has paid hours in a window, by id."""
    given = hours_given(books, window, last_row) if given is None else given
    people: dict[str, Pay] = {}
    wages = [w for w in books.declared.wages if w.currency == books.currency]
    for entry in given:
        if entry.paid and entry.person:
            pay = people.setdefault(entry.person, Pay())
            pay.hours += entry.number
            pay.reference += entry.number * _reference(wages, entry.date)
    if any(pay.hours for pay in people.values()):
        _add_pay(books, window, last_row, people)
    return people


def _reference(wages: "list[Wage]", day: date) -> Decimal:
    """The reference wage of a day; before the first one, the first."""
    until = [wage for wage in wages if wage.date <= day] or wages[:1]
    return until[-1].amount if until else ZERO


def _add_pay(books: "Books", window: Window, last_row: int, people: dict[str, Pay]) -> None:
    rows, dates = books.rows, books.transactions.date
    first = books.transactions.start[bisect_left(dates, window.start)]
    expenses = books.rows_of("Expenses", last_row)
    for row in expenses[bisect_left(expenses, first) :]:
        value, info, txn = rows.value[row], rows.account[row], rows.txn[row]
        allowance = books.marks.get(txn, row, marks.ALLOWANCE)
        wage = info.kind == PAYROLL and info.gross and not allowance
        if value is None or not (wage or allowance) or dates[txn] not in window:
            continue
        person = person_of(books, row)
        if person is None or books.marks.get(txn, row, marks.DEPENDANTS):
            continue
        pay = people.setdefault(person, Pay())
        if wage:
            pay.gross, pay.row = pay.gross + value, row
        elif counts_as_pay(books, row):
            pay.allowances, pay.row = pay.allowances + value, row


def counts_as_pay(books: "Books", row: int) -> bool:
    """Whether an allowance is pay: taxable, or nothing shows what it was spent on."""
    txn = books.rows.txn[row]
    if books.marks.get(txn, row, marks.TAXABLE):
        return True
    metas: tuple[Mapping[str, object], ...] = (
        books.rows.meta[row] or {},
        books.transactions.meta[txn],
    )
    return not any(meta.get(key) for meta in metas for key in RECEIPTS)


def extremes(people: Mapping[str, Pay]) -> tuple[str, str, Fraction] | None:
    """Who is paid most and least an hour, and the ratio; ``None`` below two people."""
    hourly = {name: pay.hourly for name, pay in sorted(people.items()) if pay.hourly}
    if len(hourly) < EXTREMES:
        return None
    highest = max(hourly, key=lambda name: hourly[name] or 0)
    lowest = min(hourly, key=lambda name: hourly[name] or 0)
    return highest, lowest, (hourly[highest] or Fraction(0)) / (hourly[lowest] or Fraction(1))


def pay_measures(people: Mapping[str, Pay], make: Maker) -> Iterator[Measure]:
    """Hourly pay by person, and the ratio of the highest to the lowest."""
    known = {name: pay for name, pay in sorted(people.items()) if pay.hourly is not None}
    yield make(
        "hourly_pay",
        "breakdown",
        {
            name: {
                "gross": money(pay.gross),
                "allowances": money(pay.allowances),
                "hours": Figure(pay.hours, "hours"),
                "hourly": money(pay.hourly or ZERO),
                "to_reference": Figure(pay.ratio, "share"),
            }
            for name, pay in known.items()
        },
        marked("(gross + taxable or unreceipted allowances) ÷ paid hours, by person"),
        {},
        marked("nobody has both pay and paid hours in the window"),
    )
    found = extremes(people)
    yield make(
        "pay_ratio",
        "number",
        found[2] if found else None,
        marked("highest ÷ lowest hourly pay"),
        {"highest": found[0], "lowest": found[1]} if found else {},
        marked("fewer than two people have both pay and paid hours in the window"),
    )
