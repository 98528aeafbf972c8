"""The tutorial's commands, run word for word in an empty folder, say what the page says."""

import re
import shlex
import shutil
from pathlib import Path
from typing import Final

import pytest
from click.testing import CliRunner

from coopfund.books.load import load
from coopfund.cli.main import main

DOCS: Final = Path(__file__).parents[1] / "docs"
PAGE: Final = (DOCS / "treasurer.md").read_text(encoding="utf-8")
BLOCK: Final = re.compile(
    r"into `(?P<file>[^`]+)`:\n\n```toml\n(?P<text>.*?)```|```console\n(?P<console>.*?)```",
    re.DOTALL,
)
OMITTED: Final = "…"


def commands(console: str) -> list[tuple[str, list[str]]]:
    """Each command of a block with the lines that it is said to print."""
    found: list[tuple[str, list[str]]] = []
    for line in console.replace("\\\n", " ").splitlines():
        if line.startswith("$ "):
            found.append((line[2:], []))
        else:
            found[-1][1].append(line)
    return found


def pattern(lines: list[str]) -> str:
    """What the lines mean: ``…`` alone is any lines, at the end of a line the rest of it."""
    parts = [
        r"(?:.*\n)*?"
        if line == OMITTED
        else re.escape(line.removesuffix(OMITTED)) + (r".*\n" if line.endswith(OMITTED) else r"\n")
        for line in lines
    ]
    return "".join(parts)


def test_from_an_empty_folder_to_a_checked_month(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(DOCS / "treasurer", tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COOPFUND_LEDGER", raising=False)
    run = 0
    for block in BLOCK.finditer(PAGE):
        if block["file"]:
            (tmp_path / block["file"]).write_text(block["text"], encoding="utf-8")
            continue
        for command, said in commands(block["console"]):
            program, *arguments = shlex.split(command)
            assert program == "coopfund"
            result = CliRunner().invoke(main, arguments)
            assert result.exit_code == 0, f"{command}\n{result.output}"
            assert re.match(pattern(said), result.output), f"{command}\n{result.output}"
            run += 1
    assert run > 12
    declared = load(tmp_path / "ledger").analysis.books.declared
    assert len({event.member for event in declared.members}) == 60
    names = re.findall(r"^[md]-\d+,([^,]+),", (tmp_path / "roster.csv").read_text(), re.MULTILINE)
    assert len(names) == 61
    books = "".join(file.read_text() for file in (tmp_path / "ledger").glob("*.beancount"))
    assert not [name for name in names if name in books], "a name got into the books"
