"""The gate before Fava."""

import pytest
from werkzeug.test import Client
from werkzeug.wrappers import Response

from coopfund.views.guard import Guard

client = Client(Guard(Response("books"), 5000))
ONLY_NAME = "This server answers only to the name of this machine.\n"
ONLY_OWN = "Changes are taken only from the pages of this server.\n"


def ask(method: str = "GET", **headers: str) -> tuple[int, str]:
    named = {"Host": "127.0.0.1:5000"} | {
        key.replace("_", "-"): value for key, value in headers.items()
    }
    answer = client.open("/", method=method, headers=named)
    return answer.status_code, answer.get_data(as_text=True)


@pytest.mark.parametrize("host", ["127.0.0.1:5000", "localhost:5000", "LOCALHOST:5000"])
def test_this_machines_names_are_answered(host: str) -> None:
    assert ask(Host=host) == (200, "books")


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:5000", "127.0.0.1", "127.0.0.1:5001", "[::1]:5000", ""]
)
def test_foreign_names_are_refused(host: str) -> None:
    assert ask(Host=host) == (403, ONLY_NAME)


def test_port_80_may_go_unsaid() -> None:
    answer = Client(Guard(Response("books"), 80)).get("/", headers={"Host": "localhost"})
    assert answer.status_code == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_own_pages_may_change(method: str) -> None:
    assert ask(method, Origin="http://127.0.0.1:5000", Sec_Fetch_Site="same-origin")[0] == 200
    assert ask(method)[0] == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:5001"},
        {"Origin": "https://127.0.0.1:5000"},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
        {"Origin": "http://127.0.0.1:5000", "Sec_Fetch_Site": "cross-site"},
    ],
)
def test_other_sites_may_not_change(method: str, headers: dict[str, str]) -> None:
    assert ask(method, **headers) == (403, ONLY_OWN)


def test_other_sites_may_link_to_a_page() -> None:
    assert ask(Origin="https://evil.example", Sec_Fetch_Site="cross-site")[0] == 200
