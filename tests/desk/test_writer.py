"""A write is whole or not at all, and can be taken back."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from filelock import FileLock

from coopfund.books.load import load
from coopfund.desk import swap, writer
from coopfund.desk.books_folder import BooksFolder, BooksFolderError
from coopfund.desk.plan import plan
from coopfund.desk.writer import WriteError, undo, write
from tests.desk.books import entries, texts_of, write_books

if TYPE_CHECKING:
    from collections.abc import Callable

    from beancount.core.data import Directive

    from coopfund.desk.plan import Plan

FEBRUARY = """
2026-02-10 * "dues"
  member: "m-0001"
  Assets:Bank  10.00 USD
  Income:Dues
2026-02-01 custom "coopfund-member" "m-0002" "join" "standard"
"""


def test_written_books_load_and_undo_gives_the_same_bytes(tmp_path: Path) -> None:
    main = write_books(tmp_path)
    before = texts_of(tmp_path)
    written = write(main, entries(FEBRUARY), "add dues")
    assert sorted(file.name for file in written.files) == [
        "2026-02.beancount",
        "main.beancount",
        "members.beancount",
    ]
    loaded = load(main)
    assert not loaded.errors
    assert len(loaded.analysis.books.transactions.date) == 3
    assert [file.name for file in tmp_path.iterdir() if file.name.startswith(".")] == [".coopfund"]
    assert undo(main).what == "add dues"
    assert texts_of(tmp_path) == before


def test_undo_goes_back_write_by_write_until_nothing_is_left(tmp_path: Path) -> None:
    main = write_books(tmp_path)
    states = [texts_of(tmp_path)]
    for month in ("02", "03"):
        write(main, entries(FEBRUARY.replace("-02-", f"-{month}-")), f"add {month}")
        states.append(texts_of(tmp_path))
    assert (undo(main).what, texts_of(tmp_path)) == ("add 03", states[1])
    assert (undo(main).what, texts_of(tmp_path)) == ("add 02", states[0])
    with pytest.raises(WriteError, match="nothing to undo"):
        undo(main)


def test_undo_after_an_edit_elsewhere_takes_only_its_own_back(tmp_path: Path) -> None:
    main = write_books(tmp_path)
    write(main, entries(FEBRUARY.replace("-02-", "-01-")), "add dues")
    january = tmp_path / "2026-01.beancount"
    january.write_text(january.read_text().replace("; the first dues", "; the very first dues"))
    undo(main)
    assert "2026-01-10" not in january.read_text()
    assert "; the very first dues" in january.read_text()


def test_undo_of_what_was_edited_is_refused_and_changes_nothing(tmp_path: Path) -> None:
    main = write_books(tmp_path)
    write(main, entries(FEBRUARY.replace("-02-", "-01-")), "add dues")
    january = tmp_path / "2026-01.beancount"
    january.write_text(january.read_text().replace('2026-01-10 * "dues"', '2026-01-10 * "due"'))
    before = texts_of(tmp_path)
    with pytest.raises(WriteError, match=r"2026-01.beancount was changed since \"add dues\""):
        undo(main)
    assert texts_of(tmp_path) == before


def fail_at(number: int, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Let a system call fail the nth time, as a full or broken disk does."""
    real: Callable[..., object] = getattr(os, name)
    calls = iter(range(1, 1000))

    def call(*arguments: object, **options: object) -> object:
        if next(calls) == number:
            raise OSError(28, "No space left on device")
        return real(*arguments, **options)

    monkeypatch.setattr(os, name, call)


@pytest.mark.parametrize("name", ["fsync", "replace", "rename"])
@pytest.mark.parametrize("number", range(1, 12))
def test_whatever_fails_the_books_are_as_they_were_or_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, number: int
) -> None:
    main = write_books(tmp_path)
    before = texts_of(tmp_path)
    fail_at(number, monkeypatch, name)
    try:
        write(main, entries(FEBRUARY), "add dues")
    except WriteError as error:
        assert "nothing is written" in str(error)  # noqa: PT017  # either outcome is right
        monkeypatch.undo()
        assert texts_of(tmp_path) == before
    else:
        monkeypatch.undo()
        assert len(load(main).analysis.books.transactions.date) == 3
    assert not [
        file for file in tmp_path.iterdir() if file.name.startswith(".2") and file.is_file()
    ]


def test_two_writers_take_turns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    main = write_books(tmp_path)
    monkeypatch.setattr(swap, "PATIENCE", 0.05)
    (tmp_path / ".coopfund").mkdir()
    with (
        FileLock(tmp_path / ".coopfund" / "lock"),
        pytest.raises(WriteError, match="Another program is writing"),
    ):
        write(main, entries(FEBRUARY), "add dues")


def test_a_file_that_somebody_changes_meanwhile_is_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    main = write_books(tmp_path)
    january = tmp_path / "2026-01.beancount"
    edits = iter(["; edited elsewhere\n"])

    def slow_plan(folder: BooksFolder, added: "list[Directive]") -> "Plan":
        planned = plan(folder, added)
        for edit in edits:
            january.write_text(january.read_text() + edit)
        return planned

    monkeypatch.setattr(writer, "plan", slow_plan)
    write(main, entries(FEBRUARY.replace("-02-", "-01-")), "add dues")
    assert "; edited elsewhere\n" in january.read_text()
    assert "2026-01-10" in january.read_text()


def test_books_that_are_no_text_are_not_written_to(tmp_path: Path) -> None:
    main = write_books(tmp_path)
    (tmp_path / "2026-01.beancount").write_bytes(b"2026-01-01 open Assets:B\xfcro\n")
    with pytest.raises(BooksFolderError, match="is not UTF-8 text"):
        write(main, entries(FEBRUARY), "add dues")


def test_an_identity_that_came_in_meanwhile_is_not_booked_twice(tmp_path: Path) -> None:
    main = write_books(tmp_path)
    text = FEBRUARY.replace('"dues"\n', '"dues"\n  import-id: "bank:1"\n')
    write(main, entries(text), "import")
    before = texts_of(tmp_path)
    with pytest.raises(WriteError, match='"bank:1" is booked already; nothing is written'):
        write(main, entries(text), "import")
    assert texts_of(tmp_path) == before
