"""Beancount's own errors, each in one sentence, at the line where a person can mend it."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from beancount.core.data import Custom, Directive

from coopfund import words
from coopfund.books.reader import place_of
from coopfund.findings import Place
from coopfund.language import _, marked

FATAL_TYPES: Final = frozenset({"ParserError", "ParserSyntaxError", "LexerError"})
IMPORTING: Final = re.compile(r'Error importing "(?P<name>[^"]+)"')
APPLYING: Final = re.compile(r'Error applying plugin "(?P<name>[^"]+)"')
NO_FILE: Final = re.compile(r'File (?:glob )?"(?P<name>.+)" does not')
TWICE: Final = re.compile(r'Duplicate filename parsed: "(?P<name>.+)"')
SYNTAX: Final = re.compile(r"syntax error, unexpected (?P<token>[^,]+)")
TOKENS: Final = {
    "EOL": marked("end of line"),
    "INDENT": marked("indentation"),
    "LPAREN": "(",
    "RPAREN": ")",
    "LCURL": "{",
    "RCURL": "}",
}
"""What a person calls the parser's tokens."""
LONGEST: Final = 300
"""Longer messages are cut; Beancount prints whole entries."""


@dataclass(frozen=True, slots=True)
class LedgerError:
    """An error of Beancount's own, in one sentence; ``fatal`` where entries are missing for it."""

    place: Place
    message: str
    fatal: bool


def explain(
    errors: Sequence[Any], entries: Sequence[Directive], options: Mapping[str, Any]
) -> list[LedgerError]:
    """Every error in one sentence; a file that is no text is one error, whatever it holds."""
    no_text = {error.place.file: error for error in _no_text(errors)}
    others = (
        _explain(error, entries, options)
        for error in errors
        if str((error.source or {}).get("filename")) not in no_text
    )
    return [*no_text.values(), *others]


def _no_text(errors: Iterable[Any]) -> Iterator[LedgerError]:
    """The files with errors that are not UTF-8 text."""
    files = {str((error.source or {}).get("filename")) for error in errors if _is_fatal(error)}
    for file in sorted(files):
        path = Path(file)
        if path.is_file():
            content = path.read_bytes()
            message = why_no_text(content)
            if message:
                yield LedgerError(Place(file, _bad_line(content)), message, fatal=True)


def why_no_text(content: bytes) -> str | None:
    """Why these bytes are no ledger, in one sentence; ``None`` where they are text."""
    if b"\0" in content:
        return _("This is no text file.")
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        byte = f"0x{content[error.start]:02x}"
        return _("The byte {byte} is not UTF-8 text; save the file as UTF-8.", byte=byte)
    return None


def _bad_line(content: bytes) -> int:
    if b"\0" in content:
        return 1
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        return content.count(b"\n", 0, error.start) + 1
    return 1


def _is_fatal(error: Any) -> bool:  # noqa: ANN401  # Beancount's errors share no base class
    return type(error).__name__ in FATAL_TYPES


def _explain(
    error: Any,  # noqa: ANN401  # Beancount's errors share no base class
    entries: Sequence[Directive],
    options: Mapping[str, Any],
) -> LedgerError:
    source = error.source or {}
    place = Place(str(source.get("filename", "")), int(source.get("lineno", 0) or 0))
    message = str(error.message)
    for pattern, tell in (
        (IMPORTING, _not_installed),
        (NO_FILE, _no_file),
        (TWICE, _twice),
    ):
        found = pattern.match(message)
        if found:
            return tell(found["name"], place, options)
    found = APPLYING.match(message)
    if found:
        return _crashed(found["name"], message, place, entries)
    sentence = _readable(" ".join(message.split()))
    if len(sentence) > LONGEST:
        sentence = f"{sentence[:LONGEST]}…"
    ended = sentence if sentence.endswith((".", "…")) else f"{sentence}."
    if _ends_early(message) and place.line > 1:
        place = place._replace(line=place.line - 1)  # Beancount has counted the line end already
    return LedgerError(place, ended, _is_fatal(error))


def _ends_early(message: str) -> bool:
    """Whether the parser met the end of a line where more should stand."""
    return message.startswith("syntax error, unexpected EOL")  # English: Beancount's own


def _readable(message: str) -> str:
    """Beancount's parser speaks of tokens; which others it would have taken helps nobody."""
    found = SYNTAX.match(message)
    if found is None:
        return message
    token = found["token"]
    return _(
        "This line cannot be read: unexpected {token}",
        token=_(TOKENS[token]) if token in TOKENS else token,
    )


def is_ours(error: Any) -> bool:  # noqa: ANN401  # Beancount's errors share no base class
    """Whether an error says that a plugin of ours is missing or crashed; CF610 tells of that."""
    message = str(error.message)
    found = IMPORTING.match(message) or APPLYING.match(message)
    return found is not None and found["name"].startswith(words.PLUGIN)


def _not_installed(name: str, place: Place, options: Mapping[str, Any]) -> LedgerError:
    place = _find_line(options, rf'^plugin\s+"{re.escape(name)}"') or place
    message = _('The plugin "{name}" is not installed here.', name=name)
    return LedgerError(place, message, fatal=False)


def _no_file(name: str, place: Place, options: Mapping[str, Any]) -> LedgerError:
    short = Path(name).name
    place = _find_line(options, rf'^include\s+"[^"]*{re.escape(short)}"') or place
    message = _('The included file "{file}" does not exist.', file=short)
    return LedgerError(place, message, fatal=True)


def _twice(name: str, place: Place, options: Mapping[str, Any]) -> LedgerError:
    short = Path(name).name
    place = _find_line(options, rf'^include\s+"[^"]*{re.escape(short)}"') or place
    message = _(
        'The file "{file}" is included more than once; it is read the first time only.', file=short
    )
    return LedgerError(place, message, fatal=False)


def _crashed(name: str, message: str, place: Place, entries: Sequence[Directive]) -> LedgerError:
    """A plugin that raised; Beancount's own do so on a ``custom`` without values."""
    customs = [entry for entry in entries if isinstance(entry, Custom)]
    bare = next((custom for custom in customs if not custom.values), None)
    if bare is not None and name.startswith("beancount."):
        where = place_of(bare.meta)
        told = _(
            'The directive custom "{directive}" has no values, and Beancount stumbles over it.',
            directive=bare.type,
        )
        return LedgerError(where, told, fatal=False)
    last = message.strip().splitlines()[-1].strip()
    told = _('The plugin "{name}" crashed: {error}.', name=name, error=last)
    return LedgerError(place, told, fatal=False)


def _find_line(options: Mapping[str, Any], pattern: str) -> Place | None:
    """The first line of any file of the books that matches."""
    regex = re.compile(pattern, re.MULTILINE)
    for file in options.get("include", ()):
        if not Path(file).exists():
            continue
        text = Path(file).read_text(encoding="utf-8", errors="replace")
        match = regex.search(text)
        if match:
            return Place(file, text.count("\n", 0, match.start()) + 1)
    return None
