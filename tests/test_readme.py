"""The README prints what the commands print."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from coopfund.cli.main import main

ROOT = Path(__file__).parents[1]


def test_the_demo_prints_what_the_readme_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.delenv("COOPFUND_LEDGER", raising=False)
    printed = CliRunner().invoke(main, ["check"]).stdout
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = readme.partition("```text\n")[2].partition("…\n")[0]
    assert printed.startswith(shown)


def test_every_command_of_the_readme_exists() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    table = readme.partition("| command | what for |")[2].partition("\n\n")[0]
    named = {
        word.split()[0]
        for row in table.splitlines()[2:]
        for word in row.split("|")[1].replace("`", "").split(",")
    }
    assert named == set(main.list_commands(None))  # type: ignore[arg-type]  # it needs no context


def test_every_page_that_is_linked_is_there() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    links = [part.partition(")")[0] for part in readme.split("](")[1:]]
    assert [link for link in links if "://" not in link and not (ROOT / link).exists()] == []
