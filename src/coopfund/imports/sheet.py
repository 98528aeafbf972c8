"""Rows of a platform's table, read one by one: booked, skipped, or rejected with a reason."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from coopfund.imports.days import DayError, Days, Order
from coopfund.imports.days import settle as settle_days
from coopfund.imports.movement import (
    Movement,
    RefusedFileError,
    Rejected,
    Skipped,
    Statement,
    UnprovenError,
)
from coopfund.imports.numerals import Mark, NumeralError, Numerals
from coopfund.imports.numerals import settle as settle_numerals
from coopfund.imports.row import (
    Options,
    RejectedRowError,
    Row,
    SkippedRowError,
    checked,
    fits,
    identity,
)
from coopfund.imports.table import Columns, Table
from coopfund.money import ZERO

TOTALS = frozenset(
    {"total", "totals", "grand total", "sum", "subtotal", "summe", "gesamt", "gesamtsumme", "saldo"}
)
OFTEN = 500

Read = Callable[[Row], Movement | Sequence[Movement]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table, and how its reader calls the columns and writes numbers and dates."""

    table: Table
    rows: tuple[Row, ...]
    amounts: tuple[str, ...]
    progress: Callable[[int, int], None] | None = None

    @property
    def header(self) -> tuple[str, ...]:
        """The columns as exported."""
        return self.table.header

    def statement(self, name: str, read: Read, derived: "Derive | None" = None) -> Statement:
        """Read every row, and check the totals at the foot of the table.

        Raises:
            UnprovenError: a total is not the sum of its column.
        """
        movements: list[Movement] = []
        rejected: list[Rejected] = []
        skipped: list[Skipped] = []
        totals: list[Row] = []
        for row, record in zip(self.rows, self.table.rows, strict=True):
            if self.progress and row.number % OFTEN == 0:
                self.progress(row.number, len(self.rows))
            try:
                if record.blank:
                    raise SkippedRowError("an empty row")  # noqa: TRY301  # the usual way out
                if _is_total(record.fields):
                    totals.append(row)
                    raise SkippedRowError("a total")  # noqa: TRY301
                self._whole(record.fields)
                found = read(row)
                movements += _moving([found] if isinstance(found, Movement) else found)
            except SkippedRowError as error:
                skipped.append(Skipped(row.number, str(error)))
            except RejectedRowError as error:
                rejected.append(Rejected(row.number, str(error)))
        # Of rows that cannot all be read, no sum is made: neither a payout nor a total.
        more = derived(movements) if derived and not rejected else ()
        if not rejected:
            self._check_totals(totals, {m.row for m in movements}, {m.currency for m in movements})
        return Statement(
            format=name,
            movements=(*movements, *more),
            rejected=tuple(rejected),
            skipped=tuple(skipped),
            rows_in=len(self.table.rows),
            currency=_only(movement.currency for movement in movements),
        )

    def _whole(self, fields: tuple[str, ...]) -> None:
        width = len(self.header)
        extra = fields[width:]
        if len(fields) < width or any(field.strip() for field in extra):
            raise RejectedRowError(f"it has {len(fields)} fields, the header {width}")

    def _check_totals(self, totals: Iterable[Row], booked: set[int], currencies: set[str]) -> None:
        if len(currencies) != 1:
            return
        currency = next(iter(currencies))
        for total in totals:
            for name in self.amounts:
                if not total.text(name):
                    continue
                said = _quiet(total, name, currency)
                parts = [_quiet(row, name, currency) for row in self.rows if row.number in booked]
                found = sum((part for part in parts if part is not None), ZERO)
                if said is not None and said != found:
                    raise UnprovenError(
                        f"Row {total.number}, a total, says {name} {said:f}, but the rows add up "
                        f"to {found:f}."
                    )


def _moving(found: Sequence[Movement]) -> Sequence[Movement]:
    """What a row holds, where any of it is money."""
    if not any(movement.amount or movement.gross for movement in found):
        raise SkippedRowError("no money moved")
    return found


Derive = Callable[[Sequence[Movement]], Iterable[Movement]]


def sheet_of(  # noqa: PLR0913  # each by its name
    table: Table,
    columns: Columns,
    options: Options,
    *,
    amounts: Sequence[str],
    dates: Sequence[str],
    mark: Mark | None = None,
    order: Order | None = None,
) -> Sheet:
    """A table with the reader's names, and its numbers and dates settled by the whole of it.

    Args:
        table: header and rows.
        columns: the reader's names and the exports'.
        options: what whoever imports says.
        amounts: the columns of numbers.
        dates: the columns of dates.
        mark: the decimal mark where no number tells.
        order: day or month first, where no date tells.

    Raises:
        RefusedFileError: its numbers or its dates contradict each other.
    """
    places = {
        name: place for name, names in columns.items() if (place := table.index(names)) is not None
    }
    cells = [
        {name: fields[place] for name, place in places.items() if place < len(fields)}
        for fields in (record.fields for record in table.rows)
    ]
    try:
        numerals = settle_numerals(_column(cells, amounts), mark)
        told = _column(cells, dates)
        clocks = [(cell.get("time", ""), cell.get("zone", "")) for cell in cells]
        days = settle_days(list(told), clocks if len(dates) == 1 else (), order)
    except (NumeralError, DayError) as error:
        raise RefusedFileError(f"It contradicts itself: {error}.") from error
    if options.decimal:
        numerals = Numerals(options.decimal)
    if options.dates:
        days = Days(options.dates)
    rows = tuple(Row(number, cell, numerals, days) for number, cell in enumerate(cells, 1))
    shown = tuple(name for name in amounts if name in places)
    return Sheet(table, rows, shown, options.progress)


def _column(cells: Iterable[dict[str, str]], names: Sequence[str]) -> Iterator[str]:
    for cell in cells:
        for name in names:
            yield cell.get(name, "")


def _is_total(fields: Sequence[str]) -> bool:
    first = next((field for field in fields if field.strip()), "")
    return " ".join(first.split()).casefold().rstrip(":") in TOTALS


def _quiet(row: Row, name: str, currency: str) -> Decimal | None:
    try:
        return row.money_or(name, currency, None)
    except RejectedRowError:
        return None


def _only(currencies: Iterable[str]) -> str | None:
    found = set(currencies)
    return found.pop() if len(found) == 1 else None


__all__ = [
    "Options",
    "RejectedRowError",
    "Row",
    "Sheet",
    "SkippedRowError",
    "checked",
    "fits",
    "identity",
    "sheet_of",
]
