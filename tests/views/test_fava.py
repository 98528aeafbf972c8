"""The Audit page as Fava sends it."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from coopfund import words
from coopfund.views import fava_api
from coopfund.views.extension import REPORT_HEADERS, CoopfundAudit
from coopfund.views.pages import TABS
from tests.views.ledgers import KITCHEN, SPITEFUL

Page = Callable[..., str]
WIDGET = re.compile(
    r'<svelte-component type="(?P<type>[^"]+)">'
    r'<script type="application/json">(?P<json>.*?)</script>',
    re.DOTALL,
)


def widgets(page: str) -> dict[str, Any]:
    return {found["type"]: json.loads(found["json"]) for found in WIDGET.finditer(page)}


OURS = re.compile(r'<main class="coopfund">.*?id="ledger-data"', re.DOTALL)


def article(page: str) -> str:
    """What is ours of one page or several: Fava's own data for its sidebar left out."""
    return "".join(OURS.findall(page))


@pytest.fixture
def client(tmp_path: Path) -> FlaskClient:
    """Fava on a ledger folder with a report beside it."""
    path = tmp_path / "coop" / "ledger" / "main.beancount"
    for name, text in {
        path: KITCHEN,
        path.parent.parent / "reports" / "coopfund-2026-02.html": "<p>February</p>",
        path.parent.parent / "secret.html": "<p>secret</p>",
    }.items():
        name.parent.mkdir(parents=True, exist_ok=True)
        name.write_text(text, encoding="utf-8")
    return fava_api.app(path, read_only=True).test_client()


def everything(page_of: Page, ledger: str, query: str = "") -> str:
    """All pages, one after the other."""
    joint = f"{query}&" if query else "?"
    return "".join(page_of(ledger, f"{joint}page={tab.key}") for tab in TABS)


def test_every_standing_is_on_the_page(page_of: Page) -> None:
    page = everything(page_of, KITCHEN)
    for text in (
        "<h2>April 2025 to March 2026</h2>",
        "last entry 2026-03-01",
        'aria-current="true"',
        ">waived 1</a>",
        "<b>CF102 paid-by-dues</b>",
        "300.00 USD for childcare was paid with 200.00 of donation",
        "Waived by m-0001, vote GM-2026-01, until 2026-12-31:",
        "an envelope, counted by two",
        "Other money paid 200.00 USD that nobody made good since.",
        "Came in as well, and is no income: loan 500.00 USD.",
        "None yet.",
    ):
        assert text in page
    assert 'class="notice"' not in page


def test_a_finding_leads_to_its_line_in_the_editor(page_of: Page, tmp_path: Path) -> None:
    line = KITCHEN.splitlines().index("  Expenses:Childcare  300.00 USD") + 1
    file = tmp_path / "books" / "main.beancount"
    assert f"/kitchen/editor/?file_path={file}&amp;line={line}" in page_of(
        KITCHEN, "?page=findings"
    )


def test_widgets_get_the_figures(page_of: Page) -> None:
    found = widgets(everything(page_of, KITCHEN))
    assert [chart["label"] for chart in found["charts"]] == [
        "all programs",
        "Saturday childcare",
        "core",
    ]
    assert found["charts"][0]["type"] == "bar"
    assert [bar["date"] for bar in found["charts"][0]["data"]] == [
        "2026-01-31",
        "2026-02-28",
        "2026-03-01",
    ]
    columns = [column["name"] for column in found["query-table"]["types"]]
    assert columns == ["#", "who", "share %", "amount", "what"]
    assert found["query-table"]["rows"][0] == [
        1,
        "d-001",
        85.29,
        {"number": 2000.0, "currency": "USD"},
        "person",
    ]


def test_the_interval_of_fava_cuts_the_bars(page_of: Page) -> None:
    found = widgets(page_of(KITCHEN, "?page=way&interval=quarter"))
    assert [bar["date"] for bar in found["charts"][0]["data"]] == ["2026-03-01"]


def test_a_time_filter_holds_for_findings_and_money(page_of: Page) -> None:
    page = everything(page_of, KITCHEN, "?time=2026-02")
    assert "<h2>February 2026</h2>" in page
    assert re.search(r"\d+ findings lie outside it\.", page)
    assert "CF102 paid-by-dues" not in article(page)
    assert "1015.00" in page
    assert re.search(r"\?page=findings&amp;show=stop&amp;time=2026-02#findings", page)


def test_a_time_filter_that_is_no_period_is_said_to_be_none(page_of: Page) -> None:
    page = page_of(KITCHEN, "?time=<b>soon</b>")
    assert "“&lt;b&gt;soon&lt;/b&gt;” is no period" in page
    assert "<h2>April 2025 to March 2026</h2>" in page


def test_filters_without_bearing_are_said_to_have_none(page_of: Page) -> None:
    assert "without bearing on this page" in page_of(KITCHEN, "?account=Assets:Bank")
    assert "without bearing on this page" not in page_of(KITCHEN, "?time=2026")


def test_findings_are_chosen_in_the_address(page_of: Page) -> None:
    page = page_of(KITCHEN, "?page=findings&show=waived&family=sources")
    assert "CF202 anonymous" in page
    assert "CF102 paid-by-dues" not in article(page)
    assert "Nothing of the kind chosen." in page_of(
        KITCHEN, "?page=findings&show=note&family=controls"
    )


def test_without_a_plugin_line_the_page_says_which_to_add(page_of: Page) -> None:
    page = page_of(KITCHEN.replace('plugin "coopfund_plugins"', ""), "?page=findings")
    line = '<code>plugin "coopfund_plugins"</code>'
    assert f"No rule runs in Fava and bean-check until main.beancount has the line {line}" in page
    assert "CF102 paid-by-dues" in page


def test_a_family_that_does_not_run_is_named(page_of: Page) -> None:
    page = page_of(KITCHEN.replace("coopfund_plugins", "coopfund_plugins.dues_only"))
    others = [name.replace("_", " ") for name in words.FAMILIES if name != "dues_only"]
    assert f"These rules did not run here: {', '.join(others)}." in page


def test_books_without_our_line_get_the_page_from_serve(page_of: Page) -> None:
    bare = KITCHEN.replace('2026-01-01 custom "fava-extension" "coopfund.views.extension"', "")
    assert "<h2>April 2025 to March 2026</h2>" in page_of(bare)


def test_empty_books_have_a_page(page_of: Page) -> None:
    page = everything(page_of, 'option "title" "Nothing yet"\n')
    assert "These books hold no transactions yet" in page
    assert "Nothing was spent." in page
    assert "No income." in page
    assert "Nothing in this period." in page_of(
        'option "title" "Nothing yet"\n', "?page=findings&time=2026"
    )


def test_errors_of_beancount_are_told(page_of: Page) -> None:
    page = page_of(KITCHEN + "2026-03-02 balance Assets:Bank  1.00 USD\n")
    assert "Beancount finds 1 other error in these books, so figures may be wrong" in page


def test_books_cannot_write_markup_on_the_page(page_of: Page) -> None:
    page = everything(page_of, SPITEFUL)
    assert "alert" in page
    assert not re.search(r"<(script>|img|/script><script>)", article(page))
    assert "&lt;script&gt;alert(&#39;waiver&#39;)&lt;/script&gt;" in article(page)
    assert widgets(page)["charts"][1]["label"] == "</script><script>alert('program')</script>"


def test_incognito_hides_amounts(tmp_path: Path) -> None:
    path = tmp_path / "main.beancount"
    path.write_text(KITCHEN, encoding="utf-8")
    application = fava_api.app(path, read_only=True, incognito=True)
    address = fava_api.address_of(application, CoopfundAudit)
    page = application.test_client().get(f"{address}?page=findings").get_data(as_text=True)
    shown = WIDGET.sub("", article(page))
    assert "XXX.XX USD for childcare" in shown
    assert "300.00 USD" not in shown


def test_books_that_change_change_the_page(tmp_path: Path) -> None:
    path = tmp_path / "main.beancount"
    path.write_text(KITCHEN, encoding="utf-8")
    application = fava_api.app(path, read_only=True)
    client, address = application.test_client(), fava_api.address_of(application, CoopfundAudit)
    assert "CF102" in client.get(f"{address}?page=findings").get_data(as_text=True)
    path.write_text(KITCHEN.replace("300.00 USD", "30.00 USD"), encoding="utf-8")
    (_, ledger), *_ = application.config["LEDGERS"].items()
    ledger.load_file()
    assert "CF102" not in article(
        client.get(f"{address}?page=findings&show=stop").get_data(as_text=True)
    )


def test_a_finished_report_is_opened_harmless(client: FlaskClient) -> None:
    address = "/kitchen/extension/CoopfundAudit/?page=reports"
    assert "<iframe" not in client.get(address).get_data(as_text=True)
    page = client.get(f"{address}&file=coopfund-2026-02.html").get_data(as_text=True)
    assert 'href="report?file=coopfund-2026-02.html">Open February 2026 alone</a>' in page
    assert '<iframe class="report" title="The report of February 2026"' in page
    answer = client.get("/kitchen/extension/CoopfundAudit/report?file=coopfund-2026-02.html")
    assert (answer.status_code, answer.data) == (200, b"<p>February</p>")
    assert answer.content_type == "text/html; charset=utf-8"
    for name, value in REPORT_HEADERS.items():
        assert answer.headers[name] == value


@pytest.mark.parametrize(
    "file",
    ["", "coopfund-2026-03.html", "../secret.html", "..%2Fsecret.html", "../ledger/main.beancount"],
)
def test_no_other_file_is_opened(client: FlaskClient, file: str) -> None:
    address = f"/kitchen/extension/CoopfundAudit/report?file={file}"
    assert client.get(address).status_code == 404


def test_the_report_is_only_read(client: FlaskClient) -> None:
    address = "/kitchen/extension/CoopfundAudit/report?file=coopfund-2026-02.html"
    assert client.post(address).status_code == 403
