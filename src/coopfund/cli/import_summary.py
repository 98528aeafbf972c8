"""What became of each imported file, as a table for people."""

from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING

import click

from coopfund.cli import common
from coopfund.imports.platform import UNKNOWN
from coopfund.imports.session import sums_of
from coopfund.wording import counted

if TYPE_CHECKING:
    from coopfund.imports.movement import Statement
    from coopfund.imports.session import FileResult, Session

HEAD = ("file", "read as", "rows", "new", "booked", "skipped", "rejected")
MOST = 10


def show_summary(session: "Session") -> None:
    """Each file's rows and sums on stderr, then why some are not booked."""
    rows = [HEAD, *(_row(file) for file in session.files)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(HEAD))]
    for row in rows:
        left = [cell.ljust(width) for cell, width in zip(row[:2], widths[:2], strict=True)]
        right = [cell.rjust(width) for cell, width in zip(row[2:], widths[2:], strict=True)]
        _say("  ".join([*left, *right]).rstrip())
    for file in session.files:
        for line in _details(file):
            _say(f"{file.path.name}: {line}")
    for line in _unknown(session):
        _say(line)


def _unknown(session: "Session") -> list[str]:
    """What came in whose source nobody declared, in each currency."""
    sums: dict[str, Decimal] = {}
    for posting in (posting for entry in session.entries for posting in entry.postings):
        units = posting.units
        if units and units.number and (posting.meta or {}).get("source") == UNKNOWN:
            sums[units.currency] = sums.get(units.currency, Decimal(0)) - units.number
    return [
        f"{value:f} {currency} has no declared source: declare it in imports.toml, best by a vote"
        for currency, value in sorted(sums.items())
        if value
    ]


def _row(file: "FileResult") -> tuple[str, ...]:
    statements = file.statements
    counts = (
        file.rows,
        len(file.entries),
        file.already,
        sum(len(statement.skipped) for statement in statements),
        sum(len(statement.rejected) for statement in statements),
    )
    shown = [str(count) for count in counts] if statements else ["–"] * len(counts)
    return (file.path.name, file.reader or "?", *shown)


def _details(file: "FileResult") -> list[str]:
    lines = []
    for statement in file.statements:
        lines += _sums(statement)
        lines += [
            f"payout of {m.date}, {-m.amount:f} {m.currency}: the sum of its {m.meta['derived']}; "
            "compare it with the bank"
            for m in statement.movements
            if "derived" in m.meta
        ][:MOST]
        reasons = Counter(row.why for row in statement.skipped)
        lines += [f"skipped {count} ×: {why}" for why, count in reasons.most_common(MOST)]
        lines += [f"row {row.row} rejected: {row.why}" for row in statement.rejected[:MOST]]
        if len(statement.rejected) > MOST:
            lines.append(f"… and {counted(len(statement.rejected) - MOST, 'more row')} rejected")
    return [*lines, *file.notes, *([file.refusal] if file.refusal else [])]


def _sums(statement: "Statement") -> list[str]:
    lines = []
    for sums in sums_of(statement):
        moved = f"; paid out and moved {sums.moved:f}" if sums.moved else ""
        lines.append(
            f"{sums.currency} gross {sums.gross:f} − fees {sums.fees:f} = net {sums.net:f}{moved}"
        )
    if statement.opening is not None and statement.closing is not None and not statement.rejected:
        lines.append(
            f"opening {statement.opening:f} + rows {statement.closing - statement.opening:f} = "
            f"closing {statement.closing:f}, as the file says"
        )
    return lines


def _say(line: str) -> None:
    click.echo(common.plain(line), err=True)
