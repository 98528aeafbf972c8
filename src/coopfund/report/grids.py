"""The tables of the report as sheets of a spreadsheet file."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from coopfund import words
from coopfund.measures.record import plain
from coopfund.money import add_up
from coopfund.report import show
from coopfund.report.broken import waiver_words
from coopfund.report.months import key
from coopfund.report.spread import parts
from coopfund.report.tables import leaves
from coopfund.report.workbook import Grid, workbook

if TYPE_CHECKING:
    from coopfund.report.month import MonthReport
    from coopfund.report.paid import ByProgram, PaidBy


def render(report: "MonthReport") -> bytes:
    """The spreadsheet file; what its totals add up stands in the rows above them."""
    frame = report.frame
    title = " · ".join(part for part in (frame.title, frame.heading_line) if part)
    return workbook(title, frame.as_of, list(_grids(report)))


def _grids(report: "MonthReport") -> Iterator[Grid]:
    yield _answers(report)
    yield _trend(report)
    yield _month_ends(report)
    for table in report.paid.tables:
        yield _paid(report, table, table.month, "month")
        yield _paid(report, table, table.year, report.frame.heading)
    yield _income(report)
    yield _contributors(report)
    yield _findings(report)
    yield _restated(report)
    yield _measures(report)


def _answers(report: "MonthReport") -> Grid:
    rows = [(a.number, a.question, a.figure, a.caption, a.sentence) for a in report.answers]
    about = f"{report.frame.name}. {report.frame.about} {report.frame.footer}"
    return Grid("Answers", about, ("", "Question", "Figure", "of", "Answer"), rows)


def _trend(report: "MonthReport") -> Grid:
    coin = report.frame.coin
    rows = [(key(p.start), p.received, p.used, p.running, p.coverage) for p in report.cover.trend]
    return Grid(
        "Dues and costs",
        f"Dues and running costs by month, in {coin.name}",
        ("Month", "Dues received", "Dues spent", "Running costs", "Dues received ÷ costs"),
        rows,
        coin.digits,
        down=(1, 2, 3),
        ratios={4: (1, 3)},
    )


def _month_ends(report: "MonthReport") -> Grid:
    coin = report.frame.coin
    rows = [
        (key(its.start), its.liquid, plain(its.runway, "months", coin.digits), its.top, its.share)
        for its in report.ends
    ]
    return Grid(
        "Month ends",
        f"Reserve, months of essential costs, and the largest contributor, in {coin.name}",
        ("Month", "Reserve", "Months", "Largest", "Of all income"),
        rows,
        coin.digits,
    )


def _paid(report: "MonthReport", table: "PaidBy", rows: "ByProgram", span: str) -> Grid:
    used = [s for s in words.SOURCES if any(s in row for row in rows.values())]
    cells = [
        (report.paid.title(name), *(row.get(source) for source in used), add_up(row))
        for name, row in rows.items()
    ]
    return Grid(
        f"Paid by {table.coin.name} {span}",
        f"Which money paid for what, {span} up to {report.frame.as_of}, in {table.coin.name}",
        ("Paid for", *(show.once(show.source(source)) for source in used), "Total"),
        cells,
        table.coin.digits,
        down=range(1, len(used) + 2),
        across=True,
    )


def _income(report: "MonthReport") -> Grid:
    coin, found = report.frame.coin, report.measures["income_by_source"].value or {}
    rows = [
        (show.once(show.source(source)), row["amount"].value, row["share"].value)
        for source, row in found.items()
    ]
    return Grid(
        "Income",
        f"Income by source, {report.frame.span}, in {coin.name}",
        ("Source", "Amount", "Of all income"),
        rows,
        coin.digits,
        down=(1,),
        ratios={2: (1, None)},
    )


def _contributors(report: "MonthReport") -> Grid:
    coin, givers = report.frame.coin, report.givers
    shown = parts(givers) if givers.total > 0 else ()
    return Grid(
        "Contributors",
        f"Where all income came from, {report.frame.span}, in {coin.name}",
        ("From", "Amount", "Of all income"),
        [(part.label, part.amount, part.share) for part in shown],
        coin.digits,
        down=(1,),
        ratios={2: (1, None)},
    )


def _findings(report: "MonthReport") -> Grid:
    broken = report.broken
    rows = [
        (
            f"{finding.code} {finding.name}",
            finding.action,
            finding.date.isoformat() if finding.date.year > 1 else "",
            broken.where(finding),
            finding.message,
            waiver_words(finding.waiver),
        )
        for finding in broken.findings
    ]
    return Grid(
        "Findings",
        "What the rules found, as of the month's end",
        ("Rule", "Action", "Date", "Where", "Finding", "Waived"),
        rows,
    )


def _restated(report: "MonthReport") -> Grid:
    rows = [(one.label, one.of, one.before, one.after) for one in report.restated.figures]
    return Grid(
        "Restated",
        report.restated.sentence,
        ("Figure", "Of", "As delivered", "Now"),
        rows,
    )


def _measures(report: "MonthReport") -> Grid:
    digits, rows = report.frame.coin.digits, []
    for name, measure in report.measures.items():
        because = measure.because or ""
        if measure.unit != "breakdown" or measure.value is None:
            value = _cell(measure.value, measure.unit, digits)
            rows.append((name, "", value, measure.unit, measure.formula, because))
            continue
        for part, figure in leaves(measure.value):
            value = _cell(figure.value, figure.unit, digits)
            rows.append((name, part, value, figure.unit, measure.formula, because))
    return Grid(
        "Measures",
        f"Every measure, {report.frame.span}",
        ("Measure", "Part", "Value", "Unit", "Formula", "Undefined because"),
        rows,
        digits,
    )


def _cell(value: object, unit: str, digits: int) -> Decimal | Fraction | str | None:
    """A figure as a number where it is one."""
    if unit == "money" and isinstance(value, Decimal):
        return value
    if unit == "share" and isinstance(value, Fraction):
        return value
    shown = plain(value, unit, digits)
    return None if shown is None else str(shown)
