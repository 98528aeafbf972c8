"""Scalable drawings as text: exact coordinates, and a look that survives a grey printer."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from html import escape
from textwrap import wrap
from typing import Final, NamedTuple, TypeAlias

from coopfund.money import half_up

Length: TypeAlias = int | Decimal | Fraction

WIDTH: Final = 420
INK: Final = "#1f2a30"
GRID: Final = "#c9ced1"
TEAL: Final = "#1d4e5f"
SAND: Final = "#efe6d6"
BROWN: Final = "#8a5a1c"
GREY: Final = "#5b6670"
LETTER: Final = 7
"""As wide is a letter of a word at most, in a drawing's own units."""

LETTERS: Final = 76
"""So many letters of a sentence go into a line."""

LOOKS: Final = {
    "dues": (TEAL, ""),
    "levy": (TEAL, "across"),
    "affiliation": (TEAL, "down"),
    "donation": (BROWN, "rising"),
    "company": (BROWN, "falling"),
    "union": (BROWN, "lattice"),
    "foundation": (BROWN, "grid"),
    "state": (GREY, "dots"),
    "event": ("#9db4bd", ""),
    "capital": (GREY, "rings"),
    "transfer": (TEAL, "dashes"),
    "loan": ("#7a2e2e", "steep"),
    "in-kind": ("#3f6b3a", "waves"),
    "other": (GREY, "broad"),
    "unknown": ("#ffffff", ""),
}
"""Colour and pattern of each source; no two share a pattern, for printers without colour."""

PATTERNS: Final = {
    "across": '<path d="M0,3 L6,3"/>',
    "broad": '<path d="M0,3 L6,3" stroke-width="3.4"/>',
    "dashes": '<path d="M1,3 L4,3"/>',
    "dots": '<circle cx="3" cy="3" r="0.9"/>',
    "down": '<path d="M3,0 L3,6"/>',
    "falling": '<path d="M0,0 L6,6 M-1,5 L1,7 M5,-1 L7,1"/>',
    "grid": '<path d="M0,3 L6,3 M3,0 L3,6"/>',
    "lattice": '<path d="M0,6 L6,0 M0,0 L6,6"/>',
    "rings": '<circle cx="3" cy="3" r="2" stroke-width="0.9"/>',
    "rising": '<path d="M0,6 L6,0 M-1,1 L1,-1 M5,7 L7,5"/>',
    "steep": '<path d="M0,6 L3,0 M3,6 L6,0"/>',
    "waves": '<path d="M0,4 L3,1.5 L6,4"/>',
}


def at(value: Length) -> str:
    """A coordinate with at most one decimal, the same on every machine."""
    text = str(half_up(value, 1))
    return text.removesuffix(".0")


class Paint(NamedTuple):
    """How a bar is filled and outlined; ``pattern`` defines its filling, where it needs that."""

    fill: str
    edge: str
    pattern: str = ""


def rect(x: Length, y: Length, width: Length, height: Length, paint: Paint) -> str:
    """A bar."""
    return (
        f'<rect x="{at(x)}" y="{at(y)}" width="{at(width)}" height="{at(height)}" '
        f'fill="{paint.fill}" stroke="{paint.edge}" stroke-width="1"/>'
    )


def line(x1: Length, y1: Length, x2: Length, y2: Length, stroke: str = GRID) -> str:
    """A rule."""
    return (
        f'<line x1="{at(x1)}" y1="{at(y1)}" x2="{at(x2)}" y2="{at(y2)}" '
        f'stroke="{stroke}" stroke-width="1"/>'
    )


def curve(points: Iterable[tuple[Length, Length]], stroke: str, dash: str = "") -> str:
    """A line through points; ``dash`` as SVG writes it."""
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<polyline points="{_points(points)}" fill="none" stroke="{stroke}" '
        f'stroke-width="2"{dashed}/>'
    )


def area(points: Iterable[tuple[Length, Length]], fill: str) -> str:
    """A surface within points."""
    return f'<polygon points="{_points(points)}" fill="{fill}"/>'


def _points(points: Iterable[tuple[Length, Length]]) -> str:
    return " ".join(f"{at(x)},{at(y)}" for x, y in points)


def fitted(words: str, room: Length) -> str:
    """Words that are no wider than the room for them, the last letters left out if need be.

    >>> fitted("Dues of members", 70)
    'Dues of m…'
    """
    letters = max(int(room // LETTER), 1)
    return words if len(words) <= letters else f"{words[: letters - 1]}…"


def text(x: Length, y: Length, words: str, anchor: str = "start") -> str:
    """Words at a baseline."""
    return f'<text x="{at(x)}" y="{at(y)}" text-anchor="{anchor}">{escape(words)}</text>'


def patterned(name: str, colour: str, kind: str) -> Paint:
    """A pattern of one colour on white, under a name that is unique on the page."""
    definition = (
        f'<pattern id="{name}" width="6" height="6" patternUnits="userSpaceOnUse">'
        f'<rect width="6" height="6" fill="#ffffff"/>'
        f'<g stroke="{colour}" stroke-width="1.6" fill="none">{PATTERNS[kind]}</g></pattern>'
    )
    return Paint(f"url(#{name})", colour, definition)


def look(chart: str, source: str) -> Paint:
    """How a source looks in a chart."""
    colour, kind = LOOKS[source]
    if kind:
        return patterned(f"{chart}-{source}", colour, kind)
    return Paint(colour, INK if colour == "#ffffff" else colour)


def drawing(  # noqa: PLR0913, PLR0917  # what it is called and says, and its size
    name: str, title: str, desc: str, height: int, parts: Iterable[str], width: int = WIDTH
) -> str:
    """A whole drawing that says what it shows to those who cannot see it."""
    body = "\n".join(part for part in parts if part)
    return (
        f'<svg viewBox="0 0 {width} {height}" role="img" '
        f'aria-labelledby="{name}-title {name}-desc" font-size="13" fill="{INK}">\n'
        f'<title id="{name}-title">{escape(title)}</title>\n'
        f'<desc id="{name}-desc">{escape(desc)}</desc>\n{body}\n</svg>'
    )


def standalone(name: str, title: str, desc: str, height: int, parts: Iterable[str]) -> str:
    """A drawing as a file of its own, with its title and its sentence to be read on it."""
    lines = wrap(desc, LETTERS)
    top = 40 + 15 * len(lines)
    body = [
        f'<rect x="-12" y="-12" width="{WIDTH + 24}" height="{height + top + 24}" fill="#ffffff"/>',
        f'<text x="0" y="14" font-size="14" font-weight="600">{escape(title)}</text>',
        *(
            f'<text x="0" y="{34 + 15 * number}" font-size="11" fill="{GREY}">{escape(line)}</text>'
            for number, line in enumerate(lines)
        ),
        f'<g transform="translate(0 {top})">',
        *parts,
        "</g>",
    ]
    inner = drawing(name, title, desc, height + top, body)
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{2 * WIDTH}" font-family="sans-serif" '
    view = f'viewBox="0 0 {WIDTH} {height + top}"'
    wide = f'viewBox="-12 -12 {WIDTH + 24} {height + top + 24}"'
    return inner.replace("<svg ", head, 1).replace(view, wide, 1) + "\n"
