"""The Audit pages for everybody: read aloud, by keyboard alone, on a phone, in poor light.

Rules and contrasts are axe-core's, which is no part of this project: ``COOPFUND_AXE`` names its
``axe.min.js``, from ``npm install axe-core`` anywhere.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from coopfund.views.pages import TABS
from tests.views.browsing import NARROW, WIDE, Tab, serving
from tests.views.ledgers import KITCHEN

OURS = ".coopfund"
DRAWN = {
    "way": ".coopfund svelte-component[type=charts] svg rect",
    "dependence": ".coopfund svelte-component[type=query-table] tbody tr",
}
"""What a page has once Fava's frontend has drawn it."""

KEYS = [tab.key for tab in TABS]
WHERE = {"include": [[OURS]], "exclude": [["svelte-component button[role=combobox]"]]}
"""Our part of the page; the choice of an interval below a chart is Fava's, and not ours to mend."""

SMALLEST = ViewportSize(width=320, height=640)
"""A page enlarged four times on an ordinary screen."""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    path = tmp_path_factory.mktemp("seen") / "main.beancount"
    path.write_text(KITCHEN, encoding="utf-8")
    with serving(path) as address:
        yield address


@pytest.fixture(scope="module")
def axe() -> str:
    named = os.environ.get("COOPFUND_AXE")
    if named is None:
        pytest.skip("COOPFUND_AXE names no axe.min.js; npm install axe-core brings one")
    return Path(named).read_text(encoding="utf-8")


def opened(tab: Tab, address: str, key: str) -> Page:
    """One of the pages, its widgets drawn and everything unfolded."""
    tab.page.goto(f"{address}?page={key}")
    tab.page.wait_for_selector(DRAWN.get(key, ".coopfund h3"))
    tab.page.evaluate("document.querySelectorAll('.coopfund details').forEach(d => d.open = true)")
    return tab.page


def violations(page: Page, axe: str, where: Any, *rules: str) -> list[str]:  # noqa: ANN401  # JSON
    """What axe-core objects to: the rule, and the elements."""
    page.evaluate(axe)
    only = {"runOnly": {"type": "rule", "values": list(rules)}} if rules else {}
    found = page.evaluate("([where, only]) => axe.run(where, only)", [where, only])
    return [
        f"{broken['id']}: {node['target']} {node['failureSummary']}"
        for broken in found["violations"]
        for node in broken["nodes"]
    ]


@pytest.mark.parametrize(("size", "scheme"), [(WIDE, "light"), (NARROW, "dark")])
def test_nothing_is_hard_to_read(
    browser: Browser, address: str, axe: str, size: ViewportSize, scheme: str
) -> None:
    with Tab(browser, size, scheme) as tab:
        found = {key: violations(opened(tab, address, key), axe, WHERE) for key in KEYS}
        assert found == {key: [] for key in KEYS}


def test_the_page_has_one_main_part(browser: Browser, address: str, axe: str) -> None:
    with Tab(browser) as tab:
        rules = ("landmark-one-main", "landmark-no-duplicate-main", "landmark-main-is-top-level")
        assert violations(opened(tab, address, "overview"), axe, "html", *rules) == []


def test_nothing_scrolls_sideways(browser: Browser, address: str) -> None:
    with Tab(browser, SMALLEST) as tab:
        for key in KEYS:
            page = opened(tab, address, key)
            for element in ("document.documentElement", "document.querySelector('article')"):
                assert page.evaluate(f"{element}.scrollWidth <= {element}.clientWidth"), key


STOPS = """() => {
    window.stops = [...document.querySelectorAll(".coopfund :is(a[href], summary, [tabindex])")]
        .filter(stop => stop.checkVisibility());
    window.stops[0].focus();
    return window.stops.length;
}"""
"""How many of our elements take part in what the page does; the first one gets the keyboard."""

FOCUS = """() => {
    const now = document.activeElement, style = getComputedStyle(now);
    const band = now.querySelector(".body");
    const drawn = band !== null && parseFloat(getComputedStyle(band).strokeWidth) >= 2;
    const marked = style.outlineStyle !== "none" || style.boxShadow !== "none" || drawn;
    return [window.stops.indexOf(now), marked, now.outerHTML.slice(0, 80)];
}"""
"""Which of them has the keyboard (-1 for one of Fava's), and whether one can see that."""


def test_the_keyboard_reaches_everything_and_shows_where_it_is(
    browser: Browser, address: str
) -> None:
    with Tab(browser) as tab:
        for key in KEYS:
            page = opened(tab, address, key)
            stops = page.evaluate(STOPS)
            reached = {0}
            for _ in range(2 * stops):
                page.keyboard.press("Tab")
                stop, marked, element = page.evaluate(FOCUS)
                assert marked or stop < 0, element
                reached.add(stop)
            assert set(range(stops)) <= reached, key


def test_the_keyboard_alone_suffices(browser: Browser, address: str) -> None:
    with Tab(browser) as tab:
        page = opened(tab, address, "findings")
        page.locator(".chips a", has_text="waived").focus()
        page.keyboard.press("Enter")
        page.wait_for_selector(".standing.stop", state="detached")
        page.locator(".standing.waived summary").first.focus()
        page.keyboard.press("Enter")
        assert page.locator(".standing.waived details[open]").count() == 1
        page.locator(".standing.waived .place a").first.focus()
        page.keyboard.press("Enter")
        page.wait_for_selector(".cm-editor .cm-activeLine")
        assert tab.wrong == []
