"""Donorbox: the list of donations.

The money itself waits on the processor's account (Stripe, PayPal); the processor's own id is kept
beside Donorbox's, so that its report books no donation a second time.
"""

from decimal import Decimal

from coopfund.imports.movement import Movement, Statement
from coopfund.imports.reader import TableReader
from coopfund.imports.sheet import Options, Row, Sheet, fits

COLUMNS = {
    "name": ("Name",),
    "company": ("Donating Company",),
    "email": ("Donor Email",),
    "anonymous": ("Make Donation Anonymous",),
    "campaign": ("Campaign",),
    "amount": ("Amount",),
    "currency": ("Currency",),
    "processing": ("Processing Fee",),
    "platform": ("Platform Fee",),
    "fee": ("Total Fee",),
    "net": ("Net Amount",),
    "date": ("Donated At",),
    "designation": ("Designation",),
    "receipt": ("Receipt Id",),
    "type": ("Donation Type",),
    "stripe": ("Stripe Charge Id",),
    "paypal": ("Pay Pal Transaction Id", "PayPal Transaction Id"),
    "recurring": ("Recurring Donation",),
    "donor": ("Donor Id",),
}
YES = frozenset({"true", "yes", "1"})


def make(sheet: Sheet, options: Options) -> Statement:
    """A donation a row."""
    del options
    return sheet.statement("donorbox", _movement)


def _movement(row: Row) -> Movement:
    currency = row.currency()
    gross = row.money("amount", currency)
    fee = _fee(row, currency)
    net = row.money_or("net", currency, None)
    if net is not None and fee is not None:
        fits(gross, fee, net)
    amount = net if net is not None else gross - (fee or Decimal(0))
    stripe, paypal = row.text("stripe"), row.text("paypal")
    also = [row.id(name, name) for name in ("stripe", "paypal") if row.text(name)]
    donor = row.text("donor")
    return Movement(
        row=row.number,
        id=row.id("donorbox", "receipt"),
        date=row.day("date"),
        amount=amount,
        currency=currency,
        kind="payment" if gross >= 0 else "refund",
        counterparty=row.text("company") or row.text("name"),
        gross=gross,
        fee=gross - amount,
        payer_key=row.text("email") or (f"donorbox:{donor}" if donor else None),
        recurring=row.text("recurring").casefold() in YES,
        meta={
            "campaign": row.text("campaign"),
            "designation": row.text("designation"),
            "also": " ".join(also),
            "processor": "stripe" if stripe else "paypal" if paypal else "",
            "company": "yes" if row.text("company") else "no",
        },
    )


def _fee(row: Row, currency: str) -> Decimal | None:
    """The whole fee, or its parts."""
    whole = row.money_or("fee", currency, None)
    if whole is not None:
        return abs(whole)
    parts = [row.money_or(name, currency, None) for name in ("processing", "platform")]
    said = [abs(part) for part in parts if part is not None]
    return sum(said, Decimal(0)) if said else None


DONORBOX = TableReader(
    name="donorbox",
    title="Donorbox list of donations",
    platform="donorbox",
    columns=COLUMNS,
    required=frozenset({"campaign", "amount", "currency", "net", "date", "receipt", "type"}),
    amounts=("amount", "processing", "platform", "fee", "net"),
    dates=("date",),
    make=make,
    order="mdy",
)
