"""The tables of the report as CSV: full figures, machine-readable numbers, inert text."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from coopfund.findings import Figure
from coopfund.language import _
from coopfund.measures.record import plain
from coopfund.report.broken import waiver_words
from coopfund.report.months import key
from coopfund.report.spread import parts
from coopfund.tables import Cell, csv_table

if TYPE_CHECKING:
    from coopfund.findings import Measure
    from coopfund.report.month import MonthReport

COVERED = ("essential_cover_without", "running_cover_without")
Rows = Iterator[Sequence[Cell]]


def render(report: "MonthReport") -> dict[str, str]:
    """Each table's text by its name; every table is there, also where it has no rows."""
    return {
        "paid-by": csv_table(("period", "currency", "program", "source", "amount"), _paid(report)),
        "income": csv_table(("source", "amount", "share"), _income(report)),
        "contributors": csv_table(
            ("from", "kind", "amount", "share", *COVERED), _contributors(report)
        ),
        "findings": csv_table(FINDING, _findings(report)),
        "measures": csv_table(
            ("measure", "part", "value", "unit", "formula", "because"), _measures(report)
        ),
        "trend": csv_table(
            ("month", "dues_received", "dues_used", "running_cost", "coverage"), _trend(report)
        ),
        "month-ends": csv_table(
            ("month", "general", "months", "largest", "largest_share"), _month_ends(report)
        ),
        "budget": csv_table(("program", "plan_to_date", "actual", "plan_of_year"), _budget(report)),
        "restated": csv_table(
            ("figure", "of", "delivered", "now", "key"),
            ((f.label, f.of, f.before, f.after, f.key) for f in report.restated.figures),
        ),
    }


def _paid(report: "MonthReport") -> Rows:
    for table in report.paid.tables:
        for period, rows in (("month", table.month), ("window", table.year)):
            for program, row in rows.items():
                for source, amount in row.items():
                    text = plain(amount, "money", table.coin.digits)
                    yield period, table.coin.name, program, source, text


def _income(report: "MonthReport") -> Rows:
    digits = report.frame.coin.digits
    for source, row in (report.measures["income_by_source"].value or {}).items():
        yield source, plain(row["amount"], "", digits), plain(row["share"], "", digits)


def _contributors(report: "MonthReport") -> Rows:
    digits, givers = report.frame.coin.digits, report.givers
    named = {giver.name: giver for giver in givers.ranked}
    for part in parts(givers) if givers.total > 0 else ():
        giver = named.get(part.label)
        yield (
            part.label,
            giver.kind if giver else "",
            plain(part.amount, "money", digits),
            plain(part.share, "share", digits),
            plain(giver.essential, "share", digits) if giver else "",
            plain(giver.running, "share", digits) if giver else "",
        )


FINDING = (
    "code",
    "name",
    "action",
    "date",
    "file",
    "line",
    "program",
    "contributor",
    "message",
    "waived",
)


def _findings(report: "MonthReport") -> Rows:
    broken = report.broken
    for finding in broken.findings:
        yield (
            finding.code,
            finding.name,
            finding.action,
            finding.date.isoformat() if finding.date.year > 1 else "",
            broken.file(finding),
            finding.place.line,
            finding.program,
            finding.contributor,
            finding.message,
            waiver_words(finding.waiver),
        )


def _measures(report: "MonthReport") -> Rows:
    digits = report.frame.coin.digits
    for name, measure in report.measures.items():
        how, because = reasons(measure)
        if measure.unit != "breakdown" or measure.value is None:
            value = plain(measure.value, measure.unit, digits)
            yield name, "", value, measure.unit, how, because
            continue
        for part, figure in leaves(measure.value):
            value = plain(figure, "", digits)
            yield name, part, value, figure.unit, how, because


def reasons(measure: "Measure") -> tuple[str, str]:
    """How a measure is computed, and why it is undefined, in the language spoken."""
    return _(measure.formula), _(measure.because) if measure.because else ""


def leaves(value: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, Figure]]:
    """Every figure of a breakdown with the path to it: ``childcare.cost``."""
    for name, inner in value.items():
        here = f"{path}.{name}" if path else str(name)
        if isinstance(inner, Figure):
            yield here, inner
        else:
            yield from leaves(inner, here)


def _trend(report: "MonthReport") -> Rows:
    digits = report.frame.coin.digits
    for period in report.cover.trend:
        amounts = (period.received, period.used, period.running)
        yield (
            key(period.start),
            *(plain(amount, "money", digits) for amount in amounts),
            plain(period.coverage, "share", digits),
        )


def _month_ends(report: "MonthReport") -> Rows:
    digits = report.frame.coin.digits
    for end in report.ends:
        yield (
            key(end.start),
            plain(end.liquid, "money", digits),
            plain(end.runway, "months", digits),
            end.top or "",
            plain(end.share, "share", digits),
        )


def _budget(report: "MonthReport") -> Rows:
    digits = report.frame.coin.digits
    for its in report.budget:
        yield its.program, *(plain(v, "money", digits) for v in (its.plan, its.actual, its.year))
