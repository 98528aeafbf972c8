"""A test's docstring is its ledger: fixtures that write it down and run commands on it."""

import json
from collections.abc import Callable
from inspect import cleandoc
from pathlib import Path
from typing import Any

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
    """The test's docstring as ``main.beancount``."""
    path = tmp_path / "main.beancount"
    path.write_text(cleandoc(request.function.__doc__ or "") + "\n", encoding="utf-8")
    return path


@pytest.fixture
def run() -> Run:
    """Run ``coopfund`` with these arguments; an exception that is no exit fails the test."""

    def run(*arguments: object, stdin: str | None = None) -> Result:
        result = CliRunner().invoke(main, [str(argument) for argument in arguments], input=stdin)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return run


@pytest.fixture
def run_json(run: Run) -> Callable[..., Any]:
    """The JSON that a command prints, whatever its exit code."""

    def run_json(*arguments: object) -> Any:  # noqa: ANN401  # JSON
        return json.loads(run(*arguments, "--format", "json").stdout)

    return run_json
