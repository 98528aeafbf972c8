"""One load of the books as the pages see it: nothing is computed twice, and nothing is Fava's."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

from coopfund import words
from coopfund.findings import Place, Window
from coopfund.rules.analysis import KEY, Analysis
from coopfund.rules.plugin import collector_paused
from coopfund.views.frame import Frame
from coopfund.views.period import Period, period_of

if TYPE_CHECKING:
    from beancount.core.data import Directive

KEPT = 64
"""How many results a load keeps: the pages of some periods, each with its tables and charts."""

Result = TypeVar("Result")


class Audit:
    """One load of the books, and what the pages have made of it so far.

    Attributes:
        analysis: the books, their traces and findings.
        by_plugins: whether the books' own plugin line judged them.
        findings: every finding, in order.
    """

    def __init__(self, analysis: Analysis, *, by_plugins: bool) -> None:
        """Show ``analysis``, which the books' own plugin line made or not."""
        self.analysis = analysis
        self.by_plugins = by_plugins
        self.findings = analysis.all_findings()
        self._kept: OrderedDict[Hashable, object] = OrderedDict()

    def kept(self, key: Hashable, make: Callable[[], Result]) -> Result:
        """What was made under a key before, else what is made now; the oldest is forgotten."""
        if key not in self._kept:
            self._kept[key] = make()
            if len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        return cast("Result", self._kept[key])

    def period(self, chosen: Window | None) -> Period:
        """The period that a page covers if the reader chose this one or none."""
        return period_of(self.analysis.case(), chosen)

    def frame(self, period: Period) -> Frame:
        """What stands around a page of this period."""
        books, ran = self.analysis.books, self.analysis.findings
        crashed = sorted(self.analysis.started - set(ran))
        return Frame(
            period=period,
            currency=books.currency,
            digits=books.digits,
            outside=sum(1 for finding in self.findings if not period.holds(finding.date)),
            by_plugins=self.by_plugins,
            not_run=[name for name in words.FAMILIES if name not in {*ran, *crashed}],
            crashed=crashed,
        )

    def label(self, place: Place) -> str:
        """A place as people read it: the file relative to the books' folder, and the line."""
        path, folder = Path(place.file), self.analysis.books.folder
        name = path.relative_to(folder) if folder and path.is_relative_to(folder) else path.name
        return f"{name}:{place.line}"


def audit_of(entries: "Sequence[Directive]", options: Mapping[str, Any]) -> Audit:
    """The audit of a load: what its plugins left in the options, else all rules judged now."""
    left = options.get(KEY)
    if isinstance(left, Analysis) and left.started:
        return Audit(left, by_plugins=True)
    analysis = Analysis()
    with collector_paused():
        analysis.read(entries, options)
        for family in words.FAMILIES:
            rules = import_module(f"{words.PLUGIN}.{family}").RULES
            analysis.findings[family] = analysis.judge(rules)
    return Audit(analysis, by_plugins=False)
