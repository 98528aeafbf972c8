"""What is timed, and what counts as good."""

import json
import shutil
import sys
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from tests.bench.books import FIRST_YEAR, LAST_DAY
from tests.bench.stopwatch import Output, Task
from tests.bench.writers import Written

BIN: Final = Path(sys.executable).parent

BASE: Final = "bean-check, empty plugin"
PLUGINS: Final = "bean-check, coopfund_plugins"
CHECK: Final = "coopfund check"
MEASURES: Final = "coopfund measures"
REPORT: Final = "coopfund report month"
SERIES: Final = "coopfund report series, 24 months"
PYTHON: Final = "python -c pass"
HELP: Final = "coopfund --help"


@dataclass(frozen=True, slots=True)
class Target:
    """At most this many times the base; memory is ``None`` where it is too small to measure.

    ``cpu`` is processor time.
    """

    cpu: float
    memory: float | None


TARGETS: Final = {
    PLUGINS: Target(cpu=1.2, memory=1.3),
    CHECK: Target(cpu=1.0, memory=1.3),
    MEASURES: Target(cpu=1.1, memory=1.5),
    REPORT: Target(cpu=1.4, memory=1.5),
    SERIES: Target(cpu=3.0, memory=2.0),
    HELP: Target(cpu=5.0, memory=None),
}
JUDGED_FROM: Final = 100_000
"""Transactions from which the targets count: below, starting Python is most of what is timed."""
GROWTH_TARGET: Final = 1.1
"""What ours may grow by, as a multiple of what the base, or the books, grow by."""


def startup_tasks() -> list[Task]:
    """Python itself, then the command line on it."""
    return [
        Task(PYTHON, [sys.executable, "-c", "pass"]),
        Task(HELP, [_script("coopfund"), "--help"], complaint=_says_nothing),
    ]


def tasks_for(books: Written) -> list[Task]:
    """Everything that reads the books, the base first."""
    coopfund, ours = _script("coopfund"), str(books.ours)
    pages, all_pages = books.folder / "report", books.folder / "series"
    return [
        Task(BASE, [_script("bean-check"), "--no-cache", str(books.base)]),
        Task(PLUGINS, [_script("bean-check"), "--no-cache", ours]),
        Task(
            CHECK,
            [coopfund, "check", ours, "--format", "json"],
            codes=frozenset({0, 1}),
            complaint=_no_family_ran,
        ),
        Task(
            MEASURES,
            [coopfund, "measures", ours, "--as-of", str(LAST_DAY), "--format", "json"],
            complaint=lambda output: _other_income(output, books.income),
        ),
        Task(
            REPORT,
            [coopfund, "report", "month", ours, "--month", f"{LAST_DAY:%Y-%m}", "-o", str(pages)],
            complaint=lambda _: None if _holds_a_file(pages) else f"nothing in {pages}",
            folder=pages,
        ),
        Task(
            SERIES,
            [
                coopfund,
                "report",
                "series",
                ours,
                "--from",
                f"{FIRST_YEAR}-01",
                "-o",
                str(all_pages),
            ],
            complaint=lambda _: None if _holds_a_file(all_pages) else f"nothing in {all_pages}",
            folder=all_pages,
        ),
        *_others(books.journal),
    ]


def _others(journal: Path) -> list[Task]:
    """The two other plain-text accounting tools, a balance per month, where they are installed."""
    commands = {
        "hledger, monthly balance": ["hledger", "-f", str(journal), "balance", "--monthly"],
        "ledger, monthly balance": [
            *("ledger", "--args-only", "-f", str(journal)),
            *("--monthly", "--sort", "account", "register"),
        ],
    }
    return [
        Task(name, argv, complaint=_says_nothing)
        for name, argv in commands.items()
        if shutil.which(argv[0])
    ]


def _script(name: str) -> str:
    """The one installed beside this Python, whatever the PATH says."""
    return str(BIN / name)


def _says_nothing(output: Output) -> str | None:
    return None if output.stdout.strip() else "it printed nothing"


def _no_family_ran(output: Output) -> str | None:
    return None if _parsed(output).get("families") else "no rule family ran"


def _other_income(output: Output, expected: Decimal) -> str | None:
    measures = _parsed(output).get("measures", {})
    shown = measures.get("income_total", {}).get("value")
    right = shown is not None and Decimal(shown) == expected
    return None if right else f"income_total is {shown} instead of {expected}"


def _holds_a_file(folder: Path) -> bool:
    return any(path.is_file() for path in folder.rglob("*"))


def _parsed(output: Output) -> dict[str, Any]:
    try:
        content = json.loads(output.stdout)
    except json.JSONDecodeError:
        return {}
    return content if isinstance(content, dict) else {}
