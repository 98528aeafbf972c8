"""A member's statement as text, Markdown, a page, and a PDF."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from coopfund.dues.statement import HEAD, Statement
from coopfund.report.html import fill
from coopfund.report.typeset import typeset
from coopfund.tables import markdown_table, text_table
from coopfund.wording import on_day

PAGE: Final = "statement.html"
PRINTED: Final = "statement.typ"


def heading(its: Statement) -> str:
    """What it is, of whom, until when."""
    return f"Dues of {its.member} in {its.window.start.year}, to {on_day(its.window.end)}"


def text(its: Statement) -> str:
    """The statement for a terminal."""
    return (
        f"{its.title}\n{heading(its)}, in {its.currency}, tier {its.tier}\n\n"
        f"{text_table(HEAD, its.table, 2)}\n"
        f"{text_table(('', its.currency), its.summary)}\n"
        f"{its.verdict}\n" + "".join(f"{note}\n" for note in its.notes)
    )


def markdown(its: Statement) -> str:
    """The statement as Markdown."""
    return (
        f"# {heading(its)}\n\n"
        f"{its.title}, in {its.currency}, tier {its.tier}. **{its.verdict}**\n\n"
        f"{markdown_table(HEAD, its.table, 2)}\n"
        f"{markdown_table(('', its.currency), its.summary)}\n"
        + "".join(f"- {note}\n" for note in its.notes)
    )


def page(its: Statement, folders: Sequence[Path] = ()) -> str:
    """The statement as one self-contained page.

    Raises:
        TemplatesError: a group's own template does not work.
    """
    return fill(PAGE, folders, its=its, heading=heading(its), head=HEAD)


def printed(its: Statement, folders: Sequence[Path] = ()) -> bytes:
    """The statement as a PDF, the same bytes for the same books.

    Args:
        its: what it says.
        folders: where a group's own ``statement.typ`` is looked for, first to last, before ours.

    Raises:
        TemplatesError: the template does not work.
    """
    return typeset(PRINTED, "statement", _inputs(its), folders, its.window.end)


def _inputs(its: Statement) -> dict[str, Any]:
    """What the template prints, as texts."""
    return {
        "group": its.title,
        "heading": heading(its),
        "member": its.member,
        "tier": its.tier,
        "currency": its.currency,
        "verdict": its.verdict,
        "notes": its.notes,
        "head": HEAD,
        "rows": its.table,
        "summary": its.summary,
    }
