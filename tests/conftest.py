"""What every test shares: Hypothesis gives no machine a deadline, and draws the same in CI."""

import gc
import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

settings.register_profile("coopfund", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("coopfund")


@pytest.fixture(autouse=True)
def _thawed() -> Iterator[None]:
    """What a command freezes for the rest of its process does not outlive its test.

    Hundreds of commands run in this one process: what they freeze is never collected, and each
    ``gc.get_freeze_count`` walks all of it, which had become most of what the tests cost.
    """
    yield
    gc.unfreeze()
