"""What a group's books lack, each with lines ready to paste.

Nothing is guessed silently: what only the group can know stands in a comment marked "choose".
"""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Final

from coopfund import words
from coopfund.doctor import alike
from coopfund.doctor.imports import import_lacks
from coopfund.doctor.lack import Lack
from coopfund.doctor.unread import unread_lacks
from coopfund.money import ZERO, spaced
from coopfund.wording import counted

if TYPE_CHECKING:
    from coopfund.books.books import Books
    from coopfund.books.load import Loaded

MOST: Final = 8
"""So many accounts or currencies are listed, the largest first."""

SOME_DAY: Final = date(2026, 1, 1)
"""For examples in books that have no day of their own."""

HINTS: Final = {
    "dues": ("dues", "member", "subscription", "beitr", "cotis", "cuota"),
    "levy": ("levy", "levies", "officeholder", "mandat"),
    "affiliation": ("affiliat", "federation"),
    "donation": ("donat", "gift", "spende", "contribution", "don", "patron"),
    "company": ("compan", "corporat", "sponsor", "business"),
    "union": ("union", "gewerkschaft", "syndicat"),
    "foundation": ("foundation", "stiftung", "fondation", "trust"),
    "state": ("state", "government", "council", "municipal", "grant", "subsid"),
    "event": ("event", "fair", "raffle", "sale", "ticket", "publication", "fee", "merch"),
    "capital": ("interest", "dividend", "rent", "capital", "zins"),
    "transfer": ("transfer", "chapter", "branch"),
    "loan": ("loan", "credit"),
    "in-kind": ("inkind", "in-kind"),
}
"""Parts of account names that hint at a source; only ever a suggestion."""


def lacks(loaded: "Loaded") -> list[Lack]:
    """Everything the books lack, what matters most first."""
    checks: tuple[Callable[[Loaded], Iterator[Lack]], ...] = (
        _plugin,
        _currency,
        _sources,
        _prices,
        _givers,
        _alike,
        _dues,
        _members,
        _offices,
        _programs,
        _pages,
        import_lacks,
        unread_lacks,
    )
    return [lack for check in checks for lack in check(loaded)]


def _plugin(loaded: "Loaded") -> Iterator[Lack]:
    if not any(not line.included for line in loaded.plugins):
        yield Lack(
            "plugin",
            f"{loaded.path.name} has no plugin line, so Fava and bean-check run no rule; "
            "it must stand in this file itself, not in an included one.",
            (f'plugin "{words.PLUGIN}"',),
        )


def _currency(loaded: "Loaded") -> Iterator[Lack]:
    currency = loaded.analysis.books.currency
    if not loaded.options.get("operating_currency"):
        guess = f'option "operating_currency" "{currency or "USD"}"'
        used = f"; {currency} is used, the most frequent one" if currency else ""
        yield Lack("currency", f"No operating currency is set{used}.", (f"; choose: {guess}",))


def _sources(loaded: "Loaded") -> Iterator[Lack]:
    """Income accounts that declare no source, the largest first."""
    books = loaded.analysis.books
    sums = _sums(books, "Income", lambda row: books.rows.source[row] == words.UNKNOWN)
    accounts = {
        name: sums.get(name, ZERO)
        for name, info in books.accounts.items()
        if info.root == "Income" and info.source is None
    }
    if accounts:
        amount = _named(books, sum(accounts.values(), ZERO))
        sentence = (
            f"{counted(len(accounts), 'income account')} without a source: {amount} counts as "
            f"unknown. The sources are {', '.join(words.SOURCES)}."
        )
        yield _account_lack("sources", sentence, books, accounts, "source")


def _programs(loaded: "Loaded") -> Iterator[Lack]:
    books = loaded.analysis.books
    if not books.declared.programs:
        sums = _sums(books, "Expenses", lambda _: True)
        spent = {name: sums[name] for name in sums if books.accounts[name].program is None}
        sentence = (
            "No program is declared, so all spending is core and no rule says which money may pay "
            "for it. Declare one, and name it on the accounts it is spent from."
        )
        day = _first_day(books)
        head = (
            f'; choose: {day} custom "coopfund-program" "childcare"',
            ';   title: "Saturday childcare"',
            ';   funded-by: "dues"',
        )
        rest = _account_lack("programs", sentence, books, spent, "program")
        yield Lack("programs", sentence, (*head, *rest.lines), rest.more)


def _account_lack(
    name: str, sentence: str, books: "Books", accounts: dict[str, Decimal], key: str
) -> Lack:
    """Directives for accounts, the largest first, with what to choose in a comment."""
    largest = sorted(accounts, key=lambda account: (-abs(accounts[account]), account))
    lines: list[str] = []
    for account in largest[:MOST]:
        opened = books.accounts[account].opened or _first_day(books)
        guess = guessed(account) if key == "source" else None
        lines.append(f'{opened} custom "coopfund-account" {account}')
        lines.append(f'  ; choose: {key}: "{guess or "…"}"')
        if accounts[account]:
            lines[-2] += f"  ; {_named(books, accounts[account])}"
    return Lack(name, sentence, tuple(lines), max(0, len(largest) - MOST))


def guessed(account: str) -> str | None:
    """The source that an account's name hints at, from its last part to its first; or ``None``.

    >>> guessed("Income:Members:Dues"), guessed("Income:Misc")
    ('dues', None)
    """
    for part in reversed(account.lower().split(":")[1:]):
        for source, hints in HINTS.items():
            if any(part.startswith(hint) for hint in hints):
                return source
    return None


def _prices(loaded: "Loaded") -> Iterator[Lack]:
    """Currencies that cannot be converted, the most used first."""
    books, counts = loaded.analysis.books, dict[str, int]()
    for value, currency in zip(books.rows.value, books.rows.currency, strict=True):
        if value is None and currency not in books.declared.hours:
            counts[currency] = counts.get(currency, 0) + 1
    if counts:
        most = sorted(counts, key=lambda currency: (-counts[currency], currency))
        lines = []
        for currency in most[:MOST]:
            priced = f"{_first_day(books)} price {currency} … {books.currency}"
            lines.append(f"; choose: {priced}  ; {counted(counts[currency], 'posting')}")
        count = counted(len(counts), "currency", "currencies")
        yield Lack(
            "prices",
            f"{count} without a price in {books.currency}, so what is in them counts in no ratio. "
            'A unit of hours needs no price but a commodity directive with kind: "hours".',
            tuple(lines),
            max(0, len(most) - MOST),
        )


def _givers(loaded: "Loaded") -> Iterator[Lack]:
    """Gifts that name nobody."""
    rows = loaded.analysis.books.rows
    nameless = [
        row
        for row in range(len(rows))
        if rows.source[row] in words.GIFT_SOURCES
        and rows.contributor[row] is None
        and rows.account[row].root == "Income"
        and rows.weight[row] < 0
    ]
    if nameless:
        total = -sum((rows.value[row] or ZERO for row in nameless), ZERO)
        yield Lack(
            "givers",
            f"{counted(len(nameless), 'gift')} without a giver, "
            f"{_named(loaded.analysis.books, total)} together. Each needs, below its first line:",
            ('; choose: donor: "d-001"',),
        )


def _alike(loaded: "Loaded") -> Iterator[Lack]:
    """Givers that may be one under two spellings; never joined unasked."""
    books = loaded.analysis.books
    pairs = alike.pairs(books)
    if pairs:
        lines = [line for pair in pairs[:MOST] for line in alike.choice(pair, _first_day(books))]
        two = (
            "Two names of givers look" if len(pairs) == 1 else f"{len(pairs)} pairs of givers look"
        )
        yield Lack(
            "alike",
            f"{two} alike. Where two are one, say so, and they share one limit; where not, leave "
            "them.",
            tuple(lines),
            max(0, len(pairs) - MOST),
        )


def _dues(loaded: "Loaded") -> Iterator[Lack]:
    books = loaded.analysis.books
    if not books.declared.dues:
        line = f'{_first_day(books)} custom "coopfund-dues" "standard" 10.00 {books.currency}'
        yield Lack(
            "dues",
            "No dues schedule is declared, so nobody can tell dues from gifts.",
            (f'; choose: {line} "monthly"',),
        )


def _members(loaded: "Loaded") -> Iterator[Lack]:
    books = loaded.analysis.books
    if not books.declared.members:
        line = f'{_first_day(books)} custom "coopfund-member" "m-0001" "join" "standard"'
        yield Lack(
            "members",
            "No member is declared. Each has a number in the books; names stay in a roster "
            "outside them.",
            (f"; choose: {line}",),
        )


def _offices(loaded: "Loaded") -> Iterator[Lack]:
    """Nobody in office, in books that name nobody at all; else the rules that need it are named."""
    books = loaded.analysis.books
    if not (books.declared.offices or books.declared.members):
        line = f'{_first_day(books)} custom "coopfund-office" "treasurer" "m-0001"'
        yield Lack(
            "offices",
            "Nobody is in office, so no rule asks who approved a payment (CF601). Who may approve, "
            "and from which day on:",
            (f"; choose: {line}",),
        )


def _pages(loaded: "Loaded") -> Iterator[Lack]:
    """The line that adds coopfund's pages to Fava."""
    extension = words.EXTENSION
    files = (Path(file) for file in loaded.options.get("include", ()))
    if not any(extension in file.read_text("utf-8", "replace") for file in files if file.exists()):
        day = _first_day(loaded.analysis.books)
        line = f'{day} custom "fava-extension" "{extension}"'
        yield Lack("pages", "Fava shows coopfund's pages once the books have:", (line,))


def _sums(books: "Books", root: str, counts: Callable[[int], bool]) -> dict[str, Decimal]:
    """What accounts of one root come to, in the operating currency, income positive."""
    rows, sums = books.rows, dict[str, Decimal]()
    sign = -1 if root == "Income" else 1
    for row, info in enumerate(rows.account):
        if info.root == root and counts(row) and rows.currency[row] not in books.declared.hours:
            value = rows.value[row] or ZERO
            sums[info.name] = sums.get(info.name, ZERO) + sign * value
    return sums


def _named(books: "Books", amount: Decimal) -> str:
    return f"{spaced(amount, books.digits)} {books.currency}".strip()


def _first_day(books: "Books") -> date:
    """The day for new declarations: that of the first entry, else of the first account."""
    opened = (info.opened for info in books.accounts.values() if info.opened)
    return books.begin or min(opened, default=SOME_DAY)
