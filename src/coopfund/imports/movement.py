"""What every reader makes of a file: movements of money, and a proof that no row went missing.

A reader is pure, bytes to a :class:`Statement`. It knows nothing of accounts or of the books.
Rows are physical: an entry's number in the file, the first one 1, a header not counted.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

Kind = Literal["payment", "refund", "fee", "payout", "dispute", "transfer", "conversion", "other"]
"""What a movement is. ``payout``: from a platform to the bank; ``transfer``: between own accounts;
``conversion``: one leg of an exchange of currencies; ``other``: the reader cannot know."""


class RefusedFileError(Exception):
    """A file that is not imported; the message is one sentence that says why, and where."""


class UnprovenError(RefusedFileError):
    """A file whose rows or balances do not add up; the message holds both figures."""


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that should hold a movement and cannot be read."""

    row: int
    """Its number among the file's entries, the first one 1."""
    why: str
    """One sentence for whoever holds the file."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row that moves no money: a total, a pending payment, a note."""

    row: int
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """Money that came or went on one account, as the file says it."""

    row: int
    id: str
    """The platform's or bank's own id, prefixed: ``stripe:txn_123``. Never a guess."""
    date: date
    amount: Decimal
    """The net effect on the account, negative where money left."""
    currency: str
    kind: Kind
    counterparty: str = ""
    """Who is on the other side, as the file names them: personal, never written to the books."""
    memo: str = ""
    """What it was for, as the file says it: may be personal."""
    gross: Decimal | None = None
    """Before the fee, with the sign of ``amount``; ``None``: the file does not say."""
    fee: Decimal | None = None
    """What was kept back: positive where it cost, so ``gross - fee == amount``."""
    reference: str = ""
    """The id of the movement that this one belongs to (a refund's payment), prefixed alike."""
    payer_key: str | None = None
    """What tells one payer from another (an e-mail, a customer's id, an IBAN): goes into the
    keyed hash or the roster's look-up, never into the books."""
    balance_after: Decimal | None = None
    recurring: bool | None = None
    meta: Mapping[str, str] = field(default_factory=dict)
    """What booking maps by (``campaign``, ``tier``, ``type``, ``payout``): no personal data."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One file, read."""

    format: str
    """The reader's name: ``stripe``, ``camt.053``."""
    movements: tuple[Movement, ...]
    rejected: tuple[Rejected, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    rows_in: int
    """Entries in the file, counted apart from reading them."""
    account_hint: str | None = None
    """Which account it is, as the file says it (an IBAN): never written to the books."""
    currency: str | None = None
    """The account's, where there is but one."""
    opening: Decimal | None = None
    closing: Decimal | None = None
    opening_date: date | None = None
    closing_date: date | None = None

    def proven(self) -> None:
        """Check that every row went somewhere, and that the balances follow from the movements.

        A row may hold several movements (a batch); it counts once, and in one place only. Where
        opening and closing balance are known, opening + movements = closing, unless a row was
        rejected: then the file is not booked at all.

        Raises:
            UnprovenError: they do not add up.
        """
        booked = {movement.row for movement in self.movements}
        rejected = {row.row for row in self.rejected}
        skipped = {row.row for row in self.skipped}
        found = booked | rejected | skipped
        parts = len(booked) + len(rejected) + len(skipped)
        if parts != self.rows_in or len(found) != parts:
            raise UnprovenError(
                f"{self.rows_in} rows came in, but {len(booked)} hold movements, {len(rejected)} "
                f"are rejected and {len(skipped)} skipped, which makes {parts}."
            )
        if self.opening is not None and self.closing is not None and not self.rejected:
            total = sum_of(self.movements)
            if self.opening + total != self.closing:
                raise UnprovenError(
                    f"The file does not reconcile with its own balances: opening "
                    f"{self.opening:f} + movements {total:f} = {self.opening + total:f}, but "
                    f"closing is {self.closing:f}."
                )


def sum_of(movements: Iterable[Movement]) -> Decimal:
    """The net effect of movements that are all in one currency."""
    return sum((movement.amount for movement in movements), Decimal(0))
