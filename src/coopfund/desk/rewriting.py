"""Changes of what stands in the books already: shown as a difference, judged, and written."""

import difflib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from coopfund.desk.books_folder import BooksFolder
from coopfund.desk.journal import Journal, Record
from coopfund.desk.proposal import refuse
from coopfund.desk.verdict import Verdict, verdict_of_texts
from coopfund.desk.writer import Written, rewrite, undo, undoing


@dataclass(frozen=True)
class Rewriting:
    """Files that would get another text, and what the rules would say.

    Attributes:
        folder: the books that it was judged against.
        texts: the new text of each file; ``None`` for a file that goes.
        verdict: what the rules would say.
        carry_out: does it.
        around: so many lines around what changes are shown.
    """

    folder: BooksFolder
    texts: Mapping[Path, str | None]
    verdict: Verdict
    carry_out: Callable[[], Written]
    around: int = 1

    def text(self) -> str:
        """The lines that go and come, under the name of their file."""
        blocks = []
        for file, text in self.texts.items():
            lines = _difference(self.folder.text(file), text or "", self.around)
            gone = ", which goes" if text is None else ""
            blocks.append(f"; {self.folder.relative(file)}{gone}\n{lines}")
        return "\n".join(blocks)

    def write(self, *, despite_stop: bool = False) -> Written:
        """Do it, as it was shown.

        Raises:
            WriteError: the books changed meanwhile, or cannot be written; nothing is.
        """
        refuse(self.verdict, {self.verdict.key(f) for f in self.verdict.stops if despite_stop})
        return self.carry_out()


def _difference(before: str, after: str, around: int) -> str:
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=around)
    return "".join(f"{line}\n" for line in list(lines)[2:] if not line.startswith("@@"))


def rewriting(folder: BooksFolder, texts: Mapping[Path, str], what: str) -> Rewriting:
    """Judge new texts of files that stand in the books.

    Args:
        folder: the books that the texts were made from.
        texts: the new text of each file.
        what: what this is, as ``undo`` will call it.
    """
    known = {file: folder.contents[file] for file in texts}
    found = verdict_of_texts(folder, texts)

    def carry_out() -> Written:
        return rewrite(folder.main, texts, what, known)

    return Rewriting(folder, dict(texts), found, carry_out, around=3)


def taking_back(folder: BooksFolder) -> tuple[Record, Rewriting]:
    """Judge what ``undo`` would do.

    Raises:
        WriteError: there is nothing to take back, or it cannot be told what.
    """
    record, by_name = undoing(folder, Journal(folder.state))
    texts = {folder.root / name: text for name, text in by_name.items()}

    def carry_out() -> Written:
        done = undo(folder.main, record.number)
        return Written(done.what, done.files, 0)

    return record, Rewriting(folder, texts, verdict_of_texts(folder, texts), carry_out)
