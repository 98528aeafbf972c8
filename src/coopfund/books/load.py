"""Loads a ledger file: Beancount without its cache, then what the plugins left."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from beancount import loader
from beancount.core.data import Pad, Transaction
from beancount.utils.encryption import is_encrypted_file

from coopfund import words
from coopfund.books.faults import LedgerError, explain, is_ours
from coopfund.findings import Finding, Place
from coopfund.language import _, plural
from coopfund.rules import catalogue
from coopfund.rules.analysis import KEY, Analysis
from coopfund.rules.plugin import CoopfundError, collector_paused
from coopfund.wording import did_you_mean, listed

PLUGIN_LINE = re.compile(r'^plugin\s+"(?P<name>[^"]+)"', re.MULTILINE)


class UnreadableBooksError(Exception):
    """The books cannot be read at all; the message is one sentence for the user."""


@dataclass
class Loaded:
    """A ledger file after loading.

    Attributes:
        path: the main file.
        analysis: books, traces and findings.
        errors: what Beancount itself found wrong.
        families: the rule families that ran to their end.
        missing: a CF610 finding for each family that was expected and did not run.
        hints: what a reader should know although it is no finding.
        plugins: the lines that name our plugins.
        options: Beancount's options.
    """

    path: Path
    analysis: Analysis
    errors: Sequence[LedgerError]
    families: Sequence[str]
    missing: Sequence[Finding] = ()
    hints: list[str] = field(default_factory=list)
    plugins: Sequence["PluginLine"] = ()
    options: Mapping[str, Any] = field(default_factory=dict)

    @property
    def findings(self) -> list[Finding]:
        """Every finding, those of missing families first."""
        return [*self.missing, *self.analysis.all_findings()]

    def judge_as_of(self, day: date) -> None:
        """Replace the findings by those as of a day: nothing after it counts."""
        for family in self.families:
            rules = import_module(f"{words.PLUGIN}.{family}").RULES
            self.analysis.findings[family] = self.analysis.judge(rules, day)

    @property
    def fatal(self) -> list[LedgerError]:
        """Errors after which no figure can be trusted."""
        return [error for error in self.errors if error.fatal]


DRAFT: Final = "<string>"
"""What Beancount calls the file of a text that stands in none."""

AFTER_ALL: Final = "\n" * 100_000
"""Stands before a draft: Beancount reads what happens on one day in the order of the lines."""


def load(path: Path, draft: str = "") -> Loaded:
    """Load a ledger.

    Args:
        path: the main file or its folder.
        draft: directives that are in no file yet, read after all others; their file is
            :data:`DRAFT`.

    Raises:
        UnreadableBooksError: there is no such file, or it cannot be opened.
    """
    path = main_file(path)
    with collector_paused():
        return _judged(path, *_load_uncached(path, draft))


def load_both(path: Path, draft: str) -> tuple[Loaded | None, Loaded]:
    """Load a ledger without and with a draft, reading its files once.

    What comes first is ``None`` where the draft may have changed how others are read, so that the
    ledger has to be loaded once more: there are errors, padding, lots at cost, or other plugins.

    Raises:
        UnreadableBooksError: there is no such file, or it cannot be opened.
    """
    path = main_file(path)
    with collector_paused():
        entries, raw_errors, options = _load_uncached(path, draft)
        after = _judged(path, entries, raw_errors, options)
        if after.errors or after.missing or not _apart(entries, options):
            return None, after
        analysis = Analysis()
        analysis.read([entry for entry in entries if entry.meta["filename"] != DRAFT], options)
        for family in after.families:
            analysis.findings[family] = analysis.judge(
                import_module(f"{words.PLUGIN}.{family}").RULES
            )
    return replace(after, analysis=analysis), after


def _apart(entries: Sequence[Any], options: Mapping[str, Any]) -> bool:
    """Whether no entry depends on another one, so that some can be left out."""
    if any(name.partition(".")[0] != words.PLUGIN for name, _ in options["plugin"]):
        return False
    return not any(
        isinstance(entry, Pad)
        or (
            isinstance(entry, Transaction)
            and entry.meta["filename"] == DRAFT
            and any(posting.cost is not None for posting in entry.postings)
        )
        for entry in entries
    )


def _judged(
    path: Path, entries: Sequence[Any], raw_errors: Sequence[Any], options: dict[str, Any]
) -> Loaded:
    """What Beancount read, with what the plugins left in it, or would have."""
    analysis = options.get(KEY)
    if not isinstance(analysis, Analysis):
        analysis = Analysis()
    ran = set(analysis.findings)
    if not ran:
        analysis.read(entries, options)
    named = list(_named(options, path))
    expected = {family for line in named for family in line.families} or set(words.FAMILIES)
    _run_missing(analysis, expected - ran - analysis.started)
    missing = [*_not_run(named, ran, analysis), *_crashes(named, ran, analysis, path)]
    foreign = [e for e in raw_errors if not isinstance(e, CoopfundError) and not is_ours(e)]
    errors = explain(foreign, entries, options)
    hints = _hints(path, entries, named)
    families = sorted(analysis.findings)
    return Loaded(path, analysis, errors, families, missing, hints, named, options)


def _hints(path: Path, entries: Sequence[Any], named: Sequence["PluginLine"]) -> list[str]:
    if not entries:
        return [f"{path.name} has no entries."]  # English: a command says so
    if not named:
        line = f'plugin "{words.PLUGIN}"'
        until = f"until {path.name} has the line"  # English: a command says so
        return [f"no rule runs in Fava and bean-check {until}: {line}"]  # English: as above
    return []


def main_file(path: Path) -> Path:
    """The main file that a path names, which may be its folder.

    Raises:
        UnreadableBooksError: there is none, or it cannot be opened.
    """
    path = Path(path).expanduser()
    if path.is_dir():
        main = path / "main.beancount"
        if not main.exists():
            message = f"{path} is a folder without a main.beancount; name the ledger's main file."
            raise UnreadableBooksError(message)
        path = main
    if not path.exists():
        message = f"{path} does not exist; name the ledger's main file."
        raise UnreadableBooksError(message)
    try:
        with path.open("rb") as file:
            file.read(1)
    except OSError as error:
        message = f"{path} cannot be read: {error.strerror}."
        raise UnreadableBooksError(message) from error
    return path.absolute()


def _load_uncached(path: Path, draft: str = "") -> tuple[Any, Any, Any]:
    """As Fava does: never from Beancount's load cache, which may be stale or another program's."""
    if is_encrypted_file(str(path)) and not draft:
        return loader.load_file(str(path))
    sources = [(str(path), True)]
    if draft:
        sources.append((AFTER_ALL + draft, False))
    try:
        return loader._load(sources, None, None, None)  # noqa: SLF001  # no public way leaves the user's cache file alone
    except UnicodeDecodeError as error:
        message = (
            f"{path.name} or a file it includes is not UTF-8 text (byte {error.start}: "
            f"{error.reason}); save it as UTF-8."
        )
        raise UnreadableBooksError(message) from error
    except OSError as error:
        message = f"{error.filename or path} cannot be read: {error.strerror}."
        raise UnreadableBooksError(message) from error


@dataclass(frozen=True, slots=True)
class PluginLine:
    """A line that names a plugin of ours; Beancount ignores it where it is ``included``."""

    place: Place
    name: str
    included: bool

    @property
    def families(self) -> Sequence[str]:
        """The rule families that it asks for."""
        if self.name == words.PLUGIN:
            return words.FAMILIES
        package, _, family = self.name.partition(".")
        return (family,) if package == words.PLUGIN and family else ()


def _named(options: dict[str, Any], path: Path) -> Iterator[PluginLine]:
    """Every plugin line of ours, those of the main file first."""
    others = [Path(file) for file in options.get("include", ()) if Path(file) != path]
    for file in (path, *others):
        if file.exists():
            for name, line in plugin_lines(file):
                found = PluginLine(Place(str(file), line), name, included=file != path)
                if found.families:
                    yield found


def plugin_lines(file: Path) -> Iterator[tuple[str, int]]:
    """The plugin lines of one file, with their line numbers."""
    text = file.read_text(encoding="utf-8", errors="replace")
    if "plugin" in text:
        for match in PLUGIN_LINE.finditer(text):
            yield match["name"], text.count("\n", 0, match.start()) + 1


def _run_missing(analysis: Analysis, families: set[str]) -> None:
    """Judge what Beancount did not, so that the check is complete even so."""
    for family in sorted(families & set(words.FAMILIES)):
        try:
            module = import_module(f"{words.PLUGIN}.{family}")
        except ImportError:
            continue
        analysis.findings[family] = analysis.judge(module.RULES)


def _not_run(named: Sequence[PluginLine], ran: set[str], analysis: Analysis) -> Iterator[Finding]:
    """Lines that ask for families which Beancount did not run, though nothing crashed."""
    for line in named:
        families = [f for f in line.families if f not in ran | analysis.started]
        if not families:
            continue
        told = {"families": listed(families), "line": line.name}
        if line.included:
            message = plural(
                "The rule family {families} did not run in Beancount: it ignores the line plugin "
                '"{line}" in an included file without a word; move the line to the main file.',
                "The rule families {families} did not run in Beancount: it ignores the line plugin "
                '"{line}" in an included file without a word; move the line to the main file.',
                len(families),
                **told,
            )
        else:
            known = families[0] in words.FAMILIES
            message = plural(
                "The rule family {families} did not run: {line} is not installed here{hint}.",
                "The rule families {families} did not run: {line} is not installed here{hint}.",
                len(families),
                hint="" if known else did_you_mean(families[0], words.FAMILIES),
                **told,
            )
        yield _finding(line.place, message)


def _crashes(
    named: Sequence[PluginLine], ran: set[str], analysis: Analysis, path: Path
) -> Iterator[Finding]:
    """A finding for each family that began and did not end."""
    for family in sorted(analysis.started - ran):
        line = next((line for line in named if family in line.families), None)
        yield _finding(
            line.place if line else Place(str(path), 1),
            _(
                "The rule family {family} did not run: it crashed; bean-check shows where. This is "
                "a fault of coopfund's: please report it.",
                family=family,
            ),
        )


def _finding(place: Place, message: str) -> Finding:
    return Finding(
        code="CF610",
        name=catalogue.get("CF610").name,
        action="stop",
        date=date.min,
        place=place,
        message=message,
        evidence={"problem": message},
    )
