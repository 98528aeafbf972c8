"""Income and expenditure of a German party: section 24(4) and (5) of the Parteiengesetz.

The numbers of income are those of the Act as the Ministry of Justice's site shows it, with 5 and 5a
apart; those of expenditure are as parties publish them.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from coopfund import words
from coopfund.findings import Window
from coopfund.measures.received import Received, received
from coopfund.money import ZERO, add_up, spaced
from coopfund.sheets.sheet import Line, Part, Sheet
from coopfund.sheets.unpriced import unpriced
from coopfund.wording import listed

if TYPE_CHECKING:
    from coopfund.books.books import Books
    from coopfund.books.records import AccountInfo
    from coopfund.rules.case import Case

POSITIONS: Final[Mapping[str, str]] = {
    "1": "Mitgliedsbeiträge (dues)",
    "2": "Mandatsträgerbeiträge und ähnliche regelmäßige Beiträge (levy)",
    "3": "Spenden von natürlichen Personen (donation)",
    "4": "Spenden von juristischen Personen (affiliation, company, union, foundation)",
    "5": "Einnahmen aus Unternehmenstätigkeit",
    "5a": "Einnahmen aus Beteiligungen",
    "6": "Einnahmen aus sonstigem Vermögen (capital)",
    "7": "Einnahmen aus Veranstaltungen, Druckschriften, sonstiger Tätigkeit (event)",
    "8": "Staatliche Mittel (state)",
    "9": "Sonstige Einnahmen (other)",
    "10": "Zuschüsse von Gliederungen (transfer)",
}

PLACES: Final[Mapping[str, str]] = {
    "dues": "1",
    "levy": "2",
    "donation": "3",
    "affiliation": "4",
    "company": "4",
    "union": "4",
    "foundation": "4",
    "capital": "6",
    "event": "7",
    "state": "8",
    "other": "9",
    "transfer": "10",
}
"""Each source's position; in-kind gifts go by their giver, unknown money nowhere."""

GIVERS: Final[Mapping[str, str]] = {
    "person": "3",
    "company": "4",
    "foundation": "4",
    "union": "4",
    "party": "4",
    "state": "8",
}
"""The position of in-kind gifts, by the giver's kind (section 26)."""

EXPENSES: Final[Mapping[str, str]] = {
    "1": "Personalausgaben (payroll)",
    "2a": "Sachausgaben des laufenden Geschäftsbetriebes (core)",
    "2b": "Sachausgaben für allgemeine politische Arbeit (programs)",
    "2c": "Sachausgaben für Wahlkämpfe",
    "2d": "Sachausgaben für die Vermögensverwaltung mit ihren Zinsen",
    "2e": "Sonstige Zinsen",
    "2f": "Sonstige Ausgaben",
    "3": "Zuschüsse an Gliederungen",
}
OF_ITSELF: Final = ("1", "2a", "2b")
"""What books tell by themselves; the rest stands where an account's ``partg`` puts it."""

RESIDUE: Final = "–"

ACT: Final = "Numbers as in the Act with 5 and 5a apart; compare them with the Act of your year."
NOT_TOLD: Final = (
    "Books do not tell 2c to 2f and 3 from the rest by themselves: "
    'partg: "2c" on an expense account puts its spending there.'
)
LASTING: Final = (
    "What lasts and was booked as spending (kind capital) stands in 2a or 2b; the Act wants it "
    "among the assets, and what it loses in a year here."
)


def part_g(case: "Case") -> Sheet:
    """Both sides of the calendar year and, where the books reach it, of the year before."""
    books, year = case.books, case.as_of.year
    first = year - 1 if books.begin and books.begin.year < year else year
    window = Window(date(first, 1, 1), date(year, 12, 31))
    found = received(books, window, case.last_row, unusual_apart=False)
    sums = {its: _positions(books, found, its) for its in range(year, first - 1, -1)}
    lines = [
        Line(number, text, tuple(by.get(number, ZERO) for by in sums.values()))
        for number, text in POSITIONS.items()
    ]
    totals = [sum((v for n, v in by.items() if n != RESIDUE), ZERO) for by in sums.values()]
    residue = [by.get(RESIDUE, ZERO) for by in sums.values()]
    lines += [
        Line("11", "Gesamteinnahmen nach den Nummern 1 bis 10", tuple(totals)),
        Line(RESIDUE, "Ohne Zuordnung, in keiner Nummer enthalten (unknown)", tuple(residue)),
    ]
    spent, told = _expenses(case), _told(books)
    paid = [{number: spent.get((its, number), ZERO) for number in EXPENSES} for its in sums]
    out = [add_up(by) for by in paid]
    expenses = [
        Line(
            number, text, tuple(by[number] if told or number in OF_ITSELF else None for by in paid)
        )
        for number, text in EXPENSES.items()
    ]
    expenses.append(Line("4", "Gesamtausgaben nach den Nummern 1 bis 3", tuple(out)))
    result = Line(
        "±",
        "Gesamteinnahmen − Gesamtausgaben",
        tuple(came - went for came, went in zip(totals, out, strict=True)),
    )
    return Sheet(
        name="partg",
        title=f"Einnahme- und Ausgabenrechnung, PartG section 24: {books.title}".rstrip(": "),
        currency=books.currency,
        digits=books.digits,
        columns=tuple(str(its) for its in sums),
        parts=(
            Part("24(4)", "Einnahmen", tuple(lines)),
            Part("24(5)", "Ausgaben", tuple(expenses)),
            Part("result", "Überschuss oder Defizit", (result,)),
        ),
        notes=_notes(case, year, sums[year]),
    )


def _positions(books: "Books", found: Received, year: int) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = {}
    for (its, source, group), amount in found.sums.items():
        if its != year or source == words.LOAN:
            continue
        place = PLACES.get(source, RESIDUE)
        if source == "in-kind":
            place = GIVERS.get(books.groups.kind(group) or "" if group else "", RESIDUE)
        sums[place] = sums.get(place, ZERO) + amount
    return sums


def _told(books: "Books") -> bool:
    """Whether any account says where its spending stands."""
    return any(info.partg for info in books.accounts.values())


def _expenses(case: "Case") -> dict[tuple[int, str], Decimal]:
    """Spending at cost, refunds netted, by year and number."""
    rows, dates = case.books.rows, case.books.transactions.date
    sums: dict[tuple[int, str], Decimal] = {}
    for row in case.books.rows_of("Expenses", case.last_row):
        value = rows.value[row]
        if value:
            key = dates[rows.txn[row]].year, _number(rows.account[row], rows.program[row])
            sums[key] = sums.get(key, ZERO) + value
    return sums


def _number(info: "AccountInfo", program: str | None) -> str:
    """Where spending stands: as its account says, else by what it is."""
    if info.partg:
        return info.partg
    if info.kind == "payroll":
        return "1"
    return "2a" if program in (None, words.CORE) else "2b"


def _notes(case: "Case", year: int, by: Mapping[str, Decimal]) -> tuple[str, ...]:
    residue = by.get(RESIDUE, ZERO)
    regular = sum((by.get(number, ZERO) for number in ("1", "2", "3", "4", "5", "5a", "6")), ZERO)
    foreign = sorted(unpriced(case.books, Window(date(year, 1, 1), case.as_of)))
    spent = [number for its, number in _expenses(case) if its == year]
    notes = {
        ACT: True,
        f"{spaced(residue, case.books.digits)} of {year} have no number: nobody declared their "
        "source.": residue != 0,
        "Number 9 is above 2 % of numbers 1 to 6, so section 27(2) asks for it item by item.": (
            50 * by.get("9", ZERO) > regular
        ),
        "Sponsoring has no source of its own here: look for it in numbers 4 and 7.": bool(
            by.get("4") or by.get("7")
        ),
        NOT_TOLD: bool(spent) and not _told(case.books),
        LASTING: bool(spent) and any(i.kind == "capital" for i in case.books.accounts.values()),
        f"Without a price, and so in no number: {listed(foreign)}.": bool(foreign),
    }
    return tuple(note for note, said in notes.items() if said)
