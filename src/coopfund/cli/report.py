"""``coopfund report``: the pages a treasurer hands out at the members' meeting."""

from collections.abc import Sequence
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import click

from coopfund import words
from coopfund.cli import common

if TYPE_CHECKING:
    from coopfund.books.load import Loaded
    from coopfund.report.month import MonthReport
    from coopfund.rules.case import Rule

FORMATS = ("html", "md", "json", "csv")


@click.group("report")
def command() -> None:
    """Write the report for the meeting."""


@command.command(
    "month",
    epilog="Example: coopfund report month ledger/main.beancount --month 2026-10 -o reports",
)
@common.ledger_argument
@click.option("--month", required=True, metavar="YYYY-MM", help="The month; there is no default.")
@click.option(
    "-o",
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    default="reports",
    show_default=True,
    help="The folder to write to.",
)
@click.option("--only", metavar="html,md,json,csv", help="Write only these  [default: all].")
@click.option(
    "--templates",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder with a month.html or month.css of your own "
    "[default: reports/templates beside the ledger or its folder, where there is one].",
)
@common.despite_errors_option
def month_command(  # noqa: PLR0913  # one argument per option
    ledger: Path,
    month: str,
    output: Path,
    only: str | None,
    templates: Path | None,
    *,
    despite_errors: bool,
) -> None:
    """Answer the six questions of a members' meeting for one month.

    Did dues cover running costs, which money paid for each program, who could switch us off, how
    long could we last, which rules broke, what changed. Writes a page to print, the same as
    Markdown, JSON, and tables as CSV: all of them or, where something fails, none.
    """
    from coopfund.report.months import MonthError, read_month  # noqa: PLC0415  # starts fast

    formats = _formats(only)
    try:
        first = read_month(month)
    except MonthError as error:
        common.fail(f"--month {error}")
    loaded = common.open_ledger(ledger, despite_errors=despite_errors)
    report = _report(loaded, first)
    folders = [templates] if templates else common.own_templates(loaded.path)
    _write(output, _texts(report, formats, folders))
    for hint in loaded.hints:
        click.echo(f"Hint: {hint}", err=True)


def _report(loaded: "Loaded", month: date) -> "MonthReport":
    """The report; exit 2 where the books do not hold the month."""
    from coopfund.report.month import build  # noqa: PLC0415
    from coopfund.report.months import MonthError  # noqa: PLC0415

    try:
        return build(
            loaded.analysis, month, _rules(loaded), loaded.missing, faults=len(loaded.errors)
        )
    except MonthError as error:
        common.fail(str(error))


def _formats(only: str | None) -> tuple[str, ...]:
    """What to write, in the usual order; exit 2 where a format is not known."""
    if only is None:
        return FORMATS
    asked = {name.strip() for name in only.split(",")} - {""}
    strange = sorted(asked - set(FORMATS))
    if strange or not asked:
        common.fail(
            f"--only takes some of {', '.join(FORMATS)}, not {', '.join(strange) or only!r}."
        )
    return tuple(name for name in FORMATS if name in asked)


def _rules(loaded: "Loaded") -> "Sequence[Rule]":
    """The rules of the families that ran, so that the report and ``check`` find the same."""
    return [
        rule
        for family in loaded.families
        for rule in import_module(f"{words.PLUGIN}.{family}").RULES
    ]


def _texts(
    report: "MonthReport", formats: Sequence[str], folders: Sequence[Path]
) -> dict[str, str]:
    """Every file's text by its name."""
    from coopfund.report import data, html, markdown, tables  # noqa: PLC0415
    from coopfund.report.months import key  # noqa: PLC0415

    stem, texts = f"coopfund-{key(report.frame.month)}", {}
    if "html" in formats:
        try:
            texts[f"{stem}.html"] = html.render(report, folders)
        except html.TemplatesError as error:
            common.fail(str(error))
    if "md" in formats:
        texts[f"{stem}.md"] = markdown.render(report)
    if "json" in formats:
        texts[f"{stem}.json"] = common.as_json(data.report_data(report))
    if "csv" in formats:
        texts |= {f"{stem}-{name}.csv": text for name, text in tables.render(report).items()}
    return texts


def _write(folder: Path, texts: dict[str, str]) -> None:
    from coopfund.files import write_all  # noqa: PLC0415

    try:
        written = write_all(folder, texts)
    except OSError as error:
        common.fail(f"{error.filename or folder} cannot be written: {error.strerror}.")
    for path in written:
        click.echo(f"Written: {path}", err=True)
    click.echo(str(written[0]))
