"""A ledger-cli household that sets money aside in virtual funds; here each fund is a pool."""

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from tests.real.conftest import Real

LEDGER = "ledger_funds/ledger.dat"
FUNDS = {"Travel": "350.00", "Saving": "200.00", "Sporadic": "25.59"}
"""What the original says its funds hold at the end of January."""
HEADER = re.compile(r"^(\d{4})/(\d\d)/(\d\d) +(.+)$")
RULE = re.compile(r"^= /Expenses:(\w+):/$")
POSTING = re.compile(r"^\s+(\(?)([A-Z][^;()]*?)\)?(?:\s{2,}(-?[\d.]+) €.*)?\s*$")

OPENINGS = """\
option "operating_currency" "EUR"
plugin "coopfund_plugins"
2018-12-31 open Assets:Bank                  EUR
2018-12-31 open Equity:Opening-Balances      EUR
  source: "other"
2018-12-31 open Income:Salary                EUR
  source: "other"
2018-12-31 custom "coopfund-program" "travel"
  funded-by: "other"
  pool: "travel"
"""


class Line(NamedTuple):
    """A posting of the original; ``virtual`` where it moves money in the mind only."""

    account: str
    amount: Decimal | None
    virtual: bool


def _entries(text: str) -> Iterator[tuple[str, str, list[Line]]]:
    """Day, payee and postings of each transaction."""
    for block in re.split(r"\n\s*\n", text):
        lines = [line for line in block.splitlines() if not line.startswith(";")]
        header = HEADER.match(lines[0]) if lines else None
        if header:
            found = [match for match in map(POSTING.match, lines[1:]) if match]
            postings = [
                Line(m[2].replace(" ", "-"), Decimal(m[3]) if m[3] else None, bool(m[1]))
                for m in found
            ]
            yield "-".join(header.groups()[:3]), header[4], postings


def _converted(text: str) -> str:
    """As Beancount: setting aside is a transfer, and a fund's bills are paid from the fund."""
    ruled = {match[1] for match in map(RULE.match, text.splitlines()) if match}
    opened: set[str] = set()
    out = []
    for day, payee, postings in _entries(text):
        real = [line for line in postings if not line.virtual]
        names = {
            line.account.split(":")[1] for line in real if line.account.startswith("Expenses:")
        }
        fund = next(iter(names & ruled), None)
        bank = f"Assets:Funds:{fund}" if fund else "Assets:Bank"
        if real:
            out.append(f'{day} * "{payee}"')
        for line in real:
            account = bank if line.account == "Assets" else line.account
            opened.add(account)
            out.append(f"  {account}" + (f"  {line.amount} EUR" if line.amount else ""))
        for line in postings:
            if line.virtual:
                out += [f'{day} * "set aside"', f"  Assets:{line.account}  {line.amount} EUR"]
                out.append("  Assets:Bank")
                opened.add(f"Assets:{line.account}")
    opens = []
    for account in sorted(opened - {"Assets:Bank", "Equity:Opening-Balances", "Income:Salary"}):
        opens.append(f"2018-12-31 open {account} EUR")
        if account.startswith("Assets:Funds:"):
            opens.append(f'  pool: "{account.rpartition(":")[2].lower()}"')
        if account.startswith("Expenses:Travel:"):
            opens.append('  program: "travel"')
    return OPENINGS + "\n".join([*opens, *out]) + "\n"


def test_each_fund_holds_what_the_original_says(
    real: Real, tmp_path: Path, run_json: Callable[..., Any]
) -> None:
    ledger = tmp_path / "funds.beancount"
    ledger.write_text(_converted(real(LEDGER).read_text(encoding="utf-8")), encoding="utf-8")
    assert run_json("check", ledger)["beancount_errors"] == 0
    traced = run_json("trace", ledger)
    held = traced["methods"]["designated"]["held"]
    # 5,000 to begin with, 2,000 earned, 1,005 spent, 575.59 in the funds.
    assert held == {
        "general": {"other": "5419.41"},
        **{name.lower(): {"other": amount} for name, amount in FUNDS.items()},
    }
    travel = traced["programs"]["travel"]
    assert (travel["spent"], travel["level"], travel["shortfall"]) == ("325.00", "L3", "0.00")
    measures = run_json("measures", ledger, "--as-of", "2019-01-31")["measures"]
    reserve = measures["months_of_reserves"]["inputs"]
    # Only travel is a program's own fund; what is saved is nobody's but the household's.
    assert (reserve["funds"], reserve["liquid"]) == ("350.00", "5645.00")
