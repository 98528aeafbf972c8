"""What is wrong with the books is said in one sentence at its line, and never in a traceback."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from coopfund import words
from coopfund.findings import Finding
from coopfund.rules.analysis import Analysis
from coopfund.rules.case import Rule
from coopfund.wording import listed
from coopfund_plugins import sources
from tests.cli.conftest import Run

HEAD = """\
option "operating_currency" "USD"
plugin "coopfund_plugins"
2026-01-01 open Assets:Bank
2026-01-01 open Income:Dues
  source: "dues"
2026-01-01 * "dues"
  Assets:Bank  10.00 USD
  Income:Dues
"""
CLEAN, STOPPED, UNREADABLE = 0, 1, 2


class Bad(NamedTuple):
    """Books with a fault.

    Attributes:
        files: their content by name; the first is the ledger.
        sentence: what must be said.
        check: the exit code of ``coopfund check``.
        figures: the exit code of commands that compute figures.
    """

    files: dict[str, str | bytes]
    sentence: str
    check: int
    figures: int


BAD = {
    "does not parse": Bad(
        {"main.beancount": HEAD + '2026-01-02 * "x"\n  Assets:Bank  10.00 USD ((\n'},
        "main.beancount:10: This line cannot be read: unexpected (.",
        UNREADABLE,
        UNREADABLE,
    ),
    "ends in the middle": Bad(
        {"main.beancount": HEAD + "2026-01-02 open\n"},
        "main.beancount:9: This line cannot be read: unexpected end of line.",
        UNREADABLE,
        UNREADABLE,
    ),
    "unbalanced": Bad(
        {
            "main.beancount": HEAD
            + '2026-01-02 * "x"\n  Assets:Bank  2 USD\n  Income:Dues  -1 USD\n'
        },
        "main.beancount:9: Transaction does not balance: (1 USD).",
        UNREADABLE,
        UNREADABLE,
    ),
    "unknown source on an account": Bad(
        {"main.beancount": HEAD + '2026-01-01 open Income:Gifts\n  source: "donatoin"\n'},
        'Income:Gifts: source "donatoin" is none of dues, levy, affiliation, donation, company, '
        "union, foundation, state, event, capital, transfer, loan, in-kind, other, unknown "
        '(did you mean "donation"?)',
        STOPPED,
        CLEAN,
    ),
    "unknown source on an entry": Bad(
        {
            "main.beancount": HEAD
            + '2026-01-02 * "x"\n  source: "gift"\n  Assets:Bank  2 USD\n  Income:Dues\n'
        },
        'source "gift" is none of dues, levy,',
        STOPPED,
        CLEAN,
    ),
    "wrong types": Bad(
        {"main.beancount": HEAD + '2026-02-01 custom "coopfund-dues" "standard" "ten" "monthly"\n'},
        'coopfund-dues: the amount has the wrong type (text "ten"); write custom "coopfund-dues" '
        '"standard" 10.00 USD "monthly"',
        STOPPED,
        CLEAN,
    ),
    "a directive without values": Bad(
        {"main.beancount": HEAD + '2026-02-01 custom "coopfund-program"\n'},
        'main.beancount:9: The directive custom "coopfund-program" has no values, and Beancount '
        "stumbles over it.",
        UNREADABLE,
        UNREADABLE,
    ),
    "missing include": Bad(
        {"main.beancount": HEAD + 'include "january.beancount"\n'},
        'main.beancount:9: The included file "january.beancount" does not exist.',
        UNREADABLE,
        UNREADABLE,
    ),
    "included twice": Bad(
        {
            "main.beancount": HEAD + 'include "month.beancount"\ninclude "month.beancount"\n',
            "month.beancount": "2026-01-01 open Income:Gifts\n",
        },
        'main.beancount:9: The file "month.beancount" is included more than once; it is read the '
        "first time only.",
        UNREADABLE,
        UNREADABLE,
    ),
    "binary": Bad(
        {"main.beancount": b"\x89PNG\r\n\x1a\n\x00\x00\xff\xfe" * 100},
        "main.beancount:1: This is no text file.",
        UNREADABLE,
        UNREADABLE,
    ),
    "latin-1": Bad(
        {
            "main.beancount": HEAD.encode()
            + '2026-01-02 note Assets:Bank "café"\n'.encode("latin-1")
        },
        "main.beancount:9: The byte 0xe9 is not UTF-8 text; save the file as UTF-8.",
        UNREADABLE,
        UNREADABLE,
    ),
    "latin-1 in an included file": Bad(
        {
            "main.beancount": HEAD + 'include "month.beancount"\n',
            "month.beancount": '2026-01-02 note Assets:Bank "café"\n'.encode("latin-1"),
        },
        "month.beancount:1: The byte 0xe9 is not UTF-8 text; save the file as UTF-8.",
        UNREADABLE,
        UNREADABLE,
    ),
    "another's plugin that is not there": Bad(
        {"main.beancount": HEAD + 'plugin "nowhere.to_be_found"\n'},
        'main.beancount:9: The plugin "nowhere.to_be_found" is not installed here.',
        UNREADABLE,
        UNREADABLE,
    ),
    "a family that is not there": Bad(
        {"main.beancount": HEAD + 'plugin "coopfund_plugins.due_only"\n'},
        "The rule family due_only did not run: coopfund_plugins.due_only is not installed here "
        '(did you mean "dues_only"?).',
        STOPPED,
        CLEAN,
    ),
    "a plugin line in an included file": Bad(
        {"main.beancount": 'include "month.beancount"\n', "month.beancount": HEAD},
        f"The rule families {listed(words.FAMILIES)} did not run in "
        'Beancount: it ignores the line plugin "coopfund_plugins" in an included file without a '
        "word; move the line to the main file.",
        STOPPED,
        CLEAN,
    ),
    "a plugin that crashes": Bad(
        {"main.beancount": HEAD + 'plugin "beancount.plugins.check_commodity" "oops"\n'},
        'The plugin "beancount.plugins.check_commodity" crashed: ',
        UNREADABLE,
        UNREADABLE,
    ),
}

FIGURES = (("trace",), ("measures",), ("report", "month", "--month", "2026-01"))


@pytest.fixture(params=BAD)
def bad(request: pytest.FixtureRequest, tmp_path: Path) -> Bad:
    case = BAD[request.param]
    for name, content in case.files.items():
        (tmp_path / name).write_bytes(content.encode() if isinstance(content, str) else content)
    return case


def _at(case: Bad) -> str:
    """The file and line that must be named, where the sentence itself does not."""
    if case.sentence.startswith(("main.", "month.", "The plugin")):
        return ""
    return "month.beancount:2: " if "month.beancount" in case.files else "main.beancount:9: "


def test_check_says_what_is_wrong(bad: Bad, run: Run) -> None:
    result = run("check", "main.beancount")
    assert result.exit_code == bad.check, result.output
    assert bad.sentence in result.output
    assert _at(bad) in result.output
    assert "Traceback" not in result.output
    assert len(result.output.splitlines()) <= 6


@pytest.mark.parametrize("command", FIGURES)
def test_commands_with_figures_say_it_on_stderr(
    bad: Bad, command: tuple[str, ...], run: Run
) -> None:
    result = run(*command, "main.beancount")
    assert result.exit_code == bad.figures, result.output
    assert _at(bad) + bad.sentence in result.stderr
    assert "Traceback" not in result.output
    assert bool(result.stdout) == (bad.figures == CLEAN)


def test_the_doctor_names_it_too(bad: Bad, run: Run) -> None:
    result = run("doctor", "main.beancount")
    readable = "One error of Beancount's own:" in result.stdout or bad.check == STOPPED
    assert result.exit_code == (CLEAN if readable else UNREADABLE)
    assert _at(bad) + bad.sentence in result.output
    assert "Traceback" not in result.output


@pytest.mark.parametrize("command", [("check",), ("doctor",), *FIGURES])
def test_what_is_no_ledger_is_one_sentence(
    command: tuple[str, ...], run: Run, tmp_path: Path
) -> None:
    (tmp_path / "folder").mkdir()
    for name, sentence in (
        ("nowhere.beancount", "nowhere.beancount does not exist; name the ledger's main file."),
        (
            "folder",
            "folder is a folder without a main.beancount; name the ledger's main file.",
        ),
    ):
        result = run(*command, name)
        assert result.exit_code == UNREADABLE
        assert bool(result.stdout) == (command == ("doctor",))
        assert result.stderr == f"coopfund: {sentence}\n"


def test_without_a_ledger_the_usual_place_is_named(run: Run) -> None:
    result = run("check")
    assert result.exit_code == UNREADABLE
    assert result.stderr.startswith("coopfund: ledger/main.beancount does not exist")


def test_an_empty_ledger_is_clean_and_said_to_be_empty(run: Run, tmp_path: Path) -> None:
    (tmp_path / "main.beancount").touch()
    result = run("check", "main.beancount")
    assert result.exit_code == CLEAN
    assert result.stderr == "Hint: main.beancount has no entries.\n"
    assert run("trace", "main.beancount").stdout == "No money has moved.\n"
    measured = run("measures", "main.beancount")
    assert "has no transactions" in measured.output


def test_a_folder_stands_for_its_main_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "main.beancount").write_text(HEAD, encoding="utf-8")
    assert run("check", tmp_path).exit_code == CLEAN


def test_a_family_that_crashes_is_named_and_the_others_run(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "main.beancount").write_text(HEAD, encoding="utf-8")
    monkeypatch.setattr(Analysis, "judge", _crashing(Analysis.judge))
    result = run("check", "main.beancount")
    assert result.exit_code == STOPPED
    assert result.stdout == (
        "main.beancount:2: STOP CF610 declarations\n"
        "    The rule family sources did not run: it crashed; bean-check shows where. This is a "
        "fault of coopfund's: please report it.\n"
        "main.beancount: 1 stop, 0 warn, 0 note, 0 waived. Families: "
        f"{', '.join(name for name in words.FAMILIES if name != 'sources')}.\n"
        "More on a rule: coopfund explain CF610\n"
    )
    assert run("trace", "main.beancount").exit_code == CLEAN


def _crashing(judge: Callable[..., list[Finding]]) -> Callable[..., list[Finding]]:
    """Judges as ever, but the family ``sources`` finds a bug."""

    def judging(analysis: Analysis, rules: tuple[Rule, ...]) -> list[Finding]:
        if rules is sources.RULES:
            raise ZeroDivisionError
        return judge(analysis, rules)

    return judging


def test_control_characters_do_not_reach_the_terminal(run: Run, tmp_path: Path) -> None:
    text = HEAD + '2026-01-01 custom "coopfund-program" "\x1b[2Jchildcare"\n'
    (tmp_path / "main.beancount").write_text(text, encoding="utf-8")
    assert "\x1b" not in run("trace", "main.beancount").output
    assert "\x1b" not in run("trace", "main.beancount", "--program", "\x1b[2J").output
