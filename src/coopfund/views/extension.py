"""The Fava extension: ``custom "fava-extension" "coopfund.views.extension"`` in a ledger.

One extension with several pages: the address says which (``?page=way``). A page is a module of
``views/pages`` with a function ``view``, and a template of its name.
"""

from collections.abc import Sequence
from decimal import Decimal
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any

from coopfund.findings import Place, Window
from coopfund.trust.audit import AuditError
from coopfund.views import fava_api
from coopfund.views.attempts import Attempts
from coopfund.views.audit import Audit, audit_of
from coopfund.views.fava_api.files import Ledger, take_writes
from coopfund.views.frame import Frame
from coopfund.views.givers import Givers
from coopfund.views.headers import REPORTS
from coopfund.views.my_dues import my_dues
from coopfund.views.pages import TABS, Tab, desk, tab_of
from coopfund.views.pages.asked import FILTERS, Asked
from coopfund.views.pages.reports import report
from coopfund.views.paid import Bars
from coopfund.views.period import Period
from coopfund.wording import harmless

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from flask import Response


REPORT_HEADERS = {"Content-Security-Policy": REPORTS, "X-Content-Type-Options": "nosniff"}


class CoopfundAudit(fava_api.Extension):
    """The pages under "Audit" in Fava's sidebar."""

    report_title = "Audit"
    has_js_module = True
    tabs = TABS

    _audit: Audit | None = None

    def __init__(self, ledger: Ledger, config: str | None = None) -> None:
        """Show the ledger, and let what Fava writes into it go through the desk."""
        super().__init__(ledger, config)
        self._attempts = Attempts()
        take_writes(ledger)

    def after_load_file(self) -> None:
        """Forget what was computed for the books before."""
        self._audit = None

    @property
    def audit(self) -> Audit:
        """This load of the books."""
        if self._audit is None:
            self._audit = audit_of(fava_api.entries(self.ledger), fava_api.options(self.ledger))
        return self._audit

    def token(self, name: str) -> str:
        """What a form of a page sends along to change something; see coopfund.views.tokens."""
        return fava_api.token(self, name)

    def posts_to(self, name: str) -> str:
        """Where a form of this page is sent; the answer is the same page."""
        return fava_api.link_to(self.name, name, page=self.tab.key)

    @property
    def tab(self) -> Tab:
        """The page that the address names."""
        return tab_of(fava_api.arguments().get("page"))

    @property
    def period(self) -> Period:
        """What the page covers: the period of Fava's time filter, else the last twelve months."""
        return self.audit.period(self._chosen())

    def frame(self) -> Frame:
        """What stands around the page."""
        return self.audit.frame(self.period)

    def view(self) -> Any:  # noqa: ANN401  # each page has its own
        """What the page shows under the filters in its address."""
        period = self.period
        asked = Asked(
            audit=self.audit,
            period=period,
            arguments=fava_api.arguments(),
            intervals=self._intervals(period.window),
            main=fava_api.main_file(self.ledger),
            link=partial(fava_api.link, self.name),
            hide=fava_api.hidden,
            written=partial(fava_api.written, self.ledger),
        )
        return import_module(f"coopfund.views.pages.{self.tab.key}").view(asked)

    def _chosen(self) -> Window | None:
        try:
            return fava_api.chosen_period(self.ledger)
        except fava_api.BadPeriodError:
            return None

    def _intervals(self, window: Window | None) -> list[Window]:
        """The bars of the charts; no bars outside the books."""
        begin, end = self.audit.analysis.books.begin, self.audit.analysis.books.end
        if window is None or begin is None or end is None:
            return []
        within = Window(max(window.start, begin), min(window.end, end))
        return list(fava_api.intervals(within)) if within.start <= within.end else []

    @property
    def bad_period(self) -> str | None:
        """A time filter that is no period, else ``None``."""
        try:
            fava_api.chosen_period(self.ledger)
        except fava_api.BadPeriodError as error:
            return str(error)
        return None

    @property
    def ignored_filters(self) -> list[str]:
        """Filters of Fava's that are set and have no bearing on this page."""
        known = (name for name in FILTERS if name not in self.tab.filters)
        return [FILTERS[name] for name in known if fava_api.arguments().get(name)]

    @property
    def main_file(self) -> str:
        """The name of the ledger's main file."""
        return fava_api.main_file(self.ledger).name

    @property
    def errors(self) -> int:
        """How many errors Beancount found besides our findings."""
        return fava_api.other_errors(self.ledger)

    def label(self, place: Place) -> str:
        """A place as people read it."""
        return self.audit.label(place)

    def money(self, page: Frame, amount: Decimal) -> str:
        """An amount, without its currency, as Fava writes it."""
        return fava_api.written(self.ledger, page.rounded(amount), page.currency)

    def charts(self, bars: Sequence[Bars]) -> list[Any]:
        """The charts as Fava draws them."""
        return [
            fava_api.bar_chart(chart.label, [(cut.end, series) for cut, series in chart.bars])
            for chart in bars
        ]

    def givers(self, page: Frame, givers: Givers) -> Any:  # noqa: ANN401  # whatever Fava's table is
        """The donors' shares as a table of Fava's."""
        columns = [("#", "count"), ("who", "text"), ("share %", "number")]
        columns += [("amount", "money"), ("what", "text")]
        return fava_api.table(
            columns,
            [
                (
                    giver.rank,
                    giver.who,
                    None if giver.share is None else page.points(giver.share),
                    fava_api.money(page.rounded(giver.amount), page.currency),
                    giver.what,
                )
                for giver in givers.rows
            ],
        )

    @fava_api.posted("begin", changes=False)
    def begin_audit(self) -> "Response":
        """Draw the sample of a month; nothing of the books changes."""
        form = fava_api.form()
        return self._kept(lambda: desk.start(self._main, self.audit.analysis, form), form)

    @fava_api.posted("answer", changes=False)
    def answer_audit(self) -> "Response":
        """Keep what an auditor saw of an entry, beside the books."""
        form = fava_api.form()
        return self._kept(lambda: desk.answer(self._main, form), form)

    def _kept(self, keep: "Callable[[], str]", form: "Mapping[str, str]") -> "Response":
        """Keep it and go back to the desk; where that cannot be, say why in one sentence."""
        if not fava_api.on_this_machine():
            return fava_api.refused("An audit is kept on the machine of whoever makes it.")
        try:
            anchor = keep()
        except AuditError as error:
            return fava_api.refused(harmless(str(error)))
        except OSError as error:
            return fava_api.refused(f"The answer cannot be kept: {error.strerror}.")
        return fava_api.back_to(self.name, anchor, page="desk", month=form.get("month"))

    @property
    def _main(self) -> "Path":
        return fava_api.main_file(self.ledger)

    @fava_api.endpoint("report")
    def open_report(self) -> "Response | None":
        """One of the finished reports, by the key in the address; 404 for anything else."""
        folder = fava_api.main_file(self.ledger).parent
        chosen = report(folder, fava_api.arguments().get("file", ""))
        if chosen is None:
            return None
        return fava_api.page_of(chosen.path.read_bytes(), REPORT_HEADERS)

    @fava_api.endpoint("my-dues")
    def open_my_dues(self) -> "Response":
        """The page with the form, for whoever comes to this address without having sent it."""
        return fava_api.framed(self)

    @fava_api.posted("my-dues", changes=False)
    def show_my_dues(self) -> "Response":
        """A member's own dues, or one sentence."""
        answer = my_dues(self.audit.analysis, self._main, fava_api.form(), self._attempts)
        return fava_api.framed(self, mine=answer)
