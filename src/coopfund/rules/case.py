"""The case a rule judges: the books, the day, the thresholds in force, and what is shared."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from coopfund import words
from coopfund.books.books import month_end, months_before
from coopfund.findings import Finding, Place, Window
from coopfund.language import numeral
from coopfund.measures.dues import ahead_of_schedule, paid_accounts
from coopfund.measures.gifts import Gift, named_gifts
from coopfund.measures.income import Income, income
from coopfund.measures.outlays import Outlay, payments, spendings
from coopfund.measures.reserves import Reserves, reserves
from coopfund.measures.straw import Straw, last_day, straws
from coopfund.measures.straw import gifts as straw_gifts
from coopfund.money import amount as money
from coopfund.rules import catalogue

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from coopfund.books.books import Books
    from coopfund.measures.schedule import Timeline
    from coopfund.tracing.tracing import Tracing

Found = TypeVar("Found")

NO_DAY = date(1900, 1, 31)
"""The day that books without any entry are judged as of."""


@dataclass(frozen=True)
class Rule:
    """A code and the function that judges it."""

    code: str
    judge: "Callable[[Case], Iterable[Finding]]"


class Case:
    """One judgement of the books as of a day; rules only read it.

    Attributes:
        books: what is judged; nothing after ``as_of`` counts.
        tracing: the shared traces.
        as_of: the last day that counts.
    """

    def __init__(self, books: "Books", tracing: "Tracing", as_of: date | None = None) -> None:
        """Judge ``books`` as of a day, by default their last."""
        self.books = books
        self.tracing = tracing
        self.as_of = as_of or books.end or NO_DAY
        self._incomes: dict[Window, Income] = {}
        self._accounts: dict[date, Sequence[tuple[Timeline, Decimal]]] = {}
        self._numbers: dict[tuple[str, str, date | None], Fraction] = {}
        self._found: dict[Callable[[Case], object], Any] = {}

    def once(self, find: "Callable[[Case], Found]") -> Found:
        """What a function finds in the case, computed once however many ask."""
        if find not in self._found:
            self._found[find] = find(self)
        found: Found = self._found[find]
        return found

    @cached_property
    def stop(self) -> int:
        """How many transactions count."""
        return self.books.until(self.as_of)

    @cached_property
    def last_row(self) -> int:
        """How many postings count."""
        start = self.books.transactions.start
        return start[self.stop] if start else 0

    @cached_property
    def ahead(self) -> frozenset[str]:
        """Whose dues are not simply what they paid: they paid ahead, in hours, or got some back."""
        return ahead_of_schedule(self.books, self.last_row)

    def accounts(self, until: date) -> "Sequence[tuple[Timeline, Decimal]]":
        """What the schedule asks of each member until a day, and what they paid; computed once."""
        if until not in self._accounts:
            self._accounts[until] = paid_accounts(self.books, self.last_row, until, self.ahead)
        return self._accounts[until]

    @cached_property
    def year(self) -> Window:
        """The twelve whole months ending with the month judged."""
        return self.window(12)

    @cached_property
    def so_far(self) -> Window:
        """Those months until the day judged, where that is not their last."""
        return Window(self.year.start, min(self.year.end, self.as_of))

    @cached_property
    def payments(self) -> "Sequence[Outlay]":
        """Every entry by which money left, in order."""
        return payments(self.books, self.last_row)

    @cached_property
    def spendings(self) -> "Sequence[Outlay]":
        """Every entry that spent, paid or still owed, in order."""
        return spendings(self.books, self.last_row)

    @cached_property
    def stock(self) -> Reserves:
        """What there is on the day judged, and what the twelve months cost; computed once."""
        return reserves(self.books, self.year, self.as_of)

    def window(self, months: int) -> Window:
        """Whole months ending with the month judged."""
        return Window(months_before(self.as_of, months), month_end(self.as_of))

    @cached_property
    def gifts(self) -> "Sequence[Gift]":
        """What known contributors gave besides dues, in order; computed once."""
        return named_gifts(self.books, self.last_row)

    @cached_property
    def straws(self) -> "Sequence[Straw]":
        """Payers of other people's dues (CF204)."""

        def people(year: int) -> int:
            return int(self.number("CF204", "people", last_day(year, self.as_of)))

        return straws(self.books, self.last_row, people)

    @cached_property
    def limited(self) -> "Sequence[Gift]":
        """What limits per giver count: the gifts, and the dues that somebody paid for others."""
        hidden = list(straw_gifts(self.books, self.straws))
        return sorted([*self.gifts, *hidden], key=lambda gift: gift.row) if hidden else self.gifts

    def told(self, day: date) -> bool:
        """Whether a directive of a day counts: until the day judged.

        Of the books as they are now every directive does: a vote or a publication may well be
        younger than the last entry.
        """
        return day <= self.as_of or self.books.end in {None, self.as_of}

    def income(self, window: Window) -> Income:
        """Income of a window, computed once; nothing after ``as_of`` counts."""
        known = self._incomes.get(window)
        if known is None:
            bounded = Window(window.start, min(window.end, self.as_of))
            known = self._incomes[window] = income(self.books, bounded)
        return known

    def setting(self, code: str, key: str, day: date | None = None) -> Any:  # noqa: ANN401  # typed by the catalogue
        """A threshold in force on a day (by default the day judged).

        Numbers come as :class:`~fractions.Fraction` or :class:`~decimal.Decimal`; ``None`` where
        nothing is set.
        """
        return self.books.settings.get(code, key, day or self.as_of)

    def number(self, code: str, key: str, day: date | None = None) -> Fraction:
        """A numeric threshold that always has a value."""
        known = self._numbers.get((code, key, day))
        if known is None:
            known = self._numbers[code, key, day] = Fraction(self.setting(code, key, day))
        return known

    def money(self, value: Decimal | Fraction) -> str:
        """An amount as evidence prints it, whatever the language."""
        return money(value, self.books.digits)

    def shown(self, value: Decimal | Fraction) -> str:
        """An amount as messages print it."""
        return numeral(self.money(value))

    def named(self, value: Decimal | Fraction, currency: str | None = None) -> str:
        """An amount with its currency: ``800.00 USD``."""
        return f"{self.shown(value)} {currency or self.books.currency}"

    def row_place(self, row: int) -> Place:
        """The line of a posting; of its transaction where Beancount made the posting up."""
        meta = self.books.rows.meta[row]
        entry = self.books.transactions.place(self.books.rows.txn[row])
        if meta and meta.get("lineno"):
            return Place(str(meta.get("filename", entry.file)), int(meta["lineno"]))
        return entry

    def finding(  # noqa: PLR0913  # one argument per column of a finding
        self,
        code: str,
        row: int,
        message: str,
        evidence: dict[str, Any],
        *,
        action: str | None = None,
        day: date | None = None,
        program: str | None = None,
        contributor: str | None = None,
        standing: bool = False,
    ) -> Finding:
        """A finding at a posting; see :meth:`action` for what it does.

        One that is ``standing`` is of the day judged.
        """
        found = self.entry_finding(
            code, self.books.rows.txn[row], self.row_place(row), message, evidence
        )
        day = self.as_of if standing else day or found.date
        return replace(
            found,
            action=self.action(code, action, day),
            date=day,
            program=program,
            contributor=contributor,
            standing=standing,
        )

    def entry_finding(
        self, code: str, txn: int, place: Place, message: str, evidence: dict[str, Any]
    ) -> Finding:
        """A finding at a line of an entry, which need not have postings."""
        txns = self.books.transactions
        rows = range(txns.start[txn], txns.start[txn + 1])
        return Finding(
            code=code,
            name=catalogue.get(code).name,
            action=self.action(code, None, txns.date[txn]),
            date=txns.date[txn],
            place=place,
            message=message,
            evidence=evidence,
            accounts=frozenset(self.books.rows.account[row].name for row in rows),
            links=txns.links[txn],
        )

    def action(self, code: str, said: str | None, day: date) -> str:
        """What a finding of a day does: what is voted, else what the rule says of it.

        Where the rule says less than it does by default, a vote makes it no more than that: the
        note on a breach that was made good stays a note. ``off`` is no finding at all.
        """
        default = catalogue.get(code).action
        said, voted = said or default, str(self.setting(code, "action", day) or "")
        if voted not in words.ACTIONS:
            return voted or said
        rank = words.ACTIONS.index
        return voted if rank(said) <= rank(default) else max(voted, said, key=rank)
