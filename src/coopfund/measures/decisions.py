"""What the meeting decided to spend, and what was taken of each decision."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from coopfund.measures.outlays import Outlay, texts
from coopfund.money import ZERO

if TYPE_CHECKING:
    from coopfund.books.books import Books
    from coopfund.books.records import Decision
    from coopfund.rules.case import Case


@dataclass(frozen=True)
class Vote:
    """The decision of a spending.

    Attributes:
        spending: what was spent.
        said: the decision that the entry names, if it names one.
        decision: the decision found.
        taken: what was taken of it before.
        limit: the amount from which spending needs a decision, if one is set.
    """

    spending: Outlay
    said: str | None
    decision: "Decision | None"
    taken: Decimal
    limit: Fraction | None


def votes(case: "Case") -> Iterator[Vote]:
    """Every spending that names a decision or needs one, with its decision, in order (CF608)."""
    taken: dict[str, Decimal] = {}
    for spending in case.spendings:
        said = next(iter(texts(case.books, spending, "decision")), None)
        setting = case.setting("CF608", "amount", spending.day)
        limit = None if setting is None else Fraction(setting)
        if said is None and (limit is None or spending.amount < limit):
            continue
        found = decision_of(case.books, spending, said)
        before = taken.get(found.name, ZERO) if found else ZERO
        if found is not None:
            taken[found.name] = before + spending.amount
        yield Vote(spending, said, found, before, limit)


def decision_of(books: "Books", spending: Outlay, said: str | None) -> "Decision | None":
    """The decision that an entry names, else one that names its link, else its program's."""
    decisions = books.declared.decisions
    links = books.transactions.links[spending.txn]
    program = books.rows.program[spending.row]
    wanted: list[Sequence[Decision]] = [
        [its for its in decisions if its.name == said],
        [its for its in decisions if its.entry and its.entry.removeprefix("^") in links],
        [
            its
            for its in decisions
            if its.program and its.program == program and its.amount is not None
        ],
    ]
    for candidates in wanted[:1] if said is not None else wanted[1:]:
        before = [its for its in candidates if its.date <= spending.day]
        if candidates:
            return before[-1] if before else candidates[0]
    return None


def concerns(decision: "Decision", account: str, program: str | None) -> bool:
    """Whether a decision's amount is for an account: by name, or by its program (CF501)."""
    return decision.entry == account or bool(program and decision.program == program)
