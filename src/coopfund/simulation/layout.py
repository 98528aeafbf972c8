"""How a simulation's page is laid out: headings, lists and tables, as text or as Markdown."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from coopfund.tables import Row, markdown_table, text_table

TableMaker: TypeAlias = Callable[[Sequence[str], Iterable[Row]], str]


@dataclass(frozen=True, slots=True)
class Layout:
    """The parts of a page; ``markdown`` says which way."""

    markdown: bool

    def title(self, words: str) -> str:
        """The page's title."""
        return f"# {words}\n" if self.markdown else f"{words}\n"

    def head(self, words: str) -> str:
        """The heading of what follows."""
        return f"## {words}\n\n" if self.markdown else f"{words}\n"

    def bullets(self, lines: Iterable[str]) -> str:
        """A list of sentences."""
        mark = "- " if self.markdown else "  "
        return "".join(f"{mark}{line}\n" for line in lines)

    def table(self, head: Sequence[str], rows: Iterable[Row]) -> str:
        """A table."""
        maker: TableMaker = markdown_table if self.markdown else text_table
        return maker(head, rows)
