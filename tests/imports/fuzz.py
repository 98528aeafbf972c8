"""Feeds the importers broken files: ``python -m tests.imports.fuzz --count 10000``.

Whatever a file is, it is imported whole and proven, or refused with one sentence. Anything else,
such as a traceback, ends the run and shows the smallest file that does it.
"""

import argparse
import re
import time
from collections import Counter
from decimal import Decimal

from beancount.core.data import Transaction
from beancount.core.interpolate import compute_residual
from hypothesis import HealthCheck, given, settings

from coopfund.imports.booking import Booker
from coopfund.imports.config import Config
from coopfund.imports.contributors import Contributors
from coopfund.imports.known import Known
from coopfund.imports.movement import RefusedFileError
from coopfund.imports.reader import Source
from coopfund.imports.readers import reader_for
from coopfund.imports.sheet import Options
from tests.imports.books import SECRET
from tests.imports.broken import broken_files

CENT = Decimal("0.005")


def outcome(data: bytes) -> str:
    """What became of a file, in a word; its entries are checked on the way.

    Raises:
        AssertionError: something of it is booked that does not add up.
    """
    try:
        source = Source("broken", data)
        reader = reader_for(source)
        statements = reader.read(source, Options())
        for statement in statements:
            statement.proven()
        if any(statement.rejected for statement in statements):
            assert all(row.why and row.row > 0 for s in statements for row in s.rejected)
            return "rejected rows"
        booker = Booker(Config(), Contributors(SECRET), Known())
        booked = [booker.book(statement, reader.platform) for statement in statements]
    except RefusedFileError as error:
        message = str(error)
        assert message.endswith((".", "?")), message
        assert "\n" not in message, message
        return "refused"
    for entry in (entry for one in booked for entry in one.entries):
        check(entry)
    total = sum(len(one.entries) + one.already for one in booked)
    moved = sum(len(statement.movements) for statement in statements)
    exchanges = sum("import-also" in e.meta and e.postings[0].price is not None
                    for one in booked for e in one.entries)  # fmt: skip
    assert total + exchanges == moved, (total, exchanges, moved)
    return "imported" if moved else "nothing in it"


def check(entry: Transaction) -> None:
    """An entry balances, and has an identity and no word of the file."""
    residual = compute_residual(entry.postings)  # type: ignore[no-untyped-call]
    assert all(abs(position.units.number) <= CENT for position in residual), entry
    ids = f"{entry.meta['import-id']} {entry.meta.get('import-also', '')}".split()
    assert all(re.fullmatch(r"[a-z0-9]+:[A-Za-z0-9._:/+-]+", one) for one in ids), ids
    assert re.fullmatch(r"[A-Za-z ,]+", entry.narration or ""), entry


def run(count: int) -> Counter[str]:
    """Feed ``count`` files and count what became of them."""
    found: Counter[str] = Counter()

    @settings(
        max_examples=count,
        deadline=None,
        database=None,
        derandomize=False,
        suppress_health_check=list(HealthCheck),
    )
    @given(broken_files())
    def feed(data: bytes) -> None:
        found[outcome(data)] += 1

    feed()
    return found


def main() -> None:
    """Run as a command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=10_000)
    count = parser.parse_args().count
    start = time.perf_counter()
    found = run(count)
    seconds = time.perf_counter() - start
    shown = ", ".join(f"{number:,} {what}" for what, number in found.most_common())
    print(f"{sum(found.values()):,} broken files in {seconds:.0f} s, no traceback: {shown}.")  # noqa: T201


if __name__ == "__main__":
    main()
