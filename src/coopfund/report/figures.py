"""The figures of a report's JSON, each by a name that stays: what two reports are compared by."""

from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from coopfund.report.changed import COMPARED
from coopfund.report.months import MonthError, label, read_month

PERIOD: Final = {
    "received": "Dues received",
    "used": "Dues spent",
    "running_cost": "Running costs",
    "booked": "Booked as spending",
}
TOTALS: Final = {
    "contributors": {
        "income_total": "All income",
        "dues": "Dues of members",
        "others": "Income from further contributors",
        "unresolved": "Income through payment services",
        "no_contributor": "Income that names no contributor",
        "paying_members": "Members who paid dues",
    },
    "reserves": {
        "general": "In the general accounts",
        "essential_cost_per_month": "Essential costs of a month",
        "running_cost_per_month": "Running costs of a month",
    },
}


class Told(NamedTuple):
    """A figure that a report tells: its name for good, its label, what month or window, and it."""

    key: str
    label: str
    of: str
    value: str | None


def told(data: Mapping[str, Any]) -> Iterator[Told]:
    """Every figure of a report that later ones may restate; what is no figure is passed over."""
    month = str(data.get("month"))
    yield from _trend(_map(data.get("dues")).get("trend"))
    window = f"12 months to {_label(month)}"
    for part, names in TOTALS.items():
        found = _map(data.get(part))
        for name, text in names.items():
            if name in found:
                yield Told(f"{month} {part} {name}", text, window, _text(found[name]))
    measures = _map(data.get("measures"))
    for name, measure in measures.items():
        value = _map(measure).get("value")
        if isinstance(value, str) or (value is None and isinstance(measure, Mapping)):
            text = COMPARED.get(name, name.replace("_", " "))
            yield Told(
                f"{month} measure {name}", text.removesuffix(", whole window"), window, value
            )
    sources = _map(_map(measures.get("income_by_source")).get("value"))
    for name, row in sources.items():
        yield Told(
            f"{month} income {name}", f"Income: {name}", window, _text(_map(row).get("amount"))
        )


def _trend(trend: object) -> Iterator[Told]:
    """The months of the trend; their figures have the same names in every report."""
    for row in trend if isinstance(trend, list) else ():
        found = _map(row)
        month = str(found.get("month"))
        for name, text in PERIOD.items():
            if name in found:
                yield Told(f"{month} {name}", text, _label(month), _text(found[name]))


def _label(month: str) -> str:
    try:
        return label(read_month(month))
    except MonthError:
        return month


def _map(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _text(value: object) -> str | None:
    return None if value is None else str(value)
