"""What the doctor found, as data and as text."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from coopfund import words
from coopfund.doctor.installation import Installation
from coopfund.doctor.lack import Lack
from coopfund.doctor.lacks import lacks
from coopfund.doctor.unjudged import Unjudged, unjudged
from coopfund.tables import text_table
from coopfund.wording import counted, listed

if TYPE_CHECKING:
    from coopfund.books.load import Loaded

SHOWN = 5
UNTITLED = "Beancount"
"""The title of books that set none."""


def installation_data(installation: Installation) -> dict[str, Any]:
    """Versions and rule families as plain data."""
    return {
        "sound": installation.sound,
        "versions": {
            part.name: {"found": part.found, "wanted": part.wanted or None, "fits": part.fits}
            for part in installation.parts
        },
        "families": {
            name: {"importable": why is None, "because": why} for name, why in installation.families
        },
    }


def installation_text(installation: Installation) -> str:
    """Versions as a table, and whether the plugins can be imported."""
    rows = [
        (part.name, part.found or "missing", part.wanted or "any", _verdict(part.fits))
        for part in installation.parts
    ]
    table = text_table(("installed", "version", "wanted", ""), rows, 4)
    broken = [f"{name} ({why})" for name, why in installation.families if why]
    fine = [name for name, why in installation.families if not why]
    plugins = f"Rule families that can be imported: {listed(fine) or 'none'}.\n"
    return table + plugins + (f"Cannot be imported: {listed(broken)}.\n" if broken else "")


def _verdict(fits: bool) -> str:  # noqa: FBT001  # one flag, named where it is read
    return "fine" if fits else "NOT WITHIN"


class Books:
    """What there is to say of one group's books.

    Attributes:
        errors: Beancount's own, each with its line.
        problems: our directives that cannot be read and families that did not run, likewise.
    """

    def __init__(self, loaded: "Loaded", errors: Sequence[str], problems: Sequence[str]) -> None:
        """Examine loaded books."""
        self.loaded, self.errors, self.problems = loaded, errors, problems
        self.lacks: Sequence[Lack] = lacks(loaded)
        found = {finding.code for finding in loaded.findings}
        every: Sequence[Unjudged] = unjudged(loaded.analysis.case())
        self.unjudged = [rule for rule in every if rule.code not in found]

    def data(self) -> dict[str, Any]:
        """As plain data."""
        books, loaded = self.loaded.analysis.books, self.loaded
        return {
            "ledger": loaded.path.name,
            "title": books.title,
            "currency": books.currency or None,
            "transactions": len(books.transactions),
            "begin": books.begin.isoformat() if books.begin else None,
            "end": books.end.isoformat() if books.end else None,
            "errors": list(self.errors),
            "problems": list(self.problems),
            "plugin_lines": [
                {"name": line.name, "line": line.place.line, "included": line.included}
                for line in loaded.plugins
            ],
            "families": sorted(loaded.analysis.started & set(loaded.families)),
            "lacks": [
                {
                    "name": lack.name,
                    "sentence": lack.sentence,
                    "lines": list(lack.lines),
                    "more": lack.more,
                }
                for lack in self.lacks
            ],
            "unjudged": {rule.code: rule.because for rule in self.unjudged},
        }

    def text(self) -> str:
        """As paragraphs."""
        blocks = [
            self._head(),
            _listing("error", "of Beancount's own", self.errors),
            _listing("problem", "with what the books declare", self.problems),
            self._families(),
        ]
        blocks += [f"{number}. {_told(lack)}" for number, lack in enumerate(self.lacks, 1)] or [
            "The books lack nothing that the doctor knows of.\n"
        ]
        if self.unjudged:
            rows = [(rule.code, rule.name, rule.because) for rule in self.unjudged]
            blocks.append(text_table(("not judged", "", "because"), rows, 3))
        return "\n".join(blocks)

    def _head(self) -> str:
        books = self.loaded.analysis.books
        count = counted(len(books.transactions), "transaction")
        days = f", {books.begin} to {books.end}" if books.begin else ""
        title = f" “{books.title}”" if books.title not in ("", UNTITLED) else ""
        currency = books.currency or "no currency"
        return f"{self.loaded.path.name}{title}: {count}{days}, in {currency}.\n"

    def _families(self) -> str:
        ran = sorted(self.loaded.analysis.started & set(self.loaded.families))
        return f"Rule families that run with Beancount: {listed(ran) or 'none'}.\n"


def _listing(one: str, whose: str, lines: Sequence[str]) -> str:
    """So many errors, the first few of them."""
    if not lines:
        return f"No {one} {whose}.\n"
    told = [f"{counted(len(lines), one).capitalize()} {whose}:"]
    told += [f"  {line}" for line in lines[:SHOWN]]
    rest = len(lines) - SHOWN
    told += [f"  … and {rest} more; see coopfund check"] if rest > 0 else []
    return "\n".join(told) + "\n"


def _told(lack: Lack) -> str:
    lines = [f"     {line}" for line in lack.lines]
    if lack.more:
        lines.append(f"     ; … and {lack.more} more, none of them larger")
    return "\n".join([lack.sentence, *([""] if lines else []), *lines]) + "\n"


def as_data(installation: Installation, books: dict[str, Any] | None) -> dict[str, Any]:
    """All of it, with ``books`` null where there are none."""
    return {
        "schema_version": words.SCHEMA_VERSION,
        "installation": installation_data(installation),
        "books": books,
    }
