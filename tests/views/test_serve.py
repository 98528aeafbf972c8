"""``coopfund serve``, as a process of its own."""

import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.views.ledgers import KITCHEN

COMMAND = (sys.executable, "-c", "from coopfund.cli.main import main; main()", "serve")
SECONDS = 60


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "main.beancount"
    path.write_text(KITCHEN, encoding="utf-8")
    return path


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def served(*arguments: object) -> Iterator[tuple["subprocess.Popen[str]", str]]:
    """A server and the address that it printed; it is gone afterwards in any case."""
    process = subprocess.Popen(
        [*COMMAND, *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    )
    with process:
        try:
            assert process.stdout
            line = process.stdout.readline()
            yield process, line.removeprefix("Audit page: ").strip()
        finally:
            process.kill()


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
        assert get(source, method="PUT")[0] == 401
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
