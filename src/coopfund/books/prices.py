"""What an amount was worth in the operating currency, from the books' own ``price`` directives."""

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from beancount.core.data import Price


class Prices:
    """Price look-up by day: the last price on or before it, either way round."""

    def __init__(self, entries: Iterable[Price]) -> None:
        """Take every ``price`` directive."""
        self._days: dict[tuple[str, str], list[date]] = {}
        self._rates: dict[tuple[str, str], list[Decimal]] = {}
        for entry in sorted(entries, key=lambda e: e.date):
            if entry.amount.number:
                self._add(entry.currency, entry.amount.currency, entry.date, entry.amount.number)
                self._add(
                    entry.amount.currency, entry.currency, entry.date, 1 / entry.amount.number
                )

    def _add(self, base: str, quote: str, day: date, rate: Decimal) -> None:
        self._days.setdefault((base, quote), []).append(day)
        self._rates.setdefault((base, quote), []).append(rate)

    def convert(self, number: Decimal, base: str, quote: str, day: date) -> Decimal | None:
        """``number`` of ``base`` in ``quote`` on ``day``; ``None`` without a price until then."""
        days = self._days.get((base, quote))
        if not days:
            return None
        position = bisect_right(days, day)
        return number * self._rates[base, quote][position - 1] if position else None
