"""``coopfund explain`` and ``docs/rules.md``, which says the same."""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from beancount import loader

from coopfund.books.load import load
from coopfund.cli.main import COMMANDS
from coopfund.findings import UNWAIVABLE
from coopfund.rules import catalogue, document
from tests.cli.conftest import Run

ROOT = Path(__file__).parents[2]


def test_without_a_code_all_rules_are_listed(run: Run, run_json: Callable[..., Any]) -> None:
    listed = run_json("explain")["rules"]
    assert [rule["code"] for rule in listed] == list(catalogue.codes())
    assert {"code", "name", "family", "action", "statement"} == set(listed[0])
    text = run("explain").stdout
    for rule in listed:
        assert rule["statement"] in text
        assert f"| {rule['code']} |" in run("explain", "--format", "md").stdout


@pytest.mark.parametrize("code", catalogue.codes())
def test_every_rule_is_told_in_full(code: str, run: Run, run_json: Callable[..., Any]) -> None:
    data = run_json("explain", code)
    rule = catalogue.get(code)
    assert data["default_source"] == rule.default
    assert data["evidence"] == dict(rule.evidence)
    keys = [setting["key"] for setting in data["settings"]]
    if code in UNWAIVABLE:
        assert (keys, data["change"]) == ([], None)
    else:
        assert keys[-1] == "action"
        assert data["settings"][-1]["default"] == rule.action
    told = " ".join(run("explain", code).stdout.split())
    page = run("explain", code, "--format", "md").stdout
    for part in (rule.statement, rule.principle, rule.formula, rule.fix):
        assert " ".join(part.split()) in told
    for word in (*rule.evidence, *keys):
        assert f"| {word} |" in page


@pytest.mark.parametrize("code", catalogue.codes())
def test_no_part_of_a_rule_is_missing(code: str) -> None:
    rule = catalogue.get(code)
    for part in (rule.principle, rule.formula, rule.default, rule.example, rule.fix, rule.waive):
        assert part.strip()
        assert part.endswith((".", "?"))
    if rule.family != "controls" or code < "CF609":
        assert re.search(r"\d", rule.example), "a worked example has numbers"
    assert rule.evidence
    assert code in UNWAIVABLE or f'"{code}"' in rule.waive or "Not sensibly" in rule.waive


def test_every_evidence_key_is_one_that_a_rule_writes() -> None:
    plugins = ROOT / "plugins" / "coopfund_plugins"
    code = "".join(file.read_text(encoding="utf-8") for file in plugins.glob("*.py"))
    written = {*re.findall(r'"(\w+)":', code), *re.findall(r'"(\w+)"\]', code)}
    written |= set(re.findall(r"\b(\w+)=", code))
    for name in catalogue.codes():
        assert set(catalogue.get(name).evidence) <= written, name


@pytest.mark.parametrize("code", [code for code in catalogue.codes() if code not in UNWAIVABLE])
def test_the_example_of_a_vote_is_a_directive_that_parses(code: str, tmp_path: Path) -> None:
    path = tmp_path / "main.beancount"
    path.write_text(f"{document.change_example(catalogue.get(code))}\n", encoding="utf-8")
    books = load(path).analysis.books
    assert books.problems == ()
    (change,) = books.declared.rules
    assert set(change.settings) <= {setting.key for setting in catalogue.get(code).settings}


def test_defaults_are_printed_as_written(run_json: Callable[..., Any]) -> None:
    settings = {entry["key"]: entry for entry in run_json("explain", "CF303")["settings"]}
    assert settings["warn"]["default"] == "0.1"
    assert settings["red"]["default"] == "1/3"
    assert settings["stop"]["default"] is None
    assert settings["warn"]["type"] == "number"


@pytest.mark.parametrize("word", ["CF303", "cf303", "patron", "Patron"])
def test_a_rule_is_found_by_code_or_name(word: str, run: Run) -> None:
    assert run("explain", word).stdout.startswith("CF303 patron: ")


@pytest.mark.parametrize(
    ("word", "message"),
    [
        ("CF3O3", 'There is no rule "CF3O3" (did you mean "CF303"?)'),
        (
            "CF30",
            (
                'There is no rule "CF30", but there is CF301, CF302, CF303, CF304, CF305, CF306 '
                "or CF307"
            ),
        ),
        ("wages", 'There is no rule "wages"'),
    ],
)
def test_an_unknown_code_is_one_sentence(word: str, message: str, run: Run) -> None:
    result = run("explain", word)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"coopfund: {message}; coopfund explain lists them all.\n"


def test_the_committed_page_is_what_the_catalogue_says() -> None:
    committed = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    assert committed == document.page(), "run: python -m coopfund.rules.document > docs/rules.md"


def test_the_page_is_what_the_module_writes() -> None:
    command = [sys.executable, "-m", "coopfund.rules.document"]
    written = subprocess.run(command, capture_output=True, check=True).stdout
    assert written.decode() == document.page()


@pytest.mark.parametrize("arguments", [["--help"], ["explain"], ["explain", "CF102"]])
def test_neither_pandas_nor_beancount_is_imported(arguments: list[str]) -> None:
    """Starting fast matters: what answers from the catalogue loads only the catalogue."""
    assert loader.__name__ not in _modules(arguments)
    heavy = ("beancount", "pandas", "pyarrow", "fava", "numpy")
    assert not [name for name in _modules(arguments) if name.partition(".")[0] in heavy]


def _modules(arguments: list[str]) -> list[str]:
    code = (
        "import json, sys\n"
        "from coopfund.cli.main import main\n"
        f"main({arguments!r}, standalone_mode=False)\n"
        "print()\n"
        "print(json.dumps(sorted(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    modules: list[str] = json.loads(done.stdout.splitlines()[-1])
    assert "coopfund.cli.main" in modules
    return modules


def test_explain_is_listed_in_help(run: Run) -> None:
    assert COMMANDS["explain"][1] in run("--help").stdout
