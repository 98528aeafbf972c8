"""The income postings as columns of their own: who gave how much of what, for many questions.

Half of a ledger's postings are income, and a dozen rules ask who gave how much. Here the givers are
numbered once, so that adding up is a matter of counting along two short lists.
"""

from bisect import bisect_left
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import compress
from typing import TYPE_CHECKING, NamedTuple

from coopfund import words
from coopfund.money import ZERO

if TYPE_CHECKING:
    from coopfund.books.columns import Postings


class Giver(NamedTuple):
    """Who gave of what source; ``contributor`` is ``None`` where nobody says."""

    source: str
    contributor: str | None


@dataclass(frozen=True, slots=True)
class IncomeRows:
    """The income postings that have a value in the operating currency, in order.

    Attributes:
        rows: which postings they are.
        values: what each is worth, with the sign it was booked with: income is negative.
        numbers: the number of each one's giver, which is a place in ``givers``.
        givers: everybody who ever gave, once for each source.
    """

    rows: Sequence[int]
    values: Sequence[Decimal]
    numbers: Sequence[int]
    givers: Sequence[Giver]

    def between(self, first: int, last: int) -> slice:
        """Those that are postings from ``first`` on and before ``last``."""
        return slice(bisect_left(self.rows, first), bisect_left(self.rows, last))

    def sums(
        self, first: int, last: int, without: Collection[int] = frozenset()
    ) -> Mapping[Giver, Decimal]:
        """What everybody gave, with their refunds off, in order of their first posting.

        Args:
            first: the first posting that counts.
            last: the first that counts no more.
            without: postings that do not count.
        """
        part = self.between(first, last)
        numbers, values = self.numbers[part], self.values[part]
        if without:
            counts = [row not in without for row in self.rows[part]]
            numbers, values = list(compress(numbers, counts)), list(compress(values, counts))
        totals = [ZERO] * len(self.givers)
        for number, value in zip(numbers, values, strict=True):
            totals[number] -= value
        return {self.givers[number]: totals[number] for number in dict.fromkeys(numbers)}

    def of(self, wanted: Callable[[Giver], bool], last: int) -> list[int]:
        """The postings of some givers, in order, those before ``last``."""
        part = self.between(0, last)
        chosen = [wanted(giver) for giver in self.givers]
        return list(compress(self.rows[part], map(chosen.__getitem__, self.numbers[part])))


def income_rows(postings: "Postings", rows: Sequence[int]) -> IncomeRows:
    """Number the givers of the income postings ``rows``."""
    value_of, sources, people = postings.value, postings.source, postings.contributor
    number_of: dict[tuple[str | None, str | None], int] = {}
    its: list[int] = []
    values: list[Decimal] = []
    numbers: list[int] = []
    for row in rows:
        value = value_of[row]
        if value is not None:
            its.append(row)
            values.append(value)
            giver = sources[row], people[row]
            numbers.append(number_of.setdefault(giver, len(number_of)))
    givers = [Giver(source or words.UNKNOWN, person) for source, person in number_of]
    return IncomeRows(its, values, numbers, givers)
