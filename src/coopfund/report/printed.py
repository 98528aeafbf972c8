"""The report as a PDF for the meeting: page 1 has the answers, the rest what they rest on."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from coopfund.language import _, marked
from coopfund.report.charts import Chart
from coopfund.report.page import Block, Listing, Note, Pair, Section, Table
from coopfund.report.typeset import typeset

if TYPE_CHECKING:
    from coopfund.report.logo import Logo
    from coopfund.report.month import MonthReport

TEMPLATE: Final = "month.typ"
FONTS: Final = ("Libertinus Serif", "New Computer Modern", "DejaVu Sans Mono")  # English: names
"""The fonts that typst brings, so that every machine sets the same page."""

EMPTY: Final = (
    # Translators: the title of a column of things that a table has figures of
    marked("What"),
    marked("Figure"),
)
"""Heads of columns that a page leaves empty; read aloud, a cell needs one."""


def render(
    report: "MonthReport", folders: Sequence[Path] = (), logo: "Logo | None" = None
) -> bytes:
    """The report, set.

    Args:
        report: what it says.
        folders: where a group's own ``month.typ`` is looked for, first to last, before ours.
        logo: the group's, if it has one.

    Raises:
        TemplatesError: a template does not work.
    """
    return typeset(TEMPLATE, "report", inputs(report, logo), folders, report.frame.as_of)


def inputs(report: "MonthReport", logo: "Logo | None" = None) -> dict[str, Any]:
    """What the template prints, as plain values."""
    frame = report.frame
    return {
        "lang": frame.language,
        "fonts": list(FONTS),
        "title": " · ".join(part for part in (frame.title, frame.heading_line) if part),
        "group": frame.group,
        "month": frame.heading_line,
        "about": frame.about,
        "fault": frame.fault,
        "footer": frame.footer,
        "logo": logo and logo.inputs,
        "answers": [
            {
                "question": f"{answer.number}. {answer.question}",
                "figure": answer.figure,
                "caption": answer.caption,
                "sentence": answer.sentence,
                "known": answer.known,
            }
            for answer in report.answers
        ],
        "undeclared": report.undeclared and _block(report.undeclared),
        "sections": [_section(section) for section in report.sections if section.blocks],
    }


def _section(section: Section) -> dict[str, Any]:
    return {
        "heading": section.heading,
        "sentence": section.sentence,
        "blocks": [_block(block) for block in section.blocks],
    }


def _block(block: Block) -> dict[str, Any]:
    if isinstance(block, Table):
        return _table(block)
    if isinstance(block, Chart):
        return _chart(block)
    if isinstance(block, Pair):
        return {
            "kind": block.kind,
            "stacked": block.stacked or bool(block.table.texts),
            "long": block.long,
            "chart": _chart(block.chart),
            "table": _table(block.table),
        }
    if isinstance(block, Note):
        return {"kind": block.kind, "text": block.text}
    return _listing(block)


def _table(table: Table) -> dict[str, Any]:
    return {
        "kind": table.kind,
        "caption": table.caption,
        "head": [title or _(EMPTY[min(at, 1)]) for at, title in enumerate(table.head)],
        "rows": table.rows,
        "texts": sorted(table.texts),
        "total": table.total,
    }


def _chart(chart: Chart) -> dict[str, Any]:
    """A drawing on its own: it must name its language and its letters."""
    alone = f'<svg xmlns="http://www.w3.org/2000/svg" font-family="{FONTS[0]}" '
    return {
        "kind": chart.kind,
        "title": chart.title,
        "says": chart.desc,
        "wide": chart.wide,
        "alt": f"{chart.title}. {chart.desc}",
        "svg": chart.svg.replace("<svg ", alone, 1),
    }


def _listing(listing: Listing) -> dict[str, Any]:
    return {
        "kind": listing.kind,
        "title": listing.title,
        "lead": listing.lead,
        "more": listing.more,
        "items": [
            {"head": item.head, "text": item.text, "small": item.small} for item in listing.items
        ],
    }
