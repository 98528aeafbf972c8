"""Entries as text: as a person would have written them, aligned as the rest of the file is."""

import re
from collections import Counter
from typing import Final

from beancount.core.data import Custom, Directive
from beancount.parser import printer
from beancount.scripts.format import align_beancount

CURRENCY_COLUMN: Final = 57
"""Where currencies stand, counted from one, in files that have no column of their own."""

NUMBERS: Final = re.compile(
    r'^\s+[^\s";][^";]*?\s[-+]?[\d,.]+ (?=[A-Z][A-Z0-9\'._-]*\b)', re.MULTILINE
)
MANY: Final = 200
"""So many lines show where a file has its column."""


def formatted(entry: Directive, column: int = CURRENCY_COLUMN) -> str:
    """A directive as Beancount text that ends with a line end; amounts end before ``column``."""
    text = str(printer.format_entry(_escaped(entry))).strip("\n") + "\n"
    lines = [line.rstrip() for line in text.split("\n")[:-1]]
    head, body = lines[0], lines[1:]
    if not body:
        return head + "\n"
    text = "\n".join(body) + "\n"
    needed = max((_needed(found) for found in NUMBERS.finditer(text)), default=0)
    aligned = align_beancount(text, currency_column=max(column, needed))  # type: ignore[no-untyped-call]
    return f"{head}\n{aligned}"


def _needed(found: re.Match[str]) -> int:
    """The first column in which a currency can stand with its account two spaces apart."""
    account, number = found.group().rsplit(maxsplit=1)
    return len(account.rstrip()) + len(number) + len("  ") + len(" ") + 1


def column_of(text: str) -> int:
    """The column where most currencies of a file stand, if it has one."""
    ends = Counter(
        len(found.group()) + 1
        for _, found in zip(range(MANY), NUMBERS.finditer(text), strict=False)
    )
    return ends.most_common(1)[0][0] if ends else CURRENCY_COLUMN


def _escaped(entry: Directive) -> Directive:
    """Beancount prints the texts of a ``custom`` as they are, quotes and all."""
    if not isinstance(entry, Custom):
        return entry
    values = [
        value._replace(value=value.value.replace("\\", "\\\\").replace('"', '\\"'))
        if isinstance(value.value, str) and value.dtype is str
        else value
        for value in entry.values or []
    ]
    return entry._replace(values=values)
