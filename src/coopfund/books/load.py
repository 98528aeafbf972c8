"""Loads a ledger file: Beancount with the collector paused and no cache, then what the plugins left."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from beancount import loader
from beancount.utils.encryption import is_encrypted_file

from coopfund import words
from coopfund.findings import Finding, Place
from coopfund.rules import catalogue
from coopfund.rules.analysis import KEY, Analysis
from coopfund.rules.plugin import CoopfundError, collector_paused

PLUGIN_LINE = re.compile(r'^plugin\s+"(?P<name>[^"]+)"', re.MULTILINE)
FATAL_TYPES = frozenset({"ParserError", "ParserSyntaxError", "LexerError"})


class UnreadableBooksError(Exception):
    """The books cannot be read at all; the message is one sentence for the user."""


@dataclass(frozen=True, slots=True)
class LedgerError:
    """An error of Beancount's own, in one sentence; ``fatal`` where entries are missing for it."""

    place: Place
    message: str
    fatal: bool


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
    """

    path: Path
    analysis: Analysis
    errors: Sequence[LedgerError]
    families: Sequence[str]
    missing: Sequence[Finding] = ()
    hints: list[str] = field(default_factory=list)

    @property
    def findings(self) -> list[Finding]:
        """Every finding, those of missing families first."""
        return [*self.missing, *self.analysis.all_findings()]

    @property
    def fatal(self) -> list[LedgerError]:
        """Errors after which no figure can be trusted."""
        return [error for error in self.errors if error.fatal]


def load(path: Path) -> Loaded:
    """Load a ledger.

    Raises:
        UnreadableBooksError: there is no such file, or it cannot be opened.
    """
    path = _existing(path)
    with collector_paused():
        entries, raw_errors, options = _load_uncached(path)
        errors = [_explain(e, options) for e in raw_errors if not isinstance(e, CoopfundError)]
        analysis = options.get(KEY)
        if not isinstance(analysis, Analysis):
            analysis = Analysis()
        expected = dict(_expected(options, path))
        ran = set(analysis.findings)
        hints = []
        if not expected:
            expected = dict.fromkeys(words.FAMILIES, "")
            if entries:
                hints.append(
                    f"no rule runs in Fava and bean-check until {path.name} has the line: "
                    f'plugin "{words.PLUGIN}"'
                )
        if not ran:
            analysis.read(entries, options)
        crashed = _crashed(raw_errors)
        _run_missing(analysis, set(expected) - ran - crashed)
    missing = [
        _did_not_run(family, why, path, crashed)
        for family, why in sorted(expected.items())
        if family not in ran and (why or family in crashed or family not in analysis.findings)
    ]
    errors = [error for error in errors if words.PLUGIN not in error.message]
    return Loaded(path, analysis, errors, sorted(analysis.findings), missing, hints)


def _existing(path: Path) -> Path:
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


def _load_uncached(path: Path) -> tuple[Any, Any, Any]:
    """As Fava does: never from Beancount's load cache, which may be stale or another program's."""
    if is_encrypted_file(str(path)):
        return loader.load_file(str(path))
    try:
        return loader._load([(str(path), True)], None, None, None)  # noqa: SLF001  # no public way leaves the user's cache file alone
    except UnicodeDecodeError as error:
        message = (
            f"{path.name} or a file it includes is not UTF-8 text (byte {error.start}: "
            f"{error.reason}); save it as UTF-8."
        )
        raise UnreadableBooksError(message) from error


def _expected(options: dict[str, Any], path: Path) -> Iterator[tuple[str, str]]:
    """The families that a plugin line anywhere names, and what is wrong with the line, if anything."""
    for name, _ in options.get("plugin", ()):
        for family in _families(name):
            yield family, ""
    for file, name, line in _included_plugins(options, path):
        for family in _families(name):
            yield (
                family,
                (
                    f'the line plugin "{name}" stands in the included file {file}:{line}, where '
                    f"Beancount ignores it without a word; move it to {path.name}"
                ),
            )


def _families(plugin: str) -> Sequence[str]:
    if plugin == words.PLUGIN:
        return words.FAMILIES
    package, _, family = plugin.partition(".")
    return (family,) if package == words.PLUGIN and family else ()


def _included_plugins(options: dict[str, Any], path: Path) -> Iterator[tuple[str, str, int]]:
    in_main = {family for name, _ in options.get("plugin", ()) for family in _families(name)}
    for file in options.get("include", ()):
        if Path(file) == path or not Path(file).exists():
            continue
        for name, line in plugin_lines(Path(file)):
            if set(_families(name)) - in_main:
                yield Path(file).name, name, line


def plugin_lines(file: Path) -> Iterator[tuple[str, int]]:
    """The plugin lines of one file, with their line numbers."""
    text = file.read_text(encoding="utf-8", errors="replace")
    if "plugin" in text:
        for match in PLUGIN_LINE.finditer(text):
            yield match["name"], text.count("\n", 0, match.start()) + 1


def _crashed(errors: Sequence[Any]) -> set[str]:
    """Families whose plugin function Beancount says has raised."""
    return {
        family
        for error in errors
        if str(error.message).startswith("Error applying plugin")
        for family in words.FAMILIES
        if f"{family}.py" in error.message or f'.{family}"' in error.message
    }


def _run_missing(analysis: Analysis, families: set[str]) -> None:
    """Judge what Beancount did not, so that the check is complete even so."""
    from importlib import import_module  # noqa: PLC0415  # only where the plugins did not run

    for family in sorted(families & set(words.FAMILIES)):
        try:
            module = import_module(f"{words.PLUGIN}.{family}")
        except ImportError:
            continue
        analysis.findings[family] = analysis.judge(module.RULES)


def _did_not_run(family: str, why: str, path: Path, crashed: set[str]) -> Finding:
    if family in crashed:
        why = "it crashed; bean-check shows where. This is a fault of coopfund's: please report it"
    elif not why:
        why = f"the plugin {words.PLUGIN}.{family} is not installed here"
    text = catalogue.get("CF610")
    message = f"The rule family {family} did not run: {why}."
    line = next((n for name, n in plugin_lines(path) if family in _families(name)), 1)
    return Finding(
        code="CF610",
        name=text.name,
        action="stop",
        date=date.min,
        place=Place(str(path), line),
        message=message,
        evidence={"problem": message},
    )


def _explain(error: Any, options: dict[str, Any]) -> LedgerError:  # noqa: ANN401  # Beancount's errors share no base class
    """An error of Beancount's in one sentence, at a real line."""
    source = error.source or {}
    place = Place(str(source.get("filename", "")), int(source.get("lineno", 0) or 0))
    message = str(error.message)
    fatal = type(error).__name__ in FATAL_TYPES
    if message.startswith("Error importing"):
        name = message.split('"')[1]
        place = _find_line(options, rf'^plugin\s+"{re.escape(name)}"') or place
        return LedgerError(place, f'The plugin "{name}" is not installed here.', fatal=False)
    if message.startswith("Error applying plugin"):
        last = message.strip().splitlines()[-1].strip()
        name = message.split('"')[1]
        return LedgerError(place, f'The plugin "{name}" crashed: {last}', fatal=False)
    missing = re.match(r'File (?:glob )?"(?P<name>.+)" does not', message)
    if missing:
        name = missing["name"]
        pattern = rf'^include\s+"[^"]*{re.escape(Path(name).name)}"'
        place = _find_line(options, pattern) or place
        return LedgerError(
            place, f'The included file "{Path(name).name}" does not exist.', fatal=True
        )
    sentence = " ".join(message.split())
    return LedgerError(place, sentence if sentence.endswith(".") else f"{sentence}.", fatal)


def _find_line(options: dict[str, Any], pattern: str) -> Place | None:
    regex = re.compile(pattern, re.MULTILINE)
    for file in options.get("include", ()):
        if not Path(file).exists():
            continue
        text = Path(file).read_text(encoding="utf-8", errors="replace")
        match = regex.search(text)
        if match:
            return Place(file, text.count("\n", 0, match.start()) + 1)
    return None
