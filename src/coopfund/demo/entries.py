"""Transactions of the demo, and how they are written: aligned, dated, in plain Beancount."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final, NamedTuple

CURRENCY: Final = "USD"
HOURS: Final = "HOUR"
BANK: Final = "Assets:Bank:Current"
STRIKE_FUND: Final = "Assets:Bank:StrikeFund"
CASH: Final = "Assets:Cash"
NUMBER_ENDS: Final = 54
"""The column in which every amount's last digit stands."""

Meta = Mapping[str, str]
"""Metadata that is text, by key."""

NO_META: Final[Meta] = {}


class Leg(NamedTuple):
    """A posting; ``price`` is what one unit of another currency cost."""

    account: str
    number: Decimal
    currency: str = CURRENCY
    price: Decimal | None = None
    meta: Meta = NO_META

    @property
    def weight(self) -> Decimal:
        """What the posting adds to its transaction's balance."""
        return self.number * self.price if self.price is not None else self.number


@dataclass(frozen=True, slots=True)
class Entry:
    """A transaction; ``comment`` stands above it, for whoever reads the file."""

    date: date
    payee: str | None
    narration: str
    legs: tuple[Leg, ...]
    links: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    meta: Meta = field(default_factory=dict)
    comment: str | None = None

    def __post_init__(self) -> None:
        """Refuse an entry that does not balance: the generator is wrong, not the books.

        Raises:
            UnbalancedError: the postings do not add up to zero.
        """
        rest = sum((leg.weight for leg in self.legs), Decimal(0))
        if rest:
            raise UnbalancedError(self.date, self.narration, rest)


class UnbalancedError(ValueError):
    """The demo's generator built a transaction that does not balance."""

    def __init__(self, day: date, narration: str, rest: Decimal) -> None:
        super().__init__(f"{day} {narration!r} is out of balance by {rest}")


def usd(number: str | int | Decimal) -> Decimal:
    """An amount with two digits: ``usd("12.5")`` is ``12.50``."""
    return Decimal(number).quantize(Decimal("0.01"))


def move(  # noqa: PLR0913, PLR0917  # read at the call like a line of the journal
    day: date,
    payee: str | None,
    narration: str,
    amount: Decimal,
    into: str,
    out_of: str = BANK,
    *,
    links: tuple[str, ...] = (),
    tags: tuple[str, ...] = (),
    meta: Meta = NO_META,
    comment: str | None = None,
) -> Entry:
    """An amount that goes from one account into another: most of what a treasurer books."""
    legs = (Leg(into, amount), Leg(out_of, -amount))
    return Entry(day, payee, narration, legs, links, tags, meta, comment)


def quoted(text: str) -> str:
    """A text as Beancount writes it."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def written(entry: Entry) -> str:
    """The entry as text, with a newline at its end."""
    lines = [f"; {line}" for line in (entry.comment or "").splitlines()]
    head = [entry.date.isoformat(), "*"]
    head += [quoted(text) for text in (entry.payee, entry.narration) if text is not None]
    head += [f"#{tag}" for tag in entry.tags] + [f"^{link}" for link in entry.links]
    lines.append(" ".join(head))
    lines += [f"  {key}: {quoted(value)}" for key, value in entry.meta.items()]
    for leg in entry.legs:
        lines.append(aligned(f"  {leg.account}", leg.number, leg.currency, leg.price))
        lines += [f"    {key}: {quoted(value)}" for key, value in leg.meta.items()]
    return "\n".join(lines) + "\n"


def aligned(
    start: str, number: Decimal, currency: str = CURRENCY, price: Decimal | None = None
) -> str:
    """A line that ends with an amount, its digits in the column of all the others."""
    width = NUMBER_ENDS - len(start)
    at = f" @ {price} {CURRENCY}" if price is not None else ""
    return f"{start}{number!s:>{width}} {currency}{at}"
