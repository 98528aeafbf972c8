"""The statements that banks write in formats of their own trade, as readers of files."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from coopfund.imports import camt, mt940, ofx
from coopfund.imports.movement import Statement, UnprovenError
from coopfund.imports.reader import Reader, Source
from coopfund.imports.sheet import Options

PLATFORM = "bank"


@dataclass(frozen=True, slots=True)
class BankReader:
    """Reads statements in one format.

    Attributes:
        fits: whether a file that begins so is in the format.
        statements: the statements of a file, page by page.
    """

    name: str
    title: str
    fits: Callable[[bytes], bool]
    statements: Callable[[bytes, bytes], Sequence[Statement]]
    platform: str = PLATFORM

    def recognises(self, source: Source) -> bool:
        """Whether a file is in the format."""
        return self.fits(source.data)

    def read(self, source: Source, options: Options) -> Sequence[Statement]:
        """One statement for each account that something moved on.

        Raises:
            RefusedFileError: it cannot be read as this.
            UnprovenError: its pages do not follow each other.
        """
        return per_account(self.statements(source.data, options.secret))


def per_account(pages: Iterable[Statement]) -> tuple[Statement, ...]:
    """One statement for each account, from its pages in the file's order; empty ones left out.

    Raises:
        UnprovenError: a page does not begin with the balance that the page before ended with.
    """
    accounts: dict[tuple[str | None, str | None], list[Statement]] = {}
    for page in pages:
        page.proven()
        accounts.setdefault((page.account_hint, page.currency), []).append(page)
    joined = (_joined(sorted(found, key=_begins)) for found in accounts.values())
    found = tuple(joined)
    return tuple(statement for statement in found if statement.rows_in) or found[:1]


def _begins(page: Statement) -> int:
    """Pages in order of their days; those of one day, or of none, stay as they are."""
    day = page.opening_date or page.closing_date
    return day.toordinal() if day else 0


def _joined(pages: Sequence[Statement]) -> Statement:
    first, *others = pages
    whole = first
    for page in others:
        if None not in {whole.closing, page.opening} and whole.closing != page.opening:
            raise UnprovenError(
                f"A page ends with {whole.closing:f}, and the next one begins with "
                f"{page.opening:f}: a page between them is missing, or twice there."
            )
        known = whole.closing is not None and page.opening is not None
        whole = replace(
            whole,
            movements=(*whole.movements, *page.movements),
            rejected=(*whole.rejected, *page.rejected),
            skipped=(*whole.skipped, *page.skipped),
            rows_in=whole.rows_in + page.rows_in,
            opening=whole.opening if known else None,
            closing=page.closing,
            opening_date=whole.opening_date,
            closing_date=page.closing_date,
        )
    return whole


BANKS: tuple[Reader, ...] = (
    BankReader("ofx", "OFX or QFX statement", ofx.fits, ofx.read),
    BankReader("camt", "CAMT.053 statement or CAMT.054 notice", camt.fits, camt.read),
    BankReader("mt940", "MT940 statement", mt940.fits, mt940.read),
)
