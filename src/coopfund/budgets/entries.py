"""Decisions and budgets as directives, for the desk's writer."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from beancount.core import account as beancount_account
from beancount.core.amount import Amount
from beancount.core.data import Custom, Directive
from beancount.core.data import new_metadata as new_meta
from beancount.parser.grammar import ValueType

from coopfund.budgets.draft import YEAR, Draft, Planned

QUARTER = 3


def custom(kind: str, day: date, values: list[tuple[Any, Any]], meta: Mapping[str, str]) -> Custom:
    """A dated ``custom`` directive; each value with its type, as Beancount's parser makes them."""
    typed = [ValueType(value, dtype) for value, dtype in values]
    return Custom(new_meta("<coopfund>", 0, dict(meta)), day, kind, typed)


def decision(
    name: str, day: date, amount: Amount | None = None, meta: Mapping[str, str | None] | None = None
) -> Custom:
    """A vote, with the amount it authorises if it authorises one; empty metadata is left out."""
    values: list[tuple[Any, Any]] = [(name, str)]
    if amount is not None:
        values.append((amount, Amount))
    said = {key: value for key, value in (meta or {}).items() if value}
    return custom("coopfund-decision", day, values, said)


def budget(
    account: str, day: date, interval: str, amount: Amount, decided: str | None = None
) -> Custom:
    """Fava's own budget directive, with the decision that made it."""
    values = [(account, beancount_account.TYPE), (interval, str), (amount, Amount)]
    return custom("budget", day, values, {"decision": decided} if decided else {})


def draft_entries(draft: Draft, currency: str, digits: int, decided: str | None) -> list[Directive]:
    """A draft as budget directives, each from the first day of its period on.

    What was spent, and is not known to come again, gets none: a budget of nothing would call the
    next rent too much.
    """

    def money(amount: Decimal) -> Amount:
        return Amount(amount.quantize(Decimal(1).scaleb(-digits)), currency)

    return [
        budget(its.line.account, day, its.interval, money(amount), decided)
        for its in draft.lines
        if any(its.asked) or not its.once or its.line.account in draft.assumptions.set
        for day, amount in _changes(its, draft.assumptions.year)
    ]


def _changes(its: Planned, year: int) -> Iterator[tuple[date, Decimal]]:
    """The days on which a plan changes, and to what."""
    before = None
    for position, amount in enumerate(its.amounts):
        if amount != before:
            yield date(year, 1 + position * QUARTER % YEAR, 1), amount
        before = amount
