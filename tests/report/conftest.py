"""A test's docstring is its ledger: written down, and reported on by the command."""

from collections.abc import Callable
from inspect import cleandoc
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from coopfund.cli.main import main

Run = Callable[..., Result]


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test sees the books of the checkout, or a ledger of the person who runs it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COOPFUND_LEDGER", raising=False)


@pytest.fixture
def ledger(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The test's docstring as ``ledger/main.beancount``."""
    path = tmp_path / "ledger" / "main.beancount"
    path.parent.mkdir()
    path.write_text(cleandoc(request.function.__doc__ or "") + "\n", encoding="utf-8")
    return path


@pytest.fixture
def run() -> Run:
    """Run ``coopfund report month``; an exception that is no exit fails the test."""

    def run(*arguments: object) -> Result:
        result = CliRunner().invoke(main, ["report", "month", *map(str, arguments)])
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return run
