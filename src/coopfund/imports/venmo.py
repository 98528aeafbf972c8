"""Venmo: the list of transactions.

What a card or a bank pays for never touches the balance: the row moves no money that Venmo held.
"""

from decimal import Decimal

from coopfund.imports.movement import Kind, Movement, Statement
from coopfund.imports.reader import TableReader
from coopfund.imports.sheet import Options, RejectedRowError, Row, Sheet, SkippedRowError

COLUMNS = {
    "id": ("ID",),
    "date": ("Datetime",),
    "type": ("Type",),
    "status": ("Status",),
    "note": ("Note",),
    "from": ("From",),
    "to": ("To",),
    "amount": ("Amount (total)",),
    "fee": ("Amount (fee)",),
    "funding": ("Funding Source",),
    "destination": ("Destination",),
}
CURRENCY = "USD"
"""Venmo works in the United States only."""
DONE = frozenset({"complete", "issued"})
BALANCE = "venmo balance"


def make(sheet: Sheet, options: Options) -> Statement:
    """Every row that touched the balance."""
    del options
    return sheet.statement("venmo", _movement)


def _movement(row: Row) -> Movement:
    kind, state = row.text("type").casefold(), row.text("status").casefold()
    if state not in DONE:
        raise SkippedRowError(f"its state is “{state[:30]}”")
    amount = row.money("amount", CURRENCY)
    fee = abs(row.money_or("fee", CURRENCY, None) or Decimal(0))
    funding = row.text("funding").casefold()
    if amount < 0 and funding not in {"", BALANCE}:
        raise SkippedRowError("a bank or card paid it, not the balance")
    if not row.text("id"):
        raise RejectedRowError("a row without an id cannot be told from a copy of it")
    transfer = "transfer" in kind
    what: Kind = "payout" if transfer and amount < 0 else "transfer" if transfer else "payment"
    return Movement(
        row=row.number,
        id=row.id("venmo", "id"),
        date=row.day("date"),
        amount=amount,
        currency=CURRENCY,
        kind=what,
        counterparty=row.text("from") if amount > 0 else row.text("to"),
        memo=row.text("note"),
        gross=amount + fee,
        fee=fee,
        payer_key=None,
        meta={"type": row.text("type")},
    )


VENMO = TableReader(
    name="venmo",
    title="Venmo list of transactions",
    platform="venmo",
    columns=COLUMNS,
    required=frozenset({"id", "date", "type", "amount", "funding", "destination"}),
    amounts=("amount", "fee"),
    dates=("date",),
    make=make,
)
