"""Why past figures have changed: the entries that did it, told in any language."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Final, NamedTuple

from coopfund.books.books import month_end
from coopfund.language import _, marked
from coopfund.report.months import key

if TYPE_CHECKING:
    from coopfund.books.books import Books
    from coopfund.findings import Finding
    from coopfund.report.delivered import Delivered
    from coopfund.report.prints import Prints

SEALED: Final = "CF605"
GONE: Final = marked("an entry of that day is gone, or says something else now")
ADDED_OR_CHANGED: Final = marked("added or changed: {what}")
ADDED: Final = ADDED_OR_CHANGED.format(what="")


class Cause(NamedTuple):
    """Why: an entry of that day, where it stands now, and what became of it.

    What is kept of it for later reports is the same in every language, but for the message of a
    finding about a sealed month.
    """

    date: str
    where: str
    what: str

    @property
    def words(self) -> str:
        """What became of it, in the language spoken."""
        if self.what == GONE:
            return _(GONE)
        what = self.what.removeprefix(ADDED)
        return self.what if what == self.what else _(ADDED_OR_CHANGED, what=what)

    @property
    def is_message(self) -> bool:
        """Whether it is the message of a finding."""
        return self.what != GONE and not self.what.startswith(ADDED)


def entries(was: "Delivered", prints: "Prints") -> Iterator[Cause]:
    """Entries that the delivered report did not see, or saw otherwise."""
    if not was.prints or was.check != prints.check:
        return
    months = sorted({text[:7] for text in was.prints})
    books, left = prints.books, Counter(was.prints)
    first, end = date.fromisoformat(f"{months[0]}-01"), month_end(was.month)
    for one in prints.between(first, end):
        text = f"{key(one.date)}-{one.date.day:02} {one.digest}"
        if left[text] > 0:
            left[text] -= 1
        else:
            what = books.transactions.narration[one.txn] or books.transactions.payee[one.txn] or ""
            yield Cause(one.date.isoformat(), _where(books, one.txn), f"{ADDED}{what}")
    for text, count in left.items():
        for _copy in range(count):
            yield Cause(text[:10], "", GONE)


def _where(books: "Books", txn: int) -> str:
    place = books.transactions.place(txn)
    return f"{place.within(books.folder)}:{place.line}"


def of_sealed(books: "Books", finding: "Finding") -> Cause:
    """What a finding about a sealed month says."""
    where = f"{finding.place.within(books.folder)}:{finding.place.line}"
    return Cause(finding.date.isoformat(), where, finding.message)


def still(kept: Iterable[Cause], sealed: Iterable[Cause]) -> Iterator[Cause]:
    """What an earlier report told, without messages that are told anew, in whatever language."""
    anew = {(cause.date, cause.where) for cause in sealed}
    for cause in kept:
        if not (cause.is_message and (cause.date, cause.where) in anew):
            yield cause
