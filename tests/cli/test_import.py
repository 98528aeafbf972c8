"""``coopfund import``: shown, judged, and written whole or not at all."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.imports import samples
from tests.imports.books import files, new_books
from tests.imports.samples import Sample


@pytest.fixture
def books(tmp_path: Path) -> Path:
    return new_books(tmp_path / "books")


def state(books: Path) -> dict[str, bytes]:
    """Every file of the books and what is in it, the lock aside."""
    return {
        str(path): path.read_bytes()
        for path in books.parent.rglob("*")
        if path.is_file() and path.name not in {"lock", ".gitignore"}
    }


def test_from_file_to_books(run: Run, books: Path, tmp_path: Path) -> None:
    paths = files(tmp_path / "in", samples.STRIPE, samples.DONORBOX)
    done = run("import", *paths, "--ledger", books, "--open", "--yes")
    assert done.exit_code == 0, done.output
    assert done.stdout == ""
    assert "stripe.csv    stripe       2    3       0        0         0" in done.stderr
    assert "stripe.csv: EUR gross 30.00 − fees 1.00 = net 29.00; paid out and moved -29.00" in (
        done.stderr
    )
    assert "Written: 2026-03.beancount, main.beancount. To take it back: coopfund undo" in (
        done.stderr
    )
    text = (books.parent / "2026-03.beancount").read_text(encoding="utf-8")
    assert text.count("import-id:") == 4
    assert run("check", books).exit_code == 0
    again = run("import", *paths, "--ledger", books, "--yes")
    assert again.exit_code == 0
    assert "0 new, 4 already booked; nothing to write." in again.stderr


def test_dry_run_shows_the_entries_and_writes_nothing(
    run: Run, books: Path, tmp_path: Path
) -> None:
    before = state(books)
    (path,) = files(tmp_path / "in", samples.STRIPE)
    done = run("import", path, "--ledger", books, "--open", "--dry-run")
    assert done.exit_code == 0
    assert '2026-03-02 * "payment through Stripe"\n  import-id: "stripe:txn_1"' in done.stdout
    assert "Nothing is written: --dry-run." in done.stderr
    assert state(books) == before


def test_unknown_money_is_a_finding(run: Run, books: Path, tmp_path: Path) -> None:
    (path,) = files(tmp_path / "in", samples.STRIPE)
    done = run("import", path, "--ledger", books, "--open", "--dry-run")
    assert "CF208" in done.stderr
    assert "30.00 EUR has no declared source: declare it in imports.toml" in done.stderr


def test_accounts_that_are_not_open(run: Run, books: Path, tmp_path: Path) -> None:
    before = state(books)
    (path,) = files(tmp_path / "in", samples.STRIPE)
    done = run("import", path, "--ledger", books, "--yes")
    assert done.exit_code == 2
    assert "2026-01-01 open Assets:Stripe\n" in done.stderr
    assert 'kind: "fundraising"' in done.stderr
    assert "These accounts are not open; paste the lines" in done.stderr
    assert state(books) == before


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "broken.csv: It is empty."),
        ("a,b\n1,2\n", "broken.csv: No importer knows its columns (a, b)."),
        (samples.STRIPE.text.replace("49.00", "48.00"), "Row 1: gross 50.00 − fee 1.00 is not net"),
        (samples.STRIPE.text.replace("for my", '"for my'), "row"),
        (samples.STRIPE.text[:-60], "The file ends in the middle of row 2"),
    ],
)
def test_a_file_that_is_refused_stops_all_of_them(
    run: Run, books: Path, tmp_path: Path, text: str, why: str
) -> None:
    before = state(books)
    paths = files(tmp_path / "in", samples.DONORBOX, Sample("broken.csv", "stripe", text))
    done = run("import", *paths, "--ledger", books, "--open", "--yes")
    assert done.exit_code == 2
    assert why in done.stderr
    assert "coopfund: Nothing is written." in done.stderr
    assert state(books) == before


def test_rejected_rows_are_named(run: Run, books: Path, tmp_path: Path) -> None:
    text = samples.STRIPE.text.replace("-20.00", "twenty")
    (path,) = files(tmp_path / "in", Sample("broken.csv", "stripe", text))
    done = run("import", path, "--ledger", books, "--open", "--yes")
    assert "broken.csv  stripe      2    0       0        0         1" in done.stderr
    assert "broken.csv: row 2 rejected: gross: “twenty” is no amount" in done.stderr


def test_rejected_rows_can_be_left(run: Run, books: Path, tmp_path: Path) -> None:
    """The others are booked; once the file is mended, what was missing is new.

    The payout is one of it: it is no sum of half the rows.
    """
    text = samples.STRIPE.text.replace("-20.00", "twenty")
    (path,) = files(tmp_path / "in", Sample("s.csv", "stripe", text))
    refused = run("import", path, "--ledger", books, "--open", "--yes")
    assert "Nothing is written. --leave-rejected books the other rows." in refused.stderr
    done = run("import", path, "--ledger", books, "--open", "--yes", "--leave-rejected")
    assert done.exit_code == 0
    assert "s.csv: row 2 rejected: gross: “twenty” is no amount" in done.stderr
    (path,) = files(tmp_path / "in", Sample("s.csv", "stripe", samples.STRIPE.text))
    again = run("import", path, "--ledger", books, "--yes")
    assert "s.csv  stripe      2    2       1        0         0" in again.stderr
    assert "payout of 2026-03-09, 29.00 EUR: the sum of its 2 rows" in again.stderr


def test_nobody_to_ask(run: Run, books: Path, tmp_path: Path) -> None:
    (path,) = files(tmp_path / "in", samples.STRIPE)
    done = run("import", path, "--ledger", books, "--open")
    assert done.exit_code == 2
    assert "nobody can be asked here: repeat it with --yes to write it." in done.stderr


def test_undone(run: Run, books: Path, tmp_path: Path) -> None:
    from coopfund.desk.writer import undo  # noqa: PLC0415  # what `coopfund undo` calls

    main = books.read_bytes()
    (path,) = files(tmp_path / "in", samples.STRIPE)
    run("import", path, "--ledger", books, "--open", "--yes")
    assert undo(books).what == "import one file"
    assert books.read_bytes() == main
    assert not (books.parent / "2026-03.beancount").exists()


def test_setup(run: Run, books: Path, tmp_path: Path) -> None:
    paths = files(tmp_path / "in", samples.STRIPE, samples.PAYPAL)
    done = run("import", "--setup", *paths, "--ledger", books)
    assert done.exit_code == 0, done.output
    text = (books.parent / "imports.toml").read_text(encoding="utf-8")
    assert "[stripe]\n" in text
    assert "[paypal]\n" in text
    again = run("import", "--setup", *paths, "--ledger", books)
    assert "Nothing to set up: imports.toml" in again.stderr


def test_a_mistake_in_imports_toml(run: Run, books: Path, tmp_path: Path) -> None:
    (books.parent / "imports.toml").write_text('[stripe]\nfeees = "x"\n', encoding="utf-8")
    (path,) = files(tmp_path / "in", samples.STRIPE)
    done = run("import", path, "--ledger", books)
    assert done.exit_code == 2
    assert 'imports.toml, [stripe]: “feees” means nothing here (did you mean "fees"?).' in (
        done.stderr
    )


def test_a_lost_key(run: Run, books: Path, tmp_path: Path) -> None:
    """Without it, whoever gives again would be somebody else."""
    (path,) = files(tmp_path / "in", samples.DONORBOX)
    assert run("import", path, "--ledger", books, "--open", "--yes").exit_code == 0
    (books.parent / ".coopfund" / "contributors.key").unlink()
    done = run("import", path, "--ledger", books, "--yes")
    assert done.exit_code == 2
    assert "is missing, and the pseudonyms in the books were made with it" in done.stderr


def test_declared_when_the_file_cannot_say(run: Run, books: Path, tmp_path: Path) -> None:
    row = samples.paypal("03/04/2026", "Donation Payment", "5.00", "5.00", "1A", TimeZone="-03:00")
    sheet = samples.sheet(samples.PAYPAL_COLUMNS, [row])
    (path,) = files(tmp_path / "in", Sample("p.csv", "paypal", sheet))
    refused = run("import", path, "--ledger", books, "--open", "--dry-run")
    assert "could be two dates; say --dates dmy or --dates mdy" in refused.stderr
    done = run("import", path, "--ledger", books, "--open", "--dry-run", "--dates", "dmy")
    assert done.stdout.count("2026-04-03") == 1
    text = json.dumps(json.loads(samples.PAYPAL_JSON.text)).replace("EUR", "")
    (path,) = files(tmp_path / "in", Sample("p.json", "paypal-json", text))
    done = run("import", path, "--ledger", books, "--open", "--dry-run", "--currency", "usd")
    assert "77.38 USD" in done.stdout


def test_an_account_that_is_none(run: Run, books: Path, tmp_path: Path) -> None:
    (path,) = files(tmp_path / "in", samples.STRIPE)
    done = run("import", path, "--ledger", books, "--account", "stripe")
    assert "“stripe” is no account" in done.stderr


def test_a_rule_that_stops(run: Run, books: Path, tmp_path: Path) -> None:
    """As everywhere: exit code 1, and written where a person says that it did happen."""
    text = books.read_text(encoding="utf-8")
    rule = '2026-01-01 custom "coopfund-rule" "CF208"\n  action: "stop"\n'
    books.write_text(f"{text}{rule}", encoding="utf-8")
    before = state(books)
    (path,) = files(tmp_path / "in", samples.STRIPE)
    stopped = run("import", path, "--ledger", books, "--open", "--yes")
    assert stopped.exit_code == 1
    assert "STOP CF208" in stopped.stderr
    assert "A rule says stop. If it did happen, it belongs into the books all the same" in (
        stopped.stderr
    )
    assert state(books) == before
    done = run("import", path, "--ledger", books, "--open", "--yes", "--despite-stop")
    assert done.exit_code == 0
    assert "import-id:" in (books.parent / "2026-03.beancount").read_text(encoding="utf-8")
