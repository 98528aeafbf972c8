"""``python -m tests.bench``: coopfund beside bean-check, hledger and ledger on the same books.

Within a size the commands take turns, round after round, so that whatever else the machine does
falls on all of them alike. Medians are compared, and targets are judged by processor time. A
command that fails ends the bench.
"""

import argparse
import json
import os
import platform
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tests.bench import tables
from tests.bench.books import Cooperative
from tests.bench.stopwatch import Sample, Task, TaskError, run
from tests.bench.tasks import JUDGED_FROM, startup_tasks, tasks_for
from tests.bench.writers import write

SIZES = (1_000, 10_000, 100_000)
FEWEST_TRANSACTIONS = 240
FAILED, MISSED = 2, 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the bench and return its exit code."""
    options = _options(arguments)
    try:
        result, missed = _bench(options)
    except TaskError as error:
        print(f"\nThe bench failed.\n{error}", file=sys.stderr)
        return FAILED
    if options.json:
        options.json.write_text(json.dumps(result, indent=2, sort_keys=True) + "\n")
    return MISSED if missed and options.strict else 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument(
        "--sizes",
        type=_size,
        nargs="+",
        default=SIZES,
        metavar="N",
        help="transactions of each set of books (%(default)s)",
    )
    parser.add_argument("--rounds", type=int, default=5, help="runs of each command (%(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="of the books (%(default)s)")
    parser.add_argument(
        "--only", default="", metavar="TEXT", help="beside the base, what has TEXT in its name"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    parser.add_argument("--strict", action="store_true", help="exit 1 where a target is missed")
    return parser.parse_args(arguments)


def _size(text: str) -> int:
    size = int(text.replace(",", "").replace("_", ""))
    if size < FEWEST_TRANSACTIONS:
        message = f"{size} is less than {FEWEST_TRANSACTIONS}, ten a month"
        raise argparse.ArgumentTypeError(message)
    return size


def _bench(options: argparse.Namespace) -> tuple[dict[str, Any], bool]:
    rounds: int = options.rounds
    result: dict[str, Any] = {
        "schema_version": 1,
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "rounds": rounds,
        "seed": options.seed,
        "books": {},
        "growth": {},
    }
    started = tables.rows(
        _samples("startup", _chosen(startup_tasks(), options), rounds, _environment())
    )
    _print(tables.as_table(f"Starting, {rounds} rounds", started))
    result["startup"] = tables.as_json(started)
    all_met = all(row.met for row in started)
    before: tuple[int, list[tables.Row]] | None = None
    for size in options.sizes:
        measured = _bench_size(size, options)
        _print(tables.as_table(f"{size:,} transactions, {rounds} rounds", measured))
        result["books"][str(size)] = tables.as_json(measured)
        all_met = all_met and all(row.met for row in measured)
        if before is not None:
            smaller, then = before
            grown = tables.growth(then, measured, size / smaller)
            _print(tables.as_growth_table(f"From {smaller:,} to {size:,} transactions", grown))
            result["growth"][f"{smaller}-{size}"] = [asdict(row) for row in grown]
            all_met = all_met and all(row.met is not False for row in grown)
        before = size, measured
    return result, not all_met


def _bench_size(size: int, options: argparse.Namespace) -> list[tables.Row]:
    with tempfile.TemporaryDirectory(prefix="coopfund-bench-") as folder:
        books = write(Cooperative(size, options.seed), Path(folder))
        environment = _environment() | {"PYTHONPATH": folder}
        tasks = _chosen(tasks_for(books), options)
        samples = _samples(f"{size:,} transactions", tasks, options.rounds, environment)
        return tables.rows(samples, judged=size >= JUDGED_FROM)


def _environment() -> dict[str, str]:
    """Compiled modules are kept, as where coopfund is installed; the warming turn compiles them."""
    return {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}


def _chosen(tasks: Sequence[Task], options: argparse.Namespace) -> list[Task]:
    base, *rest = tasks
    return [base, *(task for task in rest if options.only in task.name)]


def _samples(
    label: str, tasks: Iterable[Task], rounds: int, environment: Mapping[str, str]
) -> dict[str, list[Sample]]:
    """Run the tasks in turns; the first turn only warms the disk's cache and is not counted."""
    samples: dict[str, list[Sample]] = {task.name: [] for task in tasks}
    for number in range(rounds + 1):
        for task in tasks:
            turn = f"round {number} of {rounds}" if number else "warming up"
            _show_progress(f"{label}: {turn}, {task.name}")
            sample = run(task, environment)
            if number:
                samples[task.name].append(sample)
    _show_progress("")
    return samples


def _show_progress(text: str) -> None:
    if sys.stderr.isatty():
        print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)


def _print(table: str) -> None:
    print(table, flush=True)


if __name__ == "__main__":
    sys.exit(main())
