"""Money still to come: dues by the schedule, and other income as it came before."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from coopfund import words
from coopfund.budgets.funding import Money
from coopfund.findings import Window
from coopfund.measures.dues import paid_accounts
from coopfund.measures.membership import collected, members_on
from coopfund.measures.schedule import month_number

if TYPE_CHECKING:
    from coopfund.rules.case import Case

NOT_COUNTED_ON: Final = words.NOT_INCOME | {words.DUES, words.UNKNOWN, "in-kind"}
"""Sources that no plan counts on, or that are forecast otherwise."""

ONCE: Final = frozenset({"one-off", "unusual-grant"})
"""Tags of what came once."""


@dataclass(frozen=True, slots=True)
class DuesAhead:
    """Dues of days to come.

    Attributes:
        window: the days.
        asked: what the schedule asks in them of whoever is a member now, waived dues left out.
        rate: received ÷ (assessed − waived) of the twelve months to the case's day; ``None`` where
            nothing was asked.
        members: how many members there are now.
    """

    window: Window
    asked: Decimal
    rate: Fraction | None
    members: int

    @property
    def expected(self) -> Fraction:
        """Asked × collection rate."""
        return Fraction(self.asked) * (Fraction(1) if self.rate is None else self.rate)


def asked(case: "Case", window: Window) -> Decimal:
    """What the schedule asks in a window, waived dues left out; voted changes to come count."""
    found = collected(paid_accounts(case.books, case.last_row, window.end, case.ahead), window)
    return found.assessed - found.waived


def dues_ahead(case: "Case", window: Window) -> DuesAhead:
    """The dues of a window after the case's day."""
    accounts = paid_accounts(case.books, case.last_row, case.year.end, case.ahead)
    return DuesAhead(
        window=window,
        asked=asked(case, window) if window.start <= window.end else Decimal(0),
        rate=collected(accounts, case.year).rate,
        members=len(members_on(case.books.declared.members, case.as_of)),
    )


def dues_received(case: "Case", first: date, last: date) -> Decimal:
    """Dues that came in from a day to another, refunds netted."""
    return case.income(Window(first, last)).by_source.get(words.DUES, Decimal(0))


def income_again(
    case: "Case", base: Window, ahead: Window, without: frozenset[str] = frozenset()
) -> dict[Money, Fraction]:
    """Income of some months that may come again in a year ahead, by source and earmark.

    See :func:`rows_again`; of a contributor who ends, as many months' part as they stay.
    """
    rows = case.books.rows
    sums: dict[Money, Fraction] = {}
    for row, amount in rows_again(case, base, without):
        money = Money(rows.source[row] or words.UNKNOWN, rows.program[row])
        part = part_given(case, rows.contributor[row], ahead)
        sums[money] = sums.get(money, Fraction(0)) + Fraction(amount) * part
    return dict(sorted(sums.items(), key=_order))


def rows_again(
    case: "Case", base: Window, without: frozenset[str] = frozenset()
) -> Iterator[tuple[int, Decimal]]:
    """The postings of income of some months that may come again, and how much each brought.

    Not dues, loans, transfers, gifts in kind, or money whose source is unknown; nothing that is
    marked or tagged ``one-off`` or an unusual grant; nothing of the sources and contributors in
    ``without``.
    """
    rows, txns = case.books.rows, case.books.transactions
    for row in case.books.rows_of("Income", case.last_row):
        source, value, txn = rows.source[row] or words.UNKNOWN, rows.value[row], rows.txn[row]
        if source in NOT_COUNTED_ON or value is None or txns.date[txn] not in base:
            continue
        metas = (rows.meta[row] or {}, txns.meta[txn])
        marked = any(meta.get(mark) is True for meta in metas for mark in ("one-off", "unusual"))
        if source in without or rows.contributor[row] in without:
            continue
        if not marked and not txns.tags[txn] & ONCE:
            yield row, -value


def part_given(case: "Case", contributor: str | None, ahead: Window) -> Fraction:
    """The part of some whole months to come until a contributor ends, the last one included."""
    known = case.books.declared.contributors.get(contributor or "")
    if known is None or known.ends is None or known.ends >= ahead.end:
        return Fraction(1)
    if known.ends < ahead.start:
        return Fraction(0)
    first = month_number(ahead.start)
    months = month_number(ahead.end) - first + 1
    return Fraction(month_number(known.ends) - first + 1, months)


def _order(item: tuple[Money, Fraction]) -> tuple[int, str]:
    return words.SOURCE_RANK[item[0].source], item[0].earmark or ""
