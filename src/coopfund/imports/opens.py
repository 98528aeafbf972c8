"""Accounts that entries use and the books have not opened, and the lines that open them."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Final

from beancount.core.data import Open, Transaction

from coopfund.imports.platform import INCOME, UNKNOWN

if TYPE_CHECKING:
    from coopfund.desk.books_folder import BooksFolder

OPENED: Final = re.compile(r"^\d{4}[-/]\d\d[-/]\d\d\s+open\s+(\S+)", re.MULTILINE)
DAY: Final = re.compile(r"^(\d{4}[-/]\d\d[-/]\d\d)\s+open\s", re.MULTILINE)
FEES: Final[Mapping[str, str]] = {"kind": "fundraising"}
"""What a platform keeps is a cost of raising money."""


def opened_in(folder: "BooksFolder") -> frozenset[str]:
    """Every account that a file of the books opens."""
    return frozenset(name for file in folder.contents for name in OPENED.findall(folder.text(file)))


def first_day(folder: "BooksFolder") -> date | None:
    """The first day on which the books open an account."""
    days = (day for file in folder.contents for day in DAY.findall(folder.text(file)))
    return min((date.fromisoformat(day.replace("/", "-")) for day in days), default=None)


def missing(
    entries: Iterable[Transaction], opened: frozenset[str], first_day: date | None = None
) -> list[Open]:
    """Directives that open what entries use: on the books' first day, or that of the first use."""
    first: dict[str, date] = {}
    for entry in entries:
        for posting in entry.postings:
            if posting.account not in opened:
                day = first.get(posting.account, first_day or entry.date)
                first[posting.account] = min(day, entry.date)
    return [open_of(account, day) for account, day in sorted(first.items())]


def open_of(account: str, day: date) -> Open:
    """One account opened, with what coopfund needs to know of it."""
    meta = {"source": UNKNOWN} if account == INCOME else {}
    if account.startswith("Expenses:Fees:"):
        meta = dict(FEES)
    return Open(meta, day, account, [], None)
