"""A bank's file as pages: one statement each, and every entry of the file on one of them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from coopfund.imports.identity import account_mark
from coopfund.imports.movement import Statement, UnprovenError

Part = TypeVar("Part")


@dataclass(frozen=True, slots=True)
class Account:
    """Whose statement it is: its number as the file has it, and its currency."""

    number: str
    currency: str

    @property
    def mark(self) -> str:
        """What stands for the number in an id."""
        return account_mark(self.number)


def read_pages(
    parts: Iterable[Part], read: Callable[[Part, int], Statement], entries: int
) -> tuple[Statement, ...]:
    """The statement of each part of a file, rows numbered through the whole of it.

    Args:
        parts: what a statement is made of, in the file's order.
        read: makes one, given how many entries stand before it.
        entries: how many there are in the file, counted apart from reading them.

    Raises:
        UnprovenError: an entry of the file was not found where entries stand.
    """
    statements: list[Statement] = []
    row = 0
    for part in parts:
        statement = read(part, row)
        row += statement.rows_in
        statements.append(statement)
    if entries != row:
        raise UnprovenError(f"The file holds {entries} entries, but {row} stand in a statement.")
    return tuple(statements)
