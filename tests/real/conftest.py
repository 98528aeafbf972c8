"""Real data stands beside the checkout and is never part of it: where it is missing, tests skip.

``COOPFUND_DATA`` names the folder; by default it is ``../shared/data`` beside the project. A test's
docstring is the tagging file: it includes the original, which it names ``ORIGINAL``, and says with
``coopfund-account`` what accounts are for that were opened there.
"""

import json
import os
from collections.abc import Callable
from inspect import cleandoc
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from coopfund.cli.main import main

ROOT = Path(__file__).parents[2]

Real = Callable[[str], Path]
Run = Callable[..., Result]
Tagged = Callable[[str], Path]


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test sees the books of the checkout, or a ledger of the person who runs it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COOPFUND_LEDGER", raising=False)


@pytest.fixture(scope="session")
def real() -> Real:
    """A file or folder of real data; the test skips where there is none."""
    folder = Path(os.environ.get("COOPFUND_DATA") or ROOT.parent / "shared" / "data").absolute()

    def real(name: str) -> Path:
        if not (folder / name).exists():
            pytest.skip(f"no real data in {folder}: set COOPFUND_DATA to the folder of {name}")
        return folder / name

    return real


@pytest.fixture
def tagged(request: pytest.FixtureRequest, real: Real, tmp_path: Path) -> Tagged:
    """The test's docstring as the main file, which includes an original."""

    def tagged(name: str) -> Path:
        text = cleandoc(request.function.__doc__ or "")
        path = tmp_path / "tags.beancount"
        path.write_text(text.replace("ORIGINAL", str(real(name))) + "\n", encoding="utf-8")
        return path

    return tagged


@pytest.fixture
def run() -> Run:
    """Run ``coopfund`` with these arguments; an exception that is no exit fails the test."""

    def run(*arguments: object) -> Result:
        result = CliRunner().invoke(main, [str(argument) for argument in arguments])
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
