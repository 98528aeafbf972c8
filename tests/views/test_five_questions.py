"""Five questions of a member on the demo's books: none takes more than three clicks.

Each begins where Fava opens; a click is what a person clicks, and what is typed is no click.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from coopfund.dues.codes import code_of, make_key
from tests.views.browsing import Tab, serving

DEMO = Path(__file__).parents[2] / "ledger"
MOST = 3


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "ledger"
    shutil.copytree(DEMO, folder, ignore=shutil.ignore_patterns(".*"))
    return folder / "main.beancount"


@pytest.fixture(scope="module")
def code(ledger: Path) -> str:
    return code_of(make_key(ledger.parent / ".coopfund"), "m-0042")


@pytest.fixture(scope="module")
def home(ledger: Path) -> Iterator[str]:
    with serving(ledger) as address:
        yield address.partition("extension/")[0]


class Member(Tab):
    """Somebody at Fava's first page, whose clicks are counted."""

    def __init__(self, browser: Browser, home: str) -> None:
        super().__init__(browser)
        self.clicks = 0
        self.page.goto(home)
        self.page.wait_for_load_state("networkidle")  # a click before Fava has loaded is lost

    def click(self, what: str, then: str) -> None:
        """Click, and wait for what it leads to."""
        self.page.wait_for_selector(what)
        self.page.click(what)
        self.clicks += 1
        self.page.wait_for_selector(then)

    def read(self, what: str) -> str:
        """What stands there, once nothing went wrong in few enough clicks."""
        assert self.clicks <= MOST
        assert self.wrong == []
        return " ".join(self.page.locator(what).inner_text().split())


AUDIT = "aside a:has-text('Audit')"


def tab(name: str) -> str:
    return f".tabs a:has-text('{name}')"


def test_who_paid_for_the_childcare_outing(browser: Browser, home: str) -> None:
    with Member(browser, home) as member:
        member.click(AUDIT, ".tabs")
        member.click(tab("Programs"), ".program-card")
        member.click(
            ".program-card:has(h3:text('Saturday childcare')) tr:has-text('Apr 2026') a",
            "#payments",
        )
        said = member.read("tr:has-text('spring outing')")
        assert "dues 411.14, donation 307.46" in said
        assert "of donation, 307.46 came back or was made good since 718.60" in said
        assert member.clicks == 3


def test_is_the_strike_fund_whole(browser: Browser, home: str) -> None:
    with Member(browser, home) as member:
        member.click(AUDIT, ".tabs")
        member.click(tab("Programs"), ".program-card")
        assert member.read(".fund") == (
            "The fund is whole. It holds 2385.00 USD: dues 2385.00. All of it may pay for this "
            "program. It was never overdrawn, and paid for nothing else (CF103)."
        )
        assert member.clicks == 2


def test_which_gift_is_the_largest_and_could_we_do_without_it(browser: Browser, home: str) -> None:
    with Member(browser, home) as member:
        member.click(AUDIT, ".tabs")
        member.click(tab("Who we depend on"), "#what-if")
        member.click("#what-if ~ .chips a:has-text('d-007')", ".sentence")
        said = member.read(".sentence")
        assert said.startswith("Without d-007, 4900.00 USD would be missing, 16.0 % of all income")
        assert "The essential work could go on." in said
        assert member.clicks == 3


def test_which_waiver_expires_next(browser: Browser, home: str) -> None:
    with Member(browser, home) as member:
        member.click(AUDIT, ".tabs")
        member.click(tab("Findings"), "#findings")
        member.click(".chips a:has-text('waived')", ".next")
        said = member.read(".next li:first-child")
        assert said.startswith("2027-02-28 CF608 decision: “table agreed at the founding")
        assert member.clicks == 3


def test_are_my_dues_in(browser: Browser, home: str, code: str) -> None:
    with Member(browser, home) as member:
        member.click(AUDIT, ".tabs")
        member.click(tab("Dues"), ".mine form")
        member.page.fill("input[name=member]", "m-0042")
        member.page.fill("input[name=code]", code)
        member.click(".mine button", ".statement")
        assert member.read(".mine .sentence") == (
            "m-0042, standard: On 31 October 2026, all dues are paid."
        )
        assert member.clicks == 3
        assert code not in member.page.url
        assert "m-0042" not in member.page.url
