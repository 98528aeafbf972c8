"""Dues: groups that say nothing about one member, and a member's own payments."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from beancount import loader
from flask.testing import FlaskClient

from coopfund.dues.codes import code_of, make_key
from coopfund.findings import Window
from coopfund.views import fava_api
from coopfund.views.attempts import FREE
from coopfund.views.audit import Audit, audit_of
from coopfund.views.extension import CoopfundAudit
from coopfund.views.my_dues import NO_CODES, WRONG
from coopfund.views.pages.asked import Asked
from coopfund.views.pages.dues import Dues, view

HEAD = """\
option "title" "Quay Street"
option "operating_currency" "USD"
plugin "coopfund_plugins"
2025-11-01 custom "fava-extension" "coopfund.views.extension"
2025-11-01 open Assets:Bank
2025-11-01 open Income:Dues
  source: "dues"
2025-11-01 custom "coopfund-dues" "standard" 10.00 USD "monthly"
2025-11-01 custom "coopfund-dues" "low" 2.00 USD "monthly"
"""


def joins(member: int, tier: str = "standard", day: str = "2025-11-01") -> str:
    return f'{day} custom "coopfund-member" "m-{member:04}" "join" "{tier}"\n'


def pays(member: int, amount: str, day: str = "2026-01-15") -> str:
    return (
        f'{day} * "dues"\n  member: "m-{member:04}"\n  Assets:Bank  {amount} USD\n  Income:Dues\n'
    )


STREET = (
    HEAD
    + "".join(joins(n) for n in range(1, 6))
    + "".join(joins(n, "low") for n in (6, 7))
    + joins(8, day="2026-01-01")
    + '2026-01-20 custom "coopfund-member" "m-0005" "leave"\n'
    + "".join(pays(n, "30.00") for n in (1, 2))
    + pays(3, "20.00")
    + pays(4, "10.00")
    + pays(5, "30.00")
    + pays(6, "6.00")
    + pays(7, "6.00")
)
"""As of January: m-0003 owes a month, m-0004 two, m-0008 their first; two on the low tier."""


def read(text: str) -> Audit:
    entries, _, options = loader.load_string(text)
    return audit_of(entries, options)


def shown(text: str, window: Window | None = None) -> Dues:
    audit = read(text)
    return view(Asked(audit, audit.period(window), {}, (), Path("main.beancount")))


def test_what_came_in_of_what_was_asked() -> None:
    page = shown(STREET)
    assert page.collected.assessed == 5 * 30 + 10 + 2 * 6
    assert page.collected.received == 30 + 30 + 20 + 10 + 30 + 12
    assert page.members == 7
    assert [(its.name, its.members) for its in page.months] == [
        ("Nov 2025", 7),
        ("Dec 2025", 7),
        ("Jan 2026", 7),
    ]
    assert sum(its.collected.received for its in page.months) == page.collected.received


def test_small_ages_are_joined_and_each_member_counts_once() -> None:
    (behind,) = shown(STREET).behind
    assert behind == ("up to 90 days", 3, Decimal("40.00"))
    assert not shown(STREET).few


def test_too_few_in_arrears_are_not_shown() -> None:
    page = shown(STREET + pays(3, "10.00", "2026-01-16"))
    assert page.behind == []
    assert page.few
    assert page.owed == 0


def test_a_small_tier_is_joined_so_that_no_rest_can_be_reckoned() -> None:
    page = shown(STREET)
    assert [(tier.name, tier.members) for tier in page.tiers] == [
        ("standard", 5),
        ("left and low", 3),
    ]
    assert sum(tier.collected.assessed for tier in page.tiers) == page.collected.assessed


def test_who_joined_in_a_year_with_few_is_joined_with_the_year_before() -> None:
    assert [tuple(its[:3]) for its in shown(STREET).cohorts] == [("2025 to 2026", 8, 7)]


def test_books_without_dues_or_an_entry_have_a_page() -> None:
    assert shown('option "title" "Nothing yet"\n').window is None
    assert shown(STREET, Window(date(2020, 1, 1), date(2020, 1, 31))).window is None


@pytest.fixture
def books(tmp_path: Path) -> Path:
    path = tmp_path / "books" / "main.beancount"
    path.parent.mkdir()
    path.write_text(STREET, encoding="utf-8")
    return path


@pytest.fixture
def key(books: Path) -> bytes:
    return make_key(books.parent / ".coopfund")


@pytest.fixture
def client(books: Path) -> Iterator[FlaskClient]:
    application = fava_api.app(books, read_only=True)
    fava_api.address_of(application, CoopfundAudit)
    with application.test_client() as client:
        yield client


MINE = "/quay-street/extension/CoopfundAudit/my-dues?page=dues"


def send(client: FlaskClient, member: str, code: str) -> str:
    """What a member sees who sends the form of the page."""
    page = client.get("/quay-street/extension/CoopfundAudit/?page=dues").get_data(as_text=True)
    token = page.partition('name="token" value="')[2].partition('"')[0]
    answer = client.post(MINE, data={"token": token, "member": member, "code": code})
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]
    text = answer.get_data(as_text=True)
    assert not code or code not in text
    return text


def test_a_member_sees_their_own_payments_and_nobody_elses(client: FlaskClient, key: bytes) -> None:
    page = send(client, " m-0003 ", code_of(key, "m-0003").lower())
    assert "On 31 January 2026, 10.00 USD is owed." in page
    assert "Balance brought forward" in page
    main = page.partition('<main class="coopfund">')[2].partition("</main>")[0]
    assert "m-0003" in main
    for other in (1, 2, 4, 5, 6, 7, 8):
        assert f"m-{other:04}" not in main


@pytest.mark.parametrize(
    ("member", "of"), [("m-0003", "m-0004"), ("m-9999", "m-9999"), ("", "m-0003"), ("d-1", "d-1")]
)
def test_whatever_is_wrong_the_answer_is_the_same(
    client: FlaskClient, key: bytes, member: str, of: str
) -> None:
    page = send(client, member, code_of(key, of))
    assert WRONG in page
    assert "Balance" not in page


def test_after_some_wrong_tries_even_the_right_code_waits(client: FlaskClient, key: bytes) -> None:
    for _ in range(FREE):
        assert WRONG in send(client, "m-0003", "0000-WRONG")
    page = send(client, "m-0003", code_of(key, "m-0003"))
    assert "Too many wrong tries for this id. Try again in 10 seconds." in page
    assert "is owed" in send(client, "m-0004", code_of(key, "m-0004"))


def test_without_a_key_nobody_has_a_code(client: FlaskClient) -> None:
    page = client.get("/quay-street/extension/CoopfundAudit/?page=dues").get_data(as_text=True)
    assert "There are no codes for these books yet" in page
    assert "<form" not in page
    assert NO_CODES.startswith("There are no codes")


def test_only_its_own_page_may_ask_and_never_by_an_address(client: FlaskClient, key: bytes) -> None:
    data = {"member": "m-0003", "code": code_of(key, "m-0003")}
    assert client.post(MINE, data=data).status_code == 403
    address = f"{MINE}&member=m-0003&code={data['code']}"
    opened = client.get(address)
    assert opened.status_code == 200
    assert "is owed" not in opened.get_data(as_text=True)


def test_what_is_typed_is_escaped(client: FlaskClient, key: bytes) -> None:
    del key
    page = send(client, '"><script>alert(1)</script>', "0000-WRONG")
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page
