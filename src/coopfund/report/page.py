"""What a page is made of, whatever it is rendered to: answers, sections and their blocks."""

from dataclasses import dataclass
from typing import ClassVar, TypeAlias

from coopfund.report.charts import Chart


@dataclass(frozen=True, slots=True)
class Answer:
    """One question of the meeting, answered.

    Attributes:
        number: its place, from 1.
        key: its name in addresses and JSON, such as ``dues``.
        question: as somebody at the meeting would ask it.
        figure: the figure that sums it up, or ``–``.
        caption: what the figure counts.
        sentence: the answer with its figures.
        known: whether the books allow an answer at all.
    """

    number: int
    key: str
    question: str
    figure: str
    caption: str
    sentence: str
    known: bool = True


@dataclass(frozen=True, slots=True)
class Table:
    """A small table of shown text.

    Attributes:
        caption: what it lists.
        head: one title per column; the first column names the row.
        rows: the cells.
        texts: columns that hold words rather than figures, besides the first.
        total: whether the last row adds up the others.
    """

    kind: ClassVar[str] = "table"
    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    texts: frozenset[int] = frozenset()
    total: bool = False

    @property
    def wide(self) -> bool:
        """Whether it has too many columns for a phone, or too much in them."""
        return self.broad or sum(map(_least, zip(self.head, *self.rows, strict=True))) > PHONE

    @property
    def broad(self) -> bool:
        """Whether it has too many columns to stand beside a chart."""
        return len(self.head) > WIDE

    @property
    def narrow(self) -> bool:
        """Whether it is a few figures, which would drift apart on a whole line."""
        return len(self.head) < WIDE and max(self.texts, default=0) < WIDE - 2


WIDE = 4
LONG = 13
PHONE = 42
"""So many letters stand side by side on a phone."""
LONGEST_WORD = 20


def _least(column: tuple[str, ...]) -> int:
    """To how many letters a column can shrink: figures do not break, words do between them."""
    return max(min(len(word), LONGEST_WORD) for cell in column for word in cell.split(" ") or [""])


@dataclass(frozen=True, slots=True)
class Note:
    """A paragraph."""

    kind: ClassVar[str] = "note"
    text: str


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a list: what it is, a sentence, and where to look."""

    head: str
    text: str
    small: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """A titled list; ``more`` says how many further entries are not shown."""

    kind: ClassVar[str] = "list"
    title: str
    items: tuple[Item, ...]
    lead: str = ""
    more: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """A chart and the table that stands beside it."""

    kind: ClassVar[str] = "pair"
    chart: Chart
    table: Table

    @property
    def stacked(self) -> bool:
        """Whether the table is too wide to stand beside the chart, and stands below it."""
        return self.table.broad

    @property
    def long(self) -> bool:
        """Whether the table has so many rows that they must be low."""
        return len(self.table.rows) > LONG


Block: TypeAlias = Table | Chart | Note | Listing | Pair


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the page: what answer ``number`` rests on, or 0 for how it was made."""

    number: int
    key: str
    title: str
    sentence: str
    blocks: tuple[Block, ...]

    @property
    def told(self) -> bool:
        """Whether it says anything, be it only why there is nothing to show."""
        return bool(self.blocks or self.sentence)

    @property
    def heading(self) -> str:
        """The title with its number."""
        return f"{self.number}. {self.title}" if self.number else self.title
