"""ActBlue: all contributions, with refunds and disbursements beside them."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from coopfund.imports.movement import Movement, Statement
from coopfund.imports.payouts import Batch, payouts_of
from coopfund.imports.reader import TableReader
from coopfund.imports.sheet import Options, Row, Sheet, SkippedRowError, identity

COLUMNS = {
    "receipt": ("Receipt ID",),
    "id": ("Lineitem ID",),
    "date": ("Date",),
    "amount": ("Amount",),
    "fee": ("Fee",),
    "number": ("Recurrence Number",),
    "months": ("Recurring Total Months",),
    "page": ("Fundraising Page",),
    "code": ("Reference Code",),
    "recipient": ("Recipient",),
    "first": ("Donor First Name",),
    "last": ("Donor Last Name",),
    "email": ("Donor Email",),
    "donor": ("Donor ID",),
    "disbursement": ("Disbursement ID",),
    "disbursed": ("Disbursement Date",),
    "refund": ("Refund ID",),
    "refunded": ("Refund Date",),
    "declined": ("Gift Declined",),
}
CURRENCY = "USD"
"""ActBlue takes and pays out no other."""
YES = frozenset({"true", "yes", "1"})


def make(sheet: Sheet, options: Options) -> Statement:
    """A gift a row, its refund where it has one, and each disbursement as a payout."""
    del options
    batches: dict[str, Batch] = {}

    def read(row: Row) -> Sequence[Movement]:
        if row.text("declined").casefold() in YES:
            raise SkippedRowError("the gift was declined")
        gift = _gift(row)
        batch = row.text("disbursement")
        if batch and row.text("disbursed"):
            batches[gift.id] = Batch(
                identity("actblue", f"disbursement-{batch}"), row.day("disbursed")
            )
        return [gift, *_refund(row, gift)]

    return sheet.statement("actblue", read, lambda moved: payouts_of(moved, batches))


def _gift(row: Row) -> Movement:
    gross = row.money("amount", CURRENCY)
    fee = abs(row.money_or("fee", CURRENCY, None) or Decimal(0))
    donor = row.text("donor")
    monthly = row.text("months") not in {"", "0", "1"} or row.text("number") not in {"", "0", "1"}
    return Movement(
        row=row.number,
        id=row.id("actblue", "id" if row.text("id") else "receipt"),
        date=row.day("date"),
        amount=gross - fee,
        currency=CURRENCY,
        kind="payment",
        counterparty=f"{row.text('first')} {row.text('last')}".strip(),
        gross=gross,
        fee=fee,
        payer_key=row.text("email") or (f"actblue:{donor}" if donor else None),
        recurring=monthly,
        meta={"campaign": row.text("page"), "code": row.text("code")},
    )


def _refund(row: Row, gift: Movement) -> Sequence[Movement]:
    """The gift sent back whole; what ActBlue keeps of its fee, the file does not say."""
    if not row.text("refund") and not row.text("refunded"):
        return ()
    name = row.text("refund") or gift.id.partition(":")[2]
    return (
        replace(
            gift,
            id=identity("actblue", f"refund-{name}"),
            date=row.day("refunded") if row.text("refunded") else gift.date,
            amount=-(gift.gross or gift.amount),
            kind="refund",
            gross=-(gift.gross or gift.amount),
            fee=Decimal(0),
            reference=gift.id,
        ),
    )


ACTBLUE = TableReader(
    name="actblue",
    title="ActBlue list of contributions",
    platform="actblue",
    columns=COLUMNS,
    required=frozenset({"receipt", "date", "amount", "recipient", "page"}),
    amounts=("amount", "fee"),
    dates=("date", "disbursed", "refunded"),
    make=make,
    order="mdy",
)
