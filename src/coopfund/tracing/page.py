"""The trace as text, Markdown and CSV."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from coopfund import words
from coopfund.money import spaced
from coopfund.tables import Row, csv_table, markdown_table, text_table
from coopfund.tracing.data import Shown, printed, rounded, text
from coopfund.tracing.explain import MEANINGS, sentence, summary, whose
from coopfund.tracing.lots import FORWARD, Part, paid_with
from coopfund.wording import on_day

if TYPE_CHECKING:
    from coopfund.rules.case import Case

Tabulate = Callable[[Sequence[str], Sequence[Row]], str]

COLUMNS: Final = (
    "method",
    "program",
    "date",
    "file",
    "line",
    "level",
    "shortfall",
    "source",
    "amount",
)


class Page:
    """One trace on its way to a page.

    Attributes:
        case: the books, up to the day of the trace.
        methods: whose totals to show; the payments are told by the first.
        currency: the currency traced.
        digits: its decimals.
        markdown: whether the page is Markdown.
    """

    def __init__(
        self,
        case: "Case",
        methods: Sequence[str],
        currency: str,
        digits: int,
        *,
        markdown: bool = False,
    ) -> None:
        """Set what all parts of the page share."""
        self.case = case
        self.methods = methods
        self.currency = currency
        self.digits = digits
        self.markdown = markdown
        self._tabulate: Tabulate = markdown_table if markdown else text_table

    def whole(self, programs: Sequence[str], payments: Sequence[Shown], *, each: bool) -> str:
        """What paid for each program, then tables of program by source and what is held.

        Args:
            programs: which to tell of.
            payments: theirs.
            each: whether to tell of every payment, not only of those that fell short.
        """
        blocks = []
        for name in programs:
            its = [shown for shown in payments if shown.payment.program == name]
            lines = [summary(self.case, name, its, self.methods[0], self.digits)]
            lines += [self._told(shown, brief=each) for shown in its if each or shown.level == "L0"]
            blocks.append(self._paragraphs(lines))
            blocks += [self._legend(its)] if each else []
        blocks += [self._totals(method) for method in self.methods]
        return "\n".join(block for block in blocks if block)

    def explained(self, payments: Sequence[Shown]) -> str:
        """Each payment in a sentence, with the lots that paid it."""
        return "\n".join(
            self._paragraphs([self._told(shown, brief=False)]) + "\n" + self._lots(shown)
            for shown in payments
        )

    def _told(self, shown: Shown, *, brief: bool) -> str:
        told = sentence(self.case, shown, self.methods[0], self.digits, brief=brief)
        return f"{shown.place.file}:{shown.place.line}: {told}"

    def _legend(self, payments: Sequence[Shown]) -> str:
        levels = sorted({shown.level for shown in payments if shown.level})
        return self._paragraphs([f"Level {level}: {MEANINGS[level]}." for level in levels])

    def _paragraphs(self, lines: Sequence[str]) -> str:
        if not self.markdown:
            return "".join(f"{line}\n" for line in lines)
        if not lines:
            return ""
        first, *rest = lines
        return f"{first}\n" + ("\n" if rest else "") + "".join(f"- {line}\n" for line in rest)

    def _lots(self, shown: Shown) -> str:
        parts = paid_with(self.case, shown)
        amounts = rounded({part: part.amount for part in parts}, self.digits)
        rows = [
            (_came(part), part.source, whose(part) or "–", spaced(amounts[part], self.digits))
            for part in parts
        ]
        rows.append(("", "", "together", spaced(shown.payment.amount, self.digits)))
        tabulate = markdown_table if self.markdown else text_table
        return tabulate(("came in", "source", "from", self.currency), rows, 3)

    def _totals(self, method: str) -> str:
        trace = self.case.tracing.trace(method, self.case.as_of)
        used = self._table("paid for", trace.used_by(self.currency))
        held = self._table("held in", trace.held_by(self.currency))
        head = f"By the method {method}, {self.currency}, to {on_day(self.case.as_of)}"
        if not used and not held:
            return "No money has moved.\n"
        start = f"### {head}\n" if self.markdown else f"{head}:\n"
        return "\n".join(part for part in (start, used, held) if part)

    def _table(self, what: str, table: Mapping[str, Mapping[str, Decimal]]) -> str:
        """Names by source, with what each comes to."""
        sources = [s for s in words.SOURCES if any(row.get(s) for row in table.values())]
        rows: list[Row] = []
        for name in sorted(table, key=lambda its: (its == words.CORE, its)):
            exact = rounded(table[name], self.digits)
            cells = [spaced(exact[s], self.digits) if exact.get(s) else "" for s in sources]
            rows.append((name, *cells, spaced(sum(exact.values(), Decimal(0)), self.digits)))
        return self._tabulate((what, *sources, "together"), rows) if rows else ""


def _came(part: Part) -> str:
    lot = part.lots[0]
    if lot.origin == FORWARD:
        return f"{FORWARD} {lot.when}"
    if lot.origin:
        return lot.origin
    return lot.when.isoformat() if lot.contributor else f"{lot.when:%Y-%m}"


def as_csv(methods: Mapping[str, Sequence[Shown]], digits: int) -> str:
    """One line for each source of each payment, by each method."""
    return csv_table(
        COLUMNS,
        [
            (
                method,
                shown.payment.program,
                shown.payment.date.isoformat(),
                *shown.place,
                shown.level,
                text(shown.shortfall, digits),
                source,
                amount,
            )
            for method, payments in methods.items()
            for shown in payments
            for source, amount in printed(shown.payment.by_source(), digits).items()
        ],
    )
