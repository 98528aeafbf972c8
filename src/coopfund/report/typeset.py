"""Sets a template in type: a PDF to archive and to read aloud, the same bytes for the same words.

The PDFs keep PDF/A-2a (everything to show it is inside) and PDF/UA-1 (headings, tables and pictures
are tagged). Typst checks both while it writes, and fails where they are not kept.
"""

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final

import typst

from coopfund.report.html import OURS, TemplatesError

STANDARDS: Final = ("a-2a", "ua-1")
FONTS: Final = "fonts"
"""A folder beside a group's templates with fonts of its own."""

UNSEEN: Final = re.compile(
    r'the text `"((?:[^"\\]|\\.)*)"` could not be displayed'  # English: typst’s
)
ESCAPE: Final = re.compile(r"\\u\{([0-9a-f]+)\}")
TRIES: Final = 4
"""So often is a text set again without what no font can show; typst names most of it at once."""


def typeset(
    name: str, key: str, says: Mapping[str, Any], folders: Sequence[Path], day: date
) -> bytes:
    """A template filled in and set.

    What none of the fonts can show is replaced by its name, such as "(grinning face)".

    Args:
        name: the template's file, such as ``month.typ``.
        key: under which it finds what it prints, as JSON in ``sys.inputs``.
        says: what it prints, as plain JSON values.
        folders: where a group's own template is looked for, first to last, before ours; and a
            folder ``fonts`` beside it.
        day: the day that stands in the file as that of its making.

    Raises:
        TemplatesError: the template does not work.
    """
    found = next(path for f in (*folders, OURS) if (path := f / name).is_file())
    fonts = [folder / FONTS for folder in folders if (folder / FONTS).is_dir()]
    made_on = datetime(day.year, day.month, day.day, tzinfo=UTC)
    text = json.dumps(says, ensure_ascii=False)
    for _ in range(TRIES):
        compiler = typst.Compiler(
            found,
            root=found.parent,
            font_paths=fonts,
            ignore_system_fonts=True,
            sys_inputs={key: text},
        )
        try:
            made = compiler.compile(
                format="pdf", timestamp=int(made_on.timestamp()), pdf_standards=list(STANDARDS)
            )
        except typst.TypstError as error:
            unseen = set(_unseen(str(error)))
            if not unseen:
                message = f"the template {found.name} does not work: {_first(error)}."
                raise TemplatesError(message) from None
            text = _without(text, unseen)
            continue
        if isinstance(made, bytes):
            _forget()
            return made
        break
    message = f"the template {found.name} makes no page that the fonts here can show."
    raise TemplatesError(message)


def _forget() -> None:
    """Set an empty page: typst keeps what it computed for some pages more, which take much memory.

    Of a series each page is another one, so most of it is never asked for again.
    """
    typst.compile(b" ", ignore_system_fonts=True)


def _first(error: typst.TypstError) -> str:
    return str(error.message).strip().rstrip(".").replace("\n", " ")


def _unseen(message: str) -> Iterator[str]:
    """Every character that typst says no font has."""
    for quoted in UNSEEN.findall(message):
        text = ESCAPE.sub(lambda match: chr(int(match[1], 16)), quoted)
        yield from text.replace("\\", "").replace(" ", "")


def _without(text: str, unseen: set[str]) -> str:
    """JSON whose texts hold none of these characters: each run of them becomes what it is."""
    run = re.compile(f"[{re.escape(''.join(sorted(unseen)))}]+")
    return run.sub(lambda match: _named(match[0]), text)


def _named(run: str) -> str:
    """What stands for characters that cannot be shown.

    >>> _named("\N{GRINNING FACE}"), _named("\N{ARABIC LETTER ALEF}\N{ARABIC LETTER BEH}")
    ('(grinning face)', '(arabic text)')
    """
    if all(unicodedata.category(character) in {"Cf", "Mn", "Me"} for character in run):
        return ""
    names = [unicodedata.name(character, "a sign").lower() for character in run]
    if any(unicodedata.category(character).startswith("L") for character in run):
        script = names[0].split()[0].removesuffix("-")
        return f"({script} text)"  # English: Unicode’s name
    return f"({', '.join(dict.fromkeys(names))})"
