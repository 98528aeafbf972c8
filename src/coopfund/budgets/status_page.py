"""Where the year's budget stands: as tables and sentences, as JSON, as CSV."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from coopfund import language, words
from coopfund.budgets.standing import FORMULAS, Standing, Status
from coopfund.money import amount as plain
from coopfund.money import percent, share, spaced
from coopfund.tables import Row, csv_table, markdown_table, text_table
from coopfund.wording import harmless, on_day

if TYPE_CHECKING:
    from coopfund.findings import Finding
    from coopfund.rules.case import Case

FIELDS: Final = (
    "month_plan",
    "month_actual",
    "todate_plan",
    "todate_actual",
    "recurring",
    "one_off",
    "year_plan",
    "authorised",
    "committed",
    "left",
    "forecast",
)
"""Every figure of a standing, in the order of CSV and JSON."""

LINES: Final = (
    "month_plan",
    "month_actual",
    "todate_plan",
    "todate_actual",
    "year_plan",
    "left",
    "forecast",
)
PROGRAMS: Final = (
    "year_plan",
    "authorised",
    "todate_actual",
    "recurring",
    "one_off",
    "committed",
    "left",
    "forecast",
)
HEADS: Final = {
    "month_plan": "month plan",
    "month_actual": "spent",
    "todate_plan": "to date plan",
    "todate_actual": "spent",
    "recurring": "recurring",
    "one_off": "one-off",
    "year_plan": "year plan",
    "authorised": "on top",
    "committed": "committed",
    "left": "left",
    "forecast": "forecast",
}


@dataclass(frozen=True, slots=True)
class StatusPage:
    """What is shown.

    Attributes:
        case: the books.
        status: the figures.
        findings: the open findings of CF501, in order.
    """

    case: "Case"
    status: Status
    findings: "Sequence[Finding]"

    def text(self, *, markdown: bool) -> str:
        """Tables and sentences."""
        table = markdown_table if markdown else text_table
        day = self.status.as_of
        title = f"{self.case.books.title}, {self.case.books.currency}: the budget of {day.year}"
        month = f"Until {on_day(day)}; the month is {language.month(day)}."
        parts = [f"# {title}\n" if markdown else f"{title}\n", f"{month}\n"]
        lines = [self._line(*item) for item in self.status.lines.items()]
        total = ("all", *self._cells(self.status.total, LINES))
        parts.append(table(["account", *(HEADS[name] for name in LINES)], [*lines, total]))
        programs = [
            (harmless(name), *self._cells(its, PROGRAMS))
            for name, its in self.status.programs.items()
        ]
        if len(programs) > 1:
            programs.append(("all", *self._cells(self.status.total, PROGRAMS)))
        parts.append(table(["program", *(HEADS[name] for name in PROGRAMS)], programs))
        mark = "- " if markdown else "  "
        for head, its in (
            ("Decisions of the year", self._decisions()),
            ("Dues", self._dues()),
            ("Found", [f"{its.action} {its.code}: {its.message}" for its in self.findings]),
            ("How it is computed", self._formulas()),
        ):
            sentences = list(its)
            if sentences:
                head_line = f"## {head}\n\n" if markdown else f"{head}\n"
                parts.append(head_line + "".join(f"{mark}{line}\n" for line in sentences))
        return "\n".join(parts)

    def _formulas(self) -> Iterator[str]:
        if any(line.currency != self.case.books.currency for line in self.status.lines):
            yield "Lines in other currencies are in no sum."
        yield from (f"{name}: {text}." for name, text in FORMULAS.items())

    def _line(self, line: Any, its: Standing) -> Row:  # noqa: ANN401  # a Line; its fields are shown
        own = line.currency == self.case.books.currency
        name = line.account if own else f"{line.account} ({line.currency})"
        return (name, *self._cells(its, LINES))

    def _cells(self, its: Standing, names: Sequence[str]) -> list[str]:
        return [self._shown(getattr(its, name)) for name in names]

    def _shown(self, value: Decimal | Fraction | None) -> str:
        return "–" if value is None else spaced(value, self.case.books.digits)

    def _decisions(self) -> Iterator[str]:
        for its in self.status.decisions:
            decision = its.decision
            what = harmless(decision.program or decision.entry or "")
            money = f"{self._shown(its.amount)} {decision.currency}"
            yield (
                f"{harmless(decision.name)} of {on_day(decision.date)}"
                f"{f' for {what}' if what else ''}: {money}, {self._shown(its.spent)} spent, "
                f"{self._shown(its.committed)} committed."
            )

    def _dues(self) -> Iterator[str]:
        dues = self.status.dues
        if dues is None:
            return
        rate = "nothing was asked yet" if dues.ahead.rate is None else percent(dues.ahead.rate)
        yield (
            f"Received this year: {self._shown(dues.received)}; the schedule asked "
            f"{self._shown(dues.asked)}."
        )
        yield (
            f"Forecast for the year: {self._shown(dues.forecast)} "
            f"({self._shown(dues.ahead.asked)} still to be asked of {dues.ahead.members} members "
            f"× collection rate {rate})."
        )
        forecast = self.status.total.forecast
        if forecast is not None:
            part = Fraction(dues.forecast) / forecast if forecast else None
            of_it = " none" if part is None else f" {percent(part)} of it"
            yield f"Forecast spending: {self._shown(forecast)}; dues cover{of_it}."

    def csv(self) -> str:
        """A line for each account, each program and the total."""
        rows: list[Row] = [
            ("account", line.program, line.account, line.currency, *self._plain_cells(its))
            for line, its in self.status.lines.items()
        ]
        currency = self.case.books.currency
        rows += [
            ("program", name, None, currency, *self._plain_cells(its))
            for name, its in self.status.programs.items()
        ]
        rows.append(("total", None, None, currency, *self._plain_cells(self.status.total)))
        return csv_table(("what", "program", "account", "currency", *FIELDS), rows)

    def _plain_cells(self, its: Standing) -> list[str | None]:
        return list(self._plain(its).values())

    def _plain(self, its: Standing) -> dict[str, str | None]:
        values = {name: getattr(its, name) for name in FIELDS}
        digits = self.case.books.digits
        return {name: None if v is None else plain(v, digits) for name, v in values.items()}

    def data(self) -> dict[str, Any]:
        """Everything as JSON."""
        status, digits = self.status, self.case.books.digits
        return {
            "schema_version": words.SCHEMA_VERSION,
            "as_of": status.as_of.isoformat(),
            "year": status.as_of.year,
            "currency": self.case.books.currency,
            "lines": [{**line._asdict(), **self._plain(its)} for line, its in status.lines.items()],
            "programs": {name: self._plain(its) for name, its in status.programs.items()},
            "total": self._plain(status.total),
            "decisions": [
                {
                    "decision": its.decision.name,
                    "date": its.decision.date.isoformat(),
                    "program": its.decision.program,
                    "entry": its.decision.entry,
                    "currency": its.decision.currency,
                    "amount": plain(its.amount, digits),
                    "spent": plain(its.spent, digits),
                    "committed": plain(its.committed, digits),
                }
                for its in status.decisions
            ],
            "dues": self._dues_data(),
            "findings": [
                {
                    "code": its.code,
                    "action": its.action,
                    "date": its.date.isoformat(),
                    "program": its.program,
                    "message": its.message,
                }
                for its in self.findings
            ],
            "formulas": dict(FORMULAS),
        }

    def _dues_data(self) -> dict[str, Any] | None:
        dues, digits = self.status.dues, self.case.books.digits
        if dues is None:
            return None
        rate = dues.ahead.rate
        return {
            "received": plain(dues.received, digits),
            "asked": plain(dues.asked, digits),
            "ahead": plain(dues.ahead.asked, digits),
            "collection_rate": None if rate is None else share(rate),
            "members": dues.ahead.members,
            "forecast": plain(dues.forecast, digits),
        }
