"""``coopfund import-setup``: asks only what the sample leaves open, and writes what it showed."""

from pathlib import Path

import pytest

from coopfund.cli import asking
from coopfund.imports.bank_form import read_form
from tests.cli.conftest import Run

BOOKS = """\
option "operating_currency" "EUR"
plugin "coopfund_plugins"
2026-01-01 open Assets:Bank:Current EUR
2026-01-01 open Liabilities:Card EUR
"""
SAMPLE = """\
Konto;Harbour Street
Buchung;Empfänger;Verwendungszweck;Betrag;Saldo
03.04.2026;Ana;Beitrag;10,00;110,00
05.04.2026;Red Quay;Druck;-1.031,00;-921,00
"""
LEDGER = ("--ledger", "main.beancount")


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    (tmp_path / "main.beancount").write_text(BOOKS)
    path = tmp_path / "sample.csv"
    path.write_bytes(SAMPLE.encode("utf-8-sig"))
    return path


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "on_terminal", lambda: True)


@pytest.mark.usefixtures("sample")
def test_by_options(run: Run, tmp_path: Path) -> None:
    result = run("import-setup", "sample.csv", "--account", "Assets:Bank:Current", "--dates", "dmy",
                 "--yes", *LEDGER)  # fmt: skip
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == (
        "Encoding utf-8, columns parted by ';', header on line 2; dates dmy, decimal mark comma.\n"
        "Columns: date “Buchung”, balance “Saldo”, amount “Betrag”, name “Empfänger”, text "
        "“Verwendungszweck”.\n"
        "Read as Assets:Bank:Current, EUR:\n"
        "  2026-04-03         10.00  Ana · Beitrag  balance 110.00\n"
        "  2026-04-05     -1,031.00  Red Quay · Druck  balance -921.00\n"
        "2 rows: 2 movements, 0 skipped, 0 rejected.\n"
        "Opening 100.00 + movements -1021.00 = -921.00; closing -921.00.\n"
        "Written: imports/current.toml. To take it back: coopfund undo\n"
        "Next: coopfund import sample.csv --dry-run "
        f"--ledger {tmp_path / 'main.beancount'}\n"
    )
    form = read_form(tmp_path / "imports" / "current.toml")
    assert (form.account, form.currency, form.encoding) == ("Assets:Bank:Current", "EUR", None)
    assert (form.decimal, form.dates, form.delimiter) == (",", "dmy", ";")


@pytest.mark.usefixtures("sample", "terminal")
def test_by_questions_and_only_those_that_are_open(run: Run, tmp_path: Path) -> None:
    result = run("import-setup", "sample.csv", *LEDGER, stdin="Liabilities:Card\nday\ny\n")
    assert result.exit_code == 0, result.output
    assert "Which account is it" in result.stderr
    assert "The sample has the date 03.04.2026." in result.stderr
    assert "decimal" not in result.stderr.partition("Encoding")[0]
    form = read_form(tmp_path / "imports" / "card.toml")
    assert (form.account, form.dates) == ("Liabilities:Card", "dmy")


@pytest.mark.usefixtures("sample", "terminal")
def test_a_no_writes_nothing(run: Run, tmp_path: Path) -> None:
    result = run("import-setup", "sample.csv", *LEDGER, "--account", "Assets:Bank:Current",
                 stdin="day\nn\n")  # fmt: skip
    assert result.exit_code == 2
    assert "Nothing is written; name columns with the options" in result.stderr
    assert not (tmp_path / "imports").exists()


@pytest.mark.usefixtures("terminal")
def test_what_a_card_shows_is_asked(run: Run, sample: Path, tmp_path: Path) -> None:
    sample.write_text("Date,Label,Amount\n2026-03-05,shop,1.234\n2026-03-06,shop,3.001\n")
    result = run("import-setup", "sample.csv", *LEDGER, "--account", "Liabilities:Card",
                 stdin=",\nspent\ny\n")  # fmt: skip
    assert result.exit_code == 0, result.output
    form = read_form(tmp_path / "imports" / "card.toml")
    assert (form.decimal, form.negate, form.dates) == (",", True, None)


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        ((), "--account is missing: the books have Assets:Bank:Current and Liabilities:Card."),
        (
            ("--account", "Assets:Bank:Current"),
            "--dates is missing: dmy or mdy: “03.04.2026” could",
        ),
        (
            ("--account", "Assets:Bank:Current", "--dates", "mdy"),
            "nobody can be asked here: repeat it with --yes to write it.",
        ),
        (("--account", "Income:Dues", "--dates", "dmy"), '"Income:Dues" is no account of assets'),
        (
            ("--amount", "Betragg"),
            'There is no column “Betragg” for the amount (did you mean "betrag"',
        ),
        (("--account", "Assets:B", "--dates", "dmy", "--only", "Status"), "COLUMN=VALUE"),
        (
            ("--account", "Assets:B", "--dates", "dmy", "--amount", "Saldo", "--balance", "Betrag"),
            "its balance says",
        ),
        (("--encoding", "ascii"), "sample.csv: It is damaged: not all of it is ascii."),
    ],
)
@pytest.mark.usefixtures("sample")
def test_what_is_missing_or_makes_no_sense_gets_a_sentence(
    run: Run, tmp_path: Path, arguments: tuple[str, ...], why: str
) -> None:
    result = run("import-setup", "sample.csv", *arguments, *LEDGER)
    assert result.exit_code == 2
    assert why in result.stderr
    assert not (tmp_path / "imports").exists()


@pytest.mark.usefixtures("sample")
def test_a_description_is_replaced_only_where_that_is_said(run: Run, tmp_path: Path) -> None:
    words = ("import-setup", "sample.csv", "--account", "Assets:Bank:Current", "--dates", "dmy",
             "--yes", *LEDGER)  # fmt: skip
    assert run(*words).exit_code == 0
    refused = run(*words)
    assert refused.exit_code == 2
    assert "imports/current.toml is there already; --replace replaces it." in refused.stderr
    assert run(*words, "--replace", "--text", "Buchung").exit_code == 0
    assert read_form(tmp_path / "imports" / "current.toml").texts == ("Buchung",)


@pytest.mark.usefixtures("sample")
def test_a_dry_run_prints_the_description(run: Run, tmp_path: Path) -> None:
    result = run("import-setup", "sample.csv", "--account", "Assets:Bank:Current", "--dates", "dmy",
                 "--only", "Empfänger=Ana", "--dry-run", *LEDGER)  # fmt: skip
    assert 'account = "Assets:Bank:Current"' in result.stdout
    assert '"Empfänger" = ["Ana"]' in result.stdout
    assert not (tmp_path / "imports").exists()


@pytest.mark.usefixtures("sample")
def test_import_setup_of_an_unknown_csv_is_this(run: Run, tmp_path: Path) -> None:
    result = run("import", "--setup", "sample.csv", "--account", "Assets:Bank:Current",
                 "--dates", "dmy", "--yes", *LEDGER)  # fmt: skip
    assert result.exit_code == 0, result.output
    assert (tmp_path / "imports" / "current.toml").exists()
    done = run("import", "sample.csv", "--dry-run", "--open", *LEDGER)
    assert done.exit_code == 0, done.output
    assert "sample.csv  current     2    2" in done.stderr


@pytest.mark.usefixtures("sample")
def test_a_slip_in_the_account_is_not_described(run: Run, tmp_path: Path) -> None:
    words = ("import-setup", "sample.csv", "--dates", "dmy", "--yes", *LEDGER, "--account")
    slip = run(*words, "Assets:Bank:Curent")
    assert slip.exit_code == 2
    assert 'did you mean "Assets:Bank:Current"?' in slip.stderr
    assert not (tmp_path / "imports").exists()
    new = run(*words, "Assets:Bank:Savings", "--name", "savings")
    assert (new.exit_code, "--open opens it" in new.stderr) == (0, True), new.stderr
