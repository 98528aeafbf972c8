"""Entries of movements: on the platform's account, its fee, and what the money was for."""

from decimal import Decimal
from typing import Any

from beancount.core.amount import Amount
from beancount.core.data import EMPTY_SET, Posting, Transaction, new_metadata

from coopfund.imports.contributors import Contributor
from coopfund.imports.conversions import Exchange
from coopfund.imports.known import IMPORT_ALSO, IMPORT_ID, Share
from coopfund.imports.movement import Movement
from coopfund.imports.platform import EXPENSE, Platform, Target
from coopfund.measures.income import RECURRING_TAG

PLACE = "<import>"
"""What entries name as their file, as Beancount's own tools expect one; never written."""


def gross_of(movement: Movement) -> Decimal:
    """What was paid before the fee; the amount itself where the file tells no fee."""
    return movement.amount if movement.gross is None else movement.gross


def paid(
    movement: Movement,
    platform: Platform,
    target: Target,
    who: Contributor | None,
    narration: str,
) -> Transaction:
    """The platform's account, its fee, and what it was for."""
    gross = gross_of(movement)
    said = {"source": target.source, "program": target.program}
    # The payer stands on this posting alone: the fee is nobody's gift, and was paid to nobody's.
    said |= {who.key: who.id} if who else {}
    other = {key: value for key, value in said.items() if value}
    unsorted = target.account == EXPENSE
    postings = [_posting(platform.account, movement.amount, movement.currency)]
    if gross != movement.amount:
        postings.append(_posting(platform.fees, gross - movement.amount, movement.currency))
    postings.append(_posting(target.account, -gross, movement.currency, other))
    tags = frozenset({RECURRING_TAG}) if movement.recurring and gross > 0 else EMPTY_SET
    return Transaction(
        _meta(movement),
        movement.date,
        "!" if unsorted else "*",
        target.payee,
        target.narration or narration,
        tags,
        EMPTY_SET,
        postings,
    )


def moved(movement: Movement, platform: Platform) -> Transaction:
    """Between the group's own accounts: the bank's statement has the other half."""
    if movement.meta.get("hold"):
        words = f"set aside by {platform.title}" if movement.amount < 0 else "set free again"
        return simple(movement, platform.account, f"{platform.account}:Held", words)
    if movement.kind == "payout":
        words = f"payout from {platform.title}"
    else:
        words = f"transfer {'to' if movement.amount > 0 else 'from'} {platform.title}"
    return simple(movement, platform.account, platform.clearing, words)


def simple(movement: Movement, account: str, other: str, narration: str) -> Transaction:
    """The amount on one account, and its opposite on the other."""
    return Transaction(
        _meta(movement),
        movement.date,
        "*",
        None,
        narration,
        EMPTY_SET,
        EMPTY_SET,
        [
            _posting(account, movement.amount, movement.currency),
            _posting(other, -movement.amount, movement.currency),
        ],
    )


def exchanged(pair: Exchange, platform: Platform) -> Transaction:
    """Two legs of one exchange: what was sold carries the price that makes them equal."""
    sold, bought = pair.sold, pair.bought
    price = Amount(pair.price, bought.currency)
    meta = _meta(sold) | {IMPORT_ALSO: bought.id}
    return Transaction(
        meta,
        sold.date,
        "*",
        None,
        f"exchange, {platform.title}",
        EMPTY_SET,
        EMPTY_SET,
        [
            _posting(platform.account, sold.amount, sold.currency)._replace(price=price),
            _posting(platform.account, bought.amount, bought.currency),
        ],
    )


def _meta(movement: Movement) -> dict[str, Any]:
    also = movement.meta.get("also", "").strip()
    ids = {IMPORT_ID: movement.id} | ({IMPORT_ALSO: also} if also else {})
    return new_metadata(PLACE, movement.row, ids)


def _posting(
    account: str, number: Decimal, currency: str, meta: dict[str, str] | None = None
) -> Posting:
    return Posting(account, Amount(number, currency), None, None, None, dict(meta or {}))


def gift_first(entry: Transaction, back: Decimal, gift: Share) -> Transaction:
    """A refund of dues: what was beyond them, and so a gift, goes back first."""
    *rest, dues = entry.postings
    part = min(back, gift.amount)
    meta = {key: value for key, value in (dues.meta or {}).items() if key != "source"}
    meta |= {"source": gift.source} if gift.source else {}
    kept = [_posting(dues.account, back - part, gift.currency, dues.meta)] if back > part else []
    given = _posting(gift.account, part, gift.currency, meta)
    return entry._replace(postings=[*rest, *kept, given])
