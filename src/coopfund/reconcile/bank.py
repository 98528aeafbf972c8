"""The bank's side: one or several statements of one account, as rows with the balances around."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from coopfund.imports.movement import Movement, RefusedFileError, Statement, UnprovenError
from coopfund.money import ZERO
from coopfund.reconcile.sides import Row

REFERENCES: Final = ("reference", "end-to-end", "invoice", "cheque")
ONE_DAY: Final = timedelta(days=1)
SHOWN_DIGITS: Final = 4


@dataclass(frozen=True, slots=True)
class Bank:
    """What the bank says of one account.

    Attributes:
        rows: every movement, each once.
        currency: of the account.
        start: the first day.
        end: the last day, at whose end ``closing`` is the balance.
        opening: the balance before the first movement; computed where only the closing is known.
        closing: the balance at the end; ``None`` where nobody says it.
        said: whether the opening was said by the bank, and not computed.
    """

    rows: tuple[Row, ...]
    currency: str
    start: date
    end: date
    opening: Decimal | None
    closing: Decimal | None
    said: bool

    @property
    def moved(self) -> Decimal:
        """The sum of the movements."""
        return sum((row.amount for row in self.rows), ZERO)


@dataclass(frozen=True, slots=True)
class Given:
    """Balances from a statement on paper, where the file has none."""

    opening: Decimal | None = None
    closing: Decimal | None = None
    end: date | None = None


def bank_of(files: Sequence[tuple[str, Statement]], given: Given | None = None) -> Bank:
    """One account's movements and balances from the statements of some files.

    Args:
        files: the file's name with each statement.
        given: balances from paper.

    Raises:
        RefusedFileError: they are of several accounts or currencies, or hold rejected rows.
        UnprovenError: balances and movements do not agree, or a statement between is missing.
    """
    given = given or Given()
    if not files:
        raise RefusedFileError("There is no statement in the files.")
    currency = _only_account(files)
    for name, statement in files:
        statement.proven()
        if statement.rejected:
            row = statement.rejected[0]
            raise RefusedFileError(f"{name}, row {row.row}: {row.why}")
    files = sorted(files, key=lambda pair: _days(pair[1]))
    rows = tuple(_rows(files))
    moved = sum((row.amount for row in rows), ZERO)
    days = [row.date for row in rows]
    first, last = files[0][1], files[-1][1]
    opening = first.opening if given.opening is None else given.opening
    closing = last.closing if given.closing is None else given.closing
    end = given.end or last.closing_date or max(days, default=None)
    if end is None:
        raise RefusedFileError("Nothing moved, and no balance has a day: there is no period.")
    if days and max(days) > end:
        if given.closing is not None or last.opening is not None:
            raise UnprovenError(f"A movement of {max(days)} is later than the balance of {end}.")
        closing, end = None, max(days)  # a balance that not all movements are in
    said = opening is not None
    if opening is None and closing is not None:
        opening = closing - moved
    if opening is not None and closing is not None and opening + moved != closing:
        raise UnprovenError(
            f"Opening {opening:f} and movements {moved:f} make {opening + moved:f}, but closing "
            f"is {closing:f}: a statement between them is missing, or an amount is wrong."
        )
    start = min(days, default=end)
    if first.opening_date is not None and first.opening_date < start:
        start = first.opening_date + ONE_DAY
    return Bank(rows, currency, start, end, opening, closing, said)


def _days(statement: Statement) -> tuple[date, date]:
    days = [movement.date for movement in statement.movements]
    known = [day for day in (statement.opening_date, statement.closing_date, *days) if day]
    return (min(days or known, default=date.min), max(known, default=date.min))


def _only_account(files: Sequence[tuple[str, Statement]]) -> str:
    hints = {statement.account_hint for _, statement in files if statement.account_hint}
    if len(hints) > 1:
        shown = ", ".join(f"…{hint[-SHOWN_DIGITS:]}" for hint in sorted(hints))
        raise RefusedFileError(
            f"The files hold statements of {len(hints)} accounts ({shown}); say which with "
            "--number and the end of its number."
        )
    currencies = {statement.currency for _, statement in files if statement.currency}
    currencies |= {movement.currency for _, one in files for movement in one.movements}
    if len(currencies) != 1:
        shown = ", ".join(sorted(currencies)) or "none"
        raise RefusedFileError(f"A statement is in one currency; here are: {shown}.")
    return currencies.pop()


def _rows(files: Sequence[tuple[str, Statement]]) -> list[Row]:
    """The movements of all files; one that two files hold, by its id, is one."""
    seen: dict[str, Row] = {}
    for name, statement in files:
        for movement in statement.movements:
            row = _row(name, movement)
            known = seen.setdefault(row.id, row)
            if known.amount != row.amount:
                raise UnprovenError(
                    f"{known.file}, row {known.row}, and {name}, row {row.row}, have one id and "
                    f"two amounts: {known.amount:f} and {row.amount:f}."
                )
    return list(seen.values())


def _row(name: str, movement: Movement) -> Row:
    text = " · ".join(part for part in (movement.counterparty, movement.memo) if part)
    references = {movement.meta.get(key, "") for key in REFERENCES} | {movement.reference}
    return Row(
        file=name,
        row=movement.row,
        id=movement.id,
        date=movement.date,
        amount=movement.amount,
        references=normal(references),
        text=text,
    )


def normal(references: "set[str] | frozenset[str]") -> frozenset[str]:
    """References without case and spaces; what is too short to tell anything is none."""
    found = ("".join(text.split()).casefold().lstrip("0") for text in references)
    return frozenset(text for text in found if len(text) > 1)


def named(
    files: Sequence[tuple[str, Statement]], number: str | None
) -> list[tuple[str, Statement]]:
    """The statements of the account whose number ends so; all where nothing is asked."""
    if not number:
        return list(files)
    compact = "".join(number.split()).casefold()
    found = [
        (name, statement)
        for name, statement in files
        if "".join((statement.account_hint or "").split()).casefold().endswith(compact)
    ]
    if not found:
        raise RefusedFileError(f"No statement is of an account whose number ends with {number}.")
    return found


def without_empty(files: Sequence[tuple[str, Statement]]) -> list[tuple[str, Statement]]:
    """Leave out accounts on which nothing moved, unless that is all there is."""
    moved = [(name, statement) for name, statement in files if statement.movements]
    return moved or list(files)
