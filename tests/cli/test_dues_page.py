"""The commands of ``docs/dues.md`` say what the page says they say."""

import re
import shutil
from pathlib import Path
from typing import Final

import pytest

from tests.cli.conftest import Run

ROOT: Final = Path(__file__).parents[2]
PAGE: Final = (ROOT / "docs" / "dues.md").read_text(encoding="utf-8")
BLOCKS: Final = re.findall(r"```console\n(\$ (?:(?!```).*\n)+)```", PAGE)
SHOWN: Final = [
    (command, shown)
    for block in BLOCKS
    for command, shown in re.findall(r"^\$ coopfund (.+)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE)
]


@pytest.mark.parametrize(("command", "shown"), SHOWN)
def test_what_the_page_shows_is_what_is_printed(
    command: str, shown: str, run: Run, tmp_path: Path
) -> None:
    shutil.copytree(ROOT / "ledger", tmp_path / "ledger")
    result = run(*command.split())
    assert result.exit_code == 0, result.stderr
    assert shown in {"", result.stdout}
