"""Writers that are killed, run out of disk or meet each other: is anything lost or torn?

``python -m tests.desk.faults --rounds 500 --seed 1`` injects faults into real writers in processes
of their own and says how many, and how many acknowledged entries were lost. Every round writes one
entry, some of them into a month that has no file yet, so that two files must change together.

The moment of a kill is a number of calls into C, drawn from a seed: between any two system calls.
"""

import argparse
import errno
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from beancount.core.data import Transaction
from beancount.parser import parser

from coopfund.books.load import load
from coopfund.desk.books_folder import BooksFolder
from coopfund.desk.journal import Journal
from coopfund.desk.swap import recover
from coopfund.desk.tree import files_of
from coopfund.desk.writer import WriteError, write
from tests.desk.books import entries, write_books

CALLS = 7_500
"""About so many calls into C does one write make at most."""

LAST_CALLS = 1_700
"""So many of them come after the first byte was put onto the disk; half of the kills fall there."""

CROWD = 4
"""Writers at once."""

EPISODE = 25
"""Rounds on the same books."""

DISK = 192 * 1024
"""Bytes of the small disk."""

KINDS = ("kill", "kill", "kill", "fsync", "replace", "file size", "full disk")
FAILING = {"fsync": errno.EIO, "replace": errno.ENOSPC}


@dataclass
class Outcome:
    """What was injected and what became of the entries."""

    rounds: int = 0
    injected: Counter[str] = field(default_factory=Counter)
    acknowledged: list[str] = field(default_factory=list)
    tried: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    torn: list[str] = field(default_factory=list)
    whole: int = 0
    skipped: set[str] = field(default_factory=set)

    def __str__(self) -> str:
        kinds = ", ".join(f"{kind} {number}" for kind, number in sorted(self.injected.items()))
        skipped = "".join(f" Skipped: {why}." for why in sorted(self.skipped))
        open_ones = len(self.tried) - len(self.acknowledged)
        return (
            f"{self.rounds} rounds, {self.injected.total()} faults injected ({kinds}). "
            f"{len(self.acknowledged)} entries acknowledged, {len(self.lost)} lost. "
            f"{open_ones} not acknowledged: {self.whole} whole, {open_ones - self.whole} absent. "
            f"{len(self.torn)} torn files.{skipped}"
        )


def entry_text(name: str, rng: random.Random) -> str:
    """An entry of its own name, in the known month or in another one."""
    month = rng.choice((1, 1, 2, 3, 4, 5))
    return (
        f'2026-{month:02}-{rng.randint(1, 28):02} * "{name}"\n'
        f'  member: "m-0001"\n  Assets:Bank  10.00 USD\n  Income:Dues\n'
    )


def forked(work: Callable[[Callable[[str], None]], None]) -> tuple[int, int]:
    """Begin work in a process of its own; the process, and where it says what it acknowledged."""
    reading, writing = os.pipe()
    child = os.fork()
    if child:
        os.close(writing)
        return child, reading
    code = 1
    try:
        work(lambda name: void(os.write(writing, f"{name}\n".encode())))
        code = 0
    except WriteError:
        code = 2
    finally:
        os._exit(code)


def ended(child: int, reading: int) -> tuple[int, list[str]]:
    """How a process ended, and what it acknowledged."""
    with os.fdopen(reading) as said:
        acknowledged = said.read().split()
    _, status = os.waitpid(child, 0)
    return status, acknowledged


def void(_: object) -> None:
    """Nothing."""


def killed_after(calls: int, since: str = "") -> None:
    """Kill this process after so many calls into C, counted from a call of that name on."""
    left, waiting = calls, since

    def count(_frame: object, event: str, called: Any) -> None:  # noqa: ANN401  # any function
        nonlocal left, waiting
        if event == "c_call" and waiting in {"", called.__name__}:
            waiting = ""
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.setprofile(count)


def failing(name: str, number: int) -> None:
    """Let a system call of this process fail from its nth call on."""
    real: Callable[..., Any] = getattr(os, name)
    left = number

    def call(*arguments: Any, **options: Any) -> Any:  # noqa: ANN401  # as the real one
        nonlocal left
        left -= 1
        if left == 0:
            raise OSError(FAILING[name], os.strerror(FAILING[name]))
        return real(*arguments, **options)

    setattr(os, name, call)


def one_round(main: Path, name: str, kind: str, rng: random.Random, outcome: Outcome) -> None:
    """One writer with one fault."""
    added = entries(entry_text(name, rng))
    since = rng.choice(("", "fsync"))
    number = rng.randint(1, LAST_CALLS if since or kind == "file size" else CALLS)
    few = rng.randint(1, 6)

    def work(acknowledge: Callable[[str], None]) -> None:
        if kind == "kill":
            killed_after(number, since)
        elif kind == "file size":
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (number, number))
        elif kind in FAILING:
            failing(kind, few)
        write(main, added, "add dues")
        sys.setprofile(None)
        acknowledge(name)

    filler = main.parent / "filler"
    if kind == "full disk":
        fill(filler, rng.randint(0, 20 * 1024))
    status, acknowledged = ended(*forked(work))
    filler.unlink(missing_ok=True)
    outcome.tried.append(name)
    outcome.acknowledged += acknowledged
    if status:
        outcome.injected[kind] += 1
    if os.WIFEXITED(status) and os.WEXITSTATUS(status) == 1:
        message = f"{name}: a {kind} was no WriteError"
        raise AssertionError(message)


def fill(filler: Path, leave: int) -> None:
    """Fill the disk but for some bytes."""
    free = shutil.disk_usage(filler.parent).free
    with filler.open("wb") as file, suppress(OSError):
        file.write(bytes(max(0, free - leave)))


def crowd(main: Path, names: Sequence[str], rng: random.Random, outcome: Outcome) -> None:
    """Four writers at once, some of them killed, beside a Fava that reloads and writes too."""
    started = []
    for number in range(CROWD):
        own = [(name, entries(entry_text(name, rng))) for name in names[number::CROWD]]
        kill = rng.randint(1, CALLS * len(own)) if rng.random() < 1 / 2 else 0
        started.append((forked(_member(main, own, kill)), bool(kill)))
    form = f"{names[0]}-form"
    started.append((forked(lambda acknowledge: _fava(main, form, acknowledge)), False))
    for process, killing in started:
        status, acknowledged = ended(*process)
        outcome.acknowledged += acknowledged
        if killing and os.WIFSIGNALED(status):
            outcome.injected["kill in a crowd"] += 1
        elif status:
            message = f"a writer of the crowd ended with {status}"
            raise AssertionError(message)
    outcome.tried += [*names, form]


def _member(
    main: Path, added: Sequence[tuple[str, list[Any]]], kill: int
) -> Callable[[Callable[[str], None]], None]:
    """One of the crowd: it writes its entries one after the other."""

    def work(acknowledge: Callable[[str], None]) -> None:
        if kill:
            killed_after(kill)
        for name, its in added:
            write(main, its, "add dues")
            acknowledge(name)

    return work


def _fava(main: Path, name: str, acknowledge: Callable[[str], None]) -> None:
    """Reload while others write, and save an entry in the form."""
    from coopfund.views import fava_api  # noqa: PLC0415  # as light as can be before the fork
    from coopfund.views.extension import CoopfundAudit  # noqa: PLC0415

    application = fava_api.app(main, read_only=False)
    fava_api.address_of(application, CoopfundAudit)
    client = application.test_client()
    for _ in range(3):
        assert client.get("/kitchen/api/changed").status_code == 200
        assert client.get("/kitchen/journal/").status_code == 200
    entry = {
        "t": "Transaction",
        "date": "2026-01-09",
        "flag": "*",
        "payee": "",
        "narration": name,
        "tags": [],
        "links": [],
        "meta": {"member": "m-0001"},
        "postings": [
            {"account": "Assets:Bank", "amount": "10.00 USD"},
            {"account": "Income:Dues", "amount": ""},
        ],
    }
    answer = client.put("/kitchen/api/add_entries", json={"entries": [entry]})
    if answer.status_code == 200:
        acknowledge(name)


def judge(main: Path, tried: Sequence[str], outcome: Outcome) -> None:
    """Every file is whole at once; after the next writer came, every entry is whole or absent."""
    for file in main.parent.glob("*.beancount"):
        _, errors, _ = parser.parse_string(file.read_text(encoding="utf-8"))
        if errors:
            outcome.torn.append(f"{file.name}: {errors[0].message}")
    folder = BooksFolder.of(main)
    recover(folder, Journal(folder.state))
    found: Counter[str] = Counter()
    for content in files_of(main).values():
        its, errors, _ = parser.parse_string(content.decode())
        outcome.torn += [f"{main.name}: {error.message}" for error in errors]
        found.update(str(entry.narration) for entry in its if isinstance(entry, Transaction))
    known = set(outcome.acknowledged)
    for name in tried:
        if name in known and found[name] != 1:
            outcome.lost.append(name)
        elif name not in known:
            outcome.whole += found[name]
            if found[name] > 1:
                outcome.torn.append(f"{name} is there {found[name]} times")


@contextmanager
def small_disk(outcome: Outcome) -> Iterator[Path | None]:
    """A disk of a few pages, where this machine lets us mount one."""
    with tempfile.TemporaryDirectory(prefix="coopfund-faults.") as name:
        command = ["mount", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", name]
        try:
            subprocess.run(command, check=True, capture_output=True)
        except (OSError, subprocess.CalledProcessError):
            outcome.skipped.add("full disk, since no tmpfs can be mounted here")
            yield None
            return
        try:
            yield Path(name)
        finally:
            subprocess.run(["umount", name], check=True, capture_output=True)


def run(rounds: int, seed: int) -> Outcome:
    """Inject faults, round by round."""
    outcome, rng = Outcome(), random.Random(seed)
    with small_disk(outcome) as disk:
        while outcome.rounds < rounds:
            number = min(EPISODE, rounds - outcome.rounds)
            with tempfile.TemporaryDirectory(prefix="coopfund-faults.") as name:
                _episode(write_books(Path(name)), number, rng, outcome, full=False)
                if disk:
                    _clear(disk)
                    _episode(write_books(disk), max(1, number // 5), rng, outcome, full=True)
    return outcome


def _clear(folder: Path) -> None:
    for child in folder.iterdir():
        if child.is_dir():
            shutil.rmtree(child)
        else:
            child.unlink()


def _episode(main: Path, rounds: int, rng: random.Random, outcome: Outcome, *, full: bool) -> None:
    """Some rounds on the same books; those on the small disk all meet a full one."""
    before = len(outcome.tried)
    kinds = ("full disk",) if full else tuple(kind for kind in KINDS if kind != "full disk")
    for _ in range(rounds):
        outcome.rounds += 1
        one_round(main, f"n{outcome.rounds}", rng.choice(kinds), rng, outcome)
    if not full:
        names = [f"c{outcome.rounds}-{number}" for number in range(2 * CROWD)]
        crowd(main, names, rng, outcome)
    judge(main, outcome.tried[before:], outcome)
    assert not load(main).errors


def main() -> None:
    """The command line."""
    options = argparse.ArgumentParser(description="Inject faults into writers of books.")
    options.add_argument("--rounds", type=int, default=500)
    options.add_argument("--seed", type=int, default=1)
    asked = options.parse_args()
    outcome = run(asked.rounds, asked.seed)
    sys.stdout.write(f"{outcome}\n")
    sys.exit(1 if outcome.lost or outcome.torn else 0)


if __name__ == "__main__":
    main()
