"""What programs draw from the common money, and what that leaves for the core."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from coopfund import words
from coopfund.findings import Figure, Measure, Window
from coopfund.language import marked
from coopfund.measures.record import Maker, money, ratio
from coopfund.money import ZERO
from coopfund.tracing.tables import payments_between

if TYPE_CHECKING:
    from coopfund.books.books import Books
    from coopfund.tracing.tracing import Tracing

IN_KIND = "in-kind"
NOT_EARMARKED = frozenset({words.DUES, IN_KIND, *words.NOT_INCOME})


@dataclass(frozen=True, slots=True)
class Draw:
    """What programs took of a window's dues.

    Attributes:
        dues: dues received.
        core: what the core cost.
        costs: program to what was paid for it, gifts in kind left out.
        earmarked: program to the income that was for it alone.
        rows: program to the posting of its last payment.
    """

    dues: Decimal
    core: Decimal
    costs: dict[str, Decimal]
    earmarked: dict[str, Decimal]
    rows: dict[str, int]

    def of(self, program: str) -> Decimal:
        """Cost − earmarked income; what is earmarked beyond the cost helps nobody else."""
        return max(ZERO, self.costs[program] - self.earmarked.get(program, ZERO))

    @property
    def total(self) -> Decimal:
        """What all programs draw."""
        return sum((self.of(name) for name in self.costs), ZERO)

    @property
    def left(self) -> Decimal:
        """Dues − Σ draws: what is left for the core."""
        return self.dues - self.total

    def share(self, program: str) -> Fraction | None:
        """Draw ÷ dues; undefined without dues."""
        return ratio(self.of(program), self.dues)


def draw(tracing: "Tracing", window: Window, dues: Decimal, until: date | None = None) -> Draw:
    """What programs drew in a window; payments as the designated method files them.

    What came back counts where it did so by ``until``, by default the window's end.
    """
    books = tracing.books
    trace = tracing.sums("designated", until or window.end)
    core = ZERO
    costs: dict[str, Decimal] = {}
    rows: dict[str, int] = {}
    for payment in payments_between(trace, window, books.currency):
        net = payment.net_by_source()
        cost = sum((value for source, value in net.items() if source != IN_KIND), ZERO)
        if payment.program == words.CORE:
            core += cost
        elif payment.program != words.REPAID:
            costs[payment.program] = costs.get(payment.program, ZERO) + cost
            rows[payment.program] = payment.row
    return Draw(dues, core, dict(sorted(costs.items())), earmarked(books, window), rows)


def earmarked(books: "Books", window: Window) -> dict[str, Decimal]:
    """Program to income that is for it alone: its fees, and gifts or grants given for it."""
    rows, dates = books.rows, books.transactions.date
    found: dict[str, Decimal] = {}
    for row in books.once(_earmarked_rows):
        program, value = rows.program[row], rows.value[row]
        if program is not None and value is not None and dates[rows.txn[row]] in window:
            found[program] = found.get(program, ZERO) - value
    return found


def _earmarked_rows(books: "Books") -> list[int]:
    """The income postings that are for a program alone."""
    programs, sources = books.rows.program, books.rows.source
    return [
        row
        for row in books.rows_of("Income")
        if programs[row] is not None and sources[row] not in NOT_EARMARKED
    ]


def draw_measure(found: Draw, program: str | None, make: Maker) -> Iterator[Measure]:
    """What each program draws, as a share of dues."""
    yield make(
        "program_draw",
        "breakdown",
        {
            name: {
                "cost": money(cost),
                "earmarked": money(found.earmarked.get(name, ZERO)),
                "draw": money(found.of(name)),
                "share": Figure(found.share(name), "share"),
            }
            for name, cost in found.costs.items()
            if program in (None, name)
        },
        marked("cost − earmarked income, by program, and its share of dues received"),
        {"dues": money(found.dues), "core_cost": money(found.core), "left": money(found.left)},
        marked("no program spent anything in the window"),
    )
