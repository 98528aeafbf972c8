"""Reports that were delivered: what the packs in a folder said, to compare with what is now."""

import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final

from coopfund.report.months import key, read_month

NAME: Final = re.compile(r"coopfund-([0-9]{4}-(?:0[1-9]|1[0-2]))\.json")


@dataclass(frozen=True, slots=True)
class Delivered:
    """A pack as it was delivered.

    Attributes:
        month: the first day of its month.
        data: its JSON.
        made_by: the program's name and version, where its manifest says so.
        check: of the key that its prints were made with.
        prints: how often its manifest has each print, with the month and the day before it.
    """

    month: date
    data: Mapping[str, Any]
    made_by: str = ""
    check: str = ""
    prints: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class History:
    """What was delivered before: the last report of an earlier month, and this month's own."""

    last: Delivered | None = None
    own: Delivered | None = None


def stem(month: date) -> str:
    """What every file of a month's pack begins with."""
    return f"coopfund-{key(month)}"


def history(folder: Path, month: date) -> History:
    """What a folder holds of earlier packs; what is no report of ours is passed over."""
    names = folder.iterdir() if folder.is_dir() else ()
    months = sorted(read_month(match[1]) for path in names if (match := NAME.fullmatch(path.name)))
    earlier = [found for found in months if found < month]
    last = next((read for found in reversed(earlier) if (read := _read(folder, found))), None)
    return History(last, _read(folder, month) if month in months else None)


def _read(folder: Path, month: date) -> Delivered | None:
    data = _json(folder / f"{stem(month)}.json")
    if data.get("report") != "month" or data.get("month") != key(month):
        return None
    manifest = _json(folder / f"{stem(month)}-manifest.json")
    entries = manifest.get("entries")
    entries = entries if isinstance(entries, dict) else {}
    months = entries.get("months")
    prints: Counter[str] = Counter(
        f"{name}-{text}"
        for name, texts in (months.items() if isinstance(months, dict) else ())
        if isinstance(texts, list)
        for text in texts
    )
    return Delivered(
        month,
        data,
        str(manifest.get("made_by") or ""),
        str(entries.get("check") or ""),
        prints,
    )


def _json(path: Path) -> dict[str, Any]:
    """A JSON object, empty where the file holds none."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}
