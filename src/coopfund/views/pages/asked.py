"""What a reader asked for: a period, and whatever else stands in the address."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

from coopfund.findings import Window
from coopfund.money import half_up
from coopfund.views.audit import Audit
from coopfund.views.period import Period

FILTERS: Final[Mapping[str, str]] = {"time": "time", "account": "account", "filter": "text"}
"""Fava's filters, by their name in the address, as people call them."""


KEPT: Final = frozenset({*FILTERS, "conversion", "interval"})
"""What Fava keeps in an address by itself."""


def default_link(**arguments: str | None) -> str:
    """An address with these arguments and nothing else."""
    return f"?{urlencode({name: value for name, value in arguments.items() if value})}"


def default_written(amount: Decimal, currency: str) -> str:
    """An amount as it is, thousands apart."""
    del currency
    return f"{amount:,}"


@dataclass(frozen=True, slots=True)
class Asked:
    """One request for a page.

    Attributes:
        audit: the load of the books.
        period: what the page shall cover.
        arguments: the query of the address.
        intervals: the bars of its charts, in order and without gaps; empty outside the books.
        main: the ledger's main file.
        link: makes the address of a page from what it shall show, Fava's filters kept.
        written: an amount, without its currency, as Fava writes it.
        hide: what Fava's incognito mode makes of a text with amounts; else the text itself.
    """

    audit: Audit
    period: Period
    arguments: Mapping[str, str]
    intervals: Sequence[Window]
    main: Path
    link: Callable[..., str] = default_link
    hide: Callable[[str], str] = str
    written: Callable[[Decimal, str], str] = default_written

    def money(self, amount: Decimal) -> str:
        """An amount of the operating currency as the page writes it."""
        books = self.audit.analysis.books
        shown = self.written(half_up(amount, books.digits), books.currency)
        return self.hide(f"{shown} {books.currency}")

    def address(self, **changes: str | None) -> str:
        """The address of this page with some of its arguments changed."""
        own = {name: value for name, value in self.arguments.items() if name not in KEPT}
        return self.link(**{**own, **changes})
