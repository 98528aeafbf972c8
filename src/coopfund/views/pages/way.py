"""Money's way: from its sources through the pools to the programs, and how sure that is."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

from markupsafe import Markup

from coopfund import words
from coopfund.findings import Place, Window
from coopfund.money import ZERO, add_up
from coopfund.tracing.lots import is_member
from coopfund.views.pages.asked import Asked
from coopfund.views.paid import MEANING, METHOD, Bars, Paid, charts, paid, payments, title_of
from coopfund.views.sankey import NARROW, WIDE, Band, Flow, Size, sankey

if TYPE_CHECKING:
    from coopfund.rules.analysis import Analysis
    from coopfund.tracing.trace import Payment

METHODS: Final[Mapping[str, str]] = {
    "designated": "each program draws the money that may pay for it, all else draws other money",
    "adverse": "as designated, but all else draws the programs’ money first: the strictest reading",
    "fifo": "the oldest money is spent first, whatever it is",
    "lifo": "the newest money is spent first, whatever it is",
    "pro-rata": "every payment takes a part of all the money that is there",
}
"""The ways to say which money paid, in plain words."""

LISTED: Final = 200
"""So many lots or payments are listed; of more, the period must be shorter."""


class Lot(NamedTuple):
    """Money that came in and was spent here.

    Attributes:
        came, at: the day it came in, and the line of its entry.
        who: the donor, where it is one; members are never told apart.
        paid, to: the day it was spent, and the line of that payment.
        amount: how much.
    """

    came: date
    at: Place
    who: str
    paid: date
    to: Place
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Lots:
    """The lots behind one band; ``more`` were left out for length."""

    title: str
    rows: Sequence[Lot]
    total: Decimal
    more: int


class Paying(NamedTuple):
    """One payment for a program.

    Attributes:
        day, at: when, and its line.
        what: what the entry says it was for.
        amount: how much.
        sources: which money paid it on the day.
        back: what came back or was made good since, by source.
    """

    day: date
    at: Place
    what: str
    amount: Decimal
    sources: Mapping[str, Decimal]
    back: Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class PaidFor:
    """The payments for one program; ``total`` is without what came back."""

    name: str
    title: str
    rows: Sequence[Paying]
    total: Decimal
    more: int


@dataclass(frozen=True, slots=True)
class Way:
    """The page: the method, the picture wide and narrow, its table, and the same over time.

    ``paid_for`` are the payments of the program in the address, ``lots`` the money of the source
    there.
    """

    method: str
    methods: Mapping[str, str]
    paid: Paid
    held: Mapping[str, Mapping[str, Decimal]]
    charts: Sequence[Bars]
    meaning: Mapping[str, str]
    pictures: Sequence[Markup]
    lots: Lots | None
    paid_for: PaidFor | None = None


def view(asked: Asked) -> Way:
    """Which money paid in a period, by the method in the address."""
    audit, intervals, period = asked.audit, tuple(asked.intervals), asked.period
    named = asked.arguments.get("method", METHOD)
    method = named if named in METHODS else METHOD
    made = audit.kept(
        ("way", period, method),
        lambda: Way(
            method=method,
            methods=METHODS,
            paid=audit.kept(("paid", period, method), lambda: paid(audit.analysis, period, method)),
            held=_held(audit.analysis, period.window, method),
            charts=(),
            meaning=MEANING,
            pictures=(),
            lots=None,
        ),
    )
    flow = audit.kept(("flow", period, method), lambda: _flow(asked, method))
    return replace(
        made,
        charts=audit.kept(("charts", intervals), lambda: charts(audit.analysis, intervals)),
        pictures=[_picture(flow, size, asked) for size in (WIDE, NARROW)] if flow else (),
        lots=_lots(asked, method),
        paid_for=_paid_for(asked, method),
    )


def _held(
    analysis: "Analysis", window: Window | None, method: str
) -> Mapping[str, Mapping[str, Decimal]]:
    """What each pool still holds at the end of the period, by source."""
    if window is None:
        return {}
    return analysis.tracing.trace(method, window.end).held_by(analysis.books.currency)


class Part(NamedTuple):
    """What one source paid out of one pool for one program, after what came back."""

    source: str
    pool: str
    program: str


def _flow(asked: Asked, method: str) -> Flow | None:
    """The columns and bands of a period; ``None`` where nothing was spent."""
    analysis, window = asked.audit.analysis, asked.period.window
    if window is None:
        return None
    parts: dict[Part, Decimal] = {}
    for payment in payments(analysis, window, method):
        pool = payment.key.pool.partition("/")[0]
        for source, amount in payment.net_by_source().items():
            part = Part(source, pool, payment.program)
            parts[part] = parts.get(part, ZERO) + amount
    parts = {part: amount for part, amount in parts.items() if amount > 0}
    if not parts:
        return None
    sources = [s for s in words.SOURCES if any(part.source == s for part in parts)]
    pools = sorted({part.pool for part in parts}, key=lambda name: (name != words.GENERAL, name))
    programs = sorted({part.program for part in parts}, key=lambda n: (n == words.CORE, n))
    ordered = sorted(
        parts,
        key=lambda p: (sources.index(p.source), pools.index(p.pool), programs.index(p.program)),
    )
    end = window.end
    return Flow(
        (sources, [f"pool {pool}" for pool in pools], [f"for {name}" for name in programs]),
        list(_joined(ordered, parts, lambda p: (p.source, p.source, f"pool {p.pool}", ""))),
        list(
            _joined(
                sorted(ordered, key=lambda p: pools.index(p.pool)),
                parts,
                lambda p: (p.source, f"pool {p.pool}", f"for {p.program}", p.program),
            )
        ),
        partial(_node_title, analysis, end),
        asked.money,
    )


def _joined(
    ordered: Sequence[Part],
    parts: Mapping[Part, Decimal],
    ends: Callable[[Part], tuple[str, str, str, str]],
) -> Iterator[Band]:
    """Parts between the same nodes as one band; its address still to be made."""
    sums: dict[tuple[str, str, str, str], Decimal] = {}
    for part in ordered:
        sums[ends(part)] = sums.get(ends(part), ZERO) + parts[part]
    for (source, left, right, program), amount in sums.items():
        yield Band(source, left, right, amount, program)


def _node_title(analysis: "Analysis", end: date, name: str) -> str:
    kind, _, rest = name.partition(" ")
    if kind == "pool" and rest:
        return rest
    if kind == "for" and rest:
        return title_of(analysis.books.program(rest, end), rest)
    return name


def _picture(flow: Flow, size: Size, asked: Asked) -> Markup:
    """The drawing with its links: a band leads to its lots."""
    linked = flow._replace(
        first=[_linked(band, asked) for band in flow.first],
        second=[_linked(band, asked) for band in flow.second],
    )
    title = "From the sources of money, through the pools, to what it paid for"
    return Markup(sankey(linked, size, title))  # noqa: S704  # sankey escapes every text


def _linked(band: Band, asked: Asked) -> Band:
    return band._replace(
        href=asked.address(source=band.source, program=band.href or None) + "#lots"
    )


def _paid_for(asked: Asked, method: str) -> PaidFor | None:
    """The payments for the program in the address, where it names no source."""
    program, window = asked.arguments.get("program"), asked.period.window
    if not program or asked.arguments.get("source") or window is None:
        return None
    analysis = asked.audit.analysis
    chosen = [its for its in payments(analysis, window, method) if its.program == program]
    total = sum((add_up(its.net_by_source()) for its in chosen), ZERO)
    rows = [_paying(analysis, its) for its in chosen[:LISTED]]
    title = title_of(analysis.books.program(program, window.end), program)
    return PaidFor(program, title, rows, total, max(0, len(chosen) - LISTED))


def _paying(analysis: "Analysis", payment: "Payment") -> Paying:
    txns = analysis.books.transactions
    row = payment.row if payment.bought is None else payment.bought
    said = (txns.payee[payment.txn], txns.narration[payment.txn])
    return Paying(
        day=payment.date,
        at=analysis.case().row_place(row),
        what=": ".join(text for text in said if text),
        amount=payment.amount,
        sources=payment.by_source(),
        back={source: amount for source, amount in payment.restored.items() if amount},
    )


def _lots(asked: Asked, method: str) -> Lots | None:
    """The lots of one source, and of one program where the address names one."""
    source, program = asked.arguments.get("source"), asked.arguments.get("program")
    window = asked.period.window
    if source not in words.SOURCES or window is None:
        return None
    analysis = asked.audit.analysis
    chosen = [
        payment
        for payment in payments(analysis, window, method)
        if program in {None, payment.program}
    ]
    rows = [lot for payment in chosen for lot in _lots_of(analysis, payment, source)]
    title = source
    if program is not None:
        title = f"{source} for {title_of(analysis.books.program(program, window.end), program)}"
    total = sum((row.amount for row in rows), ZERO)
    return Lots(title, rows[:LISTED], total, max(0, len(rows) - LISTED))


def _lots_of(analysis: "Analysis", payment: "Payment", source: str) -> Iterator[Lot]:
    """What a payment took of a source, lot by lot, without what came back since."""
    case, books = analysis.case(), analysis.books
    back = payment.restored.get(source, ZERO)
    for piece in reversed(payment.pieces):
        if piece.source != source:
            continue
        gone = min(back, piece.amount)
        back -= gone
        if piece.amount == gone:
            continue
        who = books.rows.contributor[piece.row] or ""
        member = bool(who) and is_member(case, piece.row, source)
        yield Lot(
            came=books.transactions.date[books.rows.txn[piece.row]],
            at=case.row_place(piece.row),
            who="a member" if member else who,
            paid=payment.date,
            to=case.row_place(payment.row),
            amount=piece.amount - gone,
        )
