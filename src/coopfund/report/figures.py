"""The figures of a report's JSON, each by a name that stays: what two reports are compared by."""

from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from coopfund import vocabulary
from coopfund.language import _, marked
from coopfund.report import names
from coopfund.report.changed import COMPARED
from coopfund.report.months import MonthError, label, read_month

PERIOD: Final = {
    "received": marked("Dues received"),
    "used": marked("Dues spent"),
    "running_cost": marked("Running costs"),
    "booked": marked("Booked as spending"),
}
TOTALS: Final = {
    "contributors": {
        "income_total": marked("All income"),
        "dues": marked("Dues of members"),
        "others": marked("Income from further contributors"),
        "unresolved": marked("Income through payment services"),
        "no_contributor": marked("Income that names no contributor"),
        "paying_members": marked("Members who paid dues"),
    },
    "reserves": {
        "general": marked("In the general accounts"),
        "essential_cost_per_month": marked("Essential costs of a month"),
        "running_cost_per_month": marked("Running costs of a month"),
    },
}
MEASURED: Final = COMPARED | {
    "dues_to_running_cost": marked("Dues ÷ running costs"),
    "income_total": marked("Income"),
}
"""Measures by the words of the page; others by their names."""


class Told(NamedTuple):
    """A figure that a report tells: its name for good, and what it says."""

    key: str
    value: str | None


def told(data: Mapping[str, Any]) -> Iterator[Told]:
    """Every figure of a report that later ones may restate; what is no figure is passed over."""
    month = str(data.get("month"))
    yield from _trend(_map(data.get("dues")).get("trend"))
    for part, totals in TOTALS.items():
        found = _map(data.get(part))
        for name in totals:
            if name in found:
                yield Told(f"{month} {part} {name}", _text(found[name]))
    measures = _map(data.get("measures"))
    for name, measure in measures.items():
        value = _map(measure).get("value")
        if isinstance(value, str) or (value is None and isinstance(measure, Mapping)):
            yield Told(f"{month} measure {name}", value)  # English: a name for good
    sources = _map(_map(measures.get("income_by_source")).get("value"))
    for name, row in sources.items():
        amount = _text(_map(row).get("amount"))
        yield Told(f"{month} income {name}", amount)  # English: a name for good


def _trend(trend: object) -> Iterator[Told]:
    """The months of the trend; their figures have the same names in every report."""
    for row in trend if isinstance(trend, list) else ():
        found = _map(row)
        month = str(found.get("month"))
        for name in PERIOD:
            if name in found:
                yield Told(f"{month} {name}", _text(found[name]))


def titled(key: str) -> tuple[str, str]:
    """What a figure is called, and of which month or window it is, in the language spoken.

    >>> titled("2026-04 reserves general")
    ('In the general accounts', '12 months to April 2026')
    """
    month, _month, about = key.partition(" ")
    part, _part, name = about.partition(" ")
    if about in PERIOD:
        return _(PERIOD[about]), _label(month)
    return _title(part, name), _("12 months to {month}", month=_label(month))


def _title(part: str, name: str) -> str:
    if name in TOTALS.get(part, {}):
        return _(TOTALS[part][name])
    if part == "income":
        # Translators: income of one source, as in "Income: donation"
        return _("Income: {source}", source=vocabulary.source(name))
    return _(MEASURED[name]) if name in MEASURED else names.measure(name)


def _label(month: str) -> str:
    try:
        return label(read_month(month))
    except MonthError:
        return month


def _map(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _text(value: object) -> str | None:
    return None if value is None else str(value)
