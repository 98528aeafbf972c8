"""A few rounds of what ``python -m tests.desk.faults`` does in hundreds."""

import sys

import pytest

if sys.platform == "win32":
    pytest.skip("there is no fork on Windows", allow_module_level=True)

from tests.desk.faults import run


@pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")
def test_nothing_acknowledged_is_lost_and_no_file_is_torn() -> None:
    outcome = run(rounds=25, seed=20261126)
    assert outcome.torn == []
    assert outcome.lost == []
    assert outcome.injected["kill"] > 2
    assert outcome.injected.total() > 8
    assert len(outcome.acknowledged) > 8
