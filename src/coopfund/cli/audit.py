"""``coopfund audit``: draw a month's sample, keep what was seen of it, and sign."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from coopfund import words
from coopfund.cli import common, desk

if TYPE_CHECKING:
    from coopfund.books.load import Loaded
    from coopfund.trust.audit import Work
    from coopfund.trust.sample import Sample

HEAD = ("entry", "date", "why", "what", "amount", "where", "seen")


@click.group("audit")
def command() -> None:
    """Look at a month's entries as a member, and sign what was seen.

    An audit looks at all that a rule flagged or a vote excused, at every large entry, and at some
    drawn at random, which anyone draws again from the same seed. Answers stay beside the books, in
    .coopfund, until the audit is signed. The page "Audit desk" of coopfund serve does the same.
    """


def audit_arguments(function: common.Function) -> common.Function:
    """The month, and the ledger as an option."""
    function = click.argument("month", metavar="YYYY-MM")(function)
    return common.ledger_option(function)


@command.command(
    "sample",
    epilog="""\
\b
Examples:
  coopfund audit sample 2026-08
  coopfund audit sample 2026-08 --n 25 --seed "dice 3 1 6" --format csv -o s.csv
""",
)
@audit_arguments
@click.option("--n", "size", type=click.IntRange(0), help="Entries at random  [default: 25].")
@click.option("--seed", help="Any text, such as dice rolled at the meeting; else one is drawn.")
@common.format_option("text", "json", "csv", "md")
@common.output_option
def sample(  # noqa: PLR0913, PLR0917  # one argument per option
    ledger: Path, month: str, size: int | None, seed: str | None, form: str, output: Path | None
) -> None:
    """Draw the sample of a month, or show the one that was drawn."""
    from coopfund.report.months import check_month, read_month  # noqa: PLC0415  # starts fast
    from coopfund.trust import audit  # noqa: PLC0415

    loaded = common.open_ledger(ledger)
    try:
        check_month(loaded.analysis.books, read_month(month))
        work = audit.begin(_state(loaded), month, seed, audit.SIZE if size is None else size)
        drawn = audit.sample_of(loaded.analysis, work)
    except (audit.AuditError, ValueError) as error:
        common.fail(str(error))
    except OSError as error:
        _unwritable(error)
    printers = {"text": _text, "json": _json, "csv": _csv, "md": _markdown}
    common.emit(printers[form](loaded, work, drawn), output)


@command.command(
    "answer",
    epilog="""\
\b
Example:
  coopfund audit answer 2026-08 3fa0c1d2e4b5 --receipt yes --decision "not needed" \\
      --program yes --approvers no --note "one signature only"
""",
)
@audit_arguments
@click.argument("entry")
@click.option("--receipt", help="Is it there, and does it say the same: yes, no, not needed.")
@click.option("--decision", help="Is there one where one is needed.")
@click.option("--program", help="Was it for the program that it is booked to.")
@click.option("--approvers", help="Did two people in office approve it where that is needed.")
@click.option("--note", default="", help="What else was seen.")
def answer(ledger: Path, month: str, entry: str, note: str, **checks: str | None) -> None:
    """Keep what was seen of one entry of the sample, by the first column of the list."""
    from coopfund.trust import audit  # noqa: PLC0415  # starts fast

    loaded = common.open_ledger(ledger)
    work = _work(loaded, month)
    known = {drawn.identity for drawn in audit.sample_of(loaded.analysis, work).drawn}
    if entry not in known:
        common.fail(f'"{entry}" is no entry of the sample of {month}; see coopfund audit sample.')
    try:
        given = {question: text for question, text in checks.items() if text}
        seen = audit.read_answer(given, note)
        audit.save(_state(loaded), work.answered(entry, seen))
    except audit.AuditError as error:
        common.fail(str(error))
    except OSError as error:
        _unwritable(error)
    click.echo(f"Kept: {entry}, {'in order' if not seen.fault else 'not in order'}.", err=True)


@command.command(
    "sign",
    epilog="Example: coopfund audit sign 2026-08 --by m-0031 --on 2026-09-12",
)
@audit_arguments
@click.option("--by", "auditor", required=True, metavar="MEMBER", help="Who looked.")
@click.option(
    "--on",
    "--date",
    "day",
    required=True,
    type=common.DAY,
    metavar="YYYY-MM-DD",
    help="The day of the signature.",
)
@desk.writing_options
def sign(  # noqa: PLR0913  # one argument per option
    ledger: Path,
    month: str,
    auditor: str,
    day: datetime,
    *,
    dry_run: bool,
    yes: bool,
    despite_stop: bool,
) -> None:
    """Write into the books what an audit found, when every entry of its sample has its answer.

    Says how many entries were looked at, how many were not in order and, where none of those drawn
    at random was at fault, what may be wrong among the rest (rule of three). Whoever holds or held
    an office, or prepared or approved an entry of the month, cannot audit it.
    """
    from coopfund.desk.proposal import propose  # noqa: PLC0415  # starts fast
    from coopfund.trust import audit  # noqa: PLC0415

    loaded = common.open_ledger(ledger)
    work = _work(loaded, month)
    drawn = audit.sample_of(loaded.analysis, work)
    try:
        signed = audit.signature(loaded.analysis.books, drawn, work, auditor, day.date())
    except audit.AuditError as error:
        common.fail(str(error))
    with desk.refusing():
        proposal = propose(loaded.path, [signed], f"audit of {month}", before=loaded)
    desk.settle(proposal, dry_run=dry_run, yes=yes, despite_stop=despite_stop)


def _state(loaded: "Loaded") -> Path:
    from coopfund.desk.books_folder import STATE  # noqa: PLC0415

    return loaded.path.parent / STATE


def _work(loaded: "Loaded", month: str) -> "Work":
    """The audit of a month that has begun; exit 2 where it has not."""
    from coopfund.report.months import MonthError, read_month  # noqa: PLC0415
    from coopfund.trust import audit  # noqa: PLC0415

    try:
        read_month(month)
        work = audit.load(_state(loaded), month)
    except (MonthError, audit.AuditError) as error:
        common.fail(str(error))
    if work is None:
        common.fail(f"the audit of {month} has not begun; coopfund audit sample {month} draws it.")
    return work


def _unwritable(error: OSError) -> NoReturn:
    common.fail(f"{error.filename} cannot be written: {error.strerror}.")


def _rows(loaded: "Loaded", work: "Work", sample: "Sample") -> list[tuple[str, ...]]:
    from coopfund.money import amount  # noqa: PLC0415

    books = loaded.analysis.books
    rows: list[tuple[str, ...]] = []
    for one in sample.drawn:
        txns, seen = books.transactions, work.answers.get(one.identity)
        codes = f" {', '.join(dict.fromkeys(one.because))}" if one.because else ""
        said = " ".join(filter(None, (txns.payee[one.txn], txns.narration[one.txn])))
        standing = "not in order" if seen and seen.fault else "yes" if seen and seen.whole else ""
        rows.append(
            (
                one.identity,
                txns.date[one.txn].isoformat(),
                f"{one.stratum}{codes}",
                said,
                amount(one.amount, books.digits),
                f"{common.relative(loaded, one.place.file)}:{one.place.line}",
                standing,
            )
        )
    return rows


def _lead(work: "Work", sample: "Sample") -> str:
    counts = ", ".join(f"{number} {stratum}" for stratum, number in sample.counts.items())
    return (
        f"{work.month}: {len(sample.drawn)} of {sample.population} entries ({counts}), "
        f'drawn with the seed "{work.seed}"'
    )


def _left(work: "Work", sample: "Sample") -> str:
    from coopfund.money import percent  # noqa: PLC0415
    from coopfund.trust.audit import outcome  # noqa: PLC0415

    found = outcome(sample, work)
    if found.open:
        return f"{found.open} still to look at."
    told = f"All looked at; {len(found.faults)} not in order."
    if found.most:
        told += f" At most {percent(found.most)} of the others are, with 95 % confidence."
    return f"{told} Sign it: coopfund audit sign {work.month} --by m-…"


def _text(loaded: "Loaded", work: "Work", sample: "Sample") -> str:
    from coopfund.tables import text_table  # noqa: PLC0415

    table = text_table(HEAD, _rows(loaded, work, sample), left=4)
    return f"{_lead(work, sample)}\n\n{table}\n{_left(work, sample)}\n"


def _markdown(loaded: "Loaded", work: "Work", sample: "Sample") -> str:
    from coopfund.tables import escaped, markdown_table  # noqa: PLC0415

    table = markdown_table(HEAD, _rows(loaded, work, sample), left=4)
    return f"{escaped(_lead(work, sample))}\n\n{table}\n{escaped(_left(work, sample))}\n"


def _csv(loaded: "Loaded", work: "Work", sample: "Sample") -> str:
    from coopfund.tables import csv_table  # noqa: PLC0415

    return csv_table(HEAD, _rows(loaded, work, sample))


def _json(loaded: "Loaded", work: "Work", sample: "Sample") -> str:
    from coopfund.money import share  # noqa: PLC0415
    from coopfund.trust.audit import outcome  # noqa: PLC0415

    found = outcome(sample, work)
    entries: list[dict[str, Any]] = []
    for one, row in zip(sample.drawn, _rows(loaded, work, sample), strict=True):
        seen = work.answers.get(one.identity)
        entries.append(
            {
                "entry": one.identity,
                "date": row[1],
                "stratum": one.stratum,
                "codes": list(dict.fromkeys(one.because)),
                "amount": row[4],
                "file": common.relative(loaded, one.place.file),
                "line": one.place.line,
                "checks": dict(seen.checks) if seen else {},
                "note": seen.note if seen else "",
            }
        )
    return common.as_json(
        {
            "schema_version": words.SCHEMA_VERSION,
            "month": work.month,
            "seed": work.seed,
            "size": work.size,
            "population": sample.population,
            "rest": sample.rest,
            "counts": sample.counts,
            "open": found.open,
            "faults": len(found.faults),
            "at_most": None if found.most is None else share(found.most),
            "entries": entries,
        }
    )
