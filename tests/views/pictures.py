"""Pictures of the Audit pages on the demo's books.

    python -m tests.views.pictures docs/pictures

Each page is drawn light and dark by Debian's Chromium, as a member sees it who opens it.
"""

import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, NamedTuple

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from coopfund.dues.codes import code_of, make_key
from tests.views.browsing import CHROMIUM, Tab, serving
from tests.views.palette import smaller

DEMO: Final = Path(__file__).parents[2] / "ledger"
SIZE: Final = ViewportSize(width=1180, height=860)
LARGEST: Final = 150_000
"""No picture is larger, in bytes: the repository carries them all."""

MEMBER: Final = "m-0042"
SEED: Final = "dice 3 1 6"


class Shot(NamedTuple):
    """A picture: its name, what follows the page's address, and what must be drawn before.

    ``top`` is what the picture begins with, where that is not the top of the page.
    """

    name: str
    query: str
    drawn: str
    top: str | None = None


SHOTS: Final = (
    Shot("overview", "?page=overview", ".answers"),
    Shot("way", "?page=way", "svg.flow"),
    Shot("payments", "?page=way&time=2026-04&program=childcare", "#payments", "#payments"),
    Shot("dependence", "?page=dependence&without=d-007", "svelte-component tbody tr"),
    Shot("programs", "?page=programs", ".program-card"),
    Shot("dues", "?page=dues", ".mine"),
    Shot("findings", "?page=findings&show=waived", ".next"),
)


def main(folder: Path) -> None:
    """Draw every picture into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as copied, sync_playwright() as playwright:
        ledger = Path(copied) / "ledger"
        shutil.copytree(DEMO, ledger, ignore=shutil.ignore_patterns(".*"))
        code = code_of(make_key(ledger / ".coopfund"), MEMBER)
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        with serving(ledger / "main.beancount") as address:
            for scheme in ("light", "dark"):
                _draw(browser, address, scheme, folder, code)
        browser.close()


def _draw(browser: Browser, address: str, scheme: str, folder: Path, code: str) -> None:
    with Tab(browser, SIZE, scheme) as tab:
        for shot in SHOTS:
            tab.page.goto(f"{address}{shot.query}")
            tab.page.wait_for_selector(f".coopfund {shot.drawn}")
            if shot.top:
                tab.page.locator(shot.top).evaluate("its => its.scrollIntoView()")
            _save(tab.page, folder / f"{shot.name}-{scheme}.png")
        tab.page.goto(f"{address}?page=desk&month=2026-08")
        if tab.page.locator("input[name=seed]").count():
            tab.page.fill("input[name=seed]", SEED)
            tab.page.click(".begin button")
        tab.page.wait_for_selector(".desk li")
        _save(tab.page, folder / f"desk-{scheme}.png")
        tab.page.goto(f"{address}?page=dues")
        tab.page.fill("input[name=member]", MEMBER)
        tab.page.fill("input[name=code]", code)
        tab.page.click(".mine button")
        tab.page.wait_for_selector(".statement")
        _save(tab.page, folder / f"my-dues-{scheme}.png")


def _save(page: Page, path: Path) -> None:
    """Save what is on the screen; nothing that is too large to carry."""
    page.wait_for_timeout(500)
    shot = page.screenshot(animations="disabled", caret="hide")
    blank = page.context.new_page()
    content = smaller(shot, blank)
    blank.close()
    if len(content) > LARGEST:
        message = f"{path.name} has {len(content):,} bytes; {LARGEST:,} is the most."
        sys.exit(message)
    path.write_bytes(content)


if __name__ == "__main__":
    if len(sys.argv) != 2:  # the one argument is the folder
        sys.exit("usage: python -m tests.views.pictures FOLDER")
    main(Path(sys.argv[1]))
