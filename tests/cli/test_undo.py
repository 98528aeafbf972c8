"""``coopfund undo``: it says what goes, and the books are as they were."""

from pathlib import Path

import pytest
from beancount import loader
from beancount.core.data import Transaction

from coopfund.desk.books_folder import BooksFolder
from coopfund.desk.writer import rewrite
from coopfund.trust.canonical import canonical, entry_digest, entry_fields, month_digest
from coopfund.trust.seal_file import seals_text
from tests.cli.conftest import Run
from tests.desk.books import JANUARY, texts_of, write_books

GIFT = ("--donor", "d-7", "--amount", "25", "--date", "2026-01-21", "--yes")


@pytest.fixture
def main(tmp_path: Path) -> Path:
    (tmp_path / "books").mkdir()
    return write_books(tmp_path / "books")


def test_it_shows_what_goes_before_it_goes(run: Run, main: Path) -> None:
    before = texts_of(main.parent)
    assert run("add", "gift", main, *GIFT).exit_code == 0
    shown = run("undo", main, "--dry-run")
    assert shown.stdout == (
        "; 2026-01.beancount\n"
        "   Income:Gifts\n"
        "-\n"
        '-2026-01-21 * "gift"\n'
        '-  donor: "d-7"\n'
        "-  Assets:Bank    25.00 USD\n"
        "-  Income:Gifts  -25.00 USD\n"
    )
    assert "To take back: add gift, of 2" in shown.stderr
    assert "Nothing is taken back: --dry-run." in shown.stderr
    refused = run("undo", main)
    assert (refused.exit_code, "repeat it with --yes" in refused.stderr) == (2, True)
    assert texts_of(main.parent) != before
    done = run("undo", main, "--yes")
    assert done.stderr.endswith("Taken back: add gift (2026-01.beancount).\n")
    assert texts_of(main.parent) == before


def test_list_names_every_write_the_last_one_first(run: Run, main: Path) -> None:
    assert run("undo", main, "--list").stderr == "No write is known in these books.\n"
    run("add", "gift", main, *GIFT)
    run("undo", main, "--yes")
    run("add", "gift", main, *GIFT)
    lines = run("undo", main, "--list").stdout.splitlines()
    assert [line[18:] for line in lines] == [
        "add gift: 2026-01.beancount",
        "add gift: 2026-01.beancount (taken back)",
    ]


def test_nothing_to_undo_is_one_sentence(run: Run, main: Path) -> None:
    result = run("undo", main, "--yes")
    assert (result.exit_code, result.stderr) == (
        2,
        "coopfund: There is nothing to undo: no write is known in these books.\n",
    )


def seal(main: Path) -> None:
    """Seal January as it stands."""
    booked, _, _ = loader.load_file(str(main))
    found = [entry for entry in booked if isinstance(entry, Transaction)]
    fields = [entry_fields(entry) for entry in found]
    held = {entry_digest(canonical(its)): its for its in fields}
    month = {
        "month": "2026-01",
        "sealed-on": "2026-02-15",
        "by": "m-0001",
        "digest": month_digest(held),
        "entries": held,
    }
    (main.parent / "seals.json").write_text(seals_text([month]))


def test_nothing_of_a_sealed_month_is_added_signed_or_taken_back(run: Run, main: Path) -> None:
    assert run("add", "gift", main, *GIFT).exit_code == 0
    seal(main)
    assert run("check", main).exit_code == 0
    before = texts_of(main.parent)
    for arguments in (
        ("add", "gift", main, *GIFT),
        ("undo", main, "--yes"),
        ("approve", "2026-01.beancount:9", main, "--by", "m-0001", "--yes"),
    ):
        result = run(*arguments)
        assert (result.exit_code, "January 2026 was sealed" in result.stderr) == (2, True), (
            result.stderr
        )
    assert texts_of(main.parent) == before


def test_a_rewrite_that_was_edited_since_is_not_taken_back(run: Run, main: Path) -> None:
    january = main.parent / "2026-01.beancount"
    rewrite(main, {january: JANUARY.replace("gift", "present")}, "approve ^x")
    january.write_text(january.read_text() + "; more\n")
    before = texts_of(main.parent)
    result = run("undo", main, "--yes")
    assert (result.exit_code, 'changed since "approve ^x"' in result.stderr) == (2, True)
    assert texts_of(main.parent) == before


def test_what_others_build_on_is_not_taken_back(run: Run, main: Path) -> None:
    accounts = main.parent / "accounts.beancount"
    text = accounts.read_text()
    more = text + "2026-01-01 open Expenses:Rent  USD\n"
    rewrite(main, {accounts: more}, "open an account", {accounts: text.encode()})
    january = main.parent / "2026-01.beancount"
    rent = '2026-01-21 * "rent"\n  Expenses:Rent  5.00 USD\n  Assets:Bank\n'
    january.write_text(f"{january.read_text()}\n{rent}")
    result = run("undo", main, "--yes")
    assert (result.exit_code, "unknown account 'Expenses:Rent'" in result.stderr) == (2, True)
    assert BooksFolder.of(main).text(accounts) == more
