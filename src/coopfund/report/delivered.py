"""Reports that were delivered: what the packs in a folder said, to compare with what is now."""

import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from coopfund.report.months import key, read_month

NAME: Final = re.compile(r"coopfund-([0-9]{4}-(?:0[1-9]|1[0-2]))\.json")


@dataclass(frozen=True)
class Delivered:
    """A pack as it was delivered; its manifest is read where somebody asks for what it says.

    Attributes:
        month: the first day of its month.
        data: its JSON.
        folder: where it is.
    """

    month: date
    data: Mapping[str, Any]
    folder: Path

    @property
    def made_by(self) -> str:
        """The program's name and version, where the manifest says so."""
        return str(self._manifest.get("made_by") or "")

    @property
    def check(self) -> str:
        """Of the key that its prints were made with."""
        return str(self._entries.get("check") or "")

    @cached_property
    def prints(self) -> Mapping[str, int]:
        """How often the manifest has each print, with the month and the day before it."""
        months = self._entries.get("months")
        return Counter(
            f"{name}-{text}"
            for name, texts in (months.items() if isinstance(months, dict) else ())
            if isinstance(texts, list)
            for text in texts
        )

    @property
    def _entries(self) -> Mapping[str, Any]:
        entries = self._manifest.get("entries")
        return entries if isinstance(entries, dict) else {}

    @cached_property
    def _manifest(self) -> Mapping[str, Any]:
        return _json(self.folder / f"{stem(self.month)}-manifest.json")


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
    return Delivered(month, data, folder)


def _json(path: Path) -> dict[str, Any]:
    """A JSON object, empty where the file holds none."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}
