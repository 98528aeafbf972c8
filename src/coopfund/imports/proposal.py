"""What a sample of a bank's CSV says of itself: a form to begin with, and what only a person knows.

A column is recognised by what stands in it first (dates, amounts, codes of currencies), and by
its header where several qualify. Nothing is settled that the sample leaves open.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from coopfund.imports.bank_csv import unique
from coopfund.imports.bank_form import CREDIT_MARKS, CURRENCY, DEBIT_MARKS
from coopfund.imports.csv_file import Record
from coopfund.imports.days import DayError, Days, Order
from coopfund.imports.days import settle as settle_days
from coopfund.imports.movement import RefusedFileError
from coopfund.imports.numerals import Mark, NumeralError, Numerals
from coopfund.imports.numerals import settle as settle_numerals
from coopfund.imports.reader import Source
from coopfund.imports.table import PREAMBLE, key
from coopfund.wording import did_you_mean

WORDS: Final[Mapping[str, re.Pattern[str]]] = {
    "date": re.compile(r"buchung|book|post|transaction date|opération|^(date|datum|fecha|data)"),
    "balance": re.compile(r"balance|saldo|solde|stand nach|running"),
    "debit": re.compile(
        r"debit|débit|soll|withdraw|paid out|money out|belastung|ausgang|cargo|af\b"
    ),
    "credit": re.compile(
        r"credit|crédit|haben|deposit|paid in|money in|gutschrift|eingang|abono|bij\b"
    ),
    "amount": re.compile(r"^(amount|betrag|montant|importe|importo|bedrag|umsatz|valor|net)\b"),
    "payer": re.compile(r"iban|bank account|account number|kontonummer"),
    "name": re.compile(
        r"partner|payee|counter ?party|begünstigter|beguenstigter|empfänger|zahlungsbeteiligter"
        r"|\bname\b|tegenpartij|beneficia"
    ),
    "text": re.compile(
        r"label|description|memo|reference|verwendungszweck|buchungstext|libellé|detail|\bnotes?\b"
        r"|subject|concepto|descri|narrative|particulars|omschrijving|message"
    ),
    "id": re.compile(r"^id$|transaction id|\bfitid\b|operation number|unique|transaktions-?id"),
}
OWN: Final = re.compile(r"auftragskonto|\bown\b|account owner|eigen")
"""Columns about the account itself, not about the other side."""
OPENING: Final = re.compile(
    r"(opening|start|initial|anfangs|previous|beginning).*(balance|saldo|solde)"
)
CLOSING: Final = re.compile(r"(closing|final|end|schluss).*(balance|saldo|solde)")
OPENED: Final = re.compile(r"(balance|saldo|solde).*(start|begin|opening|anfang|début)")
CLOSED: Final = re.compile(r"(balance|saldo|solde).*(end|closing|fin)\b")
SHOWN: Final = 3


@dataclass(frozen=True, slots=True)
class Proposal:
    """What was recognised.

    Attributes:
        encoding: the text's; ``certain`` says whether the file itself proves it.
        certain: see there.
        delimiter: what parts the columns.
        line: the header's, in the file.
        headers: as the form names them.
        columns: what columns are for, to headers.
        texts: headers of what is written of a movement.
        decimal: the decimal mark, ``None`` where the sample does not tell.
        asks_decimal: whether a number of the sample could be two.
        dates: the order of day and month, ``None`` where the sample does not tell.
        asks_dates: whether a date of the sample could be two.
        ambiguous: an example of such a date.
        asks_sign: whether nothing says which money came and which left.
        currency: the only one that a column of currencies holds.
        opening: what the line of an opening balance begins with, where there is one.
        closing: likewise.
    """

    encoding: str
    certain: bool
    delimiter: str
    line: int
    headers: tuple[str, ...]
    columns: Mapping[str, str]
    texts: tuple[str, ...]
    decimal: Mark | None
    asks_decimal: bool
    dates: Order | None
    asks_dates: bool
    ambiguous: str
    asks_sign: bool
    currency: str | None
    opening: str | None
    closing: str | None


def propose(source: Source, said: Mapping[str, str] | None = None) -> Proposal:
    """What a sample says of itself.

    Args:
        source: the sample.
        said: columns that somebody named, by what they are for.

    Raises:
        RefusedFileError: no line of it is a header over rows with dates and amounts, or it has no
            column that was named.
    """
    found = source.records
    place = _header(found)
    if place is None:
        raise RefusedFileError(
            "No line of the first 30 is a header over a column of dates and a column of amounts, "
            "so this is no list of movements."
        )
    headers = unique(found[place].fields)
    shown = _as_written(found[place].fields, headers)
    rows = [
        record.fields for record in found[place + 1 :] if len(record.fields) >= len(headers) - 1
    ]
    cells = {
        header: [fields[n].strip() for fields in rows if n < len(fields) and fields[n].strip()]
        for n, header in enumerate(headers)
        if header
    }
    columns, texts = _columns(cells, _said(said or {}, headers))
    dates = cells[columns["date"]]
    amounts = [
        cell
        for name in ("amount", "debit", "credit", "balance")
        for cell in cells.get(columns.get(name, ""), ())
    ]
    decimal, days = _decimal(amounts), _days(dates)
    others = [fields for n, fields in enumerate(r.fields for r in found) if n != place]
    return Proposal(
        encoding=source.file.encoding,
        certain=source.file.certain,
        delimiter=source.delimiter,
        line=found[place].line,
        headers=tuple(shown[header] for header in headers if header),
        columns={name: shown[header] for name, header in columns.items()},
        texts=tuple(shown[header] for header in texts),
        decimal=decimal,
        asks_decimal=decimal is None and not all(map(_one_way, amounts)),
        dates=days,
        asks_dates=days is None and not all(map(_one_day, dates)),
        ambiguous=next((text for text in dates if not _one_day(text)), ""),
        asks_sign=_unsigned(columns, cells),
        currency=_single(cells.get(columns.get("currency", ""), ())),
        opening=_line(others, OPENING, OPENED),
        closing=_line(others, CLOSING, CLOSED),
    )


def _header(found: Sequence[Record]) -> int | None:
    """The first line of words under which a line with a date and an amount stands."""
    for place, record in enumerate(found[:PREAMBLE]):
        words = [field for field in record.fields if field.strip()]
        if len(words) < SHOWN - 1 or any(_is_day(word) or _is_amount(word) for word in words):
            continue
        width = len(record.fields)
        if any(
            any(map(_is_day, row.fields[:width])) and any(map(_is_amount, row.fields[:width]))
            for row in found[place + 1 : place + 2]
        ):
            return place
    return None


def _as_written(fields: Sequence[str], headers: Sequence[str]) -> dict[str, str]:
    """Looked-up headers to what a form calls them: as the file writes them."""
    return {
        header: " ".join(field.replace("\ufeff", "").split()) + header[header.rfind("#") :]
        if re.search(r"#\d+$", header) and not field.strip().endswith(header[header.rfind("#") :])
        else " ".join(field.replace("\ufeff", "").split())
        for header, field in zip(headers, fields, strict=True)
    }


def _said(said: Mapping[str, str], headers: Sequence[str]) -> dict[str, str]:
    """The columns that were named, as they are looked up."""
    for name, header in said.items():
        if key(header) not in headers:
            hint = did_you_mean(key(header), [header for header in headers if header])
            raise RefusedFileError(f"There is no column “{header}” for the {name}{hint}.")
    return {name: key(header) for name, header in said.items()}


def _columns(
    cells: Mapping[str, Sequence[str]], said: Mapping[str, str]
) -> tuple[dict[str, str], tuple[str, ...]]:
    cells = {header: cells.get(header, ()) for header in (*cells, *said.values())}
    dates = [header for header in cells if _most(cells[header], _is_day)]
    amounts = [
        header for header in cells if header not in dates and _most(cells[header], _is_amount)
    ]
    found = dict(said)
    _take(found, "date", dates, first=True)
    for name in ("balance", *(("debit", "credit") if "amount" not in said else ())):
        _take(found, name, [header for header in amounts if header not in found.values()])
    if not ("debit" in found and "credit" in found):
        found.pop("debit", None)
        found.pop("credit", None)
        rest = [header for header in amounts if header not in found.values()]
        rest = [header for header in rest if not WORDS["id"].search(header)]
        _take(found, "amount", rest, first=len(rest) == 1)
    if "date" not in found or not ({"amount", "debit"} & set(found)):
        raise RefusedFileError(
            "No column of dates stands beside a column of amounts that is recognised; name them "
            "with --date and --amount, or --debit and --credit."
        )
    rest = [header for header in cells if header not in (*dates, *amounts) and cells[header]]
    marks = {*DEBIT_MARKS, *CREDIT_MARKS}
    if "amount" in found:
        _take_if(found, "mark", rest, cells, lambda cell: cell.upper() in marks)
    _take_if(found, "currency", rest, cells, lambda cell: bool(CURRENCY.fullmatch(cell)))
    others = [h for h in cells if h not in found.values() and h not in dates and not OWN.search(h)]
    unlike = [h for h in others if len(set(cells[h])) == len(cells[h]) > 0]
    _take(found, "id", unlike)
    for name in ("payer", "name"):
        _take(found, name, [header for header in others if header not in found.values()])
    texts = tuple(
        header
        for header in others
        if header in rest and header not in found.values() and WORDS["text"].search(header)
    )
    return found, texts


def _take(found: dict[str, str], name: str, headers: Sequence[str], *, first: bool = False) -> None:
    """The column whose header says it is this; else the first, where any will do."""
    if name in found:
        return
    named = next((header for header in headers if WORDS[name].search(header)), None)
    chosen = named or (headers[0] if first and headers else None)
    if chosen:
        found[name] = chosen


def _take_if(
    found: dict[str, str],
    name: str,
    headers: Sequence[str],
    cells: Mapping[str, Sequence[str]],
    fits: Callable[[str], bool],
) -> None:
    """The column whose every cell is such a thing."""
    if name in found:
        return
    chosen = next(
        (h for h in headers if h not in found.values() and all(map(fits, cells[h]))), None
    )
    if chosen:
        found[name] = chosen


def _most(cells: Sequence[str], fits: Callable[[str], bool]) -> bool:
    """Whether nearly all cells are such a thing: a total or a note may stand below."""
    return bool(cells) and sum(map(fits, cells)) >= max(1, len(cells) - 2) > len(cells) / 2 - 1


def _is_day(text: str) -> bool:
    return any(_reads_day(text, order) for order in ("dmy", "mdy"))


def _reads_day(text: str, order: Order | None) -> bool:
    try:
        Days(order).read(text)
    except DayError:
        return False
    return True


def _one_day(text: str) -> bool:
    return _reads_day(text, None) or not _is_day(text)


def _is_amount(text: str) -> bool:
    return any(_reads(text, mark) for mark in (".", ","))


def _reads(text: str, mark: Mark | None) -> bool:
    try:
        Numerals(mark).read(text)
    except NumeralError:
        return False
    return True


def _one_way(text: str) -> bool:
    return _reads(text, None) or not _is_amount(text)


def _decimal(texts: Sequence[str]) -> Mark | None:
    try:
        return settle_numerals(texts).mark
    except NumeralError as error:
        raise RefusedFileError(f"It contradicts itself: {error}.") from None


def _days(texts: Sequence[str]) -> Order | None:
    """The order that some date of the sample proves; none where every date is plain, or none is."""
    try:
        order = settle_days(texts).order
    except DayError as error:
        raise RefusedFileError(f"It contradicts itself: {error}.") from None
    return order


def _unsigned(columns: Mapping[str, str], cells: Mapping[str, Sequence[str]]) -> bool:
    """Whether all amounts are positive and no column says which way they went."""
    if "amount" not in columns or "mark" in columns or "balance" in columns:
        return False
    return not any(set(cell) & set("-−(") for cell in cells[columns["amount"]])


def _single(cells: Sequence[str]) -> str | None:
    return cells[0] if cells and len(set(cells)) == 1 else None


def _line(rows: Sequence[Sequence[str]], *patterns: re.Pattern[str]) -> str | None:
    """What a line that holds a balance begins with."""
    for first in _firsts(rows):
        if any(pattern.match(first.casefold()) for pattern in patterns):
            return first
    return None


def _firsts(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    for fields in rows:
        filled = [field.strip() for field in fields if field.strip()]
        if filled and any(map(_is_amount, filled[1:])) and not _is_day(filled[0]):
            yield filled[0]
