"""Unclean texts of directives that are no transactions: titles, reasons, notes (CF609)."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from beancount.core.data import Custom, Directive, Document, Event, Note

from coopfund.books.columns import user_meta
from coopfund.books.reader import place_of
from coopfund.findings import Place
from coopfund.wording import UNCLEAN


class Unclean(NamedTuple):
    """A text of a directive that holds markup or a control character, and what it is there."""

    place: Place
    date: date
    field: str
    text: str


def unclean_texts(entries: Iterable[Directive]) -> tuple[Unclean, ...]:
    """Every unclean text, in order. A query is code and may compare with ``<``; it is left out."""
    return tuple(
        Unclean(place_of(entry.meta), entry.date, field, text)
        for entry in entries
        for field, text in _texts(entry)
        if UNCLEAN.search(text)
    )


def _texts(entry: Directive) -> Iterator[tuple[str, str]]:
    """What a directive says as text, each with what it is."""
    if isinstance(entry, Custom):
        for value in entry.values or ():
            if isinstance(value.value, str):
                yield f"text of {entry.type}", value.value
    elif isinstance(entry, Note):
        yield "note", entry.comment
    elif isinstance(entry, Event):
        yield "event", f"{entry.type} {entry.description}"
    elif isinstance(entry, Document):
        yield "document", entry.filename
    for key, value in user_meta(entry.meta):
        if isinstance(value, str):
            yield f"metadata {key}", value
