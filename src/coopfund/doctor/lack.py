"""One thing that a group's books lack."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Lack:
    """Something the books lack.

    Attributes:
        name: a stable identifier.
        sentence: what it is and what it does to the results.
        lines: what to add to the books, ready to paste.
        more: how many more there are than the lines show.
    """

    name: str
    sentence: str
    lines: tuple[str, ...] = ()
    more: int = 0
