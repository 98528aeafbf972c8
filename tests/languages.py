"""The catalogues of texts for members: gathered from the code, translated by people, compiled.

``make languages`` gathers every text that the code prints through ``_``, ``plural`` and
``marked``, and the statement of every rule; brings ``coopfund.po`` of each language up to date
(texts that are gone are dropped, new ones stand there empty) and compiles ``coopfund.mo``.
``tests/test_languages.py`` fails where a text has no translation or a catalogue is not compiled.
"""

import io
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from coopfund.language import DOMAIN, ENGLISH, FOLDER, LANGUAGES
from coopfund.rules import catalogue

ROOT: Final = Path(__file__).parents[1]
KEYWORDS: Final = {"_": None, "plural": (1, 2), "marked": None}
NO_DAY: Final = datetime(2026, 1, 1, tzinfo=UTC)
"""A catalogue says nothing of the day it was made on, so that it only changes with its texts."""

TRANSLATED: Final = tuple(code for code in LANGUAGES if code != ENGLISH)


def gathered() -> Catalog:
    """Every text of the code, each with the files it stands in."""
    texts = Catalog(
        project="coopfund", copyright_holder="coopfund", creation_date=NO_DAY, charset="utf-8"
    )
    for folder in ("src", "plugins", "reports"):
        for file in sorted((ROOT / folder).rglob("*.py")):
            place = file.relative_to(ROOT).as_posix()
            found = extract_from_file("python", str(file), KEYWORDS, ("Translators:",))
            for _, text, comments, _ in found:
                texts.add(text, locations=[(place, 0)], auto_comments=comments)
    for code in catalogue.codes():
        rule = catalogue.get(code)
        place = f"src/coopfund/rules/catalogue_texts/{rule.family}.toml"
        texts.add(rule.statement, locations=[(place, 0)])
    return texts


def file_of(code: str, ending: str) -> Path:
    """A language's ``coopfund.po`` or ``coopfund.mo``."""
    return FOLDER / code / "LC_MESSAGES" / f"{DOMAIN}.{ending}"


def kept(code: str) -> Catalog:
    """The translations of a language as they stand; an empty catalogue where there are none."""
    file = file_of(code, "po")
    if not file.exists():
        return Catalog(locale=code)
    with file.open("rb") as stream:
        return read_po(stream, locale=code)


def renewed(code: str, texts: Catalog) -> Catalog:
    """The translations of a language for the texts of the code."""
    its = kept(code)
    its.update(texts, no_fuzzy_matching=True)
    its.obsolete.clear()
    fresh = Lasting(
        locale=code,
        project="coopfund",
        copyright_holder="coopfund",
        creation_date=NO_DAY,
        revision_date=NO_DAY,
        last_translator="coopfund",
        language_team=LANGUAGES[code],
        fuzzy=False,
        header_comment=f"# {LANGUAGES[code]}: texts of coopfund for members.",
    )
    for message in sorted((m for m in its if m.id), key=_place):
        fresh.add(
            message.id,
            message.string,
            locations=sorted(set(message.locations)),
            flags=message.flags,
            auto_comments=message.auto_comments,
            user_comments=message.user_comments,
        )
    return fresh


def _place(message: object) -> tuple[str, str]:
    locations = getattr(message, "locations", [])
    return min(place for place, _ in locations), str(getattr(message, "id", ""))


def po(texts: Catalog) -> bytes:
    """A catalogue as people edit it."""
    stream = io.BytesIO()
    write_po(stream, texts, width=100, include_lineno=False)
    return stream.getvalue()


class Lasting(Catalog):
    """A catalogue whose head names no version, so that it only changes with its texts."""

    @property  # type: ignore[misc]  # read from a file, it is an ordinary catalogue
    def mime_headers(self) -> list[tuple[str, str]]:
        """What stands at its head."""
        return [
            ("Project-Id-Version", "coopfund"),
            ("Language", str(self.locale_identifier)),
            ("Language-Team", str(self.language_team)),
            ("Plural-Forms", str(self.plural_forms)),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
        ]


def mo(texts: Catalog) -> bytes:
    """A catalogue as programs read it."""
    stream = io.BytesIO()
    write_mo(stream, texts)
    return stream.getvalue()


def main() -> None:
    """Bring every catalogue up to date, and say what is missing."""
    texts = gathered()
    for code in TRANSLATED:
        its = renewed(code, texts)
        file_of(code, "po").parent.mkdir(parents=True, exist_ok=True)
        file_of(code, "po").write_bytes(po(its))
        file_of(code, "mo").write_bytes(mo(its))
        missing = sum(1 for message in its if message.id and not whole(message.string))
        sys.stdout.write(f"{LANGUAGES[code]}: {len(its)} texts, {missing} without translation\n")


def whole(translation: str | tuple[str, ...] | list[str] | None) -> bool:
    """Whether a text, or each of its plural forms, is translated."""
    return all(translation) if isinstance(translation, tuple | list) else bool(translation)


if __name__ == "__main__":
    main()
