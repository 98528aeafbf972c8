"""Reads one ``custom`` directive: typed values and metadata, a problem for each thing wrong."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, TypeVar

from beancount.core import account as beancount_account
from beancount.core.amount import Amount

from coopfund.books.records import Problem
from coopfund.findings import Place
from coopfund.language import _
from coopfund.wording import did_you_mean

if TYPE_CHECKING:
    from datetime import date

    from beancount.core.data import Custom

Value = TypeVar("Value")

BEANCOUNT_KEYS = frozenset({"filename", "lineno"})


def place_of(meta: "dict[str, object]") -> Place:
    """Where Beancount read an entry or posting."""
    return Place(str(meta.get("filename", "<unknown>")), int(str(meta.get("lineno", 0))))


def words(text: str) -> tuple[str, ...]:
    """The space-separated words of a value such as ``"dues state"``; commas are allowed."""
    return tuple(text.replace(",", " ").split())


def none_of(what: str, word: str, choices: Sequence[str]) -> str:
    """The sentence on a word that is none of its choices.

    Args:
        what: what the word is, a key or a noun in the language spoken.
        word: what was written.
        choices: what may be written.
    """
    # Translators: such as: the interval "montly" is none of monthly, yearly
    return _(
        '{what} "{word}" is none of {choices}{hint}',
        what=what,
        word=word,
        choices=", ".join(choices),
        hint=did_you_mean(word, choices),
    )


def is_missing(what: str, example: str) -> str:
    """The sentence on a value that is not there."""
    # Translators: such as: the tier is missing; write …
    return _("{what} is missing; write {example}", what=what, example=example)


def cannot_be(key: str, value: object, example: str) -> str:
    """The sentence on metadata that says what it cannot say."""
    return _("{key} cannot be {value}; write {example}", key=key, value=value, example=example)


class Malformed(Exception):  # noqa: N818  # control flow inside the parser, never shown
    """A directive that cannot be read; its problem is already recorded."""


class DirectiveReader:
    """Typed access to one directive; whatever is wrong lands in ``problems``."""

    def __init__(self, entry: "Custom", problems: list[Problem]) -> None:
        """Read ``entry``, adding to ``problems``."""
        self.entry = entry
        self.date: date = entry.date
        self.place = place_of(entry.meta)
        self.problems = problems
        self._known: set[str] = set()

    def problem(self, message: str, action: str = "stop") -> None:
        """Record something wrong with this directive, in one sentence."""
        self.problems.append(
            Problem(self.place, self.date, f"{self.entry.type}: {message}", action)
        )

    def fail(self, message: str) -> Malformed:
        """Record a problem that makes the directive unusable; raise what it returns."""
        self.problem(message)
        return Malformed(message)

    def _value(self, position: int, what: str, kind: type[Value], example: str) -> Value:
        values = self.entry.values or []
        if position >= len(values):
            raise self.fail(is_missing(what, example))
        value = values[position].value
        account = kind is str and values[position].dtype is beancount_account.TYPE
        if account or not isinstance(value, kind):
            shown = _("account {account}", account=value) if account else _shown(value)
            raise self.fail(_wrong_type(what, shown, example))
        return value

    def text(self, position: int, what: str, example: str) -> str:
        """A required text."""
        value = self._value(position, what, str, example).strip()
        if not value:
            raise self.fail(_("{what} is empty; write {example}", what=what, example=example))
        return value

    def amount(self, position: int, what: str, example: str) -> Amount:
        """A required amount such as ``10.00 USD``."""
        return self._value(position, what, Amount, example)

    def number(self, position: int, what: str, example: str) -> Decimal:
        """A required number."""
        number = self._value(position, what, Decimal, example)
        if not number.is_finite():
            raise self.fail(
                _(
                    "{what} is no number ({number}); write {example}",
                    what=what,
                    number=number,
                    example=example,
                )
            )
        return number

    def optional_amount(self, position: int, what: str, example: str) -> Amount | None:
        """An amount, or ``None`` where the directive ends before it."""
        if position >= len(self.entry.values or []):
            return None
        return self.amount(position, what, example)

    def one_of(self, position: int, what: str, choices: Sequence[str], example: str) -> str:
        """A required text out of ``choices``."""
        value = self.text(position, what, example)
        if value not in choices:
            raise self.fail(none_of(what, value, choices))
        return value

    def meta(self, key: str, kind: type[Value], example: str) -> Value | None:
        """Optional metadata of one type; a wrong type is a problem and counts as absent."""
        self._known.add(key)
        value = self.entry.meta.get(key)
        if value is None or isinstance(value, kind):
            return value
        self.problem(_wrong_type(key, _shown(value), example))
        return None

    def meta_text(self, key: str, example: str) -> str | None:
        """Optional text; blank counts as absent."""
        value = self.meta(key, str, example)
        return value.strip() or None if value is not None else None

    def meta_words(self, key: str, choices: Sequence[str], example: str) -> tuple[str, ...] | None:
        """Optional space-separated words out of ``choices``."""
        text = self.meta(key, str, example)
        if text is None:
            return None
        found = words(text)
        for word in found:
            if word not in choices:
                self.problem(
                    _(
                        '{key} names "{word}", which is none of {choices}{hint}',
                        key=key,
                        word=word,
                        choices=", ".join(choices),
                        hint=did_you_mean(word, choices),
                    )
                )
        return tuple(word for word in found if word in choices)

    def finish(self, extra: Iterable[str] = ()) -> None:
        """Warn of metadata that no directive of this type has: mostly a slip of the pen."""
        known = self._known | set(extra)
        for key in self.entry.meta:
            if key not in known and key not in BEANCOUNT_KEYS and not key.startswith("_"):
                hint = did_you_mean(key, known)
                self.problem(_('"{key}" means nothing here{hint}', key=key, hint=hint), "warn")


def _wrong_type(what: str, shown: str, example: str) -> str:
    # Translators: such as: the amount has the wrong type (text "ten"); write …
    return _(
        "{what} has the wrong type ({shown}); write {example}",
        what=what,
        shown=shown,
        example=example,
    )


def _shown(value: object) -> str:
    return _('text "{value}"', value=value) if isinstance(value, str) else str(value)
