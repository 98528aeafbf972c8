"""A reconciliation as text, JSON and CSV."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import Any, Final

from coopfund.findings import Place
from coopfund.money import currency_digits, digits_of, spaced
from coopfund.reconcile.matching import REASONS, Equals, Match
from coopfund.reconcile.reconciliation import Reconciliation
from coopfund.reconcile.sides import Entry, Row
from coopfund.reconcile.sums import Sum
from coopfund.tables import Row as Cells
from coopfund.tables import csv_table
from coopfund.wording import counted, harmless, on_day

SCHEMA: Final = 1
WORDS: Final = {
    "import-id": "by import id",
    "reference": "by reference and amount",
    "amount": "by amount and day",
    "sum": "by a common link and the sum",
    "equals": "as equals, nobody knows which is which",
}
LONGEST: Final = 60
HEAD: Final = ("side", "place", "date", "amount", "currency", "state", "with")

Show = Callable[[Place], str]
"""A place as people are shown it: file and line."""


class Page:
    """One reconciliation, to be printed."""

    def __init__(self, result: Reconciliation, show: Show) -> None:
        """Take it, and how to show places."""
        self.result = result
        self.show = show
        written = [digits_of(row.amount) for row in result.bank.rows]
        self.digits = currency_digits(result.bank.currency, max(written, default=0))

    def text(self) -> str:
        """For people: totals, what is left on both sides, and the proof."""
        return "".join(f"{line}\n" for line in self._lines())

    def _lines(self) -> Iterator[str]:
        result, bank = self.result, self.result.bank
        yield (
            f"{result.account}, {on_day(bank.start, bank.end.year)} to {on_day(bank.end)}, "
            f"{bank.currency}"
        )
        yield ""
        yield from self._totals()
        yield ""
        yield self._matched()
        yield from self._left()
        if bank.closing is not None:
            yield from self._proof()
        yield ""
        yield self._verdict()

    def _totals(self) -> Iterator[str]:
        bank = self.result.bank
        rows: list[Cells] = []
        if bank.opening is not None:
            said = "" if bank.said else " (computed back from the closing balance)"
            rows.append((f"opening balance of the bank{said}", self._money(bank.opening)))
        rows.append((f"{counted(len(bank.rows), 'movement')}", self._money(bank.moved)))
        if bank.closing is not None:
            rows.append(("closing balance of the bank", self._money(bank.closing)))
        yield from _sums(rows)
        if bank.closing is None:
            yield "The statement says no balance; pass the one on paper with --closing and --end."

    def _matched(self) -> str:
        counts = Counter(match.why for match in self.result.matching.matches)
        said = [f"{counts[why]} {WORDS[why]}" for why in REASONS if counts[why]]
        return f"Matched: {', '.join(said) or 'nothing'}."

    def _left(self) -> Iterator[str]:
        result = self.result
        matching = result.matching
        rows = sorted(matching.rows, key=_in_file)
        yield from self._list("On the statement, not in the books", map(self._row, rows))
        yield from self._list(
            "In the books, not on the statement", map(self._entry, result.in_period)
        )
        yield from self._list(
            "On the statement, but booked after its end", map(self._match, result.later)
        )
        yield from self._list(
            f"Before {on_day(result.bank.start)}, in the books and on no statement yet",
            map(self._entry, result.outstanding),
        )
        for equals in matching.equals:
            yield ""
            yield from self._equals(equals)
        for its in matching.sums:
            yield ""
            yield self._sum(its)

    def _list(self, title: str, rows: "Iterator[Cells]") -> Iterator[str]:
        found = list(rows)
        if found:
            yield ""
            yield f"{title}:"
            yield from _aligned(found)

    def _row(self, row: Row) -> Cells:
        where = f"{row.file} row {row.row}"
        return where, row.date.isoformat(), self._money(row.amount), _short(row.text)

    def _entry(self, entry: Entry) -> Cells:
        where = self.show(entry.place)
        return where, entry.date.isoformat(), self._money(entry.amount), _short(entry.text)

    def _match(self, match: Match) -> Cells:
        entry, row = match.entries[0], match.row
        what = f"{row.file} row {row.row} of {row.date.isoformat()}"
        return self.show(entry.place), entry.date.isoformat(), self._money(row.amount), what

    def _equals(self, equals: Equals) -> Iterator[str]:
        rows = ", ".join(f"{row.file} row {row.row}" for row in sorted(equals.rows, key=_in_file))
        entries = ", ".join(self.show(entry.place) for entry in equals.entries)
        amount = self._money(equals.rows[0].amount)
        yield f"Equal, so not matched: {amount} is {rows}; it could be {entries}."

    def _sum(self, its: Sum) -> str:
        where = f"{its.row.file} row {its.row.row}"
        entries = " + ".join(self.show(entry.place) for entry in its.entries)
        amount = self._money(its.row.amount)
        return f"Not certain, so not matched: {amount} is {where}; together it could be {entries}."

    def _proof(self) -> Iterator[str]:
        result, bank = self.result, self.result.bank
        yield ""
        yield "Proof:"
        rows: list[Cells] = [("closing balance of the bank", self._money(bank.closing))]
        parts = (
            ("+ in the books, not on the statement", result.only_books),
            ("− on the statement, not in the books", -result.only_bank),
            ("− booked after the statement's end", -result.booked_later),
            (f"+ apart before {on_day(bank.start)}", result.before),
        )
        rows += [(words, self._money(value)) for words, value in parts if value]
        rows.append(("= balance of the books", self._money(result.books)))
        yield from _sums(rows)
        if result.unexplained:
            yield (
                f"Of what is apart before {on_day(bank.start)}, {self._money(result.unexplained)} "
                "is in no entry since the last balance: an opening balance is wrong or missing, or "
                "an earlier statement was not reconciled."
            )

    def _verdict(self) -> str:
        result = self.result
        if result.settled:
            return "Nothing is left: the books are the bank's, to the cent."
        if not result.left:
            return "Nothing is left, but no balance proves it."
        rows, entries = len(result.matching.rows), len(result.in_period) + len(result.later)
        apart = ", and the time before" if result.bank.closing is not None and result.before else ""
        advice = " coopfund import books what is missing." if rows else ""
        if entries:
            advice += " Is what the bank lacks of the right day and account, and there once?"
        return f"Left: {rows} on the statement, {entries} in the books{apart}.{advice}"

    def _money(self, value: Decimal | None) -> str:
        return "" if value is None else spaced(value, max(self.digits, digits_of(value)))

    def json(self) -> dict[str, Any]:
        """For programs; no text of the statement, which may name people."""
        result, bank = self.result, self.result.bank
        return {
            "schema_version": SCHEMA,
            "account": result.account,
            "currency": bank.currency,
            "from": bank.start.isoformat(),
            "until": bank.end.isoformat(),
            "opening": _plain(bank.opening),
            "opening_computed": not bank.said and bank.opening is not None,
            "movements": str(bank.moved),
            "closing": _plain(bank.closing),
            "books": str(result.books),
            "matched": [
                {**self._json_row(m.row), "why": m.why, "entries": self._json_entries(m.entries)}
                for m in result.matching.matches
            ],
            "only_on_statement": [
                self._json_row(row) for row in sorted(result.matching.rows, key=_in_file)
            ],
            "only_in_books": self._json_entries(result.in_period),
            "booked_later": [self._json_row(match.row) for match in result.later],
            "outstanding_before": self._json_entries(result.outstanding),
            "equals": [
                {
                    "rows": [self._json_row(row) for row in sorted(equals.rows, key=_in_file)],
                    "entries": self._json_entries(equals.entries),
                }
                for equals in result.matching.equals
            ],
            "sums": [
                {"row": self._json_row(its.row), "entries": self._json_entries(its.entries)}
                for its in result.matching.sums
            ],
            "proof": None if bank.closing is None else self._json_proof(),
            "settled": result.settled,
        }

    def _json_proof(self) -> dict[str, str]:
        result = self.result
        return {
            "closing": str(result.bank.closing),
            "plus_only_in_books": str(result.only_books),
            "minus_only_on_statement": str(-result.only_bank),
            "minus_booked_later": str(-result.booked_later),
            "plus_apart_before": str(result.before),
            "books": str(result.books),
            "unexplained_before": str(result.unexplained),
        }

    @staticmethod
    def _json_row(row: Row) -> dict[str, Any]:
        return {
            "file": row.file,
            "row": row.row,
            "date": row.date.isoformat(),
            "amount": str(row.amount),
            "id": row.id,
        }

    def _json_entries(self, entries: Sequence[Entry]) -> list[dict[str, Any]]:
        return [
            {
                "place": self.show(entry.place),
                "date": entry.date.isoformat(),
                "amount": str(entry.amount),
            }
            for entry in entries
        ]

    def csv(self) -> str:
        """For a spreadsheet: every row and every entry, with what it is matched with."""
        return csv_table(HEAD, self._cells())

    def _cells(self) -> Iterator[Cells]:
        result = self.result
        currency = result.bank.currency
        for match in result.matching.matches:
            places = ", ".join(self.show(entry.place) for entry in match.entries)
            yield (*self._side(match.row), currency, match.why, places)
        for row in sorted(result.matching.rows, key=_in_file):
            yield (*self._side(row), currency, "left", "")
        left = (*result.in_period, *result.outstanding)
        for entry in left:
            day = entry.date.isoformat()
            yield ("books", self.show(entry.place), day, str(entry.amount), currency, "left", "")

    @staticmethod
    def _side(row: Row) -> tuple[str, str, str, str]:
        where = f"{row.file} row {row.row}"
        return "statement", where, row.date.isoformat(), str(row.amount)


def _in_file(row: Row) -> tuple[object, ...]:
    """By day, then as the file has them."""
    return row.date, row.file, row.row


def _plain(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


def _short(text: str) -> str:
    shown = harmless(text)
    return shown if len(shown) <= LONGEST else f"{shown[: LONGEST - 1]}…"


def _sums(rows: Sequence[Cells]) -> Iterator[str]:
    """Words and amounts below each other, amounts flush right."""
    words = max(len(str(row[0])) for row in rows)
    width = max(len(str(row[1])) for row in rows)
    for row in rows:
        yield f"  {str(row[0]).ljust(words)}  {str(row[1]).rjust(width)}"


def _aligned(rows: Sequence[Cells]) -> Iterator[str]:
    """Where, when, how much and what, below each other; amounts flush right."""
    where, _, amount = (max(len(str(row[place])) for row in rows) for place in range(3))
    for row in rows:
        line = f"  {str(row[0]).ljust(where)}  {row[1]}  {str(row[2]).rjust(amount)}  {row[3]}"
        yield line.rstrip()
