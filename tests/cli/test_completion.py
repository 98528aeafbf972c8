"""Completion answers at once: commands from a table, rule codes from the catalogue."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from coopfund.cli.main import COMMANDS
from coopfund.rules import catalogue

DEMO = Path(__file__).parents[2] / "ledger"
HEAVY = ("beancount", "pandas", "pyarrow", "fava", "numpy")


def complete(line: str, *flags: str) -> subprocess.CompletedProcess[str]:
    """What bash would be offered at the end of a line."""
    words = line.split(" ")
    program = Path(sys.executable).with_name("coopfund")
    return subprocess.run(
        [sys.executable, *flags, str(program)],
        capture_output=True,
        text=True,
        check=False,
        env={
            **os.environ,
            "_COOPFUND_COMPLETE": "bash_complete",
            "COMP_WORDS": line,
            "COMP_CWORD": str(len(words) - 1),
        },
    )


def offered(line: str) -> list[str]:
    return [answer.partition(",")[2] for answer in complete(line).stdout.splitlines()]


@pytest.mark.parametrize(
    ("line", "answers"),
    [
        ("coopfund ch", ["check"]),
        ("coopfund ", sorted(COMMANDS)),
        ("coopfund explain CF3", [code for code in catalogue.codes() if code.startswith("CF3")]),
        ("coopfund explain cf10", [code for code in catalogue.codes() if code.startswith("CF10")]),
        ("coopfund trace --method a", ["adverse", "all"]),
        ("coopfund explain --format ", ["text", "json", "md"]),
        ("coopfund add dues --member m-002", [f"m-002{n}" for n in (0, 1, 2, 3, 5, 6, 7, 8, 9)]),
        ("coopfund add gift --donor d-00", ["d-001", "d-002", "d-003", "d-007"]),
        ("coopfund add expense --program c", ["childcare", "clinic"]),
        ("coopfund add expense --account cash", ["Assets:Cash"]),
        ("coopfund add grant --income-account state", ["Income:State:Clinic"]),
        (
            "coopfund add transfer --to Assets:Bank",
            ["Assets:Bank:Current", "Assets:Bank:StrikeFund"],
        ),
        ("coopfund add expense --decision GM-2026-0", [f"GM-2026-0{n}" for n in (5, 6, 7, 8)]),
        ("coopfund approve x --by m-0017", ["m-0017"]),
        ("coopfund batch --book ", ["each", "summed"]),
    ],
)
def test_what_is_offered(line: str, answers: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COOPFUND_LEDGER", str(DEMO))
    assert offered(line) == answers


@pytest.mark.parametrize(
    "line",
    [
        "coopfund ",
        "coopfund ch",
        "coopfund explain CF3",
        "coopfund trace --m",
        "coopfund add dues --member m-002",
    ],
)
def test_completion_imports_neither_pandas_nor_beancount(
    line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """``-X importtime`` names every module that is imported."""
    monkeypatch.setenv("COOPFUND_LEDGER", str(DEMO))
    log = complete(line, "-X", "importtime").stderr
    imported = {row.rpartition("|")[2].strip().partition(".")[0] for row in log.splitlines()}
    assert "click" in imported
    assert not imported.intersection(HEAVY)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_gets_its_script(shell: str) -> None:
    program = Path(sys.executable).with_name("coopfund")
    done = subprocess.run(
        [str(program)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "_COOPFUND_COMPLETE": f"{shell}_source"},
    )
    assert done.returncode == 0
    assert "_COOPFUND_COMPLETE" in done.stdout
