"""A member's statement as text, Markdown, a page, and a PDF."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from coopfund.dues.statement import Statement
from coopfund.language import _, on_day
from coopfund.report.html import fill
from coopfund.report.typeset import typeset
from coopfund.tables import markdown_table, text_table

PAGE: Final = "statement.html"
PRINTED: Final = "statement.typ"


def heading(its: Statement) -> str:
    """What it is, of whom, until when."""
    return _(
        "Dues of {member} in {year}, to {day}",
        member=its.member,
        year=its.window.start.year,
        day=on_day(its.window.end),
    )


def text(its: Statement) -> str:
    """The statement for a terminal."""
    return (
        f"{its.title}\n{_in_tier(heading(its), its)}\n\n"
        f"{text_table(its.head, its.table, 2)}\n"
        f"{text_table(('', its.currency), its.summary)}\n"
        f"{its.verdict}\n" + "".join(f"{note}\n" for note in its.notes)
    )


def markdown(its: Statement) -> str:
    """The statement as Markdown."""
    return (
        f"# {heading(its)}\n\n"
        f"{_in_tier(its.title, its)}. **{its.verdict}**\n\n"
        f"{markdown_table(its.head, its.table, 2)}\n"
        f"{markdown_table(('', its.currency), its.summary)}\n"
        + "".join(f"- {note}\n" for note in its.notes)
    )


def _in_tier(what: str, its: Statement) -> str:
    # Translators: {what} is the heading "Dues of m-0042 in 2026, …", or the group's name.
    return _(
        "{what}, in {currency}, tier {tier}",
        what=what,
        currency=its.currency,
        tier=its.tier_named,
    )


def page(its: Statement, folders: Sequence[Path] = ()) -> str:
    """The statement as one self-contained page.

    Raises:
        TemplatesError: a group's own template does not work.
    """
    return fill(PAGE, folders, its=its, heading=heading(its), head=its.head)


def printed(its: Statement, folders: Sequence[Path] = ()) -> bytes:
    """The statement as a PDF, the same bytes for the same books.

    Args:
        its: what it says.
        folders: where a group's own ``statement.typ`` is looked for, first to last, before ours.

    Raises:
        TemplatesError: the template does not work.
    """
    return typeset(PRINTED, "statement", inputs(its), folders, its.window.end)


def inputs(its: Statement) -> dict[str, Any]:
    """What the template prints, as texts."""
    return {
        "lang": its.language,
        "group": its.title,
        "heading": heading(its),
        "member": its.member,
        "about": its.about,
        "tier": its.tier_named,
        "currency": its.currency,
        "verdict": its.verdict,
        "notes": its.notes,
        "head": its.head,
        "rows": its.table,
        "summary": its.summary,
    }
