"""What a person says of an entry: given as options, or asked for where something is missing."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final, TypeVar

from coopfund.desk.texts import BadTextError, clean
from coopfund.money import currency_digits, digits_of
from coopfund.wording import CLOSE, did_you_mean, listed

AMOUNT: Final = re.compile(r"[0-9]+(?:\.[0-9]+)?", re.ASCII)
COMMA: Final = re.compile(r"([0-9]{1,3}(?:[.' ]?[0-9]{3})*),([0-9]{1,2})", re.ASCII)
"""A decimal comma, as in 1.234,56; with three digits behind it, it could part thousands."""

DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
MONTH: Final = re.compile(r"[0-9]{4}-[0-9]{2}", re.ASCII)
IDENTITY: Final = re.compile(r"[A-Za-z0-9][\w.@-]*")
LINK: Final = re.compile(r"[A-Za-z0-9\-_/.]+", re.ASCII)

MANY: Final = 12
"""More choices than this are not listed in a sentence."""

MILS: Final = 3
THOUSANDTHS: Final = frozenset({"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"})
"""Currencies that are counted in thousandths."""

Value = TypeVar("Value")


class AnswerError(Exception):
    """An answer that makes no entry; the message is one sentence."""


class MissingError(AnswerError):
    """Something was not said and nobody can be asked."""

    def __init__(self, question: "Question") -> None:
        """Say what, and what could be said."""
        known = sorted(question.choices)
        few = len(known) <= MANY
        among = f": {listed(known, 'or')}" if known and few else ""
        super().__init__(f"--{question.option} is missing ({question.text}){among}.")


@dataclass(frozen=True)
class Question:
    """Something to be asked.

    Attributes:
        option: the option that would have said it.
        text: what it is.
        choices: what may be answered, each with what it stands for; empty for anything.
        default: what an empty answer means; ``None`` where there must be an answer.
        only: whether nothing but the choices will do.
        loose: whether a part of a name will do, and the only choice is taken unasked; for
            accounts, never for people.
    """

    option: str
    text: str
    choices: Mapping[str, str] = field(default_factory=dict)
    default: str | None = None
    only: bool = True
    loose: bool = False


Ask = Callable[[Question, Callable[[str], object]], str]
"""Asks until the answer can be read, and returns it."""


@dataclass
class Answers:
    """What was said so far.

    Attributes:
        given: by option, what was said on the command line; ``None`` and empty count as not said.
        ask: asks a person; ``None`` where nobody can be asked.
    """

    given: Mapping[str, object]
    ask: Ask | None = None

    def get(self, question: Question, read: Callable[[str], Value]) -> Value:
        """One answer, read.

        Raises:
            AnswerError: what was said makes no sense, or nothing was said and nobody can be asked.
        """
        said = self.given.get(question.option)
        if said:
            try:
                return read(_among(question, str(said)))
            except (AnswerError, BadTextError) as error:
                message = f"--{question.option}: {error}"
                raise AnswerError(message) from error
        if question.loose and len(question.choices) == 1:
            return read(next(iter(question.choices)))
        if self.ask is None:
            if question.default is None:
                raise MissingError(question)
            return read(question.default)
        return read(_among(question, self.ask(question, lambda text: read(_among(question, text)))))

    def maybe(self, option: str, read: Callable[[str], Value]) -> Value | None:
        """An answer that is never asked for."""
        said = self.given.get(option)
        return self.get(Question(option, option), read) if said else None


def _among(question: Question, text: str) -> str:
    """The choice that a text means: in full, or of an account a part that only one has.

    Raises:
        AnswerError: none, or several.
    """
    text = text.strip()
    if not question.only or not question.choices or text in question.choices:
        return text
    low = text.lower()
    near = [choice for choice in question.choices if low == choice.lower()]
    if question.loose:
        near = near or [choice for choice in question.choices if low in choice.lower().split(":")]
        near = near or [choice for choice in question.choices if low in choice.lower()]
    if len(near) == 1 and low:
        return near[0]
    if len(near) > 1 and low:
        message = f'"{text}" could be {listed(near[: CLOSE + 1], "or")}.'
    else:
        hint = did_you_mean(text, question.choices)
        few = len(question.choices) <= MANY
        known = f"; there is {listed(sorted(question.choices))}" if few else ""
        message = f'there is no "{text}"{hint or known}.'
    raise AnswerError(message)


def read_text(text: str) -> str:
    """A text as the books take it.

    Raises:
        BadTextError: it holds markup.
        AnswerError: it is empty.
    """
    plain = clean(text)
    if not plain:
        message = "it is empty."
        raise AnswerError(message)
    return plain


def read_day(text: str, today: date | None = None) -> date:
    """A day such as ``2026-03-05``, or ``today``.

    Raises:
        AnswerError: it is none.
    """
    if text == "today" and today is not None:
        return today
    try:
        return date.fromisoformat(text if DAY.fullmatch(text) else "")
    except ValueError:
        message = f'"{text}" is no day; write 2026-03-05.'
        raise AnswerError(message) from None


def read_month(text: str) -> date:
    """The first day of a month such as ``2026-03``.

    Raises:
        AnswerError: it is none.
    """
    try:
        return date.fromisoformat(f"{text if MONTH.fullmatch(text) else ''}-01")
    except ValueError:
        message = f'"{text}" is no month; write 2026-03.'
        raise AnswerError(message) from None


def read_amount(text: str, currency: str) -> Decimal:
    """An amount above nothing, in the currency's digits: ``12.50``, ``12.50 USD``.

    Raises:
        AnswerError: it is none, or in another currency.
    """
    number, _, other = text.strip().partition(" ")
    if other and other.strip() != currency:
        message = f'"{text}" is not in {currency}.'
        raise AnswerError(message)
    if not AMOUNT.fullmatch(number):
        message = f'"{text}" is no amount; {_rather(text)}.'
        raise AnswerError(message)
    amount = Decimal(number)
    digits = MILS if currency in THOUSANDTHS else currency_digits(currency, 0)
    if digits_of(amount.normalize()) > digits or amount == 0:
        why = "nothing" if amount == 0 else f"more exact than {currency} can be"
        message = f'"{text}" is {why}.'
        raise AnswerError(message)
    return amount.quantize(Decimal(1).scaleb(-digits))


def _rather(text: str) -> str:
    """How what was meant as an amount is written.

    >>> _rather("1.234,5")
    'write 1234.5'
    """
    if AMOUNT.fullmatch(text.removeprefix("-")):
        return "leave the minus out: what went back is a refund or an expense"
    comma = COMMA.fullmatch(text)
    if comma:
        return f"write {''.join(filter(str.isdigit, comma[1]))}.{comma[2]}"
    return "write 1250.00, without commas"


def read_number(text: str) -> Decimal:
    """A number above nothing, such as hours: ``2.5``.

    Raises:
        AnswerError: it is none.
    """
    if not AMOUNT.fullmatch(text) or Decimal(text) == 0:
        rather = text.replace(",", ".") if COMMA.fullmatch(text) else "2.5"
        message = f'"{text}" is no number above nothing; write {rather}.'
        raise AnswerError(message)
    return Decimal(text)


def read_identity(text: str) -> str:
    """An id such as ``m-0042`` or ``d-007``.

    Raises:
        AnswerError: it is none, but perhaps a name.
    """
    if not IDENTITY.fullmatch(text):
        message = f'"{text}" is no id; people stand in the books as m-0042 or d-007, never by name.'
        raise AnswerError(message)
    return text


def read_identities(text: str) -> str:
    """Several ids, one space between them.

    Raises:
        AnswerError: one is none.
    """
    return " ".join(read_identity(part) for part in text.replace(",", " ").split())


def read_link(text: str) -> str:
    """A link, with or without its ``^``.

    Raises:
        AnswerError: it is none.
    """
    link = text.removeprefix("^")
    if not LINK.fullmatch(link):
        message = f'"{text}" is no link; write ^print-2026-03.'
        raise AnswerError(message)
    return link


def tokens(texts: Sequence[str]) -> tuple[str, ...]:
    """Links, each once."""
    return tuple(dict.fromkeys(read_link(text) for text in texts))
