"""Whatever the books say, nothing of it runs on any page: Fava's or ours, under the guard.

The canaries are harmless: each would only open a dialog that says where it stood.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from coopfund.views.pages import TABS
from tests.views.browsing import Tab, serving

SETTLED = 200
"""Milliseconds that a page has to do what it should not, once its content is there."""


def canary(where: str) -> str:
    """Markup in all the ways in which a page may take it for its own; no quotes of Beancount's."""
    return (
        f"<img src=x onerror=alert('{where}')>"
        f"</script><script>alert('{where}')</script>"
        f"'><svg onload=alert('{where}')>"
        f"<a href=javascript:alert('{where}')>{where}</a>"
    )


FILE_CANARY = "<img src=x onerror=alert('file')>"
ADDED = f'''\
"""Adds what Beancount's grammar keeps out of the books, and plugins may still put there."""

from beancount.core import data
from beancount.core.amount import Amount
from beancount.core.number import D

__plugins__ = ("add",)
ACCOUNT = "Assets:" + {FILE_CANARY.replace("file", "account")!r}
TAG = {FILE_CANARY.replace("file", "tag")!r}


def add(entries, options):
    meta = data.new_metadata(options["filename"], 1, {{"by": TAG}})
    day = entries[-1].date
    posted = [
        data.Posting(account, Amount(D(number), "USD"), None, None, None, dict(meta))
        for account, number in ((ACCOUNT, 1), ("Assets:Bank", -1))
    ]
    marked = frozenset([TAG])
    added = [
        data.Open(meta, day, ACCOUNT, None, None),
        data.Transaction(meta, day, "*", TAG, TAG, marked, marked, posted),
    ]
    return sorted([*entries, *added], key=data.entry_sortkey), []
'''

BOOKS = f"""\
option "title" "Kitchen {canary("title")}"
option "operating_currency" "USD"
option "documents" "documents"
option "insert_pythonpath" "TRUE"
plugin "canary_plugin"
plugin "coopfund_plugins"

2026-01-01 custom "fava-extension" "coopfund.views.extension"
2026-01-01 custom "fava-option" "show-metadata-indicators" "true"
2026-01-01 custom "fava-option" "upcoming-events" "99999"
2026-01-01 custom "fava-sidebar-link" "{canary("sidebar")}" "javascript:alert('sidebar')"
2026-01-01 open Assets:Bank
  note: "{canary("account metadata")}"
2026-01-01 open Income:Gifts
  source: "donation"
2026-01-01 open Expenses:Childcare
  program: "childcare"
2026-01-01 commodity USD
  name: "{canary("currency")}"
2026-01-01 commodity FLOUR
  name: "{canary("commodity")}"
2026-01-01 price FLOUR 2.00 USD
2026-01-02 price FLOUR 3.00 USD
2026-01-01 custom "coopfund-program" "childcare"
  title: "{canary("program")}"
  funded-by: "dues"
2026-01-01 custom "{canary("custom")}" "{canary("custom value")}"
2026-01-05 custom "coopfund-waiver" "CF202" "{canary("waiver")}"
  entry: "2026-01-05"
  by: "{canary("by")}"
  expires: 2027-12-31
2026-01-02 query "{canary("query")}" "SELECT '{canary("query text").replace("'", "")}'"
2026-01-02 event "{canary("event")}" "{canary("event text")}"
2026-01-03 event "{canary("event")}" "{canary("later event")}"
2026-01-03 note Assets:Bank "{canary("note")}"
2026-01-05 * "{canary("payee")}" "{canary("narration")}" #tag ^link
  donor: "{canary("donor")}"
  document: "{canary("receipt")}"
  link: "https://books.example/{canary("address")}"
  Assets:Bank  2000.00 USD
    posted: "{canary("posting metadata")}"
  Income:Gifts
2026-01-06 * "{canary("seller")}" "flour"
  Assets:Bank  10 FLOUR {{2.00 USD, "{canary("lot")}"}}
  Assets:Bank
2026-01-07 * "Toys"
  Expenses:Childcare  10.00 USD
  Assets:Bank
2026-01-08 balance Assets:Bank 1.00 USD
2026-01-09 pad Assets:Bank Income:Gifts
"""

REPORT = f"<title>{canary('report title')}</title><p>January</p>{canary('report')}"

ONLY_CANARIES = re.compile(r"^http://[^?#]*/x$")
"""The picture that a canary would have looked for."""

PROGRAMS = ("childcare", "core")
PAGES = (
    "income_statement/",
    "balance_sheet/",
    "trial_balance/",
    "journal/",
    "query/",
    "query/?query_string=SELECT%20*",
    "query/?query_string=SELECT%20payee,%20narration,%20tags,%20links,%20account,%20any_meta('by')",
    "query/?query_string=SELECT%20payee,%20sum(position)%20GROUP%20BY%20payee",
    "holdings/",
    "holdings/by_account/",
    "commodities/",
    "documents/",
    "events/",
    "statistics/",
    "editor/",
    "import/",
    "options/",
    "help/",
    "help/beancount_syntax",
    "errors/",
    "account/Assets:Bank/",
    "account/Assets:Bank/?r=changes",
    "account/Assets:Bank/?r=balances",
    "account/Assets/",
    "account/%3Cimg%20src=x%20onerror=alert('address')%3E/",
    *(f"extension/CoopfundAudit/?page={tab.key}" for tab in TABS),
    "extension/CoopfundAudit/?page=findings&show=stop",
    *(
        f"extension/CoopfundAudit/?page=way&program={program}{source}"
        for program in PROGRAMS
        for source in ("", "&source=donation")
    ),
)


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("canaries")
    documents = folder / "documents" / "Assets" / "Bank"
    documents.mkdir(parents=True)
    for end in ("pdf", "png", "html", "txt", "svg"):
        (documents / f"2026-01-05 {FILE_CANARY}.{end}").write_text(canary("document"))
    (folder / "canary_plugin.py").write_text(ADDED, encoding="utf-8")
    (folder / "reports").mkdir()
    (folder / "reports" / "coopfund-2026-01.html").write_text(REPORT, encoding="utf-8")
    path = folder / "main.beancount"
    path.write_text(BOOKS, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def address(ledger: Path) -> Iterator[str]:
    with serving(ledger) as address:
        yield address.partition("extension/")[0]


@pytest.fixture(scope="module")
def window(browser: Browser) -> Iterator[Tab]:
    """One tab for all pages: it need not read Fava's scripts again for each."""
    with Tab(browser) as tab:
        tab.page.on("request", lambda asked: tab.wrong.extend(ONLY_CANARIES.findall(asked.url)))
        yield tab


@pytest.fixture
def tab(window: Tab) -> Tab:
    """The tab, with nothing wrong so far."""
    window.page.goto("about:blank")
    window.wrong.clear()
    return window


def ran(tab: Tab) -> list[str]:
    """What ran, or would have but for the policy; not what Fava says of a filter it cannot read."""
    return [
        told
        for told in tab.wrong
        if told.startswith(("dialog: ", "http://")) or "Content Security Policy" in told
    ]


def opened(tab: Tab, address: str) -> Page:
    """A page of Fava's, its content there."""
    tab.page.goto(address)
    tab.page.wait_for_selector("aside a")
    tab.page.wait_for_selector("article > *", state="attached")
    tab.page.wait_for_timeout(SETTLED)
    return tab.page


def test_a_canary_would_be_heard(tab: Tab) -> None:
    tab.page.set_content(canary("anywhere"))
    tab.page.wait_for_timeout(SETTLED)
    assert "dialog: anywhere" in tab.wrong


@pytest.mark.parametrize("page", PAGES)
def test_nothing_of_the_books_runs(tab: Tab, address: str, page: str) -> None:
    shown = opened(tab, f"{address}{page}")
    assert shown.locator("article").count() == 1
    assert shown.locator("img[src=x], article svg[onload], [onerror]").count() == 0
    assert tab.wrong == []


@pytest.mark.parametrize("page", ["journal/", "extension/CoopfundAudit/"])
@pytest.mark.parametrize("name", ["filter", "time", "account"])
def test_nothing_of_the_address_runs(tab: Tab, address: str, page: str, name: str) -> None:
    opened(tab, f"{address}{page}?{name}=%3Cimg%20src=x%20onerror=alert('{name}')%3E")
    assert ran(tab) == []


def test_nothing_runs_in_the_journal_unfolded(tab: Tab, address: str) -> None:
    page = opened(tab, f"{address}journal/")
    while page.locator("article button.inactive").count():
        page.locator("article button.inactive").first.click()
    page.wait_for_timeout(SETTLED)
    assert "<img src=x onerror=alert('payee')>" in page.locator("article").inner_text()
    for day in page.locator("article .datecell a").all()[:4]:
        day.click()
        page.wait_for_selector("dialog[open], .overlay")
        page.wait_for_timeout(SETTLED)
        page.keyboard.press("Escape")
        page.wait_for_selector("dialog[open], .overlay", state="detached")
    assert ran(tab) == []


@pytest.mark.parametrize(
    ("at", "fields"),
    [("journal/", "header input"), ("journal/#add-transaction", "form input:visible")],
)
def test_nothing_runs_in_what_is_suggested(tab: Tab, address: str, at: str, fields: str) -> None:
    page = opened(tab, f"{address}{at}")
    assert page.locator(fields).count() >= 3
    for field in page.locator(fields).all()[:5]:
        field.focus()
        page.keyboard.type("i")
        page.wait_for_timeout(50)
    page.wait_for_timeout(SETTLED)
    assert ran(tab) == []


def test_nothing_runs_in_a_document_that_is_chosen(tab: Tab, address: str) -> None:
    page = opened(tab, f"{address}documents/")
    rows = page.locator("article tbody tr")
    assert rows.count() == 5
    for row in rows.all():
        row.click()
        page.wait_for_timeout(SETTLED)
    assert ran(tab) == []


def test_a_link_of_the_books_runs_nothing(tab: Tab, address: str) -> None:
    page = opened(tab, f"{address}journal/")
    page.locator("aside a", has_text="sidebar").first.click()
    page.wait_for_timeout(SETTLED)
    assert "dialog: sidebar" not in tab.wrong


def test_a_report_runs_nothing(tab: Tab, address: str) -> None:
    tab.page.goto(f"{address}extension/CoopfundAudit/report?file=coopfund-2026-01.html")
    tab.page.wait_for_timeout(SETTLED)
    assert tab.page.locator("p").inner_text() == "January"
    assert not [told for told in tab.wrong if told.startswith("dialog: ")]
