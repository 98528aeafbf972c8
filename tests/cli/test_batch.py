"""``coopfund batch``: closed only when the count is right, and nothing typed is lost."""

import os
import pty
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.desk.books import ACCOUNTS, MEMBERS, entries, texts_of, write_books

COUNTED = ("--date", "2026-01-24", "--counted-by", "m-0001 m-0002", "--account", "Cash")
SHEET = "amount,donor,note\n5.00,,\n10,d-7,for the desk\n\n2.50,m-0002,\n"


@pytest.fixture
def main(tmp_path: Path) -> Path:
    (tmp_path / "books").mkdir()
    more = '2026-01-01 custom "coopfund-member" "m-0002" "join" "standard"\n'
    accounts = ACCOUNTS + "2026-01-01 open Assets:Cash  USD\n"
    return write_books(tmp_path / "books", accounts=accounts, members=MEMBERS + more)


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    path = tmp_path / "sheet.csv"
    path.write_text(SHEET)
    return path


EACH = """\
; 2026-01.beancount
2026-01-24 * "collection" ^collection-2026-01-24
  counted-by: "m-0001 m-0002"
  Assets:Cash    5.00 USD
  Income:Gifts  -5.00 USD

2026-01-24 * "for the desk" ^collection-2026-01-24
  donor: "d-7"
  counted-by: "m-0001 m-0002"
  Assets:Cash    10.00 USD
  Income:Gifts  -10.00 USD

2026-01-24 * "collection" ^collection-2026-01-24
  member: "m-0002"
  counted-by: "m-0001 m-0002"
  Assets:Cash    2.50 USD
  Income:Gifts  -2.50 USD
"""
SUMMED = """\
; 2026-01.beancount
2026-01-24 * "collection" ^collection-2026-01-24
  counted-by: "m-0001 m-0002"
  Assets:Cash    17.50 USD
  Income:Gifts   -5.00 USD
  Income:Gifts  -10.00 USD
    donor: "d-7"
    note: "for the desk"
  Income:Gifts   -2.50 USD
    member: "m-0002"
"""


def test_an_entry_for_each_gift_unless_the_assembly_chose_one(
    run: Run, main: Path, sheet: Path
) -> None:
    arguments = ("batch", main, *COUNTED, "--count", "3", "--total", "17.50", "--file", sheet)
    each = run(*arguments, "--dry-run")
    assert (each.exit_code, each.stdout) == (0, EACH)
    assert "Above 50.00 a gift names its giver (CF202)." in each.stderr
    assert "3 gifts, 17.50 USD; 1 of them without a giver, 5.00 USD." in each.stderr
    members = main.parent / "members.beancount"
    vote = '2026-01-02 custom "coopfund-collection" "summed"\n  decision: "GM-1"\n'
    members.write_text(members.read_text() + vote)
    assert run(*arguments, "--dry-run").stdout == SUMMED
    assert run(*arguments, "--dry-run", "--book", "each").stdout == EACH
    before = texts_of(main.parent)
    assert run(*arguments, "--yes").exit_code == 0
    again = run(*arguments, "--dry-run")
    assert "^collection-2026-01-24-2" in again.stdout, "another collection of the day"
    assert run("check", main).exit_code == 0
    assert run("undo", main, "--yes").exit_code == 0
    assert texts_of(main.parent) == before


@pytest.mark.parametrize(
    ("count", "total", "sentence"),
    [
        ("3", "20.00", "counted were 3 gifts and 20.00 USD, the sheet has 3 gifts and 17.50: "),
        ("3", "20.00", "2.50 USD missing."),
        ("3", "17.00", "0.50 USD too much."),
        ("4", "17.50", "the sum agrees, the number does not."),
        ("0", "17.50", '"0" is no number of gifts.'),
    ],
)  # fmt: skip
def test_what_does_not_add_up_is_not_closed(  # noqa: PLR0913, PLR0917  # two fixtures of its own
    run: Run, main: Path, sheet: Path, count: str, total: str, sentence: str
) -> None:
    before = texts_of(main.parent)
    options = (*COUNTED, "--count", count, "--total", total, "--file", sheet, "--yes")
    result = run("batch", main, *options)
    assert (result.exit_code, sentence in result.stderr) == (2, True), result.stderr
    assert texts_of(main.parent) == before


@pytest.mark.parametrize(
    ("counters", "sentence"),
    [
        ("m-0001", "two different members"),
        ("m-0001 m-0001", "two different members"),
        ("m-0001 m-0003", 'there is no member "m-0003"'),
    ],
)
def test_two_members_count(run: Run, main: Path, counters: str, sentence: str) -> None:
    options = ("--date", "2026-01-24", "--counted-by", counters, "--account", "Cash")
    result = run("batch", main, *options, "--count", "1", "--total", "1")
    assert (result.exit_code, sentence in result.stderr) == (2, True), result.stderr


@pytest.mark.parametrize(
    ("content", "sentences"),
    [
        (
            b"amount,donor\n5.00,\nfive,d-1\n1.00,Ann Lee\n1.00\n0,\n",
            ['row 3: "five" is no amount', 'row 4: "Ann Lee" is no id',
             "row 5: it has one field for 2 columns", 'row 6: "0" is nothing',
             "4 rows of sheet.csv cannot be read; none is booked."],
        ),
        (b"5.00,d-1\n", ["its first row must name the columns"]),
        (b"amount,amount\n5.00,1\n", ["its first row must name the columns"]),
        (b"amount,iban\n5.00,1\n", ["its first row must name the columns"]),
        (b"", ["its first row must name the columns"]),
        (b"amount\n\xff\n", ["it is not UTF-8 text (byte 7)"]),
        (b"amount\n5.00\0\n", ["it is no CSV file"]),
        (b'amount,note\n5.00,"a\n', ["row 2: it is no CSV"]),
        (b"\xef\xbb\xbfamount,note\n5.00,<script>\n", ["row 2: The text", "markup"]),
        (b"amount,donor,member\n5.00,d-1,m-0001\n", ["row 2: it names a donor and a member"]),
        (b"amount,member\n5.00,m-0077\n", ['row 2: there is no member "m-0077".']),
    ],
)  # fmt: skip
def test_broken_rows_are_named_and_none_is_booked(
    run: Run, main: Path, sheet: Path, content: bytes, sentences: list[str]
) -> None:
    sheet.write_bytes(content)
    before = texts_of(main.parent)
    options = (*COUNTED, "--count", "1", "--total", "5", "--file", sheet, "--yes")
    result = run("batch", main, *options)
    assert result.exit_code == 2
    for sentence in sentences:
        assert sentence in result.stderr
    assert texts_of(main.parent) == before


def test_nameless_gift_above_the_limit_stops(run: Run, main: Path, sheet: Path) -> None:
    sheet.write_text("amount\n60.00\n")
    options = (*COUNTED, "--count", "1", "--total", "60", "--file", sheet, "--yes")
    result = run("batch", main, *options)
    assert result.exit_code == 1
    assert "STOP CF202 anonymous" in result.stderr


PATIENCE = 60.0
"""Seconds of silence after which a command hangs."""
ONCE_MORE = 5.0
"""Seconds of silence after which somebody presses Ctrl-C again."""


@contextmanager
def heeding_ctrl_c() -> Iterator[None]:
    """Where the tests themselves run in the background, Ctrl-C is ignored and that is inherited."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


class Terminal:
    """The command at a terminal of its own."""

    def __init__(self, *arguments: object) -> None:
        program = Path(sys.executable).with_name("coopfund")
        self.primary, secondary = pty.openpty()
        with heeding_ctrl_c():
            self.process = subprocess.Popen(
                [str(program), *map(str, arguments)],
                stdin=secondary,
                stdout=secondary,
                stderr=secondary,
                start_new_session=True,
            )
        os.close(secondary)
        self.said = ""

    def until(self, text: str) -> None:
        """Read until it says this."""
        while text not in self.said:
            self.said += self.read().decode()

    def read(self) -> bytes:
        """What it says next; it does not stay silent for long."""
        ready, _, _ = select.select([self.primary], [], [], PATIENCE)
        if not ready:
            self.process.kill()
        assert ready, f"silent after {self.said!r}"
        return os.read(self.primary, 4096)

    def answer(self, text: str) -> None:
        self.said = ""
        os.write(self.primary, f"{text}\n".encode())

    def interrupt(self) -> None:
        """Ctrl-C; once more where it fell between the question and the wait for its answer."""
        heard: list[int] = []
        while not heard and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            heard, _, _ = select.select([self.primary], [], [], ONCE_MORE)

    def end(self) -> int:
        try:
            while chunk := self.read():
                self.said += chunk.decode()
        except OSError:
            pass  # the other end is closed
        os.close(self.primary)
        return self.process.wait()


def test_what_was_typed_survives_ctrl_c_and_is_resumed(run: Run, main: Path) -> None:
    before = texts_of(main.parent)
    options = (*COUNTED, "--count", "3", "--total", "17.50", "--narration", "fair")
    first = Terminal("batch", main, *options)
    for line in ("5", "nothing", "99", "-", "10 d-7 =for the desk"):
        first.until("Gift ")
        first.answer(line)
    first.until("Gift 3 of 3, 15.00 of 17.50")
    first.interrupt()
    assert first.end() == 1
    assert "Kept. Go on with: coopfund batch --resume" in first.said
    assert texts_of(main.parent) == before
    assert "is open; go on with --resume" in run("batch", main, *options).stderr
    second = Terminal("batch", main, "--resume")
    second.until("Gift 3 of 3, 15.00 of 17.50")
    second.answer("2.50 m-0002")
    second.until("Write it?")
    second.answer("y")
    assert second.end() == 0, second.said
    text = texts_of(main.parent)["2026-01.beancount"]
    booked = [entry for entry in entries(text) if entry.date.day == 24]
    assert len(booked) == 3
    assert '"for the desk"' in text, "what a spreadsheet would take for a formula is none any more"
    assert run("batch", main, "--resume").stderr.startswith("coopfund: no batch is open")


def test_batch_that_is_dropped_is_gone(run: Run, main: Path) -> None:
    (main.parent / ".coopfund").mkdir()
    draft = main.parent / ".coopfund" / "batch.json"
    draft.write_text("{}")
    assert "cannot be read; coopfund batch --drop" in run("batch", main, "--resume").stderr
    assert run("batch", main, "--drop").exit_code == 0
    assert not draft.exists()
