"""Everything of Fava that the views use. No other package imports from Fava.

Fava calls its extension system unstable; when it changes, this package is where to mend: here
what pages are made of, in :mod:`~coopfund.views.fava_api.application` what serves them, in
:mod:`~coopfund.views.fava_api.files` what writes files.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import wraps
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

from fava.application import url_for
from fava.context import g
from fava.core import FavaLedger
from fava.core.charts import DateAndBalanceWithBudget
from fava.core.filters import FilterError, TimeFilter
from fava.core.query import (
    AmountColumn,
    BaseColumn,
    DecimalColumn,
    IntColumn,
    QueryResultTable,
    StrColumn,
)
from fava.ext import FavaExtensionBase, extension_endpoint
from fava.internal_api import BarChart
from fava.util.date import dateranges
from flask import Flask, Response, current_app, render_template, request
from markupsafe import Markup

from coopfund.findings import Window
from coopfund.rules.plugin import CoopfundError
from coopfund.views import tokens
from coopfund.views.fava_api.application import CHANGING_READS as CHANGING_READS
from coopfund.views.fava_api.application import app as app
from coopfund.views.fava_api.application import refused as refused
from coopfund.views.origin import LOCAL_NAMES

if TYPE_CHECKING:
    from beancount.core.data import Directive

Extension = FavaExtensionBase
Handler = TypeVar("Handler", bound=Callable[..., Any])

ONE_DAY = timedelta(days=1)
MOST_BARS = 100
"""Fava draws no more bars than this."""

COLUMNS: Mapping[str, type[BaseColumn]] = {
    "number": DecimalColumn,
    "count": IntColumn,
    "text": StrColumn,
    "money": AmountColumn,
}


def endpoint(name: str) -> Callable[[Handler], Handler]:
    """Mark a method as what answers GET requests at this name below the extension's page."""
    return cast("Callable[[Handler], Handler]", extension_endpoint(name))


def posted(name: str, *, changes: bool = True) -> Callable[[Handler], Handler]:
    """Mark a method as what answers POST requests at this name, from pages that hold its token.

    Args:
        name: below the extension's page.
        changes: whether it changes anything, which read-only books refuse. ``False`` for what a
            reader sends only because it has no place in an address.
    """

    def mark(handler: Handler) -> Handler:
        @wraps(handler)
        def checked(extension: FavaExtensionBase) -> Any:  # noqa: ANN401  # whatever Flask takes
            given = request.form.get(tokens.FIELD) or request.headers.get(tokens.HEADER, "")
            if not _tokens().holds(f"{extension.name}/{name}", given):
                return refused("This page is out of date; load it again and repeat the step.")
            return handler(extension)

        answering = cast("Any", extension_endpoint(name, ["POST"]))(checked)
        answering.only_reads = not changes
        return cast("Handler", answering)

    return mark


def token(extension: FavaExtensionBase, name: str) -> str:
    """What a page sends along to a :func:`posted` endpoint of its extension."""
    return _tokens().token(f"{extension.name}/{name}")


def _tokens() -> tokens.Tokens:
    return cast("tokens.Tokens", current_app.config[tokens.KEY])


class BadPeriodError(ValueError):
    """The time filter is not a period; the message is what was asked for."""


def entries(ledger: FavaLedger) -> "Sequence[Directive]":
    """All entries, unfiltered."""
    return cast("Sequence[Directive]", ledger.all_entries)


def options(ledger: FavaLedger) -> Mapping[str, Any]:
    """Beancount's options, with what plugins left in them."""
    return cast("Mapping[str, Any]", ledger.options)


def main_file(ledger: FavaLedger) -> Path:
    """The ledger's main file."""
    return Path(ledger.beancount_file_path)


def other_errors(ledger: FavaLedger) -> int:
    """How many errors Beancount found besides findings of ours."""
    errors = cast("Sequence[object]", ledger.load_errors)
    return sum(1 for error in errors if not isinstance(error, CoopfundError))


def errors_in(application: Flask) -> int:
    """How many errors Beancount found, besides findings of ours, in what an application serves."""
    return sum(other_errors(ledger) for _, ledger in application.config["LEDGERS"].items())


def arguments() -> Mapping[str, str]:
    """The query of the address."""
    return request.args


def chosen_period(ledger: FavaLedger) -> Window | None:
    """The period of Fava's time filter.

    Raises:
        BadPeriodError: there is a filter, but it is no period.
    """
    asked = request.args.get("time", "")
    if not asked.strip():
        return None
    try:
        chosen = TimeFilter(ledger.options, ledger.fava_options, asked).date_range
    except (FilterError, ValueError) as error:
        raise BadPeriodError(asked) from error
    return Window(chosen.begin, chosen.end - ONE_DAY)


def intervals(window: Window) -> Iterator[Window]:
    """A window cut by the interval chosen in Fava: month unless the reader chose another."""
    ranges = dateranges(window.start, window.end + ONE_DAY, g.interval, complete=False)
    for cut in list(ranges)[-MOST_BARS:]:
        yield Window(cut.begin, cut.end - ONE_DAY)


def bar_chart(label: str, bars: Sequence[tuple[date, Mapping[str, Decimal]]]) -> BarChart:
    """A chart of Fava's: one group of bars per day, one bar per series.

    Fava's series are currencies; here they are sources of money.
    """
    data = [
        DateAndBalanceWithBudget(day, cast("Any", dict(series)), account_balances={}, budgets={})
        for day, series in bars
    ]
    return BarChart(label, data)


def table(columns: Sequence[tuple[str, str]], rows: Sequence[tuple[Any, ...]]) -> QueryResultTable:
    """A sortable table of Fava's; each column has a name and a kind of :data:`COLUMNS`."""
    make = cast("Any", COLUMNS)
    return QueryResultTable([make[kind](name) for name, kind in columns], list(rows))


def written(ledger: FavaLedger, amount: Decimal, currency: str) -> str:
    """An amount as Fava writes it in these books: its locale, its digits."""
    return ledger.format_decimal(amount, currency)


def money(amount: Decimal, currency: str) -> Mapping[str, Decimal | str]:
    """An amount as Fava's tables take it."""
    return {"number": amount, "currency": currency}


def form() -> Mapping[str, str]:
    """What a page sent in a form."""
    return request.form


def on_this_machine() -> bool:
    """Whether the page was asked for by this machine's own name, not through a proxy."""
    return request.host.partition(":")[0] in LOCAL_NAMES


def back_to(extension: str, anchor: str, **arguments: str | None) -> Response:
    """The answer to a form that was kept: the page again, at the place where it was."""
    address = f"{link(extension, **arguments)}#{anchor}"
    return Response(status=HTTPStatus.SEE_OTHER, headers={"Location": address})


def link(extension: str, **arguments: str | None) -> str:
    """The address of an extension's page with these arguments, Fava's own filters kept."""
    kept = {name: value for name, value in arguments.items() if value}
    return url_for("extension_report", extension_name=extension, **kept)


def link_to(extension: str, name: str, **arguments: str | None) -> str:
    """The address of an endpoint of an extension, below its page."""
    page, mark, query = link(extension, **arguments).partition("?")
    return f"{page}{name}{mark}{query}"


def hidden(text: str) -> str:
    """A text with amounts, which Fava's incognito mode makes unreadable."""
    return cast("str", current_app.jinja_env.filters["incognito"](text))


def framed(extension: FavaExtensionBase, **shown: object) -> Response:
    """The extension's page in Fava's frame, as the answer to what was sent; nobody keeps it.

    Its template sees ``shown`` besides what it always sees.
    """
    g.extension = extension
    template = extension.jinja_env.get_template(f"{extension.name}.html")
    content = template.render(ledger=g.ledger, extension=extension, **shown)
    page = render_template(
        "_layout.html",
        content=Markup(content),  # noqa: S704  # the template escapes
        page_title=extension.report_title,
    )
    return Response(page, headers={"Cache-Control": "no-store"})


def page_of(content: bytes, headers: Mapping[str, str]) -> Response:
    """A page of our own, outside Fava's frame."""
    return Response(content, mimetype="text/html", headers=dict(headers))


def address_of(application: Flask, extension: type[Extension]) -> str:
    """The path of an extension's page, which is added where the ledger does not ask for it."""
    slug, ledger = next(iter(application.config["LEDGERS"].items()))
    name = extension.__qualname__
    if ledger.extensions.get_extension(name) is None:
        add_extension(ledger, extension)
    return f"/{slug}/extension/{name}/"


def add_extension(ledger: FavaLedger, extension: type[Extension]) -> None:
    """Give a ledger an extension for as long as it is served."""
    module = ledger.extensions
    module._loaded_extensions.add(extension)  # noqa: SLF001  # Fava has no public way
    module._instances[extension.__qualname__] = extension(ledger)  # noqa: SLF001  # as above
