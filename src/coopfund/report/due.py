"""What a month still lacks before its report can go to the meeting."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from coopfund import words
from coopfund.books.books import month_end
from coopfund.findings import Finding, Place, Window
from coopfund.language import _, marked
from coopfund.measures.reserves import PAPER
from coopfund.report.months import check_month, label
from coopfund.wording import on_day

if TYPE_CHECKING:
    from coopfund.books.books import Books
    from coopfund.rules.analysis import Analysis
    from coopfund.rules.case import Rule

KINDS: Final = {
    "unreconciled": marked("Accounts to reconcile"),
    "receipt": marked("Receipts to find"),
    "source": marked("Income without a source"),
    "participants": marked("Participants to count"),
    "finding": marked("Findings to answer"),
}
"""What may be missing, in the order of a treasurer's work."""

RECEIPTS: Final = "CF604"


class Due(NamedTuple):
    """One thing that is missing: which of :data:`KINDS`, what about, one sentence, and where."""

    kind: str
    about: str
    message: str
    place: Place | None


def due(
    analysis: "Analysis", month: date, rules: "Sequence[Rule]", missing: Sequence[Finding] = ()
) -> list[Due]:
    """Everything that a month lacks.

    Args:
        analysis: the loaded books.
        month: its first day.
        rules: every rule of the families that ran.
        missing: findings about families that did not run.

    Raises:
        MonthError: the books do not hold the month.
    """
    books = analysis.books
    check_month(books, month)
    window = Window(month, month_end(month))
    findings = [*missing, *analysis.judge(rules, window.end)]
    return [
        *_unreconciled(books, window),
        *_receipts(findings, window),
        *_sourceless(books, window),
        *_uncounted(books, window),
        *_unanswered(findings, window),
    ]


def _unreconciled(books: "Books", window: Window) -> Iterator[Due]:
    """Accounts of money with an entry since their last balance assertion."""
    rows, txns = books.rows, books.transactions
    latest: dict[str, int] = {}
    for row in books.rows_of("Assets", txns.start[books.until(window.end)]):
        money = rows.currency[row] not in books.declared.hours
        if rows.account[row].pool not in PAPER and money:
            latest[rows.account[row].name] = row
    asserted: dict[str, date] = {}
    for assertion in books.declared.assertions:
        asserted[assertion.account] = max(assertion.date, asserted.get(assertion.account, date.min))
    for account, row in sorted(latest.items()):
        last = txns.date[rows.txn[row]]
        closed = books.declared.closed.get(account, date.max) <= window.end
        known = asserted.get(account)
        if closed or (known is not None and known > last):
            continue
        message = _unasserted(account, last, known)
        yield Due("unreconciled", account, message, txns.place(rows.txn[row]))


def _unasserted(account: str, last: date, known: date | None) -> str:
    if known is None:
        return _(
            "{account} has no balance assertion after its entry of {day}; there is none yet. "
            "Compare it with the statement.",
            account=account,
            day=on_day(last),
        )
    return _(
        "{account} has no balance assertion after its entry of {day}; its last is of {asserted}. "
        "Compare it with the statement.",
        account=account,
        day=on_day(last),
        asserted=on_day(known),
    )


def _receipts(findings: Iterable[Finding], window: Window) -> Iterator[Due]:
    for finding in findings:
        if finding.code == RECEIPTS and finding.open and finding.date in window:
            yield Due("receipt", finding.code, finding.message, finding.place)


def _sourceless(books: "Books", window: Window) -> Iterator[Due]:
    """Income of the month that no account or entry gives a source."""
    rows, txns = books.rows, books.transactions
    seen: set[int] = set()
    for row in books.rows_of("Income", txns.start[books.until(window.end)]):
        txn = rows.txn[row]
        if txns.date[txn] in window and rows.source[row] == words.UNKNOWN and txn not in seen:
            seen.add(txn)
            account = rows.account[row].name
            yield Due(
                "source",
                account,
                _(
                    "The entry of {day} on {account} has no source; name it on the entry or on "
                    "the account.",
                    day=on_day(txns.date[txn]),
                    account=account,
                ),
                txns.place(txn),
            )


def _uncounted(books: "Books", window: Window) -> Iterator[Due]:
    """Programs that spent in the month, and whose participants nobody counted in it."""
    rows, txns = books.rows, books.transactions
    counted = {one.program for one in books.declared.participants if one.date in window}
    spent: dict[str, int] = {}
    for row in books.rows_of("Expenses", txns.start[books.until(window.end)]):
        program = rows.program[row]
        if program and txns.date[rows.txn[row]] in window and program != words.CORE:
            spent.setdefault(program, row)
    for program, row in sorted(spent.items()):
        if program not in counted:
            yield Due(
                "participants",
                program,
                _(
                    "{program} spent money in {month}, and nobody counted its participants; write "
                    '{day} custom "coopfund-participants" "{program}" and the number.',
                    program=program,
                    month=label(window.start),
                    day=window.end,
                ),
                txns.place(rows.txn[row]),
            )


def _unanswered(findings: Iterable[Finding], window: Window) -> Iterator[Due]:
    """What waits for an answer, also a receipt of an earlier month."""
    for finding in findings:
        receipt = finding.code == RECEIPTS and finding.date in window
        if finding.open and finding.action in {"stop", "warn"} and not receipt:
            message = f"{finding.code} {finding.name}: {finding.message}"
            yield Due("finding", finding.code, message, finding.place)


def by_kind(found: Iterable[Due]) -> dict[str, list[Due]]:
    """What is missing by its kind, in order; kinds that miss nothing are left out."""
    sorted_out: dict[str, list[Due]] = {kind: [] for kind in KINDS}
    for one in found:
        sorted_out[one.kind].append(one)
    return {kind: ones for kind, ones in sorted_out.items() if ones}


def due_data(month: str, found: Sequence[tuple[Due, str, int]]) -> dict[str, Any]:
    """What is missing as JSON; each with its file as printed, and its line."""
    return {
        "schema_version": words.SCHEMA_VERSION,
        "month": month,
        "complete": not found,
        "missing": [
            {
                "kind": one.kind,
                "about": one.about,
                "message": one.message,
                "file": file or None,
                "line": line or None,
            }
            for one, file, line in found
        ],
    }
