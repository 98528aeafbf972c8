"""The income statement of a German party: section 24(4) of its Parteiengesetz.

The numbers are those of the Act as the Ministry of Justice's site shows it, with 5 and 5a apart.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from coopfund import words
from coopfund.findings import Window
from coopfund.measures.received import Received, received
from coopfund.money import ZERO, spaced
from coopfund.sheets.sheet import Line, Part, Sheet
from coopfund.wording import listed

if TYPE_CHECKING:
    from coopfund.books.books import Books
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

RESIDUE: Final = "–"

ACT: Final = "Numbers as in the Act with 5 and 5a apart; compare them with the Act of your year."


def part_g(case: "Case") -> Sheet:
    """Income of the calendar year and, where the books reach it, of the year before."""
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
    return Sheet(
        name="partg",
        title=f"Einnahmerechnung, PartG section 24(4): {books.title}".rstrip(": "),
        currency=books.currency,
        digits=books.digits,
        columns=tuple(str(its) for its in sums),
        parts=(Part("24(4)", "Einnahmen", tuple(lines)),),
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


def _notes(case: "Case", year: int, by: Mapping[str, Decimal]) -> tuple[str, ...]:
    residue = by.get(RESIDUE, ZERO)
    regular = sum((by.get(number, ZERO) for number in ("1", "2", "3", "4", "5", "5a", "6")), ZERO)
    unpriced = sorted(case.income(Window(date(year, 1, 1), date(year, 12, 31))).unconverted)
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
        f"Without a price, and so in no number: {listed(unpriced)}.": bool(unpriced),
    }
    return tuple(note for note, said in notes.items() if said)
