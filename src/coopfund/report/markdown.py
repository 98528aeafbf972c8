"""The report as Markdown: the same answers and tables, without the charts."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from coopfund.report.page import Block, Listing, Note, Pair, Section, Table
from coopfund.tables import escaped
from coopfund.wording import with_colon

if TYPE_CHECKING:
    from coopfund.report.month import MonthReport


def render(report: "MonthReport") -> str:
    """The page as text; ends with one newline."""
    return "\n\n".join(_parts(report)) + "\n"


def _parts(report: "MonthReport") -> Iterator[str]:
    frame = report.frame
    month = frame.heading_line
    title = with_colon(escaped(frame.title), month) if frame.title else month
    yield f"# {title}"
    yield report.about
    if frame.fault:
        yield f"**{frame.fault}**"
    if report.undeclared:
        yield from _listing(report.undeclared, "## ")
    for section in report.sections:
        yield from _section(section)
    yield frame.footer


def _section(section: Section) -> Iterator[str]:
    yield f"## {section.heading}"
    if section.sentence:
        yield f"**{escaped(section.sentence)}**"
    for block in section.blocks:
        yield from _block(block)


def _block(block: Block) -> Iterator[str]:
    if isinstance(block, Table):
        yield from _table(block)
    elif isinstance(block, Pair):
        yield from _table(block.table)
    elif isinstance(block, Listing):
        yield from _listing(block, "### ")
    elif isinstance(block, Note):
        yield escaped(block.text)


def _table(table: Table) -> Iterator[str]:
    yield with_colon(escaped(table.caption))
    marks = [
        "---" if column in table.texts or not column else "---:"
        for column in range(len(table.head))
    ]
    lines = [[escaped(cell) for cell in row] for row in (table.head, *table.rows)]
    lines.insert(1, marks)
    yield "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _listing(listing: Listing, level: str) -> Iterator[str]:
    if listing.title:
        yield f"{level}{escaped(listing.title)}"
    if listing.lead:
        yield escaped(listing.lead)
    yield "\n".join(
        f"- {with_colon(f'**{escaped(item.head)}**', escaped(item.text))}"
        + (f" ({escaped(item.small)})" if item.small else "")
        for item in listing.items
    )
    if listing.more:
        yield listing.more
