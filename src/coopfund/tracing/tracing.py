"""All traces of one load of the books, each computed once and only when asked for."""

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from coopfund.tracing.flow import Day
from coopfund.tracing.flows import FlowReader
from coopfund.tracing.levels import Judged, judge
from coopfund.tracing.methods import Claims
from coopfund.tracing.trace import Trace, Tracer

if TYPE_CHECKING:
    from coopfund.books.books import Books


class Tracing:
    """Traces by method and last day."""

    def __init__(self, books: "Books") -> None:
        """Trace ``books``, later, when asked."""
        self.books = books
        self.claims = Claims(books)
        self._traces: dict[tuple[str, date | None], Trace] = {}
        self._levels: dict[date | None, list[Judged]] = {}

    @cached_property
    def days(self) -> list[Day]:
        """The flows, the same under every method."""
        return FlowReader(self.books).read()

    def trace(self, method: str, until: date | None = None) -> Trace:
        """The trace of one method up to a day (inclusive)."""
        until = self._bounded(until)
        known = self._traces.get((method, until))
        if known is None:
            known = Tracer(self.books, self.claims, method, until).run(self.days)
            self._traces[method, until] = known
        return known

    def _bounded(self, until: date | None) -> date | None:
        """A last day that cuts nothing off is none."""
        end = self.books.end
        return None if until is None or end is None or until >= end else until

    def levels(self, until: date | None = None) -> list[Judged]:
        """The level of every payment of every program with a whitelist, up to a day."""
        until = self._bounded(until)
        known = self._levels.get(until)
        if known is None:
            known = judge(self.trace("designated", until), self.trace("adverse", until))
            self._levels[until] = known
        return known
