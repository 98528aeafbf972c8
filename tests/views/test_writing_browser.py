"""Fava's own form in a real browser: it shows the desk's sentence, and writes what is in order."""

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from cheroot.wsgi import Server
from playwright.sync_api import Page, sync_playwright

from coopfund.views import fava_api
from coopfund.views.extension import CoopfundAudit
from tests.desk.books import texts_of, write_books

CHROMIUM = shutil.which("chromium")
if CHROMIUM is None:
    pytest.skip("there is no chromium in the path", allow_module_level=True)


@pytest.fixture
def main(tmp_path: Path) -> Path:
    return write_books(tmp_path)


@pytest.fixture
def page(main: Path) -> Iterator[Page]:
    """Fava's form for a transaction, open for changes as ``coopfund serve --edit`` has it."""
    application = fava_api.app(main, read_only=False)
    fava_api.address_of(application, CoopfundAudit)
    server = Server(("127.0.0.1", 0), application)
    server.prepare()
    thread = threading.Thread(target=server.serve)
    thread.start()
    address = f"http://127.0.0.1:{server.bind_addr[1]}/kitchen/income_statement/#add-transaction"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page()
        page.goto(address)
        page.wait_for_selector("form input[placeholder=Amount]")
        yield page
        browser.close()
    server.stop()
    thread.join()


ON_TOP = """told =>
  !document.querySelector("dialog[open]") || told.parentElement.matches(":popover-open")
"""
"""What is said of a dialog stands in the top layer as it does; older Favas have no dialog."""


def fill(page: Page, day: str, amount: str) -> None:
    form = page.locator("form", has=page.locator("input[placeholder=Amount]"))
    form.locator("input[type=date]").fill(day)
    form.locator("input[placeholder=Narration]").fill("outing")
    form.locator("input[placeholder=Account]").nth(0).fill("Expenses:Childcare")
    form.locator("input[placeholder=Amount]").nth(0).fill(amount)
    form.locator("input[placeholder=Account]").nth(1).fill("Assets:Bank")
    form.locator("button[type=submit]").click()


def test_form_shows_the_rule_then_writes_when_saved_once_more(page: Page, main: Path) -> None:
    before = texts_of(main.parent)
    fill(page, "2026-01-25", "50.00 USD")
    told = page.wait_for_selector(".notifications li:has-text('CF102 paid-by-dues: 50.00 USD')")
    assert told is not None
    assert "save it once more" in told.inner_text()
    assert told.evaluate(ON_TOP), "the form hides what it is told"
    assert texts_of(main.parent) == before
    page.locator("form button[type=submit]").last.click()
    page.wait_for_selector("text=Stored 1 entries.")
    assert '2026-01-25 * "outing"' in texts_of(main.parent)["2026-01.beancount"]
