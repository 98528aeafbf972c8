"""A counted vote as entries: the decision, accounts that are new, and the budgets of a year."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_DOWN, Decimal
from typing import TYPE_CHECKING

from beancount.core.amount import Amount
from beancount.core.data import Directive, Open, new_metadata

from coopfund import words
from coopfund.budgets.entries import budget, decision
from coopfund.desk.new_errors import BadNameError
from coopfund.desk.new_parts import component
from coopfund.measures.budget import Budgets
from coopfund.measures.membership import members_on
from coopfund.money import ZERO
from coopfund.voting.equal_shares import METHOD
from coopfund.voting.outcome import Outcome, Refused
from coopfund.wording import counted, harmless, listed

if TYPE_CHECKING:
    from coopfund.books.books import Books
    from coopfund.rules.case import Case
    from coopfund.voting.election import Election, Project


class VotedError(ValueError):
    """A result that cannot be booked so; the message is one sentence."""


@dataclass(frozen=True, slots=True)
class Booking:
    """How a result goes into the books.

    Attributes:
        name, day: the decision's number and day.
        year: the year that the budgets are for.
        under: the account whose sub-accounts projects without one get; ``None`` for none.
        currency, digits: of the amounts.
    """

    name: str
    day: date
    year: int
    under: str | None
    currency: str
    digits: int

    def money(self, amount: Decimal) -> Amount:
        """An amount as the books write it."""
        unit = Decimal(1).scaleb(-self.digits)
        exact = amount.quantize(unit) if amount == amount.quantize(unit) else amount
        return Amount(exact, self.currency)


def voted_entries(books: "Books", outcome: Outcome, booking: Booking) -> list[Directive]:
    """The decision with its whole amount, and a budget of the year for each account.

    The amount names neither a program nor an account, so that CF501 does not allow it twice.

    Raises:
        VotedError: a project has no account, its account has a budget of that year already, or
            nothing was chosen.
    """
    if not outcome.chosen:
        message = "No project was chosen, so there is nothing to write."
        raise VotedError(message)
    ways = "equal shares" if outcome.method == METHOD else "most votes first"
    title = f"vote on projects, {counted(len(outcome.election.ballots), 'ballot')}, {ways}"
    amount = booking.money(outcome.cost)
    entries: list[Directive] = [decision(booking.name, booking.day, amount, {"title": title})]
    sums: dict[str, Decimal] = {}
    first = date(booking.year, 1, 1)
    for its in outcome.chosen:
        account = _account(books, its.project, booking)
        if account not in books.accounts and account not in sums:
            entries.append(_opened(its.project, account, min(first, booking.day), booking))
        sums[account] = sums.get(account, ZERO) + its.project.cost
    for account, cost in sorted(sums.items()):
        _check_budget(books, account, booking)
        entries.append(budget(account, first, "yearly", booking.money(cost), booking.name))
    return entries


def _account(books: "Books", project: "Project", booking: Booking) -> str:
    name = harmless(project.name)
    if project.account is not None:
        known = books.accounts.get(project.account)
        if known is None or known.root != "Expenses":
            where = harmless(project.account)
            message = f'"{name}" is to be spent on {where}, which is no account of expenses here.'
            raise VotedError(message)
        return project.account
    if booking.under is None:
        message = f'"{name}" names no account; add a row "account", or --under Expenses:Projects.'
        raise VotedError(message)
    try:
        return f"{booking.under}:{component('project', project.name)}"
    except BadNameError as error:
        raise VotedError(str(error)) from error


def _opened(project: "Project", account: str, day: date, booking: Booking) -> Open:
    meta = {"program": project.program} if project.program else {}
    return Open(new_metadata("<coopfund>", 0, meta), day, account, [booking.currency], None)


def _check_budget(books: "Books", account: str, booking: Booking) -> None:
    """An account's last budget counts alone, so a second one would take the first one's place."""
    key = (account, booking.currency)
    budgets = Budgets(books)
    until = date(booking.year + 1, 1, 1)
    if key in budgets.by_key and budgets.allowed(key, date(booking.year, 1, 1), until):
        place = budgets.by_key[key][-1].place
        message = (
            f"{account} has a budget of {booking.year} already ({place.file.rpartition('/')[2]}:"
            f"{place.line}), and Fava counts the last one alone; give the project an account of "
            "its own."
        )
        raise VotedError(message)


def held(case: "Case", sources: Sequence[str], currency: str) -> Decimal:
    """The money of some sources in the common pool on the case's day, by the designated method."""
    trace = case.tracing.sums("designated", case.as_of)
    pool = trace.held_by(currency).get(words.GENERAL, {})
    amounts = (max(ZERO, pool.get(source, ZERO)) for source in sources)
    unit = Decimal(1).scaleb(-case.books.digits)
    return sum(amounts, ZERO).quantize(unit, rounding=ROUND_DOWN)


def barred(case: "Case", election: "Election", sources: Sequence[str]) -> list[Refused]:
    """The projects of programs that may not be paid from all of these sources."""
    found = []
    for project in election.projects:
        info = case.books.accounts.get(project.account or "")
        name = project.program or (info.program if info else None)
        program = case.books.program(name, case.as_of) if name else None
        if program is None or program.whitelist is None:
            continue
        foreign = [source for source in sources if source not in program.whitelist]
        if foreign:
            why = f"its program, {program.name}, may not be paid from {listed(foreign, 'or')}"
            found.append(Refused(project, why))
    return found


def with_barred(outcome: Outcome, election: "Election", refused: Sequence[Refused]) -> Outcome:
    """The result with the projects that could not take part."""
    return replace(outcome, election=election, refused=[*outcome.refused, *refused])


def strangers(case: "Case", election: "Election") -> list[str]:
    """Voters who are no members on the case's day."""
    members = members_on(case.books.declared.members, case.as_of)
    return [ballot.voter for ballot in election.ballots if ballot.voter not in members]
