"""``coopfund serve`` behind the proxies of docs/serving.md, with logins, on this machine."""

import http.client
import json
import os
import re
import shutil
import socket
import ssl
import subprocess
import time
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.views.browsing import CHROMIUM
from tests.views.ledgers import KITCHEN
from tests.views.process import SECONDS, free_port, served

PAGE = Path(__file__).parents[2] / "docs" / "serving.md"
NAME = "books.example.org"
USER, PASSWORD = "m-0042", "walk on"
LOGIN = {"Authorization": f"Basic {b64encode(f'{USER}:{PASSWORD}'.encode()).decode()}"}
CERTIFICATE = (
    *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"),
    *("-nodes", "-days", "2", "-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}"),
)


def recipe(language: str) -> str:
    """The configuration that the documentation gives."""
    found = re.search(rf"```{language}\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert found
    return found[1]


def replaced(text: str, changes: Mapping[str, str]) -> str:
    """A recipe for another place; each of its parts has to be there."""
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new)
    return text


def output(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def nginx(folder: Path, port: int, books: int) -> list[str]:
    """How to start nginx by the recipe."""
    passwords = folder / "books.passwords"
    passwords.write_text(f"{USER}:{output('openssl', 'passwd', '-6', PASSWORD)}\n")
    passwords.chmod(0o644)
    changes = {
        "listen 443 ssl": f"listen 127.0.0.1:{port} ssl",
        "/etc/letsencrypt/live/books.example.org/fullchain.pem": f"{folder}/certificate.pem",
        "/etc/letsencrypt/live/books.example.org/privkey.pem": f"{folder}/key.pem",
        "/etc/nginx/books.passwords": str(passwords),
        "127.0.0.1:5000": f"127.0.0.1:{books}",
    }
    kept = "".join(
        f"{kind}_temp_path {folder}/{kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    site = replaced(recipe("nginx"), changes)
    user = "user root;\n" if os.geteuid() == 0 else ""  # else its workers are nobody
    configuration = f"{user}daemon off;\npid {folder}/pid;\nerror_log {folder}/log;\nevents {{}}\n"
    configuration += f"http {{\naccess_log off;\n{kept}{site}}}\n"
    (folder / "nginx.conf").write_text(configuration, encoding="utf-8")
    return ["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "log")]


def caddy(folder: Path, port: int, books: int) -> list[str]:
    """How to start Caddy by the recipe, with a certificate that is there already."""
    changes = {
        "books.example.org {": f"https://{NAME}:{port} {{\n    bind 127.0.0.1\n"
        f"    tls {folder}/certificate.pem {folder}/key.pem",
        "$2a$14$…": output("caddy", "hash-password", "--plaintext", PASSWORD),
        "127.0.0.1:5000": f"127.0.0.1:{books}",
    }
    site = replaced(recipe("caddyfile"), changes)
    alone = f"{{\n    admin off\n    auto_https off\n    storage file_system {folder}/state\n}}\n"
    (folder / "Caddyfile").write_text(alone + site, encoding="utf-8")
    return ["caddy", "run", "--adapter", "caddyfile", "--config", str(folder / "Caddyfile")]


@contextmanager
def running(command: list[str], port: int, folder: Path) -> Iterator[None]:
    """A proxy that answers on a port."""
    with (
        (folder / "output").open("w") as told,
        subprocess.Popen(command, stdout=told, stderr=told) as process,
    ):
        try:
            until = time.monotonic() + SECONDS
            while time.monotonic() < until and process.poll() is None:
                with socket.socket() as asking:
                    if asking.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.05)
            assert process.poll() is None, (folder / "output").read_text()
            yield
        finally:
            process.terminate()


class Site(NamedTuple):
    """The books as the members see them, and the port behind the proxy."""

    port: int
    behind: int
    page: str
    certificate: Path

    @property
    def origin(self) -> str:
        return f"https://{NAME}:{self.port}"

    def ask(
        self, path: str, method: str = "GET", headers: Mapping[str, str] = LOGIN
    ) -> tuple[int, str, Mapping[str, str]]:
        """The answer of the proxy, its certificate checked."""
        context = ssl.create_default_context(cafile=str(self.certificate))
        connection = http.client.HTTPConnection("127.0.0.1", self.port)
        plain = socket.create_connection(("127.0.0.1", self.port), SECONDS)
        connection.sock = context.wrap_socket(plain, server_hostname=NAME)
        return answered(connection, method, path, {"Host": f"{NAME}:{self.port}"} | dict(headers))

    def ask_behind(self, path: str, host: str) -> tuple[int, str, Mapping[str, str]]:
        """The answer of coopfund itself."""
        connection = http.client.HTTPConnection("127.0.0.1", self.behind, timeout=SECONDS)
        return answered(connection, "GET", path, {"Host": host})


def answered(
    connection: http.client.HTTPConnection, method: str, path: str, headers: Mapping[str, str]
) -> tuple[int, str, Mapping[str, str]]:
    try:
        connection.request(method, path, headers=dict(headers))
        answer = connection.getresponse()
        return answer.status, answer.read().decode(), dict(answer.getheaders())
    finally:
        connection.close()


@pytest.fixture(scope="module", params=[nginx, caddy], ids=["nginx", "caddy"])
def site(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    start: Callable[[Path, int, int], list[str]] = request.param
    for program in (start.__name__, "openssl"):
        if shutil.which(program) is None:
            pytest.skip(f"there is no {program} in the path")
    folder = tmp_path_factory.mktemp("proxy")
    folder.parent.chmod(0o755)
    folder.chmod(0o755)
    certificate = folder / "certificate.pem"
    output(*CERTIFICATE, "-keyout", str(folder / "key.pem"), "-out", str(certificate))
    (folder / "main.beancount").write_text(KITCHEN, encoding="utf-8")
    port, behind = free_port(), free_port()
    origin = f"https://{NAME}:{port}"
    with (
        served(folder / "main.beancount", "--port", behind, "--public-origin", origin) as (_, page),
        running(start(folder, port, behind), port, folder),
    ):
        yield Site(port, behind, page, certificate)


def test_nobody_reads_without_a_login(site: Site) -> None:
    wrong = {"Authorization": f"Basic {b64encode(b'm-0042:guess').decode()}"}
    for headers in ({}, wrong):
        status, told, _ = site.ask("/kitchen/journal/", headers=headers)
        assert status == 401
        assert "Kitchen" not in told


def test_a_member_reads_with_the_headers_that_make_it_safe(site: Site) -> None:
    status, told, headers = site.ask("/kitchen/extension/CoopfundAudit/")
    assert status == 200
    assert "Six questions" in told
    assert headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self'")
    assert headers["Strict-Transport-Security"].startswith("max-age=")
    assert headers["Cache-Control"] == "private, no-store"
    status, _, headers = site.ask("/")
    assert (status, headers["Location"]) == (302, "/kitchen/income_statement/")


def test_a_member_changes_nothing(site: Site) -> None:
    own = LOGIN | {"Origin": site.origin}
    for method, path in (("PUT", "source"), ("DELETE", "document"), ("PUT", "add_entries")):
        status, told, _ = site.ask(f"/kitchen/api/{path}", method, own)
        assert status == 403
        assert json.loads(told)["error"].startswith("These books are open to read only")


def test_other_sites_are_refused_with_the_members_login(site: Site) -> None:
    for headers in (
        {"Origin": "https://evil.example"},
        {"Origin": f"http://{NAME}:{site.port}"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"},
        {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "cors"},
    ):
        assert site.ask("/kitchen/api/source", headers=LOGIN | headers)[0] == 403


def test_only_the_public_name_is_answered_behind_the_proxy(site: Site) -> None:
    assert site.ask_behind("/kitchen/journal/", f"{NAME}:{site.port}")[0] == 200
    for host in (f"127.0.0.1:{site.behind}", NAME, "evil.example"):
        status, told, _ = site.ask_behind("/kitchen/journal/", host)
        assert status == 403
        assert "the proxy has to pass on the Host" in told


def test_a_browser_shows_the_books_whole(site: Site) -> None:
    if CHROMIUM is None:
        pytest.skip("there is no chromium in the path")
    leads = f"--host-resolver-rules=MAP {NAME} 127.0.0.1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", leads]
        )
        context = browser.new_context(
            ignore_https_errors=True,  # nobody vouches for the test's own certificate
            http_credentials={"username": USER, "password": PASSWORD},
        )
        page, wrong = context.new_page(), []
        page.on("console", lambda m: wrong.append(m.text) if m.type == "error" else None)
        page.goto(site.page)
        expect(page.locator("article")).to_contain_text("Six questions")
        page.click("aside a:has-text('Journal')")
        expect(page.locator("article")).to_contain_text("through the collector")
        page.click("aside a:has-text('Editor')")
        expect(page.locator("article .cm-content")).to_contain_text("Kitchen")
        browser.close()
        assert wrong == []
