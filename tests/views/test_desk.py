"""The audit desk: a sample is drawn and answered on the page, and nothing of the books changes."""

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from coopfund.trust.audit import QUESTIONS, load
from coopfund.views import fava_api
from coopfund.views.extension import CoopfundAudit
from tests.views.ledgers import KITCHEN

ADDRESS = "/kitchen/extension/CoopfundAudit/"
TOKEN = re.compile(
    r'action="(?P<name>\w+)"[^>]*>\s*<input type="hidden" name="token" value="(?P<token>\w+)"'
)
MINE = {"Origin": "http://localhost"}


@pytest.fixture
def main(tmp_path: Path) -> Path:
    main = tmp_path / "main.beancount"
    main.write_text(KITCHEN, encoding="utf-8")
    return main


@pytest.fixture
def client(main: Path) -> FlaskClient:
    application = fava_api.app(main, read_only=True)
    fava_api.address_of(application, CoopfundAudit)
    return application.test_client()


def page(client: FlaskClient, month: str = "2026-01") -> str:
    return client.get(f"{ADDRESS}?page=desk&month={month}").get_data(as_text=True)


def send(client: FlaskClient, name: str, host: str = "localhost", **fields: str) -> tuple[int, str]:
    tokens = dict(TOKEN.findall(page(client)))
    answer = client.post(
        f"{ADDRESS}{name}",
        data={"token": tokens.get(name, ""), "month": "2026-01", **fields},
        headers=MINE,
        base_url=f"http://{host}",
    )
    return answer.status_code, answer.headers.get("Location", answer.get_data(as_text=True))


def test_a_sample_is_drawn_and_every_answer_kept(client: FlaskClient, main: Path) -> None:
    before = main.read_bytes()
    assert send(client, "begin", size="2", seed="dice 4") == (
        303,
        f"{ADDRESS}?page=desk&month=2026-01#sample",
    )
    work = load(main.parent / ".coopfund", "2026-01")
    assert work
    assert (work.seed, work.size, work.answers) == ("dice 4", 2, {})
    shown = page(client)
    assert "a rule found something here" in shown
    entries = re.findall(r'name="entry" value="(\w+)"', shown)
    for entry in entries:
        status, where = send(
            client, "answer", entry=entry, note="seen", **dict.fromkeys(QUESTIONS, "yes")
        )
        assert (status, where.rpartition("#")[2]) == (303, f"e-{entry}")
    done = page(client)
    assert "All were looked at. All in order." in done
    assert "coopfund audit sign 2026-01" in done
    assert main.read_bytes() == before


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"receipt": "maybe"}, "is no answer"),
        ({"note": "<script>"}, "holds markup"),
        ({"month": "2026-13"}, "is no month"),
        ({"month": "../../etc"}, "is no month"),
        ({"entry": "../x"}, "there is no such audit"),
        ({"token": "guessed"}, "This page is out of date"),
        ({"host": "books.example.org"}, "on the machine of whoever makes it"),
    ],
)
def test_what_is_no_answer_is_refused_in_one_sentence(
    client: FlaskClient, fields: dict[str, str], sentence: str
) -> None:
    send(client, "begin", size="2", seed="dice 4")
    status, answer = send(client, "answer", **{"entry": "abc", **fields})
    assert status == 403
    assert sentence in answer


def test_a_month_that_the_books_do_not_hold_is_no_audit(client: FlaskClient) -> None:
    assert "Draw the sample" not in page(client, "2031-01")
    status, answer = send(client, "begin", month="2031-01")
    assert status == 403
    assert "is a future month for these books" in answer
