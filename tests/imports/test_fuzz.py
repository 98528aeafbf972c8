"""Broken files are imported whole or refused with a sentence; ``tests.imports.fuzz`` feeds more."""

from hypothesis import HealthCheck, example, given, settings

from tests.imports.broken import ORIGINALS, broken_files
from tests.imports.fuzz import outcome


@settings(max_examples=300, suppress_health_check=list(HealthCheck))
@example(b"")
@example(b'{"a":' * 50_000)
@given(broken_files())
def test_no_traceback(data: bytes) -> None:
    outcome(data)


def test_whole_files_are_imported() -> None:
    assert {outcome(data) for data in ORIGINALS} == {"imported"}
