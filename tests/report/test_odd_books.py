"""Odd books: every page still says what is so, or one sentence says why there is none."""

import json
import struct
import zlib
from pathlib import Path
from typing import Any

import pytest

from coopfund import words
from tests.report.conftest import Run

LONG = "Nachbarschaftshilfe" * 11


def _part(kind: bytes, content: bytes) -> bytes:
    checksum = struct.pack(">I", zlib.crc32(kind + content))
    return struct.pack(">I", len(content)) + kind + content + checksum


PNG = b"\x89PNG\r\n\x1a\n" + b"".join(
    (
        _part(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)),
        _part(b"IDAT", zlib.compress(b"\0\x1d\x4e\x5f")),
        _part(b"IEND", b""),
    )
)


def made(run: Run, ledger: Path, folder: Path, month: str = "2026-05") -> dict[str, Any]:
    """The report's JSON, after every format was written."""
    result = run(ledger, "--month", month, "-o", folder)
    assert result.exit_code == 0, result.stderr
    assert len(list(folder.glob("coopfund-*"))) == 15
    found: dict[str, Any] = json.loads((folder / f"coopfund-{month}.json").read_text("utf-8"))
    return found


def page(folder: Path, month: str = "2026-05") -> str:
    """The report as Markdown."""
    return (folder / f"coopfund-{month}.md").read_text(encoding="utf-8")


def test_a_month_without_entries(ledger: Path, run: Run, tmp_path: Path) -> None:
    """
    option "operating_currency" "USD"
    plugin "coopfund_plugins"
    2026-04-01 open Assets:Bank
    2026-04-01 open Income:Dues
      source: "dues"
    2026-04-02 * "dues"
      Assets:Bank  10.00 USD
      Income:Dues
    2026-06-02 * "dues"
      Assets:Bank  10.00 USD
      Income:Dues
    """
    found = made(run, ledger, tmp_path)
    assert found["dues"]["month"]["received"] == "0.00"
    assert found["dues"]["month"]["coverage"] is None
    assert "paid in USD" in page(tmp_path)


def test_two_currencies_and_no_price(ledger: Path, run: Run, tmp_path: Path) -> None:
    """
    option "operating_currency" "USD"
    plugin "coopfund_plugins"
    2026-04-01 open Assets:Bank
    2026-04-01 open Income:Dues
      source: "dues"
    2026-04-01 open Expenses:Rent
    2026-05-02 * "dues"
      Assets:Bank  10.00 USD
      Income:Dues
    2026-05-03 * "dues of the branch"
      Assets:Bank  2000 JPY
      Income:Dues
    2026-05-04 * "rent of the branch"
      Expenses:Rent  1500 JPY
      Assets:Bank
    """
    found = made(run, ledger, tmp_path)
    assert found["measures"]["income_total"]["value"] == "10.00"
    assert found["unconverted"]
    told = "All amounts in USD. Left out for want of a price (income and spending together): "
    assert f"{told}3,500 JPY." in page(tmp_path)


def test_a_program_that_ended(ledger: Path, run: Run, tmp_path: Path) -> None:
    """
    option "operating_currency" "USD"
    plugin "coopfund_plugins"
    2024-04-01 open Assets:Bank
    2024-04-01 open Income:Dues
      source: "dues"
    2024-04-01 open Expenses:Camp
      program: "camp"
    2024-04-01 custom "coopfund-program" "camp"
      title: "Summer camp"
      funded-by: "dues"
    2024-05-02 * "dues"
      Assets:Bank  100.00 USD
      Income:Dues
    2024-07-02 * "tents"
      Expenses:Camp  60.00 USD
      Assets:Bank
    2024-12-31 close Expenses:Camp
    2026-05-02 * "dues"
      Assets:Bank  100.00 USD
      Income:Dues
    """
    found = made(run, ledger, tmp_path)
    assert found["paid_by"]["programs"]["camp"]["level"] is None
    shown = (tmp_path / "coopfund-2026-05.html").read_text(encoding="utf-8")
    assert "high as running costs in 1 of them" in shown
    assert "Without any income that lasts" not in shown
    assert [f"<h2>{number}. " in shown for number in range(1, 7)] == [True] * 6


def test_sums_of_a_year_are_no_single_member(ledger: Path, run: Run, tmp_path: Path) -> None:
    """
    option "operating_currency" "GBP"
    plugin "coopfund_plugins"
    2026-05-01 open Assets:Bank
    2026-05-01 open Income:Membership
      donor: "c-membership"
      source: "dues"
    2026-05-01 open Income:Donations
      donor: "c-donations"
      source: "donation"
    2026-05-31 * "income of the year"
      Assets:Bank  747000 GBP
      Income:Membership
    2026-05-31 * "income of the year"
      Assets:Bank  14607000 GBP
      Income:Donations
    """
    found, text = made(run, ledger, tmp_path), page(tmp_path)
    assert found["independence"] is None
    assert "paying member" not in text.partition("## How these figures were made")[0]
    assert "**c-donations, the largest contributor, gave 95.1 % of all income" in text
    assert "c-donations gave 14,607,000.00 GBP at once" in text
    shown = (tmp_path / "coopfund-2026-05.html").read_text(encoding="utf-8")
    assert "Dues 4.9 %;" in shown


def test_three_members_are_not_told_apart(ledger: Path, run: Run, tmp_path: Path) -> None:
    """
    option "operating_currency" "USD"
    plugin "coopfund_plugins"
    2026-04-01 open Assets:Bank
    2026-04-01 open Income:Dues
      source: "dues"
    2026-04-01 open Income:Gifts
      source: "donation"
    2026-04-01 open Expenses:Clinic
      program: "clinic"
    2026-04-01 open Equity:Hours
    2026-04-01 commodity HOUR
      kind: "hours"
    2026-04-01 custom "coopfund-program" "clinic"
    2026-04-01 custom "coopfund-dues" "standard" 20.00 USD "monthly"
    2026-04-01 custom "coopfund-member" "m-0001" "join" "standard"
    2026-04-01 custom "coopfund-member" "m-0002" "join" "standard"
    2026-04-01 custom "coopfund-member" "m-0003" "join" "standard"
    2026-05-02 * "dues"
      member: "m-0001"
      Assets:Bank  20.00 USD
      Income:Dues
    2026-05-02 * "dues"
      member: "m-0002"
      Assets:Bank  20.00 USD
      Income:Dues
    2026-05-03 * "a gift besides"
      donor: "m-0003"
      Assets:Bank  300.00 USD
      Income:Gifts
    2026-05-04 * "hours"
      member: "m-0002"
      Expenses:Clinic  5 HOUR
      Equity:Hours
    """
    found = made(run, ledger, tmp_path)
    for path in tmp_path.glob("coopfund-*"):
        if path.suffix not in {".pdf", ".xlsx"}:
            assert "m-000" not in path.read_text(encoding="utf-8"), path.name
    assert found["contributors"]["largest"] == []
    assert found["contributors"]["others"] == "300.00"
    assert found["measures"]["dues_collection_rate"]["value"] is None
    assert "This group has 3 members; figures that would tell of one" in page(tmp_path)


def test_money_of_every_source_has_room(ledger: Path, run: Run, tmp_path: Path) -> None:
    """
    option "operating_currency" "USD"
    plugin "coopfund_plugins"
    2026-05-01 open Assets:Bank
    2026-05-01 open Expenses:Core
    """
    sources = [s for s in words.SOURCES if s not in {"in-kind", "loan", "unknown"}]
    total = 1234567 * len(sources)
    with ledger.open("a", encoding="utf-8") as books:
        for source in sources:
            account = f"Income:{source.capitalize()}"
            books.write(f'2026-05-01 open {account}\n  source: "{source}"\n')
            books.write(f'2026-05-02 * "in"\n  Assets:Bank  1234567.00 USD\n  {account}\n')
        books.write(f'2026-05-03 * "out"\n  Expenses:Core  {total}.00 USD\n  Assets:Bank\n')
    made(run, ledger, tmp_path)
    assert "| Paid for | Everything else (core) |" in page(tmp_path)
    assert "| Levies | 1,234,567.00 |" in page(tmp_path)
    assert f"| Total | {total:,}.00 |" in page(tmp_path)


def test_strange_names(ledger: Path, run: Run, tmp_path: Path) -> None:
    """
    option "title" "TITLE"
    option "operating_currency" "USD"
    plugin "coopfund_plugins"
    2026-04-01 open Assets:Bank
    2026-04-01 open Income:Gifts
      source: "donation"
    2026-04-01 open Expenses:Kitchen
      program: "kitchen"
    2026-04-01 custom "coopfund-program" "kitchen"
      title: "מטבח 🍲 المطبخ"
      funded-by: "donation"
    2026-05-03 * "gift"
      donor: "d-😀"
      Assets:Bank  300.00 USD
      Income:Gifts
    2026-05-04 * "soup"
      Expenses:Kitchen  30.00 USD
      Assets:Bank
    """
    text = ledger.read_text(encoding="utf-8").replace("TITLE", LONG)
    ledger.write_text(text, encoding="utf-8")
    made(run, ledger, tmp_path)
    assert "מטבח 🍲 المطبخ" in page(tmp_path)
    assert LONG in page(tmp_path)
    assert "d-😀" in page(tmp_path)


@pytest.mark.parametrize(
    ("name", "content", "taken"),
    [
        ("logo.png", PNG, True),
        ("logo.png", b"GIF89a", False),
        ("logo.png", PNG[:40], False),
        ("logo.svg", b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>', True),
        ("logo.svg", b"no drawing", False),
        ("logo.svg", b"\xff\xfe", False),
        (
            "logo.svg",
            b'<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg"/>',
            False,
        ),
    ],
)
def test_a_logo(  # noqa: PLR0913  # fixtures, and one case a row
    ledger: Path, run: Run, tmp_path: Path, name: str, content: bytes, *, taken: bool
) -> None:
    """
    option "operating_currency" "USD"
    2026-04-01 open Assets:Bank
    2026-04-01 open Income:Dues
      source: "dues"
    2026-05-02 * "dues"
      Assets:Bank  10.00 USD
      Income:Dues
    """
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / name).write_bytes(content)
    out = tmp_path / "out"
    only = ("--only", "html,pdf", "--templates", tmp_path / "own")
    result = run(ledger, "--month", "2026-05", "-o", out, *only)
    if taken:
        assert result.exit_code == 0
        assert 'class="logo" src="data:image/' in (out / "coopfund-2026-05.html").read_text("utf-8")
    else:
        assert result.exit_code == 2
        kind = name.rpartition(".")[2].upper()
        sentence = f"{tmp_path}/own/{name} is no {kind} picture; replace it, or take it away."
        assert result.stderr == f"coopfund: {sentence}\n"
        assert not out.exists()
