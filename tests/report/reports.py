"""Reports of ledgers in docstrings, and what stands in them."""

from collections.abc import Sequence
from datetime import date

from coopfund.report.month import MonthReport, build
from coopfund.report.page import Block, Listing, Pair, Table
from coopfund_plugins import RULES
from tests.ledgers import Judged


def report_of(judged: Judged, month: str) -> MonthReport:
    """The report of a month, written ``2026-10``."""
    return build(judged.analysis, date.fromisoformat(f"{month}-01"), RULES)


def sentence(report: MonthReport, number: int) -> str:
    """The answer to a question, by its number."""
    return report.answers[number - 1].sentence


def blocks(report: MonthReport, number: int) -> Sequence[Block]:
    """What stands under a question."""
    return next(section.blocks for section in report.sections if section.number == number)


def table(report: MonthReport, number: int, caption: str) -> Table:
    """The table under a question whose caption begins so."""
    for block in blocks(report, number):
        found = block.table if isinstance(block, Pair) else block
        if isinstance(found, Table) and found.caption.startswith(caption):
            return found
    raise LookupError(caption)


def listings(report: MonthReport, number: int) -> dict[str, Listing]:
    """The lists under a question, by title."""
    return {b.title: b for b in blocks(report, number) if isinstance(b, Listing)}
