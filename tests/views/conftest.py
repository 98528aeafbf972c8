"""Books for the views: a test's docstring as a ledger, read as Fava reads it."""

from collections.abc import Callable, Iterator
from inspect import cleandoc
from pathlib import Path

import pytest
from beancount import loader
from playwright.sync_api import Browser, sync_playwright

from coopfund.views import fava_api
from coopfund.views.audit import Audit, audit_of
from coopfund.views.extension import CoopfundAudit
from tests.views.browsing import CHROMIUM


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, without a window."""
    if CHROMIUM is None:
        pytest.skip("there is no chromium in the path")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        browser.close()


@pytest.fixture
def audit(request: pytest.FixtureRequest) -> Audit:
    """The audit of the test's docstring."""
    entries, _, options = loader.load_string(cleandoc(request.function.__doc__ or ""))
    return audit_of(entries, options)


@pytest.fixture
def page_of(tmp_path: Path) -> Callable[..., str]:
    """The Audit page of a ledger, as Fava sends it."""

    def page_of(ledger: str, query: str = "", *, status: int = 200) -> str:
        path = tmp_path / "books" / "main.beancount"
        path.parent.mkdir(exist_ok=True)
        path.write_text(ledger, encoding="utf-8")
        application = fava_api.app(path, read_only=True)
        address = fava_api.address_of(application, CoopfundAudit)
        answer = application.test_client().get(f"{address}{query}")
        assert answer.status_code == status
        return answer.get_data(as_text=True)

    return page_of
