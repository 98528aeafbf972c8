"""The thresholds in force: a rule's defaults, and what was voted since when."""

from bisect import bisect_right
from datetime import date
from typing import TYPE_CHECKING, Any

from coopfund.rules import catalogue

if TYPE_CHECKING:
    from collections.abc import Iterable

    from coopfund.books.records import RuleChange

EARLIEST = date(1, 1, 1)


class Settings:
    """Every rule's settings, by day."""

    def __init__(self, changes: "Iterable[RuleChange]") -> None:
        """Take what was voted, in order of date, then file order."""
        self._changes: dict[str, list[RuleChange]] = {}
        for change in changes:
            self._changes.setdefault(change.code, []).append(change)
        self._known: dict[tuple[str, str], list[tuple[date, Any]]] = {}

    def get(self, code: str, key: str, day: date) -> Any:  # noqa: ANN401  # typed by the catalogue
        """A setting on a day.

        Numbers come as :class:`~fractions.Fraction` or :class:`~decimal.Decimal`; ``None`` where
        nothing is set.
        """
        timeline = self.timeline(code, key)
        if len(timeline) == 1:
            return timeline[0][1]
        position = bisect_right([since for since, _ in timeline], day)
        return timeline[position - 1][1]

    def timeline(self, code: str, key: str) -> list[tuple[date, Any]]:
        """Every value of a setting, with the day from which on it is in force."""
        timeline = self._known.get((code, key))
        if timeline is None:
            timeline = [(EARLIEST, catalogue.get(code).setting(key).default)]
            timeline += [
                (change.date, change.settings[key])
                for change in self._changes.get(code, ())
                if key in change.settings
            ]
            self._known[code, key] = timeline
        return timeline
