"""The Audit page in a real browser, through Fava's own frontend."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from coopfund.views.pages import TABS
from tests.views.browsing import NARROW, WIDE, Tab, serving
from tests.views.ledgers import KITCHEN, SPITEFUL

TABLE = ".coopfund svelte-component[type=query-table] tbody tr"
CHART = ".coopfund svelte-component[type=charts] svg rect"

DRAWN = {"way": CHART, "dependence": TABLE}
"""What a page has once Fava's frontend has drawn it."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("served")
    for name, text in {
        "ledger/main.beancount": KITCHEN,
        "spiteful/main.beancount": SPITEFUL,
        "reports/coopfund-2026-02.html": "<p>February</p><script>document.body.remove()</script>",
    }.items():
        path = folder / name
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    with serving(folder / "ledger" / "main.beancount") as address:
        yield address


@pytest.fixture(scope="module")
def spiteful(folder: Path) -> Iterator[str]:
    with serving(folder / "spiteful" / "main.beancount") as address:
        yield address


def opened(tab: Tab, address: str, key: str = "findings") -> Page:
    """One of the Audit pages, its widgets drawn."""
    tab.page.goto(f"{address}?page={key}")
    tab.page.wait_for_selector(DRAWN.get(key, ".coopfund h3"))
    return tab.page


def test_the_page_opens_from_favas_sidebar_without_an_error(browser: Browser, address: str) -> None:
    with Tab(browser) as tab:
        tab.page.goto(address.partition("extension/")[0])
        tab.page.click("aside a:has-text('Audit')")
        tab.page.wait_for_selector(".coopfund .tabs")
        assert tab.page.locator("article h2").inner_text() == "April 2025 to March 2026"
        tab.page.click(".tabs a:has-text('Money')")
        tab.page.wait_for_selector(CHART)
        tab.page.click(".tabs a:has-text('Who we depend on')")
        tab.page.wait_for_selector(TABLE)
        assert tab.page.locator(TABLE).count() == 5
        assert tab.page.locator(".coopfund svelte-component.error").count() == 0
        assert tab.wrong == []


def test_a_finding_opens_its_line_in_the_editor(
    browser: Browser, address: str, folder: Path
) -> None:
    with Tab(browser) as tab:
        page = opened(tab, address)
        page.click(".standing.stop .place a")
        page.wait_for_selector(".cm-editor .cm-activeLine")
        assert f"file_path={folder}/ledger/main.beancount" in page.url.replace("%2F", "/")
        assert "Expenses:Childcare  300.00 USD" in page.locator(".cm-activeLine").inner_text()
        assert tab.wrong == []


def test_explanation_and_figures_unfold(browser: Browser, address: str) -> None:
    with Tab(browser) as tab:
        page = opened(tab, address)
        figures = page.locator(".standing.stop .figures").first
        figures.locator("summary").click()
        assert "dues 100.00, donation 200.00" in figures.inner_text()
        explanation = page.locator(".standing.stop .explanation").first
        explanation.locator("summary").click()
        assert "The members decide which money may pay" in explanation.inner_text()


def test_a_choice_of_findings_survives_a_time_filter(browser: Browser, address: str) -> None:
    with Tab(browser) as tab:
        page = opened(tab, address)
        page.click(".chips a:has-text('waived')")
        page.wait_for_selector(".standing.stop", state="detached")
        assert page.locator(".standing").count() == 1
        page.fill("header input[placeholder=Time]", "2026-01")
        page.press("header input[placeholder=Time]", "Enter")
        page.wait_for_selector("article h2:has-text('January 2026')")
        assert "show=waived" in page.url
        assert "time=2026-01" in page.url
        assert page.locator(".standing").count() == 1
        assert tab.wrong == []


def test_the_chart_shows_a_program(browser: Browser, address: str) -> None:
    with Tab(browser) as tab:
        page = opened(tab, address, "way")
        page.click(".coopfund svelte-component[type=charts] button:has-text('Saturday childcare')")
        legend = page.locator(".coopfund svelte-component[type=charts] .flex-row").inner_text()
        assert {"donation", "dues"} <= set(legend.split())
        assert "At Cost" not in legend
        assert tab.wrong == []


def test_a_finished_report_opens_and_runs_nothing(browser: Browser, address: str) -> None:
    with Tab(browser) as tab:
        page = opened(tab, address, "reports")
        page.click(".chips a:has-text('February 2026')")
        inside = page.frame_locator("iframe.report")
        assert inside.locator("p").inner_text() == "February"
        with tab.context.expect_page() as report:
            page.click("a:has-text('Open February 2026 alone')")
        report.value.wait_for_load_state()
        assert report.value.locator("p").inner_text() == "February"


def test_markup_of_the_books_does_nothing(browser: Browser, spiteful: str) -> None:
    with Tab(browser) as tab:
        page = opened(tab, spiteful)
        page.wait_for_timeout(300)
        assert "<script>alert('waiver')</script>" in page.locator(".waiver").first.inner_text()
        assert tab.wrong == []


@pytest.fixture(
    scope="module",
    params=[(WIDE, "light"), (WIDE, "dark"), (NARROW, "light"), (NARROW, "dark")],
    ids=["wide-light", "wide-dark", "narrow-light", "narrow-dark"],
)
def screen(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Tab]:
    """One tab for all pages on a screen: it need not read Fava's scripts again for each."""
    with Tab(browser, *request.param) as tab:
        yield tab


@pytest.mark.parametrize("key", [tab.key for tab in TABS])
def test_it_fits_the_screen(screen: Tab, address: str, tmp_path: Path, key: str) -> None:
    screen.page.goto("about:blank")
    screen.wrong.clear()
    page = opened(screen, address, key)
    page.evaluate("document.querySelectorAll('.coopfund details').forEach(d => d.open = true)")
    for element in ("document.documentElement", "document.querySelector('article')"):
        assert page.evaluate(f"{element}.scrollWidth <= {element}.clientWidth")
    picture = tmp_path / "screen.png"
    page.screenshot(path=picture)
    assert picture.stat().st_size > 10_000
    assert screen.wrong == []
