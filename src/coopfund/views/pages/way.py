"""Money's way: which money paid for what, and how sure that is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from coopfund.views.pages.asked import Asked
from coopfund.views.paid import MEANING, Bars, Paid, charts, paid


@dataclass(frozen=True, slots=True)
class Way:
    """The table of programs and sources, the same over time, and what the levels mean."""

    paid: Paid
    charts: Sequence[Bars]
    meaning: Mapping[str, str]


def view(asked: Asked) -> Way:
    """Which money paid in a period."""
    audit, intervals = asked.audit, tuple(asked.intervals)
    return Way(
        audit.kept(("paid", asked.period), lambda: paid(audit.analysis, asked.period)),
        audit.kept(("charts", intervals), lambda: charts(audit.analysis, intervals)),
        MEANING,
    )
