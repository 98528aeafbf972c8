"""The pack of a month: every file that is handed out, made from books that are read once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from coopfund.files import json_text
from coopfund.report import data, markdown, tables
from coopfund.report.delivered import History, history, stem
from coopfund.report.logo import Logo, find_logo
from coopfund.report.manifest import books_files, manifest
from coopfund.report.memory import Memory, keep
from coopfund.report.month import MonthReport, build
from coopfund.report.prints import Prints
from coopfund.report.restated import restate

if TYPE_CHECKING:
    from coopfund.books.load import Loaded
    from coopfund.rules.case import Rule

FORMATS: Final = ("html", "pdf", "md", "json", "csv", "xlsx", "manifest")


@dataclass
class Packs:
    """Makes the packs of one load, month after month.

    Attributes:
        loaded: the books.
        rules: every rule of the families that ran.
        folders: where a group's own templates and logo are looked for.
    """

    loaded: "Loaded"
    rules: "Sequence[Rule]"
    folders: Sequence[Path] = ()
    _reports: dict[date, MonthReport] = field(default_factory=dict)
    _memory: Memory = field(default_factory=Memory)

    @cached_property
    def logo(self) -> Logo | None:
        """The group's logo.

        Raises:
            TemplatesError: it is no picture.
        """
        return find_logo(self.folders, self.loaded.analysis.books.title)

    @cached_property
    def prints(self) -> Prints:
        """The prints of all entries."""
        return Prints(self.loaded.analysis.books)

    @cached_property
    def files(self) -> Mapping[str, str]:
        """The digests of the books' files.

        Raises:
            OSError: one has gone.
        """
        return books_files(self.loaded)

    def report(self, month: date, delivered: History | None = None) -> MonthReport:
        """A month's report, which knows what was delivered before.

        Raises:
            MonthError: the books do not hold the month.
        """
        report = self._built(month)
        return report if delivered is None else self._restated(report, delivered)

    def _built(self, month: date) -> MonthReport:
        """A report without its past; the last two are kept, as the next one looks back at one."""
        found = self._reports.get(month)
        if found is None:
            loaded = self.loaded
            found = build(
                loaded.analysis,
                month,
                self.rules,
                loaded.missing,
                faults=len(loaded.errors),
                memory=self._memory,
            )
            keep(self._reports, month, found)
            loaded.analysis.forget(month)
        return found

    def _restated(self, report: MonthReport, delivered: History) -> MonthReport:
        last = delivered.last
        begin = self.loaded.analysis.books.begin
        held = last is not None and begin is not None and last.month >= begin.replace(day=1)
        past = data.figures(self._built(last.month)) if last and held else {}
        found = restate(delivered, data.figures(report), past, self.prints, report.broken.findings)
        return replace(report, restated=found)

    def files_of(
        self, month: date, folder: Path, formats: Sequence[str] = FORMATS
    ) -> dict[str, bytes]:
        """Every file of a month's pack by its name.

        Args:
            month: its first day.
            folder: where earlier packs are, and this one will be.
            formats: some of :data:`FORMATS`.

        Raises:
            MonthError: the books do not hold the month.
            TemplatesError: a group's own template or logo does not work.
            OSError: a file of the books has gone.
        """
        report = self.report(month, history(folder, month))
        made: dict[str, bytes] = {}
        for form in formats:
            if form != "manifest":
                made |= {
                    f"{stem(month)}{end}": content.encode() if isinstance(content, str) else content
                    for end, content in MAKERS[form](self, report).items()
                }
        if "manifest" in formats:
            said = manifest(report, self.loaded.path.name, self.files, made, self.prints)
            made[f"{stem(month)}-manifest.json"] = json_text(said).encode()
        return made


Made = Mapping[str, str | bytes]


def _html(packs: Packs, report: MonthReport) -> Made:
    from coopfund.report import html  # noqa: PLC0415  # only where it is asked for

    return {".html": html.render(report, packs.folders, packs.logo)}


def _pdf(packs: Packs, report: MonthReport) -> Made:
    from coopfund.report import printed  # noqa: PLC0415  # only where it is asked for

    return {".pdf": printed.render(report, packs.folders, packs.logo)}


def _xlsx(packs: Packs, report: MonthReport) -> Made:
    del packs
    from coopfund.report import grids  # noqa: PLC0415  # only where it is asked for

    return {".xlsx": grids.render(report)}


def _csv(packs: Packs, report: MonthReport) -> Made:
    del packs
    return {f"-{name}.csv": text for name, text in tables.render(report).items()}


MAKERS: Final[Mapping[str, Callable[[Packs, MonthReport], Made]]] = {
    "html": _html,
    "pdf": _pdf,
    "md": lambda _, report: {".md": markdown.render(report)},
    "json": lambda _, report: {".json": json_text(data.report_data(report))},
    "csv": _csv,
    "xlsx": _xlsx,
}
