"""Reads and writes ``seals.json``, the file beside the main file that holds the seals.

::

    {"schema_version": 1,
     "months": [{"month": "2026-03", "sealed-on": "2026-04-15", "by": "m-0017",
                 "digest": "…",
                 "entries": {"<digest>": {"date": "2026-03-05", "narration": "paper", …}}}]}

Each entry is kept by its digest with all that it said (``canonical.entry_fields``), so that a
change can be shown field by field; ``times`` counts entries that are the same. The digest of the
month is over the digests of its entries; what does not add up is a problem, never an exception.
"""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from coopfund.books.records import Problem
from coopfund.findings import Place
from coopfund.language import _
from coopfund.trust.canonical import canonical, entry_digest, month_digest
from coopfund.trust.seals import TIMES, Held, Seal

FILE = "seals.json"
SCHEMA = 1
MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
QUOTED = re.compile(r'"([0-9a-f]{64}|[0-9]{4}-[0-9]{2})"')


class MalformedSealError(Exception):
    """A seal that says nothing certain; the message says why."""


def seals_text(months: Sequence[Mapping[str, Any]]) -> str:
    """The whole file, for these months."""
    data = {"schema_version": SCHEMA, "months": list(months)}
    return json.dumps(data, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def read_seals(folder: str) -> tuple[tuple[Seal, ...], list[Problem]]:
    """The seals of a folder of books, and what is wrong with them; none where there is no file."""
    path = Path(folder) / FILE
    if not folder or not path.is_file():
        return (), []
    try:
        text = path.read_text(encoding="utf-8")
        data = json.loads(text)
    except UnicodeDecodeError:
        return (), [_problem(path, 1, _("it is not UTF-8 text"))]
    except OSError as error:
        return (), [_problem(path, 1, _("it cannot be read: {why}", why=error.strerror))]
    except (json.JSONDecodeError, RecursionError) as error:
        return (), [_problem(path, getattr(error, "lineno", 1), _("it is not JSON"))]
    months = data.get("months") if isinstance(data, dict) else None
    if not isinstance(months, list):
        return (), [_problem(path, 1, _('it has no list of "months"'))]
    return _months(path, _lines(text), months)


def _months(
    path: Path, lines: Mapping[str, int], months: Sequence[object]
) -> tuple[tuple[Seal, ...], list[Problem]]:
    problems: list[Problem] = []
    seals: dict[str, Seal] = {}
    for month in months:
        try:
            seal = _seal(path, lines, month)
        except MalformedSealError as error:
            name = month.get("month") if isinstance(month, dict) else None
            problems.append(_problem(path, lines.get(str(name), 1), str(error)))
            continue
        if seal.month in seals:
            told = _("{month} is sealed twice", month=seal.month)
            problems.append(_problem(path, seal.place.line, told))
        seals.setdefault(seal.month, seal)
    return tuple(seals[month] for month in sorted(seals)), problems


def _seal(path: Path, lines: Mapping[str, int], month: object) -> Seal:
    if not isinstance(month, dict):
        raise MalformedSealError(_("a month is no object"))
    name = str(month.get("month"))
    if not MONTH.fullmatch(name):
        raise MalformedSealError(_('the month "{month}" is not written as 2026-03', month=name))
    try:
        sealed_on = date.fromisoformat(str(month.get("sealed-on")))
    except ValueError as error:
        raise MalformedSealError(_("{month} has no day in sealed-on", month=name)) from error
    entries = month.get("entries")
    if not isinstance(entries, dict):
        raise MalformedSealError(_('{month} has no "entries"', month=name))
    held = {
        digest: _held(Place(str(path), lines.get(digest, 1)), name, digest, entries[digest])
        for digest in entries
    }
    digest = month_digest(d for d, its in held.items() for _ in range(its.times))
    if month.get("digest") != digest:
        raise MalformedSealError(
            _("the digest of {month} is not that of its entries; the seal was changed", month=name)
        )
    place = Place(str(path), lines.get(name, 1))
    return Seal(name, sealed_on, str(month.get("by") or ""), digest, held, place)


def _held(place: Place, month: str, digest: str, fields: object) -> Held:
    if not isinstance(fields, dict):
        raise MalformedSealError(_("an entry of {month} is no object", month=month))
    times = fields.get(TIMES, 1)
    said = {key: value for key, value in fields.items() if key != TIMES}
    day = str(said.get("date", ""))
    if type(times) is not int or times < 1 or entry_digest(canonical(said)) != digest:
        raise MalformedSealError(
            _("an entry of {month} is not what its digest says; the seal was changed", month=month)
        )
    if not day.startswith(month) or not _is_day(day):
        raise MalformedSealError(_('an entry of {month} is dated "{day}"', month=month, day=day))
    return Held(said, times, place)


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _problem(path: Path, line: int, message: str) -> Problem:
    return Problem(Place(str(path), line), date.min, f"{FILE}: {message}")


def _lines(text: str) -> dict[str, int]:
    """The line of each digest and each month of the file."""
    found: dict[str, int] = {}
    line, offset = 1, 0
    for match in QUOTED.finditer(text):
        line += text.count("\n", offset, match.start())
        offset = match.start()
        found.setdefault(match[1], line)
    return found
