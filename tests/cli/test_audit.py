"""``coopfund audit``: from the sample to the signature, on the command line."""

from pathlib import Path
from typing import Any

import pytest

from coopfund.books.load import load
from coopfund.trust.audit import QUESTIONS
from tests.cli.conftest import Run

SMALL = "".join(
    f'2026-03-{day:02} * "paper"\n  Expenses:Rent  {day}.00 USD\n  Assets:Bank\n'
    for day in range(1, 29)
)
BOOKS = f"""
option "operating_currency" "USD"
plugin "coopfund_plugins.controls"
2026-01-01 open Assets:Bank
2026-01-01 open Income:Gifts
  source: "donation"
2026-01-01 open Expenses:Rent
2026-01-01 custom "coopfund-dues" "standard" 10.00 USD "monthly"
2026-01-01 custom "coopfund-member" "m-0001" "join" "standard"
2026-01-01 custom "coopfund-member" "m-0003" "join" "standard"
2026-01-01 custom "coopfund-office" "treasurer" "m-0001"
2026-02-20 * "gift"
  donor: "d-1"
  Assets:Bank   2000.00 USD
  Income:Gifts
{SMALL}2026-03-31 * "rent"
  Expenses:Rent  400.00 USD
  Assets:Bank
"""


@pytest.fixture(autouse=True)
def main(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    main = tmp_path / "main.beancount"
    main.write_text(BOOKS, encoding="utf-8")
    monkeypatch.setenv("COOPFUND_LEDGER", str(main))
    return main


def drawn(run_json: Any) -> list[str]:  # noqa: ANN401  # a fixture
    found = run_json("audit", "sample", "2026-03", "--n", "4", "--seed", "dice 3")
    return [entry["entry"] for entry in found["entries"]]


def test_sample_answers_and_signature(run: Run, run_json: Any, main: Path) -> None:  # noqa: ANN401
    text = run("audit", "sample", "2026-03", "--n", "4", "--seed", "dice 3").stdout
    assert text.startswith(
        "2026-03: 5 of 29 entries (0 flagged, 0 waived, 1 large, 4 random), "
        'drawn with the seed "dice 3"\n'
    )
    assert text.endswith("\n5 still to look at.\n")
    for number, entry in enumerate(drawn(run_json)):
        checks = [f"--{question}=yes" for question in QUESTIONS]
        checks[0] = "--receipt=no" if number == 0 else checks[0]
        result = run("audit", "answer", "2026-03", entry, *checks, "--note", "seen")
        assert result.exit_code == 0
    assert run("audit", "sample", "2026-03").stdout.endswith(
        "All looked at; 1 not in order. At most 75.0 % of the others are, with 95 % confidence. "
        "Sign it: coopfund audit sign 2026-03 --by m-…\n"
    )
    result = run("audit", "sign", "2026-03", "--by", "m-0003", "--on", "2026-04-12", "--yes")
    assert result.exit_code == 0, result.stderr
    (signed,) = load(main).analysis.books.declared.audits
    assert signed.auditor == "m-0003"
    assert signed.looked_at == len(drawn(run_json))
    assert signed.faults == 1
    assert not [f for f in load(main).findings if f.code == "CF610"]
    assert run("undo", str(main), "--yes").exit_code == 0
    assert main.read_text(encoding="utf-8") == BOOKS


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("sample", "2026-13"), '"2026-13" is no month'),
        (("sample", "2031-01"), "2031-01 is a future month for these books"),
        (("answer", "2026-03", "abc", "--receipt", "yes"), "the audit of 2026-03 has not begun"),
        (("sign", "2026-03", "--by", "m-0003", "--on", "2026-04-12"), "has not begun"),
    ],
)
def test_what_cannot_be_is_said_in_one_sentence(
    run: Run, arguments: tuple[str, ...], sentence: str
) -> None:
    result = run("audit", *arguments)
    assert result.exit_code == 2
    assert sentence in result.stderr


def test_who_may_not_sign_is_told_why(run: Run, run_json: Any) -> None:  # noqa: ANN401  # a fixture
    entries = drawn(run_json)
    assert run("audit", "answer", "2026-03", "nobody", "--receipt", "yes").exit_code == 2
    assert run("audit", "answer", "2026-03", entries[0], "--receipt", "perhaps").exit_code == 2
    result = run("audit", "sign", "2026-03", "--by", "m-0001", "--on", "2026-04-12")
    assert "m-0001 holds or held the office of treasurer" in result.stderr
    result = run("audit", "sign", "2026-03", "--by", "m-0003", "--on", "2026-04-12")
    assert "5 entries of the sample of 2026-03 still lack an answer" in result.stderr
    result = run("audit", "sample", "2026-03", "--seed", "another")
    assert "has begun with the seed dice 3" in result.stderr
