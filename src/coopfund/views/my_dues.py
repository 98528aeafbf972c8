"""My dues: what a member sees who knows their id and their code, and nobody else does."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from coopfund.books.books import month_end
from coopfund.desk.books_folder import STATE
from coopfund.dues.codes import fits, key_of
from coopfund.dues.statement import Statement, statement
from coopfund.imports.secret import SecretError
from coopfund.measures.dues import member_events, member_ledgers
from coopfund.views.attempts import Attempts

if TYPE_CHECKING:
    from coopfund.rules.analysis import Analysis
    from coopfund.rules.case import Case

WRONG: Final = (
    "This id and this code do not belong together. Check both; the treasurer can tell you your "
    "code again."
)
"""The one answer to whatever is wrong: it must not say whether such a member exists."""

NO_CODES: Final = (
    "There are no codes for these books yet; the treasurer makes them with: coopfund dues codes."
)
LONGEST: Final = 64
"""Of what is typed no more is looked at."""
YEARS: Final = 5
"""So many years of a member's dues are shown, the last ones."""


@dataclass(frozen=True, slots=True)
class MyDues:
    """The answer: statements by year, the newest first, or what is wrong.

    ``member`` is what was typed, for the form to hold; the code never goes back.
    """

    member: str
    wrong: str | None
    statements: Sequence[Statement] = ()


def has_codes(main: Path) -> bool:
    """Whether members can have codes for these books."""
    try:
        return key_of(main.parent / STATE) is not None
    except SecretError:
        return False


def my_dues(
    analysis: "Analysis", main: Path, sent: Mapping[str, str], attempts: Attempts
) -> MyDues:
    """Answer a member.

    Args:
        analysis: the load of the books.
        main: the ledger's main file; the key lies beside it.
        sent: ``member`` and ``code``, as they were typed.
        attempts: the wrong tries so far.
    """
    member = sent.get("member", "").strip()[:LONGEST]
    code = sent.get("code", "")[:LONGEST]
    try:
        key = key_of(main.parent / STATE)
    except SecretError:
        key = None
    if key is None:
        return MyDues(member, NO_CODES)
    wait = attempts.wait(member)
    if wait:
        return MyDues(member, f"Too many wrong tries for this id. Try again in {wait} seconds.")
    if not fits(key, member, code):
        attempts.wrong(member)
        return MyDues(member, WRONG)
    statements = _statements(analysis, member)
    if not statements:
        attempts.wrong(member)
        return MyDues(member, WRONG)
    attempts.right(member)
    return MyDues(member, None, statements)


def _statements(analysis: "Analysis", member: str) -> Sequence[Statement]:
    """A member's years, the newest first; none of somebody whom the books do not know."""
    books = analysis.books
    if books.end is None:
        return ()
    case = analysis.case(month_end(books.end))
    first = _first_year(case, member)
    if first is None:
        return ()
    years = range(max(first, case.as_of.year - YEARS + 1), case.as_of.year + 1)
    return [statement(case, member, year) for year in reversed(years)]


def _first_year(case: "Case", member: str) -> int | None:
    """The year in which a member first joined or paid dues."""
    days = [event.date for event in member_events(case.books).get(member, ())]
    for ledger in member_ledgers(case.books, case.last_row, {member}):
        days += [booked.date for booked in ledger.booked]
    return min(days).year if days else None
