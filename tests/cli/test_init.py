"""``coopfund init``: books that are clean at once, whatever a group says of itself."""

import re
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from coopfund.books.load import Loaded, load
from coopfund.cli import init
from coopfund.desk.folder import write_folder
from coopfund.desk.new_books import NewBooks, describe
from coopfund.desk.new_pages import new_files
from tests.cli.conftest import Run

FILES = {
    ".gitignore",
    "2026-01.beancount",
    "accounts.beancount",
    "main.beancount",
    "members.beancount",
    "programs.beancount",
    "rules.beancount",
}
EVERYTHING = (
    "--title",
    'Harbour "Street" \\ Cooperative',
    "--currency",
    "EUR",
    "--bank",
    "Credit union",
    "--bank",
    "Savings",
    "--program",
    "childcare=dues",
    "--program",
    "Strike fund=dues, levy",
    "--program",
    "école",
    "--dues",
    "standard=10 monthly",
    "--dues",
    "reduced=4.50 EUR yearly",
)


@pytest.fixture
def everything(run: Run, tmp_path: Path) -> Loaded:
    result = run("init", "books", "--start", "2026-01-15", *EVERYTHING)
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == (
        "Written: books/main.beancount and the files it includes.\n"
        "Next: coopfund check books/main.beancount\n"
    )
    return load(tmp_path / "books")


def test_every_file_is_written_and_nothing_else(everything: Loaded, tmp_path: Path) -> None:
    assert {path.name for path in everything.path.parent.iterdir()} == FILES
    assert {path.name for path in tmp_path.iterdir()} == {"books"}
    assert (tmp_path / "books").stat().st_mode & 0o777 == 0o755


def test_the_books_declare_what_was_said(everything: Loaded) -> None:
    books = everything.analysis.books
    assert books.title == 'Harbour "Street" \\ Cooperative'
    assert books.currency == "EUR"
    assert [(p.name, p.title, p.whitelist) for p in books.declared.programs] == [
        ("childcare", "childcare", frozenset({"dues"})),
        ("strike-fund", "Strike fund", frozenset({"dues", "levy"})),
        ("école", "école", None),
    ]
    assert [(t.tier, t.amount, t.currency, t.interval) for t in books.declared.dues] == [
        ("standard", Decimal("10.00"), "EUR", "monthly"),
        ("reduced", Decimal("4.50"), "EUR", "yearly"),
    ]
    assert {"Assets:Bank:CreditUnion", "Assets:Bank:Savings"} <= set(books.accounts)
    assert books.accounts["Expenses:StrikeFund"].program == "strike-fund"
    assert books.accounts["Income:Dues:Reduced"].source == "dues"
    assert all(i.source for i in books.accounts.values() if i.root == "Income")


@pytest.mark.parametrize("options", [(), EVERYTHING])
def test_new_books_are_clean_at_once(options: tuple[str, ...], run: Run, tmp_path: Path) -> None:
    assert run("init", "--start", "2026-01-01", *options).exit_code == 0
    checked = run("check")
    assert (checked.exit_code, checked.stderr) == (0, "")
    assert checked.stdout.startswith("main.beancount: 0 stop, 0 warn, 0 note, 0 waived.")
    command = [sys.executable, "-m", "beancount.scripts.check", "--no-cache"]
    done = subprocess.run(
        [*command, str(tmp_path / "ledger" / "main.beancount")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize(
    "describing",
    [
        lambda day: describe(title="A", currency="USD", start=day),
        lambda day: describe(
            title="A",
            currency="USD",
            start=day,
            programs=["childcare=dues"],
            dues=["basic=12 quarterly"],
        ),
    ],
)
def test_every_example_in_the_comments_is_right(
    describing: Callable[[date], NewBooks], tmp_path: Path
) -> None:
    """Whoever takes the comment signs away gets books that Beancount and the rules can read."""
    books = describing(date(2026, 1, 1))
    files = {name: uncommented(text) for name, text in new_files(books).items()}
    write_folder(tmp_path / "books", files)
    loaded = load(tmp_path / "books")
    assert loaded.errors == []
    # The waiver of the comments is for a finding that these books do not have.
    faults = [f for f in loaded.findings if f.code == "CF610" and f.action != "note"]
    assert [f.message for f in faults] == []
    assert len(loaded.analysis.books.transactions) == 4
    declared = loaded.analysis.books.declared
    assert declared.programs
    assert declared.dues
    assert declared.members
    assert declared.waivers
    assert declared.decisions
    assert declared.rules
    assert declared.contributors


def uncommented(text: str) -> str:
    """A page with its examples turned into entries."""
    example = re.compile(r"^;   (?=\d{4}-|  +\S)", re.MULTILINE)
    return example.sub("", text)


def test_without_a_start_nothing_is_made(run: Run, tmp_path: Path) -> None:
    result = run("init", "books", "--title", "A")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        "coopfund: --start is missing: the first day of the books, such as 2026-01-01.\n"
    )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            ("--program", "kids & co=dues"),
            (
                'The program "kids & co" makes no account name; use letters, digits, spaces and '
                "hyphens, and begin with a letter of an alphabet that has capitals, or a digit."
            ),
        ),
        (("--program", "托儿=dues"), 'The program "托儿" makes no account name; use'),
        (("--program", "=dues"), 'The program "" makes no account name; use'),
        (("--bank", "Bank/Trust"), 'The bank "Bank/Trust" makes no account name; use'),
        (("--dues", '"x"=10'), 'The tier ""x"" makes no account name; use'),
        (
            ("--program", "childcare=due"),
            (
                '--program "childcare=due": "due" is none of dues, levy, affiliation, donation, '
                "company, union, foundation, state, event, capital, transfer, loan, in-kind, other "
                'or unknown (did you mean "dues"?).'
            ),
        ),
        (
            ("--program", "childcare="),
            '--program "childcare=": after = stand the sources that may pay for it, such as dues.',
        ),
        (
            ("--program", "Core"),
            '--program "Core": core is what is spent without a program.',
        ),
        (
            ("--program", "child care", "--program", "child_care=dues"),
            'The program "ChildCare" is given twice.',
        ),
        (
            ("--dues", "standard"),
            (
                '--dues "standard": a tier has a name, an amount and an interval; write '
                '"standard=10.00 monthly".'
            ),
        ),
        (
            ("--dues", "standard=ten"),
            '--dues "standard=ten": "ten" is no amount; write "standard=10.00 monthly".',
        ),
        (
            ("--dues", "standard=-1"),
            (
                '--dues "standard=-1": "-1" is no amount that anybody can pay; write '
                '"standard=10.00 monthly".'
            ),
        ),
        (
            ("--dues", "standard=10 montly"),
            (
                '--dues "standard=10 montly": "montly" is none of monthly, quarterly or yearly '
                '(did you mean "monthly"?); write "standard=10.00 monthly".'
            ),
        ),
        (
            ("--currency", "dollars"),
            '"dollars" is no currency; write three capitals such as USD or EUR.',
        ),
        (("--title", "<b>A</b>"), "The title '<b>A</b>' holds markup or control characters."),
        (("--title", "A\nB"), "The title 'A\\nB' holds markup or control characters."),
    ],
)
def test_what_makes_no_books_is_one_sentence(
    options: tuple[str, ...], message: str, run: Run, tmp_path: Path
) -> None:
    result = run("init", "books", "--start", "2026-01-01", *options)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"coopfund: {message}")
    assert len(result.stderr.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


def test_a_folder_with_books_is_left_alone(run: Run, tmp_path: Path) -> None:
    (tmp_path / "books").mkdir()
    (tmp_path / "books" / "main.beancount").write_text("; mine\n", encoding="utf-8")
    result = run("init", "books", "--start", "2026-01-01")
    assert result.exit_code == 2
    assert result.stderr == ("coopfund: books holds main.beancount already; nothing is written.\n")
    assert [path.name for path in (tmp_path / "books").iterdir()] == ["main.beancount"]


@pytest.mark.parametrize("folder", ["books", "."])
def test_a_folder_with_other_things_takes_the_books(folder: str, run: Run, tmp_path: Path) -> None:
    (tmp_path / folder).mkdir(exist_ok=True)
    (tmp_path / folder / "notes.txt").write_text("mine\n", encoding="utf-8")
    assert run("init", folder, "--start", "2026-01-01").exit_code == 0
    assert {path.name for path in (tmp_path / folder).iterdir()} == FILES | {"notes.txt"}


def test_a_failure_leaves_nothing_behind(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk is full when the third file is put in its place."""
    (tmp_path / "books").mkdir()
    (tmp_path / "books" / "notes.txt").touch()
    renamed = Path.rename

    def rename(self: Path, target: Path) -> Path:
        if target.name == "programs.beancount":
            raise OSError(28, "No space left on device")
        return renamed(self, target)

    monkeypatch.setattr(Path, "rename", rename)
    result = run("init", "books", "--start", "2026-01-01")
    assert result.exit_code == 2
    assert result.stderr == "coopfund: books cannot be written: No space left on device.\n"
    assert [path.name for path in (tmp_path / "books").iterdir()] == ["notes.txt"]


def test_on_a_terminal_it_asks(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Bad answers are asked again; the start has no default."""
    monkeypatch.setattr(init, "on_terminal", lambda: True)
    answers = [
        "Harbour Street",
        "eur",
        "",
        "2026-02-01",
        "Credit union",
        "",
        "kids & co",
        "childcare=dues",
        "",
        "standard=ten",
        "standard=10.00 monthly",
        "",
        "treasurer",
        "treasurer=m-0001",
        "",
    ]
    result = run("init", stdin="\n".join(answers) + "\n")
    assert result.exit_code == 0
    assert 'The program "kids & co" makes no account name' in result.stderr
    assert '--officer "treasurer": write an office and a member' in result.stderr
    assert '"ten" is no amount' in result.stderr
    books = load(tmp_path / "ledger").analysis.books
    assert (books.title, books.currency) == ("Harbour Street", "EUR")
    assert [program.name for program in books.declared.programs] == ["childcare"]
    assert [tier.tier for tier in books.declared.dues] == ["standard"]
    assert "Assets:Bank:CreditUnion" in books.accounts
    assert (tmp_path / "ledger" / "2026-02.beancount").exists()


def test_new_books_take_every_kind_of_entry_at_once(run: Run, tmp_path: Path) -> None:
    said = ("--program", "childcare=dues in-kind", "--dues", "standard=10.00")
    options = (*said, "--officer", "treasurer=m-0001", "--officer", "chair=m-0002")
    assert run("init", "ledger", "--start", "2026-01-01", *options).exit_code == 0
    assert run("check").exit_code == 0
    assert "/.coopfund/\n" in (tmp_path / "ledger" / ".gitignore").read_text()
    offices = load(tmp_path / "ledger").analysis.books.declared.offices
    assert [(its.office, its.member) for its in offices] == [
        ("treasurer", "m-0001"),
        ("chair", "m-0002"),
    ]
    day = ("--date", "2026-01-09", "--yes")
    child = ("--program", "childcare")
    for kind, facts in {
        "dues": ("--member", "m-0001", "--amount", "10"),
        "gift": ("--donor", "d-1", "--amount", "20"),
        "grant": ("--donor", "d-2", "--amount", "20"),
        "expense": ("--payee", "Quay", "--amount", "5", *child),
        "transfer": ("--from", "Current", "--to", "Cash", "--amount", "5"),
        "refund": ("--donor", "d-1", "--amount", "5"),
        "loan": ("--member", "m-0001", "--amount", "5"),
        "hours": ("--member", "m-0001", "--hours", "5", *child),
        "in-kind": ("--donor", "d-1", "--amount", "5", *child),
    }.items():
        result = run("add", kind, *facts, *day)
        assert result.exit_code == 0, result.stderr
    assert run("check").exit_code == 0


ROSTER = """\
id;name;Tier;joined
m-0003;Ana Silva;reduced;2019-05-01
m-0001;Ben Okafor;;2026-03-04
d-0001;Mira Falk;;
"""


def test_members_come_from_the_roster_and_names_stay_in_it(run: Run, tmp_path: Path) -> None:
    roster = tmp_path / "members.csv"
    roster.write_bytes(ROSTER.encode("cp1252"))
    said = ("--dues", "standard=10.00", "--dues", "reduced=4.00", "--officer", "chair=m-0009")
    opening = ("--bank", "Union", "--opening", "Union=250 dues", "--opening", "Cash=12.50 USD")
    result = run("init", "--start", "2026-01-01", *said, *opening, "--roster", roster)
    assert result.exit_code == 0, result.stderr
    books = load(tmp_path / "ledger").analysis.books
    assert [(e.member, e.tier, e.date) for e in books.declared.members] == [
        ("m-0009", "standard", date(2026, 1, 1)),
        ("m-0003", "reduced", date(2026, 1, 1)),
        ("m-0001", "standard", date(2026, 3, 4)),
    ]
    assert (tmp_path / "ledger" / "roster.csv").read_text() == ROSTER
    assert not [
        file for file in (tmp_path / "ledger").glob("*.beancount") if "Silva" in file.read_text()
    ]
    rows = books.rows
    held = {
        rows.account[row].name: (rows.number[row], rows.source[row]) for row in range(len(rows))
    }
    assert held["Assets:Bank:Union"] == (Decimal("250.00"), "dues")
    assert held["Assets:Cash"][0] == Decimal("12.50")
    assert run("check").exit_code == 0


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--officer", "chair"), '--officer "chair": write an office and a member'),
        (("--officer", "chair=Ann Lee"), "write an office and a member"),
        (("--opening", "Savings=3 dues"), '"Savings" is none of Current or Cash'),
        (("--opening", "Cash=three dues"), '"three" is no amount'),
        (("--opening", "Cash=3 due"), '"due" is no source (did you mean "dues"?)'),
        (("--opening", "Cash"), "an account, an amount and the source"),
        (("--program", "hours"), "Expenses:Hours counts volunteers' hours"),
        (("--roster", "no.csv"), "no.csv cannot be read: No such file or directory."),
        (("--roster", "twice.csv"), "m-0001"),
        (("--roster", "tier.csv"), 'row 2: there is no tier "standrd" (did you mean "standard"?)'),
        (("--roster", "table.csv"), 'there is no column "id"'),
    ],
)
def test_what_makes_no_books_writes_nothing(
    run: Run, tmp_path: Path, options: tuple[str, ...], sentence: str
) -> None:
    (tmp_path / "twice.csv").write_text("id,name\nm-0001,Ana\nm-0001,Ben\n")
    (tmp_path / "tier.csv").write_text("id,name,tier\nm-0001,Ana,standrd\n")
    (tmp_path / "table.csv").write_text("number,name\n1,Ana\n")
    result = run("init", "--start", "2026-01-01", "--dues", "standard=10.00", *options)
    assert (result.exit_code, sentence in result.stderr) == (2, True), result.stderr
    assert not (tmp_path / "ledger").exists()
