"""The books for hledger and ledger, so that their balances can be compared with Beancount's.

Every posting keeps its own amount; one that balances at a cost or a price carries it as a total
(``@@``), since both programs insist that an entry adds up to nothing. Where Beancount's tolerance
leaves a rest, a posting on ``Equity:Rounding`` takes it. Balance assertions and prices stay behind.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from coopfund.books.columns import user_meta
from coopfund.money import ZERO
from coopfund.trust.canonical import plain_number

if TYPE_CHECKING:
    from coopfund.books.books import Books

ROUNDING: Final = "Equity:Rounding"
BARE: Final = re.compile(r"[A-Za-z]+")
SPACES: Final = re.compile(r"\s+")
MEANT: Final = str.maketrans({";": ",", "|": "/", "[": "(", "]": ")"})
"""What these two read as a comment, a payee's end or a date."""


def plain_text(books: "Books", program: str) -> str:
    """All entries.

    Args:
        books: the books.
        program: ``hledger`` or ``ledger``.
    """
    rows = books.rows
    currencies = sorted({currency for currency in rows.currency if currency})
    accounts = sorted({account.name for account in rows.account})
    head = [f"; {line(books.title)}, for {program}; every amount as in Beancount.\n"]
    head += [_commodity(books, name, program) for name in currencies]
    opened = [f"account {name}\n" for name in accounts]
    entries = [_entry(books, txn) for txn in range(len(books.transactions))]
    return "\n".join(["".join(head), "".join(opened), *entries])


def _commodity(books: "Books", name: str, program: str) -> str:
    """How many decimals a currency has: the most that any posting writes."""
    numbers = (n for n, c in zip(books.rows.number, books.rows.currency, strict=True) if c == name)
    digits = max((decimals(number) for number in numbers), default=0)
    shown = f"1000.{'0' * digits}"
    if program == "hledger":
        return f"commodity {shown} {symbol(name)}\n"
    return f"commodity {symbol(name)}\n    format {shown.rstrip('.')} {symbol(name)}\n"


def decimals(number: Decimal) -> int:
    """How many decimals a number is written with."""
    return max(0, -int(number.as_tuple().exponent))


def symbol(currency: str) -> str:
    """A currency as both programs read it: quoted, unless it is letters only."""
    return currency if BARE.fullmatch(currency) else f'"{currency}"'


def line(text: str) -> str:
    """A text that stands on one line and means nothing to either program."""
    clean = SPACES.sub(" ", text.translate(MEANT)).strip()
    return f"/{clean[1:]}" if clean.startswith(("(", "*", "!", "=")) else clean


def _entry(books: "Books", txn: int) -> str:
    txns = books.transactions
    said = " | ".join(line(text) for text in (txns.payee[txn], txns.narration[txn]) if text)
    lines = [f"{txns.date[txn]} * {said}".rstrip()]
    notes: dict[str, Any] = dict(txns.meta[txn])
    for name, values in (("tags", txns.tags[txn]), ("links", txns.links[txn])):
        if values:
            notes[name] = " ".join(sorted(values))
    lines += [f"    ; {note}" for note in _notes(notes)]
    rest: dict[str, Decimal] = {}
    for row in range(txns.start[txn], txns.start[txn + 1]):
        lines += _posting(books, row, rest)
    for currency, left in sorted(rest.items()):
        if left:
            lines.append(f"    {ROUNDING}  {plain_number(-left)} {symbol(currency)}")
    return "\n".join(lines) + "\n"


def _posting(books: "Books", row: int, rest: dict[str, Decimal]) -> Iterator[str]:
    rows = books.rows
    number, currency = rows.number[row], rows.currency[row]
    weight, weighed = rows.weight[row], rows.weight_currency[row]
    amount = f"{number:f} {symbol(currency)}"
    if weighed != currency and number:
        amount += f" @@ {plain_number(abs(weight))} {symbol(weighed)}"
    rest[weighed] = rest.get(weighed, ZERO) + weight
    yield f"    {rows.account[row].name}  {amount}"
    yield from (f"    ; {note}" for note in _notes(rows.meta[row] or {}))


def _notes(meta: dict[str, Any]) -> Iterator[str]:
    yield from (f"{key}: {line(str(value))}" for key, value in user_meta(meta) if value is not None)
