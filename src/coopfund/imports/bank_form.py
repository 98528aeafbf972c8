"""How one bank writes its CSV: a small TOML file in the folder ``imports`` beside the books.

::

    account = "Assets:Bank:Current"
    currency = "EUR"
    encoding = "cp1252"                 # left out: the file says, or it is recognised
    delimiter = ";"
    decimal = ","
    dates = "dmy"                       # day first; "mdy": month first; left out: any one-way form
    negate = false                      # true: the file shows spending as positive (cards)

    [columns]                           # by the header's words; "Währung#2" is the second of two
    date = "Buchungstag"
    amount = "Betrag"                   # or debit and credit; or amount and mark (D, C)
    balance = "Saldo nach Buchung"
    name = "Name Zahlungsbeteiligter"
    payer = "IBAN Zahlungsbeteiligter"
    text = ["Buchungstext", "Verwendungszweck"]
    id = "Referenz"
    currency = "Waehrung"

    [balances]                          # lines above or below the rows, by the text they begin with
    opening = "Balance at start of period"
    closing = "Balance at end of period"

    [only]                              # rows with another value there move no money
    Status = ["Complete"]
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal, cast

from coopfund.imports.movement import RefusedFileError
from coopfund.wording import did_you_mean, listed

FOLDER: Final = "imports"
SINGLE: Final = ("date", "amount", "debit", "credit", "mark", "balance", "name", "payer", "id")
COLUMNS: Final = (*SINGLE, "text", "currency")
KEYS: Final = (
    "account",
    "currency",
    "encoding",
    "delimiter",
    "decimal",
    "dates",
    "negate",
    "debit-marks",
    "credit-marks",
    "columns",
    "balances",
    "only",
)
DEBIT_MARKS: Final = ("D", "DR", "DB", "DBIT", "DEBIT", "S", "SOLL", "-", "AF", "OUT")
CREDIT_MARKS: Final = ("C", "CR", "CRDT", "CREDIT", "H", "HABEN", "+", "BIJ", "IN")
NAME: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,40}")
ACCOUNT: Final = re.compile(r"(Assets|Liabilities)(:[A-Z0-9][\w-]*)+")
CURRENCY: Final = re.compile(r"[A-Z]{3}")


class FormError(RefusedFileError):
    """A form that makes no sense; the message is one sentence with its file and key."""

    def __init__(self, name: str, why: str) -> None:
        """Say which file it is about, and why."""
        super().__init__(f"{FOLDER}/{name}.toml: {why}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """How the CSV of one bank account is read.

    Attributes:
        name: the file's, and the word for it on the command line.
        account: where its movements are booked.
        currency: of the account.
        encoding: ``None`` where the file says it itself, or it is to be recognised.
        delimiter: what parts the columns.
        decimal: the decimal mark; ``None`` where every number can be read in one way only.
        dates: the order of day and month; ``None`` likewise.
        negate: whether spending stands there as positive.
        debit_marks: what the column ``mark`` holds where money left, in capitals.
        credit_marks: what it holds where money came.
        columns: what each column is for, to the header's words.
        texts: the headers of what is written of a movement.
        opening: what the line of the opening balance begins with.
        closing: likewise.
        only: a column's header to the values that rows must have there.
    """

    name: str
    account: str
    currency: str
    encoding: str | None = None
    delimiter: str = ","
    decimal: Literal[".", ","] | None = None
    dates: Literal["dmy", "mdy"] | None = None
    negate: bool = False
    debit_marks: tuple[str, ...] = DEBIT_MARKS
    credit_marks: tuple[str, ...] = CREDIT_MARKS
    columns: Mapping[str, str] = field(default_factory=dict)
    texts: tuple[str, ...] = ()
    opening: str | None = None
    closing: str | None = None
    only: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def headers(self) -> tuple[str, ...]:
        """Every header that the form needs."""
        return (*self.columns.values(), *self.texts, *self.only)


def forms(books: Path) -> list[Form]:
    """The forms in a folder of books, by name.

    Raises:
        FormError: one of them makes no sense.
    """
    return [read_form(path) for path in sorted((books / FOLDER).glob("*.toml"))]


def read_form(path: Path) -> Form:
    """One form.

    Raises:
        FormError: it cannot be read or makes no sense.
    """
    name = path.stem
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise FormError(name, f"it cannot be read ({error})") from None
    except tomllib.TOMLDecodeError as error:
        raise FormError(name, f"it is no TOML: {error}") from None
    return form_of(name, data)


def form_of(name: str, data: Mapping[str, Any]) -> Form:
    """A form from what its file says.

    Raises:
        FormError: a key is missing, unknown, or of no sense.
    """
    _known(name, data, KEYS, "key")
    columns = _table(name, data, "columns")
    balances = _table(name, data, "balances")
    _known(name, columns, COLUMNS, "column")
    _known(name, balances, ("opening", "closing"), "balance")
    only = _table(name, data, "only")
    form = Form(
        name=name,
        account=_text(name, data, "account"),
        currency=_text(name, data, "currency"),
        encoding=_text(name, data, "encoding") or None,
        delimiter=_text(name, data, "delimiter") or ",",
        decimal=cast("Literal['.', ',']", _text(name, data, "decimal")) or None,
        dates=cast("Literal['dmy', 'mdy']", _text(name, data, "dates")) or None,
        negate=data.get("negate") is True,
        debit_marks=_capitals(_texts(name, data, "debit-marks")) or DEBIT_MARKS,
        credit_marks=_capitals(_texts(name, data, "credit-marks")) or CREDIT_MARKS,
        columns={key: _text(name, columns, key) for key in columns if key != "text"},
        texts=_texts(name, columns, "text"),
        opening=_text(name, balances, "opening") or None,
        closing=_text(name, balances, "closing") or None,
        only={key: _texts(name, only, key) for key in only},
    )
    why = fault(form)
    if why:
        raise FormError(name, why)
    return form


def fault(form: Form) -> str | None:
    """What makes no sense about a form, as a clause; ``None`` where all does."""
    columns = form.columns
    both = "debit" in columns and "credit" in columns
    checks = (
        (bool(NAME.fullmatch(form.name)), "its name is not made of small letters, digits and -"),
        (bool(ACCOUNT.fullmatch(form.account)), f'"{form.account}" is no account of assets'),
        (bool(CURRENCY.fullmatch(form.currency)), f'"{form.currency}" is no currency such as EUR'),
        (len(form.delimiter) == 1 and form.delimiter != '"', "the delimiter is not one character"),
        (form.decimal in {None, ".", ","}, "decimal is neither a point nor a comma"),
        (form.dates in {None, "dmy", "mdy"}, "dates is neither dmy nor mdy"),
        ("date" in columns, "no column says the date"),
        (("amount" in columns) != both, "either amount, or debit and credit, says what moved"),
        ("mark" not in columns or not both, "a mark goes with one column of amounts"),
    )
    return next((why for fits, why in checks if not fits), None)


def written(form: Form) -> str:
    """The form as its file holds it."""
    lines = [
        "# How this bank's CSV is read; coopfund import uses it for files with these columns.",
        f"account = {_quoted(form.account)}",
        f"currency = {_quoted(form.currency)}",
    ]
    optional = (("encoding", form.encoding), ("delimiter", form.delimiter))
    settled = (("decimal", form.decimal), ("dates", form.dates))
    lines += [f"{key} = {_quoted(text)}" for key, text in (*optional, *settled) if text]
    lines += ["negate = true"] if form.negate else []
    if form.debit_marks != DEBIT_MARKS:
        lines.append(f"debit-marks = {_array(form.debit_marks)}")
    if form.credit_marks != CREDIT_MARKS:
        lines.append(f"credit-marks = {_array(form.credit_marks)}")
    lines += ["", "[columns]"]
    lines += [f"{key} = {_quoted(text)}" for key, text in form.columns.items()]
    lines += [f"text = {_array(form.texts)}"] if form.texts else []
    if form.opening or form.closing:
        lines += ["", "[balances]"]
        pairs = (("opening", form.opening), ("closing", form.closing))
        lines += [f"{key} = {_quoted(text)}" for key, text in pairs if text]
    if form.only:
        lines += ["", "[only]"]
        lines += [f"{_quoted(key)} = {_array(values)}" for key, values in form.only.items()]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """A TOML string; control characters as escapes."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in escaped) + '"'


def _array(texts: Sequence[str]) -> str:
    return f"[{', '.join(map(_quoted, texts))}]"


def _capitals(texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(text.strip().upper() for text in texts)


def _known(name: str, data: Mapping[str, Any], known: Sequence[str], what: str) -> None:
    for key in data:
        if key not in known:
            raise FormError(
                name,
                f'"{key}" is no {what}{did_you_mean(key, known)}; there are {listed(known)}',
            )


def _table(name: str, data: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    table = data.get(key, {})
    if not isinstance(table, dict):
        raise FormError(name, f"{key} is no table")
    return table


def _text(name: str, data: Mapping[str, Any], key: str) -> str:
    value = data.get(key, "")
    if not isinstance(value, str):
        raise FormError(name, f"{key} is no text in quotes")
    return value


def _texts(name: str, data: Mapping[str, Any], key: str) -> tuple[str, ...]:
    value = data.get(key, [])
    values = [value] if isinstance(value, str) else value
    if not isinstance(values, list) or not all(isinstance(one, str) for one in values):
        raise FormError(name, f"{key} is no list of texts")
    return tuple(values)
