"""Question 2: which money paid for each program?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from coopfund import words
from coopfund.findings import Finding
from coopfund.language import _, marked, numeral
from coopfund.money import ZERO, add_up
from coopfund.report import charts, flow, programs, show
from coopfund.report.page import Answer, Block, Note, Pair, Section, Table
from coopfund.report.programs import NAMED, Program
from coopfund.report.show import Coin
from coopfund.tracing.data import digits_in
from coopfund.tracing.tables import payments_between, source_by_program
from coopfund.wording import clauses

if TYPE_CHECKING:
    from coopfund.report.cover import Cover
    from coopfund.report.frame import Basis, Frame

QUESTION = marked("Which money paid for each program?")
CORE_TITLE = marked("Everything else (core)")
MOST = 10
"""So many columns fit on a page."""

ByProgram = Mapping[str, Mapping[str, Decimal]]


@dataclass(frozen=True, slots=True)
class PaidBy:
    """Program to source to amount, in one currency, for the month and for the window."""

    coin: Coin
    month: ByProgram
    year: ByProgram


@dataclass(frozen=True, slots=True)
class Paid:
    """All of it; the first table is in the operating currency, and so are the ways money took."""

    tables: tuple[PaidBy, ...]
    programs: tuple[Program, ...]
    ways: tuple[flow.Way, ...] = ()
    mended: int = 0
    """How many payments of the window other money had to help with, made good since."""

    @property
    def main(self) -> PaidBy:
        """The table in the operating currency."""
        return self.tables[0]

    @property
    def years(self) -> list[ByProgram]:
        """The window's tables of all currencies."""
        return [table.year for table in self.tables]

    @property
    def restricted(self) -> list[Program]:
        """Programs that may be paid from certain money only, and were paid."""
        return [p for p in self.programs if p.whitelist is not None and p.year_level]

    def title(self, name: str) -> str:
        """What a program is called."""
        return next((p.title for p in self.programs if p.name == name), _(CORE_TITLE))


def gather(basis: "Basis", findings: Iterable[Finding]) -> Paid:
    """What the designated method says, and how sure that is."""
    books, case = basis.books, basis.case
    trace = case.tracing.sums("designated", case.as_of)
    others = {p.key.currency for p in trace.payments if p.counts and p.date in basis.year}
    tables = []
    for name in (books.currency, *sorted(others - {books.currency})):
        month, year = (
            source_by_program(payments_between(trace, window, name))
            for window in (basis.month, basis.year)
        )
        tables.append(PaidBy(Coin(name, digits_in(books, name)), month, year))
    judged = [f for f in findings if f.code == "CF102"]
    undecided = {f.program for f in judged if f.open and f.evidence.get("level") == "L1"}
    mended = sum(1 for f in judged if f.evidence.get("level") == "L0" and _mended(f, basis))
    spent = {name for table in tables for name in table.year}
    return Paid(
        tuple(tables),
        tuple(programs.gather(basis, spent, undecided)),
        flow.ways(case.income(basis.year).by_source, tables[0].year),
        mended,
    )


def _mended(finding: Finding, basis: "Basis") -> bool:
    """Whether it is a breach of the window that was made good: only a note is left of it."""
    return finding.action == "note" and finding.date in basis.year


def answer(paid: Paid, frame: "Frame") -> Answer:
    """The answer."""
    restricted, by_source = paid.restricted, _sources(paid.main.year)
    known = bool(by_source) and not _unsaid(by_source)
    if restricted:
        kept = sum(1 for program in restricted if program.year_level != "L0")
        # Translators: so many of all, as in "2 of 3"
        figure = _("{count} of {all}", count=numeral(str(kept)), all=numeral(str(len(restricted))))
        caption = _("restricted programs paid from their own money")
    elif known:
        most = max(by_source, key=lambda source: by_source[source])
        figure = show.percent(Fraction(by_source[most]) / Fraction(add_up(by_source)))
        caption = _("of spending paid from {source}", source=show.source(most))
    else:
        figure, caption = show.UNDEFINED, _("nothing to show yet")
    return Answer(2, "paid-by", _(QUESTION), figure, caption, _sentence(paid, frame), known)


def _sources(table: ByProgram) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    for row in table.values():
        for source, amount in row.items():
            found[source] = found.get(source, ZERO) + amount
    return {source: found[source] for source in words.SOURCES if found.get(source, ZERO) > 0}


def _unsaid(by_source: Mapping[str, Decimal]) -> bool:
    """Whether no source but overdrafts is told apart."""
    return words.UNKNOWN in by_source and set(by_source) <= {words.UNKNOWN, words.LOAN}


def _sentence(paid: Paid, frame: "Frame") -> str:
    by_source = _sources(paid.main.year)
    if not by_source and paid.tables[1:]:
        return _(
            "Nothing was paid in {currency} in {span}; what was paid in other currencies stands "
            "below.",
            currency=frame.coin.name,
            span=frame.span,
        )
    if not by_source:
        return _(
            "Nothing was paid in {currency} in {span}.", currency=frame.coin.name, span=frame.span
        )
    if _unsaid(by_source):
        return _("This cannot be said yet: no account says which source its money is from.")
    return f"{programs.sentence(paid.restricted, paid.mended, frame)} {_month(paid, frame)}"


def _month(paid: Paid, frame: "Frame") -> str:
    rows = {name: row for name, row in paid.main.month.items() if name != words.CORE}
    if not rows:
        return _("Nothing was paid for a program in {month}.", month=frame.name)
    if len(rows) > NAMED:
        return _(
            "The {count} programs of {month} were paid from {sources}.",
            count=numeral(str(len(rows))),
            month=frame.name,
            sources=show.sources(_sources(rows)),
        )
    parts = [
        _(
            "{amount} for {program}, from {sources}",
            amount=frame.coin.named(add_up(row)),
            program=paid.title(name),
            sources=show.sources(row),
        )
        for name, row in rows.items()
    ]
    return _("In {month}: {payments}.", month=frame.name, payments=clauses(*parts))


def section(paid: Paid, cover: "Cover", frame: "Frame") -> Section:
    """Program by source, and how sure it is."""
    if all(_unsaid(row) or not row for row in map(_sources, paid.years)):
        return Section(2, "paid-by", _(QUESTION), _sentence(paid, frame), ())
    drawn = flow.pair(paid.ways, paid.title, frame.coin, frame.span)
    blocks: list[Block] = [drawn] if drawn else []
    for table in paid.tables:
        periods = ((show.once(frame.name), table.month), (show.once(frame.span), table.year))
        for heading, rows in periods[: frame.covered]:
            if rows:
                blocks.append(_table(paid, heading, rows, table.coin))
    blocks += _sureness(paid, frame)
    blocks += _residual(paid, cover, frame)
    return Section(2, "paid-by", _(QUESTION), _sentence(paid, frame), tuple(blocks))


def _sureness(paid: Paid, frame: "Frame") -> list[Block]:
    """The chart in the operating currency, and how sure it is, side by side."""
    levels = programs.table(paid.programs, frame)
    if not _sources(paid.main.year):
        return [levels] if paid.programs else []
    chart = charts.paid_by({paid.title(n): r for n, r in paid.main.year.items()}, frame.span)
    return [Pair(chart, levels) if paid.programs else chart]


def _table(paid: Paid, period: str, rows: ByProgram, coin: Coin) -> Table:
    """What was paid, a row for each program; or for each source, where those are too many."""
    used = [s for s in words.SOURCES if any(row.get(s) for row in rows.values())]
    lines = [
        (paid.title(name), *(coin.cell(row.get(s)) for s in used), coin.bare(add_up(row)))
        for name, row in rows.items()
    ]
    if len(rows) > 1:
        sums = [sum((row.get(s, ZERO) for row in rows.values()), ZERO) for s in used]
        lines.append((_("Total"), *map(coin.bare, sums), coin.bare(sum(sums, ZERO))))
    head = (_("Paid for"), *(show.once(show.source(s)) for s in used), _("Total"))
    # Translators: the title of a table, as in "October 2026, in USD"
    caption = _("{period}, in {currency}", period=period, currency=coin.name)
    if len(head) > max(MOST, len(lines) + 1):
        turned = list(zip(head, *lines, strict=True))
        return Table(caption, turned[0], tuple(turned[1:]), total=True)
    return Table(caption, head, tuple(lines), total=len(rows) > 1)


def _residual(paid: Paid, cover: "Cover", frame: "Frame") -> list[Note]:
    """What was booked and what was paid differ: shown, never spread."""
    total = sum((add_up(row) for row in paid.main.year.values()), ZERO)
    if total == cover.year.booked:
        return []
    coin = frame.coin
    return [
        Note(
            _(
                "In {span}, {booked} was booked as spending and {paid} was paid. The difference is "
                "bills paid earlier or later, things bought to last, and what has no price.",
                span=frame.span,
                booked=coin.named(cover.year.booked),
                paid=coin.named(total),
            )
        )
    ]
