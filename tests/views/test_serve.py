"""``coopfund serve``, as a process of its own."""

import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from coopfund.views.origin import UNENCRYPTED
from tests.views.ledgers import KITCHEN
from tests.views.process import COMMAND, SECONDS, free_port, served


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "main.beancount"
    path.write_text(KITCHEN, encoding="utf-8")
    return path


def refusal(*arguments: object) -> tuple[int, str]:
    done = subprocess.run(
        [*COMMAND, *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        timeout=SECONDS,
    )
    assert done.stdout == ""
    return done.returncode, done.stderr


def get(address: str, *, method: str = "GET", **headers: str) -> tuple[int, str]:
    """The answer to a request; a change names the server itself as the page it comes from."""
    if method != "GET":
        headers = {"Origin": address.partition("/kitchen/")[0]} | headers
    asked = urllib.request.Request(address, method=method, headers=headers)  # noqa: S310  # our own address
    try:
        with urllib.request.urlopen(asked, timeout=SECONDS) as answer:  # noqa: S310  # as above
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def test_it_prints_the_address_reads_only_and_ends_with_ctrl_c(ledger: Path, port: int) -> None:
    with served(ledger, "--port", port) as (process, address):
        assert address == f"http://127.0.0.1:{port}/kitchen/extension/CoopfundAudit/"
        status, page = get(address)
        assert status == 200
        assert "Six questions, as of the end of March 2026" in page
        source = f"http://127.0.0.1:{port}/kitchen/api/source"
        assert get(source, method="PUT")[0] == 403
        assert get(address, Host="evil.example")[0] == 403
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=SECONDS)
        assert process.returncode == 0
        assert told == "To read only; Ctrl-C ends it.\nEnded.\n"


def test_it_opens_for_changes_only_when_asked(ledger: Path, port: int) -> None:
    with served(ledger.parent, "--port", port, "--edit") as (_, address):
        source = address.replace("extension/CoopfundAudit/", "api/source")
        assert get(source, method="PUT", Origin="https://evil.example")[0] == 403
        assert get(source, method="PUT")[0] not in {401, 403}


def test_it_opens_the_browser(
    ledger: Path, port: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser, told = tmp_path / "browser", tmp_path / "told"
    browser.write_text(f'#!/bin/sh\nprintf %s "$1" > {told}.new && mv {told}.new {told}\n')
    browser.chmod(0o755)
    monkeypatch.setenv("BROWSER", str(browser))
    with served(ledger, "--port", port, "--open") as (_, address):
        until = time.monotonic() + SECONDS
        while not told.exists() and time.monotonic() < until:
            time.sleep(0.05)
        assert told.read_text() == address


def test_it_says_that_no_browser_could_be_opened(
    ledger: Path, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BROWSER", "/nowhere/browser")
    monkeypatch.setenv("PATH", "/nowhere")
    with served(ledger, "--port", port, "--open") as (process, _):
        assert process.stderr
        assert process.stderr.readline() == "To read only; Ctrl-C ends it.\n"
        told = process.stderr.readline()
        assert told == "No browser could be opened; open the address above in yours.\n"


def test_it_ends_in_order_when_it_is_stopped(ledger: Path, port: int) -> None:
    with served(ledger, "--port", port) as (process, _):
        process.send_signal(signal.SIGTERM)
        _, told = process.communicate(timeout=SECONDS)
        assert process.returncode == 0
        assert told.endswith("Ended.\n")


def test_it_says_that_the_books_have_errors(ledger: Path, port: int) -> None:
    ledger.write_text('include "missing.beancount"\nnonsense\n', encoding="utf-8")
    with served(ledger, "--port", port) as (process, address):
        assert get(address)[0] == 200
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=SECONDS)
        assert "Beancount finds 2 errors in these books; see the page Errors.\n" in told


def test_a_public_address_is_printed_and_answered(ledger: Path, port: int) -> None:
    public = "https://books.example.org"
    with served(ledger, "--port", port, "--public-origin", f"{public}/") as (_, address):
        assert address == f"{public}/kitchen/extension/CoopfundAudit/"
        here = address.replace(public, f"http://127.0.0.1:{port}")
        assert get(here, Host="books.example.org")[0] == 200
        assert get(here)[0] == 403


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (
            ("http://books.example.org",),
            f"http://books.example.org {UNENCRYPTED}.",
        ),
        (
            ("https://books.example.org", "--edit"),
            "--edit is for this machine only; what --public-origin serves is read only.",
        ),
    ],
)
def test_it_says_what_may_not_be_public(
    ledger: Path, port: int, options: tuple[str, ...], told: str
) -> None:
    given = refusal(ledger, "--port", port, "--public-origin", *options)
    assert given == (2, f"coopfund: {told}\n")


def test_it_says_that_the_port_is_taken(ledger: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert refusal(ledger, "--port", port) == (
            2,
            f"coopfund: port {port} is taken or not open to you; name another one with --port.\n",
        )


def test_it_says_that_there_is_no_ledger(tmp_path: Path, port: int) -> None:
    missing = tmp_path / "missing.beancount"
    assert refusal(missing, "--port", port) == (
        2,
        f"coopfund: {missing} does not exist; name the ledger's main file.\n",
    )


def test_it_says_that_an_included_file_cannot_be_read(ledger: Path, port: int) -> None:
    folder = ledger.parent / "months"
    folder.mkdir()
    ledger.write_text('include "months"\n', encoding="utf-8")
    assert refusal(ledger, "--port", port) == (
        2,
        f"coopfund: {folder} cannot be read: Is a directory.\n",
    )
