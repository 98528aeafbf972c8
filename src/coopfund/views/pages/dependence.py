"""Who we depend on: the income of a period by who gave it."""

from dataclasses import dataclass

from coopfund.views.givers import Givers, givers
from coopfund.views.pages.asked import Asked


@dataclass(frozen=True, slots=True)
class Dependence:
    """Who gave how much; ``None`` where there is no period."""

    givers: Givers | None


def view(asked: Asked) -> Dependence:
    """Who gave in a period."""
    audit = asked.audit
    return Dependence(
        audit.kept(("givers", asked.period), lambda: givers(audit.analysis.case(), asked.period))
    )
