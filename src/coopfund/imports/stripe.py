"""Stripe: reports of balance, payouts and what is in them, and the older list of all activity."""

from coopfund.imports.movement import Kind, Movement, Statement
from coopfund.imports.payouts import Batch, payouts_of
from coopfund.imports.reader import TableReader
from coopfund.imports.sheet import Options, Row, Sheet, fits, identity

KINDS: dict[str, Kind] = {
    "charge": "payment",
    "payment": "payment",
    "partial_capture_reversal": "refund",
    "refund": "refund",
    "payment_refund": "refund",
    "charge_failure": "refund",
    "payment_failure_refund": "refund",
    "refund_failure": "refund",
    "dispute": "dispute",
    "dispute_reversal": "dispute",
    "adjustment": "dispute",
    "fee": "fee",
    "stripe_fee": "fee",
    "network_cost": "fee",
    "tax": "fee",
    "application_fee": "fee",
    "contribution": "fee",
    "payout": "payout",
    "payout_reversal": "payout",
    "payout_cancel": "payout",
    "payout_failure": "payout",
    "topup": "transfer",
    "topup_reversal": "transfer",
    "fx_conversion": "conversion",
    "currency_conversion": "conversion",
}
"""Stripe's reporting categories, and the types of its older list; any other is ``other``."""

COLUMNS = {
    "id": ("balance_transaction_id", "id"),
    "date": ("created_utc", "created", "Created (UTC)", "effective_at_utc", "effective_at"),
    "currency": ("currency",),
    "gross": ("gross", "Amount"),
    "fee": ("fee",),
    "net": ("net",),
    "category": ("reporting_category", "Type"),
    "source": ("source_id", "charge_id", "Source"),
    "own payout": ("payout_id",),
    "payout": ("automatic_payout_id", "Transfer"),
    "paid out": (
        "automatic_payout_effective_at",
        "automatic_payout_effective_at_utc",
        "Transfer Date (UTC)",
    ),
    "customer": ("customer_id", "Customer ID"),
    "name": ("customer_name", "Customer Name"),
    "email": ("customer_email", "Customer Email", "receipt_email"),
    "description": ("description", "Customer Description"),
}


def make(sheet: Sheet, options: Options) -> Statement:
    """Every balance transaction; payouts that have no row of their own are made of their rows."""
    del options
    batches: dict[str, Batch] = {}

    def read(row: Row) -> Movement:
        movement = _movement(row)
        payout = row.text("payout")
        if payout and row.text("paid out") and movement.kind != "payout":
            batches[movement.id] = Batch(row.id("stripe", "payout"), row.day("paid out"))
        return movement

    def derived(movements: "list[Movement] | tuple[Movement, ...]") -> list[Movement]:
        listed = any(movement.kind == "payout" for movement in movements)
        return [] if listed else list(payouts_of(movements, batches))

    return sheet.statement("stripe", read, derived)  # type: ignore[arg-type]


def _movement(row: Row) -> Movement:
    currency = row.currency()
    gross, net = row.money("gross", currency), row.money("net", currency)
    fee = row.money("fee", currency)
    fits(gross, fee, net)
    category = row.text("category").casefold().replace(" ", "_")
    kind = KINDS.get(category, "other")
    source = row.text("source")
    payout = row.text("own payout") or (source if source.startswith("po_") else "")
    own = payout if category == "payout" else ""  # its reversal names the same one
    meta = {"category": category}
    if source.startswith(("ch_", "py_", "pi_")):
        meta["also"] = row.id("stripe", "source")
    customer, email = row.text("customer"), row.text("email")
    return Movement(
        row=row.number,
        id=identity("stripe", own or row.text("id")),
        date=row.day("date"),
        amount=net,
        currency=currency,
        kind=kind,
        counterparty=row.text("name"),
        memo=row.text("description"),
        gross=gross,
        fee=fee,
        payer_key=email or (f"stripe:{customer}" if customer else None),
        meta=meta,
    )


STRIPE = TableReader(
    name="stripe",
    title="Stripe report (balance or payouts, itemised)",
    platform="stripe",
    columns=COLUMNS,
    required=frozenset({"id", "date", "currency", "gross", "fee", "net", "category"}),
    amounts=("gross", "fee", "net"),
    dates=("date", "paid out"),
    make=make,
)
