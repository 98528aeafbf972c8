"""``coopfund check``: every finding of every rule, and whether all expected families ran."""

from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from coopfund import words
from coopfund.cli import common
from coopfund.tables import csv_table
from coopfund.wording import counted

if TYPE_CHECKING:
    from coopfund.books.load import Loaded
    from coopfund.findings import Finding

COLUMNS = (
    "code",
    "name",
    "action",
    "date",
    "file",
    "line",
    "program",
    "contributor",
    "message",
)


@click.command("check", epilog="Example: coopfund check ledger/main.beancount --format json")
@common.ledger_argument
@click.option(
    "--as-of",
    metavar="YYYY-MM-DD",
    type=common.DAY,
    help="Judge the books as they stood at the end of this day.",
)
@common.format_option("text", "json", "csv")
@common.output_option
def command(ledger: Path, as_of: datetime | None, form: str, output: Path | None) -> None:
    """Judge the books by the rules that the assembly voted.

    Prints every finding with its line, waived ones with their reason. Exit code 0: nothing stops;
    1: an open finding stops; 2: Beancount itself cannot read the books.
    """
    loaded = common.open_ledger(ledger)
    if as_of is not None:
        loaded.judge_as_of(as_of.date())
    findings = loaded.findings
    if form == "json":
        common.emit(common.as_json(check_data(loaded)), output)
    elif form == "csv":
        common.emit(_csv(loaded, findings), output)
    else:
        common.emit(check_text(loaded), output)
    common.show_errors(loaded)
    for hint in loaded.hints:
        click.echo(f"Hint: {hint}", err=True)
    raise SystemExit(exit_code(loaded))


def exit_code(loaded: "Loaded") -> int:
    """2 where Beancount itself finds errors, 1 where an open finding stops, else 0."""
    if loaded.errors:
        return common.UNREADABLE
    stopped = any(finding.open and finding.action == "stop" for finding in loaded.findings)
    return common.STOPPED if stopped else common.CLEAN


def check_data(loaded: "Loaded") -> dict[str, Any]:
    """The check as plain data, in the shape that ``json.md`` fixes."""
    findings = loaded.findings
    return {
        "schema_version": words.SCHEMA_VERSION,
        "ledger": loaded.path.name,
        "families": list(loaded.families),
        "beancount_errors": len(loaded.errors),
        "counts": counts(findings),
        "findings": [finding_data(loaded, finding) for finding in findings],
    }


def counts(findings: "list[Finding]") -> dict[str, int]:
    """Open findings by action, and how many are waived."""
    table = Counter(f.action if f.open else "waived" for f in findings)
    return {key: table[key] for key in (*words.ACTIONS, "waived")}


def finding_data(loaded: "Loaded", finding: "Finding") -> dict[str, Any]:
    """One finding as plain data."""
    note = finding.waiver
    return {
        "code": finding.code,
        "name": finding.name,
        "action": finding.action,
        "date": finding.date.isoformat() if finding.date.year > 1 else None,
        "file": common.relative(loaded, finding.place.file),
        "line": finding.place.line,
        "program": finding.program,
        "contributor": finding.contributor,
        "message": finding.message,
        "evidence": dict(finding.evidence),
        "waiver": None
        if note is None
        else {
            "reason": note.reason,
            "by": note.by,
            "expires": note.expires.isoformat() if note.expires else None,
            "decision": note.decision,
            "file": common.relative(loaded, note.place.file),
            "line": note.place.line,
        },
    }


def check_text(loaded: "Loaded") -> str:
    """The check as text: each finding with its line, then how many there are."""
    findings, lines = loaded.findings, []
    for finding in findings:
        where = common.at(loaded, *finding.place)
        lines.append(f"{where}{finding.mark} {finding.code} {finding.name}")
        lines.append(f"    {finding.message}")
        if finding.waiver:
            lines.append(f"    Waived{_waiver(finding)}: {finding.waiver.reason}")
    table = counts(findings)
    summary = ", ".join(f"{table[key]} {key}" for key in (*words.ACTIONS, "waived"))
    if loaded.errors:
        summary += f", {counted(len(loaded.errors), 'error')} of Beancount's own"
    lines.append(f"{loaded.path.name}: {summary}. Families: {', '.join(loaded.families)}.")
    if findings:
        codes = sorted({finding.code for finding in findings})
        lines.append(f"More on a rule: coopfund explain {codes[0]}")
    return "\n".join(lines) + "\n"


def _waiver(finding: "Finding") -> str:
    note = finding.waiver
    if note is None:
        return ""
    parts = [f"by {note.by}" if note.by else "", f"vote {note.decision}" if note.decision else ""]
    parts.append(f"until {note.expires.isoformat()}" if note.expires else "")
    told = ", ".join(part for part in parts if part)
    return f" {told}" if told else ""


def _csv(loaded: "Loaded", findings: "list[Finding]") -> str:
    rows = []
    for finding in findings:
        data = finding_data(loaded, finding)
        waived = finding.waiver.reason if finding.waiver else ""
        rows.append([*(data[column] for column in COLUMNS), waived])
    return csv_table((*COLUMNS, "waived"), rows)
