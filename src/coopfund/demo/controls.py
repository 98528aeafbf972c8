"""The demo's controls: who holds office, who signs, numbered receipts, a sealed month."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Final, NamedTuple

from beancount.core.amount import Amount
from beancount.core.data import Posting, Transaction

from coopfund.demo.calendar import end_of
from coopfund.demo.entries import BANK, CASH, CURRENCY, HOURS, STRIKE_FUND, Entry, quoted, usd
from coopfund.demo.services import LOST_RECEIPT
from coopfund.trust.seal_file import seals_text
from coopfund.trust.seals import make_seal

MONEY: Final = (BANK, STRIKE_FUND, CASH)
SIGNED: Final = usd("500.00")
"""From here up two sign, as the rule starts."""

RECEIPTED: Final = usd("25.00")
RECEIPTS_SINCE: Final = date(2026, 1, 1)
SEALED: Final = date(2026, 9, 1)
SEALED_ON: Final = date(2026, 10, 12)


class Term(NamedTuple):
    """Somebody's year in an office."""

    start: date
    office: str
    member: str
    until: date
    decision: str


TERMS: Final = (
    Term(date(2024, 11, 2), "treasurer", "m-0017", date(2025, 11, 7), "GM-2024-07"),
    Term(date(2024, 11, 2), "chair", "m-0023", date(2025, 11, 7), "GM-2024-07"),
    Term(date(2024, 11, 2), "secretary", "m-0002", date(2025, 11, 7), "GM-2024-07"),
    Term(date(2025, 11, 8), "treasurer", "m-0017", date(2026, 11, 7), "GM-2025-11"),
    Term(date(2025, 11, 8), "chair", "m-0004", date(2026, 11, 7), "GM-2025-11"),
    Term(date(2025, 11, 8), "secretary", "m-0002", date(2026, 11, 7), "GM-2025-11"),
)


def offices_page() -> str:
    """The officers as directives, oldest first."""
    return "\n".join(
        f'{term.start} custom "coopfund-office" {quoted(term.office)} {quoted(term.member)}\n'
        f"  until: {term.until}\n"
        f"  decision: {quoted(term.decision)}\n"
        for term in TERMS
    )


def controlled(entries: Iterable[Entry]) -> Iterator[Entry]:
    """The entries in order, large payments signed and the spending of 2026 with receipt numbers."""
    number = 0
    for entry in entries:
        more: dict[str, str] = {}
        if _paid(entry) >= SIGNED:
            more = _signatures(entry.date)
        numbered = entry.date >= RECEIPTS_SINCE and LOST_RECEIPT not in entry.links
        if numbered and _spent(entry) >= RECEIPTED:
            number += 1
            more["receipt"] = f"2026-{number:03d}"
        yield replace(entry, meta={**entry.meta, **more}) if more else entry


def _paid(entry: Entry) -> Decimal:
    """What left the money accounts; a transfer between them is nothing."""
    return -sum((leg.weight for leg in entry.legs if leg.account in MONEY), Decimal(0))


def _spent(entry: Entry) -> Decimal:
    """What the entry adds to the expenses."""
    spent = (
        leg.weight
        for leg in entry.legs
        if leg.account.startswith("Expenses:") and leg.currency != HOURS
    )
    return sum(spent, Decimal(0))


def _signatures(day: date) -> dict[str, str]:
    """The treasurer prepares; chair and secretary approve."""
    holds = {term.office: term.member for term in TERMS if term.start <= day <= term.until}
    return {
        "prepared-by": holds["treasurer"],
        "approved-by": f"{holds['chair']} {holds['secretary']}",
    }


def seals_page(entries: Sequence[Entry]) -> str:
    """``seals.json``: the seal of one month, by the treasurer."""
    month = [entry for entry in entries if SEALED <= entry.date <= end_of(SEALED)]
    by = _signatures(SEALED_ON)["prepared-by"]
    return seals_text([make_seal(f"{SEALED:%Y-%m}", map(_booked, month), SEALED_ON, by)])


def _booked(entry: Entry) -> Transaction:
    """The entry as Beancount books it from what is written."""
    postings = [
        Posting(
            leg.account,
            Amount(leg.number, leg.currency),
            None,
            None if leg.price is None else Amount(leg.price, CURRENCY),
            None,
            _meta(leg.meta),
        )
        for leg in entry.legs
    ]
    tags, links = frozenset(entry.tags), frozenset(entry.links)
    return Transaction(
        _meta(entry.meta), entry.date, "*", entry.payee, entry.narration, tags, links, postings
    )


def _meta(meta: Mapping[str, str]) -> dict[str, object]:
    return dict(meta)
