"""PayPal Giving Fund: donations collected for a charity, paid out together."""

from coopfund.imports.movement import Movement, Statement
from coopfund.imports.payouts import Batch, payouts_of
from coopfund.imports.reader import TableReader
from coopfund.imports.sheet import Options, Row, Sheet, fits

COLUMNS = {
    "paid out": ("Payout Date",),
    "date": ("Donation Date",),
    "first": ("Donor First Name",),
    "last": ("Donor Last Name",),
    "email": ("Donor Email",),
    "program": ("Program Name",),
    "currency": ("Currency Code",),
    "gross": ("Gross Amount",),
    "fee": ("Total Fees",),
    "net": ("Net Amount",),
    "id": ("Transaction ID",),
}


def make(sheet: Sheet, options: Options) -> Statement:
    """A donation a row, and a payout a day."""
    del options
    batches: dict[str, Batch] = {}

    def read(row: Row) -> Movement:
        movement = _movement(row)
        if row.text("paid out"):
            day = row.day("paid out")
            batches[movement.id] = Batch(f"givingfund:payout-{day}-{movement.currency}", day)
        return movement

    return sheet.statement("givingfund", read, lambda moved: payouts_of(moved, batches))


def _movement(row: Row) -> Movement:
    currency = row.currency()
    gross, net = row.money("gross", currency), row.money("net", currency)
    fee = abs(row.money("fee", currency))
    fits(gross, fee, net)
    return Movement(
        row=row.number,
        id=row.id("givingfund", "id"),
        date=row.day("date"),
        amount=net,
        currency=currency,
        kind="payment" if net >= 0 else "refund",
        counterparty=f"{row.text('first')} {row.text('last')}".strip(),
        gross=gross,
        fee=fee,
        payer_key=row.text("email") or None,
        meta={"campaign": row.text("program")},
    )


GIVING_FUND = TableReader(
    name="givingfund",
    title="PayPal Giving Fund list of donations",
    platform="givingfund",
    columns=COLUMNS,
    required=frozenset({"paid out", "date", "gross", "fee", "net", "id", "currency"}),
    amounts=("gross", "fee", "net"),
    dates=("paid out", "date"),
    make=make,
)
