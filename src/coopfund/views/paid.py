"""Which money paid for each program in a period, and how sure that is."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from coopfund import words
from coopfund.books.records import Program
from coopfund.findings import Window
from coopfund.money import ZERO, add_up
from coopfund.tracing.levels import Judged, lowest
from coopfund.tracing.tables import payments_between, source_by_program
from coopfund.views.period import Period

if TYPE_CHECKING:
    from coopfund.rules.analysis import Analysis
    from coopfund.tracing.trace import Payment

METHOD = "designated"
SERIES = 5
"""As many series as Fava's charts show; what is beyond joins the last one."""

REST = "all other"
ALL = "all programs"

MEANING: Mapping[str, str] = {
    "L3": "its money lies in an account of its own; however one counts, its own money paid.",
    "L2": "its money lies together with other money, but there was enough even counted against it.",
    "L1": "there was enough only because its own money is counted as set aside for it; "
    "that needs a decision recorded before the payment.",
    "L0": "its own money was not enough; other money paid a part.",
}
"""The levels in plain words, the safest first."""


@dataclass(frozen=True, slots=True)
class ProgramRow:
    """What one program cost and who paid.

    Attributes:
        name, title: as declared; ``core`` is what has no program.
        whitelist: the sources that may pay for it, ``None`` for any.
        amounts: by source.
        total: what it cost.
        levels: payments by level, the safest first; empty without a whitelist.
        shortfall: what other money paid and nobody made good since.
    """

    name: str
    title: str
    whitelist: Sequence[str] | None
    amounts: Mapping[str, Decimal]
    total: Decimal
    levels: Mapping[str, int]
    shortfall: Decimal

    @property
    def level(self) -> str | None:
        """That of its weakest payment; ``None`` without a whitelist or payment."""
        return lowest(self.levels)


@dataclass(frozen=True, slots=True)
class Paid:
    """The table of programs and sources.

    ``elsewhere`` names the currencies of payments that the table leaves out.
    """

    sources: Sequence[str]
    rows: Sequence[ProgramRow]
    totals: Mapping[str, Decimal]
    elsewhere: Sequence[str]

    @property
    def total(self) -> Decimal:
        """Everything spent."""
        return add_up(self.totals)


@dataclass(frozen=True, slots=True)
class Bars:
    """One chart: for each interval what each series paid."""

    label: str
    bars: Sequence[tuple[Window, Mapping[str, Decimal]]]


def paid(analysis: "Analysis", period: Period, method: str = METHOD) -> Paid:
    """The table of a period, in the operating currency."""
    if period.window is None:
        return Paid((), (), {}, ())
    table = source_by_program(payments(analysis, period.window, method))
    judged: dict[str, list[Judged]] = {}
    for found in analysis.tracing.levels():
        if found.payment.date in period.window:
            judged.setdefault(found.payment.program, []).append(found)
    rows = [
        _row(analysis, analysis.books.program(name, period.window.end), name, amounts, judged)
        for name, amounts in table.items()
    ]
    totals = {
        source: sum((row.amounts.get(source, ZERO) for row in rows), ZERO)
        for source in words.SOURCES
        if any(source in row.amounts for row in rows)
    }
    return Paid(tuple(totals), rows, totals, _elsewhere(analysis, period.window))


def payments(analysis: "Analysis", window: Window, method: str = METHOD) -> "list[Payment]":
    """The payments of a window in the operating currency."""
    trace = analysis.tracing.trace(method)
    return payments_between(trace, window, analysis.books.currency)


def _row(
    analysis: "Analysis",
    program: Program | None,
    name: str,
    amounts: Mapping[str, Decimal],
    judged: Mapping[str, Sequence[Judged]],
) -> ProgramRow:
    currency, own = analysis.books.currency, judged.get(name, ())
    counted = Counter(found.level for found in own)
    short = (f.payment.shortfall for f in own if f.payment.key.currency == currency)
    whitelist = program.whitelist if program else None
    return ProgramRow(
        name=name,
        title=title_of(program, name),
        whitelist=None if whitelist is None else [s for s in words.SOURCES if s in whitelist],
        amounts=amounts,
        total=add_up(amounts),
        levels={level: counted[level] for level in MEANING if counted[level]},
        shortfall=sum(short, ZERO),
    )


def _elsewhere(analysis: "Analysis", window: Window) -> list[str]:
    own = analysis.books.currency
    return sorted(
        {
            payment.key.currency
            for payment in analysis.tracing.trace(METHOD).payments
            if payment.counts and payment.key.currency != own and payment.date in window
        }
    )


def charts(analysis: "Analysis", intervals: Sequence[Window]) -> list[Bars]:
    """Payments by interval and source: all of them first, then a chart for each program."""
    if not intervals:
        return []
    whole = Window(intervals[0].start, intervals[-1].end)
    everything = payments(analysis, whole)
    if not everything:
        return []
    series = _series(everything)
    drawn = [_bars(ALL, everything, intervals, series)]
    for name, own in _by_program(everything).items():
        label = title_of(analysis.books.program(name, whole.end), name)
        taken = {chart.label for chart in drawn}
        unique = f"{label} ({name})" if label in taken else label
        drawn.append(_bars(unique, own, intervals, series))
    return drawn


def _by_program(everything: "Iterable[Payment]") -> "dict[str, list[Payment]]":
    """Each program's payments, by name with ``core`` last."""
    table: dict[str, list[Payment]] = {}
    for payment in everything:
        table.setdefault(payment.program, []).append(payment)
    return {name: table[name] for name in sorted(table, key=lambda n: (n == words.CORE, n))}


def title_of(program: Program | None, name: str) -> str:
    """What people call a program; its name where nobody gave it a title."""
    return program.title if program and program.title else name


def _series(everything: "Iterable[Payment]") -> dict[str, str]:
    """Which series each source is drawn in."""
    totals: dict[str, Decimal] = {}
    for amounts in source_by_program(everything).values():
        for source, amount in amounts.items():
            totals[source] = totals.get(source, ZERO) + amount
    largest = sorted(totals, key=lambda source: (-totals[source], words.SOURCE_RANK[source]))
    own = largest if len(largest) <= SERIES else largest[: SERIES - 1]
    return {source: source if source in own else REST for source in largest}


def _bars(
    label: str, chosen: "Iterable[Payment]", intervals: Sequence[Window], series: Mapping[str, str]
) -> Bars:
    tables = [dict.fromkeys(series.values(), ZERO) for _ in intervals]
    position = 0
    for payment in sorted(chosen, key=lambda payment: payment.date):
        while payment.date > intervals[position].end:
            position += 1
        for source, amount in payment.net_by_source().items():
            tables[position][series[source]] += amount
    return Bars(label, list(zip(intervals, tables, strict=True)))
