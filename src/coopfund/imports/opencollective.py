"""Open Collective: the list of transactions of one collective."""

from dataclasses import replace
from decimal import Decimal

from coopfund.imports.balances import ends
from coopfund.imports.movement import Kind, Movement, Statement
from coopfund.imports.reader import TableReader
from coopfund.imports.sheet import Options, RejectedRowError, Row, Sheet

KINDS: dict[str, Kind] = {
    "contribution": "payment",
    "added_funds": "payment",
    "platform_tip": "payment",
    "expense": "payment",
    "host_fee": "fee",
    "host_fee_share": "fee",
    "platform_fee": "fee",
    "payment_processor_fee": "fee",
    "payment_processor_dispute_fee": "fee",
    "payment_processor_cover": "refund",
    "balance_transfer": "transfer",
    "prepaid_payment_method": "transfer",
}
ADVICE = "Export all kinds of transactions of one collective."
NOBODY = frozenset({"", "incognito", "guest"})
NO = frozenset({"", "false", "no", "0"})

COLUMNS = {
    "date": ("datetime", "effectiveDate"),
    "id": ("shortId", "transactionId", "id"),
    "group": ("shortGroup", "group"),
    "type": ("type",),
    "kind": ("kind",),
    "refund": ("isRefund",),
    "refunded id": ("shortRefundId", "refundTransactionId"),
    "gross": ("amount",),
    "fee": ("paymentProcessorFee",),
    "host fee": ("hostFee",),
    "platform fee": ("platformFee",),
    "tax": ("taxAmount",),
    "net": ("netAmount",),
    "balance": ("balance",),
    "currency": ("currency",),
    "collective": ("accountSlug",),
    "other": ("oppositeAccountSlug",),
    "other name": ("oppositeAccountName",),
    "description": ("description",),
    "merchant": ("merchantId",),
    "expense": ("expenseType",),
    "tags": ("expenseTags",),
}
AMOUNTS = ("gross", "fee", "host fee", "platform fee", "tax", "net", "balance")


def make(sheet: Sheet, options: Options) -> Statement:
    """Every transaction, with the running balance checked where the file has it."""
    del options
    statement = sheet.statement("opencollective", _movement)
    if statement.rejected or statement.currency is None:
        return statement
    both = ends(statement.movements, ADVICE)
    return replace(statement, opening=both[0], closing=both[1]) if both else statement


def _movement(row: Row) -> Movement:
    currency = row.currency()
    gross = row.money("gross", currency)
    net = row.money("net", currency)
    parts = [row.money_or(name, currency, None) for name in ("fee", "host fee", "platform fee")]
    kept = sum((abs(part) for part in parts if part is not None), Decimal(0))
    tax = row.money_or("tax", currency, None) or Decimal(0)
    if abs(gross - net) not in {kept, kept + abs(tax), abs(kept - abs(tax))}:
        raise RejectedRowError(f"gross {gross:f} and fee {kept:f} do not make net {net:f}")
    if (row.text("type").casefold(), net > 0) in {("credit", False), ("debit", True)} and net:
        raise RejectedRowError(f"it is called {row.text('type').lower()}, but its net is {net:f}")
    category = row.text("kind").casefold()
    refund = row.text("refund").casefold() not in NO
    other, reference = row.text("other"), row.text("refunded id")
    return Movement(
        row=row.number,
        id=row.id("opencollective", "id"),
        date=row.day("date"),
        amount=net,
        currency=currency,
        kind="refund" if refund else KINDS.get(category, "other"),
        counterparty=row.text("other name"),
        memo=row.text("description"),
        gross=gross,
        fee=gross - net,
        reference=f"opencollective:{reference}" if reference else "",
        payer_key=None if other.casefold() in NOBODY else f"opencollective:{other}",
        balance_after=row.money_or("balance", currency, None),
        recurring=None,
        meta={"category": category, "campaign": row.text("collective"), "tag": row.text("tags")},
    )


OPENCOLLECTIVE = TableReader(
    name="opencollective",
    title="Open Collective list of transactions",
    platform="opencollective",
    columns=COLUMNS,
    required=frozenset({"date", "id", "type", "kind", "gross", "net", "currency", "collective"}),
    amounts=AMOUNTS,
    dates=("date",),
    make=make,
)
