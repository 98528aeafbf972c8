"""The gate before Fava."""

import json
from collections.abc import Mapping

import pytest
from werkzeug.test import Client
from werkzeug.wrappers import Request, Response

from coopfund.views.guard import Guard
from coopfund.views.headers import ALWAYS, PAGES
from coopfund.views.origin import BadOriginError, Origin

HOST = "127.0.0.1:5000"
OWN = {"Origin": f"http://{HOST}", "Sec_Fetch_Site": "same-origin"}
LINK = {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "navigate", "Sec_Fetch_Dest": "document"}
PUBLIC = Origin.public("https://books.example.org")

ONLY_HERE = "This server answers only to this machine.\n"
ONLY_NAME = "This server answers only to the name of this machine.\n"
ONLY_OWN = "Changes are taken only from the pages of this server.\n"
ONLY_READ = "What this server shows is read only by its own pages.\n"
ONLY_FAVAS = "Nothing but Fava's own files is run as a script here.\n"
READ_ONLY = "These books are open to read only; coopfund serve --edit opens them to change.\n"

NOTHING: Mapping[str, str] = {}
PASSED = (200, "books")
reading = Guard(Response("books"), 5000)
editing = Guard(Response("books"), 5000, read_only=False)
public = Guard(Response("books"), 5000, public=PUBLIC)


def ask(
    method: str = "GET",
    path: str = "/",
    guard: Guard = reading,
    sender: str = "127.0.0.1",
    headers: Mapping[str, str] = NOTHING,
) -> tuple[int, str]:
    named = {"Host": HOST} | {key.replace("_", "-"): value for key, value in headers.items()}
    answer = Client(guard).open(
        path, method=method, headers=named, environ_base={"REMOTE_ADDR": sender}
    )
    return answer.status_code, answer.get_data(as_text=True)


@pytest.mark.parametrize("sender", ["192.168.1.7", "203.0.113.9", "2001:db8::1", "", "localhost"])
@pytest.mark.parametrize("guard", [reading, editing, public])
def test_other_machines_are_refused(guard: Guard, sender: str) -> None:
    assert ask(guard=guard, sender=sender, headers={"Host": "books.example.org"}) == (
        403,
        ONLY_HERE,
    )


@pytest.mark.parametrize("host", ["127.0.0.1:5000", "localhost:5000", "LOCALHOST:5000"])
def test_this_machines_names_are_answered(host: str) -> None:
    assert ask(headers={"Host": host}) == PASSED


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:5000",
        "127.0.0.1",
        "127.0.0.1:5001",
        "127.0.0.1:5000.evil.example",
        "127.0.0.1:5000, evil.example",
        "[::1]:5000",
        "books.example.org",
        "",
    ],
)
@pytest.mark.parametrize("guard", [reading, editing])
def test_foreign_names_are_refused(guard: Guard, host: str) -> None:
    assert ask(guard=guard, headers={"Host": host}) == (403, ONLY_NAME)


def test_port_80_may_go_unsaid() -> None:
    assert ask(guard=Guard(Response("books"), 80), headers={"Host": "localhost"}) == PASSED


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_own_pages_may_change_what_is_open_for_changes(method: str) -> None:
    assert ask(method, guard=editing, headers=OWN) == PASSED
    assert ask(method, guard=editing, headers={"Origin": OWN["Origin"]}) == PASSED


@pytest.mark.parametrize("path", ["/", "/coop/journal/", "/coop/extension/", "/x/extension/y/"])
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_nothing_changes_what_is_open_to_read(method: str, path: str) -> None:
    assert ask(method, path, headers=OWN) == (403, READ_ONLY)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_favas_pages_can_show_why(method: str) -> None:
    told = json.dumps({"error": READ_ONLY.strip()})
    assert ask(method, "/coop/api/source", headers=OWN) == (403, told)


def test_readers_may_send_something_to_an_extension() -> None:
    assert ask("POST", "/coop/extension/CoopfundAudit/mine", headers=OWN) == PASSED
    assert ask("PUT", "/coop/extension/CoopfundAudit/mine", headers=OWN) == (403, READ_ONLY)
    assert ask("POST", "/coop/extension/CoopfundAudit/mine") == (403, ONLY_OWN)


@pytest.mark.parametrize("method", ["PATCH", "OPTIONS", "TRACE", "CONNECT", "MKCOL", "get"])
def test_other_requests_are_not_known(method: str) -> None:
    environ = {"REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": HOST, "REQUEST_METHOD": method}
    assert editing.objection(environ) == "This server does not know such a request."


FOREIGN = [
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": ""},
    {"Origin": "http://127.0.0.1:5001"},
    {"Origin": "https://127.0.0.1:5000"},
    {"Sec_Fetch_Site": "cross-site"},
    {"Sec_Fetch_Site": "same-site"},
    {"Sec_Fetch_Site": "anything"},
    {"Origin": "http://127.0.0.1:5000", "Sec_Fetch_Site": "cross-site"},
    {"Origin": "https://evil.example", "Sec_Fetch_Site": "same-origin"},
]


@pytest.mark.parametrize("headers", [*FOREIGN, {}, {"Sec_Fetch_Site": "same-origin"}])
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_other_sites_may_not_change(method: str, headers: dict[str, str]) -> None:
    assert ask(method, guard=editing, headers=headers) == (403, ONLY_OWN)


@pytest.mark.parametrize("headers", FOREIGN)
@pytest.mark.parametrize("guard", [reading, editing])
def test_other_sites_may_not_read(guard: Guard, headers: dict[str, str]) -> None:
    assert ask(guard=guard, headers=headers) == (403, ONLY_READ)
    assert ask("HEAD", guard=guard, headers=headers)[0] == 403


@pytest.mark.parametrize("wanted", ["iframe", "object", "image", "script", "empty"])
def test_other_sites_may_only_link_to_a_page(wanted: str) -> None:
    assert ask(headers=LINK) == PASSED
    assert ask(headers=LINK | {"Sec_Fetch_Dest": wanted}) == (403, ONLY_READ)
    assert ask(headers=LINK | {"Origin": "https://evil.example"}) == (403, ONLY_READ)


@pytest.mark.parametrize("wanted", ["script", "worker", "serviceworker", "audioworklet"])
def test_only_favas_files_and_an_extensions_are_scripts(wanted: str) -> None:
    own = {"Sec_Fetch_Site": "same-origin", "Sec_Fetch_Dest": wanted}
    assert ask(path="/static/app.js?mtime=1", headers=own) == PASSED
    assert ask(path="/coop/extension_js_module/Charts.js", headers=own) == PASSED
    for path in ("/coop/document/?filename=/static/a.js", "/coop/journal/", "/static/", "/"):
        assert ask(path=path, headers=own) == (403, ONLY_FAVAS)


def test_behind_a_proxy_only_the_public_name_counts() -> None:
    named = {"Host": "books.example.org"}
    own = named | {"Origin": "https://books.example.org", "Sec_Fetch_Site": "same-origin"}
    assert ask(guard=public, headers=named) == PASSED
    assert ask(guard=public, headers=own) == PASSED
    status, told = ask(guard=public)
    assert status == 403
    assert told.startswith("This server answers only to its public name; the proxy has to pass on")
    assert ask(guard=public, headers=own | {"Origin": f"http://{HOST}"}) == (403, ONLY_READ)
    assert ask("PUT", guard=public, headers=own) == (403, READ_ONLY)


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://books.example.org", "books.example.org"),
        ("https://Books.Example.org/", "books.example.org"),
        ("https://books.example.org:443", "books.example.org"),
        ("https://books.example.org:8443", "books.example.org:8443"),
    ],
)
def test_a_public_address_is_read(address: str, host: str) -> None:
    assert Origin.public(address) == Origin("https", host)
    assert str(Origin.public(address)) == f"https://{host}"


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("http://books.example.org", "does not begin with https://"),
        ("books.example.org", "does not begin with https://"),
        ("", "does not begin with https://"),
        ("https://", "names no host"),
        ("https://me@books.example.org", "names no host"),
        ("https://*.example.org", "names no host"),
        ("https://[::1", "is no address"),
        ("https://books.example.org:port", "is no address"),
        ("https://books.example.org/ledger", "goes on after the host"),
        ("https://books.example.org?x", "goes on after the host"),
    ],
)
def test_what_is_no_public_address_is_refused(address: str, why: str) -> None:
    with pytest.raises(BadOriginError, match=why):
        Origin.public(address)


def answer_of(application: Response, path: str = "/", host: str = HOST) -> "Response":
    client = Client(Guard(application, 5000), Response)
    return client.get(path, headers={"Host": host}, environ_base={"REMOTE_ADDR": "127.0.0.1"})


@pytest.mark.parametrize("host", [HOST, "evil.example"])
def test_every_answer_has_the_headers_and_none_of_them_twice(host: str) -> None:
    lax = Response("books", headers={"X-Frame-Options": "ALLOWALL", "Cache-Control": "public"})
    headers = answer_of(lax, host=host).headers
    for name, value in ALWAYS:
        assert headers.getlist(name) == [value]
    assert headers.getlist("Cache-Control") == ["private, no-store"]


def test_a_policy_of_the_page_is_kept_beside_ours() -> None:
    strict = Response("report", headers={"Content-Security-Policy": "sandbox"})
    assert answer_of(strict).headers.getlist("Content-Security-Policy") == ["sandbox", PAGES]


def test_favas_own_files_may_be_kept() -> None:
    static = Response("js", headers={"Cache-Control": "no-cache"})
    assert answer_of(static, "/static/app.js").headers["Cache-Control"] == "no-cache"


def test_no_inline_script_and_no_other_server() -> None:
    rules = dict(rule.partition(" ")[::2] for rule in PAGES.split("; "))
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == "'self' 'wasm-unsafe-eval'"
    for what, sources in rules.items():
        assert "unsafe-inline" not in sources or what == "style-src"
        assert set(sources.split()) <= {
            "'self'",
            "'none'",
            "data:",
            "'wasm-unsafe-eval'",
            "'unsafe-inline'",
        }


def test_the_request_itself_is_passed_on_unchanged() -> None:
    @Request.application
    def echo(request: Request) -> Response:
        return Response(f"{request.method} {request.full_path}")

    answer = Client(Guard(echo, 5000)).get(
        "/coop/journal/?time=2026",
        headers={"Host": HOST},
        environ_base={"REMOTE_ADDR": "127.0.0.1"},
    )
    assert answer.get_data(as_text=True) == "GET /coop/journal/?time=2026"
