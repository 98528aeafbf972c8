"""What the books do not say yet: the first things to declare, and what has no price."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from coopfund import words
from coopfund.language import _, plural
from coopfund.money import ZERO
from coopfund.report.page import Item, Listing

if TYPE_CHECKING:
    from coopfund.report.frame import Basis, Frame

SHOWN = 5


@dataclass(frozen=True, slots=True)
class Gaps:
    """What is missing.

    Attributes:
        accounts: income accounts without a source, with what came in on them, largest first.
        programs, members, givers: whether any is declared or named.
        unconverted: what could not be converted in the window, by currency.
    """

    accounts: tuple[tuple[str, Decimal], ...]
    programs: bool
    members: bool
    givers: bool
    unconverted: tuple[tuple[str, Decimal], ...]


def gather(basis: "Basis") -> Gaps:
    """Look for what nobody has declared, in the window."""
    books, income = basis.books, basis.case.income(basis.year)
    sums: dict[str, Decimal] = {}
    if income.by_source.get(words.UNKNOWN):
        sums = _unknown(basis)
    found = sorted(sums.items(), key=lambda entry: (-entry[1], entry[0]))
    return Gaps(
        accounts=tuple(found),
        programs=bool(books.declared.programs),
        members=bool(books.declared.members),
        givers=bool(income.gifts or books.declared.contributors),
        unconverted=tuple(sorted(_unconverted(basis).items())),
    )


def _window(basis: "Basis") -> range:
    books = basis.books
    first = bisect_left(books.transactions.date, basis.year.start)
    return range(books.transactions.start[first], basis.case.last_row)


def _unknown(basis: "Basis") -> dict[str, Decimal]:
    rows, sums = basis.books.rows, dict[str, Decimal]()
    for row in _window(basis):
        info, value = rows.account[row], rows.value[row]
        if info.root == "Income" and rows.source[row] == words.UNKNOWN and value is not None:
            sums[info.name] = sums.get(info.name, ZERO) - value
    return {name: amount for name, amount in sums.items() if amount}


def _unconverted(basis: "Basis") -> dict[str, Decimal]:
    """Income and spending without a price: the sums of both, by currency."""
    rows, hours, sums = basis.books.rows, basis.books.declared.hours, dict[str, Decimal]()
    values = rows.value
    for row in _window(basis):
        if values[row] is None and rows.currency[row] not in hours:
            info = rows.account[row]
            if info.root in ("Income", "Expenses"):
                amount = abs(rows.number[row])
                sums[rows.currency[row]] = sums.get(rows.currency[row], ZERO) + amount
    return sums


def listing(gaps: Gaps, frame: "Frame") -> Listing | None:
    """What to declare first, or nothing where the books say enough."""
    items = tuple(_items(gaps, frame))
    if not items:
        return None
    title = _("What to declare first") if frame.plain else _("What the books do not say yet")
    lead = _("Nothing is guessed: what the books do not declare counts as unknown.")
    return Listing(title, items, lead)


def _items(gaps: Gaps, frame: "Frame") -> Iterator[Item]:
    if gaps.accounts:
        yield Item(
            _("Where money comes from"),
            _sourceless(gaps.accounts, frame),
            _('source: "dues" (or donation, state, event, …) under the open directive'),
        )
    if frame.plain or not gaps.programs:
        yield Item(
            _("What money is for"),
            _("Declare each program, and what it may be paid from."),
            _(
                'custom "coopfund-program" "childcare" with funded-by: "dues", and '
                'program: "childcare" on its expense accounts'
            ),
        )
    if not gaps.members:
        yield Item(
            _("Who pays dues"),
            _("Declare the schedule and the members, by pseudonym."),
            _(
                'custom "coopfund-dues" "standard" 10.00 {currency} "monthly" and '
                'custom "coopfund-member" "m-0001" "join" "standard"',
                currency=frame.coin.name,
            ),
        )
    if not gaps.givers:
        yield Item(
            _("Who gives"),
            _("Name the contributor on each gift, by pseudonym."),
            _('donor: "d-001" on the entry or its account'),
        )


def _sourceless(accounts: Sequence[tuple[str, Decimal]], frame: "Frame") -> str:
    """What to do with the income accounts that name no source; the largest of them by name."""
    named = ", ".join(f"{name} ({frame.coin.named(value)})" for name, value in accounts[:SHOWN])
    more = len(accounts) - SHOWN
    if more <= 0:
        return _("Say it on the accounts {accounts}.", accounts=named)
    return plural(
        "Say it on the accounts {accounts} and {number} more.",
        "Say it on the accounts {accounts} and {number} more.",
        more,
        accounts=named,
    )
