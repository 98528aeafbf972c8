"""The tables of the report as sheets of a spreadsheet file."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from coopfund import words
from coopfund.language import _, day, marked
from coopfund.measures.record import plain
from coopfund.money import add_up
from coopfund.report import few, show
from coopfund.report.broken import waiver_words
from coopfund.report.months import key
from coopfund.report.spread import parts
from coopfund.report.tables import leaves, reasons
from coopfund.report.workbook import Grid, workbook

if TYPE_CHECKING:
    from coopfund.report.course import MonthEnd
    from coopfund.report.month import MonthReport
    from coopfund.report.paid import ByProgram, PaidBy


ACTIONS: Final = {
    # Translators: what a finding does: it must be mended, it must be answered, or it informs
    "stop": marked("stop"),
    "warn": marked("warn"),
    "note": marked("note"),
}
UNITS: Final = {
    "money": marked("money"),
    "share": marked("share"),
    # Translators: a figure that only compares, such as the Gini coefficient
    "index": marked("index"),
    "number": marked("number"),
    "months": marked("months"),
    "hours": marked("hours"),
    "count": marked("count"),
    # Translators: a figure that is only told in parts
    "breakdown": marked("breakdown"),
}
"""What figures are counted in, as a column of the measures has it."""


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
        yield _paid_in_month(report, table)
        yield _paid_in_window(report, table)
    yield _income(report)
    yield _contributors(report)
    yield _findings(report)
    yield _restated(report)
    yield _measures(report)


def _answers(report: "MonthReport") -> Grid:
    rows = [(a.number, a.question, a.figure, a.caption, a.sentence) for a in report.answers]
    about = f"{show.once(report.frame.name)}. {report.frame.about} {report.frame.footer}"
    # Translators: titles of columns: the question, a figure, what it counts, the whole answer
    head = ("", _("Question"), _("Figure"), _("Of what"), _("Answer"))
    return Grid(_("Answers"), about, head, rows)


def _trend(report: "MonthReport") -> Grid:
    coin = report.frame.coin
    rows = [(key(p.start), p.received, p.used, p.running, p.coverage) for p in report.cover.trend]
    return Grid(
        _("Dues and costs"),
        _("Dues and running costs by month, in {currency}", currency=coin.name),
        (
            _("Month"),
            _("Dues received"),
            _("Dues spent"),
            _("Running costs"),
            _("Dues received ÷ costs"),
        ),
        rows,
        coin.digits,
        down=(1, 2, 3),
        ratios={4: (1, 3)},
    )


def _month_ends(report: "MonthReport") -> Grid:
    coin = report.frame.coin
    rows = [
        (key(its.start), its.liquid, _cell(its.runway, "months", coin.digits), _top(its), its.share)
        for its in report.ends
    ]
    return Grid(
        _("Month ends"),
        _(
            "Reserve, months of essential costs, and the largest contributor, in {currency}",
            currency=coin.name,
        ),
        # Translators: "Largest" is the largest contributor, "Of all income" is its share
        (_("Month"), _("Reserve"), _("Months"), _("Largest"), _("Of all income")),
        rows,
        coin.digits,
    )


def _top(end: "MonthEnd") -> str | None:
    return end.top and few.named(end.top)


def _paid_in_month(report: "MonthReport", table: "PaidBy") -> Grid:
    coin = table.coin
    about = _(
        "Which money paid for what, month up to {day}, in {currency}",
        day=day(report.frame.as_of),
        currency=coin.name,
    )
    # Translators: the name of a sheet: which money paid, in the month; at most 31 letters
    name = _("Paid by {currency} month", currency=coin.name)
    return _paid(report, table, table.month, name, about)


def _paid_in_window(report: "MonthReport", table: "PaidBy") -> Grid:
    coin, frame = table.coin, report.frame
    about = _(
        "Which money paid for what, {span} up to {day}, in {currency}",
        span=frame.heading,
        day=day(frame.as_of),
        currency=coin.name,
    )
    # Translators: the name of a sheet: which money paid, in 12 months; at most 31 letters
    name = _("Paid by {currency} {span}", currency=coin.name, span=frame.heading)
    return _paid(report, table, table.year, name, about)


def _paid(
    report: "MonthReport", table: "PaidBy", rows: "ByProgram", sheet: str, about: str
) -> Grid:
    used = [s for s in words.SOURCES if any(s in row for row in rows.values())]
    cells = [
        (report.paid.title(name), *(row.get(source) for source in used), add_up(row))
        for name, row in rows.items()
    ]
    return Grid(
        sheet,
        about,
        (_("Paid for"), *(show.once(show.source(source)) for source in used), _("Total")),
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
        _("Income"),
        _("Income by source, {span}, in {currency}", span=report.frame.span, currency=coin.name),
        (_("Source"), _("Amount"), _("Of all income")),
        rows,
        coin.digits,
        down=(1,),
        ratios={2: (1, None)},
    )


def _contributors(report: "MonthReport") -> Grid:
    coin, givers = report.frame.coin, report.givers
    shown = parts(givers) if givers.total > 0 else ()
    return Grid(
        _("Contributors"),
        _(
            "Where all income came from, {span}, in {currency}",
            span=report.frame.span,
            currency=coin.name,
        ),
        (_("From"), _("Amount"), _("Of all income")),
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
            _(ACTIONS[finding.action]),
            finding.date.isoformat() if finding.date.year > 1 else "",
            broken.where(finding),
            finding.message,
            waiver_words(finding.waiver),
        )
        for finding in broken.findings
    ]
    return Grid(
        _("Findings"),
        _("What the rules found, as of the month's end"),
        # Translators: "Where" is a file and a line, "Waived" tells why and by whom
        (_("Rule"), _("Action"), _("Date"), _("Where"), _("Finding"), _("Waived")),
        rows,
    )


def _restated(report: "MonthReport") -> Grid:
    rows = [(one.label, one.of, one.before, one.after) for one in report.restated.figures]
    return Grid(
        # Translators: the name of a sheet of past figures that are no longer what was reported
        _("Restated"),
        report.restated.sentence,
        (_("Figure"), _("Of"), _("As delivered"), _("Now")),
        rows,
    )


def _measures(report: "MonthReport") -> Grid:
    digits, rows = report.frame.coin.digits, []
    for name, measure in report.measures.items():
        told = reasons(measure)
        if measure.unit != "breakdown" or measure.value is None:
            value = _cell(measure.value, measure.unit, digits)
            rows.append((name, "", value, _(UNITS[measure.unit]), *told))
            continue
        for part, figure in leaves(measure.value):
            value = _cell(figure.value, figure.unit, digits)
            rows.append((name, part, value, _(UNITS[figure.unit]), *told))
    head = (
        _("Measure"),
        # Translators: a part of a measure, by its name
        _("Part"),
        _("Value"),
        # Translators: what a value is counted in
        _("Unit"),
        _("Formula"),
        _("Undefined because"),
    )
    return Grid(
        _("Measures"),
        _("Every measure, {span}", span=report.frame.span),
        head,
        rows,
        digits,
    )


def _cell(value: object, unit: str, digits: int) -> Decimal | Fraction | int | str | None:
    """A figure as a number where it is one, so that a spreadsheet can count with it."""
    if unit == "share" and isinstance(value, Fraction):
        return value
    shown = plain(value, unit, digits)
    if shown is None or isinstance(shown, int):
        return shown
    return Decimal(shown) if isinstance(value, Decimal | Fraction | int) else str(shown)
