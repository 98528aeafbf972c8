"""All traces of one load of the books, each computed once and only when asked for."""

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from coopfund.tracing.flow import Day
from coopfund.tracing.flows import FlowReader
from coopfund.tracing.levels import Judged, judge
from coopfund.tracing.methods import Claims
from coopfund.tracing.trace import Trace
from coopfund.tracing.tracer import BY_CLAIM, Tracer

if TYPE_CHECKING:
    from coopfund.books.books import Books


class Tracing:
    """Traces by method and last day."""

    def __init__(self, books: "Books") -> None:
        """Trace ``books``, later, when asked."""
        self.books = books
        self.claims = Claims(books)
        self._traces: dict[tuple[str, date | None, bool], Trace] = {}
        self._last: dict[str, Tracer] = {}
        self._levels: dict[tuple[date | None, bool], list[Judged]] = {}

    @cached_property
    def _flows(self) -> FlowReader:
        reader = FlowReader(self.books)
        reader.read()
        return reader

    @property
    def days(self) -> list[Day]:
        """The flows, the same under every method."""
        return self._flows.days

    @property
    def cashless(self) -> list[int]:
        """The transactions that move value without touching a pool."""
        return self._flows.cashless

    def trace(self, method: str, until: date | None = None) -> Trace:
        """The trace of one method up to a day (inclusive), with its lots."""
        return self._trace(method, until, lots=True)

    def sums(self, method: str, until: date | None = None) -> Trace:
        """The same by source only: enough for every rule and measure, and much faster.

        Only the methods that choose by source can do without lots; of the others, the full trace.
        """
        known = self._traces.get((method, self._bounded(until), True))
        return known or self._trace(method, until, lots=method not in BY_CLAIM)

    def _trace(self, method: str, until: date | None, *, lots: bool) -> Trace:
        until = self._bounded(until)
        known = self._traces.get((method, until, lots))
        if known is None:
            tracer = self._tracer(method, until, lots=lots)
            known = self._traces[method, until, lots] = tracer.run(self.days)
            if until is not None and not lots:
                self._last[method] = tracer
        return known

    def _tracer(self, method: str, until: date | None, *, lots: bool) -> Tracer:
        """One that goes on where the last trace of sums ends, if that is early enough.

        It is taken away until it has run: Fava asks from several threads at once.
        """
        last = None if lots else self._last.pop(method, None)
        ends = last.trace.until if last else None
        if last is None or ends is None or (until is not None and until < ends):
            return Tracer(self.books, self.claims, method, until, lots=lots)
        last.go_on(until)
        return last

    def _bounded(self, until: date | None) -> date | None:
        """A last day that cuts nothing off is none."""
        end = self.books.end
        return None if until is None or end is None or until >= end else until

    def forget(self, before: date) -> None:
        """Let go of the traces up to earlier days."""

        def kept(until: date | None) -> bool:
            return until is None or until >= before

        self._traces = {key: trace for key, trace in self._traces.items() if kept(key[1])}
        self._levels = {key: judged for key, judged in self._levels.items() if kept(key[0])}

    def levels(self, until: date | None = None, *, lots: bool = False) -> list[Judged]:
        """The level of every payment of every program with a whitelist, up to a day.

        With ``lots``, the payments name the lots that paid.
        """
        until = self._bounded(until)
        known = self._levels.get((until, lots))
        if known is None:
            designated = self.trace("designated", until) if lots else self.sums("designated", until)
            known = self._levels[until, lots] = judge(designated, self.sums("adverse", until))
        return known
