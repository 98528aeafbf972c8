"""A flow picture: from sources through pools to programs, bands as wide as their amounts.

Drawn here, without a script: each band has a pattern of its own for its source, so it reads without
colour. On Fava's pages a band is a link and takes its colours from the page's style; in the report,
which is also printed, it brings its own.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from html import escape
from textwrap import wrap
from typing import Final, NamedTuple

from coopfund.money import half_up
from coopfund.report import svg
from coopfund.report.svg import LOOKS, PATTERNS

NODE: Final = 10
APART: Final = 14
LINE: Final = 15
LEAST: Final = Fraction(3, 2)
"""What flows is seen, however little it is."""


class Band(NamedTuple):
    """An amount of one source that went from one node to another; ``href`` is what it leads to."""

    source: str
    left: str
    right: str
    amount: Decimal
    href: str


class Size(NamedTuple):
    """A drawing's width, the height of all its money, and the room for labels beside it.

    ``printed`` is one that stands in the report: with colours of its own, and without links.
    """

    name: str
    width: int
    money: int
    left: int
    right: int
    amounts: bool
    printed: bool = False


WIDE: Final = Size("wide", 960, 300, 170, 230, amounts=True)
NARROW: Final = Size("narrow", 360, 300, 78, 104, amounts=False)
PRINTED: Final = Size("flow", 640, 250, 100, 196, amounts=True, printed=True)
SLIM: Final = Size("flow-slim", 380, 260, 86, 118, amounts=True, printed=True)
"""For a phone; names beside it take two lines where they must."""


@dataclass(slots=True)
class _Node:
    """A bar where bands meet: its place, and how far its two sides are taken."""

    name: str
    x: Fraction
    y: Fraction
    height: Fraction
    out: Fraction = Fraction(0)
    into: Fraction = Fraction(0)


class Flow(NamedTuple):
    """What is drawn: names of the three columns in their order, and the bands between them."""

    columns: tuple[Sequence[str], Sequence[str], Sequence[str]]
    first: Sequence[Band]
    second: Sequence[Band]
    titles: Callable[[str], str]
    shown: Callable[[Decimal], str]


def sankey(flow: Flow, size: Size, title: str) -> str:
    """The drawing; empty where nothing flows."""
    height, parts = drawn(flow, size)
    if not parts:
        return ""
    return (
        f'<svg class="flow {size.name}" viewBox="0 0 {size.width} {_at(height)}" role="group" '
        f'aria-label="{escape(title)}">{"".join(parts)}</svg>'
    )


def drawn(flow: Flow, size: Size) -> tuple[Fraction, list[str]]:
    """The height of the drawing and its parts; none where nothing flows."""
    total = sum((band.amount for band in flow.first), Decimal(0))
    if total <= 0:
        return Fraction(0), []
    scale = Fraction(size.money) / Fraction(total)
    nodes = [
        _column(names, bands, position, size, scale)
        for position, (names, bands) in enumerate(
            zip(flow.columns, (flow.first, flow.first, flow.second), strict=True)
        )
    ]
    height = max(node.y + node.height for column in nodes for node in column.values()) + LINE
    parts = [
        *_patterns(size, flow.first),
        *_bands(flow.first, nodes[0], nodes[1], scale, flow, size),
        *_bands(flow.second, nodes[1], nodes[2], scale, flow, size),
        *_labels(nodes, flow, size),
    ]
    return height, parts


def roomy(flow: Flow, size: Size) -> Size:
    """The size with the room on both sides that the names and amounts there need."""
    names = [flow.titles(name) for name in flow.columns[0]]
    amounts = [flow.shown(_through(name, flow.first, 0)) for name in flow.columns[0]]
    words = [word for text in (*names, *amounts) for word in text.split()]
    letters = max([(size.left - GAP) // LETTER, *(len(word) + 1 for word in words)])
    while any(len(wrap(name, letters)) > LINES for name in names):
        letters += 1
    programs = [word for name in flow.columns[2] for word in flow.titles(name).split()]
    longest = min(LONGEST, max(map(len, programs), default=0))
    return size._replace(
        left=max(size.left, letters * LETTER + GAP), right=max(size.right, longest * LETTER)
    )


def _column(
    names: Sequence[str], bands: Sequence[Band], position: int, size: Size, scale: Fraction
) -> dict[str, _Node]:
    """The nodes of a column, one below the other."""
    span = size.width - size.left - size.right - NODE
    x, y = Fraction(size.left) + Fraction(span * position, 2), Fraction(LINE)
    heights = [max(Fraction(_through(name, bands, position)) * scale, LEAST) for name in names]
    column = {}
    for name, height, following in zip(names, heights, [*heights[1:], Fraction(0)], strict=True):
        column[name] = _Node(name, x, y, height)
        label = LINE * (3 if size.printed else 2) + 2 if size.amounts else LINE
        least = LINE + 3 if size.printed and position == 1 else APART
        y += height + max(Fraction(least), label - (height + following) / 2)
    return column


def _through(name: str, bands: Sequence[Band], position: int) -> Decimal:
    """How much goes through a node."""
    return sum((band.amount for band in bands if name in _ends(band, position)), Decimal(0))


def _ends(band: Band, position: int) -> tuple[str]:
    return (band.left,) if position == 0 else (band.right,)


def _bands(  # noqa: PLR0913, PLR0917  # what is drawn, between what, and how
    bands: Sequence[Band],
    left: dict[str, _Node],
    right: dict[str, _Node],
    scale: Fraction,
    flow: Flow,
    size: Size,
) -> Iterator[str]:
    for band in bands:
        start, end = left[band.left], right[band.right]
        width = max(Fraction(band.amount) * scale, LEAST)
        x1, x2 = start.x + NODE, end.x
        y1, y2 = start.y + start.out, end.y + end.into
        start.out += Fraction(band.amount) * scale
        end.into += Fraction(band.amount) * scale
        middle = (x1 + x2) / 2
        path = (
            f"M{_at(x1)},{_at(y1)} C{_at(middle)},{_at(y1)} {_at(middle)},{_at(y2)} "
            f"{_at(x2)},{_at(y2)} v{_at(width)} C{_at(middle)},{_at(y2 + width)} "
            f"{_at(middle)},{_at(y1 + width)} {_at(x1)},{_at(y1 + width)} Z"
        )
        names = f"{flow.titles(band.left)} → {flow.titles(band.right)}"
        if band.source != band.left:
            names = f"{band.source}: {names}"
        told = escape(f"{names}, {flow.shown(band.amount)}")
        if size.printed:
            paint = svg.look(size.name, band.source)
            yield (
                f'<path d="{path}" fill="{paint.fill}" fill-opacity="0.75" stroke="{paint.edge}" '
                'stroke-width="0.5"/>'
            )
            continue
        yield (
            f'<a href="{escape(band.href)}" aria-label="{told}" class="s-{band.source}">'
            f'<title>{told}</title><path class="body" d="{path}"/>'
            f'<path d="{path}" fill="url(#{size.name}-{band.source})"/></a>'
        )


def _patterns(size: Size, bands: Sequence[Band]) -> Iterator[str]:
    """The pattern of each source that is drawn."""
    if size.printed:
        yield from (svg.look(size.name, its).pattern for its in sorted({b.source for b in bands}))
        return
    yield "<defs>"
    for source in sorted({band.source for band in bands}):
        _, kind = LOOKS[source]
        shape = PATTERNS.get(kind, "")
        yield (
            f'<pattern id="{size.name}-{source}" width="6" height="6" '
            f'patternUnits="userSpaceOnUse" class="s-{source}">'
            f'<g stroke="currentColor" stroke-width="1.2" fill="none">{shape}</g></pattern>'
        )
    yield "</defs>"


def _labels(nodes: Sequence[dict[str, _Node]], flow: Flow, size: Size) -> Iterator[str]:
    """The bars, then their names beside or above them, and amounts where there is room.

    No bar lies on a name: that of a middle one may reach to the bars beside it.
    """
    look = f'fill="{svg.INK}"' if size.printed else 'class="node"'
    for node in (node for column in nodes for node in column.values()):
        yield (
            f'<rect {look} x="{_at(node.x)}" y="{_at(node.y)}" width="{NODE}" '
            f'height="{_at(node.height)}"/>'
        )
    for position, column in enumerate(nodes):
        bands = flow.second if position == len(nodes) - 1 else flow.first
        for node in column.values():
            yield _label(node, position, flow, size, _through(node.name, bands, position))


def _label(node: _Node, position: int, flow: Flow, size: Size, amount: Decimal) -> str:
    name = flow.titles(node.name)
    if position == 1:
        x, y, anchor = node.x + NODE / Fraction(2), node.y - 4, "middle"
        halo = HALO if size.printed else ""
        name = svg.fitted(name, size.width - size.left - size.right) if size.printed else name
        return f'<text x="{_at(x)}" y="{_at(y)}" text-anchor="{anchor}"{halo}>{escape(name)}</text>'
    x = node.x - GAP if position == 0 else node.x + NODE + GAP
    anchor = "end" if position == 0 else "start"
    lines = _lines(name, size, size.right if position else size.left - GAP)
    y = node.y + node.height / 2 + (0 if size.amounts else 4) - LINE * Fraction(len(lines) - 1, 2)
    text = f'<text x="{_at(x)}" y="{_at(y)}" text-anchor="{anchor}">{escape(lines[0])}'
    for line in lines[1:]:
        text += f'<tspan x="{_at(x)}" dy="1.15em">{escape(line)}</tspan>'
    if size.amounts:
        shown = escape(flow.shown(amount))
        text += f'<tspan class="amount" x="{_at(x)}" dy="1.15em">{shown}</tspan>'
    return f"{text}</text>"


def _lines(name: str, size: Size, room: int) -> list[str]:
    """A name beside a drawing, in as many lines as it takes."""
    if not size.amounts:
        return [svg.fitted(name, SHORT * svg.LETTER)]
    if not size.printed:
        return [name]
    return wrap(name, room // LETTER, max_lines=LINES, placeholder="…") or [name]


GAP: Final = 6
"""So far stands a name from its bar."""
LETTER: Final = 8
"""As wide is a letter beside a drawing, a little air with it."""
LONGEST: Final = 18
"""A word beside a drawing has so many letters before it is broken."""
LINES: Final = 2
"""So many lines has a name beside a drawing that is printed."""
HALO: Final = ' stroke="#ffffff" stroke-width="3" paint-order="stroke" stroke-linejoin="round"'
SHORT: Final = 15
"""As many letters of a name fit beside a narrow drawing."""


def _at(value: Fraction | int) -> str:
    return str(half_up(value, 1)).removesuffix(".0")
