"""``docs/commands.md`` is what the commands' own help says."""

import subprocess
import sys
from pathlib import Path

import click
import pytest

from coopfund.cli import document
from coopfund.cli.main import COMMANDS, main

COMMITTED = Path(__file__).parents[2] / "docs" / "commands.md"
HELPS = dict(document.helps())


def test_the_committed_page_is_what_the_commands_say() -> None:
    committed = COMMITTED.read_text(encoding="utf-8")
    assert committed == document.page(), "run: python -m coopfund.cli.document > docs/commands.md"


def test_the_page_is_what_the_module_writes() -> None:
    command = [sys.executable, "-m", "coopfund.cli.document"]
    written = subprocess.run(command, capture_output=True, check=True).stdout
    assert written.decode() == document.page()


def test_every_command_is_on_the_page() -> None:
    assert {name.split()[1] for name in HELPS if " " in name} == set(COMMANDS)


@pytest.mark.parametrize("name", HELPS)
def test_every_help_is_short_lines_with_an_example(name: str) -> None:
    text = HELPS[name]
    assert max(map(len, text.splitlines())) <= 88
    if "COMMAND [ARGS]" not in text:
        assert f"  {name}" in text or f"Example: {name}" in text


@pytest.mark.parametrize("name", COMMANDS)
def test_what_the_list_says_fits_what_the_command_says(name: str) -> None:
    """The list of commands is a table, so that --help imports none of them."""
    command = main.get_command(click.Context(main), name)
    assert command is not None
    assert command.name == name
    assert command.help
    assert COMMANDS[name][1].endswith(".")
