"""What the query page may be asked: questions. Its shell also knows commands that write files."""

from typing import Final

ASKING: Final = frozenset({"Select", "Balances", "Journal", "Print"})
"""The statements of the query language that change nothing, as its parser names them."""

RUN: Final = "run"
"""The one command among them: a query that the books themselves hold, by its name."""

REFUSED: Final = (
    "Only questions are answered here: SELECT, BALANCES, JOURNAL, PRINT, "
    "or run and the name of a query in the books."
)


def command(line: str) -> str | None:
    r"""The command that a line is, by its first word; ``None`` for a statement.

    A command begins with a dot; ``run`` may do without.

    >>> command(".output x"), command('run "dues"'), command("SELECT account")
    ('output', 'run', None)
    """
    first = line.split(maxsplit=1)[0].rstrip(";") if line.strip() else ""
    if first.lower() == RUN:
        return RUN
    return first[1:] if first[:1] in {".", "!", "?"} else None


def asks(statement: object) -> bool:
    """Whether a parsed statement only asks."""
    return type(statement).__name__ in ASKING
