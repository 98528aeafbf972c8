"""A vote as ``coopfund budget vote`` was asked to count it, and what it printed or wrote."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from coopfund import words
from coopfund.cli import common

if TYPE_CHECKING:
    from fractions import Fraction

    from beancount.core.data import Directive

    from coopfund.rules.case import Case
    from coopfund.voting.election import Election
    from coopfund.voting.outcome import Outcome

CLOSE = 3
"""So many names are told."""


@dataclass(frozen=True)
class VoteOptions:
    """The options."""

    ballots: Path
    ledger: Path
    budget: str | None
    method: str
    complete: str
    worth: str
    step: str
    kind: str
    voters: bool
    sources: tuple[str, ...]
    members_only: bool
    currency: str | None
    write: bool
    decision: str | None
    day: datetime | None
    year: int | None
    under: str | None
    form: str
    output: Path | None
    dry_run: bool
    yes: bool
    despite_stop: bool

    @property
    def writes(self) -> bool:
        """Whether entries are made."""
        return self.write or self.dry_run

    def read(self) -> "Election":
        """The ballots."""
        from coopfund.voting.ballot_csv import read_ballot_csv  # noqa: PLC0415
        from coopfund.voting.pabulib import read_pabulib  # noqa: PLC0415

        if self.ballots.suffix.lower() == ".pb":
            return read_pabulib(self.ballots)
        return read_ballot_csv(self.ballots, points=self.kind == "points")


def amount_option(option: str, text: str) -> Decimal:
    """An amount above nothing; exit 2 for anything else."""
    from coopfund.voting.election import read_number  # noqa: PLC0415

    number = read_number(text)
    if not number:
        common.fail(f'{option} "{text}" is no amount above 0, such as 5000 or 5000.00.')
    return number


class Counted:
    """The vote, counted as asked."""

    def __init__(self, asked: VoteOptions, election: "Election", case: "Case | None") -> None:
        """Count; exit 2 where that cannot be done as asked."""
        from coopfund.money import digits_of  # noqa: PLC0415

        self.asked, self.election, self.case = asked, election, case
        currency = asked.currency or election.currency or (case and case.books.currency)
        self.currency = currency or ""
        self.notes: list[str] = []
        if case is not None and asked.members_only:
            self._check_members(case)
        self.budget = self._budget()
        written = [self.budget, *(project.cost for project in election.projects)]
        self.digits = max(2, *map(digits_of, written))
        self.outcome = self._count()

    def _check_members(self, case: "Case") -> None:
        from coopfund.budgets.voted import strangers  # noqa: PLC0415
        from coopfund.wording import listed  # noqa: PLC0415

        found = strangers(case, self.election)
        if found:
            more = f" and {len(found) - CLOSE} more" if len(found) > CLOSE else ""
            verb = "was no member" if len(found) == 1 else "were no members"
            names = listed(found[:CLOSE]) if not more else ", ".join(found[:CLOSE])
            common.fail(f"{names}{more} {verb} on {case.as_of}; nothing was counted.")
        self.notes.append(f"Every voter was a member on {case.as_of}.")

    def _budget(self) -> Decimal:
        """The money: what was said, and never more than what is held of the sources asked for."""
        from coopfund.money import spaced  # noqa: PLC0415
        from coopfund.wording import listed  # noqa: PLC0415

        asked, case = self.asked, self.case
        said = amount_option("--budget", asked.budget) if asked.budget else self.election.budget
        if not asked.sources or case is None:
            if not said:
                common.fail("--budget is missing, and the file of ballots does not say it.")
            return said
        from coopfund.budgets.voted import held  # noqa: PLC0415

        there, names = held(case, asked.sources, self.currency), listed(asked.sources)
        sentence = f"{spaced(there)} {self.currency} of {names} is held on {case.as_of}"
        if there <= 0 or (said or there) > there:
            common.fail(f"only {sentence}, so {spaced(said or there)} cannot be voted on.")
        self.notes.append(f"{sentence}; programs that it may not pay for take no part.")
        return said or there

    def _count(self) -> "Outcome":
        from coopfund.budgets.voted import barred, with_barred  # noqa: PLC0415
        from coopfund.money import spaced  # noqa: PLC0415
        from coopfund.voting.equal_shares import Count, equal_shares  # noqa: PLC0415
        from coopfund.voting.greedy import greedy  # noqa: PLC0415

        asked, election, digits = self.asked, self.election, self.digits
        out = barred(self.case, election, asked.sources) if self.case is not None else []
        within = election.without([its.project.key for its in out])

        def money(value: "Decimal | Fraction") -> str:
            return spaced(value, digits)

        if asked.method == "greedy":
            return with_barred(greedy(within, self.budget, money), election, out)
        step = amount_option("--step", asked.step)
        count = Count(self.budget, asked.complete, asked.worth, step, money)
        with common.waiting("Counting"):
            return with_barred(equal_shares(within, count), election, out)

    def entries(self) -> "list[Directive]":
        """The decision and the budgets; exit 2 where they cannot be booked."""
        from coopfund.budgets.voted import Booking, VotedError, voted_entries  # noqa: PLC0415

        asked, case = self.asked, self.case
        if case is not None and not asked.currency and self.currency != case.books.currency:
            common.fail(
                f"the ballots are in {self.currency}, the books in {case.books.currency}; name "
                "the --currency to write."
            )
        if case is None or asked.day is None or asked.year is None or asked.decision is None:
            common.fail("to write, name --decision, its --date, and the --year the money is for.")
        day, name = asked.day.date(), asked.decision
        booking = Booking(name, day, asked.year, asked.under, self.currency, case.books.digits)
        try:
            return voted_entries(case.books, self.outcome, booking)
        except VotedError as error:
            common.fail(str(error))

    def shown(self) -> str:
        """The result in the format asked for."""
        from coopfund.voting.page import VotePage  # noqa: PLC0415

        asked = self.asked
        page = VotePage(self.outcome, self.currency, self.digits, asked.voters, self.notes)
        if asked.form == "json":
            return common.as_json({"schema_version": words.SCHEMA_VERSION, **page.data()})
        return page.csv() if asked.form == "csv" else page.text(markdown=asked.form == "md")
