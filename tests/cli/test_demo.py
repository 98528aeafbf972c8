"""``coopfund demo``: books, check and report in one go, and nobody's files overwritten."""

from pathlib import Path

from tests.cli.conftest import Run

ROOT = Path(__file__).parents[2]


def test_it_writes_books_and_report_and_says_how_to_open_them(run: Run, tmp_path: Path) -> None:
    result = run("demo")
    assert result.exit_code == 0
    demo = tmp_path / "coopfund-demo"
    assert (demo / "main.beancount").read_bytes() == (
        ROOT / "ledger" / "main.beancount"
    ).read_bytes()
    assert (demo / "reports" / "coopfund-2026-10.html").exists()
    assert "main.beancount: 0 stop, " in result.stdout
    assert result.stdout.endswith(
        "The report for the meeting, to open in a browser:\n"
        "coopfund-demo/reports/coopfund-2026-10.html\n"
        "The books and their audit in a browser:\n"
        "coopfund serve coopfund-demo/main.beancount\n"
        "Which money paid for what:\n"
        "coopfund trace coopfund-demo/main.beancount\n"
    )
    assert {path.name for path in tmp_path.iterdir()} == {"coopfund-demo"}


def test_a_ledger_in_this_folder_is_used(run: Run, ledger: Path, tmp_path: Path) -> None:
    """
    option "operating_currency" "USD"
    2026-09-01 open Assets:Bank
    2026-09-01 open Income:Dues
      source: "dues"
    2026-09-07 * "Dues"
      Assets:Bank  50.00 USD
      Income:Dues
    2026-10-07 * "Dues"
      Assets:Bank  50.00 USD
      Income:Dues
    """
    (tmp_path / "ledger").mkdir()
    ledger.rename(tmp_path / "ledger" / "main.beancount")
    result = run("demo")
    assert result.exit_code == 0
    assert "coopfund serve ledger/main.beancount\n" in result.stdout
    assert (tmp_path / "reports" / "coopfund-2026-09.html").exists()
    assert (tmp_path / "reports" / "coopfund-2026-10.html").exists()
    assert {path.name for path in tmp_path.iterdir()} == {"ledger", "reports"}


def test_a_folder_can_be_named_and_what_was_tried_in_it_stays(run: Run, tmp_path: Path) -> None:
    assert run("demo", "-o", "try it").exit_code == 0
    month = tmp_path / "try it" / "2026-10.beancount"
    tried = month.read_text(encoding="utf-8") + (
        '2026-10-31 * "a bundle of notes"\n  Assets:Cash  900.00 USD\n  Income:Gifts:People\n'
    )
    month.write_text(tried, encoding="utf-8")
    result = run("demo", "-o", "try it")
    assert result.exit_code == 1
    assert "STOP CF202 anonymous" in result.stdout
    assert "coopfund serve 'try it/main.beancount'\n" in result.stdout
    assert result.stderr.startswith("try it holds the demo's books already; they are left")
    assert month.read_text(encoding="utf-8") == tried


def test_other_files_are_never_overwritten(run: Run, tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("mine\n", encoding="utf-8")
    result = run("demo", "-o", ".")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "coopfund: . holds another README.md; nothing is written.\n"
    assert [path.name for path in tmp_path.iterdir()] == ["README.md"]
