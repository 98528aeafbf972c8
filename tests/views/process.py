"""``coopfund serve`` as a process of its own."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

COMMAND = (sys.executable, "-c", "from coopfund.cli.main import main; main()", "serve")
SECONDS = 60


def free_port() -> int:
    """A port of this machine that nobody listens on."""
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
