"""One run of importing: files in, entries out, with what became of every row."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from beancount.core.data import Transaction

from coopfund.imports.booking import Booked
from coopfund.imports.importer import Importer, RejectedRowsError, Setting
from coopfund.imports.known import Known
from coopfund.imports.movement import Movement, RefusedFileError, Statement
from coopfund.imports.reader import Reader, Source
from coopfund.imports.readers import READERS, reader_for

MOVED = frozenset({"payout", "transfer", "conversion"})


@dataclass(frozen=True)
class Sums:
    """What one statement says in one currency, payouts and own transfers apart."""

    currency: str
    gross: Decimal
    fees: Decimal
    net: Decimal
    moved: Decimal


@dataclass
class FileResult:
    """What became of one file.

    Attributes:
        refusal: why nothing of it is imported, in one sentence; ``None`` where it is.
    """

    path: Path
    reader: str = ""
    statements: Sequence[Statement] = ()
    booked: Sequence[Booked] = ()
    refusal: str | None = None

    @property
    def entries(self) -> list[Transaction]:
        """What is new in it."""
        return [entry for booked in self.booked for entry in booked.entries]

    @property
    def already(self) -> int:
        """Movements that are booked already."""
        return sum(booked.already for booked in self.booked)

    @property
    def notes(self) -> list[str]:
        """What a person should look at."""
        return [note for booked in self.booked for note in booked.notes]

    @property
    def rows(self) -> int:
        """Entries in the file."""
        return sum(statement.rows_in for statement in self.statements)

    @property
    def movements(self) -> list[Movement]:
        """Everything that moved."""
        return [movement for statement in self.statements for movement in statement.movements]


@dataclass
class Session:
    """What became of every file of a run."""

    files: list[FileResult] = field(default_factory=list)

    @property
    def entries(self) -> list[Transaction]:
        """Everything new, by date."""
        found = [entry for file in self.files for entry in file.entries]
        return sorted(found, key=lambda entry: entry.date)

    @property
    def returns(self) -> dict[str, str]:
        """The id of the payment that each refund gives back, by the refund's own."""
        booked = [one for file in self.files for one in file.booked]
        return {back: paid for one in booked for back, paid in one.returns.items()}

    @property
    def rejected(self) -> bool:
        """Whether any file has rows that cannot be read."""
        return any(statement.rejected for file in self.files for statement in file.statements)

    @property
    def refused(self) -> bool:
        """Whether any file cannot be imported."""
        return any(file.refusal for file in self.files)


def import_files(  # noqa: PLR0913  # each by its name
    paths: Sequence[Path],
    setting: Setting,
    known: Known,
    *,
    reader: str | None = None,
    account: str | None = None,
    leave_rejected: bool = False,
    readers: Sequence[Reader] = READERS,
) -> Session:
    """Read and book files, one after the other; what one brings, the next one knows.

    Args:
        paths: the files.
        setting: the ledger's accounts, key and roster.
        known: what the books hold.
        reader: the importer for all of them; else each is recognised by its content.
        account: what the platform holds for the group, instead of the configured one.
        leave_rejected: book the other rows of a file that has rows which cannot be read.
        readers: the importers to choose from.
    """
    session = Session()
    for path in paths:
        result = FileResult(path)
        session.files.append(result)
        try:
            source = Source.of(path, setting.options.encoding)
            importer = Importer(reader_for(source, reader, readers), setting)
            result.reader = importer.reader.name
            result.statements = importer.statements(source)
            for statement in result.statements:
                statement.proven()
            rejected = any(statement.rejected for statement in result.statements)
            if rejected and not leave_rejected:
                raise RejectedRowsError(result.statements)
            result.booked = importer.book(result.statements, known, account)
        except RefusedFileError as error:
            result.refusal = str(error)
    return session


def sums_of(statement: Statement) -> list[Sums]:
    """Gross, fees and net of a statement, for each currency."""
    found = []
    for currency in sorted({movement.currency for movement in statement.movements}):
        own = [m for m in statement.movements if m.currency == currency]
        paid = [m for m in own if m.kind not in MOVED]
        net = sum((m.amount for m in paid), Decimal(0))
        gross = sum((m.amount if m.gross is None else m.gross for m in paid), Decimal(0))
        moved = sum((m.amount for m in own if m.kind in MOVED), Decimal(0))
        found.append(Sums(currency, gross, gross - net, net, moved))
    return found
