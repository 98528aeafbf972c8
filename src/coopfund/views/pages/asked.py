"""What a reader asked for: a period, and whatever else stands in the address."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from coopfund.findings import Window
from coopfund.views.audit import Audit
from coopfund.views.period import Period


@dataclass(frozen=True, slots=True)
class Asked:
    """One request for a page.

    Attributes:
        audit: the load of the books.
        period: what the page shall cover.
        arguments: the query of the address.
        intervals: the bars of its charts, in order and without gaps; empty outside the books.
        main: the ledger's main file.
    """

    audit: Audit
    period: Period
    arguments: Mapping[str, str]
    intervals: Sequence[Window]
    main: Path
