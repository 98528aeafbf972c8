"""Fava's own pages under the guard: they work, change the books for the treasurer, and nobody else.

A page breaks where its policy is too strict: the browser then tells the console, and the test.
"""

import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.views.browsing import Tab, serving
from tests.views.ledgers import KITCHEN

PATIENCE = 30_000
"""Milliseconds for a page to come; on a busy machine queries take several seconds."""
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c626001000000ffff03000006000557bfabd40000000049454e44ae426082"
)
BOOKS = f"""{KITCHEN}
option "documents" "documents"
2026-01-01 commodity FLOUR
2026-01-02 price FLOUR 2.00 USD
2026-01-20 price FLOUR 3.00 USD
2026-01-02 query "by account" "SELECT account, sum(position) GROUP BY account"
2026-01-02 event "meeting" "founding"
2026-01-03 note Assets:Bank "opened at the counter"
2026-01-10 * "Mill" "flour"
  document: "documents/Assets/Bank/2026-01-10 receipt.pdf"
  Assets:Bank  10 FLOUR {{2.00 USD}}
  Assets:Bank
"""
SHOWN = {
    "income_statement/": "Net Profit",
    "balance_sheet/": "Net Worth",
    "trial_balance/": "Childcare",
    "journal/": "through the collector",
    "query/?query_string=run%20%22by%20account%22": "Income:Dues",
    "holdings/": "FLOUR",
    "holdings/by_account/": "Assets:Bank",
    "commodities/": "FLOUR / USD",
    "documents/": "picture.png",
    "events/": "founding",
    "statistics/": "Postings per Account",
    "editor/": 'option "title" "Kitchen"',
    "import/": "No importers configured",
    "options/": "operating_currency",
    "help/beancount_syntax": "Directives",
    "errors/": "CF102",
    "account/Assets:Bank/": "Account Balance",
    "account/Expenses/?r=changes": "Childcare",
    "account/Expenses/?r=balances": "Childcare",
    "extension/CoopfundAudit/": "Six questions",
    "extension/CoopfundAudit/?page=findings": "What the rules found",
    "extension/CoopfundAudit/?page=way": "Which money paid for what",
}


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    return written(tmp_path)


def written(folder: Path) -> Path:
    documents = folder / "documents" / "Assets" / "Bank"
    documents.mkdir(parents=True)
    (documents / "2026-01-10 receipt.pdf").write_bytes(b"%PDF-1.1\n")
    (documents / "2026-01-10 picture.png").write_bytes(PICTURE)
    path = folder / "main.beancount"
    path.write_text(BOOKS, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(written(tmp_path_factory.mktemp("read"))) as address:
        yield address.partition("extension/")[0]


@pytest.fixture(scope="module")
def window(browser: Browser) -> Iterator[Tab]:
    with Tab(browser) as tab:
        yield tab


@pytest.mark.parametrize(("page", "text"), SHOWN.items(), ids=SHOWN)
def test_the_page_is_whole_and_nothing_on_it_is_refused(
    window: Tab, address: str, page: str, text: str
) -> None:
    window.wrong.clear()
    window.page.goto(f"{address}{page}")
    expect(window.page.locator("article")).to_contain_text(text, timeout=PATIENCE)
    expect(window.page.locator("aside a").first).to_be_visible()
    assert window.page.locator("article svelte-component.error").count() == 0
    assert window.wrong == []


def test_a_picture_is_shown_and_a_pdf_is_saved(window: Tab, address: str) -> None:
    window.wrong.clear()
    page = window.page
    page.goto(f"{address}documents/")
    page.click("article tr:has-text('picture.png')")
    picture = page.locator("article img")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") == 1
    page.click("article tr:has-text('receipt.pdf')")
    for _ in range(250):
        if len(page.frames) > 1:
            break
        page.wait_for_timeout(20)
    notice = page.frames[1]
    notice.wait_for_selector("a")
    with window.context.expect_event("response") as saved:
        notice.click("a")
    assert saved.value.headers["content-disposition"].startswith("attachment; filename=")
    assert saved.value.headers["content-type"] == "application/pdf"
    assert window.wrong == []


def test_a_reader_who_saves_is_told_no(window: Tab, address: str) -> None:
    page = window.page
    page.goto(f"{address}editor/")
    page.click(".cm-content")
    page.keyboard.type("; changed")
    page.click("article button:has-text('Save')")
    expect(page.locator("#notifications, body")).to_contain_text("open to read only")


def test_the_treasurer_changes_the_books_from_favas_pages(browser: Browser, ledger: Path) -> None:
    with serving(ledger, edit=True) as address, Tab(browser) as tab:
        page, fava = tab.page, address.partition("extension/")[0]
        page.goto(f"{fava}editor/")
        page.click(".cm-content")
        page.keyboard.press("Control+Home")
        page.keyboard.type("; counted by two\n")
        with page.expect_response("**/api/source") as saved:
            page.click("article button:has-text('Save')")
        assert saved.value.ok
        assert ledger.read_text(encoding="utf-8").startswith("; counted by two\n")
        with page.expect_response("**/api/add_document**") as uploaded:
            page.evaluate(
                """([address]) => {
                    const form = new FormData();
                    form.append("account", "Assets:Bank");
                    form.append("folder", "documents");
                    form.append("file", new File(["%PDF-1.1"], "2026-02-01 bill.pdf"));
                    return fetch(address, {method: "PUT", body: form});
                }""",
                [f"{fava}api/add_document"],
            )
        assert uploaded.value.ok
        assert (ledger.parent / "documents/Assets/Bank/2026-02-01 bill.pdf").is_file()
        assert tab.wrong == []


@contextmanager
def elsewhere() -> Iterator[str]:
    """Another site on this machine, with an empty page."""

    class Empty(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None: ...

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Empty) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()
        thread.join()


def test_another_site_reads_and_changes_nothing(browser: Browser, ledger: Path) -> None:
    before = ledger.read_bytes()
    with serving(ledger, edit=True) as address, elsewhere() as other, Tab(browser) as tab:
        fava, page = address.partition("extension/")[0], tab.page
        page.goto(other)
        for method, mode in (("GET", "no-cors"), ("POST", "no-cors"), ("GET", "cors")):
            page.evaluate(
                "([to, method, mode]) => fetch(to, {method, mode}).catch(() => null)",
                [f"{fava}api/source", method, mode],
            )
        page.evaluate(
            "to => fetch(to, {method: 'PUT', body: '{\"entries\": []}'}).catch(() => null)",
            f"{fava}api/add_entries",
        )
        page.set_content(f'<iframe src="{fava}journal/"></iframe>')
        frame = page.frame_locator("iframe")
        expect(frame.locator("body")).not_to_contain_text("through the collector")
        page.set_content(f'<a href="{fava}journal/">the books</a>')
        page.click("a")
        expect(page.locator("article")).to_contain_text("through the collector")
    assert ledger.read_bytes() == before
