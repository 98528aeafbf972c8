"""The bench must be trusted before its figures are."""

import os
import shutil
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from beancount import loader
from beancount.core.data import Custom, Transaction

from tests.bench import tables
from tests.bench.__main__ import main
from tests.bench.books import BANK, DUES, MONTHS, Cooperative, Entry
from tests.bench.stopwatch import Output, Sample, Task, TaskError, run
from tests.bench.tasks import BASE, CHECK, MEASURES, PLUGINS, TARGETS, tasks_for
from tests.bench.writers import Written, write

SIZE = 500
MIB = 1024 * 1024


def python(code: str, **options: object) -> Task:
    return Task("a task", [sys.executable, "-c", code], **options)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def entries() -> list[Entry]:
    return [entry for _, month in Cooperative(SIZE).months() for entry in month]


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Written:
    return write(Cooperative(SIZE), tmp_path_factory.mktemp("books"))


@pytest.mark.parametrize("size", [240, SIZE, 1_000, 4_321])
def test_there_are_as_many_transactions_as_asked(size: int) -> None:
    assert sum(len(month) for _, month in Cooperative(size).months()) == size


def test_every_entry_balances(entries: list[Entry]) -> None:
    assert all(sum(leg.amount for leg in entry.postings) == 0 for entry in entries)


def test_the_same_seed_gives_the_same_books(entries: list[Entry]) -> None:
    again = [entry for _, month in Cooperative(SIZE).months() for entry in month]
    other = [entry for _, month in Cooperative(SIZE, seed=2).months() for entry in month]
    assert entries == again
    assert entries != other


def test_each_member_pays_each_month_what_the_schedule_asks(entries: list[Entry]) -> None:
    paid: dict[str, list[Decimal]] = {}
    for entry in entries:
        member = dict(entry.meta).get("member")
        if member is not None:
            paid.setdefault(member, []).append(entry.postings[0].amount)
    expected = {member.name: [DUES[member.tier]] * MONTHS for member in Cooperative(SIZE).members}
    assert paid == expected


def test_the_bank_is_never_overdrawn(entries: list[Entry]) -> None:
    balance = Decimal(0)
    for entry in entries:
        balance += sum(leg.amount for leg in entry.postings if leg.account == BANK)
        assert balance >= 0


def test_beancount_reads_the_books(books: Written, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(books.folder))
    monkeypatch.setenv("BEANCOUNT_DISABLE_LOAD_CACHE", "1")
    directives, errors, _ = loader.load_file(str(books.base))
    assert errors == []
    assert sum(isinstance(directive, Transaction) for directive in directives) == SIZE
    assert any(isinstance(directive, Custom) for directive in directives)


@pytest.mark.parametrize(
    "command",
    [
        ["hledger", "-f", "{}", "balance", "--no-total", "--format", "%(total)", BANK],
        ["ledger", "--args-only", "-f", "{}", "balance", "--format", "%(total)", BANK],
    ],
    ids=["hledger", "ledger"],
)
def test_the_other_tools_read_the_same_books(
    command: list[str], books: Written, entries: list[Entry]
) -> None:
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed")
    balance = sum(leg.amount for entry in entries for leg in entry.postings if leg.account == BANK)
    argv = [part.format(books.journal) if part == "{}" else part for part in command]
    said = subprocess.run(argv, capture_output=True, text=True, check=True).stdout
    assert said.strip() == f"{balance} USD"


MEASURED_TWICE = f"""
import os, sys
from tests.bench.stopwatch import Task, run
for code in ("pass", "b'.' * {300 * MIB}"):
    print(run(Task("a task", [sys.executable, "-c", code]), os.environ).memory)
"""


def test_memory_is_that_of_the_command() -> None:
    """Measured from a small process, as the bench is: a child starts at its parent's peak."""
    said = subprocess.run(
        [sys.executable, "-c", MEASURED_TWICE], capture_output=True, text=True, check=True
    ).stdout
    small, large = map(int, said.split())
    assert small < 300 * MIB < large


@pytest.mark.parametrize(
    ("task", "complaint"),
    [
        (python("raise SystemExit(3)"), "exit code 3 instead of 0"),
        (python("1/0", codes=frozenset({0, 1})), "it crashed"),
        (python("pass", complaint=lambda _: "nothing done"), "nothing done"),
    ],
    ids=["exit code", "crash", "output"],
)
def test_a_command_that_fails_is_not_timed(task: Task, complaint: str) -> None:
    with pytest.raises(TaskError, match=complaint):
        run(task, os.environ)


def test_a_task_starts_with_an_empty_folder(tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "of-the-last-run.html").touch()
    run(python("pass", folder=folder), os.environ)
    assert not folder.exists()


def test_a_failure_ends_the_bench_and_names_the_command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = python("import sys; sys.exit('no such books')")
    monkeypatch.setattr("tests.bench.__main__.startup_tasks", lambda: [broken])
    assert main(["--sizes", "240", "--rounds", "1"]) == 2
    assert "a task: exit code 1 instead of 0" in (said := capsys.readouterr().err)
    assert "no such books" in said


def test_ratios_are_of_medians_and_targets_are_judged() -> None:
    target = TARGETS[CHECK].cpu
    base = [Sample(9.0, cpu, 50 * MIB) for cpu in (1.0, 9.0, 2.0)]
    within = [Sample(99.0, 2.0 * target, 50 * MIB)]
    beyond = [Sample(1.0, 2.1 * target, 50 * MIB)]
    _, good = tables.rows({BASE: base, CHECK: within})
    _, bad = tables.rows({BASE: base, CHECK: beyond})
    assert good.cpu.to_base == pytest.approx(target)
    assert (good.met, bad.met) == (True, False)
    assert "MISSED" in tables.as_table("title", [bad])
    assert all(row.met for row in tables.rows({BASE: base, CHECK: beyond}, judged=False))


def test_growth_is_judged_for_coopfund_only() -> None:
    base, check = tables.growth(_costing(1.0, CHECK, 1.0), _costing(10.0, CHECK, 30.0), 10)
    assert (base.cpu, check.cpu) == (10.0, 30.0)
    assert (base.met, check.met) == (None, False)


def test_what_the_plugins_add_grows_with_the_books() -> None:
    small = _costing(1.0, PLUGINS, 1.5)
    *_, good = tables.growth(small, _costing(10.0, PLUGINS, 15.4), 10)
    *_, bad = tables.growth(small, _costing(10.0, PLUGINS, 15.6), 10)
    assert good.name == tables.ADDED
    assert good.cpu == pytest.approx(10.8)
    assert bad.cpu == pytest.approx(11.2)
    assert (good.met, bad.met) == (True, False)


def _costing(base: float, name: str, cpu: float) -> list[tables.Row]:
    return tables.rows({BASE: [Sample(1.0, base, MIB)], name: [Sample(1.0, cpu, MIB)]})


def test_an_output_without_figures_is_a_complaint(books: Written) -> None:
    (measures,) = (task for task in tasks_for(books) if task.name == MEASURES)
    right = f'{{"measures": {{"income_total": {{"value": "{books.income}"}}}}}}'
    assert measures.complaint(Output(0, right, "")) is None
    assert measures.complaint(Output(0, "{}", "")) is not None
    assert measures.complaint(Output(0, "not JSON", "")) is not None
