"""How long the audit's pages take, beside Fava's own income statement of the same books.

``python -m tests.bench.pages --size 100000`` loads the books once, asks every page once to warm it,
and then all of them in turn, round by round. Times are of this process's CPU, so that whatever else
the machine does has little say in them.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from statistics import median
from typing import Final

from flask.testing import FlaskClient

from coopfund.views import fava_api
from coopfund.views.extension import CoopfundAudit
from coopfund.views.pages import TABS
from tests.bench.books import Cooperative
from tests.bench.writers import write

BASE: Final = "Fava's income statement"
TARGET: Final = 2.0
OK: Final = 200


def main() -> int:
    """Time the pages and print a table; 1 where one is slower than the target."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=100_000, help="transactions")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        client, asking = _served(Path(folder), options.size)
        samples = _timed(client, asking, options.rounds)
    base = median(samples[BASE])
    slow = False
    print(f"{options.size:,} transactions, {options.rounds} rounds, CPU seconds")
    for name, seconds in samples.items():
        ratio = median(seconds) / base
        slow = slow or ratio > TARGET
        print(f"{name:<26} {median(seconds):8.3f}  {ratio:6.2f} ×")
    return int(slow)


def _served(folder: Path, size: int) -> tuple[FlaskClient, Mapping[str, str]]:
    """Fava with the books, and the address of each page."""
    main = write(Cooperative(size), folder).ours
    application = fava_api.app(main, read_only=True)
    page = fava_api.address_of(application, CoopfundAudit)
    ledger = page.partition("/extension/")[0]
    addresses = {BASE: f"{ledger}/api/income_statement"}
    return application.test_client(), addresses | {
        tab.title: f"{page}?page={tab.key}" for tab in TABS
    }


def _timed(
    client: FlaskClient, asking: Mapping[str, str], rounds: int
) -> Mapping[str, list[float]]:
    """CPU seconds of each page in each round, after one that warms it."""
    samples: dict[str, list[float]] = {name: [] for name in asking}
    for number in range(rounds + 1):
        for name, address in asking.items():
            seconds = _cpu(lambda address=address: _asked(client, address))  # type: ignore[misc]
            if number:
                samples[name].append(seconds)
            else:
                print(f"first {name}: {seconds:.3f}", file=sys.stderr)
    return samples


def _asked(client: FlaskClient, address: str) -> None:
    answer = client.get(address)
    if answer.status_code != OK:
        message = f"{address} answered {answer.status_code}"
        raise RuntimeError(message)
    answer.get_data()


def _cpu(call: Callable[[], None]) -> float:
    begin = time.process_time()
    call()
    return time.process_time() - begin


if __name__ == "__main__":
    sys.exit(main())
