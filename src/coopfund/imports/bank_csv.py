"""Any bank's CSV, read as its form says (:mod:`coopfund.imports.bank_form`).

Where the file has a balance after each row, every row is proven by it; where it has an opening
and a closing balance, all rows together are.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Final

from coopfund.imports.bank_form import Form
from coopfund.imports.csv_file import Record
from coopfund.imports.identity import identified, plain_id, told_apart
from coopfund.imports.movement import Movement, RefusedFileError, Statement, UnprovenError
from coopfund.imports.numerals import NumeralError, Numerals
from coopfund.imports.reader import Source
from coopfund.imports.sheet import Options, RejectedRowError, Row, Sheet, SkippedRowError, sheet_of
from coopfund.imports.table import PREAMBLE, Table, cut, key, table_of
from coopfund.money import ZERO
from coopfund.wording import listed

MOVED: Final = ("amount", "debit", "credit")
PREFIX: Final = "bank"


def header_place(found: Sequence[Record], headers: Sequence[str]) -> int | None:
    """Which of the first records is the header: the one that has all of these."""
    wanted = {key(header) for header in headers}
    return next(
        (
            place
            for place, record in enumerate(found[:PREAMBLE])
            if wanted <= set(unique(record.fields))
        ),
        None,
    )


def unique(headers: Sequence[str]) -> tuple[str, ...]:
    """Headers as they are looked up; the second of two that are the same ends in ``#2``."""
    seen: dict[str, int] = {}
    found = []
    for header in map(key, headers):
        seen[header] = seen.get(header, 0) + 1
        found.append(header if seen[header] == 1 else f"{header}#{seen[header]}")
    return tuple(found)


@dataclass(frozen=True, slots=True)
class BankCsv:
    """Reads one bank's CSV."""

    form: Form

    @property
    def name(self) -> str:
        """What the command line calls it: the form's name."""
        return self.form.name

    @property
    def title(self) -> str:
        """What it reads, in words."""
        return f"CSV of {self.form.account}"

    @property
    def platform(self) -> str:
        """Whose files they are."""
        return self.form.name

    def recognises(self, source: Source) -> bool:
        """Whether one of the first records has every header of the form."""
        try:
            found = self._records(source)
        except RefusedFileError:
            return False
        return header_place(found, self.form.headers) is not None

    def read(self, source: Source, options: Options) -> Sequence[Statement]:
        """All rows, as the one statement of the form's account.

        Raises:
            RefusedFileError: a column is missing, or the file is damaged.
            UnprovenError: rows and balances do not agree.
        """
        return (self.statement(source, options),)

    def statement(self, source: Source, options: Options) -> Statement:
        """The same as one."""
        table = self._table(source)
        sheet = self._sheet(table, options)
        rows = _Rows(self.form, table, _balance_lines(self.form, table))
        statement = sheet.statement(f"csv {self.form.name}", rows.read)
        kept, _ = told_apart(statement.movements, same_is_one=False)
        movements = identified(kept, PREFIX, self.form.name, options.secret)
        days = [movement.date for movement in movements]
        read = replace(
            statement,
            movements=movements,
            currency=self.form.currency,
            opening_date=min(days, default=None),
            closing_date=max(days, default=None),
        )
        if statement.rejected:
            return read  # without a row no balance follows
        opening, closing = balances(movements)
        return replace(
            read,
            opening=_agreed(rows.lines.get("opening"), opening, "opening"),
            closing=_agreed(rows.lines.get("closing"), closing, "closing"),
        )

    def _records(self, source: Source) -> list[Record]:
        if self.form.encoding and source.encoding is None:
            source = Source(source.name, source.data, self.form.encoding)
        return cut(source.file.text, self.form.delimiter)

    def _table(self, source: Source) -> Table:
        found = self._records(source)
        place = header_place(found, self.form.headers)
        if place is None:
            names = set().union(*(unique(record.fields) for record in found[:PREAMBLE]))
            lacking = [header for header in self.form.headers if key(header) not in names]
            raise RefusedFileError(
                f"It is no {self.title}: no line holds all of its columns"
                + (
                    f"; there is no {listed([f'“{header}”' for header in lacking])}."
                    if lacking
                    else "."
                )
            )
        header = replace(found[place], fields=unique(found[place].fields))
        found = [*found[:place], header, *found[place + 1 :]]
        table = table_of(source.file.text, found, place, self.form.delimiter)
        return replace(table, rows=tuple(self._padded(row, table) for row in table.rows))

    def _padded(self, row: Record, table: Table) -> Record:
        """A line below the rows that is none of them, as wide as they are."""
        lacks = len(table.header) - len(row.fields)
        if lacks <= 0 or not (_line_of(self.form, row.fields) or _is_note(row.fields)):
            return row
        return replace(row, fields=(*row.fields, *[""] * lacks))

    def _sheet(self, table: Table, options: Options) -> Sheet:
        form = self.form
        columns = {name: (header,) for name, header in form.columns.items()}
        columns |= {f"text {n}": (header,) for n, header in enumerate(form.texts)}
        columns |= {f"only {header}": (header,) for header in form.only}
        said = replace(
            options,
            decimal=options.decimal or form.decimal,
            dates=options.dates or form.dates,
            currency=form.currency,
        )
        sheet = sheet_of(table, columns, said, amounts=(*MOVED, "balance"), dates=("date",))
        return replace(sheet, amounts=tuple(name for name in sheet.amounts if name in MOVED))


@dataclass(slots=True)
class _Rows:
    """Reads row after row, and keeps the balances of lines between them."""

    form: Form
    table: Table
    lines: dict[str, Decimal]
    signs: set[bool] = field(default_factory=set)

    def read(self, row: Row) -> Movement:
        self._skip(row)
        currency = row.currency(default=self.form.currency)
        if currency != self.form.currency:
            raise RejectedRowError(f"it is in {currency}, the account in {self.form.currency}")
        amount = self._amount(row, currency)
        if not amount:
            raise SkippedRowError("nothing moved: the amount is 0")
        identity = plain_id(row.text("id"))
        memo = " ".join(filter(None, (row.text(f"text {n}") for n in range(len(self.form.texts)))))
        return Movement(
            row=row.number,
            id=f"{PREFIX}:{self.form.name}:{identity}" if identity else "",
            date=row.day("date"),
            amount=amount,
            currency=currency,
            kind="payment" if amount > 0 else "other",
            counterparty=" ".join(row.text("name").split()),
            memo=" ".join(memo.split()),
            payer_key="".join(row.text("payer").split()) or None,
            balance_after=row.money_or("balance", currency, None),
        )

    def _skip(self, row: Row) -> None:
        for header, values in self.form.only.items():
            value = row.text(f"only {header}")
            if value not in values:
                raise SkippedRowError(f"{header} is “{value}”")
        fields = self.table.rows[row.number - 1].fields
        if _line_of(self.form, fields):
            raise SkippedRowError("a balance")
        if _is_note(fields) or not any(row.text(name) for name in ("date", *MOVED)):
            raise SkippedRowError("a note: neither a date nor an amount")

    def _amount(self, row: Row, currency: str) -> Decimal:
        if "amount" not in self.form.columns:
            return self._two_columns(row, currency)
        amount = row.money("amount", currency)
        if "mark" in self.form.columns:
            return self._marked(row, amount)
        return -amount if self.form.negate else amount

    def _two_columns(self, row: Row, currency: str) -> Decimal:
        """Debit and credit; whether debits carry a minus is the bank's choice, once for all."""
        debit = row.money_or("debit", currency, None) or ZERO
        credit = row.money_or("credit", currency, None) or ZERO
        if debit and credit:
            raise RejectedRowError("it holds both a debit and a credit")
        if credit < 0:
            raise RejectedRowError("the credit is negative")
        if debit:
            self.signs.add(debit < 0)
            if len(self.signs) > 1:
                raise RejectedRowError("some debits carry a minus, others none")
        elif not credit and not (row.text("debit") or row.text("credit")):
            raise RejectedRowError("it holds neither a debit nor a credit")
        return credit - abs(debit)

    def _marked(self, row: Row, amount: Decimal) -> Decimal:
        mark = row.text("mark").upper()
        if mark in self.form.debit_marks:
            return -abs(amount)
        if mark not in self.form.credit_marks:
            raise RejectedRowError(f"the mark “{mark[:10]}” is neither a debit's nor a credit's")
        if amount < 0 and not row.text("balance"):
            raise RejectedRowError("a minus contradicts the mark, and no balance says which counts")
        return abs(amount)


def _balance_lines(form: Form, table: Table) -> dict[str, Decimal]:
    """The balances that stand on lines of their own, above or below the rows."""
    found: dict[str, Decimal] = {}
    numerals = Numerals(form.decimal)
    for record in (*table.preamble, *table.rows):
        which = _line_of(form, record.fields)
        if which is None:
            continue
        for cell in reversed(record.fields):
            try:
                value = numerals.read(cell)
            except NumeralError:
                continue
            if found.setdefault(which, value) != value:
                raise UnprovenError(
                    f"Line {record.line}: a second {which} balance, {value:f} after "
                    f"{found[which]:f}."
                )
            break
    return found


def _line_of(form: Form, cells: Sequence[str]) -> str | None:
    first = next((key(cell) for cell in cells if cell.strip()), "")
    for which, words in (("opening", form.opening), ("closing", form.closing)):
        if words and first.startswith(key(words)):
            return which
    return None


def _is_note(cells: Sequence[str]) -> bool:
    """Whether a line is but one text, such as “Payments in March: 3”; a row begins with a digit."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    return len(filled) == 1 and not filled[0][0].isdecimal()


def balances(movements: Sequence[Movement]) -> tuple[Decimal | None, Decimal | None]:
    """Opening and closing balance from the balances after each row, which prove every row.

    Banks list the newest row first or last; whichever fits counts.

    Raises:
        UnprovenError: neither fits; names the first row that does not.
    """
    if not any(movement.balance_after is not None for movement in movements):
        return None, None
    tries = [_chained(order) for order in (movements, movements[::-1])]
    fitting = next((ends for ends, fault in tries if fault is None), None)
    if fitting is None:
        fault = min((fault for _, fault in tries if fault), key=lambda fault: fault[0])
        raise UnprovenError(fault[1])
    return fitting


_Ends = tuple[Decimal | None, Decimal | None]


def _chained(movements: Sequence[Movement]) -> tuple[_Ends, tuple[int, str] | None]:
    """Opening and closing, and how many rows do not fit, with a sentence about the first."""
    opening: Decimal | None = None
    running, faults, sentence = ZERO, 0, ""
    for movement in movements:
        running += movement.amount
        after = movement.balance_after
        if after is None:
            continue
        if opening is None:
            opening = after - running
        elif running != after:
            faults += 1
            sentence = sentence or (
                f"Row {movement.row}: {running - movement.amount:f} before it and its amount of "
                f"{movement.amount:f} make {running:f}, but its balance says {after:f}."
            )
        running = after
    return (opening, running), ((faults, sentence) if faults else None)


def _agreed(line: Decimal | None, chain: Decimal | None, which: str) -> Decimal | None:
    if line is not None and chain is not None and line != chain:
        raise UnprovenError(
            f"The {which} balance is {line:f}, but the balances after each row make it {chain:f}."
        )
    return chain if line is None else line
