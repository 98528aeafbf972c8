"""Hours that people gave or were paid for: the memo commodities of kind ``hours``."""

from bisect import bisect_left
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from coopfund import words
from coopfund.books import marks
from coopfund.findings import Figure, Measure, Window
from coopfund.language import marked
from coopfund.measures.record import Maker, ratio
from coopfund.money import ZERO

if TYPE_CHECKING:
    from coopfund.books.books import Books

PAYROLL = "payroll"


class Hours(NamedTuple):
    """One posting of hours; ``person`` is ``None`` where nobody is named."""

    row: int
    date: date
    person: str | None
    program: str
    number: Decimal
    paid: bool


class KeyPerson(NamedTuple):
    """How a program leans on one person.

    Attributes:
        hours: all its volunteer hours.
        people: hours by person, most first.
        unnamed: hours that name nobody.
        row: the last posting of whoever gave most.
    """

    hours: Decimal
    people: list[tuple[str, Decimal]]
    unnamed: Decimal
    row: int

    def share(self, count: int = 1) -> Fraction | None:
        """The share that the first ``count`` people gave; undefined without any hours."""
        return ratio(sum((number for _, number in self.people[:count]), ZERO), self.hours)


def person_of(books: "Books", row: int) -> str | None:
    """Whom a posting is about: ``person``, else the member or donor it names."""
    rows = books.rows
    named: str | None = books.marks.get(rows.txn[row], row, marks.PERSON)
    return named or rows.contributor[row]


def hours_given(books: "Books", window: Window, last_row: int) -> list[Hours]:
    """Every posting of hours in a window, in order: debits of a memo commodity."""
    memo = books.declared.hours
    if not memo:
        return []
    rows, dates = books.rows, books.transactions.date
    first = books.transactions.start[bisect_left(dates, window.start)]
    expenses = books.rows_of("Expenses", last_row)
    found = []
    for row in expenses[bisect_left(expenses, first) :]:
        txn = rows.txn[row]
        if rows.currency[row] in memo and rows.number[row] > 0 and dates[txn] in window:
            said = books.marks.get(txn, row, marks.PAID)
            wage = _wage(books, txn) if said is None else None
            person = person_of(books, row)
            if person is None and wage is not None:
                person = person_of(books, wage)
            paid = wage is not None if said is None else bool(said)
            program = rows.program[row] or words.CORE
            found.append(Hours(row, dates[txn], person, program, rows.number[row], paid))
    return found


def _wage(books: "Books", txn: int) -> int | None:
    """The posting of pay in an entry: hours that stand in the same entry are paid hours."""
    start, rows = books.transactions.start, books.rows
    memo = books.declared.hours
    for row in range(start[txn], start[txn + 1]):
        if rows.account[row].kind == PAYROLL and rows.currency[row] not in memo:
            return row
    return None


def key_people(given: list[Hours]) -> dict[str, KeyPerson]:
    """Program to how its volunteer hours spread over people."""
    by_program: dict[str, list[Hours]] = {}
    for entry in given:
        if not entry.paid:
            by_program.setdefault(entry.program, []).append(entry)
    return {name: _key_person(by_program[name]) for name in sorted(by_program)}


def _key_person(given: list[Hours]) -> KeyPerson:
    people: dict[str, Decimal] = {}
    last: dict[str | None, int] = {}
    for entry in given:
        last[entry.person] = entry.row
        if entry.person:
            people[entry.person] = people.get(entry.person, ZERO) + entry.number
    ranked = sorted(people.items(), key=lambda item: (-item[1], item[0]))
    total = sum((entry.number for entry in given), ZERO)
    row = last[ranked[0][0]] if ranked else given[-1].row
    return KeyPerson(total, ranked, total - sum(people.values(), ZERO), row)


def hours_measures(given: list[Hours], program: str | None, make: Maker) -> list[Measure]:
    """Volunteer hours by program, and how far each program leans on one person."""
    known = {n: key for n, key in key_people(given).items() if program in (None, n)}
    hours = {name: Figure(key.hours, "hours") for name, key in known.items()}
    total = sum((key.hours for key in known.values()), ZERO)
    because = marked('no volunteer hours in the window (a commodity with kind: "hours")')
    key_share = make(
        "key_person_share",
        "breakdown",
        {
            name: {
                "hours": Figure(key.people[0][1], "hours"),
                "of": Figure(key.hours, "hours"),
                "share": Figure(key.share(), "share"),
                "two_people": Figure(key.share(2), "share"),
            }
            for name, key in known.items()
            if key.people
        },
        marked(
            "the share of each program's volunteer hours that one person gave, and the first two"
        ),
        {"people": {name: key.people[0][0] for name, key in known.items() if key.people}},
        because,
    )
    given_hours = make(
        "volunteer_hours",
        "breakdown",
        hours,
        marked("hours that people gave, by program"),
        {"total": Figure(total, "hours")},
        because,
    )
    return [given_hours, key_share]
