"""What makes a movement the same one again, where the bank gives it no id.

The identity is a digest of what the bank says of the movement: account, day, amount, currency,
text, the balance after it where the file has one, and the running number among movements that
agree in all of this. So two identical payments of one day are both kept, the same file twice and
files that overlap add nothing, and the order of rows means nothing. What it cannot do: recognise
a movement whose text the bank has changed since, or one that another format of the same account
words differently.

The digest is keyed where the books have a key, so that nobody can try names against it.
"""

import hashlib
import hmac
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from coopfund.imports.movement import Movement, Skipped

SIZE: Final = 20
"""Hexadecimal digits: 80 bits, so no two of a group's movements ever meet by chance."""
ACCOUNT_SIZE: Final = 8
PLAIN: Final = re.compile(r"[A-Za-z0-9._:/+-]{1,64}")
UNIT: Final = "\x1f"
DIGEST: Final = re.compile(rf"[a-z0-9]+:[0-9a-f]{{{SIZE}}}")
"""An id that is a digest; one of a bank's own has its account's mark or its form's name before."""


def account_mark(account: str) -> str:
    """What stands for an account in an id: numbers of accounts never reach the books."""
    compact = "".join(account.split()).upper()
    return hashlib.sha256(compact.encode()).hexdigest()[:ACCOUNT_SIZE]


def plain_id(given: str) -> str:
    """A bank's own id as an entry may carry it: itself, or its digest where it is long or odd.

    >>> plain_id(" 2026 0305/17 "), plain_id("<b>")
    ('20260305/17', '507ca5a2742e533022ed')
    """
    bare = "".join(given.split())
    if not bare or PLAIN.fullmatch(bare):
        return bare
    return hashlib.sha256(bare.encode()).hexdigest()[:SIZE]


def identified(
    movements: Iterable[Movement], prefix: str, account: str, secret: bytes = b""
) -> tuple[Movement, ...]:
    """The movements, with a digest for an id where ``id`` is empty.

    Args:
        movements: of one account and one file, in any order.
        prefix: the format, such as ``mt940``.
        account: the account's number, or whatever tells it from the others.
        secret: the books' key; empty where they have none.
    """
    seen: Counter[str] = Counter()
    done = []
    for movement in movements:
        if movement.id:
            done.append(movement)
            continue
        content = _content(movement, account)
        seen[content] += 1
        text = f"{content}{UNIT}{seen[content]}".encode()
        digest = hmac.new(secret, text, hashlib.sha256).hexdigest()[:SIZE]
        done.append(replace(movement, id=f"{prefix}:{digest}"))
    return tuple(done)


def _content(movement: Movement, account: str) -> str:
    balance = movement.balance_after
    return UNIT.join(
        (
            account_mark(account),
            movement.date.isoformat(),
            f"{movement.amount.normalize():f}",
            movement.currency,
            movement.payer_key or "",
            movement.meta.get("end-to-end", ""),
            movement.counterparty.casefold(),
            movement.memo.casefold(),
            "" if balance is None else f"{balance.normalize():f}",
        )
    )


def told_apart(
    movements: Sequence[Movement], *, same_is_one: bool
) -> tuple[list[Movement], list[Skipped]]:
    """Movements without ids that the bank gave more than once, and what the file says twice.

    Args:
        movements: of one account and one file.
        same_is_one: whether the same id with the same content is one movement that the file holds
            twice, as where the format makes ids unique; else both are kept.

    Returns:
        The movements, with an empty id where theirs stands for several; and rows left out.
    """
    by_id: dict[str, list[Movement]] = {}
    for movement in movements:
        by_id.setdefault(movement.id, []).append(movement)
    kept, skipped = [], []
    for movement in movements:
        same = by_id[movement.id]
        if not movement.id or len(same) == 1:
            kept.append(movement)
        elif not same_is_one or len({_content(other, "") for other in same}) > 1:
            kept.append(replace(movement, id=""))
        elif movement is same[0]:
            kept.append(movement)
        else:
            why = f"it is the entry of row {same[0].row} again, under the same id of the bank's."
            skipped.append(Skipped(movement.row, why))
    return kept, skipped
