"""Patreon: the list of members.

It is no list of payments: it says each patron's last charge only, without Patreon's fee. So it is
imported every month, each last charge once, and the fee shows when the payout arrives.
"""

from coopfund.imports.movement import Movement, Statement
from coopfund.imports.reader import TableReader
from coopfund.imports.sheet import Options, RejectedRowError, Row, Sheet, SkippedRowError

COLUMNS = {
    "name": ("Name",),
    "email": ("Email",),
    "status": ("Patron Status",),
    "lifetime": ("Lifetime Amount",),
    "pledge": ("Pledge Amount",),
    "frequency": ("Charge Frequency",),
    "tier": ("Tier",),
    "charged": ("Last Charge Date",),
    "charge": ("Last Charge Status",),
    "id": ("User ID",),
    "currency": ("Currency",),
}
REFUNDED = frozenset({"refunded", "fraud"})


def make(sheet: Sheet, options: Options) -> Statement:
    """The last charge of each patron who paid it."""
    del options
    return sheet.statement("patreon", _movement)


def _movement(row: Row) -> Movement:
    state = row.text("charge").casefold()
    if not row.text("charged"):
        raise SkippedRowError("never charged")
    if state != "paid":
        raise SkippedRowError(f"the last charge is “{state[:30] or 'without a state'}”")
    currency = row.currency()
    pledge, day = row.money("pledge", currency), row.day("charged")
    lifetime = row.money_or("lifetime", currency, None)
    if not pledge:
        raise SkippedRowError("a free member")
    if lifetime is not None and lifetime < pledge:
        raise RejectedRowError(
            f"all that was ever paid ({lifetime:f}) is less than the pledge ({pledge:f}), so the "
            "last charge was another amount"
        )
    return Movement(
        row=row.number,
        id=f"{row.id('patreon', 'id')}-{day}",
        date=day,
        amount=pledge,
        currency=currency,
        kind="payment",
        counterparty=row.text("name"),
        gross=pledge,
        payer_key=row.text("email") or row.id("patreon", "id"),
        recurring=True,
        meta={"tier": row.text("tier"), "frequency": row.text("frequency")},
    )


PATREON = TableReader(
    name="patreon",
    title="Patreon list of members",
    platform="patreon",
    columns=COLUMNS,
    required=frozenset({"status", "lifetime", "pledge", "charged", "charge", "id", "currency"}),
    amounts=("lifetime", "pledge"),
    dates=("charged",),
    make=make,
    order="mdy",
)
