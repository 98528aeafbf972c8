"""The golden page of every message that rules, declarations, waivers and Beancount's faults print.

``make golden`` runs the tests that judge books, writes down each sentence they meet, and makes
``tests/golden/messages.md`` of them: one line for each sentence that differs by more than its
figures and names. ``tests/test_messages.py`` holds the page against the code.
"""

import ast
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from coopfund.books.load import UnreadableBooksError, load
from coopfund.cli.check import check_text
from coopfund.findings import Finding
from coopfund.rules import catalogue

ROOT: Final = Path(__file__).parents[1]
PAGE: Final = ROOT / "tests" / "golden" / "messages.md"
RECORD: Final = "COOPFUND_RECORD_MESSAGES"
"""Where this names a file, :func:`record` appends to it."""

RECORDED: Final = ("tests/plugins", "tests/books", "tests/measures/test_dues.py")
"""The tests of rules and declarations; only what these print must stand on the page."""
WAIVED: Final = "Waivers"
BEANCOUNT: Final = "Beancount's own errors"
READING: Final = "Books that cannot be judged"
HEAD: Final = """\
# Every message

Each sentence that a rule, a declaration, a waiver or a fault in the ledger can print, as the
smallest books of the tests bring it about. Made by `make golden`; the tests fail where the code has
a sentence that is not here, or prints one that is not.
"""


class Message(NamedTuple):
    """A sentence under its heading, with its action where it has one."""

    heading: str
    action: str
    text: str

    @property
    def line(self) -> str:
        """As the page has it."""
        return f"- {self.action}: {self.text}" if self.action else f"- {self.text}"


def record(findings: Iterable[Finding]) -> None:
    """Write down what was found where :func:`main` asks for it; else it must stand on the page.

    Pytest names the running test in its environment, so no test needs to ask for this itself.
    """
    path = os.environ.get(RECORD)
    if path:
        lines = (f"{f.code}\t{f.action}\t{f.message}\n" for f in findings if "\n" not in f.message)
        with Path(path).open("a", encoding="utf-8") as file:
            file.writelines(lines)
        return
    if os.environ.get("PYTEST_CURRENT_TEST", "").startswith(RECORDED):
        for found in findings:
            told = found.code, shape(found.message)
            assert told in known(), f"make golden, for it has no such line: {found.message}"


@cache
def known() -> frozenset[tuple[str, str]]:
    """The code and the shape of every sentence of the page."""
    return frozenset(
        (code, shape(text.partition(": ")[2]))
        for code, texts in read_page().items()
        for text in texts
    )


def shape(text: str) -> str:
    """A sentence without its figures, names and quotations: what two examples share."""
    text = re.sub(r'"[^"]*"', '"…"', text)
    text = re.sub(r"\b(?:m|d|f|s|p|h|GM|inv)-[\w-]+", "x", text)
    text = re.sub(r"\b(?:Assets|Liabilities|Equity|Income|Expenses)(?::[\w-]+)+", "A", text)
    text = re.sub(
        r"\b(?:January|February|March|April|May|June|July|August|September|October|"
        r"November|December)\b",
        "Month",
        text,
    )
    return re.sub(r"-?\d[\d,.:-]*\d|\d", "0", text)


def faults() -> Iterator[Message]:
    """What is said of ledgers that Beancount itself cannot read, or reads in part."""
    from tests.cli.test_bad_input import BAD  # noqa: PLC0415  # the tests' own ledgers

    for bad in BAD.values():
        with tempfile.TemporaryDirectory() as folder:
            for name, content in bad.files.items():
                data = content if isinstance(content, bytes) else content.encode()
                (Path(folder) / name).write_bytes(data)
            loaded = load(Path(folder) / next(iter(bad.files)))
            for error in loaded.errors:
                yield Message(BEANCOUNT, "", error.message.replace(folder, "…"))
            for found in loaded.findings:
                yield Message(found.code, found.action, found.message)


WAIVER: Final = """\
option "operating_currency" "USD"
plugin "coopfund_plugins"
2026-01-01 open Assets:Bank
2026-01-01 open Income:Gifts
  source: "donation"
2026-02-01 * "envelope" ^gift
  Assets:Bank  90.00 USD
  Income:Gifts
2026-02-02 custom "coopfund-waiver" "CF202" "counted by two, giver unknown"
  entry: "^gift"
  expires: 2026-12-31
"""


def unreadable() -> Iterator[Message]:
    """Why there is nothing to read, and what is missing from books that can be read."""
    with tempfile.TemporaryDirectory() as folder:
        main = Path(folder) / "main.beancount"
        for path in (Path(folder), main):
            try:
                load(path)
            except UnreadableBooksError as error:
                yield Message(READING, "", str(error).replace(folder, "books"))
        for text in ("", "2026-01-01 open Assets:Bank\n"):
            main.write_text(text, encoding="utf-8")
            yield from (Message(READING, "", hint) for hint in load(main).hints)


def waivers() -> Iterator[Message]:
    """How a waiver is told beside its finding, with and without who and which vote."""
    for more in ("", '  by: "m-1"\n', '  decision: "GM-1"\n', '  by: "m-1"\n  decision: "GM-1"\n'):
        with tempfile.TemporaryDirectory() as folder:
            main = Path(folder) / "main.beancount"
            main.write_text(WAIVER + more, encoding="utf-8")
            text = check_text(load(main))
        for line in text.splitlines():
            if line.startswith("    Waived"):
                yield Message(WAIVED, "", line.strip())


def page(messages: Iterable[Message]) -> str:
    """The page: by heading, the first example of each shape."""
    first: dict[tuple[str, str, str], Message] = {}
    for message in sorted(set(messages)):
        first.setdefault((message.heading, message.action, shape(message.text)), message)
    by_heading: dict[str, list[str]] = {}
    for message in first.values():
        by_heading.setdefault(message.heading, []).append(message.line)
    blocks = [HEAD]
    for heading in sorted(by_heading, key=lambda name: (not name.startswith("CF"), name)):
        rule = catalogue.find(heading)
        title = f"{heading} {rule.name}" if rule else heading
        blocks.append("\n".join([f"## {title}", "", *by_heading[heading]]) + "\n")
    return "\n".join(blocks)


def read_page() -> Mapping[str, Sequence[str]]:
    """The page's lines, each without its dash, by the first word of its heading."""
    found: dict[str, list[str]] = {}
    heading = ""
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            heading = line[3:] if not line.startswith("## CF") else line[3:8]
        elif line.startswith("- "):
            found.setdefault(heading, []).append(line[2:])
    return found


# What the code can say

SOURCES: Final = (
    *sorted((ROOT / "plugins" / "coopfund_plugins").glob("*.py")),
    *(
        ROOT / "src" / "coopfund" / name
        for name in (
            "books/accounts.py",
            "books/columns.py",
            "books/declare.py",
            "books/faults.py",
            "books/groups.py",
            "books/load.py",
            "books/marks.py",
            "books/reader.py",
            "measures/offices.py",
            "rules/waive.py",
            "trust/seal_file.py",
            "vocabulary.py",
        )
    ),
)
EXEMPT: Final = {
    "syntax error, unexpected EOL": "Beancount's own words, which ours replace",
    "it crashed; bean-check shows where": "only a fault of coopfund's own brings it about",
    "The tag": "a ledger cannot hold an unclean one; an importer's plugin can",
    "The link": "a ledger cannot hold an unclean one; an importer's plugin can",
    " is no number (": "a ledger cannot hold one; an importer's plugin can",
    "or a file it includes is not UTF-8 text": "depends on the machine's locale",
    " cannot be read: ": "depends on the rights of a file",
    "it cannot be read: ": "depends on the rights of a file",
}
"""Pieces that no ledger brings about everywhere, with the reason; other tests have some of them."""

EXAMPLE: Final = re.compile(r'[a-z-]+: ["0-9^T]')
"""How metadata is shown in an example: the sentence it ends stands on the page with another."""

WORDS: Final = re.compile(r"[a-z’',.;:)] [a-z(]")
"""What a piece of a sentence has, and a key or a pattern has not."""


class Piece(NamedTuple):
    """A literal of the code that is a sentence or a part of one, split where values stand.

    What depends on a number (``plural``) is one piece in two forms; an example of one will do.
    """

    file: str
    line: int
    forms: Sequence[Sequence[str]]

    def stands_in(self, text: str) -> bool:
        """Whether a sentence has all parts of a form in their order."""
        return any(_in_order(parts, text) for parts in self.forms)

    def __str__(self) -> str:
        shown = " / ".join("…".join(parts) for parts in self.forms)
        return f"{self.file}:{self.line}: {shown}"


def _in_order(parts: Sequence[str], text: str) -> bool:
    position = 0
    for part in parts:
        position = text.find(part, position)
        if position < 0:
            return False
        position += len(part)
    return True


def pieces(file: Path) -> Iterator[Piece]:
    """Every such literal of a file, docstrings and patterns left out."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    skipped = set(_skipped(tree))
    for node in ast.walk(tree):
        if id(node) in skipped:
            continue
        forms: Sequence[ast.AST] = [node]
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "plural":
            forms = node.args[:2]
            skipped.update(map(id, forms))
        texts = [text for text in map(_literal, forms) if text is not None]
        if any(map(_is_prose, texts)):
            parts = [[part for part in text.split("\0") if part] for text in texts]
            yield Piece(file.name, getattr(node, "lineno", 0), parts)


def _is_prose(text: str) -> bool:
    """Whether a literal is to stand on the page."""
    if EXAMPLE.match(text) or any(part in text for part in EXEMPT):
        return False
    return WORDS.search(text.replace("\0", "")) is not None


def _literal(node: ast.AST) -> str | None:
    """A text with a zero byte where a value is filled in."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return re.sub(r"\{[a-z_]+\}", "\0", node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(
            str(part.value) if isinstance(part, ast.Constant) else "\0" for part in node.values
        )
    return None


def _skipped(tree: ast.Module) -> Iterator[int]:
    """Docstrings, the parts of f-strings, regular expressions, types, programmers' errors."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            args = (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)
            for annotation in (node.returns, *(arg.annotation for arg in args)):
                yield from map(id, ast.walk(annotation) if annotation else ())
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield id(node.value)
        elif isinstance(node, ast.JoinedStr):
            yield from (id(part) for part in node.values if isinstance(part, ast.Constant))
        elif isinstance(node, ast.Call) and ast.unparse(node.func) in {"re.compile", "LookupError"}:
            yield from map(id, ast.walk(node))


def main() -> None:
    """Run the tests that judge books, and write the page of what they met."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "messages"
        command = [sys.executable, "-m", "pytest", "-q", "-n", "2", *RECORDED]
        subprocess.run(command, cwd=ROOT, env={**os.environ, RECORD: str(file)}, check=False)
        lines = file.read_text(encoding="utf-8").splitlines()
    met = [Message(*line.split("\t", 2)) for line in lines]
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page([*met, *faults(), *unreadable(), *waivers()]), encoding="utf-8")


if __name__ == "__main__":
    main()
