"""A few rounds of what ``python -m tests.desk.faults`` does in hundreds."""

import contextlib
import os
import random
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from coopfund.books.load import load
from coopfund.desk.writer import WriteError, undo, write
from tests.desk.books import entries, texts_of, write_books

if sys.platform == "win32":
    pytest.skip("there is no fork on Windows", allow_module_level=True)

from tests.desk.faults import ended, entry_text, forked, killed_after, run


@pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")
def test_nothing_acknowledged_is_lost_and_no_file_is_torn() -> None:
    outcome = run(rounds=25, seed=20261126)
    assert outcome.torn == []
    assert outcome.lost == []
    assert outcome.injected["kill"] > 2
    assert outcome.injected.total() > 8
    assert len(outcome.acknowledged) > 8


@pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")
@pytest.mark.parametrize("calls", [1, 40, 90, 140, 190, 240, 290, 340, 390, 440, 900])
def test_an_undo_that_is_killed_can_be_repeated(tmp_path: Path, calls: int) -> None:
    main, rng = write_books(tmp_path), random.Random(calls)
    before = texts_of(tmp_path)
    text = entry_text("n1", rng).replace("2026-01", "2026-03")
    write(main, entries(text), "add dues")

    def work(acknowledge: Callable[[str], None]) -> None:
        killed_after(calls, since="fsync" if calls > 1 else "")
        undo(main)
        acknowledge("done")

    status, done = ended(*forked(work))
    if not done:
        assert os.WIFSIGNALED(status)
        with contextlib.suppress(WriteError):  # the kill came after the last byte
            undo(main)
    assert texts_of(tmp_path) == before
    assert not load(main).errors
