"""The finished monthly reports beside a ledger, and nothing else, to be opened from the page."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from coopfund.books.books import month_end
from coopfund.findings import Window
from coopfund.views.pages.asked import Asked
from coopfund.views.period import in_words

FOLDER = "reports"
NAME = re.compile(r"coopfund-(?P<month>\d{4}-(?:0[1-9]|1[0-2]))\.html")


@dataclass(frozen=True, slots=True)
class Report:
    """A finished report.

    Attributes:
        month: such as ``2026-10``.
        key: what the address names it by: its path below the reports folder.
        path: the file.
    """

    month: str
    key: str
    path: Path

    @property
    def title(self) -> str:
        """The month in words: ``October 2026``."""
        year, month = map(int, self.month.split("-"))
        return in_words(Window(date(year, month, 1), month_end(date(year, month, 1))))


@dataclass(frozen=True, slots=True)
class Reports:
    """Every finished report, and the one that the address opens, if it names one."""

    all: Sequence[Report]
    open: Report | None


def view(asked: Asked) -> Reports:
    """The finished reports of the ledger, one of them open."""
    found = reports(asked.main.parent)
    named = asked.arguments.get("file")
    return Reports(found, next((known for known in found if known.key == named), None))


def reports(ledger_folder: Path) -> list[Report]:
    """Every report in ``reports`` in or beside the ledger's folder, the newest month first.

    Of two with the same path below, the one in the ledger's own folder counts.
    """
    known: dict[str, Report] = {}
    for root in (ledger_folder / FOLDER, ledger_folder.parent / FOLDER):
        for path in root.rglob("coopfund-????-??.html"):
            found = NAME.fullmatch(path.name)
            if found and _inside(path, root):
                key = path.relative_to(root).as_posix()
                known.setdefault(key, Report(found["month"], key, path))
    newest = sorted(known.values(), key=lambda report: report.key)
    return sorted(newest, key=lambda report: report.month, reverse=True)


def report(ledger_folder: Path, key: str) -> Report | None:
    """The report that an address names: one of those listed, or ``None``.

    The address is only ever compared with the list, so it cannot lead anywhere else.
    """
    return next((known for known in reports(ledger_folder) if known.key == key), None)


def _inside(path: Path, root: Path) -> bool:
    """Whether it is a file that stays in the folder, links followed."""
    return path.is_file() and path.resolve().is_relative_to(root.resolve())
