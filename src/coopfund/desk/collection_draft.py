"""A batch that is not closed yet, kept until its counts agree."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Final

from coopfund.desk.answers import AnswerError
from coopfund.desk.collection import Collection, Gift
from coopfund.files import write_all

DRAFT: Final = "batch.json"
"""The file, beside the journal, of a batch that is not closed yet."""


def keep(state: Path, collection: Collection) -> None:
    """Keep a batch that is not closed yet, onto the disk."""
    data = {
        "date": collection.date.isoformat(),
        "currency": collection.currency,
        "account": collection.account,
        "counted_by": list(collection.counted_by),
        "count": collection.count,
        "total": str(collection.total),
        "narration": collection.narration,
        "program": collection.program,
        "gifts": [
            {"amount": str(gift.amount), "who": dict(gift.who), "note": gift.note}
            for gift in collection.gifts
        ],
    }
    write_all(state, {DRAFT: json.dumps(data, ensure_ascii=False, indent=1) + "\n"})


def kept(state: Path) -> Collection | None:
    """The batch that was not closed; ``None`` where there is none.

    Raises:
        AnswerError: there is one, and it cannot be read.
    """
    file = state / DRAFT
    if not file.is_file():
        return None
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
        gifts = [Gift(Decimal(g["amount"]), g["who"], g["note"]) for g in data["gifts"]]
        first, second = data["counted_by"]
        return Collection(
            date=date.fromisoformat(data["date"]),
            currency=data["currency"],
            account=data["account"],
            counted_by=(first, second),
            count=data["count"],
            total=Decimal(data["total"]),
            narration=data["narration"],
            program=data["program"],
            gifts=tuple(gifts),
        )
    except (ArithmeticError, KeyError, TypeError, ValueError) as error:
        message = f"{file} cannot be read; coopfund batch --drop removes it."
        raise AnswerError(message) from error


def drop(state: Path) -> None:
    """Forget the batch that was not closed."""
    (state / DRAFT).unlink(missing_ok=True)
