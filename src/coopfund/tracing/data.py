"""The trace as plain data, in the shape that json.md fixes."""

from collections import defaultdict, deque
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeVar

from coopfund import words
from coopfund.money import CENTS, ZERO, add_up, currency_digits, digits_of, half_up, split_exactly
from coopfund.tracing.levels import Judged, lowest

if TYPE_CHECKING:
    from coopfund.books.books import Books
    from coopfund.books.records import Program
    from coopfund.findings import Place
    from coopfund.rules.case import Case
    from coopfund.tracing.trace import Payment

Name = TypeVar("Name", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Shown:
    """A payment as it is shown.

    Attributes:
        payment: what it was, with the money that one method says it was paid with.
        place: its line, the file relative to the books' folder.
        level: how sure its money is, whatever the method; ``None`` without a whitelist.
        shortfall: what the whitelist does not cover by the designated method.
    """

    payment: "Payment"
    place: "Place"
    level: str | None
    shortfall: Decimal


def shown_payments(case: "Case", method: str, currency: str) -> list[Shown]:
    """The payments of every program and core in one currency, in the order in which they drew."""
    verdicts: dict[tuple[object, ...], deque[Judged]] = defaultdict(deque)
    for judged in case.tracing.levels(case.as_of):
        verdicts[_identity(judged.payment)].append(judged)
    shown = []
    for payment in case.tracing.trace(method, case.as_of).payments:
        if not payment.counts:
            continue
        queue = verdicts.get(_identity(payment))
        verdict = queue.popleft() if queue and payment.whitelist is not None else None
        if payment.key.currency == currency:
            place = relative_place(case, payment.row)
            level, short = (verdict.level, verdict.payment.shortfall) if verdict else (None, ZERO)
            shown.append(Shown(payment, place, level, short))
    return shown


def _identity(payment: "Payment") -> tuple[object, ...]:
    """What tells a payment from others, whatever the method."""
    return payment.txn, payment.row, payment.kind, payment.program, payment.key


def relative_place(case: "Case", row: int) -> "Place":
    """The line of a posting, its file relative to the books' folder."""
    place = case.row_place(row)
    return place._replace(file=place.file.removeprefix(f"{case.books.folder}/"))


def program_names(case: "Case", payments: Sequence[Shown]) -> list[str]:
    """Every program declared or spent on by the day, without core."""
    declared = {p.name for p in case.books.declared.programs if p.date <= case.as_of}
    return sorted((declared | {shown.payment.program for shown in payments}) - {words.CORE})


def digits_in(books: "Books", currency: str) -> int:
    """The decimals that a currency is usually written with."""
    if currency == books.currency:
        return books.digits
    counts: dict[int, int] = defaultdict(int)
    for number, its in zip(books.rows.number, books.rows.currency, strict=True):
        if its == currency:
            counts[digits_of(number)] += 1
    written = max(sorted(counts), key=counts.__getitem__, default=CENTS)
    return currency_digits(currency, written)


def rounded(parts: Mapping[Name, Decimal], digits: int) -> dict[Name, Decimal]:
    """Parts with at most ``digits`` decimals that add up to the rounded sum (largest remainder)."""
    if all(digits_of(part) <= digits for part in parts.values()):
        return {name: half_up(part, digits) for name, part in parts.items()}
    whole = sum((Fraction(part) for part in parts.values()), Fraction(0))
    if not whole:
        return {name: half_up(part, digits) for name, part in parts.items()}
    return split_exactly(half_up(whole, digits), list(parts.items()), digits)


def printed(parts: Mapping[str, Decimal], digits: int) -> dict[str, str]:
    """Amount by source as text, in the order given; what rounds to nothing is left out."""
    return {name: f"{part:f}" for name, part in rounded(parts, digits).items() if part}


def text(value: Decimal, digits: int) -> str:
    """An amount as JSON and CSV hold it."""
    return f"{half_up(value, digits):f}"


def spent_on(payments: Sequence[Shown]) -> Decimal:
    """What payments come to, less what came back."""
    return sum((s.payment.amount - add_up(s.payment.restored) for s in payments), ZERO)


def declared_program(case: "Case", name: str) -> "Program | None":
    """A program as it stands on the day of the trace."""
    return case.books.program(name, case.as_of)


def sorted_sources(whitelist: frozenset[str]) -> list[str]:
    """Sources in the order in which all output lists them."""
    return sorted(whitelist, key=words.SOURCE_RANK.__getitem__)


def trace_data(
    case: "Case",
    methods: Sequence[str],
    currency: str,
    programs: Sequence[str],
    payments: Sequence[Shown],
) -> dict[str, Any]:
    """The trace as json.md fixes it.

    Args:
        case: the books, up to the day of the trace.
        methods: whose totals to give.
        currency: the currency traced.
        programs: the programs to list.
        payments: the payments to list, by one method.
    """
    digits = digits_in(case.books, currency)
    return {
        "schema_version": words.SCHEMA_VERSION,
        "until": _day(case.as_of) if case.as_of > date.min else None,
        "currency": currency,
        "methods": {method: _totals(case, method, currency, digits) for method in methods},
        "programs": {name: _program(case, name, payments, digits) for name in programs},
    }


def _totals(case: "Case", method: str, currency: str, digits: int) -> dict[str, Any]:
    trace = case.tracing.trace(method, case.as_of)
    tables = {"used": trace.used_by(currency), "held": trace.held_by(currency)}
    return {
        kind: {name: printed(row, digits) for name, row in table.items()}
        for kind, table in tables.items()
    }


def _program(case: "Case", name: str, payments: Sequence[Shown], digits: int) -> dict[str, Any]:
    its = [shown for shown in payments if shown.payment.program == name]
    declared = declared_program(case, name)
    whitelist = declared.whitelist if declared else None
    return {
        "title": declared.title if declared else name,
        "whitelist": None if whitelist is None else sorted_sources(whitelist),
        "level": lowest(shown.level for shown in its if shown.level),
        "spent": text(spent_on(its), digits),
        "shortfall": text(sum((s.shortfall for s in its), ZERO), digits),
        "payments": [payment_data(shown, digits) for shown in its],
    }


def payment_data(shown: Shown, digits: int) -> dict[str, Any]:
    """One payment; ``restored`` is what came back of it later."""
    payment = shown.payment
    data = {
        "date": _day(payment.date),
        "file": shown.place.file,
        "line": shown.place.line,
        "amount": text(payment.amount, digits),
        "level": shown.level,
        "shortfall": text(shown.shortfall, digits),
        "by_source": printed(payment.by_source(), digits),
    }
    if any(payment.restored.values()):
        data["restored"] = text(add_up(payment.restored), digits)
    return data


def _day(day: date) -> str:
    return day.isoformat()
